import { describe, expect, test } from "vitest";
import { planeTransport } from "../bench/instances/planes.ts";
import { Control, run } from "../src/base/control.ts";
import { InvalidOptionError } from "../src/base/errors.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { FlowProblem } from "../src/problems/flow.ts";
import { type PositionalCost, shortageCostOf, type TransportProblem } from "../src/problems/transport.ts";
import { minCostFlow } from "../src/solvers/min-cost-flow.ts";
import { transport, transportAsync } from "../src/solvers/transport.ts";
import { solvePositions } from "../src/solvers/transport-positions.ts";
import { verifyTransport } from "../src/verify/numbers/transport.ts";

/** The same problem as a network with every pair in it. */
function asFlow(problem: TransportProblem): FlowProblem {
  const n = problem.supply.length;
  const m = problem.demand.length;
  const tail: number[] = [];
  const head: number[] = [];
  const cost: number[] = [];
  const { cost: costs } = problem;
  const add = (i: number, j: number, c: number) => {
    tail.push(i);
    head.push(n + 1 + j);
    cost.push(c);
  };
  for (let j = 0; j < m; j++) {
    if ("start" in costs)
      for (let k = costs.start[j]; k < costs.start[j + 1]; k++) add(costs.source[k], j, costs.cost[k]);
    else if ("sinks" in costs) {
      for (let i = 0; i < n; i++) {
        const d = Math.hypot(
          costs.sources[2 * i] - costs.sinks[2 * j],
          costs.sources[2 * i + 1] - costs.sinks[2 * j + 1],
        );
        add(i, j, Math.round(d));
      }
    } else for (let i = 0; i < n; i++) add(i, j, costs[i * m + j]);
    if (shortageCostOf(problem, j) < Infinity) add(n, j, shortageCostOf(problem, j));
  }
  const spare = Array.from(problem.demand, (d, j) => (shortageCostOf(problem, j) < Infinity ? d : 0)).reduce(
    (a, b) => a + b,
    0,
  );
  return {
    nodeCount: n + 1 + m,
    tail,
    head,
    cost,
    supply: [...Array.from(problem.supply), spare, ...Array.from(problem.demand, (d) => -d)],
  };
}

function randomTransport(random: Random, kind: "dense" | "sparse" | "positions"): TransportProblem {
  const n = random.integer(1, 24);
  const m = random.integer(1, 60);
  const demand = Float64Array.from({ length: m }, () => random.integer(0, 20));
  const wanted = demand.reduce((a, b) => a + b, 0);
  const supply = Float64Array.from({ length: n }, () => random.integer(0, Math.ceil((2.5 * wanted) / n)));
  const given = supply.reduce((a, b) => a + b, 0);
  if (random.integer(1, 3) === 1 && given < wanted) supply[0] += wanted - given;
  const shortage = random.integer(1, 3) === 1 ? { shortageCost: random.integer(0, 800) } : {};
  if (kind === "dense") {
    return { supply, demand, cost: Float64Array.from({ length: n * m }, () => random.integer(-5, 1000)), ...shortage };
  }
  if (kind === "positions") {
    const points = (count: number) => Float64Array.from({ length: 2 * count }, () => random.integer(0, 1000));
    return { supply, demand, cost: { sources: points(n), sinks: points(m) }, ...shortage };
  }
  const start = [0];
  const source: number[] = [];
  for (let j = 0; j < m; j++) {
    for (let k = random.integer(0, 6); k > 0; k--) source.push(random.integer(0, n - 1));
    start.push(source.length);
  }
  return { supply, demand, cost: { start, source, cost: source.map(() => random.integer(0, 1000)) }, ...shortage };
}

describe.each(["dense", "sparse", "positions"] as const)("random %s transport", (kind) => {
  test("costs what the network with every pair costs, and every certificate passes", async () => {
    const random = seededRandom(kind.length);
    const seen = { optimal: 0, infeasible: 0, unbounded: 0, unknown: 0 };
    for (let trial = 0; trial < 250; trial++) {
      const problem = randomTransport(random, kind);
      const result = transport(problem);
      const wanted = minCostFlow(asFlow(problem));
      const verdict = verifyTransport(problem, result);
      expect(verdict.violations, `trial ${trial}`).toEqual([]);
      expect(result.status, `trial ${trial}`).toBe(wanted.status);
      expect(result.objective).toBe(wanted.objective);
      if (result.status === "optimal") expect(verdict.certifiedBound).toBe(result.objective);
      if (trial % 25 === 0) expect(await transportAsync(problem)).toEqual(result);
      seen[result.status]++;
    }
    expect(Math.min(seen.optimal, seen.infeasible)).toBeGreaterThan(8);
  });
});

