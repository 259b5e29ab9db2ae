import { describe, expect, test } from "vitest";
import {
  designNetwork,
  InvalidProblemError,
  locateFacilities,
  minCostFlow,
  transport,
  verifyDesign,
  verifyFlow,
  verifyLocation,
  verifyTransport,
} from "../src/solvers.ts";

/** A raw problem, what solves it and what checks the answer. */
interface Subject {
  readonly problem: object;
  readonly solve: (problem: never) => object;
  readonly verify: (problem: never, result: never) => { readonly valid: boolean };
}

const flow = { nodeCount: 3, tail: [0, 0, 1], head: [1, 2, 2], cost: [1, 5, 1], supply: [6, 0, -6] };
const haul = { supply: [3, 4], demand: [2, 3] };
const flowed = { solve: minCostFlow, verify: verifyFlow };
const hauled = { solve: transport, verify: verifyTransport };
const subjects: Readonly<Record<string, Subject>> = {
  "a flow": { ...flowed, problem: { ...flow, capacity: [4, 9, 4], lower: [0, 1, 0] } },
  "a flow that cannot be": { ...flowed, problem: { ...flow, capacity: [1, 1, 1] } },
  "a flow without end": {
    ...flowed,
    problem: { nodeCount: 2, tail: [0, 1], head: [1, 0], cost: [-1, 0], supply: [0, 0] },
  },
  "transport over all pairs": { ...hauled, problem: { ...haul, cost: [1, 2, 3, 4], shortageCost: [9, 9] } },
  "transport over some pairs": {
    ...hauled,
    problem: { ...haul, cost: { start: [0, 1, 2], source: [0, 1], cost: [1, 2] } },
  },
  "transport between places": {
    ...hauled,
    problem: { ...haul, cost: { sources: [0, 0, 1, 1], sinks: [0, 1, 2, 2], costOf: (distance: number) => distance } },
  },
  "transport that cannot be": { ...hauled, problem: { supply: [1], demand: [2], cost: [1] } },
  "a network": {
    solve: designNetwork,
    verify: verifyDesign,
    problem: {
      nodeCount: 3,
      tail: [0, 1, 0],
      head: [1, 2, 2],
      cost: [1, 1, 3],
      capacity: [5, 5, 5],
      openCost: [1, 1, 1],
      origin: [0],
      destination: [2],
      demand: [2],
    },
  },
  locations: {
    solve: locateFacilities,
    verify: verifyLocation,
    problem: {
      siteCount: 2,
      customerCount: 3,
      openCost: [5, 7],
      capacity: [10, 10],
      demand: [1, 2, 3],
      cost: [1, 2, 3, 3, 2, 1],
    },
  },
};

const spoils = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  undefined,
  null,
  -1,
  0.5,
  1e300,
  [],
  {},
];

/** Plain data that may be spoiled; typed arrays become lists. */
function loose(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(loose);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, loose(part)]));
}

/** The ways to every part of some data. */
function waysInto(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [[name], ...waysInto(part).map((way) => [name, ...way])]);
}

/** The same data with something else in one place. */
function put(value: unknown, way: readonly string[], spoil: unknown): never {
  const copy = loose(value) as Record<string, unknown>;
  let part = copy;
  for (const name of way.slice(0, -1)) part = part[name] as Record<string, unknown>;
  part[way[way.length - 1]] = spoil;
  return copy as never;
}

/** What is thrown, or nothing. */
function thrownBy(attempt: () => unknown): unknown {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(subjects))("%s", (_, { problem, solve, verify }) => {
  const solved = solve(problem as never);
  const result = loose(solved);
  const at = (way: readonly string[]): string => way.join(".").replace(/\.(\d+)/g, "[$1]");

  test("is found right as it is", () => {
    expect(verify(problem as never, solved as never).valid).toBe(true);
  });

  test("is refused by solver and checker alike, with the place, where a number of it is none", () => {
    const numbers = waysInto(problem).filter((way) => /^\d+$/.test(way[way.length - 1]));
    expect(numbers.length).toBeGreaterThan(1);
    for (const way of numbers) {
      const spoiled = put(problem, way, Number.NaN);
      for (const attempt of [() => solve(spoiled), () => verify(spoiled, result as never)]) {
        const error = thrownBy(attempt);
        expect(error, at(way)).toBeInstanceOf(InvalidProblemError);
        expect((error as InvalidProblemError).issues.map(({ path }) => path)).toContain(at(way));
      }
    }
  });

  test("is refused as a problem or answered, whatever of it is spoiled", () => {
    for (const way of waysInto(problem)) {
      for (const spoil of spoils) {
        const error = thrownBy(() => verify(put(problem, way, spoil), result as never));
        if (error !== undefined) expect(error, `${at(way)} = ${spoil}`).toBeInstanceOf(InvalidProblemError);
      }
    }
  });

  test("is judged in words, whatever of its answer is spoiled", () => {
    for (const way of waysInto(result)) {
      for (const spoil of spoils)
        expect(
          thrownBy(() => verify(problem as never, put(result, way, spoil))),
          `${at(way)} = ${spoil}`,
        ).toBe(undefined);
    }
    expect(verify(problem as never, put(result, ["status"], "nearly")).valid).toBe(false);
    expect(verify(problem as never, put(result, ["objective"], Number.NaN)).valid).toBe(false);
  });
});

describe("costs by distance that give no number", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])("are refused, and no pair is taken for impossible: %d", (value) => {
    const problem = {
      ...haul,
      cost: { sources: [0, 0, 1, 1], sinks: [0, 1, 2, 2], costOf: (distance: number) => (distance > 1 ? value : 1) },
    };
    expect(() => transport(problem)).toThrow(InvalidProblemError);
    expect(() => transport(problem)).toThrow(/costOf/);
  });
});
