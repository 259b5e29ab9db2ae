import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { seededRandom } from "../src/base/random.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";

/** A small continent of chains with supplies, standing works and a price of going without, by chance. */
export function chains(seed: number): CoupledProblem {
  const random = seededRandom(seed);
  const problem = goodsAndAreas(random.integer(3, 4), random.integer(3, 6), seed, { fixedTimes: random.integer(1, 4) });
  const { placeCount: p, goodCount: g, newCost } = problem;
  const standing = Array.from(newCost, () => (random.next() < 0.1 ? 1 : 0));
  return {
    ...problem,
    standing,
    keptCost: Array.from(newCost, (cost) => cost * random.next()),
    closingCost: Array.from(newCost, (cost) => cost * (random.next() - 0.3)),
    siteCost: Array.from(problem.sitePlace, () => (random.next() < 0.5 ? 0 : newCost[0] * random.next())),
    oneSize: Array.from(problem.sitePlace, () => random.integer(0, 1)),
    supply: Array.from({ length: p * g }, (_, cell) =>
      random.next() < 0.2 ? problem.demand[cell] + 1e6 * random.next() : 0,
    ),
    ...(random.next() < 0.5 ? { shortageCost: Array.from({ length: g }, () => 60000 * random.next()) } : {}),
  };
}

/** In Mt and PJ, so that HiGHS meets numbers near one: in tonnes and MJ its tolerances let it find optima that are none. */
export function inLargeUnits(problem: CoupledProblem): CoupledProblem {
  const by = (values: ArrayLike<number> | undefined, factor: number) =>
    Array.from(values ?? [], (value) => value * factor);
  const { shortageCost } = problem;
  return {
    ...problem,
    demand: by(problem.demand, 1e-6),
    supply: by(problem.supply, 1e-6),
    activityCapacity: by(problem.activityCapacity, 1e-6),
    newCost: by(problem.newCost, 1e-9),
    keptCost: by(problem.keptCost, 1e-9),
    closingCost: by(problem.closingCost, 1e-9),
    siteCost: by(problem.siteCost, 1e-9),
    activityCost: by(problem.activityCost, 1e-3),
    freightRate: by(problem.freightRate, 1e-3),
    ...(shortageCost ? { shortageCost: by(shortageCost, 1e-3) } : {}),
  };
}
