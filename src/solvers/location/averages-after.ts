import { readServiceAt } from "../../kernels/location/service-at.ts";
import type { Averages, SearchState } from "./search-state.ts";

/**
 * The present node's averages after each way of a split: with at most `at` copies of the site its customers lose what
 * it served beyond these, with more they gain what it still lacks.
 */
export function averagesAfter(state: SearchState, site: number, at: number): readonly [Averages, Averages] {
  const { answers, direction, average, prices } = state;
  const share = new Float64Array(direction.length);
  readServiceAt(answers, site, prices, share);
  const off = offOf(state, site, at);
  const below = { direction: direction.slice(), open: average.slice() };
  const above = { direction: direction.slice(), open: average.slice() };
  for (let j = 0; j < share.length; j++) {
    below.direction[j] += off * share[j];
    above.direction[j] -= (1 - off) * share[j];
  }
  below.open[site] = Math.min(below.open[site], at);
  above.open[site] = Math.max(above.open[site], at + 1);
  return [below, above];
}

/** How far the site's average lies above the copies it is split at: 0 to 1. */
export function offOf({ average }: SearchState, site: number, at: number): number {
  return Math.min(1, Math.max(0, average[site] - at));
}
