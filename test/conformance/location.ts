import { expect } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import type { LocationProblem } from "../../src/problems/location.ts";
import { locateFacilities } from "../../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../../src/verify/numbers/location.ts";
import type { highsJudge } from "./highs-location.ts";
import { randomLocation, type Shape } from "./random-location.ts";

/** Solves one seeded problem, verifies the answer, and compares it with the judge's. */
export function compareOnce(seed: number, shape: Shape, judge: Awaited<ReturnType<typeof highsJudge>>): void {
  judgeOnce(seed, randomLocation(seededRandom(seed), shape), judge);
}

/** The same for a problem at hand; the seed only says which. */
export function judgeOnce(seed: number, problem: LocationProblem, judge: Awaited<ReturnType<typeof highsJudge>>): void {
  const result = locateFacilities(problem);
  const verdict = verifyLocation(problem, result);
  expect({ seed, violations: verdict.violations }).toEqual({ seed, violations: [] });
  const judged = judge(problem);
  expect({ seed, status: result.status }).toEqual({ seed, status: judged.status });
  if (judged.status !== "optimal") return;
  // The judge works with tolerances of its own; the verdict above is exact.
  const apart = Math.abs(result.objective - judged.objective);
  expect({ seed, isEqual: apart <= 1e-6 * Math.max(1, Math.abs(judged.objective)) }).toEqual({ seed, isEqual: true });
}
