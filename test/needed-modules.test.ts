import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { neededModules } from "../src/formulations/needed-modules.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledPlan, CoupledResult } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { randomCoupled } from "./conformance/random-coupled.ts";

/** The same plan with all modules of open sites, as many as there may be. */
function withAllModules(problem: CoupledProblem, plan: CoupledPlan): CoupledPlan {
  const { kept, opened } = plan;
  return {
    ...plan,
    kept: kept.map((count, size) => (count + opened[size] > 0 ? (problem.standing?.[size] ?? 0) : 0)),
    opened: opened.map((count, size) =>
      count + kept[size] > 0 ? (problem.most?.[size] ?? 1) - (problem.standing?.[size] ?? 0) : 0,
    ),
  };
}

function objectiveOf(problem: CoupledProblem, result: CoupledResult, plan: CoupledPlan): number {
  const verdict = verifyCoupled(problem, { ...result, plan });
  expect(verdict.violations.filter((violation) => !violation.includes("claimed"))).toEqual([]);
  return verdict.objective;
}

describe("modules that runs do not need", () => {
  test("are closed where that saves, by just what is said, and the plan stays one", () => {
    let closed = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const problem = randomCoupled(seededRandom(seed));
      const result = planCoupled(problem, { gap: 0.1, workLimit: 0.1 });
      if (result.plan === undefined) continue;
      const full = withAllModules(problem, result.plan);
      const { plan, saved } = neededModules(problem, full);
      const before = objectiveOf(problem, result, full);
      expect(saved).toBeGreaterThanOrEqual(0);
      expect(objectiveOf(problem, result, plan)).toBeCloseTo(before - saved, 5);
      if (saved > 0) closed++;
      expect(neededModules(problem, plan).saved).toBe(0);
    }
    expect(closed).toBeGreaterThan(3);
  });

  test("a works that stands idle is closed with its site and the roof over it", () => {
    const problem: CoupledProblem = {
      ...{ placeCount: 1, goodCount: 1, recipeCount: 1, demand: [10] },
      ...{ freight: [[0]], freightTable: [0] },
      ...{ makes: { start: [0, 1], good: [0], amount: [1] }, takes: { start: [0, 0], good: [], amount: [] } },
      ...{ sitePlace: [0, 0], siteGood: [0, 0], siteCost: [0, 5], siteRoof: [-1, 0], roofCost: [7] },
      ...{ sizeStart: [0, 1, 2], newCost: [100, 30], activityStart: [0, 1, 2], activityRecipe: [0, 0] },
      ...{ activityCapacity: [10, 10], activityCost: [1, 2] },
    };
    const plan: CoupledPlan = {
      ...{ kept: Int32Array.of(0, 0), opened: Int32Array.of(1, 1), runs: Float64Array.of(10, 0) },
      ...{ supplied: new Float64Array(1), letGo: new Float64Array(1), unmet: new Float64Array(1) },
      shipments: { good: Int32Array.of(0), from: Int32Array.of(0), to: Int32Array.of(0), amount: Float64Array.of(10) },
    };
    const needed = neededModules(problem, plan);
    expect(Array.from(needed.plan.opened)).toEqual([1, 0]);
    expect(needed.saved).toBe(42);
  });
});
