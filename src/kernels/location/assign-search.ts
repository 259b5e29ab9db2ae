import type { Random } from "../../base/random.ts";
import { seededRandom } from "../../base/random.ts";
import type { LocationInstance } from "./instance.ts";

/**
 * Tabu search for service of whole customers from given open sites: the generalised assignment problem.
 *
 * Problem: each customer to one of K open sites, loads within capacities, least cost. Loads may exceed capacities on the
 *          way at a price that rises while they do and falls while they do not, so the search keeps crossing the border.
 * Shapes:  `slotOf` n (the open site's number); `cost` of customer j at slot k at k * n + j; `heldUntil` the same.
 * Units:   steps; the price is steps per unit of demand.
 * Moves:   a customer goes elsewhere; where none of these helps, two customers change places.
 * Complexity: a step is O(n K), with exchanges O(n^2).
 * Source:  Diaz and Fernandez, A tabu search heuristic for the generalized assignment problem (2001); Glover's strategic
 *          oscillation.
 */
export interface AssignSearch {
  readonly instance: LocationInstance;
  readonly random: Random;
  readonly open: Int32Array;
  openCount: number;
  readonly slot: Int32Array;
  readonly cost: Float64Array;
  readonly slotOf: Int32Array;
  readonly load: Float64Array;
  readonly capacity: Float64Array;
  readonly heldUntil: Int32Array;
  /** 1 for each pair (i * n + j) that may be used. */
  readonly isUsable: Int8Array;
  /** The slots each customer may go to: K places a customer. */
  readonly choice: Int32Array;
  readonly choiceCount: Int32Array;
  /** The customers of each slot at k * n, and each customer's place there. */
  readonly member: Int32Array;
  readonly memberCount: Int32Array;
  readonly place: Int32Array;
  price: number;
  present: number;
  over: number;
  iteration: number;
  best: number;
  readonly bestSlotOf: Int32Array;
  /** The best exchange found: `mover` goes to slot `goal`, `partner` comes in its place. */
  readonly swap: { change: number; mover: number; goal: number; partner: number };
  visits: number;
}

/** Iterations a customer may not return, and a random few more. */
const HOLD = 6;
/** So many steps beyond, or within, the capacities change the price. */
const SAME_SIDE = 4;
const DEARER = 1.35;
const CHEAPER = 0.8;

export function startAssign(instance: LocationInstance): AssignSearch {
  const { siteCount: m, customerCount: n } = instance;
  return {
    instance,
    random: seededRandom(2),
    open: new Int32Array(m),
    openCount: 0,
    slot: new Int32Array(m),
    cost: new Float64Array(m * n),
    slotOf: new Int32Array(n),
    load: new Float64Array(m),
    capacity: new Float64Array(m),
    heldUntil: new Int32Array(m * n),
    isUsable: Int8Array.from(instance.matrix, (c) => (c < Number.POSITIVE_INFINITY ? 1 : 0)),
    choice: new Int32Array(m * n),
    choiceCount: new Int32Array(n),
    member: new Int32Array(m * n),
    memberCount: new Int32Array(m),
    place: new Int32Array(n),
    price: 0,
    present: 0,
    over: 0,
    iteration: 0,
    best: 0,
    bestSlotOf: new Int32Array(n),
    swap: { change: 0, mover: -1, goal: -1, partner: -1 },
    visits: 0,
  };
}

/**
 * Looks for an assignment from these copies that costs less than `cutoff` (service alone), starting at `assignment`
 * where its sites are open and at the cheapest open site elsewhere. Gives the cost, Infinity when none was found;
 * `assignment` then holds it.
 */
