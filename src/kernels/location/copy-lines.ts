import type { Answers } from "./answers.ts";

/**
 * What a site costs with k copies, held as the larger of two straight lines in k.
 *
 * A knapsack's earnings are concave in its capacity, so any capacity price gives a line below the reduced cost;
 * the line at the best k and its neighbour's on the falling side make the best k exact.
 */

/** Lower bound of a site's reduced cost with k copies. */
export function lineValue(answers: Answers, i: number, k: number): number {
  const first = answers.slope[i] * k + answers.intercept[i];
  const second = answers.secondSlope[i] * k + answers.secondIntercept[i];
  return Math.max(first, second);
}

/** Puts the least of the two lines' larger over k = least..most into value and count. */
export function leastOfLines(answers: Answers, i: number, least: number, most: number): void {
  const { slope, intercept, secondSlope, secondIntercept, value, count } = answers;
  let best = lineValue(answers, i, least);
  let bestCount = least;
  const atMost = lineValue(answers, i, most);
  if (atMost < best) {
    best = atMost;
    bestCount = most;
  }
  const apart = slope[i] - secondSlope[i];
  if (apart !== 0) {
    // A convex function of two lines is least where they cross, or at an end.
    const crossing = Math.floor((secondIntercept[i] - intercept[i]) / apart);
    for (let k = Math.max(least, crossing); k <= Math.min(most, crossing + 1); k++) {
      const v = lineValue(answers, i, k);
      if (v < best) {
        best = v;
        bestCount = k;
      }
    }
  }
  value[i] = best;
  count[i] = bestCount;
}
