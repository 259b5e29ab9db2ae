/** Five areas along a railway and two goods, planned, checked and drawn: the whole house on one page. */
import { mkdir, writeFile } from "node:fs/promises";
import { defineContinent, planContinent, requirePlan, verifyPlan } from "katascope";
import { highs } from "katascope/highs";
import { svgMap, textSummary } from "katascope/report";

const steelSizes = [
  { name: "small", capacity: 4e5, energyToBuild: 3e9, life: 40, keep: 2e8, energyFactor: 1.08 },
  { name: "large", capacity: 3e6, energyToBuild: 1e10, life: 40, keep: 8e8, energyFactor: 1 },
];
const bakery = [{ name: "bakery", capacity: 1.5e5, energyToBuild: 6e7, life: 25, keep: 6e6 }];

const continent = defineContinent({
  name: "Five towns",
  carriers: { electricity: { primary: 1.9 }, diesel: { primary: 1.2 }, coal: {} },
  modes: {
    rail: { energyPerTonneKm: { electricity: 0.12 }, terminal: { electricity: 5 }, detour: 1.3 },
    road: { energyPerTonneKm: { diesel: 1.36 }, terminal: { diesel: 2 }, detour: 1.3 },
  },
  goods: { steel: {}, bread: { freight: "fresh" } },
  freight: { fresh: ["road"] },
  recipes: {
    smelt: { makes: { steel: 1 }, energy: { coal: 18_000, electricity: 600 } },
    bake: { makes: { bread: 1 }, energy: { electricity: 3000 } },
  },
  areas: {
    hamburg: { at: [10, 53.55], population: 6e6, demand: { steel: 1.2e6, bread: 3.6e5 } },
    berlin: { at: [13.4, 52.52], population: 8e6, demand: { steel: 1.4e6, bread: 4.8e5 } },
    prague: { at: [14.42, 50.09], population: 7e6, demand: { steel: 1.5e6, bread: 4.2e5 } },
    munich: { at: [11.58, 48.14], population: 9e6, demand: { steel: 2e6, bread: 5.4e5 } },
    vienna: { at: [16.37, 48.21], population: 6e6, demand: { steel: 1.1e6, bread: 3.6e5 } },
  },
  sites: {
    "hamburg works": { area: "hamburg", recipes: ["smelt"], sizes: steelSizes.map((size) => ({ ...size, most: 2 })) },
    "berlin works": { area: "berlin", recipes: ["smelt"], sizes: steelSizes },
    "prague works": { area: "prague", recipes: ["smelt"], sizes: steelSizes },
    "vienna works": { area: "vienna", recipes: ["smelt"], sizes: steelSizes },
    "hamburg bakeries": { area: "hamburg", recipes: ["bake"], sizes: bakery.map((size) => ({ ...size, most: 9 })) },
    "berlin bakeries": { area: "berlin", recipes: ["bake"], sizes: bakery.map((size) => ({ ...size, most: 9 })) },
    "prague bakeries": { area: "prague", recipes: ["bake"], sizes: bakery.map((size) => ({ ...size, most: 9 })) },
    "munich bakeries": { area: "munich", recipes: ["bake"], sizes: bakery.map((size) => ({ ...size, most: 9 })) },
    "vienna bakeries": { area: "vienna", recipes: ["bake"], sizes: bakery.map((size) => ({ ...size, most: 9 })) },
  },
  links: (["rail", "road"] as const).flatMap((mode) => [
    { between: ["hamburg", "berlin"] as const, mode },
    { between: ["berlin", "prague"] as const, mode },
    { between: ["prague", "munich"] as const, mode },
    { between: ["prague", "vienna"] as const, mode },
    { between: ["munich", "vienna"] as const, mode },
  ]),
});

const outcome = planContinent(continent, { backend: await highs(), gap: 0.001 });
const plan = requirePlan(outcome);
console.log(textSummary(continent, outcome));

const { valid, certifiedBound } = verifyPlan(continent, plan);
console.log(
  `\nChecked: ${valid ? "valid" : "NOT valid"}; no plan needs less than ${Math.floor(certifiedBound / 1e8) / 10} PJ.`,
);
await mkdir("out", { recursive: true });
await writeFile("out/two-goods.svg", svgMap(continent, plan, { title: "Five towns" }));
console.log("Written: out/two-goods.svg.");
