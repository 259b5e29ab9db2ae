/** The cases that every flow algorithm has to get right, and what right means. */
import { describe, expect, test } from "vitest";
import { INSTANCES, publicFlow, publicOptimum } from "../../bench/instances/dimacs.ts";
import type { FlowProblem, FlowSolution } from "../../src/problems/flow.ts";
import { verifyFlow } from "../../src/verify/numbers/flow.ts";

type Arc = readonly [tail: number, head: number, cost: number, capacity?: number, lower?: number];

/** Writes a small network arc by arc. */
export function network(supply: number[], arcs: readonly Arc[]): FlowProblem {
  return {
    nodeCount: supply.length,
    supply,
    tail: arcs.map((arc) => arc[0]),
    head: arcs.map((arc) => arc[1]),
    cost: arcs.map((arc) => arc[2]),
    capacity: arcs.map((arc) => arc[3] ?? Infinity),
    lower: arcs.map((arc) => arc[4] ?? 0),
  };
}

interface FlowCase {
  readonly name: string;
  readonly problem: FlowProblem;
  readonly status: FlowSolution["status"];
  readonly objective?: number;
}

export const FLOW_CASES: readonly FlowCase[] = [
  { name: "no node at all", problem: network([], []), status: "optimal", objective: 0 },
  { name: "one node and nothing to do", problem: network([0], []), status: "optimal", objective: 0 },
  { name: "one node that only supplies", problem: network([7], []), status: "optimal", objective: 0 },
  { name: "one node that wants", problem: network([-1], []), status: "infeasible" },
  {
    name: "all zero",
    problem: network(
      [0, 0, 0],
      [
        [0, 1, 0, 0],
        [1, 2, 0, 0],
      ],
    ),
    status: "optimal",
    objective: 0,
  },
  { name: "one arc", problem: network([3, -3], [[0, 1, 5]]), status: "optimal", objective: 15 },
  { name: "an arc that just suffices", problem: network([3, -3], [[0, 1, 5, 3]]), status: "optimal", objective: 15 },
  { name: "an arc that is one short", problem: network([3, -3], [[0, 1, 5, 2]]), status: "infeasible" },
  { name: "an arc that points the wrong way", problem: network([3, -3], [[1, 0, 5]]), status: "infeasible" },
  {
    name: "parallel arcs, cheapest first",
    problem: network(
      [5, -5],
      [
        [0, 1, 9],
        [0, 1, 2, 3],
        [0, 1, 4, 1],
      ],
    ),
    status: "optimal",
    objective: 19,
  },
  {
    name: "a self-loop that costs",
    problem: network(
      [1, -1],
      [
        [0, 0, 4, 9],
        [0, 1, 1],
      ],
    ),
    status: "optimal",
    objective: 1,
  },
  {
    name: "a self-loop that pays up to its capacity",
    problem: network(
      [1, -1],
      [
        [0, 0, -4, 9],
        [0, 1, 1],
      ],
    ),
    status: "optimal",
    objective: -35,
  },
  {
    name: "a self-loop that pays without limit",
    problem: network(
      [1, -1],
      [
        [0, 0, -4],
        [0, 1, 1],
      ],
    ),
    status: "unbounded",
  },
  { name: "a self-loop with a lower bound", problem: network([0], [[0, 0, 3, 9, 2]]), status: "optimal", objective: 6 },
  {
    name: "a paying cycle with limits",
    problem: network(
      [0, 0, 0],
      [
        [0, 1, -5, 4],
        [1, 2, 1, 3],
        [2, 0, 1],
      ],
    ),
    status: "optimal",
    objective: -9,
  },
  {
    name: "a paying cycle without limit",
    problem: network(
      [0, 0, 0],
      [
        [0, 1, -5],
        [1, 2, 1],
        [2, 0, 1],
      ],
    ),
    status: "unbounded",
  },
  {
    name: "a paying cycle without limit beside demand that cannot be met",
    problem: network(
      [0, 0, 1, -1],
      [
        [0, 1, -5],
        [1, 0, 1],
      ],
    ),
    status: "infeasible",
  },
  {
    name: "supply to spare",
    problem: network(
      [9, 9, -5],
      [
        [0, 2, 3],
        [1, 2, 2, 4],
      ],
    ),
    status: "optimal",
    objective: 11,
  },
  {
    name: "supply to spare on the far side of a full arc",
    problem: network([9, -5], [[0, 1, 3, 4]]),
    status: "infeasible",
  },
  { name: "less supply than demand", problem: network([4, -5], [[0, 1, 3]]), status: "infeasible" },
  {
    name: "lower bounds that force a detour",
    problem: network(
      [2, -2, 0],
      [
        [0, 1, 1],
        [0, 2, 5, 9, 1],
        [2, 1, 5],
      ],
    ),
    status: "optimal",
    objective: 11,
  },
  { name: "a lower bound above its capacity", problem: network([0, 0], [[0, 1, 1, 2, 3]]), status: "infeasible" },
  {
    name: "a lower bound into a dead end",
    problem: network(
      [2, 0, -1],
      [
        [0, 1, 1, 5, 1],
        [0, 2, 1],
      ],
    ),
    status: "infeasible",
  },
  {
    name: "a lower bound that takes more than a source has",
    problem: network(
      [2, -1, 0],
      [
        [0, 1, 1, 9, 5],
        [1, 2, 1],
        [2, 0, 1],
      ],
    ),
    status: "optimal",
    objective: 13,
  },
  {
    name: "a negative lower bound",
    problem: network(
      [0, 0],
      [
        [0, 1, 2, 5, -3],
        [1, 0, 1, 5, -9],
      ],
    ),
    status: "optimal",
    objective: -9,
  },
  {
    name: "two networks that do not touch",
    problem: network(
      [1, -1, 2, -2],
      [
        [0, 1, 1],
        [2, 3, 10],
      ],
    ),
    status: "optimal",
    objective: 21,
  },
  {
    name: "ties everywhere",
    problem: network(
      [2, 2, -2, -2],
      [
        [0, 2, 1],
        [0, 3, 1],
        [1, 2, 1],
        [1, 3, 1],
      ],
    ),
    status: "optimal",
    objective: 4,
  },
  {
    name: "decimals",
    problem: network(
      [0.3, -0.1, -0.2],
      [
        [0, 1, 0.7],
        [0, 2, 1.25, 0.15],
        [1, 2, 0.25],
      ],
    ),
    status: "optimal",
    objective: 0.26,
  },
  {
    name: "numbers beyond 31 bits",
    problem: network(
      [3e12, -3e12, 0],
      [
        [0, 1, 4000, 1e12],
        [0, 2, 70, 2.5e12],
        [2, 1, 3500],
      ],
    ),
    status: "optimal",
    objective: 2.5e12 * 3570 + 0.5e12 * 4000,
  },
  {
    name: "costs beyond 31 bits",
    problem: network(
      [1, 1, -2],
      [
        [0, 1, -5e9, 1],
        [1, 2, 7e9],
        [0, 2, 3e9],
      ],
    ),
    status: "optimal",
    objective: 9e9,
  },
];

/** Runs every case, the public instances when they are there, and says what differs. */
export function flowConformance(name: string, solve: (problem: FlowProblem) => FlowSolution): void {
  describe(`${name} conforms`, () => {
    for (const { name, problem, status, objective } of FLOW_CASES) {
      test(name, () => {
        const result = solve(problem);
        expect(result.status).toBe(status);
        expect(verifyFlow(problem, result)).toMatchObject({ valid: true, violations: [] });
        if (objective !== undefined) expect(result.objective).toBeCloseTo(objective, 9);
      });
    }
    for (const instance of [
      "netgen_8_10a",
      "goto_8_10a",
      "netgen_8_12a",
      "goto_8_12a",
      "netgen_sr_12a",
      "netgen_8_14a",
    ]) {
      test(`public instance ${instance}`, (context) => {
        const problem = publicFlow(instance);
        if (problem === undefined) return context.skip(`no folder ${INSTANCES}`);
        const result = solve(problem);
        expect(result.status).toBe("optimal");
        expect(result.objective).toBe(publicOptimum(instance));
        expect(verifyFlow(problem, result)).toMatchObject({
          valid: true,
          objective: result.objective,
          certifiedBound: result.objective,
        });
      });
    }
  });
}
