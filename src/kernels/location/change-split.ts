import { startRecord } from "./amount-record.ts";
import { readPresentPrices } from "./read-split.ts";
import {
  findShift,
  findShifts,
  moveAlong,
  push,
  type SplitService,
  serveSplit,
  setAmount,
  shortestPath,
} from "./serve-split.ts";

/**
 * The cheapest split service after some sites have opened or closed, starting from the service that is held.
 *
 * Problem: a site with less room pushes its excess away along shortest paths, as in a service from nothing; then one
 *          with more room draws amounts to it while that saves anything. Each step keeps every amount where it is
 *          cheapest by the worth of capacities, so that at the end, where spare room is worth nothing, all is cheapest.
 * Keeps:   what `serveSplit` keeps. A change that reaches the cutoff is taken back, and the former service is held on.
 * Complexity: the paths of the amounts that move, K^2 each, for K open sites.
 * Source:  Ahuja, Magnanti, Orlin, Network Flows (1993), 9.9, sensitivity of minimum-cost flows by shortest paths.
 */

/** Of the open sites, the part that may change before starting from nothing is quicker. */
const MOST_CHANGED = 0.5;
/** With fewer open sites than this a service from nothing takes no time. */
const FEWEST_OPEN = 6;

/** Prices of customers and of sites' capacity. */
export interface ServicePrices {
  readonly prices: Float64Array;
  readonly capacityPrices: Float64Array;
}

/**
 * As `serveSplit`, from the service held where that is near. At the cutoff, `atCutoff` takes the prices that show that
 * it is reached.
 */
export function changeSplit(
  service: SplitService,
  copies: Int32Array,
  cutoff: number,
  atCutoff?: ServicePrices,
): number {
  const { instance, held, capacity, potential, slot, record } = service;
  const { siteCount: m, totalDemand, openCost } = instance;
  if (!service.isHeld || service.openCount < FEWEST_OPEN) return serveAfresh(service, copies, cutoff, atCutoff);
  let changed = 0;
  let room = 0;
  let cost = service.heldCost;
  for (let i = 0; i < m; i++) {
    room += instance.capacity[i] * copies[i];
    if (copies[i] === held[i]) continue;
    changed++;
    cost += openCost[i] * (copies[i] - held[i]);
  }
  if (room < totalDemand) return Number.POSITIVE_INFINITY;
  if (changed === 0) return cost < cutoff ? cost : Number.POSITIVE_INFINITY;
  if (changed > MOST_CHANGED * service.openCount) return serveAfresh(service, copies, cutoff, atCutoff);
  if (!service.hasShifts) findShifts(service);
  const openBefore = service.openCount;
  for (let k = 0; k < openBefore; k++) service.potentialBefore[k] = potential[k];
  startRecord(record, openBefore);
  for (let i = 0; i < m; i++) {
    if (copies[i] === held[i]) continue;
    if (slot[i] < 0) addSlot(service, i);
    capacity[slot[i]] = instance.capacity[i] * copies[i];
  }
  let isCheaper = leastFrom(service, cost) < cutoff;
  // Excess goes first: much of it lands where there is new room.
  for (let s = 0; s < service.openCount && isCheaper; s++) {
    while (isCheaper && service.load[s] > capacity[s]) {
      const target = shortestPath(service, s);
      if (target >= 0) cost += push(service, s, target);
      isCheaper = target >= 0 && leastFrom(service, cost) < cutoff;
    }
  }
  for (let to = 0; to < service.openCount && isCheaper; to++) {
    while (isCheaper && potential[to] < 0 && service.load[to] < capacity[to]) {
      const from = bestSource(service, to);
      if (from < 0) break;
      turnRound(service, from);
      cost += moveAlong(service, from, to, capacity[to] - service.load[to]);
      isCheaper = leastFrom(service, cost) < cutoff;
    }
  }
  record.isOn = false;
  if (!isCheaper || cost >= cutoff) {
    if (atCutoff !== undefined) readPresentPrices(service, atCutoff.prices, atCutoff.capacityPrices);
    takeBack(service, openBefore);
    return Number.POSITIVE_INFINITY;
  }
  for (let k = service.openCount - 1; k >= 0; k--) if (copies[service.open[k]] === 0) removeSlot(service, k);
  held.set(copies);
  service.heldCost = costOfHeld(service);
  return service.heldCost;
}

function serveAfresh(
  service: SplitService,
  copies: Int32Array,
  cutoff: number,
  atCutoff: ServicePrices | undefined,
): number {
  const cost = serveSplit(service, copies, cutoff);
  if (cost === Number.POSITIVE_INFINITY && atCutoff !== undefined)
    readPresentPrices(service, atCutoff.prices, atCutoff.capacityPrices);
  return cost;
}

/** A slot for a site that opens, with the highest worth of its capacity at which nobody would yet move to it. */
function addSlot(service: SplitService, i: number): void {
  const { instance, open, slot, load, memberCount, shift, shiftInto, shiftedBy, potential, amount } = service;
  const { siteCount: m, customerCount: n } = instance;
  const k = service.openCount++;
  open[k] = i;
  slot[i] = k;
  load[k] = 0;
  memberCount[k] = 0;
  amount.fill(0, k * n, k * n + n);
  let least = 0;
  for (let a = 0; a <= k; a++) {
    shift[k * m + a] = Number.POSITIVE_INFINITY;
    shiftInto[a * m + k] = Number.POSITIVE_INFINITY;
    shiftedBy[k * m + a] = -1;
    if (a === k) continue;
    findShift(service, a, k);
    least = Math.min(least, shift[a * m + k] + potential[a]);
  }
  potential[k] = least;
}

