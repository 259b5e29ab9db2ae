import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Certificate } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { provenBound } from "../src/verify/plan/cases.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { expectNoMutationToProveMore, type Proved, prove } from "./case-laws.ts";
import { randomContinent } from "./random-continent.ts";

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

describe("small continents by chance", () => {
  test("are proved to the last digits, case by case, and no mutation of the proof proves more", () => {
    const proved: Proved[] = [];
    for (let seed = 1; proved.length < 3; seed++) {
      const one = prove(seed, backend);
      if (one === undefined) continue;
      proved.push(one);
      expectNoMutationToProveMore(one, seed, 8);
    }
    expect(proved.some(({ plan }) => (plan.certificate.cases ?? []).some((one) => "whole" in one))).toBe(true);
    expect(proved.some(({ plan }) => (plan.certificate.cases ?? []).some((one) => "impossible" in one))).toBe(true);
  });

  test("a case with its parent's prices states no more than they prove there, to the last bit", () => {
    // Sums over a case's ranges are others than over its parent's, and round otherwise.
    const continent = randomContinent(20_644, undefined, false, true);
    const outcome = planContinent(continent, { backend, gap: 0, method: "linear", workLimit: 1 });
    expect(verifyPlan(continent, requirePlan(outcome)).violations).toEqual([]);
  });
});

/** One town that can build one large or up to three small works: nothing but whole modules leaves a gap. */
const town = createContinent({
  name: "a town",
  goods: { bread: {} },
  recipes: { bake: { makes: { bread: 1 }, energy: 10 } },
  areas: { town: { at: [0, 50], demand: { bread: 150 } } },
  sites: {
    bakery: {
      area: "town",
      recipes: ["bake"],
      sizes: [{ name: "oven", capacity: 100, energyToBuild: 10_000, life: 10, most: 3 }],
    },
  },
});

const price = { bread: { town: 20 } };
const root: Certificate = { version: 1, form: "weak", bound: 0, prices: price, resources: {}, links: {} };
const ovens = { site: "bakery", size: "oven", part: "built" } as const;

describe("a proof by cases", () => {
  test("adds what parts of modules would hide", () => {
    // At a price of 20 an oven just pays: 150 t at 20 MJ. With whole ovens it takes two: 2000 MJ, and 1500 to bake.
    expect(provenBound(town, root)).toBe(3000);
    const cases: Certificate["cases"] = [
      { whole: ovens, atMost: 1, below: 1, above: 2 },
      { impossible: true, prices: { bread: { town: 1 } } },
      { prices: { bread: { town: 10 } } },
    ];
    expect(provenBound(town, { ...root, cases })).toBe(3500);
    const outcome = planContinent(town, { backend, gap: 0, method: "linear" });
    expect(outcome).toMatchObject({ status: "optimal", objective: 3500, bound: 3500, stop: "proved" });
    expect(verifyPlan(town, requirePlan(outcome)).violations).toEqual([]);
  });

  test.for<[string, Certificate["cases"]]>([
    ["a case is missing", [{ whole: ovens, atMost: 1, below: 1, above: 2 }, {}]],
    ["a case is named twice", [{ whole: ovens, atMost: 1, below: 1, above: 1 }, {}]],
    ["a fork is its own case", [{ whole: ovens, atMost: 1, below: 0, above: 1 }, {}]],
    ["a fork leaves out numbers between", [{ whole: ovens, atMost: 0.5, below: 1, above: 2 }, {}, {}]],
    [
      "a fork is on what does not exist",
      [{ whole: { ...ovens, size: "kiln" }, atMost: 1, below: 1, above: 2 }, {}, {}],
    ],
    [
      "a fork is on a link that does not exist",
      [{ whole: { link: "road", size: "wide" }, atMost: 1, below: 1, above: 2 }, {}, {}],
    ],
    [
      "a case is called impossible and is not",
      [{ whole: ovens, atMost: 2, below: 1, above: 2 }, { impossible: true }, {}],
    ],
    ["there is no case at all", []],
  ])("proves nothing when %s", ([, cases]) => {
    expect(provenBound(town, { ...root, cases: cases! })).toBe(Number.NEGATIVE_INFINITY);
  });

  test("in a case that the continent's options allow nobody, anything holds", () => {
    const { bakery } = town.sites;
    const one = { ...town, sites: { a: bakery, b: bakery }, options: { ...town.options, mostSites: { bread: 1 } } };
    const cases: Certificate["cases"] = [
      { whole: { ...ovens, site: "a" }, atMost: 0, below: 1, above: 2 },
      {},
      { whole: { ...ovens, site: "b" }, atMost: 0, below: 3, above: 4 },
      {},
      {},
    ];
    // One at each: more sites than may be open. The others prove what they proved before, and what one oven costs.
    expect(provenBound(one, { ...root, cases })).toBe(3000);
  });
});
