import { describe, expect, test } from "vitest";
import { inspectContinent } from "../src/explain/inspect-continent.ts";
import { highs } from "../src/highs.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { type FlowObstacle, flowObstacle } from "../src/network/flow-obstacles.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { planContinent, planContinentAsync, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { expectSameFlow } from "./flow-route-laws.ts";
import { expectPricesOfOneKilogram } from "./marginal-laws.ts";
import { changedIndexed, changedSpec, type Plain, set, sharedClauses } from "./plain-continent.ts";
import { randomFlowGoods } from "./random-flow-goods.ts";

/** Bread from two ovens that stand, over a railway with little room and a road beside it; cloth by canal. */
const plain: ContinentSpec = {
  name: "two ovens",
  modes: {
    rail: { energyPerTonneKm: 0.2, terminal: 20 },
    road: { energyPerTonneKm: 2, terminal: 10 },
    canal: { energyPerTonneKm: 0.1 },
  },
  freight: { overland: ["rail", "road"], wet: ["canal"] },
  goods: { bread: { freight: "overland" }, cloth: { freight: "wet" } },
  recipes: {
    bake: { makes: { bread: 1 }, energy: 1000, needs: { hours: 2 } },
    weave: { makes: { cloth: 1 }, energy: 5000 },
  },
  areas: {
    north: { at: [10, 50], population: 10, demand: { bread: 20, cloth: 5 }, resources: { hours: 1000 } },
    south: { at: [11, 49], population: 10, demand: { bread: 160 } },
  },
  sites: {
    large: {
      area: "north",
      recipes: ["bake"],
      sizes: [{ capacity: 100, energyFactor: 0.5, stand: 2, most: 2, keep: 100, closing: 200 }],
    },
    small: { area: "south", recipes: ["bake"], sizes: [{ capacity: 80, energyFactor: 1.2, stand: 1, most: 1 }] },
    loom: { area: "north", recipes: ["weave"], sizes: [{ capacity: 5, stand: 1, most: 1 }] },
  },
  links: [
    { id: "railway", between: ["north", "south"], mode: "rail", km: 100, capacity: 70 },
    { id: "road", between: ["north", "south"], mode: "road", km: 120 },
  ],
};

const changed = (change: (spec: Plain) => void): ContinentSpec => changedSpec(plain, change);

/** What the predicate says of bread after a change of the plain continent. */
function obstacleAfter(change: (spec: Plain) => void): FlowObstacle | undefined {
  const indexed = changedIndexed(plain, change);
  return flowObstacle(indexed, indexed.goods.indexOf("bread"));
}

const size = { capacity: 80, stand: 1, most: 1 };
const small = (spec: Plain, fields: object, ofSite: object = {}): void =>
  set(spec, "sites", "small", { sizes: [{ ...size, ...fields }], ...ofSite });
const link = (spec: Plain, fields: object): number =>
  spec.links.push({ id: "third", between: ["north", "south"], mode: "road", ...fields });

describe("a good is a flow of its own", () => {
  test("when nothing is to be decided about its works, and nothing about it touches another good", () => {
    const indexed = indexContinent(createContinent(plain));
    expect(indexed.goods.map((_, good) => flowObstacle(indexed, good))).toEqual([undefined, undefined]);
  });

  const clauses: readonly (readonly [string, string, (spec: Plain) => void])[] = [
    ...sharedClauses("small"),
    ["a link takes it", "used", (spec) => link(spec, { mode: "canal", takes: { bread: 0.01 }, capacity: 10 })],
    ["a resource may run short", "resources", (spec) => set(spec, "areas", "north", { resources: { hours: 300 } })],
    ["some is lost on the way", "losses", (spec) => link(spec, { loss: 0.1 })],
    [
      "a link with a limit may carry another good",
      "room",
      (spec) => set(spec, "goods", "cloth", { freight: "overland" }),
    ],
    [
      "a terminal has a limit",
      "room",
      (spec) => Object.assign(spec, { terminals: [{ area: "north", mode: "road", capacity: 1e6 }] }),
    ],
    [
      "a link can be built",
      "building",
      (spec) => link(spec, { sizes: [{ capacity: 1e6, energyToBuild: 1e6, life: 30, most: 1 }] }),
    ],
    ["a link takes goods as it carries", "on the way", (spec) => link(spec, { takes: { cloth: 0.01 } })],
    [
      "its new works are built of goods",
      "build goods",
      (spec) => small(spec, { stand: 0, energyToBuild: 1, life: 1, buildGoods: { cloth: 3 } }, { open: true }),
    ],
    ["a new module takes energy", "modules", (spec) => small(spec, { most: 2, energyToBuild: 1e6, life: 10 })],
    ["works that stand take energy to keep", "modules", (spec) => small(spec, { keep: 5 })],
    ["works that stand must run a part of the year", "modules", (spec) => small(spec, {}, { minimumLoad: 0.3 })],
    ["an open site has an energy of its own", "modules", (spec) => small(spec, {}, { siteEnergy: 5 })],
    [
      "one of two sizes may be open",
      "modules",
      (spec) =>
        set(spec, "sites", "small", {
          oneSize: true,
          sizes: [
            { ...size, name: "a" },
            { ...size, name: "b" },
          ],
        }),
    ],
    [
      "a site must open in one of two numbers",
      "modules",
      (spec) => small(spec, { keep: 5, most: 2, stand: 2 }, { open: true }),
    ],
    ["more works stand than may be open", "modules", (spec) => (spec.options = { mostSites: { bread: 1 } })],
  ];
  test.each(clauses)("but not when %s: %s", (_, obstacle, change) => {
    expect(obstacleAfter(change)).toBe(obstacle);
  });

  test.each([
    ["each area has one source", { singleSource: ["bread"] }],
    ["shares are capped", { shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.9 }] }],
    ["there is a reserve", { reserve: [{ good: "bread", by: "site", share: 0.1 }] }],
  ])("but not when %s: options", (_, options) => {
    const free = (spec: Plain): void => {
      spec.links = [{ between: ["north", "south"], mode: "road" }];
      spec.options = options;
    };
    expect(obstacleAfter(free)).toBe("options");
  });

  test("also when a site must be open as it is, whatever that takes, or must be closed", () => {
    const forced = { open: true, siteEnergy: 7, minimumLoad: 0.5 };
    expect(
      obstacleAfter((spec) => small(spec, { stand: 0, keep: 9, energyToBuild: 1e6, life: 10 }, forced)),
    ).toBeUndefined();
    expect(obstacleAfter((spec) => small(spec, { keep: 9, most: 3 }, { open: false }))).toBeUndefined();
  });

  test("also when the other good on a link with a limit weighs nothing", () => {
    const weightless = { freight: "overland", unit: "MWh", tonnesPerUnit: 0 };
    expect(obstacleAfter((spec) => set(spec, "goods", "cloth", weightless))).toBeUndefined();
  });
});

