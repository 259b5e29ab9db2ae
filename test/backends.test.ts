import { fileURLToPath } from "node:url";
import { fc, test } from "@fast-check/vitest";
import solver from "javascript-lp-solver";
import { describe, expect, it } from "vitest";
import { answerOf } from "../src/backends/answer.ts";
import { dualBound } from "../src/backends/dual-bound.ts";
import { writeLpModel } from "../src/backends/lp-model.ts";
import { runLp } from "../src/backends/lp-run.ts";
import { scalingOf } from "../src/backends/scaling.ts";
import { InvalidProblemError } from "../src/base/errors.ts";
import { seededRandom } from "../src/base/random.ts";
import { basisAt, withColumns } from "../src/formulations/start-basis.ts";
import { highs } from "../src/highs.ts";
import { lp } from "../src/lp.ts";
import { conformLinearBackend, expectAgreement } from "./conformance/linear-backend.ts";
import { LIMITS, linearProblem, marketSplit, randomProblem } from "./conformance/linear-problems.ts";

conformLinearBackend("HiGHS", () => highs());
conformLinearBackend("javascript-lp-solver", () => lp());

describe("two backends", async () => {
  const oracle = await highs();
  test.prop([fc.integer({ min: 1, max: 1_000_000 })], { seed: 21, numRuns: 300 })(
    "agree on problems with some whole columns",
    (seed) => expectAgreement(oracle, lp(), randomProblem(seed, "mixed")),
  );
});

describe("a claim", () => {
  const problem = linearProblem({ columns: [{ cost: 2, upper: 9, whole: true }], rows: [{ lower: 3, of: [1] }] });
  const claim = { status: "optimal", bound: 6 } as const;

  test("with a point that obeys the problem is believed, at the cost added up anew", () => {
    expect(answerOf(problem, { ...claim, value: Float64Array.of(4) })).toMatchObject({
      status: "optimal",
      objective: 8,
    });
  });

  it.for([
    ["misses a row", [2]],
    ["misses a bound", [10]],
    ["is not whole", [3.5]],
    ["is not a number", [Number.NaN]],
    ["is endless", [Number.POSITIVE_INFINITY]],
    ["is too short", []],
  ] as const)("with a point that %s becomes unknown", ([, value]) => {
    const answer = answerOf(problem, { ...claim, value: Float64Array.from(value) });
    expect(answer).toMatchObject({
      status: "unknown",
      objective: Number.POSITIVE_INFINITY,
      value: new Float64Array(0),
    });
  });

  test("of almost whole numbers is rounded to them", () => {
    expect(answerOf(problem, { ...claim, value: Float64Array.of(3 + 1e-8) }).value).toEqual(Float64Array.of(3));
  });

  test("without a usable bound claims none", () => {
    const value = Float64Array.of(3);
    expect(answerOf(problem, { status: "feasible", value, bound: Number.NaN }).bound).toBe(Number.NEGATIVE_INFINITY);
  });

  test("loses duals that are not numbers", () => {
    const answer = answerOf(problem, { ...claim, value: Float64Array.of(3), rowDual: Float64Array.of(Number.NaN) });
    expect(answer.rowDual.length).toBe(0);
  });
});

describe("the bound that row duals prove", () => {
  test.prop(
    [
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 4, maxLength: 4 }),
    ],
    {
      seed: 22,
      numRuns: 200,
    },
  )("is never above the optimum, whatever the duals", (seed, duals) => {
    const problem = linearProblem(randomProblem(seed, "linear"));
    const { status, objective } = lp().solve(problem, LIMITS);
    const bound = dualBound(problem, Float64Array.from(duals.slice(0, problem.rowCount)));
    if (status === "optimal") expect(bound).toBeLessThanOrEqual(objective + 1e-6);
  });
});

describe("the bound that given duals prove", () => {
  test("does not fall for rounding dust in a reduced cost", () => {
    const problem = linearProblem({ columns: [{ cost: 0.3 }], rows: [{ lower: 2, of: [3] }] });
    expect(dualBound(problem, Float64Array.of(0.1))).toBeCloseTo(0.2, 12);
  });

  test("is none where a dual leans on a bound that is not there", () => {
    const problem = linearProblem({ columns: [{ cost: 1 }], rows: [{ lower: 2, of: [1] }] });
    expect(dualBound(problem, Float64Array.of(-1))).toBe(Number.NEGATIVE_INFINITY);
    expect(dualBound(problem, Float64Array.of(2))).toBe(Number.NEGATIVE_INFINITY);
    const both = linearProblem({ columns: [{ lower: Number.NEGATIVE_INFINITY }], rows: [{ lower: 2, of: [1] }] });
    expect(dualBound({ ...both, rowUpper: Float64Array.of(Number.NEGATIVE_INFINITY) }, Float64Array.of(-1))).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });
});

