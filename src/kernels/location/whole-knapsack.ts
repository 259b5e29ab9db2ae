/**
 * The 0/1 knapsack, solved exactly: which items to take whole, so that they fit and earn most.
 *
 * Shapes: `count` items at the front of `earns` and `weight`, by falling earnings per unit of weight; all above zero.
 * Units:  earnings and weights are whole numbers below 2^50.
 * Gives:  the most that can be earned, with the items in `isIn`; `relaxed` is what they would earn if one could be cut,
 *         `cutRate` that one's rate. `isExact` is false where `mostSteps` were not enough: then the sum is only a lower
 *         bound.
 * Complexity: exponential at worst; some tens of steps where earnings are not tied to weights. No allocation.
 * Source: Horowitz and Sahni, Computing partitions with applications to the knapsack problem (1974); Martello and Toth,
 *         Knapsack Problems (1990), 2.2.1 and 2.5.1.
 */
export interface WholeKnapsack {
  readonly earns: Float64Array;
  readonly weight: Float64Array;
  readonly isIn: Int8Array;
  readonly trial: Int8Array;
  /** The least weight from each place on. */
  readonly lightest: Float64Array;
  relaxed: number;
  cutRate: number;
  isExact: boolean;
  steps: number;
}

export function startKnapsack(mostItems: number): WholeKnapsack {
  return {
    earns: new Float64Array(mostItems),
    weight: new Float64Array(mostItems),
    isIn: new Int8Array(mostItems),
    trial: new Int8Array(mostItems),
    lightest: new Float64Array(mostItems + 1),
    relaxed: 0,
    cutRate: 0,
    isExact: true,
    steps: 0,
  };
}

export function solveKnapsack(knapsack: WholeKnapsack, count: number, capacity: number, mostSteps: number): number {
  const { earns, weight, isIn, trial, lightest } = knapsack;
  lightest[count] = Number.POSITIVE_INFINITY;
  for (let q = count - 1; q >= 0; q--) {
    lightest[q] = Math.min(weight[q], lightest[q + 1]);
    trial[q] = 0;
    isIn[q] = 0;
  }
  let best = 0;
  let earned = 0;
  let room = capacity;
  let at = 0;
  let steps = 0;
  let isFirst = true;
  knapsack.isExact = true;
  for (;;) {
    let q = at;
    let left = room;
    let sum = earned;
    if (left >= lightest[at]) {
      while (q < count && weight[q] <= left) {
        left -= weight[q];
        sum += earns[q];
        q++;
      }
    }
    steps += q - at + 1;
    let cut = 0;
    if (q < count && left > 0 && room >= lightest[at]) {
      // Either the item that does not fit stays out, or it comes in and something before it is cut.
      if (q + 1 < count) cut = (left * earns[q + 1]) / weight[q + 1];
      if (q > at) cut = Math.max(cut, earns[q] - ((weight[q] - left) * earns[q - 1]) / weight[q - 1]);
    }
    if (isFirst) {
      knapsack.relaxed = sum + (q < count ? (left * earns[q]) / weight[q] : 0);
      knapsack.cutRate = q < count ? earns[q] / weight[q] : 0;
      isFirst = false;
    }
    // Sums are whole, so anything better is better by one; half of that is more than rounding.
    if (sum + cut >= best + 0.5) {
      for (let t = at; t < q; t++) trial[t] = 1;
      if (sum > best) {
        best = sum;
        for (let t = 0; t < q; t++) isIn[t] = trial[t];
        for (let t = q; t < count; t++) isIn[t] = 0;
      }
      earned = sum;
      room = left;
      at = q + 1;
      if (at < count && room >= lightest[at]) continue;
    }
    if (steps > mostSteps) {
      knapsack.isExact = false;
      break;
    }
    // Back to the last item taken, which is left out next.
    let last = Math.min(at, count) - 1;
    while (last >= 0 && trial[last] === 0) last--;
    if (last < 0) break;
    trial[last] = 0;
    earned -= earns[last];
    room += weight[last];
    at = last + 1;
  }
  knapsack.steps += steps;
  return best;
}
