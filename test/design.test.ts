import { describe, expect, test } from "vitest";
import { InvalidOptionError, InvalidProblemError } from "../src/base/errors.ts";
import type { DesignProblem, DesignResult } from "../src/problems/design.ts";
import { designNetwork, designNetworkAsync } from "../src/solvers/design-network.ts";
import { verifyDesign } from "../src/verify/numbers/design.ts";
import { designJudge } from "./conformance/highs-design.ts";
import { randomDesign } from "./conformance/random-design.ts";

/** Two ways for two commodities: one open arc that both share is cheaper than two of their own. */
const shared: DesignProblem = {
  nodeCount: 4,
  tail: [0, 1, 0, 2, 1],
  head: [3, 3, 2, 3, 2],
  cost: [1, 1, 1, 1, 1],
  capacity: [10, 10, 10, 20, 10],
  openCost: [100, 100, 10, 60, 10],
  origin: [0, 1],
  destination: [3, 3],
  demand: [8, 9],
};

describe("designNetwork", async () => {
  const judge = await designJudge();

  test("opens what commodities share, and proves it cheapest", () => {
    const result = designNetwork(shared);
    expect(result.objective).toBe(10 + 10 + 60 + 2 * 17);
    expect(Array.from(result.plan!.open)).toEqual([0, 0, 1, 1, 1]);
    expect(verifyDesign(shared, result)).toMatchObject({ valid: true, objective: 114 });
    expect(result.gap).toBeLessThan(1e-3);
  });

  test("sends what an arc has no room for another way", () => {
    const narrow = { ...shared, capacity: [10, 10, 10, 12, 10] };
    const result = designNetwork(narrow);
    expect(verifyDesign(narrow, result).violations).toEqual([]);
    expect(result.objective).toBe(judge.solve(narrow, false).objective);
  });

  test("on networks by chance never beats HiGHS, proves nearly its strong relaxation, and is mostly as cheap", () => {
    let cheapest = 0;
    let planned = 0;
    for (let seed = 1; seed <= 9; seed++) {
      const problem = randomDesign(seed);
      const best = judge.solve(problem, false);
      const result = designNetwork(problem);
      expect(verifyDesign(problem, result).violations, `seed ${seed}`).toEqual([]);
      if (best.status !== "optimal") {
        expect(result.status, `seed ${seed}`).toBe("unknown");
        continue;
      }
      planned += 1;
      const relaxed = judge.solve(problem, true).objective;
      expect(result.objective, `seed ${seed}`).toBeGreaterThanOrEqual(best.objective - 1e-6);
      expect(result.bound, `seed ${seed}`).toBeLessThanOrEqual(best.objective + 1e-6);
      expect(result.bound, `seed ${seed}`).toBeGreaterThanOrEqual(0.99 * relaxed - 1e-6);
      expect(result.objective, `seed ${seed}`).toBeLessThanOrEqual(1.05 * best.objective);
      if (result.objective <= best.objective + 1e-6) cheapest += 1;
    }
    expect(planned).toBeGreaterThan(5);
    expect(cheapest).toBeGreaterThan(0.8 * planned);
  });

  test("says which commodity cannot get there, and that is checked", () => {
    const cut = { ...shared, capacity: [0, 10, 10, 0, 10] };
    const result = designNetwork(cut);
    expect(result).toMatchObject({ status: "infeasible", certificate: { kind: "unreachable", commodity: 0 } });
    expect(verifyDesign(cut, result).valid).toBe(true);
    expect(verifyDesign(shared, result).valid).toBe(false);
    // Lists have lengths in bytes, too, which must not pass for demands and nodes.
    const { demand, origin, destination } = shared;
    const lists = {
      demand: Float64Array.from(demand),
      origin: Int32Array.from(origin),
      destination: Uint8Array.from(destination),
    };
    const certificate = { kind: "unreachable", commodity: "byteLength" as unknown as number } as const;
    expect(verifyDesign({ ...shared, ...lists }, { ...result, certificate }).valid).toBe(false);
  });

  test("knows of no plan where there is too little room, and still proves a bound", () => {
    const full = { ...shared, capacity: [1, 1, 1, 1, 1] };
    const result = designNetwork(full);
    expect(result.status).toBe("unknown");
    expect(result.plan).toBeUndefined();
    expect(verifyDesign(full, result).valid).toBe(true);
  });

  test("gives the same bytes sliced and unsliced, and again, with a work limit", async () => {
    const problem = randomDesign(3);
    const once = designNetwork(problem, { workLimit: 0.2 });
    expect(once.stop).toBe("work");
    expect(designNetwork(problem, { workLimit: 0.2 })).toEqual(once);
    expect(await designNetworkAsync(problem, { workLimit: 0.2 })).toEqual(once);
  });

  test("stops at the gap that was asked for", () => {
    const result = designNetwork(shared, { gap: 0.5 });
    expect(result.stop).toBe("gap");
    expect(result.gap).toBeLessThanOrEqual(0.5);
  });

  test("refuses arrays that do not fit and options that cannot be, all at once", () => {
    const broken = { ...shared, tail: [0, 1, 0, 9, 1], demand: [8, -1] };
    expect(() => designNetwork(broken)).toThrow(InvalidProblemError);
    expect(() => designNetwork(broken)).toThrow(/tail\[3\][\s\S]*demand\[1\]/);
    expect(() => designNetwork({ ...shared, cost: [1] })).toThrow(/5 arcs/);
    expect(() => designNetwork(shared, { gap: 2, seed: 0.5 })).toThrow(InvalidOptionError);
  });
});

