import type { Answers } from "./answers.ts";

/**
 * What a plan with these copies costs at least, by the capacity prices of the last answer.
 *
 * Problem: the dual of the plan's own service. At any prices p >= 0 of the open sites' capacities each customer pays its
 *          cheapest delivered cost, c + p d, and the sites earn p for what they hold. Customers' prices are the best for
 *          these very sites, so that this is mostly far above what the answer's own prices say of them (`leastWith`),
 *          and hardly below what the service costs.
 * Shapes:  `copies` m; `delivered` n, for the kernel's own use. Needs capacities.
 * Units:   steps, with the rounding of doubles.
 * Complexity: open sites times n. No allocation.
 */
export function leastDelivered(answers: Answers, copies: Int32Array, delivered: Float64Array): number {
  const { siteCount: m, customerCount: n, matrix, demand, openCost, capacity } = answers.instance;
  const { capacityPrice } = answers;
  let least = 0;
  let openCount = 0;
  delivered.fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < m; i++) {
    if (copies[i] === 0) continue;
    const price = capacityPrice[i];
    const row = i * n;
    openCount++;
    least += copies[i] * (openCost[i] - price * capacity[i]);
    for (let j = 0; j < n; j++) {
      const cost = matrix[row + j] + price * demand[j];
      if (cost < delivered[j]) delivered[j] = cost;
    }
  }
  for (let j = 0; j < n; j++) least += delivered[j];
  answers.visits += (openCount * n) / 4;
  return least;
}
