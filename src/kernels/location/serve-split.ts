import { type AmountRecord, newRecord, note } from "./amount-record.ts";
import type { LocationInstance } from "./instance.ts";

/**
 * The cheapest service from given open sites when customers may be split: a transportation problem.
 *
 * Problem: K open sites with capacities, n customers; each starts at its nearest open site, then overloaded sites
 *          push amounts away along shortest paths in the graph of the K sites, whose arc (a, b) is the customer of a
 *          that is cheapest to move to b. Costs only rise, so a run stops as soon as it reaches a cutoff.
 * Shapes:  site k's amounts at k * n; `members` of k at k * n, `memberCount[k]` of them, `place` their places.
 * Units:   steps per unit of demand inside, steps outside; amounts whole.
 * Keeps:   reduced arc costs w + potential[a] - potential[b] >= 0; potential <= 0, and 0 where capacity is spare, so
 *          -potential is the worth of a unit of capacity.
 * Complexity: O(pairs looked through + K^2 customers a site + augmentations * (K^2 + repairs)).
 * Source:  Ahuja, Magnanti, Orlin, Network Flows (1993), 9.7, successive shortest paths, on the contracted graph.
 */
export interface SplitService {
  readonly instance: LocationInstance;
  /** Cost per unit of demand at i * n + j; Infinity where the pair is not allowed, or ruled out for the moment. */
  readonly perUnit: Float64Array;
  readonly open: Int32Array;
  openCount: number;
  readonly capacity: Float64Array;
  readonly load: Float64Array;
  readonly amount: Float64Array;
  readonly members: Int32Array;
  readonly memberCount: Int32Array;
  readonly place: Int32Array;
  /** Extra cost of the cheapest member of a to move to b: at a * m + b, and once more at b * m + a for looking backwards. */
  readonly shift: Float64Array;
  readonly shiftInto: Float64Array;
  readonly shiftedBy: Int32Array;
  readonly potential: Float64Array;
  /** The potentials before a change that may be taken back. */
  readonly potentialBefore: Float64Array;
  readonly distance: Float64Array;
  readonly previous: Int32Array;
  readonly settled: Int8Array;
  /** The slots that a search has not settled yet. */
  readonly waiting: Int32Array;
  readonly slot: Int32Array;
  /** The copies whose cheapest service is held, and its cost; meaningless while `isHeld` is false. */
  readonly held: Int32Array;
  heldCost: number;
  isHeld: boolean;
  /** Whether `shift` is that of the service; one that needed no moves leaves it out. */
  hasShifts: boolean;
  /** Amounts that have changed since recording began, as they were: for taking a change back. */
  readonly record: AmountRecord;
  visits: number;
}

export function startSplitService(instance: LocationInstance): SplitService {
  const { siteCount: m, customerCount: n, matrix, demand, arrays } = instance;
  const perUnit = arrays.floats(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) perUnit[i * n + j] = matrix[i * n + j] / demand[j];
  return {
    instance,
    perUnit,
    open: arrays.ints(m),
    openCount: 0,
    capacity: arrays.floats(m),
    load: arrays.floats(m),
    amount: arrays.floats(m * n),
    members: arrays.ints(m * n),
    memberCount: arrays.ints(m),
    place: arrays.ints(m * n),
    shift: arrays.floats(m * m),
    shiftInto: arrays.floats(m * m),
    shiftedBy: arrays.ints(m * m),
    potential: arrays.floats(m),
    potentialBefore: arrays.floats(m),
    distance: arrays.floats(m),
    previous: arrays.ints(m),
    settled: arrays.bytes(m),
    waiting: arrays.ints(m),
    slot: arrays.ints(m),
    held: arrays.ints(m),
    heldCost: 0,
    isHeld: false,
    hasShifts: false,
    record: newRecord(m, arrays),
    visits: 0,
  };
}

