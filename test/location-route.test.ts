import { describe, expect, test } from "vitest";
import { highs } from "../src/highs.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { goodsAreApart } from "../src/network/flow-obstacles.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { type LocationObstacle, locationObstacle } from "../src/network/location-obstacles.ts";
import { planContinent, planContinentAsync, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { expectSamePlan } from "./location-route-laws.ts";
import { changedIndexed, type Plain, set, sharedClauses } from "./plain-continent.ts";
import { randomOneSourceGoods, randomSingleGoods } from "./random-single-goods.ts";

/** Two goods that do not touch each other: bread baked in sizes, cloth woven at one place. */
const plain: ContinentSpec = {
  name: "two goods",
  carriers: { power: { primary: 2 } },
  modes: { road: { energyPerTonneKm: 2, terminal: 10 }, pipe: { energyPerTonneKm: 1, terminal: 0 } },
  freight: { overland: ["road"] },
  goods: { bread: { freight: "overland" }, cloth: { freight: "overland" } },
  recipes: {
    bake: { makes: { bread: 1 }, energy: { power: 1000 }, needs: { hours: 2 } },
    weave: { makes: { cloth: 1 }, energy: { power: 5000 } },
  },
  areas: {
    north: { at: [10, 50], population: 10, demand: { bread: 100, cloth: 5 }, resources: { hours: 1000 } },
    south: { at: [11, 49], population: 10, demand: { bread: 60 } },
  },
  sites: {
    oven: {
      area: "north",
      recipes: ["bake"],
      sizes: [
        { name: "small", capacity: 100, energyToBuild: 1e6, life: 20, keep: 1000 },
        { name: "large", capacity: 200, energyToBuild: 15e5, life: 20, keep: 1500, energyFactor: 0.9 },
      ],
    },
    loom: { area: "south", recipes: ["weave"], sizes: [{ capacity: 50, energyToBuild: 1e6, life: 20, keep: 500 }] },
  },
  links: [{ between: ["north", "south"], mode: "road" }],
};

/** What the predicate says of bread after a change of the plain continent. */
function obstacleAfter(change: (spec: Plain) => void): LocationObstacle | undefined {
  const indexed = changedIndexed(plain, change);
  return locationObstacle(indexed, indexed.goods.indexOf("bread"));
}

describe("a good is a location problem of its own", () => {
  test("when nothing that is decided about it touches another good", () => {
    const indexed = indexContinent(createContinent(plain));
    expect(indexed.goods.map((_, good) => locationObstacle(indexed, good))).toEqual([undefined, undefined]);
  });

  const clauses: readonly (readonly [string, string, (spec: Plain) => void])[] = [
    ...sharedClauses("oven"),
    [
      "works are built of it",
      "used",
      (spec) =>
        set(spec, "sites", "loom", {
          sizes: [{ capacity: 50, energyToBuild: 1e6, life: 20, keep: 500, buildGoods: { bread: 3 } }],
        }),
    ],
    [
      "a link takes it",
      "used",
      (spec) => spec.links.push({ between: ["north", "south"], mode: "pipe", takes: { bread: 0.01 }, capacity: 10 }),
    ],
    ["a resource may run short", "resources", (spec) => set(spec, "areas", "north", { resources: { hours: 500 } })],
    [
      "some is lost on the way",
      "losses",
      (spec) => spec.links.push({ from: "north", to: "south", mode: "road", loss: 0.1 }),
    ],
    [
      "a link has a limit",
      "room",
      (spec) => spec.links.push({ from: "north", to: "south", mode: "road", capacity: 1e6 }),
    ],
    [
      "a link can be built",
      "building",
      (spec) =>
        spec.links.push({
          id: "new",
          between: ["north", "south"],
          mode: "road",
          sizes: [{ capacity: 1e6, energyToBuild: 1e6, life: 30, most: 1 }],
        }),
    ],
    [
      "a link takes goods as it carries",
      "on the way",
      (spec) => spec.links.push({ from: "north", to: "south", mode: "road", takes: { cloth: 0.01 } }),
    ],
    ["its works have a minimum load", "minimum load", (spec) => set(spec, "sites", "oven", { minimumLoad: 0.3 })],
    [
      "its works are built of goods",
      "build goods",
      (spec) =>
        set(spec, "sites", "oven", {
          sizes: [{ capacity: 200, energyToBuild: 1e6, life: 20, keep: 500, buildGoods: { cloth: 3 } }],
        }),
    ],
    ["sizes that may be mixed share an energy", "shared site", (spec) => set(spec, "sites", "oven", { siteEnergy: 5 })],
    [
      "sizes that may be mixed count as one site",
      "shared site",
      (spec) => {
        spec["sites"]["second"] = structuredClone(spec["sites"]["oven"]);
        spec.options = { mostSites: { bread: 1 } };
      },
    ],
    ["a site must open in one of two sizes", "must be open", (spec) => set(spec, "sites", "oven", { open: true })],
    [
      "each area has one source, and sizes of a site may be mixed",
      "one source, mixed",
      (spec) => (spec.options = { singleSource: ["bread"] }),
    ],
    [
      "each area has one source, and may go short",
      "one source, short",
      (spec) => {
        set(spec, "sites", "oven", { oneSize: true });
        spec.options = { singleSource: ["bread"] };
        Object.assign(spec, { shortage: { bread: 5000 } });
      },
    ],
    [
      "each area has one source, and shares are capped",
      "options",
      (spec) => {
        set(spec, "sites", "oven", { oneSize: true });
        const cap = { good: "bread", by: "site", of: "area", share: 0.9 };
        spec.options = { singleSource: ["bread"], shareCaps: [cap] };
      },
    ],
    [
      "each area has one source, and there is a reserve",
      "options",
      (spec) => {
        set(spec, "sites", "oven", { oneSize: true });
        spec.options = { singleSource: ["bread"], reserve: [{ good: "bread", by: "site", share: 0.1 }] };
      },
    ],
    [
      "shares are capped",
      "options",
      (spec) => (spec.options = { shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.9 }] }),
    ],
    [
      "there is a reserve",
      "options",
      (spec) => (spec.options = { reserve: [{ good: "bread", by: "site", share: 0.1 }] }),
    ],
    [
      "nobody wants it",
      "no demand",
      (spec) => {
        for (const area of ["north", "south"]) set(spec, "areas", area, { demand: { cloth: 5 } });
      },
    ],
  ];
  test.each(clauses)("but not when %s: %s", (_, obstacle, change) => {
    expect(obstacleAfter(change)).toBe(obstacle);
  });

  test("also when each area has one source, of sites with one size or with sizes that exclude each other", () => {
    const sizes = [{ capacity: 200, energyToBuild: 1e6, life: 20, keep: 500, most: 2 }];
    for (const fields of [{ sizes }, { oneSize: true }]) {
      const change = (spec: Plain): void => {
        set(spec, "sites", "oven", fields);
        spec.options = { singleSource: ["bread"] };
      };
      expect(obstacleAfter(change)).toBeUndefined();
    }
  });

  test("also when a site of one size must open, or excluding sizes share an energy", () => {
    const sizes = [{ capacity: 200, energyToBuild: 1e6, life: 20, keep: 500, most: 2 }];
    expect(obstacleAfter((spec) => set(spec, "sites", "oven", { open: true, sizes }))).toBeUndefined();
    expect(obstacleAfter((spec) => set(spec, "sites", "oven", { oneSize: true, siteEnergy: 5 }))).toBeUndefined();
  });
});

