import type { LocationInstance } from "./instance.ts";

/** A change of a plan: a copy less here, a copy more there. */
export interface Move {
  /** Site to close a copy of, or -1. */
  readonly drop: number;
  /** Site to open a copy of, or -1. */
  readonly add: number;
  /** The cost of the cheapest service changes by at least this, steps. */
  readonly least: number;
}

/**
 * Lists the drops, adds and swaps that may lower a plan's cost by more than `-allowance`, the most promising first.
 *
 * Problem: prices that prove the present service optimal (a whole price for each open site's capacity, and with it
 *          each customer's cheapest delivered cost and the next one) bound what a change can do from below: a closed
 *          site's customers pay the next cost, and a new site earns what its capacity holds of the rest.
 * Shapes:  `copies`, `lower`, `upper`, `capacityPrices` m. Only moves within lower and upper are listed.
 * Units:   steps.
 * Exact:   without capacities the bounds are the changes themselves.
 * Complexity: O(open sites times n + pairs cheaper than the next cost + moves).
 * Source:  Resende and Werneck, A hybrid multistart heuristic for the uncapacitated facility location problem (2006),
 *          whose gain, loss and extra these are; with capacity prices the same sums bound the capacitated change.
 */
export function rankMoves(
  instance: LocationInstance,
  copies: Int32Array,
  capacityPrices: Float64Array,
  lower: Int32Array,
  upper: Int32Array,
  allowance: number,
): Move[] {
  const { siteCount: m, openCost, capacity, hasCapacity, fewest, most } = instance;
  let openCount = 0;
  for (let i = 0; i < m; i++) if (copies[i] > 0) openCount++;
  const costs = deliveredCosts(instance, copies, capacityPrices);
  const drops: number[] = [];
  const adds: number[] = [];
  for (let i = 0; i < m; i++) {
    if (copies[i] > lower[i]) drops.push(i);
    if (copies[i] < upper[i]) adds.push(i);
  }
  const loss = new Float64Array(m);
  for (const i of drops) loss[i] = (hasCapacity ? capacity[i] * capacityPrices[i] : 0) - openCost[i];
  for (let j = 0; j < costs.nearest.length; j++) {
    const i = costs.site[j];
    if (copies[i] === 1) loss[i] += costs.next[j] - costs.nearest[j];
  }
  const moves: Move[] = [];
  for (const i of drops)
    if (loss[i] < allowance && (openCount > fewest || copies[i] > 1)) moves.push({ drop: i, add: -1, least: loss[i] });
  const { start, customer, cost } = cheaperPairs(instance, upper, costs.next);
  const extra = new Float64Array(m);
  const rates = new Float64Array(costs.nearest.length);
  for (const i of adds) {
    if (copies[i] > 0) {
      const least = openCost[i] - capacity[i] * capacityPrices[i];
      if (least < allowance) moves.push({ drop: -1, add: i, least });
      addSwaps(moves, i, least, drops, loss, extra, allowance);
      continue;
    }
    const worth = hasCapacity ? capacityWorth(instance, costs, start, customer, cost, i, rates) : 0;
    let gain = hasCapacity ? worth * capacity[i] : 0;
    for (let q = start[i]; q < start[i + 1]; q++) {
      const j = customer[q];
      const here = cost[q] + worth * instance.demand[j];
      const now = Math.max(0, costs.nearest[j] - here);
      gain += now;
      if (copies[costs.site[j]] === 1) extra[costs.site[j]] += Math.max(0, costs.next[j] - here) - now;
    }
    const least = openCost[i] - gain;
    if (least < allowance && openCount < most) moves.push({ drop: -1, add: i, least });
    addSwaps(moves, i, least, drops, loss, extra, allowance);
    for (let q = start[i]; q < start[i + 1]; q++) extra[costs.site[customer[q]]] = 0;
  }
  moves.sort((a, b) => a.least - b.least || a.drop - b.drop || a.add - b.add);
  return moves;
}

function addSwaps(
  moves: Move[],
  add: number,
  least: number,
  drops: readonly number[],
  loss: Float64Array,
  extra: Float64Array,
  allowance: number,
): void {
  for (const drop of drops) {
    const both = least + loss[drop] - extra[drop];
    if (drop !== add && both < allowance) moves.push({ drop, add, least: both });
  }
}

interface DeliveredCosts {
  /** Cheapest delivered cost of each customer, the next one, and the site of the cheapest. */
  readonly nearest: Float64Array;
  readonly next: Float64Array;
  readonly site: Int32Array;
}

function deliveredCosts(instance: LocationInstance, copies: Int32Array, capacityPrices: Float64Array): DeliveredCosts {
  const { siteCount: m, customerCount: n, matrix, demand, ceiling } = instance;
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const next = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const site = new Int32Array(n);
  for (let i = 0; i < m; i++) {
    if (copies[i] === 0) continue;
    const worth = capacityPrices[i];
    const row = i * n;
    for (let j = 0; j < n; j++) {
      const delivered = matrix[row + j] + worth * demand[j];
      if (delivered >= next[j]) continue;
      if (delivered < nearest[j]) {
        next[j] = nearest[j];
        nearest[j] = delivered;
        site[j] = i;
      } else next[j] = delivered;
    }
  }
  // A customer that nobody else can serve would cost more than any plan.
  for (let j = 0; j < n; j++) if (next[j] === Number.POSITIVE_INFINITY) next[j] = nearest[j] + ceiling;
  return { nearest, next, site };
}

interface CheaperPairs {
  readonly start: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
}

/** The pairs, by site, that cost less than the customer's next delivered cost. */
function cheaperPairs(instance: LocationInstance, upper: Int32Array, next: Float64Array): CheaperPairs {
  const { siteCount: m, customerCount: n } = instance;
  const start = new Int32Array(m + 1);
  for (let j = 0; j < n; j++) {
    const stop = instance.start[j + 1];
    for (let t = instance.start[j]; t < stop && instance.cost[t] < next[j]; t++)
      if (upper[instance.site[t]] > 0) start[instance.site[t] + 1]++;
  }
  for (let i = 0; i < m; i++) start[i + 1] += start[i];
  const customer = new Int32Array(start[m]);
  const cost = new Float64Array(start[m]);
  const place = start.slice(0, m);
  for (let j = 0; j < n; j++) {
    const stop = instance.start[j + 1];
    for (let t = instance.start[j]; t < stop && instance.cost[t] < next[j]; t++) {
      const i = instance.site[t];
      if (upper[i] === 0) continue;
      customer[place[i]] = j;
      cost[place[i]++] = instance.cost[t];
    }
  }
  return { start, customer, cost };
}

/** What a unit of a closed site's capacity would be worth: the rate at which the customers it wins use it up. */
function capacityWorth(
  instance: LocationInstance,
  costs: DeliveredCosts,
  start: Int32Array,
  customer: Int32Array,
  cost: Float64Array,
  i: number,
  rates: Float64Array,
): number {
  const { demand, capacity } = instance;
  let wanted = 0;
  const items: number[] = [];
  for (let q = start[i]; q < start[i + 1]; q++) {
    const j = customer[q];
    if (costs.nearest[j] <= cost[q]) continue;
    wanted += demand[j];
    rates[j] = (costs.nearest[j] - cost[q]) / demand[j];
    items.push(j);
  }
  if (wanted <= capacity[i]) return 0;
  items.sort((a, b) => rates[b] - rates[a] || a - b);
  let room = capacity[i];
  for (const j of items) {
    room -= demand[j];
    if (room < 0) return rates[j];
  }
  return 0;
}
