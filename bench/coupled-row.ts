/**
 * Plans one seeded continent of many goods and prints as JSON what was measured. bench/coupled.ts bundles this for plain
 * Node, as a user's program would be: its memory has no compiler of TypeScript in it.
 * Usage: node coupled-row.mjs SIZE:SEED, the size by its place among the sizes.
 */
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledPlan } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { FIRST_SEED, type Row, SIZES, type Size } from "./coupled-sizes.ts";
import { goodsAndAreas } from "./instances/goods-and-areas.ts";
import { processorTime } from "./processor-time.ts";

/** Up to so many areas: planning again four times takes as long as all the rest. */
const MOST_AGAIN = 600;

/** Fixed plus transport energy: close to what siting can influence. */
function sitingEnergy(problem: CoupledProblem, { opened, shipments }: CoupledPlan): number {
  const distance = problem.freight[0] as Float64Array;
  let energy = 0;
  for (let k = 0; k < opened.length; k++) energy += opened[k] * problem.newCost[k];
  for (let e = 0; e < shipments.good.length; e++) {
    const apart = distance[shipments.from[e] * problem.placeCount + shipments.to[e]];
    energy += problem.freightRate![shipments.good[e]] * apart * shipments.amount[e];
  }
  return energy;
}

function measure(size: Size, seed: number): Row {
  const name = `${size.areas}x${size.goods}${size.fixedTimes === undefined ? "" : `, fixed x ${size.fixedTimes}`}`;
  const problem = goodsAndAreas(size.areas, size.goods, seed, { fixedTimes: size.fixedTimes ?? 1 });
  const points: { seconds: number; gap: number }[] = [];
  let most = 0;
  const elapsed = processorTime();
  const result = planCoupled(problem, {
    workLimit: size.work,
    onProgress: ({ gap = Number.POSITIVE_INFINITY }) => {
      points.push({ seconds: elapsed(), gap });
      most = Math.max(most, process.memoryUsage().rss);
    },
  });
  const seconds = elapsed();
  const checking = processorTime();
  const verdict = verifyCoupled(problem, result);
  if (!verdict.valid) throw new Error(`${name}, seed ${seed}: ${verdict.violations.join("; ")}`);
  return {
    name,
    seed,
    seconds,
    objective: verdict.objective,
    gap: result.gap,
    sitingGap: (verdict.objective - result.bound) / sitingEnergy(problem, result.plan!),
    megabytes: most / 1e6,
    checkSeconds: checking(),
    work: result.work,
    points,
    ...(size.fixedTimes === undefined && size.areas <= MOST_AGAIN && seed === FIRST_SEED
      ? { again: replan(problem, size.work) }
      : {}),
  };
}

/** Part of the size's work that the first plan of a re-planning row may take. */
const FIRST_SHARE = 0.5;

/** One change at a time to a planned problem, planned again from where the first plan ended. */
function replan(problem: CoupledProblem, work: number): NonNullable<Row["again"]> {
  const elapsed = processorTime();
  const first = planCoupled(problem, { workLimit: FIRST_SHARE * work });
  const seconds = elapsed();
  const { opened, kept } = first.plan!;
  const toClose = opened.findIndex((modules) => modules > 0);
  const changes: Readonly<Record<string, CoupledProblem>> = {
    "one works closed": {
      ...problem,
      most: Array.from(opened, (_, k) => (k === toClose ? 0 : (problem.most?.[k] ?? 1))),
    },
    "transport 10 % dearer": { ...problem, freightRate: Array.from(problem.freightRate!, (rate) => 1.1 * rate) },
    "a tenth more demand in every seventh place": {
      ...problem,
      demand: Array.from(problem.demand, (amount, cell) => (cell % 7 === 0 ? 1.1 * amount : amount)),
    },
  };
  return Object.entries(changes).map(([change, changed]) => {
    const time = processorTime();
    const { certificate, placePrice } = first;
    const from = { kept, opened, certificate };
    const result = planCoupled(changed, { workLimit: FIRST_SHARE * work, gap: first.gap, price: placePrice, from });
    const took = time();
    const verdict = verifyCoupled(changed, result);
    if (!verdict.valid) throw new Error(`${change}: ${verdict.violations.join("; ")}`);
    return { change, gap: result.gap / first.gap, work: result.work / first.work, time: took / seconds };
  });
}

const [at, seed] = process.argv[2].split(":").map(Number);
console.log(JSON.stringify(measure(SIZES[at], seed)));