describe("a continent of such goods", async () => {
  const backend = await highs();

  test("has the plan of the linear reference, proved by the flow's own prices, on continents by chance", () => {
    for (let seed = 1; seed <= 6; seed++) expectSameFlow(seed, randomFlowGoods(seed), backend);
  });

  test("is planned without a backend, the same in slices", async () => {
    const continent = createContinent(plain);
    const outcome = planContinent(continent);
    const plan = requirePlan(outcome);
    expect(outcome.status).toBe("optimal");
    expect(verifyPlan(continent, plan).violations).toEqual([]);
    expect(requirePlan(await planContinentAsync(continent))).toEqual(plan);
    // 500 MJ at the large oven against 1200; 60 by rail, 260 by road: all of it is brought, the railway full.
    const ways = plan.links.map(({ link: id, ways: [out] }) => [id, out.tonnes]);
    expect(ways).toEqual([
      ["railway", { bread: 70 }],
      ["road", { bread: 90 }],
    ]);
    expect(plan.guidePrices.find(({ area, good }) => area === "south" && good === "bread")?.value).toBeCloseTo(760, 6);
  });

  test("is planned good by good, one as a flow and one as a facility location problem", () => {
    const mixed = createContinent(
      changed((spec) =>
        set(spec, "sites", "loom", { sizes: [{ capacity: 5, most: 2, energyToBuild: 1e6, life: 10 }] }),
      ),
    );
    const routes = inspectContinent(mixed).goods.map(({ good, route }) => [good, route]);
    expect(routes).toEqual([
      ["bread", "flow"],
      ["cloth", "location"],
    ]);
    const outcome = planContinent(mixed, { gap: 0 });
    expect(outcome.status).toBe("optimal");
    expect(Object.keys(outcome.timing.phases)).toEqual(expect.arrayContaining(["flow", "location"]));
    expect(requirePlan(outcome).objective).toBeCloseTo(
      requirePlan(planContinent(mixed, { gap: 0, method: "linear", backend })).objective,
      3,
    );
  });

  test("has marginal prices without a backend, those of one kilogram more or less", () => {
    let apart = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const continent = randomFlowGoods(seed, 4);
      const outcome = planContinent(continent, { marginalPrices: true });
      const own = "plan" in outcome ? outcome.plan.marginalPrices : undefined;
      apart += expectPricesOfOneKilogram(seed, backend, continent);
      const again = planContinent(continent, { backend, gap: 0.3, repairs: false, marginalPrices: true });
      expect("plan" in again ? again.plan.marginalPrices : undefined, `seed ${seed}`).toEqual(own);
    }
    expect(apart).toBeGreaterThan(3);
    const coupled = createContinent(changed((spec) => set(spec, "recipes", "bake", { takes: { cloth: 0.01 } })));
    expect(() => planContinent(coupled, { marginalPrices: true })).toThrow(/marginal prices of goods that touch/);
  });

  test("says what is missing when needs cannot be met, and proves it where a backend is given", () => {
    const short = createContinent(changed((spec) => set(spec, "areas", "south", { demand: { bread: 600 } })));
    expect(planContinent(short)).toMatchObject({ status: "infeasible", reasons: [{ code: "too-little" }] });
    expect(planContinent(short, { backend, repairs: false })).toMatchObject({
      status: "infeasible",
      certificate: { form: expect.any(String) },
    });
  });
});
