import { describe, expect, test } from "vitest";
import { runSliced } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import type { FlowProblem, FlowSolution } from "../src/problems/flow.ts";
import { flowTask, minCostFlow, minCostFlowAsync } from "../src/solvers/min-cost-flow.ts";
import { verifyFlow } from "../src/verify/numbers/flow.ts";
import { flowConformance, network } from "./conformance/flow.ts";
import { highsJudge } from "./conformance/highs-flow.ts";
import { randomFlow } from "./conformance/random-flow.ts";

flowConformance("network simplex", minCostFlow);
flowConformance("network simplex on numbers beyond 31 bits", (problem) => inLargerUnits(problem));

/** Multiplies amounts and costs by large numbers, so that the wide twin solves the same problem. */
function inLargerUnits(problem: FlowProblem): FlowSolution {
  const amounts = 2 ** 31;
  const costs = 2 ** 10;
  const times = (values: ArrayLike<number> | undefined, factor: number) =>
    Array.from(values ?? [], (value) => value * factor);
  const tooLarge = Array.from(problem.supply).some((amount) => Math.abs(amount) > 1e5 || amount % 1 !== 0);
  if (tooLarge) return minCostFlow(problem);
  const result = minCostFlow({
    ...problem,
    cost: times(problem.cost, costs),
    capacity: times(problem.capacity, amounts),
    lower: times(problem.lower, amounts),
    supply: times(problem.supply, amounts),
  });
  return {
    ...result,
    flow: result.flow.map((amount) => amount / amounts),
    potential: result.potential.map((price) => price / costs),
    objective: result.objective / amounts / costs,
  };
}

describe("random networks", () => {
  test("agree with HiGHS in status and objective, and every certificate passes", async () => {
    const judge = await highsJudge();
    const random = seededRandom(20261124);
    for (let trial = 0; trial < 400; trial++) {
      const problem = randomFlow(random);
      const result = minCostFlow(problem);
      const judged = judge(problem);
      const verdict = verifyFlow(problem, result);
      expect(verdict.violations, `trial ${trial}: ${JSON.stringify(problem)}`).toEqual([]);
      if (judged.status === "infeasible or unbounded") expect(result.status).not.toBe("optimal");
      else expect(result.status, `trial ${trial}`).toBe(judged.status);
      if (result.status === "optimal") {
        expect(result.objective).toBe(verdict.certifiedBound);
        expect(result.objective).toBeCloseTo(judged.objective, 6);
      }
    }
  });
});

describe("limits and slices", () => {
  test("slicing changes no byte", async () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 50; trial++) {
      const problem = randomFlow(random);
      const whole = minCostFlow(problem);
      expect(await minCostFlowAsync(problem)).toEqual(whole);
      expect(await runSliced(flowTask(problem))).toEqual(whole);
    }
  });

  test("a work limit stops with an unknown answer, the same each time", () => {
    const problem = ladder(600);
    const limited = minCostFlow(problem, { workLimit: 0.4 });
    expect(limited.status).toBe("unknown");
    expect(verifyFlow(problem, limited).valid).toBe(true);
    expect(minCostFlow(problem, { workLimit: 0.4 })).toEqual(limited);
    expect(minCostFlow(problem).status).toBe("optimal");
  });
});

/** A grid of nodes with random costs and one unit to send from each node of its left side to the right. */
function ladder(length: number): FlowProblem {
  const random = seededRandom(length);
  const width = 8;
  const supply = new Array(length * width).fill(0);
  const arcs: [number, number, number, number][] = [];
  for (let x = 0; x < length; x++) {
    for (let y = 0; y < width; y++) {
      const u = x * width + y;
      if (x === 0) supply[u] = 1;
      if (x === length - 1) supply[u] = -1;
      if (x + 1 < length)
        for (let k = 0; k < 3; k++) arcs.push([u, (x + 1) * width + random.integer(0, 7), random.integer(1, 99), 2]);
      if (x + 1 < length) arcs.push([u, u + width, 500, 8]);
    }
  }
  return network(supply, arcs);
}

describe("warm starts", () => {
  test("after any change the answer is the cold one's, from any basis", () => {
    const random = seededRandom(17);
    for (let trial = 0; trial < 300; trial++) {
      const before = randomFlow(random);
      const basis = minCostFlow(before).basis;
      const arcCount = before.tail.length;
      const cost = Float64Array.from(before.cost, (c) => c + random.integer(-3, 3));
      const capacity = Float64Array.from(before.capacity ?? [], (c) => Math.max(c + random.integer(-2, 2), 0));
      const supply = Float64Array.from(before.supply);
      supply[random.integer(0, supply.length - 1)] += random.integer(0, 3);
      const tail = [...Array.from(before.tail), 0];
      const head = [...Array.from(before.head), before.nodeCount - 1];
      const after: FlowProblem = {
        nodeCount: before.nodeCount,
        tail,
        head,
        cost: [...cost, 1],
        capacity: [...capacity, 5],
        lower: [...Array.from(before.lower ?? []), 0],
        supply,
      };
      const cold = minCostFlow(after);
      const warm = minCostFlow(after, { from: basis });
      expect(verifyFlow(after, warm).violations, `trial ${trial} of ${arcCount} arcs`).toEqual([]);
      expect(warm.status).toBe(cold.status);
      expect(warm.objective).toBe(cold.objective);
    }
  });

  test("an unchanged network needs no pivot", () => {
    const problem = ladder(100);
    const cold = minCostFlow(problem);
    const warm = minCostFlow(problem, { from: cold.basis });
    expect(warm.objective).toBe(cold.objective);
    expect(warm.flow).toEqual(cold.flow);
    expect(warm.work).toBeLessThan(cold.work / 5);
  });
});

describe("what cannot be accepted", () => {
  test("lists everything that is wrong at once", () => {
    const problem = { nodeCount: 2, tail: [0, 5], head: [1, 0], cost: [1, Number.NaN], supply: [0, Infinity] };
    expect(() => minCostFlow(problem)).toThrow(/3 issues[\s\S]*tail\[1\][\s\S]*cost\[1\][\s\S]*supply\[1\]/);
    expect(() => minCostFlow({ ...problem, head: [1] })).toThrow(/head/);
    expect(() => minCostFlow(network([1, -1], [[0, 1, 1 / 3]]))).toThrow(/cost/);
    expect(() => minCostFlow(network([2 ** 53, -(2 ** 53)], [[0, 1, 1]]))).toThrow(/2\^52/);
  });
});
