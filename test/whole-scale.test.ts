import { expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { wholeAbove, wholeBelow, wholeScale } from "../src/kernels/coupled/whole-scale.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";

test("decimals of few digits become whole numbers, whose sums are exact; other numbers are rounded to the safe side", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 200; round++) {
    const power = 10 ** random.integer(0, 4);
    const whole = Array.from({ length: 6 }, () => random.integer(1, 2000));
    const values = whole.map((value) => value / power);
    const scale = wholeScale(2 ** 28 / values.reduce((sum, value) => sum + value, 0), values);
    const step = wholeAbove(values[0] * scale) / whole[0];
    expect(Number.isInteger(step)).toBe(true);
    values.forEach((value, k) => {
      expect([wholeAbove(value * scale), wholeBelow(value * scale)]).toEqual([whole[k] * step, whole[k] * step]);
    });
  }
  expect(wholeScale(1000.5, [Math.PI])).toBe(1000.5);
  expect([wholeAbove(2.3), wholeBelow(2.7)]).toEqual([3, 2]);
});

test("what is just enough is enough, in decimals too", () => {
  const supplies: CoupledProblem = {
    placeCount: 3,
    goodCount: 1,
    recipeCount: 0,
    demand: [0.3, 0.2, 0.6],
    supply: [0.7, 0.4, 0],
    freight: [{ x: [0, 1, 3], y: [0, 2, 1] }],
    freightTable: [0],
    makes: { start: [0], good: [], amount: [] },
    takes: { start: [0], good: [], amount: [] },
    sitePlace: [],
    siteGood: [],
    sizeStart: [0],
    newCost: [],
    activityStart: [0],
    activityRecipe: [],
    activityCapacity: [],
    activityCost: [],
  };
  const works: CoupledProblem = {
    ...supplies,
    goodCount: 2,
    recipeCount: 1,
    demand: [0, 0, 0, 0.3, 0.2, 0.6],
    supply: [0.55, 0, 0, 0, 0, 0],
    freightTable: [0, 0],
    makes: { start: [0, 1], good: [1], amount: [1] },
    takes: { start: [0, 1], good: [0], amount: [0.5] },
    sitePlace: [1],
    siteGood: [1],
    sizeStart: [0, 1],
    newCost: [5],
    activityStart: [0, 1],
    activityRecipe: [0],
    activityCapacity: [1.1],
    activityCost: [1],
  };
  for (const problem of [supplies, works]) {
    const result = planCoupled(problem, { workLimit: 20 });
    expect(result.status).toBe("optimal");
    expect(verifyCoupled(problem, result).violations).toEqual([]);
  }
});
