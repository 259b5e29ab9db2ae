import type { Answers } from "./answers.ts";
import { fillKnapsack, fillSorted } from "./knapsack.ts";
import { part } from "./site-lists.ts";

/** The guess of a knapsack's cut lies a hair below the last one, so that whom that cut is taken up again. */
const GUESS = 0.998;
/** So many pairs are sorted sooner than parted at a guess. */
const FEW = 12;

/** The knapsack of one site at its best number of copies: fills value, count, lines, capacity price and cut. */
export function fillSite(answers: Answers, i: number, prices: Float64Array): void {
  const { instance, value, count, capacityPrice, cutPosition, cutShare, cut, lower, upper } = answers;
  const opening = instance.openCost[i];
  if (instance.hasCopies && upper[i] > 1) {
    fillCopies(answers, i, prices);
    return;
  }
  const earned = fillNear(answers, i, prices);
  value[i] = opening - earned;
  capacityPrice[i] = cut.rate;
  cutPosition[i] = cut.position;
  cutShare[i] = cut.share;
  if (instance.hasCopies) {
    count[i] = Math.max(1, lower[i]);
    holdLine(answers, i, opening - cut.rate * instance.capacity[i], earned - cut.rate * instance.capacity[i], cut.rate);
  }
}

/** The knapsack over the site's nearest pairs where those are enough, over more or all of them where not. */
function fillNear(answers: Answers, i: number, prices: Float64Array): number {
  const { instance, lists, perDemand, capacityPrice, cut } = answers;
  const { demand, capacity } = instance;
  const { outer, inner } = lists;
  const guess = capacityPrice[i] * GUESS;
  const from = lists.start[i];
  const fill = capacity[i];
  const near = inner.end[i];
  const mid = outer.end[i];
  if (near >= 0) {
    answers.visits += near - from;
    const earned =
      near - from <= FEW
        ? fillSorted(lists, from, near, prices, demand, perDemand, fill, cut)
        : fillKnapsack(lists, i, prices, demand, perDemand, fill, guess, cut, near);
    if (cut.rate >= inner.farRate[i] + inner.rise && cut.rate >= outer.farRate[i] + outer.rise) return earned;
  }
  if (mid >= 0) {
    answers.visits += mid - from;
    const earned = fillKnapsack(lists, i, prices, demand, perDemand, fill, guess, cut, mid);
    if (cut.rate >= outer.farRate[i] + outer.rise) {
      part(lists, inner, i, cut.position + 1, mid, cut.rate, perDemand);
      return earned;
    }
  }
  const end = lists.end[i];
  answers.visits += end - from;
  const earned = fillKnapsack(lists, i, prices, demand, perDemand, fill, guess, cut, end);
  part(lists, outer, i, cut.position + 1, end, cut.rate, perDemand);
  part(lists, inner, i, cut.position + 1, outer.end[i], cut.rate, perDemand);
  return earned;
}

/** One line for both: a site of one copy, or one whose customers all fit into its least number of copies. */
function holdLine(answers: Answers, i: number, slope: number, earned: number, rate: number): void {
  answers.slope[i] = slope;
  answers.intercept[i] = -earned;
  answers.secondSlope[i] = slope;
  answers.secondIntercept[i] = -earned;
  answers.secondPrice[i] = rate;
}

/** Reduced cost with k copies; leaves the cut in `answers.cut`. It is convex in k, since earnings are concave. */
function costWithCopies(answers: Answers, i: number, prices: Float64Array, k: number): number {
  const { instance, lists, perDemand, capacityPrice, cut } = answers;
  const { demand, capacity, openCost } = instance;
  const guess = capacityPrice[i] * GUESS;
  answers.visits += lists.end[i] - lists.start[i];
  return openCost[i] * k - fillKnapsack(lists, i, prices, demand, perDemand, capacity[i] * k, guess, cut);
}

function fillCopies(answers: Answers, i: number, prices: Float64Array): void {
  // These knapsacks run over the whole list, and leave no parting of it in place.
  answers.lists.inner.end[i] = -1;
  answers.lists.outer.end[i] = -1;
  const { instance, lower, upper, count, value, slope, intercept, secondSlope, secondIntercept, cut } = answers;
  const least = Math.max(1, lower[i]);
  let k = Math.min(Math.max(count[i], least), upper[i]);
  let best = costWithCopies(answers, i, prices, k);
  for (let next: number; k < upper[i] && (next = costWithCopies(answers, i, prices, k + 1)) < best; k++) best = next;
  for (let next: number; k > least && (next = costWithCopies(answers, i, prices, k - 1)) <= best; k--) best = next;
  const open = instance.openCost[i];
  const capacity = instance.capacity[i];
  // The neighbour's line holds the side of k on which this one's falls.
  const here = costWithCopies(answers, i, prices, k);
  const slopeHere = open - cut.rate * capacity;
  const neighbour = slopeHere >= 0 ? Math.max(least, k - 1) : Math.min(upper[i], k + 1);
  const there = costWithCopies(answers, i, prices, neighbour);
  secondSlope[i] = open - cut.rate * capacity;
  secondIntercept[i] = there - secondSlope[i] * neighbour;
  answers.secondPrice[i] = cut.rate;
  costWithCopies(answers, i, prices, k);
  slope[i] = slopeHere;
  intercept[i] = here - slopeHere * k;
  answers.capacityPrice[i] = cut.rate;
  answers.cutPosition[i] = cut.position;
  answers.cutShare[i] = cut.share;
  value[i] = here;
  count[i] = k;
}
