import type { LocationInstance } from "./instance.ts";

/**
 * Service without capacities: every customer from its nearest open site.
 *
 * Units: steps. Complexity: O(pairs looked through), about m / (open sites) a customer.
 */
export function serveNearest(
  instance: LocationInstance,
  copies: Int32Array,
  cutoff: number,
  assignment?: Int32Array,
): number {
  const { customerCount: n, siteCount: m, start, site, cost, openCost } = instance;
  let total = 0;
  for (let i = 0; i < m; i++) if (copies[i] > 0) total += openCost[i];
  for (let j = 0; j < n; j++) {
    const stop = start[j + 1];
    let t = start[j];
    while (t < stop && copies[site[t]] === 0) t++;
    if (t === stop) return Number.POSITIVE_INFINITY;
    total += cost[t];
    if (assignment !== undefined) assignment[j] = site[t];
    // Opening costs and services may be negative, so only a full sum can be compared where they are.
    if ((j & 63) === 63 && total >= cutoff && instance.isNonNegative) return Number.POSITIVE_INFINITY;
  }
  return total < cutoff ? total : Number.POSITIVE_INFINITY;
}
