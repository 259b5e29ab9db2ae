import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import type { InfeasibleOutcome, Outcome } from "../src/plan/outcome.ts";
import type { Certificate } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyInfeasible } from "../src/verify/plan/verify-infeasible.ts";
import {
  type Broken,
  brokenContinents,
  expectNoSmallerRepair,
  expectProofOfInfeasibility,
  expectRepairsToMend,
} from "./repairs-laws.ts";

let backend: LinearBackend;
let broken: Broken[];

beforeAll(async () => {
  backend = await highs();
  broken = brokenContinents(1, 2, backend);
});

describe("of continents by chance whose needs cannot be met", () => {
  test("every repair mends them", () => {
    for (const each of broken) expectRepairsToMend(each, backend);
  });

  test("no smaller repair of the same kind does", () => {
    let tried = 0;
    for (const each of broken) {
      for (const repair of each.outcome.repairs) {
        tried += expectNoSmallerRepair(each, repair, backend, 20) ? 1 : 0;
      }
    }
    expect(tried).toBeGreaterThan(0);
  });

  test("prices prove that they cannot, all at once or case by case", () => {
    for (const each of broken) expectProofOfInfeasibility(each);
  });

  test("a certificate that was tampered with proves nothing of a continent that can be planned", () => {
    const { continent, outcome } = broken.find(({ outcome }) => outcome.certificate?.cases === undefined)!;
    const mended = changeContinent(continent, outcome.repairs[0].changes);
    const certificate = outcome.certificate!;
    const [good] = Object.keys(certificate.prices);
    for (const factor of [-1, 0, 1e-3, 0.5, 2, 1e6]) {
      const prices = Object.fromEntries(
        Object.entries(certificate.prices[good]).map(([area, price]) => [area, price * factor]),
      );
      const changed = { ...certificate, prices: { ...certificate.prices, [good]: prices }, resources: {} };
      expect(verifyInfeasible(mended, changed).valid).toBe(false);
    }
    for (const wrong of [null, {}, { ...certificate, prices: 7 }, { ...certificate, links: { a: [Number.NaN] } }]) {
      expect(verifyInfeasible(continent, wrong as Certificate).valid).toBe(false);
    }
  });
});

/** A works that makes at most ten, for a town that wants more. */
const town = {
  goods: { bread: {}, ash: {} },
  recipes: { bake: { makes: { bread: 1 }, takes: {}, needs: { hours: 1 }, energy: 1 } },
  areas: { town: { at: [0, 50], demand: { bread: 14 }, resources: { hours: 100 } } },
  sites: { oven: { area: "town", recipes: ["bake"], sizes: [{ capacity: 5, most: 2 }] } },
} satisfies ContinentSpec;

function infeasible(outcome: Outcome): InfeasibleOutcome {
  if (outcome.status !== "infeasible") throw new Error(outcome.status);
  return outcome;
}

test("prices prove nothing by a lack that is but the rounding of the data, whichever prices they are", () => {
  const grain = (demand: number, supply = {}) => ({ demand: { grain: demand }, supply });
  const continent = createContinent({
    name: "three tenths",
    modes: { rail: { energyPerTonneKm: 0.1 } },
    goods: { grain: {} },
    areas: { a: { at: [0, 50], ...grain(0.1, { grain: 0.3 }) }, b: { at: [1, 50], ...grain(0.2) } },
    links: [{ between: ["a", "b"], mode: "rail", km: 10 }],
  });
  expect(planContinent(continent).status).toBe("optimal");
  const price = { grain: { a: 1, b: 1 } };
  const none = { version: 1, bound: 0, resources: {}, links: {} } as const;
  for (const certificate of [
    { ...none, form: "strong", prices: price },
    { ...none, form: "fine", prices: {}, fine: { demand: price, inputs: {} } },
  ] as const) {
    // As doubles, a tenth and two tenths are a little more than three tenths.
    expect(verifyInfeasible(continent, certificate).shortfall).toBeGreaterThan(0);
    expect(verifyInfeasible(continent, certificate).valid).toBe(false);
    expect(verifyInfeasible(continent, { ...certificate, cases: [{ impossible: true }] }).valid).toBe(false);
  }
});