export function searchAssignment(
  search: AssignSearch,
  copies: Int32Array,
  assignment: Int32Array,
  cutoff: number,
  iterations: number,
): number {
  if (!takeSites(search, copies, assignment)) return Number.POSITIVE_INFINITY;
  const { slotOf, bestSlotOf, open, instance, heldUntil } = search;
  const n = instance.customerCount;
  heldUntil.fill(0, 0, search.openCount * n);
  search.iteration = 0;
  search.best = cutoff;
  let isFound = false;
  let side = 0;
  let steps = iterations;
  for (let step = 0; step < steps; step++) {
    if (search.over === 0 && search.present < search.best) {
      search.best = search.present;
      bestSlotOf.set(slotOf);
      isFound = true;
      steps = Math.max(steps, step + (iterations >> 1));
    }
    const isOver = search.over > 0 ? 1 : -1;
    side = Math.sign(side) === isOver ? side + isOver : isOver;
    if (side >= SAME_SIDE) {
      search.price *= DEARER;
      side = 0;
    } else if (side <= -SAME_SIDE) {
      search.price *= CHEAPER;
      side = 0;
    }
    if (!move(search)) break;
  }
  if (!isFound) return Number.POSITIVE_INFINITY;
  for (let j = 0; j < n; j++) assignment[j] = open[bestSlotOf[j]];
  return search.best;
}

function takeSites(search: AssignSearch, copies: Int32Array, assignment: Int32Array): boolean {
  const { instance, open, slot, cost, load, capacity, isUsable, choice, choiceCount, memberCount } = search;
  const { siteCount: m, customerCount: n, matrix, demand } = instance;
  let count = 0;
  slot.fill(-1);
  choiceCount.fill(0);
  for (let i = 0; i < m; i++) {
    if (copies[i] === 0) continue;
    slot[i] = count;
    open[count] = i;
    capacity[count] = instance.capacity[i] * copies[i];
    load[count] = 0;
    memberCount[count] = 0;
    for (let j = 0; j < n; j++) {
      const c = matrix[i * n + j];
      if (isUsable[i * n + j] === 0 || demand[j] > capacity[count]) continue;
      cost[count * n + j] = c;
      choice[j * m + choiceCount[j]++] = count;
    }
    count++;
  }
  search.openCount = count;
  search.visits += 2 * count * n;
  search.present = 0;
  search.over = 0;
  let spread = 0;
  for (let j = 0; j < n; j++) {
    if (choiceCount[j] === 0) return false;
    const wished = assignment[j] >= 0 ? slot[assignment[j]] : -1;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    let isWishUsable = false;
    for (let t = j * m; t < j * m + choiceCount[j]; t++) {
      const c = cost[choice[t] * n + j];
      if (choice[t] === wished) isWishUsable = true;
      if (c < least) {
        next = least;
        least = c;
        best = choice[t];
      } else if (c < next) next = c;
    }
    if (next < Number.POSITIVE_INFINITY) spread += next - least;
    enter(search, j, isWishUsable ? wished : best);
  }
  // What the next best site costs more, per unit of demand, is what a unit of capacity is worth at first.
  search.price = Math.max(spread / instance.totalDemand, 1e-9 * Math.abs(search.present), 1e-6);
  return true;
}

function enter(search: AssignSearch, j: number, k: number): void {
  const { instance, cost, slotOf, load, capacity, member, memberCount, place } = search;
  const n = instance.customerCount;
  search.over -= Math.max(0, load[k] - capacity[k]);
  load[k] += instance.demand[j];
  search.over += Math.max(0, load[k] - capacity[k]);
  search.present += cost[k * n + j];
  slotOf[j] = k;
  place[j] = memberCount[k];
  member[k * n + memberCount[k]++] = j;
}

function exit(search: AssignSearch, j: number): void {
  const { instance, cost, slotOf, load, capacity, member, memberCount, place } = search;
  const n = instance.customerCount;
  const k = slotOf[j];
  search.over -= Math.max(0, load[k] - capacity[k]);
  load[k] -= instance.demand[j];
  search.over += Math.max(0, load[k] - capacity[k]);
  search.present -= cost[k * n + j];
  const last = member[k * n + --memberCount[k]];
  member[k * n + place[j]] = last;
  place[last] = place[j];
}