describe("scaling", () => {
  test("passes over coefficients, costs and bounds that are zero", () => {
    const problem = linearProblem({
      columns: [{ cost: 0, lower: -1, upper: 0 }, { cost: 0 }],
      rows: [{ lower: 0, of: [1, 0] }],
    });
    const withZero = { ...problem, value: Float64Array.of(0) };
    expect(scalingOf(withZero)).toEqual({ row: Float64Array.of(1), column: Float64Array.of(1, 1), cost: 1, amount: 1 });
  });

  test("brings every row of a works of a continent's size near one", () => {
    const written = { columns: [{ whole: true, cost: 4e9 }, { cost: 17_000 }], rows: [{ upper: 0, of: [-2.5e6, 1] }] };
    const { row, column } = scalingOf(linearProblem(written));
    const sizes = [2.5e6 * row[0] * column[0], row[0] * column[1]];
    for (const size of sizes) expect(Math.abs(Math.log2(size))).toBeLessThan(2);
  });
});

describe("javascript-lp-solver", () => {
  test("refuses a problem too large for its dense table, naming HiGHS", () => {
    const columns = Array.from({ length: 6000 }, () => ({ cost: 1 }));
    const problem = linearProblem({ columns, rows: [{ lower: 1, of: [1] }] });
    expect(() => lp().solve(problem, LIMITS)).toThrow(InvalidProblemError);
    expect(() => lp().solve(problem, LIMITS)).toThrow(/katascope\/highs/);
  });

  test("can be stopped inside a linear problem", () => {
    // Thirty customers, five works: at least thirty pivots, and a look at who wants to stop in between.
    const columns = Array.from({ length: 150 }, (_, j) => ({ cost: 1 + ((j * 37) % 11) }));
    const rows = Array.from({ length: 30 }, (_, i) => ({
      lower: 1 + (i % 4),
      of: columns.map((_, j) => (j % 30 === i ? 1 : 0)),
    }));
    let asked = 0;
    const { status, stop } = lp().solve(linearProblem({ columns, rows }), LIMITS, undefined, () => ++asked > 1);
    expect({ status, stop }).toEqual({ status: "unknown", stop: "cancelled" });
  });

  test("reports each better point of a search", () => {
    const incumbents: number[] = [];
    lp().solve(marketSplit(16, 2), { ...LIMITS, timeLimitMs: 2000 }, ({ incumbent }) =>
      incumbents.push(incumbent ?? Number.NaN),
    );
    expect(incumbents.length).toBeGreaterThan(0);
    expect(incumbents).toEqual(incumbents.toSorted((a, b) => b - a));
  });

  test("finds an endless relaxation infeasible where no whole point is there", () => {
    const columns = [{ cost: -1 }, { upper: 4, whole: true }];
    expect(lp().solve(linearProblem({ columns, rows: [{ lower: 1, upper: 1, of: [0, 2] }] }), LIMITS).status).toBe(
      "infeasible",
    );
  });

  test("takes a simplex that goes in circles for no proof of anything", () => {
    const written = writeLpModel(linearProblem({ columns: [{ cost: 1 }], rows: [{ lower: 1, of: [1] }] }));
    const { tableau } = written.model;
    tableau.simplex = () => {
      for (;;) tableau.pivot(1, 1);
    };
    const watch = { elapsedMs: () => 0, limitMs: 1, shouldStop: undefined, onIncumbent: () => undefined };
    expect(runLp(written, watch)).toMatchObject({ feasible: false, reliable: false, incumbent: undefined });
  });

  test("cannot tell an endless cost from nothing in no time", () => {
    const endless = linearProblem({ columns: [{ cost: -1 }], rows: [{ lower: 1, of: [1] }] });
    expect(lp().solve(endless, { ...LIMITS, timeLimitMs: 0 })).toMatchObject({ status: "unknown", stop: "time" });
    let asked = 0;
    const stopped = lp().solve(endless, LIMITS, undefined, () => ++asked > 1);
    expect(stopped).toMatchObject({ status: "unknown", stop: "cancelled" });
  });

  test("leaves no global behind, but leaves other people's alone", () => {
    const globals = globalThis as { solver?: unknown };
    globals.solver = "somebody else's";
    lp();
    expect(globals.solver).toBe("somebody else's");
    globals.solver = solver;
    lp();
    expect("solver" in globalThis).toBe(false);
  });
});

