import { describe, expect, test } from "vitest";
import type { Progress } from "../src/base/control.ts";
import { highs } from "../src/highs.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { goodGroups } from "../src/network/good-groups.ts";
import { indexContinent } from "../src/network/indexed.ts";
import type { Certificate, CertificatePart } from "../src/plan/types.ts";
import { planContinent, planContinentAsync, requirePlan } from "../src/plan-continent.ts";
import { provenBound } from "../src/verify/plan/cases.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { expectWithinReference, referenceOf } from "./mixed-laws.ts";
import { randomMixed } from "./random-mixed.ts";

/** Bread is baked from grain in two sizes of ovens, tools are forged in sizes, salt only travels. */
const towns: ContinentSpec = {
  name: "towns",
  modes: { rail: { energyPerTonneKm: 0.2 }, barge: { energyPerTonneKm: 0.1 } },
  goods: { grain: {}, bread: {}, tools: {}, salt: {}, sand: {} },
  recipes: {
    grow: { makes: { grain: 1 }, energy: 400, fromNature: true },
    bake: { makes: { bread: 1 }, takes: { grain: 0.8 }, energy: 3000 },
    forge: { makes: { tools: 1 }, energy: 20_000 },
  },
  areas: {
    east: { at: [12, 50], population: 10, demand: { bread: 100, salt: 5, tools: 4 }, supply: { sand: 9 } },
    west: { at: [10, 50], population: 10, demand: { bread: 200, tools: 8 }, supply: { salt: 10 } },
  },
  sites: {
    farm: { area: "east", recipes: ["grow"], sizes: [{ capacity: 300, keep: 2e4, most: 2 }] },
    bakery: {
      area: "west",
      recipes: ["bake"],
      sizes: [
        { name: "small", capacity: 120, keep: 1e5, most: 3 },
        { name: "large", capacity: 400, keep: 2e5 },
      ],
    },
    "east smithy": { area: "east", recipes: ["forge"], sizes: [{ capacity: 10, keep: 5e4, most: 2 }] },
    "west smithy": { area: "west", recipes: ["forge"], sizes: [{ capacity: 20, keep: 9e4 }] },
  },
  links: [{ id: "line", between: ["east", "west"], mode: "rail" }],
};

/** Continents by chance: a chain beside others, and two chains. */
const SEEDS: readonly number[] = [1];

type Change = (spec: ContinentSpec) => Partial<ContinentSpec>;

function groupsAfter(change: Change): string[] {
  const indexed = indexContinent(createContinent({ ...towns, ...change(towns) }));
  return goodGroups(indexed).map((group) => group.map((good) => indexed.goods[good]).join());
}

describe("goods", () => {
  test("that no works, room or resource ties together are apart, and what has no part in any plan is in no group", () => {
    expect(groupsAfter(() => ({}))).toEqual(["bread,grain", "salt", "tools"]);
  });

  const works = (id: string, fields: object): Change => {
    return ({ sites }) => ({ sites: { ...sites, [id]: { ...sites![id], ...fields } } });
  };
  const ways = (...links: NonNullable<ContinentSpec["links"]>): Change => {
    return (spec) => ({ links: [...spec.links!, ...links] });
  };
  const ties: readonly (readonly [string, Change, readonly string[]])[] = [
    ["works that run recipes of both", works("farm", { recipes: ["grow", "forge"] }), ["bread,grain,tools", "salt"]],
    [
      "what is built into works",
      works("farm", { sizes: [{ capacity: 300, energyToBuild: 1e6, life: 10, buildGoods: { tools: 1 }, most: 2 }] }),
      ["bread,grain,tools", "salt"],
    ],
    [
      "a link that fills up",
      ways({ between: ["east", "west"], mode: "barge", capacity: 50 }),
      ["bread,grain,salt,tools"],
    ],
    [
      "a link that can be built",
      ways({
        between: ["east", "west"],
        mode: "barge",
        sizes: [{ capacity: 50, energyToBuild: 1e6, life: 10, most: 1 }],
      }),
      ["bread,grain,salt,tools"],
    ],
    [
      "a link that takes a good",
      ways({ between: ["east", "west"], mode: "barge", takes: { salt: 0.01 } }),
      ["bread,grain,salt,sand,tools"],
    ],
    [
      "a terminal that fills up",
      () => ({ terminals: [{ area: "east", mode: "rail", capacity: 90 }] }),
      ["bread,grain,salt,tools"],
    ],
    [
      "a resource that may run short",
      ({ recipes, areas }) => ({
        recipes: {
          ...recipes,
          bake: { ...recipes!["bake"], needs: { hours: 1 } },
          forge: { ...recipes!["forge"], needs: { hours: 9 } },
        },
        areas: { ...areas, west: { ...areas["west"], resources: { hours: 500 } } },
      }),
      ["bread,grain,tools", "salt"],
    ],
  ];
  test.each(ties)("are tied together by %s", (_, change, groups) => {
    expect(groupsAfter(change)).toEqual(groups);
  });

  test("are not tied by a link that is shut, nor by a resource of which there is enough", () => {
    expect(groupsAfter(ways({ between: ["east", "west"], mode: "barge", capacity: 0 }))).toHaveLength(3);
    const enough: Change = (spec) => ({ ...ties[6][1](spec), areas: spec.areas });
    expect(groupsAfter(enough)).toHaveLength(3);
  });
});

