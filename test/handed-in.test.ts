import { MultiGraph } from "graphology";
import { describe, expect, test } from "vitest";
import { europe } from "../src/continents/europe.ts";
import { planToGraph } from "../src/graph.ts";
import {
  createContinent,
  embodiedOf,
  energyOf,
  gapBook,
  InvalidContinentError,
  InvalidOptionError,
  InvalidPlanError,
  inspectContinent,
  itemPrice,
  optionUse,
  peopleAccounts,
  planContinent,
  planContinentAsync,
  priceOf,
  requirePlan,
  verifyPlan,
} from "../src/index.ts";
import { geojsonReport, inspectionText, markdownReport, svgMap, textSummary } from "../src/report.ts";
import {
  designNetwork,
  InvalidProblemError,
  locateFacilities,
  locateFacilitiesAsync,
  minCostFlow,
  minCostFlowAsync,
  planCoupled,
  transport,
  verifyCoupled,
  verifyDesign,
  verifyFlow,
  verifyTransport,
} from "../src/solvers.ts";
import { workerPool } from "../src/workers.ts";

/** Hands in whatever, as plain JavaScript may. */
const any = (value: unknown): never => value as never;

const spec = {
  goods: { bread: {} },
  recipes: { bake: { makes: { bread: 1 }, energy: 3000 } },
  areas: { north: { at: [10, 60] as const, demand: { bread: 100 } } },
  sites: { oven: { area: "north", recipes: ["bake"], sizes: [{ capacity: 200 }] } },
};
const continent = createContinent(spec);
const outcome = planContinent(continent);
const plan = requirePlan(outcome);

describe("where a continent is wanted", () => {
  test.each<[string, () => unknown]>([
    ["planContinent", () => planContinent(any(spec))],
    ["inspectContinent", () => inspectContinent(any(spec))],
    ["verifyPlan", () => verifyPlan(any(spec), plan)],
    ["gapBook", () => gapBook(any(spec), plan)],
    ["peopleAccounts", () => peopleAccounts(any(spec), plan)],
    ["optionUse", () => optionUse(any(spec), plan)],
    ["svgMap", () => svgMap(any(spec), plan)],
    ["geojsonReport", () => geojsonReport(any(spec), plan)],
    ["textSummary", () => textSummary(any(spec), outcome)],
    ["markdownReport", () => markdownReport(any(spec), outcome)],
    ["planToGraph", () => planToGraph(any(spec), plan, MultiGraph)],
  ])("%s says of a description what makes it one", (_, call) => {
    expect(call).toThrow(InvalidContinentError);
    expect(call).toThrow("got a description, wanted a continent");
    expect(call).toThrow("createContinent(...)");
  });

  test("planContinentAsync rejects a description alike", async () => {
    await expect(planContinentAsync(any(spec))).rejects.toThrow("createContinent(...)");
  });

  test("the order of what is handed in is told where it is the wrong way round", () => {
    expect(() => markdownReport(any(outcome), any(continent))).toThrow("The continent comes first");
    expect(() => verifyPlan(any(plan), any(continent))).toThrow("The continent comes first");
  });
});

describe("where a plan is wanted", () => {
  test.each<[string, (value: never) => unknown]>([
    ["svgMap", (value) => svgMap(continent, value)],
    ["geojsonReport", (value) => geojsonReport(continent, value)],
    ["planToGraph", (value) => planToGraph(continent, value, MultiGraph)],
    ["gapBook", (value) => gapBook(continent, value)],
    ["peopleAccounts", (value) => peopleAccounts(continent, value)],
    ["optionUse", (value) => optionUse(continent, value)],
    ["itemPrice", (value) => itemPrice(value, "bread")],
    ["priceOf", (value) => priceOf(value, "bread", "north")],
    ["embodiedOf", (value) => embodiedOf(value, "bread", "north")],
    ["energyOf", (value) => energyOf(value)],
  ])("%s says of an outcome where its plan is, and of a promise that it must be awaited", (_, call) => {
    expect(() => call(any(outcome))).toThrow(InvalidPlanError);
    expect(() => call(any(outcome))).toThrow("requirePlan(outcome)");
    expect(() => call(any(Promise.resolve(plan)))).toThrow("Await it");
    expect(() => call(any(undefined))).toThrow("got undefined, wanted a plan");
    expect(() => call(any(plan))).not.toThrow();
  });
});

