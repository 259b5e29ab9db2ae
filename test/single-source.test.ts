import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { solveKnapsack, startKnapsack } from "../src/kernels/location/whole-knapsack.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { FullKnapsack } from "../src/verify/numbers/location-knapsack.ts";
import { highsJudge } from "./conformance/highs-location.ts";
import { judgeOnce } from "./conformance/location.ts";
import { randomSingleSource, randomSingleSourceCopies } from "./conformance/random-location.ts";

/** The most that fits, over all capacities at once. */
function fullest(items: readonly { earns: number; weight: number }[], capacity: number): number {
  const most = new Float64Array(capacity + 1);
  for (const { earns, weight } of items)
    for (let c = capacity; c >= weight; c--) most[c] = Math.max(most[c], most[c - weight] + earns);
  return most[capacity];
}

describe("the 0/1 knapsack", () => {
  test("has its items in order of what they earn by weight, also beside one that earns beyond all measure", () => {
    const random = seededRandom(2);
    const count = 200;
    const everyKey = Int32Array.from({ length: count }, (_, key) => key);
    for (const most of [1000, 2 ** 45]) {
      const earns = Float64Array.from(everyKey, (key) => (key === 7 ? most : random.integer(1, 1000)));
      const weight = Float64Array.from(everyKey, (key) => (key === 7 ? 1 : random.integer(1, 40)));
      const full = new FullKnapsack(count);
      full.fill(everyKey, 0, count, earns, weight);
      const wanted = [...everyKey].sort((a, b) => earns[b] / weight[b] - earns[a] / weight[a] || a - b);
      expect([...full.key]).toEqual(wanted);
    }
  });

  test("equals the sum over all capacities, in the solver and in the checker", () => {
    const random = seededRandom(1);
    const knapsack = startKnapsack(40);
    // The checker's are filled again and again.
    const full = new FullKnapsack(40);
    const without = new FullKnapsack(40);
    const everyKey = Int32Array.from({ length: 40 }, (_, key) => key);
    for (let round = 0; round < 400; round++) {
      // Earnings tied to weights are the hard kind.
      const isTied = round % 4 === 0;
      const items = Array.from({ length: random.integer(1, isTied ? 15 : 40) }, (_, key) => {
        const weight = random.integer(1, 40);
        return { key, weight, earns: isTied ? weight + 10 : random.integer(1, 1000) };
      }).sort((a, b) => b.earns / b.weight - a.earns / a.weight);
      const capacity = random.integer(0, 300);
      items.forEach(({ earns, weight }, q) => {
        knapsack.earns[q] = earns;
        knapsack.weight[q] = weight;
      });
      const wanted = fullest(items, capacity);
      expect(solveKnapsack(knapsack, items.length, capacity, 1e6)).toBe(wanted);
      const chosen = items.filter((_, q) => knapsack.isIn[q] === 1);
      expect(chosen.reduce((sum, { earns }) => sum + earns, 0)).toBe(wanted);
      expect(chosen.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(capacity);
      expect(knapsack.relaxed).toBeGreaterThanOrEqual(wanted);
      const earnsOf = new Float64Array(40);
      const weightOf = new Float64Array(40).fill(1);
      for (const { key, earns, weight } of items) {
        earnsOf[key] = earns;
        weightOf[key] = weight;
      }
      full.fill(everyKey, 0, 40, earnsOf, weightOf);
      expect(full.most(capacity)).toBe(wanted);
      const isBest = new Int8Array(40);
      full.markBest(isBest);
      const best = items.filter(({ key }) => isBest[full.key.indexOf(key)] === 1);
      expect(best.reduce((sum, { earns }) => sum + earns, 0)).toBe(wanted);
      expect(best.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(capacity);
      expect(full.most(capacity, wanted)).toBe(wanted);
      full.markBest(isBest);
      expect(isBest).not.toContain(1);
      expect(full.relaxed(capacity)).toBeGreaterThanOrEqual(wanted);
      expect(full.relaxed(capacity + 7)).toBeLessThanOrEqual(full.relaxed(capacity) + 7 * full.slope(capacity) + 1e-6);
      const place = random.integer(0, items.length - 1);
      const left = fullest(
        items.filter(({ key }) => key !== full.key[place]),
        capacity,
      );
      without.fillWithout(full, place);
      expect(without.most(capacity)).toBe(left);
      expect(without.relaxed(capacity)).toBeGreaterThanOrEqual(left);
      expect(full.atPrice(capacity, random.integer(0, 30))).toBeGreaterThanOrEqual(wanted);
    }
  });

  test("says when its steps were not enough", () => {
    const knapsack = startKnapsack(30);
    for (let q = 0; q < 30; q++) {
      knapsack.weight[q] = 100 + 2 * q;
      knapsack.earns[q] = knapsack.weight[q] + 10;
    }
    const some = solveKnapsack(knapsack, 30, 1501, 100);
    expect(knapsack.isExact).toBe(false);
    expect(some).toBeLessThanOrEqual(knapsack.relaxed);
  });
});

describe("single source", async () => {
  const judge = await highsJudge();

  test("equals HiGHS on random small problems, and every certificate verifies", () => {
    for (let seed = 1; seed <= 60; seed++)
      judgeOnce(seed, randomSingleSource(seededRandom(seed), { mostSites: 8, mostCustomers: 12 }), judge);
  });

  test("equals HiGHS where sites have several copies, and every certificate verifies", () => {
    let apart = 0;
    let opened = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const problem = randomSingleSourceCopies(seededRandom(seed), { mostSites: 6, mostCustomers: 12 });
      judgeOnce(seed, problem, judge);
      const { certificate, copies } = locateFacilities(problem);
      if (certificate?.copiesApart) apart++;
      if (copies.some((k) => k > 1)) opened++;
    }
    expect(apart).toBeGreaterThan(20);
    expect(opened).toBeGreaterThan(20);
  });

  test("starts from a plan of several copies", () => {
    let tried = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const problem = randomSingleSourceCopies(seededRandom(seed), { mostSites: 8, mostCustomers: 20 });
      const best = locateFacilities(problem);
      if (best.status !== "optimal" || !best.certificate?.copiesApart) continue;
      const again = locateFacilities(problem, { from: best.copies, workLimit: 0 });
      expect(again.objective).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(verifyLocation(problem, again).violations).toEqual([]);
      tried++;
    }
    expect(tried).toBeGreaterThan(5);
  });

  test("verifies where a group has a single site, which the solver reads as no group", () => {
    judgeOnce(1120, randomSingleSource(seededRandom(1120), { mostSites: 9, mostCustomers: 16 }), judge);
  });

  test("verifies where prices of an infeasible problem rise far beyond its ceiling", () => {
    judgeOnce(1282, randomSingleSource(seededRandom(1282), { mostSites: 9, mostCustomers: 16 }), judge);
  });

  test("verifies a plan and a bound where it was stopped before the end", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const problem = randomSingleSource(seededRandom(seed), { mostSites: 20, mostCustomers: 60 });
      const result = locateFacilities(problem, { workLimit: 0.2 });
      expect({ seed, violations: verifyLocation(problem, result).violations }).toEqual({ seed, violations: [] });
    }
  });

  test("gives a bound where it was stopped and prices had risen beyond the exact range, as there is no plan", () => {
    const problem = randomSingleSourceCopies(seededRandom(78), { mostSites: 9, mostCustomers: 12 });
    for (const workLimit of [0.05, 0.1, 0.3]) {
      const result = locateFacilities(problem, { workLimit });
      expect(result.bound).toBeGreaterThan(900);
      expect(verifyLocation(problem, result).violations).toEqual([]);
    }
  });

  test("refuses a mutated certificate, or still supports no bound above the optimum", () => {
    let refused = 0;
    let tried = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const shape = { mostSites: 8, mostCustomers: 14 };
      const problem = seed % 3 ? randomSingleSource(random, shape) : randomSingleSourceCopies(random, shape);
      const result = locateFacilities(problem);
      if (result.status !== "optimal") continue;
      for (let kind = 0; kind < 7; kind++) {
        tried++;
        const mutant = mutate(result, kind, problem, random);
        const { certifiedBound } = verifyLocation(problem, mutant);
        if (certifiedBound === Number.NEGATIVE_INFINITY) refused++;
        expect(certifiedBound).toBeLessThanOrEqual(result.objective);
      }
    }
    expect(tried).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(30);
  });
});