describe("a continent of goods that nothing ties together", async () => {
  const backend = await highs();
  const continent = createContinent(towns);

  test("is planned part by part as the linear reference plans it, with one certificate, on continents by chance", () => {
    for (const seed of SEEDS) {
      const mixed = randomMixed(seed);
      expect(goodGroups(indexContinent(mixed)).length, `groups of seed ${seed}`).toBeGreaterThan(1);
      const reference = referenceOf(mixed, backend);
      expect(expectWithinReference(mixed, reference, { backend }), `gap of seed ${seed}`).toBeLessThan(1e-9);
      expectWithinReference(mixed, reference, { workLimit: 0.5 });
    }
  });

  test("has the same plan in slices, as JSON and again from itself", async () => {
    const plan = requirePlan(planContinent(continent, { gap: 0 }));
    expect(requirePlan(await planContinentAsync(continent, { gap: 0 }))).toEqual(plan);
    expect(verifyPlan(continent, JSON.parse(JSON.stringify(plan))).violations).toEqual([]);
    expect(plan.certificate.bound).toBe(provenBound(continent, plan.certificate));
    expect(requirePlan(planContinent(continent, { gap: 0, from: plan })).objective).toBe(plan.objective);
  });

  test("tells which goods it plans, and what is known of the whole", () => {
    const told: Progress[] = [];
    const outcome = planContinent(continent, { gap: 0, backend, onProgress: (progress) => told.push(progress) });
    if (!("plan" in outcome)) throw new Error(outcome.status);
    expect(new Set(told.map(({ goods }) => goods?.join()))).toContain("bread,grain");
    for (const { bound = 0, incumbent = Number.POSITIVE_INFINITY } of told) {
      expect(bound).toBeLessThanOrEqual(outcome.objective * (1 + 1e-9));
      expect(incumbent).toBeGreaterThanOrEqual(outcome.bound * (1 - 1e-9));
    }
    // Parts that are yet to be planned count with what start prices prove of them.
    expect(told[0].bound).toBeGreaterThan(0.6 * outcome.bound);
    const bounds = told.map(({ bound }) => bound);
    expect(bounds).toEqual(bounds.toSorted((a = 0, b = 0) => a - b));
    const of = goodGroups(indexContinent(continent)).length;
    expect(new Set(told.map(({ part }) => part?.number))).toEqual(new Set(Array.from({ length: of }, (_, p) => p + 1)));
    for (const { part, incumbent } of told) {
      expect(part?.of).toBe(of);
      if (part!.number < of) expect(incumbent).toBeUndefined();
    }
    expect(told.map(({ work }) => work)).toEqual(told.map(({ work }) => work).sort((a, b) => a - b));
  });

  test("stops where it is cancelled, with a bound that holds", () => {
    const best = planContinent(continent, { gap: 0 });
    const outcome = planContinent(continent, { gap: 0, signal: AbortSignal.abort() });
    if (!("plan" in best) || !("bound" in outcome)) throw new Error(outcome.status);
    expect(outcome.stop).toBe("cancelled");
    expect(outcome.bound).toBeLessThanOrEqual(best.objective);
  });

  test("proves nothing by parts that share works, leave out a good or name one twice", () => {
    const plan = requirePlan(planContinent(continent, { gap: 0 }));
    const named = (...groups: string[][]): CertificatePart[] => groups.map((goods) => ({ goods }));
    const proved = (parts: readonly CertificatePart[], more: Partial<Certificate> = {}): number =>
      provenBound(continent, { ...plan.certificate, ...more, parts });
    const rightly = proved(named(["bread", "grain"], ["salt"], ["tools"]));
    expect(rightly).toBeGreaterThan(0);
    expect(proved(named(["bread", "grain", "salt", "tools"]))).toBeGreaterThan(0);
    const none = Number.NEGATIVE_INFINITY;
    expect(proved(named(["bread"], ["grain"], ["salt"], ["tools"]))).toBe(none);
    expect(proved(named(["bread", "grain"], ["tools"]))).toBe(none);
    expect(proved(named(["bread", "grain"], ["salt", "tools"], ["tools"]))).toBe(none);
    expect(proved(named(["bread", "grain"], ["salt", "gold"], ["tools"]))).toBe(none);
    expect(proved(named(["bread", "grain"], ["salt"], ["tools"]), { cases: [{}] })).toBe(none);
  });

  test("proves nothing by parts that could build the same link twice", () => {
    const sizes = [{ capacity: 900, energyToBuild: 1e6, life: 10, most: 1 }];
    const built = createContinent({ ...towns, links: [{ between: ["east", "west"], mode: "rail", sizes }] });
    const { certificate } = requirePlan(planContinent(built, { backend }));
    const parts = [["bread", "grain"], ["salt"], ["tools"]].map((goods) => ({ goods }));
    expect(provenBound(built, { ...certificate, parts })).toBe(Number.NEGATIVE_INFINITY);
  });
});