describe("where an outcome is wanted", () => {
  test.each<[string, (value: never) => unknown]>([
    ["requirePlan", (value) => requirePlan(value)],
    ["textSummary", (value) => textSummary(continent, value)],
    ["markdownReport", (value) => markdownReport(continent, value)],
  ])("%s says of a plan that all of the answer is wanted, and of a promise that it must be awaited", (_, call) => {
    expect(() => call(any(plan))).toThrow("all that planContinent answered");
    expect(() => call(any(Promise.resolve(outcome)))).toThrow("Await it");
    expect(() => call(any(new Proxy({}, { get: () => expect.unreachable() })))).toThrow("what cannot be read");
    expect(() => call(any(outcome))).not.toThrow();
  });
});

test("where an inspection is wanted, inspectionText says of a continent how to get one", () => {
  expect(() => inspectionText(any(continent))).toThrow("Hand in inspectContinent(continent).");
  expect(inspectionText(inspectContinent(continent))).toContain("1 area");
});

test("checkers of raw problems say of no answer at all that there is none", () => {
  for (const nothing of [undefined, null, 7]) {
    const none = { valid: false, violations: ["there is no answer"], certifiedBound: Number.NEGATIVE_INFINITY };
    expect(verifyFlow(flow, any(nothing))).toMatchObject(none);
    expect(verifyTransport(shipping, any(nothing))).toMatchObject(none);
    expect(verifyDesign(network, any(nothing))).toMatchObject(none);
    expect(verifyCoupled(any(bakeries), any(nothing))).toMatchObject(none);
  }
});

describe("an option that there is not", () => {
  test.each<[string, string, () => unknown]>([
    ["svgMap", "width", () => svgMap(continent, plan, any({ witdh: 900 }))],
    ["markdownReport", "timing", () => markdownReport(continent, outcome, any({ timings: false }))],
    ["textSummary", "savings", () => textSummary(continent, outcome, any({ saving: [] }))],
    ["planToGraph", "edges", () => planToGraph(continent, plan, MultiGraph, any({ edge: "flows" }))],
    ["energyOf", "good", () => energyOf(plan, any({ goods: "bread" }))],
    ["europe", "areas", () => europe(any({ area: 8 }))],
  ])("%s is told which was meant", (_, meant, call) => {
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(`Did you mean "${meant}"?`);
  });

  test("workerPool rejects it alike", async () => {
    await expect(workerPool(any({ thread: 2 }))).rejects.toThrow('Did you mean "threads"?');
  });
});

/** One case of each raw solver, and a way to spoil it. */
const flow = { nodeCount: 2, tail: [0], head: [1], cost: [1], supply: [5, -5] };
const shipping = { supply: [3], demand: [1, 2], cost: [1, 2] };
const location = { siteCount: 1, customerCount: 2, openCost: [3], cost: [1, 2] };
const network = {
  ...{ nodeCount: 2, tail: [0], head: [1], cost: [1], capacity: [9], openCost: [1] },
  ...{ origin: [0], destination: [1], demand: [2] },
};

const bakeries = {
  ...{ placeCount: 1, goodCount: 1, recipeCount: 1, demand: [1], freight: [[0]], freightTable: [0] },
  ...{ makes: { start: [0, 1], good: [0], amount: [1] }, takes: { start: [0, 0], good: [], amount: [] } },
  ...{ sitePlace: [0], siteGood: [0], sizeStart: [0, 1], newCost: [1] },
  ...{ activityStart: [0, 1], activityRecipe: [0], activityCapacity: [9], activityCost: [1] },
};

