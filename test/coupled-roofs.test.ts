import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../src/base/errors.ts";
import { seededRandom } from "../src/base/random.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { compareCoupled } from "./conformance/coupled.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";
import { randomStages } from "./conformance/random-stages.ts";

/** Two goods are wanted at one place; one roof costs 100 for both, or two works cost 60 each. */
const bakery: CoupledProblem = {
  ...{ placeCount: 1, goodCount: 2, recipeCount: 2, demand: [10, 10], freight: [], freightTable: [-1, -1] },
  makes: { start: [0, 1, 2], good: [0, 1], amount: [1, 1] },
  takes: { start: [0, 0, 0], good: [], amount: [] },
  ...{ sitePlace: [0, 0, 0, 0], siteGood: [0, 1, 0, 1], sizeStart: [0, 1, 2, 3, 4], newCost: [0, 0, 60, 60] },
  ...{ siteRoof: [0, 0, -1, -1], roofCost: [100] },
  ...{ activityStart: [0, 1, 2, 3, 4], activityRecipe: [0, 1, 0, 1], activityCapacity: [10, 10, 10, 10] },
  activityCost: [1, 1, 1, 1],
};

describe("works under one roof", async () => {
  const judge = await coupledJudge();
  const draw = (seed: number) => withRoofs(randomCoupled(seededRandom(seed)), seededRandom(seed + 1e6));

  test("never beat HiGHS nor prove more than its optimum", () => {
    let planned = 0;
    for (let seed = 1; seed <= 8; seed++) if (compareCoupled(seed, judge, draw(seed)) !== undefined) planned++;
    expect(planned).toBeGreaterThan(3);
  });

  test("are mostly planned to the best where every good is made of at most one other", () => {
    let best = 0;
    let planned = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const gap = compareCoupled(seed, judge, randomStages(seededRandom(seed)));
      if (gap === undefined) continue;
      planned++;
      if (gap < 1e-6) best++;
    }
    expect(planned).toBeGreaterThan(6);
    expect(best).toBeGreaterThan(0.75 * planned);
  });

  test("have cases whose tree proves no more than the optimum, however it is tampered with", () => {
    const random = seededRandom(11);
    let refused = 0;
    let tried = 0;
    for (let seed = 1; seed <= 30 && tried < 100; seed++) {
      const problem = randomStages(seededRandom(seed));
      const result = planCoupled(problem, { workLimit: 0.3 });
      const { cases } = result.certificate;
      if (cases === undefined || cases.fork.length < 3) continue;
      const best = judge(problem).bound;
      const hair = 1e-6 * Math.max(1, best);
      for (let k = 0; k < 20; k++) {
        tried++;
        const at = random.integer(0, cases.fork.length - 1);
        const spoil = (values: Int32Array, low: number, high: number): Int32Array =>
          values.map((value, node) => (node === at ? random.integer(low, high) : value));
        const tampered = [
          { ...cases, fork: cases.fork.map((value, node) => (node === at ? random.integer(0, 3) : value)) },
          { ...cases, subject: spoil(cases.subject, 0, 9) },
          { ...cases, number: spoil(cases.number, -1, 5) },
          { ...cases, fork: cases.fork.slice(1), subject: cases.subject.slice(1), number: cases.number.slice(1) },
          { ...cases, prices: cases.prices.map((own) => ({ ...own, demandPrice: own.demandPrice.map((v) => 3 * v) })) },
          {
            ...cases,
            room: (cases.room ?? []).map((trees) => trees.map((own) => ({ ...own, family: 1 - own.family }))),
          },
          { ...cases, room: (cases.room ?? []).slice().reverse() },
        ][k % 7];
        const spoiled = { ...result, certificate: { ...result.certificate, cases: tampered } };
        const { valid, certifiedBound } = verifyCoupled(problem, spoiled);
        expect(certifiedBound, `seed ${seed}, ${k}`).toBeLessThanOrEqual(best + hair);
        if (!valid) refused++;
      }
    }
    expect(tried).toBeGreaterThan(60);
    expect(refused).toBeGreaterThan(tried / 2);
  });

  test("share one cost, which a plan pays once and no more", () => {
    const result = planCoupled(bakery, { workLimit: 0.1 });
    expect(result.objective).toBe(120);
    expect(verifyCoupled(bakery, result)).toMatchObject({ valid: true, objective: 120 });
    const dearer = { ...bakery, roofCost: [130] };
    expect(verifyCoupled(dearer, result).violations.join()).toContain("the plan costs 150");
  });

  test("have a roof that is listed, and roofs cost numbers from 0", () => {
    for (const spoiled of [
      { siteRoof: [0, 0, 1, -1] },
      { siteRoof: [0] },
      { roofCost: [-1] },
      { siteRoof: [0, 0.5, 0, 0] },
    ])
      expect(() => planCoupled({ ...bakery, ...spoiled }), JSON.stringify(spoiled)).toThrow(InvalidProblemError);
  });
});