/**
 * What the service costs at least once everything has settled: by the worth of capacities, which prices every
 * customer's present service as the cheapest; room to spare takes its worth away, and excess adds it.
 */
function leastFrom({ openCount, potential, capacity, load }: SplitService, cost: number): number {
  let least = cost;
  for (let k = 0; k < openCount; k++) least += potential[k] * (capacity[k] - load[k]);
  return least;
}

/** Makes the ways that a search backwards found, from `from` on, lead to their previous sites. */
function turnRound({ previous }: SplitService, from: number): void {
  let after = -1;
  for (let k = from; k >= 0; ) {
    const next = previous[k];
    previous[k] = after;
    after = k;
    k = next;
  }
}

/**
 * Dijkstra backwards from a site that draws: the site to take an amount from at the least sum of the way and of what
 * its own capacity is worth. Updates the potentials of the sites nearer than that; `previous` leads towards `to`.
 * Gives -1 when nothing would be saved.
 */
function bestSource(service: SplitService, to: number): number {
  const { openCount: count, distance, previous, waiting, shiftInto, potential } = service;
  const m = service.instance.siteCount;
  for (let k = 0; k < count; k++) {
    distance[k] = Number.POSITIVE_INFINITY;
    waiting[k] = k;
  }
  distance[to] = 0;
  previous[to] = -1;
  let reach = -potential[to];
  let from = -1;
  let left = count;
  let b = to;
  let near = 0;
  for (;;) {
    service.visits += left;
    if (b !== to && near - potential[b] < reach) {
      reach = near - potential[b];
      from = b;
    }
    const lifted = near - potential[b];
    let nearest = reach;
    let next = -1;
    let end = 0;
    for (let t = 0; t < left; t++) {
      const a = waiting[t];
      if (a === b) continue;
      waiting[end++] = a;
      const through = shiftInto[b * m + a] + potential[a] + lifted;
      const reached = Math.max(through, near);
      let own = distance[a];
      if (reached < own) {
        own = reached;
        distance[a] = own;
        previous[a] = b;
      }
      if (own < nearest) {
        nearest = own;
        next = a;
      }
    }
    left = end;
    if (next < 0) break;
    b = next;
    near = nearest;
  }
  for (let k = 0; k < count; k++)
    if (distance[k] < reach) potential[k] = Math.min(0, potential[k] + reach - distance[k]);
  return from;
}

/** Undoes everything since recording began. */
function takeBack(service: SplitService, openBefore: number): void {
  const { instance, record, held, open, slot, load, amount, capacity, potential, potentialBefore } = service;
  const { shift, shiftInto, shiftedBy } = service;
  const { customerCount: n, siteCount: m } = instance;
  for (let k = openBefore; k < service.openCount; k++) slot[open[k]] = -1;
  service.openCount = openBefore;
  for (let t = record.count - 1; t >= 0; t--) {
    const k = record.slot[t];
    if (k >= openBefore) continue;
    const j = record.customer[t];
    load[k] += record.amount[t] - amount[k * n + j];
    setAmount(service, k, j, record.amount[t]);
  }
  for (let k = 0; k < openBefore; k++) {
    capacity[k] = instance.capacity[open[k]] * held[open[k]];
    potential[k] = potentialBefore[k];
  }
  for (let r = 0; r < record.rowCount; r++) {
    const k = record.rowSlot[r];
    for (let b = 0; b < openBefore; b++) {
      const before = record.shift[r * openBefore + b];
      shiftedBy[k * m + b] = record.shiftedBy[r * openBefore + b];
      if (shift[k * m + b] === before) continue;
      shift[k * m + b] = before;
      shiftInto[b * m + k] = before;
    }
  }
}

/** Takes a closed site's slot out: the last one moves into its place. */
function removeSlot(service: SplitService, k: number): void {
  const { instance, open, slot, load, capacity, potential, memberCount, members, place, amount } = service;
  const { shift, shiftInto, shiftedBy } = service;
  const { siteCount: m, customerCount: n } = instance;
  const last = --service.openCount;
  slot[open[k]] = -1;
  if (k === last) return;
  open[k] = open[last];
  slot[open[k]] = k;
  load[k] = load[last];
  capacity[k] = capacity[last];
  potential[k] = potential[last];
  memberCount[k] = memberCount[last];
  for (let q = 0; q < memberCount[k]; q++) {
    const j = members[last * n + q];
    members[k * n + q] = j;
    place[k * n + j] = q;
    amount[k * n + j] = amount[last * n + j];
    amount[last * n + j] = 0;
  }
  for (let b = 0; b < last; b++) {
    shift[k * m + b] = shift[last * m + b];
    shiftInto[b * m + k] = shift[k * m + b];
    shiftedBy[k * m + b] = shiftedBy[last * m + b];
  }
  for (let a = 0; a < last; a++) {
    shiftInto[k * m + a] = a === k ? Number.POSITIVE_INFINITY : shiftInto[last * m + a];
    shift[a * m + k] = shiftInto[k * m + a];
    shiftedBy[a * m + k] = a === k ? -1 : shiftedBy[a * m + last];
  }
}

/** The cost of the service held, added up afresh so that no rounding gathers. */
function costOfHeld(service: SplitService): number {
  const { instance, open, openCount, held, members, memberCount, amount, perUnit } = service;
  const { customerCount: n, matrix, demand, openCost } = instance;
  let cost = 0;
  for (let k = 0; k < openCount; k++) {
    const i = open[k];
    cost += openCost[i] * held[i];
    for (let q = k * n; q < k * n + memberCount[k]; q++) {
      const j = members[q];
      const part = amount[k * n + j];
      cost += part === demand[j] ? matrix[i * n + j] : part * perUnit[i * n + j];
    }
  }
  return cost;
}
