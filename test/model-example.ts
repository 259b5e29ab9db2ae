import type { ContinentSpec } from "../src/model/spec.ts";

/** Two towns with something of everything the door knows: what tests of the door change one thing in. */
export const twoTowns = {
  name: "two towns",
  carriers: { electricity: { primary: 2.1 }, diesel: { primary: 1.2 }, coal: {} },
  modes: {
    rail: { energyPerTonneKm: { electricity: 0.1 }, terminal: { electricity: 10 } },
    road: { energyPerTonneKm: { diesel: 1.4 }, terminal: { diesel: 2 }, detour: 1.3 },
  },
  freight: { bulk: ["rail"], general: ["rail", "road"] },
  goods: {
    ore: { freight: "bulk" },
    steel: { freight: "general", use: "common" },
    slag: { freight: "bulk", disposal: 5 },
    bread: { freight: "general" },
    heat: { local: true, unit: "MWh", tonnesPerUnit: 0, heat: 3600 },
    wood: { heat: 15000 },
  },
  recipes: {
    mine: { makes: { ore: 1 }, energy: 300, fromNature: true },
    smelt: {
      makes: { steel: 1, slag: 0.3 },
      takes: { ore: 1.6 },
      needs: { hours: 1.5 },
      energy: { coal: 17000, electricity: 500 },
    },
    bake: { makes: { bread: 1 }, energy: { electricity: 3000 } },
    burn: { makes: { heat: 3.5 }, takes: { wood: 1 } },
  },
  areas: {
    north: {
      at: [10, 60],
      population: 1e6,
      demand: { steel: 3e5, bread: 6e4, heat: 700 },
      supply: { ore: 1e6, wood: 2e5 },
      resources: { hours: 2e6 },
    },
    south: { at: [12, 55], population: 2e6, demand: { steel: 6e5, bread: 12e4 } },
  },
  sites: {
    pit: {
      area: "south",
      recipes: ["mine"],
      sizes: [{ capacity: 1e6, stand: 1, energyToBuild: 600, closing: -2 }],
      siteFactor: 1.2,
    },
    ironworks: {
      area: "north",
      recipes: ["smelt"],
      minimumLoad: 0.4,
      oneSize: true,
      siteEnergy: 1e6,
      sizes: [
        { name: "small", capacity: { smelt: 3e5 }, energyToBuild: 1e9, life: 30, keep: 2e6 },
        {
          name: "large",
          capacity: 1e6,
          energyToBuild: 4e9,
          life: 40,
          keep: 1e7,
          energyFactor: 0.95,
          stand: 1,
          most: 2,
          closing: 0,
          needs: { hours: 1e5 },
        },
      ],
    },
    oven: { area: "south", recipes: ["bake"], sizes: [{ capacity: 2e5, energyToBuild: 2e8, life: 25, keep: 2e6 }] },
    stove: { area: "north", recipes: ["burn", "bake"], sizes: [{ capacity: { burn: 1000, bake: 7e4 } }] },
  },
  links: [
    { id: "n-s", between: ["north", "south"], mode: "rail", km: 560, capacity: 2e7 },
    { between: ["north", "south"], mode: "road" },
    { from: "south", to: "north", mode: "road", km: 700, factor: 1.1 },
    { between: ["north", "south"], mode: "road", km: 650, factor: [1, 1.2] },
  ],
  options: { mostSites: { steel: 3 } },
  shortage: { bread: 50000 },
} as const satisfies ContinentSpec;

/** A description's copy that a test may change as it likes; the fields are whatever the test makes of them. */
export interface Loose {
  [field: string]: Loose;
}

/** The two towns as a copy without types, for wrong changes. */
export function loosely(): Loose {
  return structuredClone(twoTowns) as unknown as Loose;
}
