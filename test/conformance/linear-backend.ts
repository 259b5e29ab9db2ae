import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { pointHolds } from "../../src/backends/check-point.ts";
import { dualBound } from "../../src/backends/dual-bound.ts";
import { seededRandom } from "../../src/base/random.ts";
import type { LinearBackend, LinearSolution, LinearStatus } from "../../src/problems/linear.ts";
import {
  LIMITS,
  leastCostByTrying,
  linearProblem,
  marketSplit,
  randomProblem,
  type Written,
} from "./linear-problems.ts";

const RUNS = { seed: 20, numRuns: 150 };
const SEEDS = fc.integer({ min: 1, max: 1_000_000 });

/** What every backend must do, whoever wrote its solver. */
export function conformLinearBackend(name: string, load: () => LinearBackend | Promise<LinearBackend>): void {
  describe(`${name} as a linear backend`, async () => {
    const backend = await load();

    function solved(written: Written): LinearSolution {
      const problem = linearProblem(written);
      const solution = backend.solve(problem, LIMITS);
      expectSound(written, solution);
      return solution;
    }

    function expectSound(written: Written, { status, value, objective, bound, rowDual }: LinearSolution): void {
      const problem = linearProblem(written);
      const hasPoint = status === "optimal" || status === "feasible";
      expect(value.length).toBe(hasPoint ? problem.columnCount : 0);
      if (hasPoint) expect(pointHolds(problem, value)).toBe(true);
      expect([objective, bound, ...rowDual].some(Number.isNaN)).toBe(false);
      if (hasPoint) expect(bound).toBeLessThanOrEqual(objective + 1e-6 * Math.max(1, Math.abs(objective)));
    }

    function expectStatus(status: LinearStatus, written: Written): void {
      expect(solved(written).status).toBe(status);
    }

    test("solves a problem with nothing in it", () => {
      const { status, objective } = solved({ columns: [], rows: [] });
      expect({ status, objective }).toEqual({ status: "optimal", objective: 0 });
    });

    test("finds a problem without columns infeasible when a row wants more than zero", () => {
      expectStatus("infeasible", { columns: [], rows: [{ lower: 1, of: [] }] });
    });

    test("takes every column to its cheapest end when there are no rows", () => {
      const columns = [
        { cost: 2, lower: -3, upper: 5 },
        { cost: -2, lower: -3, upper: 5 },
      ];
      const { objective, value } = solved({ columns, rows: [] });
      expect([objective, ...value]).toEqual([-16, -3, 5]);
    });

    test("finds rows that contradict each other infeasible", () => {
      const rows = [
        { upper: 1, of: [1, 1] },
        { lower: 2, of: [1, 1] },
      ];
      expectStatus("infeasible", { columns: [{ cost: 1 }, { cost: 1 }], rows });
    });

    test("finds crossed bounds infeasible", () => {
      expectStatus("infeasible", { columns: [{ lower: 4, upper: 3 }, {}], rows: [{ lower: 1, of: [1, 1] }] });
    });

    test("finds bounds with no whole number between them infeasible", () => {
      const columns = [{ cost: 1, lower: 0.4, upper: 0.6, whole: true }];
      expectStatus("infeasible", { columns, rows: [{ upper: 9, of: [1] }] });
    });

    test("finds a whole-number problem infeasible though its relaxation is not", () => {
      const columns = [
        { upper: 5, whole: true },
        { upper: 5, whole: true },
      ];
      expectStatus("infeasible", { columns, rows: [{ lower: 3, upper: 3, of: [2, 2] }] });
    });

    test("tells a cost that falls for ever", () => {
      expectStatus("unbounded", { columns: [{ cost: -1 }, { cost: 2 }], rows: [{ lower: 3, of: [1, 1] }] });
    });

    test("tells a cost that falls for ever with whole numbers", () => {
      const columns = [{ cost: -1, whole: true }, { cost: 2 }];
      expectStatus("unbounded", { columns, rows: [{ lower: 3, of: [1, 1] }] });
    });

    test("tells infeasible from unbounded where a falling cost would hide it", () => {
      const rows = [
        { upper: 1, of: [0, 1] },
        { lower: 2, of: [0, 1] },
      ];
      expectStatus("infeasible", { columns: [{ cost: -1 }, { cost: -1 }], rows });
    });

    test("keeps an equality", () => {
      const { objective, value } = solved({
        columns: [{ cost: 1 }, { cost: 3 }],
        rows: [{ lower: 4, upper: 4, of: [1, 2] }],
      });
      expect(objective).toBeCloseTo(4, 9);
      expect(value[0]).toBeCloseTo(4, 9);
    });

    test("keeps both ends of a range", () => {
      const rows = [{ lower: -2, upper: 7, of: [1] }];
      const column = { lower: Number.NEGATIVE_INFINITY };
      expect(solved({ columns: [{ ...column, cost: 1 }], rows }).objective).toBeCloseTo(-2, 9);
      expect(solved({ columns: [{ ...column, cost: -1 }], rows }).objective).toBeCloseTo(-7, 9);
    });

    test("lets a free column be negative", () => {
      const columns = [{ cost: 1, lower: Number.NEGATIVE_INFINITY }, { cost: 5 }];
      const { value } = solved({ columns, rows: [{ lower: -10, of: [1, -1] }] });
      expect(value[0]).toBeCloseTo(-10, 9);
    });

    test("lets a column with an upper bound alone fall", () => {
      const columns = [{ cost: 1, lower: Number.NEGATIVE_INFINITY, upper: -1 }];
      expect(solved({ columns, rows: [{ lower: -20, of: [2] }] }).objective).toBeCloseTo(-10, 9);
    });

    test("counts whole numbers from a negative lower bound", () => {
      const columns = [{ cost: 1, lower: -3.5, upper: 2.5, whole: true }];
      expect(solved({ columns, rows: [{ lower: -5, of: [2] }] }).objective).toBe(-2);
    });

    test("gives row duals that are positive where the cost rises with the row", () => {
      const columns = [{ cost: 2 }, { cost: 3 }];
      const least = solved({ columns, rows: [{ lower: 4, of: [1, 1] }] });
      expect(Array.from(least.rowDual)).toEqual([2]);
      const most = solved({ columns: [{ cost: -5, upper: 10 }], rows: [{ upper: 4, of: [1] }] });
      expect(Array.from(most.rowDual)).toEqual([-5]);
    });

    test("gives no row duals for whole numbers", () => {
      expect(solved({ columns: [{ cost: 1, whole: true }], rows: [{ lower: 1.5, of: [1] }] }).rowDual.length).toBe(0);
    });

    test("gets out of a degenerate corner where careless pivoting circles", () => {
      // Source: E. M. L. Beale, Cycling in the dual simplex algorithm (1955).
      const columns = [-0.75, 150, -0.02, 6].map((cost) => ({ cost }));
      const rows = [
        { upper: 0, of: [0.25, -60, -0.04, 9] },
        { upper: 0, of: [0.5, -90, -0.02, 3] },
        { upper: 1, of: [0, 0, 1, 0] },
      ];
      expect(solved({ columns, rows }).objective).toBeCloseTo(-0.05, 9);
    });

    test("keeps its head with amounts of a continent's size", () => {
      // A works of 2.5 million tonnes a year, 4e9 MJ each, for 6.1 million tonnes at 17 GJ/t.
      const columns = [{ cost: 4e9, upper: 9, whole: true }, { cost: 17_000 }];
      const rows = [
        { upper: 0, of: [-2.5e6, 1] },
        { lower: 6.1e6, of: [0, 1] },
      ];
      const { status, objective } = solved({ columns, rows });
      expect(status).toBe("optimal");
      expect(objective / (3 * 4e9 + 6.1e6 * 17_000)).toBeCloseTo(1, 9);
    });

    test.prop([SEEDS], RUNS)("finds what trying every whole point finds", (seed) => {
      const written = randomProblem(seed, "whole");
      const { status, objective } = solved(written);
      const least = leastCostByTrying(written);
      expect(status).toBe(least === undefined ? "infeasible" : "optimal");
      if (least !== undefined) expect(objective).toBeCloseTo(least, 6);
    });

    test.prop([SEEDS], RUNS)("proves its linear optimum with its own row duals", (seed) => {
      const written = randomProblem(seed, "linear");
      const { status, objective, rowDual } = solved(written);
      expect(["optimal", "infeasible"]).toContain(status);
      if (status === "optimal") expect(dualBound(linearProblem(written), rowDual)).toBeCloseTo(objective, 6);
    });

    test.prop([SEEDS], RUNS)("answers twice the same", (seed) => {
      const problem = linearProblem(randomProblem(seed, "mixed"));
      expect(backend.solve(problem, LIMITS)).toEqual(backend.solve(problem, LIMITS));
    });

    test.prop([SEEDS], { seed: 20, numRuns: 40 })("takes a basis for a hint, however wrong it is", (seed) => {
      const problem = linearProblem(randomProblem(seed, "linear"));
      const { status, objective } = backend.solve(problem, LIMITS);
      const random = seededRandom(seed);
      const codes = (count: number): Int8Array => Int8Array.from({ length: count }, () => random.integer(0, 3));
      const basis = { column: codes(problem.columnCount), row: codes(problem.rowCount) };
      const hinted = backend.solve(problem, { ...LIMITS, basis });
      expect(hinted.status).toBe(status);
      if (status === "optimal") expect(hinted.objective).toBeCloseTo(objective, 6);
    });

    test("keeps a time limit on a problem it cannot finish", { timeout: 20_000 }, () => {
      const { status, stop } = backend.solve(marketSplit(40, 4), { ...LIMITS, timeLimitMs: 500 });
      expect(stop).toBe("time");
      expect(["feasible", "unknown"]).toContain(status);
    });

    test("has no point when there was no time at all", () => {
      const { status, stop, value } = backend.solve(marketSplit(40, 4), { ...LIMITS, timeLimitMs: 0 });
      expect({ stop, length: value.length, status }).toEqual({ stop: "time", length: 0, status: "unknown" });
    });

    test("stops when it is told to", { timeout: 20_000 }, () => {
      const { status, stop } = backend.solve(marketSplit(40, 4), LIMITS, undefined, () => true);
      expect(stop).toBe("cancelled");
      expect(["feasible", "unknown"]).toContain(status);
    });
  });
}

/** Two backends hold each other to the same verdict and the same optimum. */
export function expectAgreement(a: LinearBackend, b: LinearBackend, written: Written): void {
  const problem = linearProblem(written);
  const [mine, theirs] = [a.solve(problem, LIMITS), b.solve(problem, LIMITS)];
  expect(mine.status).toBe(theirs.status);
  if (mine.status === "optimal") expect(mine.objective).toBeCloseTo(theirs.objective, 6);
}
