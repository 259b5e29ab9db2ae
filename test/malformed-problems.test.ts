import { describe, expect, test } from "vitest";
import { InvalidOptionError, InvalidProblemError } from "../src/base/errors.ts";
import { designNetwork, locateFacilities, minCostFlow, planCoupled, transport } from "../src/solvers.ts";

/** What somebody may put in the place of a number, a list or a record. */
const junk: readonly unknown[] = [
  ...[undefined, null, 0, -1, 0.5, 1e300, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...["5", true, {}, [], [null], [-1], [1e300], { length: 2 }, () => 1],
];

const location = { siteCount: 2, customerCount: 3, openCost: [5, 7] };
const coupled = {
  ...{ placeCount: 2, goodCount: 2, recipeCount: 2, demand: [0, 0, 1, 2], supply: [5, 5, 0, 0] },
  ...{ shortageCost: [1, 100], disposalCost: [0, 0], freightTable: [0, 0], freightRate: [1, 1] },
  makes: { start: [0, 1, 2], good: [1, 1], amount: [1, 1] },
  takes: { start: [0, 1, 2], good: [0, 0], amount: [1, 2] },
  ...{ sitePlace: [0, 1], siteGood: [1, 1], siteCost: [1, 1], siteRoof: [-1, 0], roofCost: [2], oneSize: [0, 0] },
  ...{ sizeStart: [0, 1, 2], newCost: [1, 2], most: [1, 2], standing: [0, 1], keptCost: [0, 1], closingCost: [0, 0] },
  ...{ activityStart: [0, 1, 2], activityRecipe: [0, 1], activityCapacity: [5, 5], activityCost: [1, 1] },
};
const little = { workLimit: 0.001, timeLimitMs: 1000, signal: undefined, onProgress: () => {} };

/** A small problem of each solver, in each form of its costs, that has every field and every option. */
const solvers: readonly [string, (problem: never, options: never) => { objective: number }, object, object][] = [
  [
    "minCostFlow",
    minCostFlow,
    { nodeCount: 2, tail: [0], head: [1], cost: [1], capacity: [3], lower: [0], supply: [1, -1] },
    { ...little, from: { arc: Int8Array.of(0), node: Int8Array.of(0, 0) } },
  ],
  [
    "transport",
    transport,
    { supply: [3, 3], demand: [1, 2], cost: [1, 2, 3, 4], shortageCost: [9, 9] },
    { ...little, from: transport({ supply: [3, 3], demand: [1, 2], cost: [1, 2, 3, 4] }) },
  ],
  [
    "transport of listed pairs",
    transport,
    { supply: [3, 3], demand: [1, 2], cost: { start: [0, 2, 4], source: [0, 1, 0, 1], cost: [1, 2, 3, 4] } },
    little,
  ],
  [
    "transport between positions",
    transport,
    { supply: [3, 3], demand: [1, 2], cost: { sources: [0, 0, 1, 1], sinks: [0, 0, 1, 1], costOf: (d: number) => d } },
    little,
  ],
  [
    "locateFacilities",
    locateFacilities,
    {
      ...{ ...location, capacity: [10, 10], demand: [1, 2, 3], cost: [1, 2, 3, 3, 2, 1], singleSource: true },
      ...{ mostOpen: 2, exactlyOpen: 1, copies: [1, 1], group: [0, -1], state: [0, 0] },
    },
    { ...little, gap: 0, from: [1, 0] },
  ],
  [
    "locateFacilities of listed pairs",
    locateFacilities,
    { ...location, cost: { start: [0, 2, 4, 6], site: [0, 1, 0, 1, 0, 1], cost: [1, 3, 2, 2, 3, 1] } },
    little,
  ],
  [
    "locateFacilities between positions",
    locateFacilities,
    {
      ...location,
      cost: {
        sites: [
          [0, 0],
          [9, 0],
        ],
        customers: [1, 0, 5, 0, 8, 0],
        costOf: (metres: number) => metres,
      },
    },
    little,
  ],
  [
    "designNetwork",
    designNetwork,
    {
      ...{ nodeCount: 3, tail: [0, 1], head: [1, 2], cost: [1, 1], capacity: [5, 5], openCost: [1, 1] },
      ...{ origin: [0], destination: [2], demand: [1] },
    },
    { ...little, gap: 0, seed: 1 },
  ],
  ["planCoupled", planCoupled, { ...coupled, freight: [[0, 1, 1, 0]] }, { ...little, gap: 0, seed: 1 }],
  [
    "planCoupled on a plane",
    planCoupled,
    { ...coupled, freight: [{ x: [0, 1], y: [0, 1] }] },
    { ...little, price: [1, 1, 1, 1], from: { kept: [0, 0], opened: [1, 0] } },
  ],
  [
    "planCoupled of listed pairs",
    planCoupled,
    { ...coupled, freight: [{ start: [0, 1, 2], place: [1, 0], cost: [1, 1] }] },
    little,
  ],
];

/** The value with junk in the place of it, of each of its fields or first items, and so on. */
function* spoiled(value: unknown, path: string): Generator<[path: string, value: unknown]> {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    const keys = Array.isArray(value) ? ["0"] : Object.keys(value);
    for (const key of keys) {
      const part: unknown = Reflect.get(value, key);
      for (const [place, wrong] of spoiled(part, `${path}.${key}`))
        yield [place, Array.isArray(value) ? [wrong, ...value.slice(1)] : { ...value, [key]: wrong }];
    }
  }
  for (const wrong of junk) yield [`${path} = ${String(wrong)}`, wrong];
}

describe.each(solvers)("what is handed to %s", (name, solve, problem, options) => {
  // What is the same in all forms of freight is looked at in one of them.
  const isPassedOver = (path: string): boolean => name.startsWith("planCoupled ") && !path.includes("freight");

  test("is answered, or refused in words that name no riddles, whatever is wrong with it", () => {
    expect(solve(problem as never, options as never).objective).not.toBeNaN();
    const wrong = [
      ...[...spoiled(problem, "problem")]
        .filter(([path]) => !isPassedOver(path))
        .map(([path, part]) => [path, part, options] as const),
      ...[...spoiled(options, "options")].map(([path, part]) => [path, problem, part] as const),
    ];
    expect(wrong.length).toBeGreaterThan(100);
    let refused = 0;
    for (const [path, one, chosen] of wrong) {
      try {
        expect(solve(one as never, chosen as never).objective, path).not.toBeNaN();
      } catch (error) {
        if (!(error instanceof InvalidProblemError || error instanceof InvalidOptionError))
          throw new Error(`${path}: ${String(error)}`);
        expect(error.message, path).not.toMatch(/\[object|undefined (entries|numbers|points|sites)|to NaN/);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(wrong.length / 2);
  });
});

describe("counts beyond all measure", () => {
  test("are refused before memory is taken for them", () => {
    const network = { tail: [0], head: [1], cost: [1], capacity: [1], openCost: [1] };
    const one = { origin: [0], destination: [1], demand: [1] };
    for (const nodeCount of [1e300, 2 ** 31, 3e8])
      expect(() => designNetwork({ ...network, ...one, nodeCount })).toThrow("nodeCount");
    const places = { ...coupled, placeCount: 60_000, freight: [{ x: [], y: [] }] };
    expect(() => planCoupled(places)).toThrow("placeCount: got 60000 places, wanted at most 46340");
  });
});
