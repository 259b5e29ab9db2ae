import { expect } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { planCoupled } from "../../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../../src/verify/numbers/coupled.ts";
import type { coupledJudge } from "./highs-coupled.ts";
import { randomCoupled } from "./random-coupled.ts";

/** Seconds that HiGHS has for a problem; most take it a few milliseconds, and of the others its bound is good enough. */
const JUDGE_SECONDS = 0.3;

/** HiGHS is right to about this part of the objective. */
const TOLERANCE = 1e-6;

/** Plans one random problem and compares with HiGHS; gives the gap to its bound, or undefined without a plan. */
export function compareCoupled(
  seed: number,
  judge: Awaited<ReturnType<typeof coupledJudge>>,
  problem = randomCoupled(seededRandom(seed)),
): number | undefined {
  const result = planCoupled(problem, { workLimit: 0.3 });
  const verdict = verifyCoupled(problem, result);
  expect(verdict.violations, `seed ${seed}`).toEqual([]);
  const judged = judge(problem, JUDGE_SECONDS);
  if (judged.status === "infeasible") {
    expect(result.plan, `seed ${seed}`).toBeUndefined();
    return undefined;
  }
  const hair = TOLERANCE * Math.max(1, Math.abs(judged.bound));
  const most = judged.status === "optimal" ? judged.objective : Number.POSITIVE_INFINITY;
  expect(verdict.certifiedBound, `seed ${seed}: bound`).toBeLessThanOrEqual(most + hair);
  expect(verdict.objective, `seed ${seed}: objective`).toBeGreaterThanOrEqual(judged.bound - hair);
  if (result.plan === undefined) return undefined;
  return (result.objective - judged.bound) / Math.max(1, Math.abs(judged.bound));
}
