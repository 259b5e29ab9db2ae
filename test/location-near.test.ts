import { describe, expect, test } from "vitest";
import { Control, run } from "../src/base/control.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { distancesOf, type PositionalCost } from "../src/problems/location-positions.ts";
import type { LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { locateByNearLists } from "../src/solvers/location/by-near-lists.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { listNear, NearPairs } from "../src/verify/numbers/location-near.ts";
import { isPlain } from "../src/verify/numbers/location-plain.ts";

/** More sites than are listed for a customer at first, so that pairs are left out. */
function randomPlaces(random: Random, kind: "plane" | "sphere" | "sparse", hasCapacity: boolean): LocationProblem {
  const m = random.integer(30, 60);
  const n = random.integer(60, 150);
  const point = (): [number, number] =>
    kind === "sphere"
      ? [random.integer(-180, 180), random.integer(-70, 70)]
      : [random.integer(0, 1000), random.integer(0, 1000)];
  const demand = Array.from({ length: n }, () => random.integer(1, 9));
  const wanted = demand.reduce((a, b) => a + b, 0);
  const perUnit = kind === "sphere" ? 2000 : 100;
  const rest = {
    siteCount: m,
    customerCount: n,
    openCost: Array.from({ length: m }, () => random.integer(1, 10) * perUnit * 5),
    demand,
    state: Array.from({ length: m }, () => (random.integer(1, 12) === 1 ? random.integer(-1, 1) : 0)),
    ...(hasCapacity
      ? { capacity: Array.from({ length: m }, () => Math.ceil((random.integer(1, 10) * wanted) / m)) }
      : {}),
  };
  const places = { sites: Array.from({ length: m }, point), customers: Array.from({ length: n }, point) };
  if (kind !== "sparse") {
    return {
      ...rest,
      cost: { ...places, geometry: kind, costOf: (d) => Math.round(kind === "sphere" ? d / 1000 : d) },
    };
  }
  const start = [0];
  const site: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) if (random.integer(1, 3) === 1) site.push(i);
    start.push(site.length);
  }
  return { ...rest, cost: { start, site, cost: site.map(() => random.integer(0, 900) / 2) } };
}

const near = (problem: LocationProblem, from?: ArrayLike<number>): LocationResult =>
  run(locateByNearLists(problem, 0, from, new Control()));

describe.each([
  ["plane", false],
  ["plane", true],
  ["sphere", false],
  ["sphere", true],
  ["sparse", false],
  ["sparse", true],
] as const)("location on near pairs, %s, capacities: %s", (kind, hasCapacity) => {
  test("has the optimum between its bound and its plan, and all of it verifies without a matrix", () => {
    const random = seededRandom(kind.length + (hasCapacity ? 1 : 0));
    const gaps: number[] = [];
    for (let trial = 0; trial < 5; trial++) {
      const problem = randomPlaces(random, kind, hasCapacity);
      const result = near(problem);
      const exact = locateFacilities(problem, { gap: 0.001 });
      expect(verifyLocation(problem, result).violations, `trial ${trial}`).toEqual([]);
      if (exact.status === "infeasible") {
        expect(result.status).not.toBe("feasible");
        continue;
      }
      expect(result.bound, `trial ${trial}`).toBeLessThanOrEqual(exact.objective * (1 + 1e-9));
      expect(result.objective, `trial ${trial}`).toBeGreaterThanOrEqual(exact.bound * (1 - 1e-9));
      gaps.push(result.gap);
    }
    gaps.sort((a, b) => a - b);
    expect(gaps[gaps.length >> 1]).toBeLessThan(0.15);
  });

  test("supports no bound above the optimum whatever number of its certificate is changed", () => {
    const random = seededRandom(99);
    const problem = randomPlaces(random, kind, hasCapacity);
    const exact = locateFacilities(problem, { gap: 0.001 });
    const result = near(problem);
    for (let trial = 0; trial < 30; trial++) {
      const certificate = structuredClone(result.certificate!) as { threshold: number } & typeof result.certificate;
      const evidence = certificate.nodes[0].evidence[0];
      const change = random.integer(0, 3);
      if (change === 0) certificate.threshold += random.integer(1, 1e6);
      else if (evidence === undefined) continue;
      else if (change === 1) evidence.prices[random.integer(0, problem.customerCount - 1)] *= 2;
      else if (change === 2) evidence.capacityPrices?.fill(random.integer(0, 5));
      else evidence.prices.fill(random.integer(0, 1e6));
      const { certifiedBound } = verifyLocation(problem, { ...result, certificate });
      expect(certifiedBound).toBeLessThanOrEqual(exact.objective * (1 + 1e-9));
    }
  });
});

test("a plan to start from is never made worse, and closed places stay closed", () => {
  const problem = randomPlaces(seededRandom(5), "plane", false);
  const first = near(problem);
  const again = near(problem, first.copies);
  expect(again.objective).toBeLessThanOrEqual(first.objective);
  const closed = { ...problem, state: Array.from(first.copies, (k, i) => (k > 0 && i % 2 === 0 ? -1 : 0)) };
  const result = near(closed);
  expect(verifyLocation(closed, result).violations).toEqual([]);
});