describe("a raw solver", () => {
  test.each<[string, string, () => unknown]>([
    ["minCostFlow", "capacity", () => minCostFlow(any({ ...flow, capacities: [9] }))],
    ["minCostFlow", "lower", () => minCostFlow(any({ ...flow, lowr: [0] }))],
    ["transport", "shortageCost", () => transport(any({ ...shipping, shortagecost: 9 }))],
    ["locateFacilities", "singleSource", () => locateFacilities(any({ ...location, singlesource: true }))],
    ["locateFacilities", "demand", () => locateFacilities(any({ ...location, demands: [1, 1] }))],
    ["designNetwork", "demand", () => designNetwork(any({ ...network, demand: undefined, demnd: [2] }))],
    ["planCoupled", "placeCount", () => planCoupled(any({ placesCount: 2 }))],
  ])("%s is told which field was meant", (_, meant, call) => {
    expect(call).toThrow(InvalidProblemError);
    expect(call).toThrow(meant);
  });

  test.each<[string, string, (options: never) => unknown]>([
    ["minCostFlow", "timeLimitMs", (options) => minCostFlow(flow, options)],
    ["transport", "timeLimitMs", (options) => transport(shipping, options)],
    ["locateFacilities", "timeLimitMs", (options) => locateFacilities(location, options)],
    ["designNetwork", "timeLimitMs", (options) => designNetwork(network, options)],
  ])("%s refuses an option that there is not", (_, meant, call) => {
    expect(() => call(any({ timeLimit: 5 }))).toThrow(InvalidOptionError);
    expect(() => call(any({ timeLimit: 5 }))).toThrow(`Did you mean "${meant}"?`);
    expect(() => call(any({ workLimit: 5 }))).not.toThrow();
  });

  test.each<[string, () => unknown]>([
    ['cost[0]: got "1", wanted a finite number', () => minCostFlow(any({ ...flow, cost: ["1"] }))],
    ["cost: got 5, wanted a list of numbers", () => minCostFlow(any({ ...flow, cost: 5 }))],
    ["cost: has 1 entry for 2 pairs", () => transport(any({ ...shipping, cost: [[1, 2]] }))],
    ["in one list, one row after the other", () => transport(any({ ...shipping, cost: [[1, 2]] }))],
    ["Give one number for each of the arcs.", () => designNetwork(any({ nodeCount: 2 }))],
  ])("says of its arrays: %s", (told, call) => {
    expect(call).toThrow(InvalidProblemError);
    expect(call).toThrow(told);
  });

  test("takes a problem that has a name, and refuses what is none", () => {
    expect(minCostFlow(any({ ...flow, name: "one arc", optimum: 5 })).objective).toBe(5);
    expect(locateFacilities(any({ ...location, siteNames: ["oven"], customerNames: ["a", "b"] })).objective).toBe(6);
    expect(() => transport(any(undefined))).toThrow("got undefined, wanted a problem");
  });

  test("rejects alike where it is awaited", async () => {
    await expect(minCostFlowAsync(any({ ...flow, capacities: [9] }))).rejects.toThrow('Did you mean "capacity"?');
    await expect(locateFacilitiesAsync(location, any({ gapp: 0 }))).rejects.toThrow('Did you mean "gap"?');
  });
});

describe("a value that an option cannot have", () => {
  test.each<[string, () => unknown]>([
    ['Did you mean "bread"?', () => svgMap(continent, plan, { goods: ["bred"] })],
    ['Write a list: ["bread"].', () => svgMap(continent, plan, any({ goods: "bread" }))],
    ['Did you mean "transport"?', () => energyOf(plan, any({ purpose: "transprt" }))],
    ['wanted "flows" or "shipments"', () => planToGraph(continent, plan, MultiGraph, any({ edges: "links" }))],
    ["such as its MultiGraph", () => planToGraph(continent, plan, any({}))],
    ["areas: 60", () => europe(any({ areas: "24" }))],
    ['Type a list: goods: ["bread"].', () => europe(any({ goods: "bread" }))],
    ['Did you mean "bread"?', () => europe({ areas: 8, goods: ["bred"] })],
    ['Did you mean "berlin"?', () => europe({ areas: ["berlim", "kyiv"] })],
    ['Did you mean "rail-energy"?', () => europe({ areas: 8, figures: { "rail-enrgy": 1 } })],
  ])("is told: %s", (told, call) => {
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(told);
  });
});
