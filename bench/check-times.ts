import { stopwatch } from "../src/base/control.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { LocationResult } from "../src/problems/location-result.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** A certificate is checked so often, and more often where that takes no longer than so many milliseconds. */
const LEAST_CHECKS = 5;
const MOST_CHECKS = 25;
const CHECKED_MS = 100;

/**
 * How long each of several checks of an answer took, by the clock given; the first may pay for compiling the checker's code.
 *
 * Errors: where the answer is not valid.
 */
export function checkTimes(
  name: string,
  problem: LocationProblem,
  result: LocationResult,
  clock: () => () => number,
): number[] {
  const times: number[] = [];
  const checkedFor = stopwatch();
  do {
    const checking = clock();
    const verdict = verifyLocation(problem, result);
    times.push(checking());
    if (!verdict.valid) throw new Error(`${name}: ${verdict.violations.join("; ")}`);
  } while (times.length < LEAST_CHECKS || (times.length < MOST_CHECKS && checkedFor() < CHECKED_MS));
  return times;
}
