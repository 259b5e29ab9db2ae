import { expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { CertificateNode, CertificateSplit, Evidence } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** Sites with hardly more room than is wanted, some of which earn by opening, or may not serve everybody. */
function tightProblem(random: Random): LocationProblem {
  const [m, n] = [random.integer(2, 5), random.integer(3, 9)];
  const chance = (share: number): boolean => random.next() < share;
  const demand = Array.from({ length: n }, () => random.integer(1, 7));
  const even = demand.reduce((sum, d) => sum + d, 0) / m;
  const sites = (each: () => number): number[] => Array.from({ length: m }, each);
  return {
    siteCount: m,
    customerCount: n,
    openCost: sites(() => random.integer(-5, 30)),
    demand,
    capacity: sites(() => random.integer(Math.ceil(even), Math.ceil(1.6 * even))),
    cost: Array.from({ length: m * n }, () => (chance(0.08) ? Number.POSITIVE_INFINITY : random.integer(-3, 25))),
    singleSource: chance(0.75),
    ...(chance(0.15) ? { mostOpen: random.integer(1, m) } : {}),
    ...(chance(0.15) ? { group: sites(() => random.integer(-1, 1)) } : {}),
    ...(chance(0.15) ? { state: sites(() => random.integer(0, 1)) } : {}),
  };
}

/** Prices a little above what each customer's cheapest site asks, and more by a level a unit; marks of all kinds. */
function forgedEvidence(problem: LocationProblem, steps: number, random: Random): Evidence {
  const { siteCount: m, customerCount: n, demand, singleSource } = problem;
  const cost = problem.cost as readonly number[];
  const chance = (share: number): boolean => random.next() < share;
  const level = random.integer(-3, 12);
  const prices = Float64Array.from({ length: n }, (_, j) => {
    const asked = cost.filter((c, pair) => pair % n === j && c < Number.POSITIVE_INFINITY);
    const cheapest = asked.length > 0 ? Math.min(...asked) : 0;
    return steps * (cheapest + random.integer(0, 9)) + (chance(0.7) ? level * demand![j] : 0);
  });
  const isWhole = singleSource === true && chance(0.85);
  return {
    prices,
    aggregatePrice: !isWhole && chance(0.3) ? random.integer(0, 6) : 0,
    coversDemand: chance(0.45),
    ...(isWhole ? { wholeSites: Int8Array.from({ length: m }, () => (chance(0.9) ? 1 : 0)) } : {}),
    ...(isWhole && chance(0.7) ? { triesPlans: true } : {}),
    ...(chance(0.4) ? { setPrices: prices.map((price) => price + random.integer(-5, 5)) } : {}),
    ...(chance(0.5) ? { capacityPrices: Float64Array.from({ length: m }, () => random.integer(0, 4)) } : {}),
  };
}

/** The same evidence alone, or in a tree of two leaves. */
function forgedNodes(problem: LocationProblem, steps: number, random: Random): CertificateNode[] {
  const evidence = [forgedEvidence(problem, steps, random)];
  if (random.next() < 0.5) return [{ evidence }];
  const site = random.integer(0, problem.siteCount - 1);
  const customer = random.integer(0, problem.customerCount - 1);
  const at = random.integer(0, 2);
  const ways = { below: 1, above: 2 };
  const splits: CertificateSplit[] = [
    { kind: "site", site, at, ...ways },
    { kind: "count", at, ...ways },
    { kind: "pair", site, customer, ...ways },
  ];
  const split = splits[random.integer(0, problem.singleSource === true ? 2 : 1)];
  return [{ evidence: random.next() < 0.5 ? evidence : [], split }, { evidence }, { evidence }];
}

test("prices drawn near what customers must pay prove the optimum now and then, and nothing above it", () => {
  let proved = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const random = seededRandom(seed);
    const problem = tightProblem(random);
    const result = locateFacilities(problem);
    if (result.status !== "optimal") continue;
    const steps = problem.singleSource === true ? 1 : 16;
    const optimum = Math.round(result.objective * steps);
    for (let turn = 0; turn < 8; turn++) {
      const nodes = forgedNodes(problem, steps, random);
      const boundAt = (threshold: number): number => {
        const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: steps, threshold, nodes };
        return verifyLocation(problem, { ...result, certificate }).certifiedBound;
      };
      expect(boundAt(optimum + 1), `seed ${seed}, turn ${turn}`).toBe(Number.NEGATIVE_INFINITY);
      if (boundAt(optimum) > Number.NEGATIVE_INFINITY) proved++;
    }
  }
  expect(proved).toBeGreaterThan(400);
});
