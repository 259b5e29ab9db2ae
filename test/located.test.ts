import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import type { Continent } from "../src/model/types.ts";
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

describe("a good proved by its search for locations", () => {
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
