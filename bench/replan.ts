/**
 * Plans the sample Europe, then changes one thing at a time and plans again from the plan and prices in hand: to the gap that
 * was asked of the first plan, and to the one that it came to, or until as much work is spent. Where transport takes more,
 * plans and bounds lie farther apart whoever looks for them: so that continent is also planned without a former plan. Prints
 * a table of work, processor time and gaps.
 * Usage: npx tsx bench/replan.ts [areas, 600] [gap, 0.0065]
 */
import {
  type Continent,
  changeContinent,
  createContinent,
  type Plan,
  planContinentAsync,
  requirePlan,
} from "katascope";
import { europe, europeSpec } from "katascope/continents/europe";
import { highs } from "katascope/highs";
import { processorTime } from "./processor-time.ts";

const areas = Number(process.argv[2] ?? 600);
const gap = Number(process.argv[3] ?? 0.0065);
const backend = await highs();

interface Run {
  readonly what: string;
  readonly wanted: number;
  readonly plan: Plan;
  readonly work: number;
  readonly seconds: number;
  readonly gap: number;
}

async function planned(
  what: string,
  continent: Continent,
  wanted: number,
  { from, workLimit }: { readonly from?: Run; readonly workLimit?: number } = {},
): Promise<Run> {
  const elapsed = processorTime();
  const outcome = await planContinentAsync(continent, {
    backend,
    method: "coupled",
    gap: wanted,
    ...(from ? { from: from.plan } : {}),
    ...(workLimit === undefined ? {} : { workLimit }),
  });
  const seconds = elapsed();
  const plan = requirePlan(outcome);
  if (!("gap" in outcome)) throw new Error(`${what}: ${outcome.status}`);
  if (outcome.gap > wanted) console.log(`${what}: ended at a gap of ${outcome.gap} (${outcome.stop})`);
  console.error(`${what}: ${seconds.toFixed(1)} s, gap ${outcome.gap}, work ${outcome.work}`);
  return { what, wanted, plan, work: outcome.work, seconds, gap: outcome.gap };
}

/** The works that makes most of a good. */
function largestWorks(continent: Continent, plan: Plan, recipe: string): string {
  let [largest, most] = ["", 0];
  for (const { site, sizes } of plan.sites) {
    const runs = sizes.reduce((sum, size) => sum + (size.runs[recipe] ?? 0), 0);
    if (continent.sites[site].recipes.includes(recipe) && runs > most) [largest, most] = [site, runs];
  }
  return largest;
}

/** A tenth of a good's demand moves from the area that needs most of it to the one that needs least. */
function withDemandMoved(good: string): Continent {
  const spec = europeSpec({ areas });
  const wanted = Object.entries(spec.areas).map(([id, { demand }]) => ({ id, demand: demand?.[good] ?? 0 }));
  wanted.sort((a, b) => b.demand - a.demand);
  const [from, to] = [wanted[0], wanted[wanted.length - 1]];
  const moved = Math.round(wanted.reduce((sum, { demand }) => sum + demand, 0) / 100);
  const part = Math.min(moved, from.demand);
  const change = (id: string, by: number) => ({
    ...spec.areas[id],
    demand: { ...spec.areas[id].demand, [good]: (spec.areas[id].demand?.[good] ?? 0) + by },
  });
  return createContinent({
    ...spec,
    areas: { ...spec.areas, [from.id]: change(from.id, -part), [to.id]: change(to.id, part) },
  });
}

const continent = europe({ areas });
const first = await planned("first", continent, gap);
const works = largestWorks(continent, first.plan, "steel from scrap");
const dearer = changeContinent(continent, { scale: [{ transport: 1.1 }] });
const changes: readonly (readonly [string, Continent])[] = [
  ["demand for steel moved", withDemandMoved("steel")],
  [`${works} closed`, changeContinent(continent, { close: { sites: [works] } })],
  ["transport a tenth dearer", dearer],
];
const runs: Run[] = [];
for (const wanted of [gap, first.gap]) {
  for (const [what, changed] of changes)
    runs.push(await planned(what, changed, wanted, { from: first, workLimit: first.work }));
}
runs.push(await planned("transport a tenth dearer, without a former plan", dearer, gap, { workLimit: first.work }));
console.log("| change | asked | gap | work | of the first | processor time, s | of the first |");
console.log("|---|---:|---:|---:|---:|---:|---:|");
for (const run of [first, ...runs]) {
  const cells = [
    `${(run.wanted * 100).toFixed(3)} %`,
    `${(run.gap * 100).toFixed(3)} %`,
    run.work.toFixed(0),
    `${((run.work / first.work) * 100).toFixed(1)} %`,
    run.seconds.toFixed(1),
    `${((run.seconds / first.seconds) * 100).toFixed(1)} %`,
  ];
  console.log(`| ${run.what} | ${cells.join(" | ")} |`);
}
