import { readServiceAt } from "../../kernels/location/service-at.ts";
import type { Averages, SearchState } from "./search-state.ts";

/**
 * The present node's averages after a split: with at most `at` copies of the site (way 0) its customers lose what it served
 * beyond these, with more (way 1) they gain what it still lacks.
 */
export function averagesAfter(state: SearchState, site: number, at: number, way: 0 | 1): Averages {
  const { answers, average, prices } = state;
  const direction = new Float64Array(state.direction.length);
  readServiceAt(answers, site, prices, direction);
  const off = offOf(state, site, at);
  const part = way === 0 ? off : off - 1;
  for (let j = 0; j < direction.length; j++) direction[j] = state.direction[j] + part * direction[j];
  const open = average.slice();
  open[site] = way === 0 ? Math.min(open[site], at) : Math.max(open[site], at + 1);
  return { direction, open };
}

/** How far the site's average lies above the copies it is split at: 0 to 1. */
export function offOf({ average }: SearchState, site: number, at: number): number {
  return Math.min(1, Math.max(0, average[site] - at));
}