/** Cost of opening `copies` and of the cheapest service; Infinity when none exists or it reaches `cutoff`. */
export function serveSplit(service: SplitService, copies: Int32Array, cutoff: number): number {
  const { instance, open, capacity, load, potential, slot, memberCount } = service;
  const { siteCount: m, totalDemand } = instance;
  let count = 0;
  let cost = 0;
  let room = 0;
  service.isHeld = false;
  service.hasShifts = false;
  slot.fill(-1);
  for (let i = 0; i < m; i++) {
    if (copies[i] === 0) continue;
    open[count] = i;
    slot[i] = count;
    capacity[count] = instance.capacity[i] * copies[i];
    room += capacity[count];
    cost += instance.openCost[i] * copies[i];
    load[count] = 0;
    potential[count] = 0;
    memberCount[count] = 0;
    count++;
  }
  service.openCount = count;
  if (room < totalDemand) return Number.POSITIVE_INFINITY;
  cost = assignNearest(service, cost, cutoff);
  if (cost >= cutoff) return Number.POSITIVE_INFINITY;
  let isOverloaded = false;
  for (let k = 0; k < count; k++) if (load[k] > capacity[k]) isOverloaded = true;
  if (!isOverloaded) return hold(service, copies, cost);
  findShifts(service);
  for (let s = 0; s < count; s++) {
    while (load[s] > capacity[s]) {
      const target = shortestPath(service, s);
      if (target < 0) return Number.POSITIVE_INFINITY;
      cost += push(service, s, target);
      if (cost >= cutoff) return Number.POSITIVE_INFINITY;
    }
  }
  return hold(service, copies, cost);
}

/** The cheapest member to move between any two open sites; known afterwards, as long as every change keeps it. */
export function findShifts(service: SplitService): void {
  const { openCount: count } = service;
  for (let a = 0; a < count; a++) for (let b = 0; b < count; b++) findShift(service, a, b);
  service.hasShifts = true;
}

function hold(service: SplitService, copies: Int32Array, cost: number): number {
  service.held.set(copies);
  service.heldCost = cost;
  service.isHeld = true;
  return cost;
}

function assignNearest(service: SplitService, openingCost: number, cutoff: number): number {
  const { instance, amount, members, memberCount, place, load, slot, perUnit } = service;
  const { customerCount: n, start, site, cost, demand } = instance;
  amount.fill(0, 0, service.openCount * n);
  let total = openingCost;
  for (let j = 0; j < n; j++) {
    const stop = start[j + 1];
    let t = start[j];
    while (t < stop && (slot[site[t]] < 0 || perUnit[site[t] * n + j] === Number.POSITIVE_INFINITY)) t++;
    service.visits += t - start[j] + 1;
    if (t === stop) return Number.POSITIVE_INFINITY;
    total += cost[t];
    // Looking at the cutoff now and then is enough, and keeps the loop short.
    if ((j & 63) === 63 && total >= cutoff && instance.isNonNegative) return total;
    const k = slot[site[t]];
    amount[k * n + j] = demand[j];
    place[k * n + j] = memberCount[k];
    members[k * n + memberCount[k]++] = j;
    load[k] += demand[j];
  }
  return total;
}

/** The member of a that is cheapest to move to b. */
export function findShift(service: SplitService, a: number, b: number): void {
  const { instance, perUnit, open, members, memberCount, shift, shiftInto, shiftedBy } = service;
  const { customerCount: n, siteCount: m } = instance;
  const at = a * m + b;
  shift[at] = Number.POSITIVE_INFINITY;
  shiftInto[b * m + a] = Number.POSITIVE_INFINITY;
  shiftedBy[at] = -1;
  if (a === b) return;
  const rowA = open[a] * n;
  const rowB = open[b] * n;
  const stop = a * n + memberCount[a];
  let least = Number.POSITIVE_INFINITY;
  let by = -1;
  for (let q = a * n; q < stop; q++) {
    const j = members[q];
    const extra = perUnit[rowB + j] - perUnit[rowA + j];
    if (extra < least) {
      least = extra;
      by = j;
    }
  }
  service.visits += memberCount[a];
  shift[at] = least;
  shiftInto[b * m + a] = least;
  shiftedBy[at] = by;
}

/** Dijkstra from an overloaded site to the nearest with room; updates potentials; -1 when there is none. */
export function shortestPath(service: SplitService, from: number): number {
  const { openCount: count, distance, previous, settled, waiting, shift, potential, load, capacity } = service;
  const m = service.instance.siteCount;
  for (let k = 0; k < count; k++) {
    distance[k] = Number.POSITIVE_INFINITY;
    settled[k] = 0;
    waiting[k] = k;
  }
  distance[from] = 0;
  previous[from] = -1;
  let left = count;
  let a = from;
  let near = 0;
  for (;;) {
    settled[a] = 1;
    service.visits += left;
    if (load[a] < capacity[a]) break;
    const row = a * m;
    const lifted = near + potential[a];
    let nearest = Number.POSITIVE_INFINITY;
    let next = -1;
    // One pass takes the settled site out, moves the distances and finds the least of them. Sites keep their order,
    // since shifts that are read one after another are read several times as fast.
    let end = 0;
    for (let t = 0; t < left; t++) {
      const b = waiting[t];
      if (b === a) continue;
      waiting[end++] = b;
      const through = shift[row + b] + lifted - potential[b];
      // Rounding can make a reduced cost slightly negative; distances never fall below the settled one.
      const reached = Math.max(through, near);
      let own = distance[b];
      if (reached < own) {
        own = reached;
        distance[b] = own;
        previous[b] = a;
      }
      if (own < nearest) {
        nearest = own;
        next = b;
      }
    }
    left = end;
    if (next < 0) return -1;
    a = next;
    near = nearest;
  }
  for (let k = 0; k < count; k++) if (settled[k] === 1) potential[k] += distance[k] - near;
  return a;
}

