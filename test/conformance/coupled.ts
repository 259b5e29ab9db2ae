import { expect } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { planCoupled } from "../../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../../src/verify/numbers/coupled.ts";
import type { coupledJudge } from "./highs-coupled.ts";
import { randomCoupled } from "./random-coupled.ts";

/** HiGHS is right to about this part of the objective. */
const TOLERANCE = 1e-6;

/** Plans one random problem and compares with HiGHS; gives the gap to the optimum, or undefined without a plan. */
export function compareCoupled(seed: number, judge: Awaited<ReturnType<typeof coupledJudge>>): number | undefined {
  const problem = randomCoupled(seededRandom(seed));
  const result = planCoupled(problem);
  const verdict = verifyCoupled(problem, result);
  expect(verdict.violations, `seed ${seed}`).toEqual([]);
  const judged = judge(problem);
  if (judged.status === "infeasible") {
    expect(result.plan, `seed ${seed}`).toBeUndefined();
    return undefined;
  }
  const hair = TOLERANCE * Math.max(1, Math.abs(judged.objective));
  expect(verdict.certifiedBound, `seed ${seed}: bound`).toBeLessThanOrEqual(judged.objective + hair);
  expect(verdict.objective, `seed ${seed}: objective`).toBeGreaterThanOrEqual(judged.objective - hair);
  if (result.plan === undefined) return undefined;
  return (result.objective - judged.objective) / Math.max(1, Math.abs(judged.objective));
}