describe("a town that wants more than its works make", () => {
  test("is told the smallest changes of each kind, smallest first, in words and as changes", () => {
    const { repairs } = infeasible(planContinent(createContinent(town), { backend }));
    expect(repairs).toEqual([
      {
        kind: "demand",
        message: "Let town want 10 t a year of bread, 28.6 % less.",
        changes: { limit: [{ demand: "bread", area: "town", most: 10 }] },
        slack: expect.closeTo(4 / 14, 9),
        smallest: true,
      },
      {
        kind: "modules",
        message: "Let oven have 3 modules of size 1, 1 more than there may be.",
        changes: { limit: [{ site: "oven", size: "1", most: 3 }] },
        slack: 0.5,
        smallest: true,
      },
    ]);
  });

  test("is told of several kinds together where none alone does", () => {
    const short = { ...town.areas.town, resources: { hours: 12 } };
    const { repairs } = infeasible(planContinent(createContinent({ ...town, areas: { town: short } }), { backend }));
    expect(repairs.map(({ kind, changes }) => [kind, changes.limit])).toEqual([
      ["demand", [{ demand: "bread", area: "town", most: 10 }]],
      [
        "several",
        [
          { site: "oven", size: "1", most: 3 },
          { resource: "hours", area: "town", most: 14 },
        ],
      ],
    ]);
  });

  test("that has no works at all can only want less", () => {
    const { repairs, certificate } = infeasible(planContinent(createContinent({ ...town, sites: {} }), { backend }));
    expect(repairs.map(({ kind, slack }) => [kind, slack])).toEqual([["demand", 1]]);
    expect(certificate?.bound).toBeGreaterThan(0);
  });

  test("goes without what is for expansion before what is for all, and without that before what is personal", () => {
    const goods = { bread: {}, tar: { use: "common" }, steel: { use: "expansion" } } as const;
    const recipes = Object.fromEntries(Object.keys(goods).map((good) => [good, { makes: { [good]: 1 } }]));
    const demand = { bread: 4, tar: 4, steel: 4 };
    const outcome = planContinent(
      createContinent({
        goods,
        recipes,
        areas: { town: { at: [0, 50], demand } },
        sites: { works: { area: "town", recipes: Object.keys(recipes), sizes: [{ capacity: 6 }] } },
      }),
      { backend },
    );
    const unmet = infeasible(outcome).closest?.balances.map(({ good, unmet }) => [good, Math.round(unmet * 1e4) / 1e4]);
    expect(unmet).toEqual([
      ["bread", 0],
      ["steel", 4],
      ["tar", 2],
    ]);
  });

  test("gets no repairs where none are asked for", () => {
    expect(infeasible(planContinent(createContinent(town), { backend, repairs: false })).repairs).toEqual([]);
  });

  test("hears nothing of the changed continents as progress", () => {
    const phases: string[] = [];
    const onProgress = ({ phase }: { readonly phase: string }): unknown => phases.push(phase);
    planContinent(createContinent(town), { backend, method: "linear", onProgress });
    expect(phases).toEqual(["start prices"]);
  });
});

describe("rules that stand in the way", () => {
  const ruled = (site: object, more: object = {}): Outcome =>
    planContinent(
      createContinent({
        ...town,
        sites: {
          oven: { area: "town", recipes: ["bake"], sizes: [{ capacity: 5, most: 2 }, { capacity: 4 }], ...site },
        },
        ...more,
      }),
      { backend },
    );

  test("can be lifted: one size only", () => {
    const { repairs } = infeasible(ruled({ oneSize: true }));
    expect(repairs.find(({ kind }) => kind === "options")?.changes).toEqual({ relax: { oneSize: ["oven"] } });
  });

  test("can be lifted: a minimum load that whole works cannot keep", () => {
    const outcome = ruled(
      { sizes: [{ capacity: 40 }], minimumLoad: 0.5 },
      { goods: { bread: { disposal: "forbidden" }, ash: {} } },
    );
    const { repairs, certificate } = infeasible(outcome);
    // With no oven bread is missing, with one there is too much.
    expect(certificate?.cases).toHaveLength(3);
    expect(repairs.find(({ kind }) => kind === "options")?.changes).toEqual({ relax: { minimumLoad: ["oven"] } });
    expect(repairs.find(({ kind }) => kind === "surplus")?.changes).toEqual({ relax: { disposal: ["bread"] } });
  });

  const two = { area: "town", recipes: ["bake"], sizes: [{ capacity: 8, most: 1 }] };

  test.each([
    ["from one source alone", { singleSource: ["bread"] }, { singleSource: ["bread"] }],
    [
      "of caps on shares",
      { shareCaps: [{ good: "bread", by: "site", of: "area", share: 0.4 }] },
      { shareCaps: ["bread"] },
    ],
    [
      "of caps on shares of all that is made",
      { shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.4 }] },
      { shareCaps: ["bread"] },
    ],
    ["of capacity in reserve", { reserve: [{ good: "bread", share: 0.6 }] }, { reserve: ["bread"] }],
  ])("can be lifted: %s", (_, options, relax) => {
    const outcome = infeasible(ruled({}, { sites: { one: two, two }, options }));
    expect(outcome.repairs.find(({ kind }) => kind === "options")?.changes).toEqual({ relax });
  });

  test("ask for less where less is wanted: a reserve of a share of demand", () => {
    const { repairs } = infeasible(
      ruled({}, { sites: { one: two, two }, options: { reserve: [{ good: "bread", share: 0.8 }] } }),
    );
    expect(repairs.find(({ kind }) => kind === "demand")?.changes).toEqual({
      limit: [{ demand: "bread", area: "town", most: 10 }],
    });
  });

  test("can be lifted: a works that must be open and has nothing to do", () => {
    const idle = { area: "town", recipes: ["bake"], sizes: [{ capacity: 100 }], minimumLoad: 0.9, open: true };
    const { repairs } = infeasible(
      ruled(
        { sizes: [{ capacity: 14 }] },
        {
          sites: { oven: { area: "town", recipes: ["bake"], sizes: [{ capacity: 14 }] }, idle },
          goods: { bread: { disposal: "forbidden" }, ash: {} },
          areas: { town: { at: [0, 50], demand: { bread: 14 } } },
        },
      ),
    );
    expect(repairs.find(({ kind }) => kind === "options")?.slack).toBe(1);
    expect(repairs.map(({ kind }) => kind)).not.toContain("demand");
  });

  test("can be moved: how many sites may make a good", () => {
    const other = { area: "town", recipes: ["bake"], sizes: [{ capacity: 5 }] };
    const sites = { one: other, two: other, three: other };
    const { repairs } = infeasible(ruled({}, { sites, options: { mostSites: { bread: 2 } } }));
    expect(repairs.find(({ kind }) => kind === "options")?.changes).toEqual({
      limit: [{ sitesMaking: "bread", most: 3 }],
    });
  });
});
