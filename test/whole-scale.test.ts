import { expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { COARSE, wholeAbove, wholeBelow, wholeScale } from "../src/kernels/coupled/whole-scale.ts";
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
    const step = wholeAbove(values[0] * scale, COARSE) / whole[0];
    expect(Number.isInteger(step)).toBe(true);
    values.forEach((value, k) => {
      expect([wholeAbove(value * scale, COARSE), wholeBelow(value * scale, COARSE)]).toEqual([
        whole[k] * step,
        whole[k] * step,
      ]);
    });
  }
  expect(wholeScale(1000.5, [Math.PI])).toBe(1000.5);
  expect([wholeAbove(2.3, COARSE), wholeBelow(2.7, COARSE)]).toEqual([3, 2]);
});

/** Three places a unit apart; supplies or works that make one good of two others, or of nothing. */
function threePlaces(fields: Partial<CoupledProblem>): CoupledProblem {
  const none = { start: [0], good: [], amount: [] };
  return {
    placeCount: 3,
    goodCount: 1,
    recipeCount: 0,
    demand: [],
    freight: [{ x: [0, 1, 2], y: [0, 0, 0] }],
    freightTable: [0],
    makes: none,
    takes: none,
    sitePlace: [],
    siteGood: [],
    sizeStart: [0],
    newCost: [],
    activityStart: [0],
    activityRecipe: [],
    activityCapacity: [],
    activityCost: [],
    ...fields,
  };
}

test("what is just enough is enough, in decimals too", () => {
  const supplies = threePlaces({
    demand: [0.3, 0.2, 0.6],
    supply: [0.7, 0.4, 0],
    freight: [{ x: [0, 1, 3], y: [0, 2, 1] }],
  });
  const made: CoupledProblem = {
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
  for (const problem of [supplies, made]) {
    const result = planCoupled(problem, { workLimit: 20 });
    expect(result.status).toBe("optimal");
    expect(verifyCoupled(problem, result).violations).toEqual([]);
  }
});

const THIRD = 1 / 3;
const SEVENTH = 1 / 7;
const works: Partial<CoupledProblem> = {
  recipeCount: 1,
  sitePlace: [0, 1, 2],
  sizeStart: [0, 1, 2, 3],
  newCost: [1, 1, 1],
  activityStart: [0, 1, 2, 3],
  activityRecipe: [0, 0, 0],
  activityCost: [1, 1, 1],
};
const justEnough: readonly (readonly [string, Partial<CoupledProblem>])[] = [
  ["supplies of sums whose last digit differs", { supply: [0.1, 0.2, 0], demand: [0, 0, 0.30000000000000004] }],
  ["supplies of sums that do not round so", { supply: [0.1, 0.2, 0], demand: [0, 0, 0.3] }],
  ["supplies that no scale makes whole", { supply: [THIRD, SEVENTH, 0], demand: [0, 0, THIRD + SEVENTH] }],
  [
    "works that no scale makes whole",
    {
      ...works,
      demand: [0, 0, THIRD + SEVENTH + 1 / 11],
      makes: { start: [0, 1], good: [0], amount: [1] },
      takes: { start: [0, 0], good: [], amount: [] },
      siteGood: [0, 0, 0],
      activityCapacity: [THIRD, SEVENTH, 1 / 11],
    },
  ],
  [
    "supplies of what works take",
    {
      ...works,
      goodCount: 3,
      freightTable: [0, 0, 0],
      supply: [THIRD, SEVENTH, 0, THIRD * THIRD, SEVENTH * THIRD, 0, 0, 0, 0],
      demand: [0, 0, 0, 0, 0, 0, 0.1, 0.2, THIRD + SEVENTH - 0.1 - 0.2],
      makes: { start: [0, 1], good: [2], amount: [1] },
      takes: { start: [0, 2], good: [0, 1], amount: [1, THIRD] },
      siteGood: [2, 2, 2],
      most: [3, 3, 3],
      activityCapacity: [THIRD, SEVENTH, 1 - THIRD - SEVENTH],
    },
  ],
];

test.each(justEnough)("a plan is found, and its bound holds, where there is just enough: %s", (_, fields) => {
  const problem = threePlaces(fields);
  const result = planCoupled(problem, { workLimit: 1 });
  expect(result.plan).toBeDefined();
  expect(verifyCoupled(problem, result).violations).toEqual([]);
});

test("what is clearly too little is never said to be enough at the fine grain", () => {
  const problem = threePlaces({ supply: [THIRD, SEVENTH, 0], demand: [0, 0, THIRD + SEVENTH + 1e-8] });
  const result = planCoupled(problem, { workLimit: 1 });
  expect(result.plan).toBeUndefined();
  expect(verifyCoupled(problem, result).violations).toEqual([]);
});
