import { answer, isHopeless, restrict } from "../../kernels/location/answers.ts";
import { averagesAfter } from "./averages-after.ts";
import type { Averages, SearchState } from "./search-state.ts";

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
/** Answers with clusters take longer, and fewer of them rank sites as well. */
const CLUSTERED_ITERATIONS = 5;
/** First length of a step, as a part of the way to the cut. */
const STRIDE = 0.07;

/**
 * Tries at most `at` copies of the site (way 0), or more (way 1), and takes the decision back. Proves nothing by itself:
 * the node that is made of it starts from its prices.
 *
 * Source: Achterberg, Koch, Martin, Branching rules revisited (2005), strong branching.
 */
export function probe(state: SearchState, site: number, at: number, way: 0 | 1): Probe {
  const { answers } = state;
  const averages = averagesAfter(state, site, at, way);
  const lower = answers.lower.slice();
  const upper = answers.upper.slice();
  if (way === 0) answers.upper[site] = at;
  else answers.lower[site] = at + 1;
  restrict(answers, state.pairs, state.forbidden);
  const found = isHopeless(answers)
    ? { bound: state.cut, prices: state.prices.slice(), isClosed: true }
    : climb(state, averages);
  answers.lower.set(lower);
  answers.upper.set(upper);
  restrict(answers, state.pairs, state.forbidden);
  return found;
}

function climb({ answers, ascent, cut, prices: from }: SearchState, { direction, open }: Averages): Probe {
  const prices = from.slice();
  let bound = answer(answers, prices, true);
  ascent.beginWith(direction, open);
  ascent.take(answers);
  ascent.aim(STRIDE, Math.max(1, cut - bound));
  const iterations = answers.clusters.count > 0 ? CLUSTERED_ITERATIONS : ITERATIONS;
  for (let iteration = 0; iteration < iterations && bound < cut; iteration++) {
    const value = ascent.advance(answers, prices, bound, Math.max(1, cut - bound));
    if (value === undefined) break;
    bound = Math.max(bound, value);
  }
  return { bound, prices, isClosed: bound >= cut };
}
