import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { seededRandom } from "../src/base/random.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { loadContinent, saveContinent } from "../src/model/save-continent.ts";
import type { OptionsSpec } from "../src/model/spec.ts";
import type { Continent, Group, ShareCap } from "../src/model/types.ts";
import { optionUse } from "../src/plan/option-use.ts";
import type { Plan, Shipment } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { markdownReport } from "../src/report/markdown-report.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { townsWith } from "./option-towns.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

/** Work that is spent on proving what a backend has found. */
const LITTLE_WORK = 1;

function planOf(continent: Continent): Plan {
  return requirePlan(planContinent(continent, { backend, gap: 0, workLimit: LITTLE_WORK }));
}

/** Rules that a plan breaks on a continent, its certificate's bound left aside. */
function broken(continent: Continent, plan: Plan): string[] {
  return [...new Set(verifyPlan(continent, plan).violations.map(({ rule }) => rule))].sort();
}

const finalUse = ({ shipments }: Plan, to: string): readonly Shipment[] =>
  shipments.filter((shipment) => shipment.final && shipment.to === to);

/** Every option in a form that the cheapest plan without any does not obey. */
const OPTIONS: Readonly<Record<string, OptionsSpec>> = {
  singleSource: { singleSource: ["bread"] },
  "a share of areas by site": { shareCaps: [{ good: "bread", by: "site", of: "area", share: 0.6 }] },
  "a share of areas by area": { shareCaps: [{ good: "bread", by: "area", of: "area", share: 0.7 }] },
  "a share of areas by federation": { shareCaps: [{ good: "bread", by: "federation", of: "area", share: 0.7 }] },
  "a share of the continent by site": { shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.55 }] },
  "a share of the continent by area": { shareCaps: [{ good: "bread", by: "area", of: "continent", share: 0.55 }] },
  "a share of the continent by federation": {
    shareCaps: [{ good: "bread", by: "federation", of: "continent", share: 0.55 }],
  },
  "a reserve by site": { reserve: [{ good: "bread", share: 0.6 }] },
  "a reserve by area": { reserve: [{ good: "bread", by: "area", share: 0.5 }] },
  "a reserve by federation": { reserve: [{ good: "bread", by: "federation", share: 0.5 }] },
};

describe.each(Object.entries(OPTIONS))("%s", (_, options) => {
  test("costs something, and the plan is the second formulation's optimum, valid, with a bound below it", () => {
    const continent = townsWith(options);
    const plan = planOf(continent);
    const { objective } = solveSecondFormulation(continent, backend);
    expect(plan.objective / objective).toBeCloseTo(1, 7);
    expect(verifyPlan(continent, plan).violations).toEqual([]);
    expect(plan.certificate.bound).toBeLessThanOrEqual(objective * (1 + 1e-9));
    expect(plan.objective).toBeGreaterThan(planOf(townsWith()).objective + 1);
  });

  test("is broken by the plan that is best without it, and the checker says so", () => {
    const continent = townsWith(options);
    const rule = Object.keys(options)[0];
    const free = planOf(townsWith());
    expect(broken(townsWith(), free)).toEqual([]);
    // Every shipment to final use is marked as such, as the option asks; nothing else is wrong.
    const marked = {
      ...free,
      shipments: free.shipments.map((shipment) =>
        shipment.good === "bread" && asksWho(options) ? { ...shipment, final: true as const } : shipment,
      ),
    };
    expect(broken(continent, marked)).toEqual([rule]);
  });

  test("passes through a file, and through a change of something else", () => {
    const continent = townsWith(options);
    expect(loadContinent(saveContinent(continent))).toEqual(continent);
    expect(changeContinent(continent, { scale: [{ transport: 2 }] }).options).toEqual(continent.options);
  });
});

function asksWho({ singleSource = [], shareCaps = [] }: OptionsSpec): boolean {
  return singleSource.length > 0 || shareCaps.some(({ of }) => of === "area");
}

