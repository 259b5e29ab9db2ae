import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec, OptionsSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";

/** Three towns in a row, four bakeries of two kinds: two in the west (one large, one small), one in the middle and east. */
const towns = {
  name: "four bakeries",
  modes: { road: { energyPerTonneKm: 2, terminal: 5 } },
  goods: { bread: {}, flour: {} },
  recipes: {
    bake: { makes: { bread: 1 }, takes: { flour: 0.7 }, energy: 3000 },
    steam: { makes: { bread: 1 }, takes: { flour: 0.8 }, energy: 2600 },
    toast: { makes: { flour: 0.5 }, takes: { bread: 1 }, energy: 10 },
  },
  areas: {
    west: { at: [0, 50], demand: { bread: 100 }, supply: { flour: 1000 } },
    middle: { at: [2, 50], demand: { bread: 80 }, supply: { bread: 15 } },
    east: { at: [4, 50], demand: { bread: 60 } },
  },
  sites: {
    large: { area: "west", recipes: ["bake"], sizes: [{ capacity: 240, energyToBuild: 3e6, keep: 1e4 }] },
    small: { area: "west", recipes: ["bake"], sizes: [{ capacity: 120, energyToBuild: 2.4e6, keep: 1e4, most: 2 }] },
    centre: { area: "middle", recipes: ["steam"], sizes: [{ capacity: 150, energyToBuild: 3e6, keep: 2e4 }] },
    edge: { area: "east", recipes: ["bake", "steam"], sizes: [{ capacity: 90, energyToBuild: 2.7e6, keep: 2e4 }] },
  },
  links: [
    { id: "wm", between: ["west", "middle"], mode: "road", km: 150 },
    { id: "me", between: ["middle", "east"], mode: "road", km: 150 },
  ],
} as const satisfies ContinentSpec;

/** The towns with these options. */
export function townsWith(options: OptionsSpec = {}): Continent {
  return createContinent({ ...towns, options });
}
