import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { raiseOnSets, startSetPrices } from "../src/kernels/location/set-prices.ts";
import {
  answerWhole,
  restrictWhole,
  startWholeAnswers,
  type WholeAnswers,
} from "../src/kernels/location/whole-answers.ts";
import { measureExtras, startFixing } from "../src/kernels/location/whole-fixing.ts";
import { packSets, startPacking } from "../src/kernels/location/whole-packing.ts";
import { listSets, startSets, type WholeSets } from "../src/kernels/location/whole-sets.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { Evidence, LocationCertificate } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { solveSmallLinear } from "../src/solvers/small-linear.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { randomSingleSource } from "./conformance/random-location.ts";

/** Sites and customers on a plane, with little more room than is wanted. */
function tight(random: Random, m: number, n: number): LocationProblem {
  const demand = Array.from({ length: n }, () => random.integer(5, 20));
  const total = demand.reduce((sum, d) => sum + d, 0);
  return {
    siteCount: m,
    customerCount: n,
    openCost: Array.from({ length: m }, () => random.integer(50, 150)),
    capacity: Array.from({ length: m }, () => Math.ceil((total * random.integer(15, 24)) / (10 * m))),
    demand,
    cost: Array.from({ length: m * n }, () => random.integer(1, 100)),
    singleSource: true,
  };
}

/** The cost of the best plan, by trying every assignment. */
function leastOfAll({ siteCount: m, customerCount: n, openCost, capacity, demand, cost }: LocationProblem): number {
  const load = new Float64Array(m);
  let best = Number.POSITIVE_INFINITY;
  const assign = (j: number, spent: number): void => {
    if (j === n) {
      best = Math.min(best, spent);
      return;
    }
    for (let i = 0; i < m; i++) {
      if (load[i] + demand![j] > capacity![i]) continue;
      const opening = load[i] === 0 ? openCost[i] : 0;
      load[i] += demand![j];
      assign(j + 1, spent + opening + (cost as number[])[i * n + j]);
      load[i] -= demand![j];
    }
  };
  assign(0, 0);
  return best;
}

/** What sites answer where each may serve whoever fits in, and the steps of a unit of cost. */
function atRoot(problem: LocationProblem): { readonly whole: WholeAnswers; readonly unit: number } {
  const instance = buildInstance(problem);
  const { customerCount: n, demand, capacity } = instance;
  const whole = startWholeAnswers(instance);
  const pairs = Array.from({ length: instance.siteCount * n }, (_, p) => p);
  restrictWhole(whole, Int32Array.from(pairs.filter((p) => demand[p % n] <= capacity[Math.floor(p / n)])));
  return { whole, unit: instance.costScale * instance.stepsPerUnit };
}

/** What plans of the sets listed cost at least beside the prices, if sites may have parts of sets: by another simplex method. */
function leastInParts({ count, cost, mask, words, siteCount, first, must }: WholeSets, customerCount: number): number {
  const [start, index]: [number[], number[]] = [[], []];
  for (let s = 0; s < siteCount; s++)
    for (let c = first[s]; c < first[s + 1]; c++) {
      start.push(index.length);
      for (let j = 0; j < customerCount; j++) if ((mask[c * words + (j >> 5)] >> (j & 31)) & 1) index.push(j);
      index.push(customerCount + s);
    }
  const rowCount = customerCount + siteCount;
  const solution = solveSmallLinear({
    ...{ columnCount: count, rowCount, start: Int32Array.of(...start, index.length), index: Int32Array.from(index) },
    ...{ cost: cost.slice(0, count), lower: new Float64Array(count), upper: new Float64Array(count).fill(1) },
    rowLower: Float64Array.from({ length: rowCount }, (_, r) => (r < customerCount ? 1 : must[r - customerCount])),
    ...{ rowUpper: new Float64Array(rowCount).fill(1), value: new Float64Array(index.length).fill(1) },
    whole: new Int8Array(count),
  });
  return solution.objective;
}

/** A certificate of one node, in the problem's own units. */
function ofOneNode(evidence: Evidence, threshold: number): LocationCertificate {
  return { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold, nodes: [{ evidence: [evidence] }] };
}

