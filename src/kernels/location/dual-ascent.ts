import type { PairList } from "./answers.ts";

/**
 * First prices: raises each customer's price from pair to pair until the slack of some site it would pay is used up.
 *
 * Problem: uncapacitated dual: maximise the sum of prices with, for every site, the sum over customers of
 *          max(0, price - cost) at most `openCost`. Capacities are not looked at; the prices are valid all the same.
 * Shapes:  prices n, slack m (the opening cost that is still unpaid), reach n (pairs at or below the price).
 * Units:   steps, whole numbers throughout.
 * Order:   customers that pay fewest sites first, by rounds, as raising them uses up least slack.
 * Complexity: O(pairs reached times rounds).
 * Source:  Erlenkotter, A dual-based procedure for uncapacitated facility location (1978).
 */
export function ascendPrices(pairs: PairList, openCost: Float64Array, prices: Float64Array): Float64Array {
  const n = prices.length;
  const { start, site, cost } = pairs;
  const slack = openCost.map((f) => Math.max(0, f));
  const reach = new Int32Array(n);
  let alive = n;
  const queue = new Int32Array(n);
  for (let j = 0; j < n; j++) {
    queue[j] = j;
    prices[j] = start[j] < start[j + 1] ? cost[start[j]] : 0;
    extend(pairs, prices, reach, j);
  }
  while (alive > 0) {
    let kept = 0;
    for (let q = 0; q < alive; q++) {
      const j = queue[q];
      const stop = start[j] + reach[j];
      let room = Number.POSITIVE_INFINITY;
      for (let t = start[j]; t < stop; t++) {
        const s = slack[site[t]];
        if (s < room) room = s;
      }
      if (!(room > 0) || room === Number.POSITIVE_INFINITY) continue;
      const nextStep = stop < start[j + 1] ? cost[stop] - prices[j] : Number.POSITIVE_INFINITY;
      const rise = Math.min(nextStep, room);
      for (let t = start[j]; t < stop; t++) slack[site[t]] -= rise;
      prices[j] += rise;
      if (rise === nextStep) {
        extend(pairs, prices, reach, j);
        queue[kept++] = j;
      }
    }
    alive = kept;
  }
  return slack;
}

function extend(pairs: PairList, prices: Float64Array, reach: Int32Array, j: number): void {
  const { start, cost } = pairs;
  while (start[j] + reach[j] < start[j + 1] && cost[start[j] + reach[j]] <= prices[j]) reach[j]++;
}