/** Moves as much of the excess of `from` as the path that `previous` holds can take; the cost of it. */
export function push(service: SplitService, from: number, target: number): number {
  const { load, capacity } = service;
  return moveAlong(service, from, target, Math.min(load[from] - capacity[from], capacity[target] - load[target]));
}

/** Moves up to `limit` along the path that `previous` holds; the cost of it. */
export function moveAlong(service: SplitService, from: number, target: number, limit: number): number {
  const { instance, amount, load, previous, shiftedBy, perUnit, open } = service;
  const { customerCount: n, siteCount: m } = instance;
  let most = limit;
  for (let b = target; b !== from; b = previous[b]) {
    const a = previous[b];
    most = Math.min(most, amount[a * n + shiftedBy[a * m + b]]);
  }
  load[from] -= most;
  load[target] += most;
  let cost = 0;
  for (let b = target; b !== from; ) {
    const a = previous[b];
    const j = shiftedBy[a * m + b];
    cost += most * (perUnit[open[b] * n + j] - perUnit[open[a] * n + j]);
    arrive(service, b, j, most);
    leave(service, a, j, most);
    b = a;
  }
  return cost;
}

/** Takes customer j up among the members of b, or lets it go, as `next` says; shifts are left to the caller. */
export function setAmount(service: SplitService, b: number, j: number, next: number): void {
  const { amount, members, memberCount, place, record } = service;
  const n = service.instance.customerCount;
  const at = b * n + j;
  const now = amount[at];
  if (record.isOn) note(record, b, j, now, service.shift, service.shiftedBy);
  amount[at] = next;
  if (now === 0 && next > 0) {
    place[at] = memberCount[b];
    members[b * n + memberCount[b]++] = j;
  } else if (now > 0 && next === 0) {
    const last = members[b * n + --memberCount[b]];
    members[b * n + place[at]] = last;
    place[b * n + last] = place[at];
  }
}

function arrive(service: SplitService, b: number, j: number, most: number): void {
  const { instance, amount, shift, shiftInto, shiftedBy, perUnit, open, openCount } = service;
  const { customerCount: n, siteCount: m } = instance;
  const isNew = amount[b * n + j] === 0;
  setAmount(service, b, j, amount[b * n + j] + most);
  if (!isNew) return;
  const here = perUnit[open[b] * n + j];
  for (let e = 0; e < openCount; e++) {
    if (e === b) continue;
    const extra = perUnit[open[e] * n + j] - here;
    if (extra < shift[b * m + e]) {
      shift[b * m + e] = extra;
      shiftInto[e * m + b] = extra;
      shiftedBy[b * m + e] = j;
    }
  }
}

function leave(service: SplitService, a: number, j: number, most: number): void {
  const { instance, amount, shiftedBy, openCount } = service;
  const { customerCount: n, siteCount: m } = instance;
  setAmount(service, a, j, amount[a * n + j] - most);
  if (amount[a * n + j] > 0) return;
  for (let e = 0; e < openCount; e++) if (e !== a && shiftedBy[a * m + e] === j) findShift(service, a, e);
}

/** Rules out pairs (i * n + j) until they are allowed again. */
export function forbidPairs(service: SplitService, pairs: ReadonlySet<number>): void {
  service.isHeld = false;
  for (const pair of pairs) service.perUnit[pair] = Number.POSITIVE_INFINITY;
}

export function allowPairs(service: SplitService, pairs: ReadonlySet<number>): void {
  const { instance, perUnit } = service;
  service.isHeld = false;
  for (const pair of pairs) perUnit[pair] = instance.matrix[pair] / instance.demand[pair % instance.customerCount];
}
