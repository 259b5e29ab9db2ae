import { describe, expect, test } from "vitest";
import { planeFacilities } from "../bench/instances/facilities.ts";
import { hasInstances, knownValues, readInstance } from "../bench/location-instances.ts";
import { InvalidOptionError, InvalidProblemError } from "../src/base/errors.ts";
import { seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { LocationCertificate, LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities, locateFacilitiesAsync } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { highsJudge } from "./conformance/highs-location.ts";
import { compareOnce } from "./conformance/location.ts";
import { randomLocation } from "./conformance/random-location.ts";

const small: LocationProblem = {
  siteCount: 3,
  customerCount: 4,
  openCost: [10, 12.5, 8],
  capacity: [6, 9, 5],
  demand: [3, 2, 4, 1],
  cost: [1, 4, 9, 7, 6, 2, 3, 5, 8, 9, 1, 2],
};

describe("locateFacilities", async () => {
  const judge = await highsJudge();

  test("equals HiGHS on random small problems over all options, and every certificate verifies", () => {
    for (let seed = 1; seed <= 60; seed++) compareOnce(seed, { mostSites: 8, mostCustomers: 10 }, judge);
  });

  test("gives the same bytes sliced and unsliced, and again", async () => {
    for (let seed = 500; seed < 520; seed++) {
      const problem = randomLocation(seededRandom(seed), { mostSites: 10, mostCustomers: 30 });
      const once = locateFacilities(problem);
      expect(await locateFacilitiesAsync(problem)).toEqual(once);
      expect(locateFacilities(problem)).toEqual(once);
    }
  });

  test("costs k times as much when all costs are k times as high", () => {
    for (let seed = 600; seed < 630; seed++) {
      const problem = randomLocation(seededRandom(seed), { mostSites: 8, mostCustomers: 12, options: new Set() });
      const times = (array: ArrayLike<number>): number[] => Array.from(array, (x) => 3 * x);
      const dearer = { ...problem, openCost: times(problem.openCost), cost: times(problem.cost as number[]) };
      expect(locateFacilities(dearer).objective).toBe(3 * locateFacilities(problem).objective);
    }
  });

  test("never costs more with one more copy allowed", () => {
    const one = locateFacilities({ ...small, capacity: [6, 4, 4] });
    const two = locateFacilities({ ...small, capacity: [6, 4, 4], copies: [2, 2, 2] });
    expect(two.objective).toBeLessThanOrEqual(one.objective);
    expect(two.status).toBe("optimal");
  });

  test("stops at a work limit with a plan and a bound that verify", () => {
    const problem = randomLocation(seededRandom(77), {
      mostSites: 40,
      mostCustomers: 80,
      options: new Set(["capacity"]),
    });
    const result = locateFacilities(problem, { workLimit: 0.05 });
    expect(verifyLocation(problem, result).violations).toEqual([]);
  });

  test("proves a problem infeasible, and the proof verifies", () => {
    const result = locateFacilities({ ...small, capacity: [1, 2, 3] });
    expect(result.status).toBe("infeasible");
    expect(verifyLocation({ ...small, capacity: [1, 2, 3] }, result).violations).toEqual([]);
  });

  test("proves sparse problems infeasible by a bound above what any plan can cost, and the proof verifies", () => {
    // Seed 627 of the long test: room for all, but the only site that reaches the first customer is too small for it.
    const cost = { start: [0, 1, 4, 8], site: [3, 0, 1, 2, 0, 1, 2, 3], cost: [1232, 432, 528, 43, 672, 36, 93, 1020] };
    const rest = { siteCount: 4, customerCount: 3, openCost: [71, 35, 124, 118], demand: [16, 6, 12], cost };
    const tight = { ...rest, capacity: [23, 3, 33, 1] };
    const result = locateFacilities(tight);
    expect(result.status).toBe("infeasible");
    expect(result.certificate?.nodes[0].evidence.length).toBeGreaterThan(0);
    expect(verifyLocation(tight, result).violations).toEqual([]);
    const roomy = { ...rest, capacity: [23, 3, 33, 16] };
    expect(locateFacilities(roomy).status).toBe("optimal");
    expect(verifyLocation(roomy, result).valid).toBe(false);
    expect(verifyLocation(roomy, { ...locateFacilities(roomy), status: "infeasible" }).valid).toBe(false);
  });

  test("lists everything that is wrong with a problem", () => {
    const wrong = { ...small, openCost: [1], demand: [0, 1, 1, Number.NaN], state: [2, 0, 0] };
    try {
      locateFacilities(wrong);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidProblemError);
      expect((error as InvalidProblemError).issues.map((issue) => issue.path)).toEqual([
        "openCost",
        "demand[0]",
        "demand[3]",
        "state[0]",
      ]);
    }
    expect(() => locateFacilities(small, { gap: 2 })).toThrow(InvalidOptionError);
    expect(() => locateFacilities({ ...small, openCost: [1e300, 1, 1] })).toThrow(InvalidProblemError);
  });

  test("refuses costs that are no numbers wherever they stand in a typed array; Infinity forbids a pair", () => {
    for (let customerCount = 1; customerCount <= 9; customerCount++) {
      for (let at = 0; at < customerCount; at++) {
        const costing = (odd: number) =>
          Float64Array.from({ length: 2 * customerCount }, (_, k) => (k === at ? odd : k));
        const problem = (odd: number) => ({ siteCount: 2, customerCount, openCost: [1, 1], cost: costing(odd) });
        for (const odd of [Number.NaN, Number.NEGATIVE_INFINITY])
          expect(() => locateFacilities(problem(odd))).toThrow(`cost[${at}]`);
        expect(locateFacilities(problem(Number.POSITIVE_INFINITY)).assignment?.[at]).toBe(1);
      }
    }
  });
});