describe("a site that must be open", () => {
  test("leaves no plan where it cannot be filled, however many sets of customers the others have", () => {
    const random = seededRandom(1);
    const n = 28;
    const demand = Array.from({ length: n }, () => 2 * random.integer(1, 500_000));
    const total = demand.reduce((sum, own) => sum + own, 0);
    // No room is to spare, but amounts are even, and this is not.
    const odd = demand[0] + demand[1] + 1;
    const half = 2 * Math.round((total - odd) / 4) + 1;
    const problem: LocationProblem = {
      ...{ siteCount: 3, customerCount: n, openCost: [1, 1, 1], state: [1, 1, 1], demand, singleSource: true },
      capacity: [odd, half, total - odd - half],
      // Few may go there.
      cost: Array.from({ length: 3 * n }, (_, p) => (p > 6 && p < n ? Number.POSITIVE_INFINITY : random.integer(0, 5))),
    };
    const result = locateFacilities(problem);
    expect(result.status).toBe("infeasible");
    expect(verifyLocation(problem, result).violations).toEqual([]);
  });

  test("has its best full set sought by the check, too, where it has no table, before many sets of others are listed", () => {
    const random = seededRandom(3190);
    const draw = (count: number, low: number, high: number): number[] =>
      Array.from({ length: count }, () => random.integer(low, high));
    const [m, n] = [random.integer(3, 4), random.integer(90, 150)];
    draw(1, 0, 2);
    const demand = draw(n, 1, 200);
    draw(1, 0, 2);
    const [places, homes] = [draw(2 * m, 0, 60), draw(2 * n, 0, 60)];
    const capacity = [3370, 3369, 2037];
    const problem: LocationProblem = {
      ...{ siteCount: m, customerCount: n, demand, capacity, openCost: draw(m, 0, 300), singleSource: true },
      cost: Array.from({ length: m * n }, (_, p) => {
        const [i, j] = [Math.floor(p / n), p % n];
        return Math.round(Math.hypot(places[2 * i] - homes[2 * j], places[2 * i + 1] - homes[2 * j + 1]));
      }),
    };
    const result = locateFacilities(problem, { workLimit: 3 });
    expect(verifyLocation(problem, result).violations).toEqual([]);
    expect(result).toMatchObject({ status: "optimal", objective: 2540 });
  });
});

/** Changes one thing in the certificate. */
function mutate(
  result: LocationResult,
  kind: number,
  problem: LocationProblem,
  random: { integer(low: number, high: number): number },
): LocationResult {
  const copy = structuredClone(result);
  const certificate = copy.certificate!;
  const node = certificate.nodes[random.integer(0, certificate.nodes.length - 1)];
  const evidence = node.evidence[random.integer(0, Math.max(0, node.evidence.length - 1))];
  if (kind === 0) (certificate as { threshold: number }).threshold += certificate.stepsPerUnit;
  else if (kind === 1) (node.evidence as unknown[]).pop();
  else if (evidence === undefined) return copy;
  else if (kind === 6) (certificate as { copiesApart?: boolean }).copiesApart = certificate.copiesApart !== true;
  else if (kind === 2) evidence.prices[random.integer(0, problem.customerCount - 1)] *= 2;
  else if (kind === 3) evidence.wholeSites?.fill(0);
  else if (kind === 4) (evidence as { coversDemand?: boolean }).coversDemand = evidence.coversDemand !== true;
  else evidence.prices.fill(0);
  return copy;
}
