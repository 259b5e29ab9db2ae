import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { strongComponents } from "../src/kernels/components.ts";
import { solveDense } from "./dense-solve.ts";

describe("dense systems", () => {
  const entry = fc.integer({ min: -9, max: 9 });
  const system = fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      matrix: fc.array(entry, { minLength: n * n, maxLength: n * n }),
      wanted: fc.array(entry, { minLength: n, maxLength: n }),
    }),
  );

  test.prop([system], { seed: 31, numRuns: 300 })("give back what the right-hand side was made from", (drawn) => {
    const { n, wanted } = drawn;
    // A heavy diagonal in a shuffled order of rows: regular, and without pivoting lost.
    const matrix = Float64Array.from(drawn.matrix);
    for (let i = 0; i < n; i++) matrix[i * n + ((i + 1) % n)] += 100;
    const right = Float64Array.from({ length: n }, (_, i) =>
      wanted.reduce((sum, x, j) => sum + matrix[i * n + j] * x, 0),
    );
    expect(solveDense(matrix, right)).toBe(true);
    wanted.forEach((x, i) => {
      expect(right[i]).toBeCloseTo(x, 9);
    });
  });

  test("that are singular are said to be", () => {
    expect(solveDense(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2))).toBe(false);
    expect(solveDense(new Float64Array(1), new Float64Array(1))).toBe(false);
  });
});

describe("strong components", () => {
  const graph = fc
    .integer({ min: 1, max: 12 })
    .chain((n) => fc.tuple(fc.constant(n), fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 30 })));

  test.prop([graph], { seed: 32, numRuns: 300 })(
    "are the classes of nodes that reach each other, inputs first",
    ([n, arcs]) => {
      const sorted = [...arcs].sort(([a], [b]) => a - b);
      const start = Int32Array.from({ length: n + 1 }, (_, v) => sorted.filter(([tail]) => tail < v).length);
      const { order, bounds } = strongComponents(
        start,
        Int32Array.from(sorted, ([, head]) => head),
      );
      const reaches = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j));
      for (const [tail, head] of arcs) reaches[tail][head] = true;
      for (let k = 0; k < n; k++) {
        for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) reaches[i][j] ||= reaches[i][k] && reaches[k][j];
      }
      const component = new Map<number, number>();
      for (let c = 0; c + 1 < bounds.length; c++) {
        for (const node of order.subarray(bounds[c], bounds[c + 1])) component.set(node, c);
      }
      expect(component.size).toBe(n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) expect(component.get(i) === component.get(j)).toBe(reaches[i][j] && reaches[j][i]);
      }
      for (const [tail, head] of arcs) expect(component.get(head)!).toBeLessThanOrEqual(component.get(tail)!);
    },
  );
});
