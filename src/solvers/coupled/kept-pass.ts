import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { GoodFlows, PassResult } from "./pass.ts";

/**
 * A pass over the goods of one chain, to be kept: without works and activities that are idle, and without cells of other
 * chains. With thousands of places those would be most of it, for every chain.
 */
export interface KeptPass {
  /** Works that are open: modules, and units made. */
  readonly works: Int32Array;
  readonly open: Float64Array;
  readonly made: Float64Array;
  /** Activities that are run: units of the main good made. */
  readonly activity: Int32Array;
  readonly byActivity: Float64Array;
  /** What one unit more would cost, by place in the chain's order of goods and by place. */
  readonly marginal: Float64Array;
  readonly flows: readonly GoodFlows[];
}

/** @param order the chain's goods. */
export function keepPass(instance: CoupledInstance, order: Int32Array, pass: PassResult): KeptPass {
  const p = instance.placeCount;
  const works = usedOf(pass.open, pass.made);
  const activity = usedOf(pass.byActivity, pass.byActivity);
  const marginal = new Float64Array(order.length * p);
  for (let at = 0; at < order.length; at++)
    marginal.set(pass.marginal.subarray(order[at] * p, (order[at] + 1) * p), at * p);
  return {
    works,
    open: Float64Array.from(works, (i) => pass.open[i]),
    made: Float64Array.from(works, (i) => pass.made[i]),
    activity,
    byActivity: Float64Array.from(activity, (run) => pass.byActivity[run]),
    marginal,
    flows: pass.flows,
  };
}

/** The pass as it was, with nothing in the cells of other chains. */
export function wholePass(instance: CoupledInstance, order: Int32Array, kept: KeptPass): PassResult {
  const { placeCount: p, goodCount: g, worksSize, activityCost } = instance;
  const open = new Float64Array(worksSize.length);
  const made = new Float64Array(worksSize.length);
  for (let k = 0; k < kept.works.length; k++) {
    open[kept.works[k]] = kept.open[k];
    made[kept.works[k]] = kept.made[k];
  }
  const byActivity = new Float64Array(activityCost.length);
  for (let k = 0; k < kept.activity.length; k++) byActivity[kept.activity[k]] = kept.byActivity[k];
  const marginal = new Float64Array(g * p);
  for (let at = 0; at < order.length; at++) marginal.set(kept.marginal.subarray(at * p, (at + 1) * p), order[at] * p);
  return { open, made, byActivity, marginal, flows: kept.flows };
}

/** Where one of the two is not zero. */
function usedOf(one: Float64Array, other: Float64Array): Int32Array {
  let count = 0;
  for (let i = 0; i < one.length; i++) if (one[i] !== 0 || other[i] !== 0) count++;
  const used = new Int32Array(count);
  for (let i = 0, at = 0; i < one.length; i++) if (one[i] !== 0 || other[i] !== 0) used[at++] = i;
  return used;
}