describe("verifyLocation", () => {
  test("refuses a mutated certificate, or still supports no bound above the optimum", () => {
    let refused = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const random = seededRandom(seed);
      const problem = randomLocation(random, { mostSites: 8, mostCustomers: 12 });
      const result = locateFacilities(problem);
      if (result.status !== "optimal") continue;
      const { certifiedBound } = verifyLocation(problem, mutate(result, random));
      if (certifiedBound === Number.NEGATIVE_INFINITY) refused++;
      expect(certifiedBound).toBeLessThanOrEqual(result.objective);
    }
    expect(refused).toBeGreaterThan(20);
  });

  test("refuses capacity prices for sites that there are not, or for one site twice", () => {
    const problem = planeFacilities(8, 12, 3, 1);
    const result = locateFacilities(problem);
    expect(result.certificate!.nodes[0].evidence[0].pricedSites!.length).toBeGreaterThan(1);
    expect(verifyLocation(problem, result).violations).toEqual([]);
    const changes: readonly ((sites: Int32Array) => void)[] = [
      (sites) => sites.set([-1]),
      (sites) => sites.set([8], sites.length - 1),
      (sites) => sites.set([sites[0]], 1),
    ];
    for (const change of changes) {
      const copy = structuredClone(result);
      change(copy.certificate!.nodes[0].evidence[0].pricedSites!);
      expect(verifyLocation(problem, copy).violations.join()).toContain("prices of the wrong number");
    }
  });

  test("refuses a tree whose splits leave something out, as between whole numbers", () => {
    const two: LocationProblem = {
      siteCount: 2,
      customerCount: 2,
      openCost: [10, 10],
      cost: [0, 0, 9, 9],
      demand: [1, 1],
    };
    const single = { ...two, capacity: [2, 1], singleSource: true };
    const pays = (...prices: readonly number[]) => [{ prices: Float64Array.from(prices), aggregatePrice: 0 }];
    const none = { evidence: [] };
    const claims: [LocationProblem, LocationCertificate["nodes"]][] = [
      [
        two,
        [
          { ...none, split: { kind: "count", at: 0.5, below: 1, above: 2 } },
          { evidence: pays(19, 0) },
          { evidence: pays(0, 0) },
        ],
      ],
      [two, [{ ...none, split: { kind: "site", site: 0.5, at: 0, below: 1, above: 2 } }, none, none]],
      [
        single,
        [
          { ...none, split: { kind: "pair", site: 0.5, customer: 0, below: 1, above: 2 } },
          { evidence: pays(10, 18) },
          none,
        ],
      ],
    ];
    for (const [problem, nodes] of claims) {
      const result = locateFacilities(problem);
      expect(result.objective).toBe(10);
      const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold: 19, nodes };
      const { violations } = verifyLocation(problem, { ...result, certificate });
      expect(violations[0]).toMatch(/^certificate: node 0 splits (at|on) .*0\.5/);
    }
  });

  test("refuses a plan that serves too little, opens too much or claims too low a cost", () => {
    const result = locateFacilities(small);
    expect(verifyLocation(small, result).violations).toEqual([]);
    const flow = result.flow!;
    const short = { ...result, flow: { ...flow, amount: flow.amount.map((a) => a - 1) } };
    expect(verifyLocation(small, short).valid).toBe(false);
    expect(verifyLocation(small, { ...result, copies: Int32Array.of(1, 1, 1) }).valid).toBe(false);
    expect(verifyLocation(small, { ...result, objective: result.objective - 1 }).valid).toBe(false);
    expect(verifyLocation(small, { ...result, bound: result.bound + 0.01 }).valid).toBe(false);
  });
});

/** Changes one number of the certificate. */
function mutate(result: LocationResult, random: { integer(low: number, high: number): number }): LocationResult {
  const copy = structuredClone(result) as Omit<LocationResult, "certificate"> & {
    certificate: { threshold: number; nodes: LocationCertificate["nodes"] };
  };
  const nodes = copy.certificate.nodes;
  const node = nodes[random.integer(0, nodes.length - 1)];
  const evidence = node.evidence[random.integer(0, Math.max(0, node.evidence.length - 1))];
  switch (random.integer(0, 5)) {
    case 0:
      copy.certificate.threshold = result.certificate!.threshold + random.integer(1, 1000) * 1e6;
      break;
    case 1:
      if (evidence) evidence.prices[random.integer(0, evidence.prices.length - 1)] *= 2;
      break;
    case 2:
      if (evidence?.capacityPrices) evidence.capacityPrices.fill(0);
      break;
    case 3:
      (node as { evidence: unknown[] }).evidence.pop();
      break;
    case 4: {
      const sites = evidence?.pricedSites ?? [];
      if (sites.length > 0) sites[random.integer(0, sites.length - 1)] += random.integer(-1, 1);
      break;
    }
    default:
      if (node.split?.kind === "site") (node.split as { at: number }).at++;
  }
  return copy as LocationResult;
}

describe.skipIf(!hasInstances)("public instances (the optional instance folder is absent: skipped)", () => {
  const quick = hasInstances
    ? knownValues().filter(({ name, kind }) => /orlib-|euclid|pmed[1-9]$/.test(name) && kind !== "single")
    : [];
  test.each(quick)("$name, $kind: proven at the known value", ({ name, kind, value }) => {
    const problem = readInstance(name, kind);
    const result = locateFacilities(problem);
    expect(result.status).toBe("optimal");
    expect(Math.abs(result.objective - value)).toBeLessThanOrEqual(1e-7 * value);
    expect(verifyLocation(problem, result).violations).toEqual([]);
  });
});
