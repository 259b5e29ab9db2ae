import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { Control } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { checkedSpecOf } from "../src/model/spec-of.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { priceOf } from "../src/plan/read-plan.ts";
import { loadPlan, savePlan } from "../src/plan/save-plan.ts";
import type { MarginalPrice, Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { drive } from "../src/routes/drive.ts";
import { modulesOf } from "../src/routes/from-plan.ts";
import { marginalPrices } from "../src/routes/marginal-prices.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { expectPricesOfOneKilogram } from "./marginal-laws.ts";
import { randomContinent } from "./random-continent.ts";

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

describe("marginal prices", () => {
  test("are the energy of one kilogram more or less with the modules as they are, on continents by chance", () => {
    let different = 0;
    // In the last one both are what going unmet weighs, which rounding once set apart the wrong way round.
    for (const seed of [1, 2, 3, 40_004]) different += expectPricesOfOneKilogram(seed, backend);
    // Where they are all the same, any duals would do.
    expect(different).toBeGreaterThan(5);
  });

  test("differ where a works is just full, and cannot where all are", () => {
    const works = (keep: number, capacity: number): object => ({ capacity, keep, energyToBuild: 0 });
    const plan = planned({
      sites: {
        lean: { area: "town", recipes: ["bake"], sizes: [works(1, 10)] },
        poor: { area: "town", recipes: ["bake"], siteFactor: 3, sizes: [{ ...works(1, 4), stand: 1, closing: 5 }] },
      },
    });
    expect(priceOf(plan, "bread", "town", "less")).toBeCloseTo(100, 6);
    expect(priceOf(plan, "bread", "town", "more")).toBeCloseTo(300, 6);
    const full = planned({ sites: { lean: { area: "town", recipes: ["bake"], sizes: [works(1, 10)] } } });
    expect(priceOf(full, "bread", "town", "more")).toBe("cannot");
    expect(priceOf(full, "bread", "town", "less")).toBeCloseTo(100, 6);
    expect(priceOf(full, "ash", "town", "less")).toBe("cannot");
  });

  test("are found for a plan in hand, kept in its text, and checked with it", () => {
    const continent = randomContinent(1);
    const first = planContinent(continent, { backend });
    if (!("plan" in first)) throw new Error(first.status);
    expect(first.plan.marginalPrices).toBeUndefined();
    expect(priceOf(first.plan, "metal", "east", "more")).toBeUndefined();
    const again = planContinent(continent, { backend, from: first.plan, gap: 1, marginalPrices: true });
    if (!("plan" in again)) throw new Error(again.status);
    const { marginalPrices, ...rest } = again.plan;
    expect(rest.sites).toEqual(first.plan.sites);
    const size = Object.keys(continent.areas).length * Object.keys(continent.goods).length;
    expect(marginalPrices).toHaveLength(size);
    expect(loadPlan(savePlan(again.plan))).toEqual(again.plan);
    const rules = (prices: unknown): string[] =>
      verifyPlan(continent, { ...again.plan, marginalPrices: prices } as Plan).violations.map(({ rule }) => rule);
    const entry = { area: "east", good: "metal", more: 5, less: 5 };
    expect(rules([entry])).toEqual([]);
    expect(rules([{ ...entry, less: 6 }])).toEqual(["marginalPrice"]);
    expect(rules([{ ...entry, area: "nowhere" }])).toEqual(["id.unknown"]);
    expect(rules([entry, entry])).toEqual(["id.duplicate"]);
    expect(rules([{ ...entry, less: "never" }])).toEqual(["shape"]);
  });

  test("tie the areas together that flows tie: no more questions than there are classes", () => {
    const continent = randomContinent(3);
    const { areas, goods } = indexContinent(continent);
    let solves = 0;
    const counting: LinearBackend = {
      name: "counting",
      solve: (...asked) => {
        solves++;
        return backend.solve(...asked);
      },
    };
    planContinent(continent, { backend: counting, gap: 0.5 });
    const without = solves;
    solves = 0;
    planContinent(continent, { backend: counting, gap: 0.5, marginalPrices: true });
    expect(solves).toBeGreaterThan(without);
    expect(solves - without).toBeLessThan(2 * areas.length * goods.length);
  });

  test("are the same from shipments between areas as from flows on all links", () => {
    const plain = europe({ areas: 7 });
    const plan = requirePlan(planContinent(plain, { backend, method: "coupled", workLimit: 3 }));
    const spec = checkedSpecOf(plain) as ContinentSpec;
    // One link that can fill up, which it never does, and all flows are looked at on links.
    const [first, ...others] = spec.links!;
    const limited = createContinent({ ...spec, links: [{ ...first, capacity: 1e12 }, ...others] });
    const pricesOf = (continent: Continent, shipments: Plan["shipments"]): MarginalPrice[] => {
      const indexed = indexContinent(continent);
      const modules = modulesOf(indexed, plan)!;
      const route = marginalPrices(indexed, modules, plan.certificate, { gap: 0, seed: 1 }, shipments);
      return drive(route, backend, new Control())!;
    };
    const [prices, ...further] = [pricesOf(plain, []), pricesOf(limited, []), pricesOf(plain, plan.shipments)];
    let asked = 0;
    prices.forEach(({ area, good, more, less }, cell) => {
      for (const other of further) {
        expect(other[cell]).toMatchObject({ area, good });
        for (const [one, two] of [
          [more, other[cell].more],
          [less, other[cell].less],
        ]) {
          if (one === "cannot" || two === "cannot") expect(one, `${good} in ${area}`).toBe(two);
          else expect(Math.abs(one - two), `${good} in ${area}`).toBeLessThan(1e-6 * Math.abs(two) + 1e-3);
        }
      }
      // Where nobody wants any, no dual says what the first would take.
      if (more !== "cannot" && less === "cannot") asked++;
    });
    expect(asked).toBeGreaterThan(10);
  });
});

/** A town that wants ten of bread, with these works, planned with marginal prices. */
function planned({ sites }: { readonly sites: object }): Plan {
  const continent = createContinent({
    goods: { bread: {}, ash: {} },
    recipes: { bake: { makes: { bread: 1 }, energy: 100 } },
    areas: { town: { at: [0, 50], demand: { bread: 10 } } },
    sites: sites as Record<string, never>,
  });
  const outcome = planContinent(continent, { backend, marginalPrices: true });
  if (!("plan" in outcome)) throw new Error(outcome.status);
  return outcome.plan;
}