describe("HiGHS", async () => {
  const backend = await highs();

  test("goes on from the basis of a problem with fewer columns, or from the one at its optimum", () => {
    // Sources, sinks and what it costs to send from one to the other.
    const [from, to] = [8, 20];
    const { next } = seededRandom(1);
    const columns = Array.from({ length: from * to }, () => ({ cost: 1 + next() }));
    const rows = Array.from({ length: from + to }, (_, row) => ({
      ...(row < from ? { upper: 3 } : { lower: 1 }),
      of: columns.map((_, column) => (column % from === row || from + Math.floor(column / from) === row ? 1 : 0)),
    }));
    const problem = linearProblem({ columns, rows });
    const whole = backend.solve(problem, LIMITS);
    expect(whole.iterations).toBeGreaterThan(10);
    const again = backend.solve(problem, { ...LIMITS, basis: whole.basis! });
    expect(again).toMatchObject({ status: "optimal", iterations: 0 });
    const atPoint = backend.solve(problem, { ...LIMITS, basis: basisAt(problem, whole.value) });
    expect(atPoint.iterations).toBeLessThan(whole.iterations / 2);
    const few = columns.length - 3;
    const part = backend.solve(
      linearProblem({
        columns: columns.slice(0, few),
        rows: rows.map((row) => ({ ...row, of: row.of.slice(0, few) })),
      }),
      LIMITS,
    );
    const grown = backend.solve(problem, { ...LIMITS, basis: withColumns(part.basis!, problem) });
    expect(grown.iterations).toBeLessThan(whole.iterations / 2);
    for (const { objective } of [again, atPoint, grown]) expect(objective).toBeCloseTo(whole.objective, 9);
  });

  test("is found where its WebAssembly was moved to", async () => {
    const wasmUrl = fileURLToPath(new URL("../node_modules/highs/build/highs.wasm", import.meta.url));
    const moved = await highs({ wasmUrl });
    expect(moved.solve(marketSplit(5, 1), LIMITS)).toEqual(backend.solve(marketSplit(5, 1), LIMITS));
  });

  test("reports an incumbent that never rises and a bound that never falls", () => {
    const seen: { incumbent: number; bound: number }[] = [];
    backend.solve(marketSplit(30, 2), { ...LIMITS, timeLimitMs: 1500 }, ({ incumbent, bound, gap }) => {
      seen.push({ incumbent: incumbent ?? Number.POSITIVE_INFINITY, bound: bound ?? Number.NEGATIVE_INFINITY });
      if (gap !== undefined) expect(gap).toBeGreaterThanOrEqual(0);
    });
    expect(seen.length).toBeGreaterThan(0);
    for (let i = 1; i < seen.length; i++) {
      expect(seen[i].incumbent).toBeLessThanOrEqual(seen[i - 1].incumbent);
      expect(seen[i].bound).toBeGreaterThanOrEqual(seen[i - 1].bound);
    }
  });

  test("stops a search in the middle with the best point so far", () => {
    let incumbents = 0;
    const { status, stop, value } = backend.solve(
      marketSplit(40, 4),
      LIMITS,
      ({ incumbent }) => {
        if (incumbent !== undefined) incumbents++;
      },
      () => incumbents > 0,
    );
    expect({ status, stop }).toEqual({ status: "feasible", stop: "cancelled" });
    expect(value.length).toBe(48);
  });

  test("throws on what a listener throws, and can be used again", () => {
    const listener = () => {
      throw new Error("the listener's own");
    };
    expect(() => backend.solve(marketSplit(30, 3), LIMITS, listener)).toThrow("the listener's own");
    expect(backend.solve(marketSplit(5, 1), LIMITS).status).toBe("optimal");
  });
});
