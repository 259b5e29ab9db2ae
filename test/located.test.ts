import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import { loadPlan, savePlan } from "../src/plan/save-plan.ts";
import type { CertificatePart, LocatedProof, Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import { provenBound } from "../src/verify/plan/cases.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomOneSourceGoods, randomSingleGoods } from "./random-single-goods.ts";

/** A continent planned by itself, of which some good is proved by its search for locations. */
function planned(continent: Continent): { readonly plan: Plan; readonly located: readonly LocatedProof[] } | undefined {
  const outcome = planContinent(continent, { gap: 0 });
  if (!("plan" in outcome)) return undefined;
  const located = (outcome.plan.certificate.parts ?? []).flatMap(({ located: one }) => one ?? []);
  return located.length > 0 ? { plan: outcome.plan, located } : undefined;
}

function boundWith(continent: Continent, plan: Plan, change: (located: LocatedProof) => LocatedProof): number {
  const parts = plan.certificate.parts!.map(
    (part): CertificatePart => (part.located ? { ...part, located: change(part.located) } : part),
  );
  return provenBound(continent, { ...plan.certificate, parts });
}

/** Towns that each have their bread from one of eight bakeries, which have 1.4 to 2.2 times the room that is wanted. */
function bakeries(seed: number): Continent {
  const random = seededRandom(seed);
  const towns = Array.from({ length: 22 }, (_, j) => `town ${j}`);
  const demand = towns.map(() => random.integer(5, 20));
  const total = demand.reduce((sum, d) => sum + d, 0);
  const place = (): [number, number] => [random.integer(0, 90) / 30, 50 + random.integer(0, 60) / 30];
  const bakery = () => ({
    capacity: Math.ceil((total * random.integer(14, 22)) / 80),
    keep: random.integer(500, 2000),
  });
  return createContinent({
    name: "bakeries",
    modes: { road: { energyPerTonneKm: 1 } },
    goods: { bread: {} },
    recipes: { bake: { makes: { bread: 1 } } },
    areas: Object.fromEntries(towns.map((town, j) => [town, { at: place(), demand: { bread: demand[j] } }])),
    sites: Object.fromEntries(
      towns.slice(0, 8).map((area, i) => [`bakery ${i}`, { area, recipes: ["bake"], sizes: [bakery()] }]),
    ),
    links: towns.flatMap((a, j) =>
      towns.slice(j + 1).map((b) => ({ between: [a, b] as [string, string], mode: "road" })),
    ),
    options: { singleSource: ["bread"] },
  });
}

describe("a good proved by its search for locations", () => {
  test("keeps the prices at which plans were tried when it is saved, and they are read by the check", () => {
    let moved = 0;
    for (const seed of [3, 4, 5, 6, 7, 8]) {
      const continent = bakeries(seed);
      const one = planned(continent);
      if (one === undefined) continue;
      const loaded = loadPlan(savePlan(one.plan));
      expect(loaded).toEqual(one.plan);
      expect(verifyPlan(continent, loaded).violations, `violations of seed ${seed}`).toEqual([]);
      const priced = one.located.flatMap(({ nodes }) => nodes).flatMap(({ evidence }) => evidence);
      if (!priced.some(({ setPrices }) => setPrices !== undefined)) continue;
      moved++;
      const withOne = (price: number) => (located: LocatedProof) => ({
        ...located,
        nodes: located.nodes.map((node) => ({
          ...node,
          evidence: node.evidence.map((piece) =>
            piece.setPrices ? { ...piece, setPrices: piece.setPrices.with(0, price) } : piece,
          ),
        })),
      });
      expect(boundWith(continent, loaded, withOne(0.5)), `seed ${seed}`).toBe(Number.NEGATIVE_INFINITY);
      expect(boundWith(continent, loaded, withOne(0)), `seed ${seed}`).toBeLessThanOrEqual(one.plan.objective);
    }
    expect(moved).toBeGreaterThan(3);
  });

  test("is planned best without a backend where each area has one source, and the checker sees it", () => {
    let proved = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const continent = randomOneSourceGoods(seed);
      const outcome = planContinent(continent, { gap: 0 });
      if (!("plan" in outcome)) continue;
      expect(outcome.gap, `gap of seed ${seed}`).toBeLessThan(1e-6);
      if (outcome.status === "optimal") proved++;
      const sent = JSON.parse(JSON.stringify(outcome.plan));
      expect(verifyPlan(continent, sent).violations, `violations of seed ${seed}`).toEqual([]);
    }
    expect(proved).toBeGreaterThan(6);
  });

  test("leaves next to nothing open where service may be split", () => {
    let found = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const continent = randomSingleGoods(seed);
      const one = planned(continent);
      if (one === undefined) continue;
      found++;
      const { objective, certificate } = one.plan;
      expect(objective - certificate.bound, `gap of seed ${seed}`).toBeLessThan(1e-4 * objective);
    }
    expect(found).toBeGreaterThan(3);
  });

  test("proves no more than the best plan takes, whatever is changed in its proof", () => {
    const random = seededRandom(5);
    let refused = 0;
    for (const seed of [1, 3, 4, 5, 6, 7]) {
      const continent = randomOneSourceGoods(seed);
      const one = planned(continent);
      if (one === undefined) continue;
      const { plan } = one;
      const most = plan.objective + 1e-9 * Math.abs(plan.objective);
      for (let trial = 0; trial < 12; trial++) {
        const bound = boundWith(continent, plan, (located) => damaged(located, trial, random.next));
        expect(bound, `seed ${seed}, trial ${trial}`).toBeLessThanOrEqual(most);
        if (bound === Number.NEGATIVE_INFINITY) refused++;
      }
    }
    expect(refused).toBeGreaterThan(10);
  });

  test("proves nothing of another continent that allows more, unless that costs no less", () => {
    for (const seed of [1, 3, 4, 5, 6, 7]) {
      const continent = randomOneSourceGoods(seed);
      const one = planned(continent);
      if (one === undefined) continue;
      const several = changeContinent(continent, { relax: { singleSource: continent.options.singleSource } });
      const best = planContinent(several, { gap: 0 });
      if (!("plan" in best)) continue;
      expect(provenBound(several, one.plan.certificate)).toBeLessThanOrEqual(best.objective * (1 + 1e-9));
    }
  });
});

/** The proof with something claimed that is not so, or taken away. */
function damaged(located: LocatedProof, trial: number, next: () => number): LocatedProof {
  const { nodes, threshold } = located;
  const at = Math.floor(next() * nodes.length);
  const inNode = (change: (prices: readonly number[]) => readonly number[]): LocatedProof => ({
    ...located,
    nodes: nodes.map((node, k) =>
      k === at ? { ...node, evidence: node.evidence.map((one) => ({ ...one, prices: change(one.prices) })) } : node,
    ),
  });
  switch (trial % 6) {
    case 0:
      return { ...located, threshold: Math.ceil(threshold * (1 + 10 ** (-1 - 5 * next()))) };
    case 1:
      return { ...located, costScale: located.costScale * (next() < 0.5 ? 0.5 : 2) };
    case 2:
      return { ...located, amountScale: located.amountScale * (next() < 0.5 ? 0.1 : 10) };
    case 3:
      return inNode((prices) => prices.map((price) => Math.round(price * (0.5 + next()))));
    case 4:
      return inNode((prices) => prices.slice(1));
    default:
      return { ...located, nodes: nodes.slice(0, at) };
  }
}
