/** Seeded capacitated location problems on a plane, of the kind that the literature draws: unequal capacities. */
import { seededRandom } from "../../src/base/random.ts";
import type { LocationProblem } from "../../src/problems/location.ts";

/**
 * Sites and customers lie evenly in a unit square; carrying one unit of demand costs ten times the distance, floored
 * to four decimals.
 *
 * Demand 5 to 35, capacity 10 to 160 scaled so that all together is `ratio` times the demand, opening cost
 * `0..90 + 10..110 * sqrt(capacity before scaling)`: large works are cheaper by the unit.
 *
 * Source: the shape of Cornuejols, Sridharan, Thizy, A comparison of heuristics and relaxations for the capacitated
 *         plant location problem (1991); the ranges are those found in Avella and Boccia's TBED1 instances (2009).
 */
export function planeFacilities(
  siteCount: number,
  customerCount: number,
  ratio: number,
  seed: number,
): LocationProblem {
  const random = seededRandom(seed);
  const place = (): number => random.next();
  const sites = Float64Array.from({ length: 2 * siteCount }, place);
  const customers = Float64Array.from({ length: 2 * customerCount }, place);
  const demand = Float64Array.from({ length: customerCount }, () => random.integer(5, 35));
  const drawn = Float64Array.from({ length: siteCount }, () => random.integer(10, 160));
  const openCost = drawn.map((size) => random.integer(0, 90) + Math.round(random.integer(10, 110) * Math.sqrt(size)));
  const wanted = demand.reduce((sum, d) => sum + d, 0);
  const scale = (ratio * wanted) / drawn.reduce((sum, size) => sum + size, 0);
  const capacity = drawn.map((size) => Math.ceil(size * scale));
  const cost = new Float64Array(siteCount * customerCount);
  for (let i = 0; i < siteCount; i++) {
    for (let j = 0; j < customerCount; j++) {
      const dx = sites[2 * i] - customers[2 * j];
      const dy = sites[2 * i + 1] - customers[2 * j + 1];
      const tenThousandths = Math.floor(100_000 * Math.sqrt(dx * dx + dy * dy)) * demand[j];
      cost[i * customerCount + j] = tenThousandths / 10_000;
    }
  }
  return { siteCount, customerCount, openCost, capacity, demand, cost };
}
