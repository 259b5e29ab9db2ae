import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { AreaSpec, SizeSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import type { Certificate, LocatedProof } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { provenBound } from "../src/verify/plan/cases.ts";
import { randomOneSourceGoods, randomSingleGoods } from "./random-single-goods.ts";

/** One town that wants bread, and bakeries there of one size each. */
function bakeries(demand: number, sizes: readonly SizeSpec[], singleSource: readonly string[] = []): Continent {
  return createContinent({
    name: "one town",
    modes: { road: { energyPerTonneKm: 1 } },
    goods: { bread: {} },
    recipes: { bake: { makes: { bread: 1 }, energy: 100, fromNature: true } },
    areas: { town: { at: [10, 50], population: 10, demand: { bread: demand } } },
    sites: Object.fromEntries(
      sizes.map((size, i) => [`bakery ${i}`, { area: "town", recipes: ["bake"], sizes: [size] }]),
    ),
    links: [],
    options: { singleSource: [...singleSource] },
  });
}

/** A proof of one node without evidence: what no prices are needed for. */
const BARE: LocatedProof = {
  costScale: 1,
  amountScale: 1000,
  stepsPerUnit: 1,
  threshold: 1,
  nodes: [{ evidence: [] }],
};

function boundBy(continent: Continent, located: Partial<LocatedProof>): number {
  const parts = Object.keys(continent.goods).map((good) => ({ goods: [good], located: { ...BARE, ...located } }));
  const certificate: Certificate = { version: 1, form: "weak", bound: 0, prices: {}, resources: {}, links: {}, parts };
  return provenBound(continent, certificate);
}

/** Scales, near 10^12, at which two halves of an amount come to fewer whole steps than all of it. */
function unevenScales(whole: number, half: number): number[] {
  const found: number[] = [];
  for (let k = 0; found.length < 20; k++) {
    const scale = 1e13 + k * 0.37;
    if (Math.round(whole * scale) > 2 * Math.round(half * scale)) found.push(scale);
  }
  return found;
}

describe("a proof by search for locations from a stranger", () => {
  test("may let two bakeries answer for one town together, and proves more by it, but no more than is true", () => {
    const continent = bakeries(10, [
      { capacity: 9.5, keep: 1000 },
      { capacity: 20, keep: 1100 },
    ]);
    const best = requirePlan(planContinent(continent, { gap: 0 })).objective;
    const alone = { prices: [Math.round(best) + 900], aggregatePrice: 0 };
    const together = { ...alone, clusters: [{ sites: [0, 1], sets: [3], prices: [0, 0] }] };
    const bound = (evidence: typeof alone, threshold: number) =>
      boundBy(continent, { threshold, nodes: [{ evidence: [evidence] }] });
    expect(bound(together, 1900)).toBeGreaterThan(1800);
    expect(bound(alone, 1900)).toBe(Number.NEGATIVE_INFINITY);
    expect(bound(together, Math.ceil(best) + 1)).toBe(Number.NEGATIVE_INFINITY);
  });

  test("keeps all modules that it would take more to close than to keep, though one could bake for all", () => {
    const continent = bakeries(5, [{ capacity: 20, stand: 3, most: 3, keep: 10, closing: 50 }]);
    const best = requirePlan(planContinent(continent, { gap: 0 })).objective;
    expect(best).toBe(530);
    const evidence = [{ prices: [500], aggregatePrice: 0 }];
    const bounds = [379, 380, 400, 420, 459].map((threshold) =>
      boundBy(continent, { threshold, nodes: [{ evidence }] }),
    );
    // Costs are whole there, and rounded down.
    expect(bounds[0]).toBeGreaterThan(best - 2);
    expect(bounds[0]).toBeLessThanOrEqual(best);
    expect(bounds.slice(1)).toEqual(new Array(4).fill(Number.NEGATIVE_INFINITY));
  });

  test("has no scale of amounts at which works that have just enough room have too little", () => {
    const twice: SizeSpec[] = [{ capacity: 0.333 }, { capacity: 0.333 }];
    const split = bakeries(0.666, twice);
    const whole = bakeries(0.666, [{ capacity: 0.333, most: 2 }], ["bread"]);
    for (const continent of [split, whole]) {
      const best = requirePlan(planContinent(continent, { gap: 0 })).objective;
      for (const amountScale of unevenScales(0.666, 0.333))
        expect(boundBy(continent, { amountScale, threshold: 2 ** 50 }), `${amountScale}`).toBeLessThanOrEqual(best);
    }
  });

  test("has no scale of amounts at which modules that serve whole areas together have less room than all of it", () => {
    const at = (x: number): AreaSpec => ({ at: [10 + x / 10, 50], population: 10, demand: { bread: 7 } });
    const continent = createContinent({
      name: "three towns",
      modes: { road: { energyPerTonneKm: 1 } },
      goods: { bread: {} },
      recipes: { bake: { makes: { bread: 1 }, energy: 100, fromNature: true } },
      areas: { one: at(0), two: at(1), three: at(2) },
      sites: { bakery: { area: "two", recipes: ["bake"], sizes: [{ capacity: 10.5, keep: 1000, most: 2 }] } },
      links: [
        { between: ["one", "two"], mode: "road" },
        { between: ["two", "three"], mode: "road" },
      ],
      options: { singleSource: ["bread"] },
    });
    const best = requirePlan(planContinent(continent, { gap: 0 })).objective;
    for (const amountScale of [1, 0.5, 3, 10, 1000])
      for (const copiesApart of [{}, { copiesApart: true as const }])
        for (const threshold of [2 ** 50, Math.ceil(best) + 1])
          expect(boundBy(continent, { ...copiesApart, amountScale, threshold }), `${amountScale}`).toBeLessThanOrEqual(
            best,
          );
  });

  test("has no scale of costs at which what can be served costs beyond all numbers", () => {
    const continent = bakeries(10, [{ capacity: 20, keep: 0 }]);
    for (const costScale of [1e300, 1e306, 1.7e308, Number.MAX_VALUE])
      expect(boundBy(continent, { costScale }), `${costScale}`).toBe(Number.NEGATIVE_INFINITY);
  });

  test("with scales that are no numbers above 0, or at which all overflows, proves nothing and throws nothing", () => {
    const continent = bakeries(10, [
      { capacity: 20, keep: 7 },
      { capacity: 1, most: 3, stand: 1, keep: 5 },
    ]);
    for (const scale of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE]) {
      expect(boundBy(continent, { costScale: scale }), `costs at ${scale}`).toBe(Number.NEGATIVE_INFINITY);
      expect(boundBy(continent, { amountScale: scale }), `amounts at ${scale}`).toBe(Number.NEGATIVE_INFINITY);
    }
  });

  test("still shows by counting room that there is no plan", () => {
    expect(boundBy(bakeries(0.667, [{ capacity: 0.333 }, { capacity: 0.333 }]), { threshold: 2 ** 50 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test("proves no more than the best plan takes, at whatever scales", () => {
    const random = seededRandom(11);
    for (let seed = 1; seed <= 8; seed++) {
      const continent = (seed % 2 === 0 ? randomOneSourceGoods : randomSingleGoods)(seed, 4);
      const outcome = planContinent(continent, { gap: 0 });
      if (!("plan" in outcome)) continue;
      for (let trial = 0; trial < 60; trial++) {
        const scaleWithin = (digits: number): number => 10 ** ((random.next() - 0.4) * digits) * (1 + random.next());
        const located = {
          costScale: scaleWithin(trial % 2 === 0 ? 20 : 600),
          amountScale: scaleWithin(trial % 3 === 0 ? 600 : 30),
          threshold: Math.floor(2 ** (53 * random.next())),
        };
        const bound = boundBy(continent, located);
        expect(bound, `seed ${seed}, ${JSON.stringify(located)}`).toBeLessThanOrEqual(outcome.plan.objective);
      }
    }
  });
});
