import { describe, expect, test } from "vitest";
import { Control, run } from "../src/base/control.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { locateByNearLists } from "../src/solvers/location/by-near-lists.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

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
