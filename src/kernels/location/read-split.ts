import type { SplitService } from "./serve-split.ts";

/** What a split service that was just found, or was not, says about the problem. */

/**
 * Prices that prove the last service optimal for its open sites: whole capacity prices, and each customer's
 * cheapest delivered cost at them.
 */
export function readServicePrices(service: SplitService, prices: Float64Array, capacityPrices: Float64Array): void {
  const { instance, open, openCount, potential, perUnit } = service;
  const { customerCount: n, matrix, demand } = instance;
  capacityPrices.fill(0);
  prices.fill(Number.POSITIVE_INFINITY);
  for (let k = 0; k < openCount; k++) {
    const i = open[k];
    const worth = Math.max(0, Math.round(-potential[k]));
    capacityPrices[i] = worth;
    for (let j = 0; j < n; j++) {
      if (perUnit[i * n + j] === Number.POSITIVE_INFINITY) continue;
      const delivered = matrix[i * n + j] + worth * demand[j];
      if (delivered < prices[j]) prices[j] = delivered;
    }
  }
}

/**
 * The same of a service that is under way, for which potentials price each customer's present sites as the cheapest:
 * with what is still to be moved they bound what it will cost. Prices of customers not served yet stay 0.
 */
export function readPresentPrices(service: SplitService, prices: Float64Array, capacityPrices: Float64Array): void {
  const { instance, open, openCount, potential, members, memberCount } = service;
  const { customerCount: n, matrix, demand } = instance;
  capacityPrices.fill(0);
  prices.fill(0);
  for (let k = 0; k < openCount; k++) {
    const i = open[k];
    const worth = Math.max(0, Math.round(-potential[k]));
    capacityPrices[i] = worth;
    for (let q = k * n; q < k * n + memberCount[k]; q++) {
      const j = members[q];
      const delivered = matrix[i * n + j] + worth * demand[j];
      prices[j] = prices[j] === 0 ? delivered : Math.min(prices[j], delivered);
    }
  }
}

/**
 * After a service that failed for want of room: the customers of the sites that the last overloaded one reaches.
 * None of them may be served elsewhere, and they want more than these sites have. Empty after a success.
 */
export function readBlocked(service: SplitService): Int32Array {
  const { instance, openCount, load, capacity, settled, amount } = service;
  const { customerCount: n, totalDemand } = instance;
  let room = 0;
  let isOverloaded = false;
  for (let k = 0; k < openCount; k++) {
    room += capacity[k];
    if (load[k] > capacity[k]) isOverloaded = true;
  }
  const lacksRoom = room < totalDemand;
  if (!lacksRoom && !isOverloaded) return new Int32Array(0);
  const blocked: number[] = [];
  for (let j = 0; j < n; j++) {
    let isBlocked = lacksRoom;
    for (let k = 0; k < openCount && !isBlocked; k++) isBlocked = settled[k] === 1 && amount[k * n + j] > 0;
    if (isBlocked) blocked.push(j);
  }
  return Int32Array.from(blocked);
}