describe("a continent of such goods", async () => {
  const backend = await highs();

  test("has the plan of the linear reference, and a bound that is none too high, on continents by chance", () => {
    for (let seed = 1; seed <= 4; seed++) expectSamePlan(seed, randomSingleGoods(seed), backend);
  });

  test("has it, too, where each area has one source", () => {
    let split = 0;
    for (const seed of [1, 3]) {
      const continent = randomOneSourceGoods(seed);
      expect(goodsAreApart(indexContinent(continent)), `seed ${seed}`).toBe(true);
      expectSamePlan(seed, continent, backend);
      const several = changeContinent(continent, { relax: { singleSource: continent.options.singleSource } });
      const [one, free] = [planContinent(continent, { gap: 0 }), planContinent(several, { gap: 0 })];
      if (!("plan" in one) || !("plan" in free)) continue;
      if (one.objective > free.objective * (1 + 1e-9)) split++;
    }
    // Some of these continents would rather split an area's service.
    expect(split).toBeGreaterThan(0);
  });

  test("is planned without a backend, the same in slices", async () => {
    const continent = createContinent(plain);
    const outcome = planContinent(continent, { gap: 0 });
    const plan = requirePlan(outcome);
    expect(verifyPlan(continent, plan).violations).toEqual([]);
    expect(plan.sites.map(({ site, sizes }) => [site, sizes.map(({ name }) => name)])).toEqual([
      ["loom", ["1"]],
      ["oven", ["large"]],
    ]);
    expect(requirePlan(await planContinentAsync(continent, { gap: 0 }))).toEqual(plan);
  });

  test("starts from a former plan: never worse than it, however little work is allowed", () => {
    let better = 0;
    let worseWithout = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const continent = randomSingleGoods(seed);
      const best = planContinent(continent, { gap: 0 });
      if (!("plan" in best)) continue;
      const hurried = { gap: 0, workLimit: 1e-4 };
      const again = planContinent(continent, { ...hurried, from: best.plan });
      const afresh = planContinent(continent, hurried);
      if (!("plan" in again)) throw new Error(`seed ${seed}: ${again.status}`);
      const rounding = 1e-9 * Math.abs(best.objective);
      expect(again.objective, `seed ${seed}`).toBeLessThanOrEqual(best.objective + rounding);
      if (!("plan" in afresh) || afresh.objective > best.objective * (1 + 1e-9)) worseWithout++;
      if ("bound" in afresh && again.bound > afresh.bound + rounding) better++;
    }
    expect(worseWithout).toBeGreaterThan(0);
    expect(better).toBeGreaterThan(0);
  });

  test("says what is missing when needs cannot be met, with and without a backend", () => {
    const short = createContinent({
      ...plain,
      areas: { ...plain.areas, south: { ...plain.areas["south"], demand: { bread: 600 } } },
    });
    const outcome = planContinent(short);
    expect(outcome).toMatchObject({
      status: "infeasible",
      reasons: [{ code: "too-little", good: "bread", amount: 400 }],
    });
    expect(planContinent(short, { backend, repairs: false }).status).toBe("infeasible");
  });

  test("is planned by prices and responses where one good is more than that; the linear way says what to type", () => {
    const coupled = createContinent({ ...plain, options: { singleSource: ["bread"] } });
    const reference = planContinent(coupled, { method: "linear", backend, gap: 0 });
    expect(requirePlan(planContinent(coupled)).objective).toBeCloseTo(requirePlan(reference).objective, 6);
    expect(() => planContinent(createContinent(plain), { method: "linear" })).toThrow(/katascope\/highs/);
  });

  test("stops at a limit with a plan or without, and with a bound that holds", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const continent = randomSingleGoods(seed);
      const best = planContinent(continent, { gap: 0 });
      const early = planContinent(continent, { gap: 0, workLimit: 1e-4 });
      if (!("plan" in best)) continue;
      expect("bound" in early ? early.bound : Number.POSITIVE_INFINITY).toBeLessThanOrEqual(best.objective);
    }
  });
});