describe("trying all plans of a few sets a site", () => {
  test("finds the best plan below the cut at whatever prices, and none where none is below it", () => {
    let found = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const [m, n] = [4, 7];
      const problem = tight(random, m, n);
      const best = leastOfAll(problem);
      if (best === Number.POSITIVE_INFINITY) continue;
      const { whole, unit } = atRoot(problem);
      const prices = Float64Array.from({ length: n }, () => random.integer(0, 120) * unit);
      const bound = answerWhole(whole, prices, false);
      const fixing = startFixing(whole);
      measureExtras(fixing);
      const packing = startPacking(startSets(m, n, 5000), m);
      for (const [cut, expected] of [
        [best * unit + 1, best * unit],
        [best * unit, Number.POSITIVE_INFINITY],
        [(best + 50) * unit, best * unit],
      ]) {
        listSets(packing.sets, whole, prices, cut - bound, fixing.extraOpen, 1e6);
        expect(packing.sets.isWhole).toBe(true);
        const isDone = packSets(packing, whole.paid, cut, 1e6);
        expect({ seed, isDone, least: packing.least }).toEqual({ seed, isDone: true, least: expected });
        found++;
      }
    }
    expect(found).toBeGreaterThan(100);
  });

  test("costs the same at prices moved on its sets, which bound it as well as parts of sets that serve everybody once do", () => {
    let [closed, open] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const [m, n] = [4, 7];
      const problem = tight(random, m, n);
      const best = leastOfAll(problem);
      if (best === Number.POSITIVE_INFINITY) continue;
      const { whole, unit } = atRoot(problem);
      const fixing = startFixing(whole);
      const packing = startPacking(startSets(m, n, 5000), m);
      const { sets } = packing;
      const setPrices = startSetPrices(m, n, 5000)!;
      const prices = Float64Array.from({ length: n }, () => random.integer(20, 120) * unit);
      for (const [cut, expected] of [
        [best * unit + 1, best * unit],
        [best * unit, Number.POSITIVE_INFINITY],
        [(best + 80) * unit, best * unit],
      ]) {
        const bound = answerWhole(whole, prices, false);
        const spent = whole.paid;
        measureExtras(fixing);
        listSets(sets, whole, prices, cut - bound, fixing.extraOpen, 1e6);
        const relaxed = spent + leastInParts(sets, sets.customerCount);
        const [count, wasOver] = [sets.count, sets.isOver];
        if (wasOver) continue;
        const least = raiseOnSets(setPrices, sets, cut - spent);
        const paid = spent + setPrices.change.reduce((sum, own) => sum + own, 0);
        expect(setPrices.change.every(Number.isSafeInteger)).toBe(true);
        expect(sets.count).toBeLessThanOrEqual(count);
        // Whole prices, and costs that are disturbed by a billionth, take half a step a customer and site at most.
        expect(paid + least).toBeLessThanOrEqual(relaxed + 0.5);
        expect(paid + least).toBeGreaterThan(Math.min(cut - 0.5, relaxed - m * n));
        if (paid + least >= cut) {
          closed++;
          expect(sets.count).toBe(0);
          continue;
        }
        open++;
        expect(packSets(packing, paid, cut, 1e6)).toBe(true);
        expect({ seed, least: packing.least }).toEqual({ seed, least: expected });
      }
    }
    expect(closed).toBeGreaterThan(10);
    expect(open).toBeGreaterThan(40);
  });

  test("moves no prices where that would take too much memory", () => {
    expect(startSetPrices(200, 10_000, 8000)).toBeUndefined();
    expect(startSetPrices(40, 90, 8000)).toBeDefined();
  });

  test("is not begun where a set may be so large that the stack would not hold it", () => {
    const [m, n] = [2, 20_000];
    const problem = { siteCount: m, customerCount: n, openCost: [1, 1], capacity: [n - 1, n - 1], singleSource: true };
    const instance = buildInstance({ ...problem, cost: new Float64Array(m * n).fill(1) });
    const whole = startWholeAnswers(instance);
    restrictWhole(
      whole,
      Int32Array.from({ length: m * n }, (_, p) => p),
    );
    const prices = new Float64Array(n).fill(2 * instance.stepsPerUnit);
    answerWhole(whole, prices, false);
    const sets = startSets(m, n, 100);
    listSets(sets, whole, prices, 1, new Float64Array(m), 1e6);
    expect([sets.isWhole, sets.count]).toEqual([false, 0]);
  });

  test("proves the optimum and no step more at whatever prices, where sites have next to nothing to spare", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const [m, n] = [random.integer(2, 4), random.integer(4, 7)];
      const demand = Array.from({ length: n }, () => random.integer(1, 12));
      const capacity = Array.from({ length: m }, () => random.integer(0, 1));
      for (const d of demand) capacity[random.integer(0, m - 1)] += d;
      const cost = Array.from({ length: m * n }, () => random.integer(1, 30));
      const openCost = Array.from({ length: m }, () => random.integer(-5, 20));
      const state = openCost.map(() => (random.next() < 0.7 ? 1 : 0));
      const problem = { siteCount: m, customerCount: n, openCost, capacity, demand, cost, state, singleSource: true };
      const result = locateFacilities(problem);
      expect({ seed, status: result.status }).toEqual({ seed, status: "optimal" });
      const evidence = {
        prices: Float64Array.from({ length: n }, () => random.integer(-10, 60)),
        ...{
          aggregatePrice: 0,
          wholeSites: new Int8Array(m).fill(1),
          coversDemand: random.next() < 0.5,
          triesPlans: true,
        },
      };
      const boundAt = (threshold: number): number =>
        verifyLocation(problem, { ...result, certificate: ofOneNode(evidence, threshold) }).certifiedBound;
      expect({ seed, bound: boundAt(result.objective) }).toEqual({ seed, bound: result.objective });
      expect({ seed, bound: boundAt(result.objective + 1) }).toEqual({ seed, bound: Number.NEGATIVE_INFINITY });
    }
  });

  test("proves the optimum, and nothing above it, at whatever prices its sets are tried", () => {
    const proved = new Set<number>();
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed);
      const problem = tight(random, 4, 7);
      const result = locateFacilities(problem);
      if (result.status !== "optimal") continue;
      const prices = Float64Array.from({ length: 7 }, () => random.integer(0, 120));
      const farthest = 10 ** random.integer(0, 6);
      const evidence = {
        ...{ prices, aggregatePrice: 0, wholeSites: new Int8Array(4).fill(1), coversDemand: true, triesPlans: true },
        setPrices: prices.map((price) => price + random.integer(-farthest, farthest)),
      };
      const boundAt = (threshold: number): number =>
        verifyLocation(problem, { ...result, certificate: ofOneNode(evidence, threshold) }).certifiedBound;
      expect({ seed, bound: boundAt(result.objective) }).toEqual({ seed, bound: result.objective });
      expect({ seed, bound: boundAt(result.objective + 1) }).toEqual({ seed, bound: Number.NEGATIVE_INFINITY });
      proved.add(farthest);
    }
    expect(proved.size).toBe(7);
  });

  test("refuses prices of sets that are of another number, or none that a customer may have, or too large to add up", () => {
    const problem = tight(seededRandom(5), 4, 7);
    const result = locateFacilities(problem);
    const plain = { prices: new Float64Array(7), aggregatePrice: 0, coversDemand: true, triesPlans: true };
    const violationsWith = (setPrices: Float64Array | Float32Array): string => {
      const evidence = { ...plain, wholeSites: new Int8Array(4).fill(1), setPrices };
      const certificate = ofOneNode(evidence, result.objective);
      return verifyLocation(problem, { ...result, certificate }).violations.join();
    };
    expect(violationsWith(new Float64Array(7))).toBe("");
    expect(violationsWith(new Float32Array(7).fill(3))).toBe("");
    expect(violationsWith(new Float64Array(6))).toContain("prices for sets of the wrong number");
    expect(violationsWith([0, 0, 0, 0, 0, 0, 0] as unknown as Float64Array)).toContain(
      "prices for sets of the wrong number",
    );
    for (const price of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(violationsWith(new Float64Array(7).fill(price))).toContain(`has price ${price} for sets`);
    expect(violationsWith(new Float64Array(7).fill(2 ** 51))).toContain("beyond the exact range");
    expect(violationsWith("prices" as unknown as Float64Array)).toContain("setPrices is no array of numbers");
  });

  test("proves nothing by prices and thresholds whose sums doubles would round", () => {
    const cost = [1, 5, 5, 1];
    const whole = { siteCount: 2, customerCount: 2, openCost: [0, 0], capacity: [1, 1], demand: [1, 1], cost };
    const problem: LocationProblem = { ...whole, singleSource: true };
    const result = locateFacilities(problem);
    expect(result).toMatchObject({ status: "optimal", objective: 2 });
    const random = seededRandom(3);
    for (let trial = 0; trial < 200; trial++) {
      const below = (power: number): number => 2 ** power - 1 - 2 * random.integer(0, 1000);
      const stepsPerUnit = below(random.integer(40, 52));
      const evidence = {
        prices: Float64Array.of(random.next() < 0.5 ? below(51) : -below(51), random.integer(0, 100) - 2 ** 51),
        ...{ aggregatePrice: 0, wholeSites: Int8Array.of(1, 1), coversDemand: random.next() < 0.5, triesPlans: true },
      };
      // One step above the optimum would be rounded up to 3.
      const threshold = 2 * stepsPerUnit + 1;
      const scales = { costScale: 1, demandScale: 1, stepsPerUnit };
      const certificate = { ...scales, threshold, nodes: [{ evidence: [evidence] }] };
      expect(verifyLocation(problem, { ...result, certificate }).certifiedBound).toBeLessThanOrEqual(2);
    }
  });

  test("refuses prices of room whose worth a double would round", () => {
    const whole = { siteCount: 2, customerCount: 1, openCost: [1, 0], capacity: [3, 3], demand: [5], cost: [0, 0] };
    const result = locateFacilities(whole);
    expect(result).toMatchObject({ status: "optimal", objective: 1 });
    // The room of a site is worth three prices: 2^53 + 1, which no double is, or 2^53 - 2.
    for (const [price, isRefused] of [
      [(2 ** 53 - 2) / 3 + 1, true],
      [(2 ** 53 - 2) / 3, false],
    ] as const) {
      const aggregatePrice = Math.floor(2 ** 53 / 7);
      const capacityPrices = new Float64Array(2).fill(price - aggregatePrice);
      const nodes = [{ evidence: [{ prices: Float64Array.of(0), capacityPrices, aggregatePrice }] }];
      const certificate = { costScale: 1e15, demandScale: 1, stepsPerUnit: 1, threshold: 0, nodes };
      const { violations } = verifyLocation(whole, { ...result, certificate });
      expect(violations.some((text) => text.includes("has capacity price"))).toBe(isRefused);
    }
  });

  test("closes nodes of searches; the checker tries them again, and refuses a higher threshold or other prices that prove too much", () => {
    let [tried, moved, raised] = [0, 0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const problem = seed % 4 ? tight(random, 8, 24) : randomSingleSource(random, { mostSites: 9, mostCustomers: 16 });
      const result = locateFacilities(problem);
      expect({ seed, violations: verifyLocation(problem, result).violations }).toEqual({ seed, violations: [] });
      if (result.status !== "optimal" || result.certificate === undefined) continue;
      const { certificate } = result;
      const pieces = certificate.nodes.flatMap(({ evidence }) => evidence).filter(({ triesPlans }) => triesPlans);
      tried += pieces.length;
      moved += pieces.filter(({ setPrices }) => setPrices !== undefined).length;
      if (pieces.length === 0) continue;
      const threshold = certificate.threshold + certificate.stepsPerUnit;
      const claim = { ...result, certificate: { ...certificate, threshold } };
      expect({ seed, valid: verifyLocation(problem, claim).valid }).toEqual({ seed, valid: false });
      raised++;
      const copy = structuredClone(result);
      const pricesOf = copy.certificate!.nodes.flatMap(({ evidence }) => evidence).map(({ prices }) => prices);
      for (const prices of pricesOf) prices[random.integer(0, prices.length - 1)] *= 1 + random.next();
      expect(verifyLocation(problem, copy).certifiedBound).toBeLessThanOrEqual(result.objective);
    }
    expect(tried).toBeGreaterThan(15);
    expect(moved).toBeGreaterThan(3);
    expect(raised).toBeGreaterThan(8);
  });

  test("goes on where the sites are decided on average and who is served from where is not", () => {
    for (const seed of [3, 9, 20]) {
      const random = seededRandom(seed);
      const [m, n] = [15, 30];
      const demand = Array.from({ length: n }, () => random.integer(20, 60));
      const total = demand.reduce((sum, d) => sum + d, 0);
      const problem: LocationProblem = {
        siteCount: m,
        customerCount: n,
        openCost: Array.from({ length: m }, () => random.integer(300, 3000)),
        capacity: Array.from({ length: m }, () => Math.ceil(((total * 1.06) / 9) * (0.8 + 0.4 * random.next()))),
        demand,
        cost: Array.from({ length: m * n }, () => random.integer(1, 100)),
        singleSource: true,
      };
      const result = locateFacilities(problem, { workLimit: 30 });
      expect({ seed, violations: verifyLocation(problem, result).violations }).toEqual({ seed, violations: [] });
    }
  });

  test("writes down nothing that the check could not add up exactly beside the threshold, where costs are nearly too large", () => {
    for (const seed of [1022, 1423, 2549]) {
      const random = seededRandom(seed);
      const [m, n] = [random.integer(3, 10), random.integer(6, 30)];
      const demand = Array.from({ length: n }, () => random.integer(5, 60));
      const total = demand.reduce((sum, d) => sum + d, 0);
      const even = (total * [1, 1.005, 1.02, 1.1, 1.6][random.integer(0, 4)]) / m;
      const capacity = Array.from({ length: m }, () => Math.floor(even * (0.8 + 0.4 * random.next())));
      const openCost = Array.from({ length: m }, () => random.integer(0, 800));
      const cost = Array.from({ length: m * n }, () => random.integer(1, 100));
      let dearest = openCost.reduce((sum, own) => sum + own, 0);
      for (let j = 0; j < n; j++) dearest += Math.max(...cost.filter((_, pair) => pair % n === j));
      const scale = Math.floor(2 ** random.integer(44, 50) / dearest / 1.05);
      const large = (costs: number[]): number[] => costs.map((own) => own * scale + random.integer(0, 50));
      const problem: LocationProblem = {
        ...{ siteCount: m, customerCount: n, openCost: large(openCost), cost: large(cost) },
        ...{ demand, capacity, singleSource: true },
      };
      const result = locateFacilities(problem, { workLimit: 20 });
      expect({ seed, violations: verifyLocation(problem, result).violations }).toEqual({ seed, violations: [] });
    }
  });
});
