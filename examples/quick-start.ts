import { createContinent, planContinent, requirePlan } from "katascope";
import { highs } from "katascope/highs";

const continent = createContinent({
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

const plan = requirePlan(planContinent(continent, { backend: await highs() }));
for (const { site, sizes } of plan.sites) console.log(site, sizes[0].runs);
for (const { good, from, to, tonnes } of plan.shipments) console.log(`${good}: ${from} to ${to}, ${tonnes} t a year`);
console.log(`${(plan.energy.total / 1e9).toFixed(2)} PJ a year, certified above ${plan.certificate.bound / 1e9} PJ`);
