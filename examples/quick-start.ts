import { createContinent, planContinent } from "katascope";
import { highs } from "katascope/highs";
import { textSummary } from "katascope/report";

const continent = createContinent({
  name: "The coast",
  modes: { rail: { energyPerTonneKm: 0.2, terminal: 10 } },
  goods: { ore: {}, steel: {} },
  recipes: { smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, energy: 19_000 } },
  areas: {
    north: { at: [10, 60], supply: { ore: 2e6 }, demand: { steel: 3e5 } },
    south: { at: [12, 55], demand: { steel: 6e5 } },
  },
  sites: {
    northworks: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1e6, keep: 1e9, energyFactor: 0.9 }] },
    southworks: { area: "south", recipes: ["smelt"], sizes: [{ capacity: 6e5, keep: 7e8 }] },
  },
  links: [{ between: ["north", "south"], mode: "rail" }],
});

const outcome = planContinent(continent, { backend: await highs() });
console.log(textSummary(continent, outcome));
