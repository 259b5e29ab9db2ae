import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../src/base/errors.ts";
import { seededRandom } from "../src/base/random.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { compareCoupled } from "./conformance/coupled.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";

/** Two goods are wanted at one place; one roof costs 50 for both, or two works cost 60 each. */
const bakery: CoupledProblem = {
  ...{ placeCount: 1, goodCount: 2, recipeCount: 2, demand: [10, 10], freight: [], freightTable: [-1, -1] },
  makes: { start: [0, 1, 2], good: [0, 1], amount: [1, 1] },
  takes: { start: [0, 0, 0], good: [], amount: [] },
  ...{ sitePlace: [0, 0, 0, 0], siteGood: [0, 1, 0, 1], sizeStart: [0, 1, 2, 3, 4], newCost: [0, 0, 60, 60] },
  ...{ siteRoof: [0, 0, -1, -1], roofCost: [50] },
  ...{ activityStart: [0, 1, 2, 3, 4], activityRecipe: [0, 1, 0, 1], activityCapacity: [10, 10, 10, 10] },
  activityCost: [1, 1, 1, 1],
};

describe("works under one roof", async () => {
  const judge = await coupledJudge();
  const draw = (seed: number) => withRoofs(randomCoupled(seededRandom(seed)), seededRandom(seed + 1e6));

  test("never beat HiGHS nor prove more than its optimum", () => {
    let planned = 0;
    for (let seed = 1; seed <= 20; seed++) if (compareCoupled(seed, judge, draw(seed)) !== undefined) planned++;
    expect(planned).toBeGreaterThan(8);
  });

  test("share one cost, which a plan pays once and no more", () => {
    const result = planCoupled(bakery, { workLimit: 0.1 });
    expect(result.objective).toBe(70);
    expect(verifyCoupled(bakery, result)).toMatchObject({ valid: true, objective: 70 });
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
