import { describe, expect, test } from "vitest";
import { InvalidProblemError, locateFacilities, minCostFlow, verifyFlow } from "../src/solvers.ts";

/** Three customers, two sites: a problem in which every part can be spoiled. */
const fine = {
  siteCount: 2,
  customerCount: 3,
  openCost: [5, 7],
  capacity: [10, 10],
  demand: [1, 2, 3],
  cost: [1, 2, 3, 3, 2, 1],
};
const sparse = { start: [0, 2, 4, 6], site: [0, 1, 0, 1, 0, 1], cost: [1, 3, 2, 2, 3, 1] };
const placed = {
  sites: [
    [0, 0],
    [9, 0],
  ],
  customers: [
    [1, 0],
    [5, 0],
    [8, 0],
  ],
  costOf: (metres: number) => metres,
};

const malformed: readonly (readonly [string, object, string])[] = [
  ["no sites", { siteCount: 0 }, "location.count"],
  ["half a customer", { customerCount: 1.5 }, "location.count"],
  ["too few openCosts", { openCost: [5] }, "location.length"],
  ["an openCost that is no number", { openCost: [5, Number.NaN] }, "location.value"],
  ["a capacity below zero", { capacity: [-1, 10] }, "location.value"],
  ["too many capacities", { capacity: [1, 2, 3] }, "location.length"],
  ["a demand of nothing", { demand: [0, 2, 3] }, "location.value"],
  ["too few demands", { demand: [1] }, "location.length"],
  ["no copies of a site", { copies: [0, 1] }, "location.value"],
  ["too few copies", { copies: [1] }, "location.length"],
  ["a group with a fraction", { group: [0.5, 0] }, "location.value"],
  ["too few groups", { group: [0] }, "location.length"],
  ["an unknown state", { state: [2, 0] }, "location.value"],
  ["too few states", { state: [1] }, "location.length"],
  ["a count of open sites below zero", { mostOpen: -1 }, "location.count"],
  ["half an open site", { exactlyOpen: 0.5 }, "location.count"],
  ["a cost matrix cut short", { cost: [1, 2, 3] }, "location.length"],
  ["a cost that is no number", { cost: [1, 2, 3, 3, 2, Number.NaN] }, "location.value"],
  ["a cost of minus infinity", { cost: [1, 2, 3, 3, 2, Number.NEGATIVE_INFINITY] }, "location.value"],
  ["sparse starts cut short", { cost: { ...sparse, start: [0, 2] } }, "location.length"],
  ["sparse sites cut short", { cost: { ...sparse, site: [0] } }, "location.length"],
  ["sparse costs cut short", { cost: { ...sparse, cost: [0] } }, "location.length"],
  ["sparse starts that do not begin at 0", { cost: { ...sparse, start: [1, 2, 4, 6] } }, "location.value"],
  ["sparse starts that fall", { cost: { ...sparse, start: [0, 4, 2, 6] } }, "location.order"],
  ["a site that does not exist", { cost: { ...sparse, site: [0, 7, 0, 1, 0, 1] } }, "location.value"],
  ["a pair named twice", { cost: { ...sparse, site: [0, 0, 0, 1, 0, 1] } }, "location.twice"],
  ["a place too few", { cost: { ...placed, sites: [[0, 0]] } }, "location.length"],
  [
    "a place nowhere",
    {
      cost: {
        ...placed,
        customers: [
          [1, 0],
          [5, Number.NaN],
          [8, 0],
        ],
      },
    },
    "location.value",
  ],
];

describe("locateFacilities refuses", () => {
  test.each(malformed)("%s", (_, change, code) => {
    try {
      locateFacilities({ ...fine, ...change } as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidProblemError);
      const { issues } = error as InvalidProblemError;
      expect(issues.map((issue) => issue.code)).toContain(code);
      for (const { remedy } of issues) expect(remedy.length).toBeGreaterThan(5);
    }
  });

  test("nothing of the same problem when it is whole, in each form of cost", () => {
    expect(locateFacilities(fine).objective).toBe(5 + 1 + 2 + 3);
    expect(locateFacilities({ ...fine, cost: sparse }).objective).toBe(11);
    expect(locateFacilities({ ...fine, cost: placed as never }).status).toBe("optimal");
  });
});

describe("verifyFlow notices", () => {
  const problem = {
    nodeCount: 3,
    tail: [0, 0, 1],
    head: [1, 2, 2],
    cost: [1, 5, 1],
    capacity: [4, 9, 4],
    lower: [0, 1, 0],
    supply: [6, 0, -6],
  };
  const result = minCostFlow(problem);

  test("nothing in a right answer", () => {
    expect(result.status).toBe("optimal");
    expect(verifyFlow(problem, result)).toMatchObject({ valid: true, violations: [], objective: result.objective });
    expect(result.objective).toBe(4 * 2 + 2 * 5);
  });

  const copy = (change: Partial<typeof result>) => ({ ...result, ...change });
  test.each([
    ["a flow above its capacity", copy({ flow: Float64Array.of(5, 1, 5) })],
    ["a flow below its lower bound", copy({ flow: Float64Array.of(4, 0, 4) })],
    ["a node that loses something", copy({ flow: Float64Array.of(4, 2, 3) })],
    ["a dearer flow", copy({ flow: Float64Array.of(3, 3, 3), objective: 21 })],
    ["a wrong objective", copy({ objective: 17 })],
    ["potentials that prove less", copy({ potential: Float64Array.of(0, 0, 0) })],
    ["a claim of infeasible without a cut", copy({ status: "infeasible" })],
    ["a claim of unbounded without a cycle", copy({ status: "unbounded" })],
  ] as const)("%s", (_, wrong) => {
    const verdict = verifyFlow(problem, wrong as never);
    expect(verdict.valid).toBe(false);
    expect(verdict.violations.length).toBeGreaterThan(0);
    expect(verdict.certifiedBound).toBeLessThanOrEqual(result.objective);
  });

  test("a cut or a cycle that proves nothing", () => {
    const narrow = { ...problem, capacity: [1, 1, 1] };
    const cut = minCostFlow(narrow);
    expect(cut.status).toBe("infeasible");
    expect(verifyFlow(narrow, cut).valid).toBe(true);
    expect(verifyFlow(problem, cut).valid).toBe(false);
    const falling = { nodeCount: 2, tail: [0, 1], head: [1, 0], cost: [-1, 0], supply: [0, 0] };
    const cycle = minCostFlow(falling);
    expect(cycle.status).toBe("unbounded");
    expect(verifyFlow(falling, cycle).valid).toBe(true);
    expect(verifyFlow({ ...falling, cost: [1, 0] }, cycle).valid).toBe(false);
    expect(verifyFlow({ ...falling, capacity: [1, 1] }, cycle).valid).toBe(false);
  });

  test("nothing where nothing is claimed", () => {
    expect(verifyFlow(problem, copy({ status: "unknown" })).certifiedBound).toBe(Number.NEGATIVE_INFINITY);
  });
});
