import type { Sliceable } from "../../base/control.ts";
import { MOST_MEMBERS, SETS } from "../../kernels/location/clusters.ts";
import type { SearchState } from "./search-state.ts";

/** Plans tried before it is given up, each time from the best plan so far. */
const TRIES = 40;
/** Better plans taken over in one call, at most. */
const ROUNDS = 10;

interface Change {
  readonly cluster: number;
  readonly set: number;
  readonly cost: number;
}

/**
 * Looks for better plans by opening other sites of one cluster together, those first that the last answer says cost least:
 * it knows what sets of neighbours cost together, which exchanges of single sites do not come upon.
 *
 * Right after an answer that has weighed the sets within its window. Proves nothing.
 */
export function* tryClusterSets({ answers, planner, control, leastOf }: SearchState): Sliceable<void> {
  const { clusters } = answers;
  const { member, size } = clusters;
  for (let round = 0; round < ROUNDS && planner.hasPlan; round++) {
    const before = planner.best;
    const origin = planner.copies.slice();
    const changes = rankChanges(answers.clusters, origin);
    for (let t = 0; t < Math.min(TRIES, changes.length) && planner.best === before; t++) {
      const { cluster, set } = changes[t];
      const trial = origin.slice();
      for (let k = 0; k < size[cluster]; k++) trial[member[cluster * MOST_MEMBERS + k]] = (set >> k) & 1;
      if (leastOf.atSight(trial) >= before) continue;
      planner.try(trial);
      if (control.interruption(planner.visits) !== undefined) return;
      yield;
    }
    if (planner.best === before) return;
  }
}

/** All other sets of each cluster that may be open, by what they cost more than those of the plan. */
function rankChanges({ count, size, member, worth }: SearchState["answers"]["clusters"], copies: Int32Array): Change[] {
  const changes: Change[] = [];
  for (let c = 0; c < count; c++) {
    let open = 0;
    for (let k = 0; k < size[c]; k++) if (copies[member[c * MOST_MEMBERS + k]] > 0) open |= 1 << k;
    for (let set = 0; set < 1 << size[c]; set++) {
      const cost = worth[c * SETS + set] - worth[c * SETS + open];
      if (set !== open && Number.isFinite(cost)) changes.push({ cluster: c, set, cost });
    }
  }
  return changes.sort((a, b) => a.cost - b.cost || a.cluster - b.cluster || a.set - b.set);
}