describe("single source", () => {
  test("shows in the shipments: one source for each area's final use, all of it and no more", () => {
    const plan = planOf(townsWith({ singleSource: ["bread"] }));
    for (const [area, amount] of Object.entries({ west: 100, middle: 80, east: 60 })) {
      const served = finalUse(plan, area);
      expect(served.map(({ tonnes }) => tonnes)).toHaveLength(1);
      expect(served[0].tonnes).toBeCloseTo(amount, 6);
    }
  });

  test("is proved to the last digits by cases that split on who serves whom", () => {
    const outcome = planContinent(townsWith({ singleSource: ["bread"] }), { backend, gap: 0 });
    expect(outcome.status).toBe("optimal");
    const { cases = [] } = requirePlan(outcome).certificate;
    expect(cases.some((one) => "whole" in one && "good" in one.whole)).toBe(true);
  });

  test("leaves what works take to come from anywhere", () => {
    const continent = changeContinent(townsWith({ singleSource: ["bread"] }), {
      add: {
        goods: { crumbs: {} },
        recipes: { grate: { makes: { crumbs: 1 }, takes: { bread: 1 }, energy: 5 } },
        sites: { grater: { area: "middle", recipes: ["grate"], sizes: [{ capacity: 100 }] } },
        areas: { south: { at: [2, 49], demand: { crumbs: 40 } } },
        links: [{ between: ["middle", "south"], mode: "road", km: 10 }],
      },
    });
    const plan = planOf(continent);
    const taken = plan.shipments.filter(({ good, to, final }) => good === "bread" && to === "middle" && !final);
    expect(taken.reduce((sum, { tonnes }) => sum + tonnes, 0)).toBeCloseTo(40, 6);
    // The middle's own 15 t of bread, which cannot serve all of its people, are grated.
    expect(taken.filter(({ site }) => site === undefined).map(({ tonnes }) => tonnes)).toEqual([15]);
    expect(finalUse(plan, "middle")).toHaveLength(1);
  });

  test("lets the rest go unmet where a shortage is allowed and the one source is too small", () => {
    const small = changeContinent(townsWith({ singleSource: ["bread"] }), {
      limit: [
        { site: "large", most: 0 },
        { site: "small", most: 0 },
        { site: "centre", most: 0 },
      ],
    });
    expect(planContinent(small, { backend, gap: 0 }).status).toBe("infeasible");
    const spec = { ...small, shortage: { bread: 1e6 } };
    const plan = planOf(loadContinent(saveContinent(spec)));
    const served = ["west", "middle", "east"].map((area) => finalUse(plan, area).length);
    expect(Math.max(...served)).toBe(1);
    // The edge's 90 t can serve one area besides nature's 15 t: 90 of the west's 100, or all of another's.
    const unmet = plan.balances.reduce((sum, balance) => sum + balance.unmet, 0);
    expect(unmet).toBeCloseTo(240 - 90 - 15, 6);
  });

  test("a plan that serves an area from two sources, or hides it, is refused", () => {
    const continent = townsWith({ singleSource: ["bread"] });
    const plan = planOf(continent);
    const [first, ...others] = plan.shipments.filter(({ final }) => final);
    const rest = plan.shipments.filter((shipment) => shipment !== first && !others.includes(shipment));
    const { final: _, site: source = "", ...unmarked } = first;
    expect(broken(continent, { ...plan, shipments: [...rest, ...others, { ...unmarked, site: source }] })).toEqual([
      "shipment.final",
    ]);
    const half = first.tonnes / 2;
    const split: Shipment[] = [
      { ...first, tonnes: half },
      { ...first, tonnes: half, site: source === "large" ? "small" : "large" },
    ];
    expect(broken(continent, { ...plan, shipments: [...rest, ...others, ...split] })).toContain("singleSource");
  });
});

describe("options that ask for nothing", () => {
  test.each<[string, OptionsSpec]>([
    ["a share of one", { shareCaps: everyCap(1) }],
    ["a reserve of nothing", { reserve: [{ good: "bread", share: 0 }] }],
  ])("%s changes neither plan nor objective", (_, options) => {
    const free = planOf(townsWith());
    const plan = planOf(townsWith(options));
    expect(plan.objective).toBeCloseTo(free.objective, 3);
    expect(plan.sites.map(({ site, sizes }) => [site, sizes.map(({ built }) => built)])).toEqual(
      free.sites.map(({ site, sizes }) => [site, sizes.map(({ built }) => built)]),
    );
  });

  test("a single source where there is one candidate changes nothing", () => {
    const one = {
      forbid: { sites: ["small", "centre", "edge"] },
      limit: [{ supply: "bread", area: "middle", most: 0 }],
    };
    const free = planOf(changeContinent(townsWith(), one));
    const single = planOf(changeContinent(townsWith({ singleSource: ["bread"] }), one));
    expect(single.objective).toBeCloseTo(free.objective, 3);
  });
});

/** All options at once, loosely enough to be had. */
const EVERYTHING: OptionsSpec = {
  singleSource: ["bread"],
  mostSites: { bread: 3 },
  shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.6 }],
  reserve: [{ good: "bread", by: "federation", share: 0.4 }],
};

