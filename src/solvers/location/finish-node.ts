import { answer, isHopeless } from "../../kernels/location/answers.ts";
import type { SearchState } from "./search-state.ts";

/** The last answer of a node at its best prices: narrows it, and closes it where that suffices. */
export function finishNode(state: SearchState): boolean {
  const { answers, prices } = state;
  for (;;) {
    const bound = answer(answers, prices, false);
    if (state.closes(prices, bound)) return true;
    state.bound = bound;
    if (state.narrow(prices, bound) === 0) return false;
    if (isHopeless(answers)) return true;
  }
}