describe("transport", () => {
  test("nothing to serve costs nothing", () => {
    expect(transport({ supply: [], demand: [], cost: [] })).toMatchObject({ status: "optimal", objective: 0 });
    expect(transport({ supply: [5], demand: [], cost: [] })).toMatchObject({ status: "optimal", objective: 0 });
    expect(transport({ supply: [], demand: [0], cost: [] })).toMatchObject({ status: "optimal", objective: 0 });
  });

  test("decimals give the decimal answer", () => {
    const problem = { supply: [0.5, 0.25], demand: [0.3, 0.4], cost: [1.5, 2.5, 0.1, 9], shortageCost: 100 };
    const result = transport(problem);
    expect(result.objective).toBe((25 * 10 + 5 * 150 + 40 * 250) / 10000);
    expect(result.scale).toEqual({ amount: 100, cost: 10 });
    expect(verifyTransport(problem, result).valid).toBe(true);
  });

  test("points on a sphere go to the nearest, across the date line", () => {
    const problem: TransportProblem = {
      supply: [9, 9],
      demand: [1, 1],
      cost: { geometry: "sphere", sources: [179, 0, 10, 50], sinks: [-179, 0, 11, 50] },
    };
    const result = transport(problem);
    expect(result.objective).toBe(222390 + 71474);
    expect(verifyTransport(problem, result).valid).toBe(true);
  });

  test("what a verdict refuses: a dearer plan, a false price, an unmet sink", () => {
    const problem = { supply: [5, 5], demand: [5], cost: [1, 3] };
    const right = transport(problem);
    expect(verifyTransport(problem, right).valid).toBe(true);
    const shipments = { source: Int32Array.of(1), sink: Int32Array.of(0), amount: Float64Array.of(5) };
    expect(verifyTransport(problem, { ...right, shipments, objective: 15 }).valid).toBe(false);
    const potential = { ...right.potential, sink: Float64Array.of(4) };
    expect(verifyTransport(problem, { ...right, potential }).valid).toBe(false);
    expect(verifyTransport(problem, { ...right, unmet: Float64Array.of(1) }).valid).toBe(false);
  });

  test("a verdict counts a sink of a cut once, and is not taken in by rents and prices that round", () => {
    const problem = { supply: [5], demand: [3], cost: [1] };
    const right = transport(problem);
    const cut = { kind: "cut", sinks: Int32Array.of(0, 0) } as const;
    const none = { ...right, status: "infeasible", objective: Infinity, certificate: cut } as const;
    expect(verifyTransport(problem, none).valid).toBe(false);
    const dear = { supply: [1], demand: [1], cost: [129] };
    // As doubles, 2 ** 60 and 129 come to 2 ** 60 + 256.
    const potential = { source: Float64Array.of(2 ** 60), sink: Float64Array.of(2 ** 60 + 256) };
    expect(verifyTransport(dear, { ...transport(dear), potential }).certifiedBound).toBeLessThanOrEqual(129);
  });

  test("lists what does not fit together", () => {
    expect(() => transport({ supply: [1, -1], demand: [1], cost: [1] })).toThrow(
      /2 issues[\s\S]*supply\[1\][\s\S]*cost/,
    );
  });
});

describe("very many sinks by position", () => {
  test.each([
    ["evenly, supply to spare", 1.2, false],
    ["evenly, supply and demand equal", 1, false],
    ["in clusters away from the sources", 1.1, true],
  ] as const)("%s: proved over all pairs", (_, ratio, clustered) => {
    const problem = planeTransport(30, 31_000, ratio, clustered);
    const result = transport(problem);
    const verdict = verifyTransport(problem, result);
    expect(verdict).toMatchObject({ valid: true, violations: [] });
    expect(verdict.certifiedBound).toBe(result.objective);
  });
});

describe("transport by levels", () => {
  test("costs what the network with every pair costs, with rents from fewer sinks too, also where leaving some unmet is a choice", () => {
    const random = seededRandom(77);
    let solved = 0;
    for (let trial = 0; trial < 120; trial++) {
      const problem = randomTransport(random, "positions");
      const wanted = minCostFlow(asFlow(problem));
      const whole = {
        supply: Float64Array.from(problem.supply),
        demand: Float64Array.from(problem.demand),
        shortage:
          problem.shortageCost === undefined
            ? undefined
            : Float64Array.from(problem.demand, (_, j) => shortageCostOf(problem, j)),
      };
      if (wanted.status !== "optimal") continue;
      solved++;
      const cost = problem.cost as PositionalCost;
      // By levels; with rents from a picture with one sink for two sources; from near pairs, within a limit of work.
      const ways = [
        { mostFromNearest: 0, manySources: Number.POSITIVE_INFINITY, fewSinksEach: 1 },
        { mostFromNearest: 0, manySources: 1, fewSinksEach: 1 },
        { mostFromNearest: 0, manySources: 1, fewSinksEach: 1000 },
      ];
      for (const way of ways) {
        const { shipments } = run(solvePositions(whole, cost, new Control(), undefined, way));
        let total = 0;
        for (let k = 0; k < shipments.amount.length; k++) total += shipments.amount[k] * shipments.cost[k];
        expect(total, `trial ${trial}, ${JSON.stringify(way)}`).toBe(wanted.objective);
      }
    }
    expect(solved).toBeGreaterThan(60);
  });
});

describe("transport from an earlier result", () => {
  test.each(["dense", "sparse", "positions"] as const)(
    "%s: the same cost as from nothing, whatever changed",
    (kind) => {
      const random = seededRandom(12);
      for (let trial = 0; trial < 60; trial++) {
        const before = randomTransport(random, kind);
        const from = transport(before);
        const change = (amounts: ArrayLike<number>) =>
          Float64Array.from(amounts, (a) => (random.integer(1, 4) === 1 ? random.integer(0, 30) : a));
        const after = { ...before, supply: change(before.supply), demand: change(before.demand) };
        const warm = transport(after, { from });
        expect(warm.status).toBe(transport(after).status);
        expect(warm.objective).toBe(transport(after).objective);
        expect(verifyTransport(after, warm).violations).toEqual([]);
      }
    },
  );

  test("very many sinks: rents of before lead to the same cost", () => {
    const before = planeTransport(20, 31_000, 1.1);
    const after = { ...before, demand: before.demand.map((d, j) => d + (j % 5 === 0 ? 1 : 0)) };
    const warm = transport(after, { from: transport(before) });
    expect(warm.objective).toBe(transport(after).objective);
    expect(verifyTransport(after, warm).valid).toBe(true);
  });

  test("refuses a result of another size", () => {
    const from = transport({ supply: [5, 5], demand: [5], cost: [1, 3] });
    expect(() => transport({ supply: [5], demand: [5], cost: [1] }, { from })).toThrow(InvalidOptionError);
  });
});