describe("with all options at once", () => {
  test("other names change nothing", () => {
    const names = { west: "z1", middle: "z2", east: "a3", large: "q", small: "b", centre: "y", edge: "c", bake: "t" };
    let text = saveContinent(townsWith(EVERYTHING));
    for (const [from, to] of Object.entries(names)) text = text.replaceAll(`"${from}"`, `"${to}"`);
    const renamed = planOf(loadContinent(text));
    expect(renamed.objective).toBeCloseTo(planOf(townsWith(EVERYTHING)).objective, 3);
  });

  test("all energies a hundred times as large give a hundred times the optimum", () => {
    const continent = townsWith(EVERYTHING);
    const dear = changeContinent(continent, {
      scale: [{ transport: 100 }, { production: 100 }, { construction: 100 }, { standing: 100 }, { surplus: 100 }],
    });
    expect(planOf(dear).objective / planOf(continent).objective).toBeCloseTo(100, 6);
  });

  test("no change to the certificate's prices of options proves more than the plan takes", () => {
    const continent = townsWith(EVERYTHING);
    const plan = planOf(continent);
    expect(plan.certificate.options).toBeDefined();
    const random = seededRandom(5);
    for (let round = 0; round < 30; round++) {
      const { cases: _, ...root } = structuredClone(plan.certificate);
      const options = root.options!;
      const changed = (price: number): number =>
        random.next() < 0.5 ? price : price * 3 * random.next() + random.next() * 500;
      const served = Object.fromEntries(
        Object.entries(options.served).map(([good, row]) => [
          good,
          Object.fromEntries(Object.entries(row).map(([area, price]) => [area, changed(price)])),
        ]),
      );
      const shareCaps = ["large", "small", "centre", "edge"].map((group) => ({
        ...{ good: "bread", by: "site" as const, of: "continent" as const, group },
        price: changed(0),
      }));
      const reserve = ["bake", "steam", "bake + steam"].map((group) => ({
        ...{ good: "bread", by: "federation" as const, group },
        price: changed(0) / 50,
      }));
      const certificate = { ...root, options: { served, shareCaps, reserve } };
      const { certifiedBound } = verifyPlan(continent, { ...plan, certificate });
      expect(Number.isFinite(certifiedBound)).toBe(true);
      expect(certifiedBound).toBeLessThanOrEqual(plan.objective * (1 + 1e-9));
    }
  });

  test("a negative price proves nothing, and is refused", () => {
    const continent = townsWith({ reserve: [{ good: "bread", share: 0.6 }] });
    const plan = planOf(continent);
    const reserve = [{ good: "bread", by: "site" as const, group: "large", price: -1 }];
    const { cases: _, ...root } = plan.certificate;
    const certificate = { ...root, options: { served: {}, shareCaps: [], reserve } };
    const verdict = verifyPlan(continent, { ...plan, certificate });
    expect(verdict.certifiedBound).toBe(Number.NEGATIVE_INFINITY);
    expect(verdict.violations.map(({ rule }) => rule)).toContain("certificate.negative");
  });

  test("the report says which options bind, and what room would be worth", () => {
    const continent = townsWith(EVERYTHING);
    const outcome = planContinent(continent, { backend, gap: 0, workLimit: LITTLE_WORK });
    const page = markdownReport(continent, outcome, { timing: false });
    expect(page).toContain("### Options that bind");
    expect(page).toMatch(/Each area has one source of bread: \d sources? for 3 areas\./);
    const binding = optionUse(continent, requirePlan(outcome)).filter(({ binds }) => binds);
    expect(binding.length).toBeGreaterThan(0);
    for (const { option, amount, limit } of binding) {
      if (option !== "reserve") expect(amount).toBeLessThanOrEqual(limit * (1 + 1e-6));
      else expect(amount).toBeGreaterThanOrEqual(limit * (1 - 1e-6));
    }
  });
});

describe("options that cannot be had", () => {
  test("a reserve that all others together could not hold is named, with how much is missing", () => {
    const outcome = planContinent(townsWith({ reserve: [{ good: "bread", by: "area", share: 3 }] }), { backend });
    expect(outcome.status).toBe("infeasible");
    const reasons = outcome.status === "infeasible" ? outcome.reasons : [];
    const west = reasons.find(({ code, message }) => code === "reserve-too-large" && message.includes("without west"));
    // Three times the 240 t that are eaten; the middle and the east could make 150 t and 90 t.
    expect(west?.amount).toBeCloseTo(3 * 240 - 240, 6);
  });

  test("a share that is too small for how many there are is named", () => {
    const outcome = planContinent(
      townsWith({ shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.2 }] }),
      { backend, repairs: false },
    );
    const codes = outcome.status === "infeasible" ? outcome.reasons.map(({ code }) => code) : [];
    expect(codes).toContain("share-used-up");
  });
});

function everyCap(share: number): ShareCap[] {
  const groups: readonly Group[] = ["site", "area", "federation"];
  return groups.flatMap((by): ShareCap[] => [
    { good: "bread", by, of: "area", share },
    { good: "bread", by, of: "continent", share },
  ]);
}