describe("the checker's list of near pairs", () => {
  /** Places in a square, on a line, all in one, far from zero, or on the earth; and costs that rise, in steps, or not at all. */
  function drawPlaces(random: Random): PositionalCost {
    const shape = random.integer(0, 4);
    const far = shape === 3 ? 1e12 : 0;
    const x = (): number => (shape === 4 ? random.integer(-180, 180) : shape === 2 ? 7 : far + random.integer(0, 5000));
    const y = (): number =>
      shape === 4 ? random.integer(-90, 90) : shape === 2 || shape === 1 ? 5 : far - random.integer(0, 5000);
    const points = (count: number): [number, number][] => Array.from({ length: count }, () => [x(), y()]);
    const costs = [
      (metres: number) => metres - 50,
      (metres: number) => Math.floor(metres / 300) * 5,
      (metres: number) => Math.round(Math.sqrt(metres)) / 4,
      () => 3,
      (metres: number) => (metres > 1500 ? Number.POSITIVE_INFINITY : metres),
    ];
    const geometry = shape === 4 ? "sphere" : "plane";
    return {
      sites: points(random.integer(1, 40)),
      customers: points(12),
      geometry,
      costOf: costs[random.integer(0, 4)],
    };
  }

  test("has every pair that costs less than its customer's limit, at its cost to the step", () => {
    let listed = 0;
    let leftOut = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const cost = drawPlaces(random);
      const metres = distancesOf(cost);
      const demand = Array.from({ length: 12 }, () => random.integer(1, 9));
      const [costScale, stepsPerUnit] = [100, 2 ** random.integer(0, 9)];
      const steps = (i: number, j: number): number =>
        Math.round(demand[j] * cost.costOf(metres(i, j)) * costScale) * stepsPerUnit;
      // Limits at what some pair costs, and a step beside it.
      const limits = Float64Array.from({ length: 12 }, (_, j) => {
        const own = steps(random.integer(0, cost.sites.length - 1), j);
        return own < Number.POSITIVE_INFINITY ? own + random.integer(-1, 1) : 0;
      });
      const pairs = listNear(new NearPairs(cost, demand, costScale, stepsPerUnit), limits);
      if (pairs === undefined) throw new Error(`seed ${seed}: costs are whole, and told not to be`);
      for (let i = 0; i < cost.sites.length; i++) {
        const own = new Map<number, number>();
        for (let t = pairs.start[i]; t < pairs.start[i + 1]; t++) own.set(pairs.customer[t], pairs.cost[t]);
        expect(own.size).toBe(pairs.start[i + 1] - pairs.start[i]);
        for (let j = 0; j < 12; j++) {
          if (steps(i, j) < limits[j] || own.has(j)) expect(own.get(j), `seed ${seed}`).toBe(steps(i, j));
          else leftOut++;
        }
        listed += own.size;
      }
    }
    expect(listed).toBeGreaterThan(1000);
    expect(leftOut).toBeGreaterThan(20_000);
  });

  test("is none where a cost that counts has more decimals than the scale", () => {
    const cost = { sites: [0, 0, 40, 0], customers: [0, 0], costOf: (metres: number) => metres / 8 + 0.01 };
    const near = new NearPairs(cost, [1], 100, 1);
    const [site, listed] = [new Int32Array(3), new Float64Array(3)];
    expect(near.list(0, 2, 1, site, listed)).toBe(2);
    expect(near.list(0, 600, 1, site, listed)).toBe(3);
    expect(new NearPairs(cost, [1], 10, 1).list(0, 60, 1, site, listed)).toBe(-1);
  });

  test("leaves out what costs the limit, whole or not, where it is hardly farther than that", () => {
    const costOf = (metres: number) => (metres > 1000 ? metres + 0.3 : metres);
    const near = new NearPairs({ sites: [900, 0, 1001, 0, 5000, 0], customers: [0, 0], costOf }, [1], 1, 7);
    const [site, listed] = [new Int32Array(3), new Float64Array(3)];
    expect([near.list(0, 7 * 1000, 0, site, listed), site[0], listed[0]]).toEqual([1, 0, 6300]);
    expect(near.list(0, 7 * 1004, 0, site, listed)).toBe(-1);
  });
});

test("several pieces of evidence by position are checked in full at once, and support no more than the optimum", () => {
  let seen = 0;
  for (let seed = 1; seed <= 60 && seen < 5; seed++) {
    const problem = randomPlaces(seededRandom(seed), "plane", seed % 2 === 0);
    const result = locateFacilities(problem);
    const certificate = structuredClone(result.certificate!) as { threshold: number } & typeof result.certificate;
    if (certificate.nodes.length > 1 || certificate.nodes[0].evidence.length < 2) continue;
    seen++;
    expect(isPlain(problem, certificate)).toBe(false);
    expect(verifyLocation(problem, result).violations, `seed ${seed}`).toEqual([]);
    certificate.threshold = Math.ceil(certificate.threshold * 1.01);
    const { certifiedBound } = verifyLocation(problem, { ...result, certificate });
    expect(certifiedBound, `seed ${seed}`).toBeLessThanOrEqual(result.objective * (1 + 1e-9));
  }
  expect(seen).toBeGreaterThan(0);
});
