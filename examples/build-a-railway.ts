/** Is a new railway to the mine worth its steel? By how much, and how cheap would carrying have to be for it not to be? */
import {
  type Continent,
  changeContinent,
  defineContinent,
  planContinent,
  savingsOfBuilding,
  verifyPlan,
} from "katascope";
import { highs } from "katascope/highs";
import { textSummary } from "katascope/report";

const works = (area: "mine" | "river" | "city") => ({
  area,
  recipes: ["smelt" as const],
  sizes: [
    { name: "small", capacity: 2e5, energyToBuild: 2e9, life: 40, keep: 8e7, energyFactor: 1.06 },
    { name: "large", capacity: 8e5, energyToBuild: 5e9, life: 40, keep: 2.2e8, energyFactor: 1 },
  ],
});

// Rails run from the river to the city and the coast, and a road to the mine. A line to the mine would take some ten
// terajoules for each kilometre (rails, sleepers, ballast, earth), and a yard to load on; neither stands.
const today = defineContinent({
  name: "A railway to the mine",
  carriers: { electricity: { primary: 1.9 }, diesel: { primary: 1.2 } },
  modes: {
    rail: { energyPerTonneKm: { electricity: 0.116 }, terminal: { electricity: 5 } },
    road: { energyPerTonneKm: { diesel: 1.36 }, terminal: { diesel: 2 } },
  },
  goods: { ore: {}, coal: {}, steel: {} },
  recipes: {
    dig: { makes: { coal: 1 }, fromNature: true, energy: 27_000 },
    smelt: { makes: { steel: 1 }, takes: { ore: 1.6, coal: 0.65 }, energy: { electricity: 600 } },
  },
  areas: {
    mine: { at: [14, 52], population: 2e4, supply: { ore: 3e6 } },
    river: { at: [14.5, 50.5], population: 4e5, demand: { steel: 8e4 } },
    city: { at: [17, 50.2], population: 2e6, demand: { steel: 3.5e5 } },
    coast: { at: [19, 51.5], population: 8e5, demand: { steel: 1.7e5 } },
  },
  sites: {
    pit: { area: "coast", recipes: ["dig"], sizes: [{ capacity: 1e6 }] },
    "mine works": works("mine"),
    "river works": works("river"),
    "city works": works("city"),
  },
  links: [
    { id: "road to the mine", between: ["mine", "river"], mode: "road", km: 190 },
    { id: "valley line", between: ["river", "city"], mode: "rail", km: 210 },
    { id: "coast line", between: ["city", "coast"], mode: "rail", km: 220 },
    {
      id: "mine line",
      between: ["mine", "river"],
      mode: "rail",
      km: 200,
      sizes: [
        { name: "single track", capacity: 4e6, energyToBuild: 2.0e9, life: 60, keep: 4e7 },
        { name: "double track", capacity: 2e7, energyToBuild: 3.4e9, life: 60, keep: 7e7 },
      ],
    },
  ],
  terminals: [
    {
      area: "mine",
      mode: "rail",
      sizes: [{ name: "yard", capacity: 1.5e6, energyToBuild: 1.5e8, life: 30, keep: 5e6, most: 3 }],
    },
  ],
});

// So few towns are planned to the last digit by the linear way.
const exactly = { backend: await highs(), method: "linear", gap: 1e-9 } as const;

/** The best plan, proved to the last digit; and whether it has the line. */
function best(continent: Continent) {
  const outcome = planContinent(continent, exactly);
  if (!("plan" in outcome)) throw new Error(`no plan: ${outcome.status}`);
  const line = outcome.plan.links.find(({ link }) => link === "mine line");
  return { outcome, hasLine: line !== undefined && Object.keys(line.built).length > 0 };
}

const { outcome } = best(today);
const savings = savingsOfBuilding(today, outcome, exactly);
console.log(textSummary(today, outcome, { savings }));
console.log(`\nChecked without a solver: ${verifyPlan(today, outcome.plan).valid ? "valid" : "NOT valid"}.\n`);

console.log("Every MJ of carrying times   energy, PJ   the line saves, TJ a year   steel is made in");
for (const factor of [0.1, 0.25, 0.5, 1, 2]) {
  const continent = changeContinent(today, { scale: [{ transport: factor }] });
  const { outcome: planned } = best(continent);
  const saving = savingsOfBuilding(continent, planned, exactly).find((one) => "link" in one)?.saving;
  const saves = saving === undefined || saving === "needed" ? "is not built" : (saving.atLeast / 1e6).toFixed(1);
  const where = planned.plan.sites
    .filter(({ site }) => site !== "pit")
    .map(({ area }) => area)
    .join(", ");
  const cells = [String(factor).padStart(26), (planned.plan.energy.total / 1e9).toFixed(2).padStart(13)];
  console.log(`${cells.join("")}${saves.padStart(28)}   ${where}`);
}

// With the whole of today's energy it pays, with none of it it cannot: halve what lies between until two thousandths are left.
let [never, always] = [0, 1];
while (always - never > 0.002) {
  const middle = (never + always) / 2;
  if (best(changeContinent(today, { scale: [{ transport: middle }] })).hasLine) always = middle;
  else never = middle;
}
console.log(
  `\nThe line pays until carrying takes ${(100 * always).toFixed(1)} % of today's energy; ` +
    `at ${(100 * never).toFixed(1)} % it does not.`,
);
