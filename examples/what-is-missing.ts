/** Needs that cannot be met: why, what would be the least change that mends it, and the plan once it is made. */
import { changeContinent, createContinent, planContinent, requirePlan, verifyInfeasible } from "katascope";
import { highs } from "katascope/highs";
import { textSummary } from "katascope/report";

const continent = createContinent({
  name: "Three valleys",
  modes: { rail: { energyPerTonneKm: 0.2, terminal: 10 } },
  goods: { ore: {}, steel: {}, bread: {} },
  recipes: {
    smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, needs: { hours: 2 }, energy: 19_000 },
    bake: { makes: { bread: 1 }, needs: { hours: 8 }, energy: 3000 },
  },
  areas: {
    upper: { at: [10, 47], supply: { ore: 9e5 }, demand: { steel: 2e5, bread: 5e4 }, resources: { hours: 1e6 } },
    middle: { at: [11, 47.5], demand: { steel: 3e5, bread: 9e4 }, resources: { hours: 1.6e6 } },
    lower: { at: [12, 48], demand: { steel: 1e5, bread: 6e4 } },
  },
  sites: {
    ironworks: { area: "upper", recipes: ["smelt"], sizes: [{ capacity: 5e5, energyToBuild: 4e9, keep: 1e8 }] },
    bakery: { area: "middle", recipes: ["bake"], sizes: [{ capacity: 1e5, energyToBuild: 1e8, keep: 5e6, most: 3 }] },
  },
  links: [
    { between: ["upper", "middle"], mode: "rail" },
    { between: ["middle", "lower"], mode: "rail", capacity: 1.2e5 },
  ],
});

const backend = await highs();
const outcome = planContinent(continent, { backend });
if (outcome.status !== "infeasible") throw new Error(`expected needs that cannot be met, got ${outcome.status}`);
console.log(textSummary(continent, outcome));
if (outcome.certificate !== undefined) {
  const { valid } = verifyInfeasible(continent, outcome.certificate);
  console.log(`\nThat no plan can meet them is ${valid ? "proved" : "NOT proved"}, without trusting the solver.`);
}

console.log(
  "\nWhat would mend it, the smallest changes of each kind, and what they come to, each as a share of what it changes:",
);
for (const { kind, slack, message } of outcome.repairs) {
  console.log(`  ${kind.padEnd(9)} ${(100 * slack).toFixed(1).padStart(6)} %  ${message}`);
}
const repair = outcome.repairs.find(({ kind }) => kind !== "demand") ?? outcome.repairs[0];
const mended = changeContinent(continent, { ...repair.changes, name: "Three valleys, mended" });
requirePlan(planContinent(mended, { backend }));
console.log(`\n${repair.message}\n`);
console.log(textSummary(mended, planContinent(mended, { backend })));