describe("verifyDesign", () => {
  const result = designNetwork(shared);
  const { plan, certificate } = result;
  if (plan === undefined || certificate.kind !== "price") throw new Error(result.status);
  const price = (change: (value: number, cell: number) => number): DesignResult => ({
    ...result,
    certificate: { kind: "price", price: certificate.price.map(change) },
  });

  test.for<readonly [string, DesignResult]>([
    ["a bound that is too high", { ...result, bound: result.bound + 1 }],
    ["another cost", { ...result, objective: 100 }],
    ["an arc that carries and is shut", { ...result, plan: { ...plan, open: new Int8Array(5) } }],
    [
      "less than is wanted",
      { ...result, plan: { ...plan, flow: { ...plan.flow, amount: plan.flow.amount.map((x) => x / 2) } } },
    ],
    [
      "more than there is room for",
      { ...result, plan: { ...plan, flow: { ...plan.flow, amount: plan.flow.amount.map((x) => x * 3) } } },
    ],
    [
      "an arc that is not there",
      { ...result, plan: { ...plan, flow: { ...plan.flow, arc: plan.flow.arc.map(() => 7) } } },
    ],
    ["an optimum that is not proved", { ...price(() => 0), status: "optimal", bound: 0 }],
    ["prices that are missing", { ...result, certificate: { kind: "price", price: new Float64Array(1) } }],
    ["prices that are no numbers", price(() => Number.NaN)],
    ["prices at which sums overflow", price((_, cell) => (cell % 4 < 2 ? 1.7e308 : -1.7e308))],
    ["a cost that is no number", { ...result, objective: Number.NaN }],
    ["a gap that is too small", { ...result, gap: -1 }],
    ["a plan where there is none", { ...result, status: "unknown" }],
  ])("sees %s", ([, tampered]) => {
    expect(verifyDesign(shared, tampered).valid).toBe(false);
  });

  test("sees what is lacking behind what goes round in circles, and beside a commodity that is far larger", () => {
    const circles: DesignProblem = {
      nodeCount: 4,
      tail: [0, 1, 0, 2, 3],
      head: [1, 0, 2, 3, 2],
      cost: [0, 0, 1, 0, 0],
      capacity: [Infinity, Infinity, 10, Infinity, Infinity],
      openCost: [1, 1, 1000, 1, 1],
      origin: [0, 0],
      destination: [2, 1],
      demand: [8, 1e10],
    };
    const claim = (arcs: readonly number[], commodities: readonly number[], amounts: readonly number[]) => {
      const open = Int8Array.from([0, 1, 2, 3, 4], (arc) => (arcs.includes(arc) ? 1 : 0));
      const objective = arcs.reduce((sum, arc, e) => sum + circles.cost[arc] * amounts[e], 0);
      const flow = {
        arc: Int32Array.from(arcs),
        commodity: Int32Array.from(commodities),
        amount: Float64Array.from(amounts),
      };
      return verifyDesign(circles, {
        ...{ status: "feasible", stop: "finished", work: 0, bound: 0, gap: 1 },
        ...{ plan: { open, flow }, certificate: { kind: "price", price: new Float64Array(8) } },
        objective: objective + open.reduce((sum, is, arc) => sum + is * circles.openCost[arc], 0),
      });
    };
    expect(claim([2, 0], [0, 1], [8, 1e10]).violations).toEqual([]);
    const lacking = ["8 of commodity 0 is left at node 0", "-8 of commodity 0 is left at node 2"];
    expect(claim([0], [1], [1e10]).violations).toEqual(lacking);
    expect(claim([0, 0, 1, 3, 4], [1, 0, 0, 0, 0], [1e10, 1e30, 1e30, 1e30, 1e30]).violations).toEqual(lacking);
  });

  test("never certifies more than the optimum, whatever the prices", () => {
    for (let seed = 1; seed < 40; seed++) {
      const bent = price(
        (value, cell) => value * (1 + 0.3 * Math.sin(seed * 37 + cell)) + 5 * Math.cos(seed + cell * cell),
      );
      expect(verifyDesign(shared, { ...bent, bound: Number.NEGATIVE_INFINITY }).certifiedBound).toBeLessThanOrEqual(
        114,
      );
    }
  });
});
