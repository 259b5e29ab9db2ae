import type { WholeState } from "./whole-state.ts";

/** Tries the sites that the node's best prices choose, each customer where it mostly was. */
export function tryLikely(state: WholeState): boolean {
  const { whole, planner, instance, pairAverage } = state;
  const { taken } = whole.answers;
  const { siteCount: m, customerCount: n } = instance;
  const likely = whole.owner.slice();
  for (let j = 0; j < n; j++) {
    if (likely[j] >= 0) continue;
    likely[j] = -1;
    let most = 0;
    for (let i = 0; i < m; i++) {
      if (taken[i] === 0 || pairAverage[i * n + j] <= most) continue;
      most = pairAverage[i * n + j];
      likely[j] = i;
    }
  }
  return planner.tryAgain(taken, likely);
}
