import { answer, isHopeless } from "../../kernels/location/answers.ts";
import type { SearchState } from "./search-state.ts";

/** The last answer of a node at its best prices: narrows it, and closes it where that suffices. */
export function finishNode(state: SearchState): boolean {
  const { answers, prices } = state;
  const { clusters } = answers;
  for (;;) {
    // Here sets of clusters that could still be part of a better plan are worth knowing well.
    clusters.window = Math.max(0, state.cut - state.bound);
    const bound = answer(answers, prices, false);
    clusters.window = 0;
    if (state.closes(prices, bound)) return true;
    state.bound = bound;
    if (state.narrow(prices, bound) === 0) return false;
    if (isHopeless(answers)) return true;
  }
}
