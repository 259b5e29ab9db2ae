import { answer, isHopeless, restrict } from "../../kernels/location/answers.ts";
import { averagesAfter } from "./averages-after.ts";
import type { SearchState } from "./search-state.ts";

/** What deciding a site would do to the bound of the present node, as far as a few iterations tell. */
export interface Probe {
  /** Steps. */
  readonly bound: number;
  /** The prices of that bound. */
  readonly prices: Float64Array;
  /** Nothing better than the incumbent is left that way. */
  readonly isClosed: boolean;
}

const ITERATIONS = 10;
/** First length of a step, as a part of the way to the cut; shortened after a few failures. */
const STRIDE = 0.07;
const FAILURES = 3;
const SHORTEN = 0.5;
/** The share of a new answer in the direction: larger than where many iterations follow. */
const SHARE = 0.15;

/**
 * Tries at most `at` copies of the site (way 0), or more (way 1), and takes the decision back. Proves nothing by itself:
 * the node that is made of it starts from its prices.
 *
 * Source: Achterberg, Koch, Martin, Branching rules revisited (2005), strong branching.
 */
export function probe(state: SearchState, site: number, at: number, way: 0 | 1): Probe {
  const { answers } = state;
  const { direction } = averagesAfter(state, site, at)[way];
  const lower = answers.lower.slice();
  const upper = answers.upper.slice();
  if (way === 0) answers.upper[site] = at;
  else answers.lower[site] = at + 1;
  restrict(answers, state.pairs, state.forbidden);
  const found = isHopeless(answers)
    ? { bound: state.cut, prices: state.prices.slice(), isClosed: true }
    : climb(state, direction);
  answers.lower.set(lower);
  answers.upper.set(upper);
  restrict(answers, state.pairs, state.forbidden);
  return found;
}

function climb({ answers, instance, weight, cut, prices: from }: SearchState, direction: Float64Array): Probe {
  const n = instance.customerCount;
  const { slack } = answers;
  const prices = from.slice();
  const trial = new Float64Array(n);
  let bound = answer(answers, prices, true);
  let stride = STRIDE;
  let failures = 0;
  let length = 0;
  for (let j = 0; j < n; j++) length += direction[j] * direction[j] * weight[j];
  for (let iteration = 0; iteration < ITERATIONS && bound < cut; iteration++) {
    if (length < 1e-14) break;
    const step = (stride * Math.max(cut - bound, 1)) / length;
    for (let j = 0; j < n; j++) trial[j] = Math.round(prices[j] + step * direction[j] * weight[j]);
    const value = answer(answers, trial, true);
    length = 0;
    for (let j = 0; j < n; j++) {
      const next = direction[j] + SHARE * (slack[j] - direction[j]);
      direction[j] = next;
      length += next * next * weight[j];
    }
    if (value > bound) {
      bound = value;
      prices.set(trial);
      failures = 0;
    } else if (++failures >= FAILURES) {
      stride *= SHORTEN;
      failures = 0;
    }
  }
  return { bound, prices, isClosed: bound >= cut };
}
