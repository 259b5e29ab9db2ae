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