/** Makes the best move that is not held; false when there is none at all. */
function move(search: AssignSearch): boolean {
  const { instance, cost, slotOf, load, capacity, heldUntil, price, random, choice, choiceCount } = search;
  const { customerCount: n, siteCount: m, demand } = instance;
  const now = ++search.iteration;
  let least = Number.POSITIVE_INFINITY;
  let mover = -1;
  let goal = -1;
  for (let j = 0; j < n; j++) {
    const from = slotOf[j];
    const d = demand[j];
    const excess = load[from] - capacity[from];
    const relief = excess > 0 ? Math.min(excess, d) : 0;
    const here = cost[from * n + j];
    const end = j * m + choiceCount[j];
    for (let t = j * m; t < end; t++) {
      const k = choice[t];
      if (k === from) continue;
      const room = capacity[k] - load[k];
      const extra = d > room ? d - Math.max(0, room) : 0;
      const change = cost[k * n + j] - here + price * (extra - relief);
      if (!(change < least)) continue;
      if (heldUntil[k * n + j] > now && !isRecord(search, cost[k * n + j] - here, extra - relief)) continue;
      least = change;
      mover = j;
      goal = k;
    }
    search.visits += choiceCount[j];
  }
  let partner = -1;
  if (!(least < 0)) {
    search.swap.change = least;
    if (findSwap(search)) ({ mover, goal, partner } = search.swap);
  }
  if (mover < 0) return false;
  const origin = slotOf[mover];
  exit(search, mover);
  if (partner >= 0) {
    exit(search, partner);
    enter(search, partner, origin);
    heldUntil[goal * n + partner] = now + HOLD + random.integer(0, HOLD);
  }
  enter(search, mover, goal);
  heldUntil[origin * n + mover] = now + HOLD + random.integer(0, HOLD);
  return true;
}

/** Looks for two customers whose exchange changes less than `swap.change`; whether it found some. */
function findSwap(search: AssignSearch): boolean {
  const { instance, cost, slotOf, load, capacity, heldUntil, price, choice, choiceCount, member, memberCount } = search;
  const { isUsable, open, swap } = search;
  const { customerCount: n, siteCount: m, demand } = instance;
  let isFound = false;
  for (let j = 0; j < n; j++) {
    const a = slotOf[j];
    const roomA = capacity[a] - load[a];
    const rowA = open[a] * n;
    const lackA = Math.max(0, -roomA);
    const here = cost[a * n + j];
    const end = j * m + choiceCount[j];
    for (let t = j * m; t < end; t++) {
      const b = choice[t];
      if (b === a) continue;
      const roomB = capacity[b] - load[b];
      const lack = lackA + Math.max(0, -roomB);
      const own = cost[b * n + j] - here;
      const stop = b * n + memberCount[b];
      search.visits += memberCount[b];
      for (let q = b * n; q < stop; q++) {
        const other = member[q];
        if (isUsable[rowA + other] === 0 || demand[other] > capacity[a]) continue;
        const more = demand[other] - demand[j];
        const costs = own + cost[a * n + other] - cost[b * n + other];
        const over = (more > roomA ? more - roomA : 0) + (-more > roomB ? -more - roomB : 0) - lack;
        const change = costs + price * over;
        if (!(change < swap.change)) continue;
        const isHeld = heldUntil[b * n + j] > search.iteration || heldUntil[a * n + other] > search.iteration;
        if (isHeld && !isRecord(search, costs, over)) continue;
        swap.change = change;
        swap.mover = j;
        swap.goal = b;
        swap.partner = other;
        isFound = true;
      }
    }
  }
  return isFound;
}

function isRecord(search: AssignSearch, costs: number, over: number): boolean {
  return search.over + over <= 0 && search.present + costs < search.best;
}
