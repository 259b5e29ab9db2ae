/**
 * Which lots of a family to open, so that together they have room for what is wanted of every good that only they make.
 *
 * Problem: maximise the sum of gains over whole choices of lots that obey a case, with sum of capacity >= wanted for each
 *          good.
 * Method:  branch and bound over the linear relaxation, the node that promises most first; a node's bound is that of the
 *          relaxation's multipliers on the rows, which hold whatever their rounding.
 * Gives:   the best choice met, and what no choice exceeds; where nodes were too few the two are apart.
 * Memory:  O(nodes * rows + lots * rows), taken in start.
 */
import { type RoomLinear, solveRoomLinear, startRoomLinear } from "./room-linear.ts";

/** A family's rows. Shapes: n lots, m rows, one for each good; capacity is a part of what is wanted, lots * m. */
export interface RoomRows {
  readonly family: number;
  readonly lot: Int32Array;
  readonly good: Int32Array;
  readonly wanted: Float64Array;
  readonly capacity: Float64Array;
}

export interface RoomSearch {
  readonly rows: RoomRows;
  readonly linear: RoomLinear;
  /** Nodes in the order in which they were made: their parent, and on which side of its fork they are. */
  readonly parent: Int32Array;
  readonly side: Int8Array;
  /** Nodes: the lot (its place in `rows.lot`), or COUNT, that it forks on, and the number of a count; NO_FORK where nothing is open. */
  readonly fork: Int32Array;
  readonly number: Int32Array;
  /** Nodes: the first of two children, 0 where it has none. */
  readonly child: Int32Array;
  readonly bound: Float64Array;
  /** Nodes * rows. */
  readonly multiplier: Float64Array;
  /** Nodes * (rows + 1). */
  readonly basis: Int32Array;
  nodeCount: number;
  /** Nodes that may be forked still, as a heap. */
  readonly heap: Int32Array;
  heapCount: number;
  /** Lots by place: what each gains, and what the case has decided; the node's state, and a choice. */
  readonly gain: Float64Array;
  readonly given: Int8Array;
  readonly state: Int8Array;
  readonly reduced: Float64Array;
  readonly choice: Int8Array;
  /** What the choice has room for, by row. */
  readonly made: Float64Array;
  /** Multipliers set aside, by row. */
  readonly former: Float64Array;
  /** How many lots are open at least and at most: in the case, and in the node. */
  givenLeast: number;
  givenMost: number;
  least: number;
  most: number;
  /** The best choice, which the next search tries first. */
  readonly best: Int8Array;
  bestGain: number;
  visits: number;
}

export const COUNT = -1;
export const NO_FORK = -2;
/** The number of lots is decided first where it is so far from a whole one. */
const CLEARLY_BROKEN = 0.02;
const BARELY_BROKEN = 1e-7;
/** Steps along a ray that are tried, each a hundred times the last. */
const RAY_STEPS = 4;

export function startRoom(rows: RoomRows, mostNodes: number): RoomSearch {
  const n = rows.lot.length;
  const m = rows.good.length;
  return {
    rows,
    linear: startRoomLinear(n, m, rows.capacity),
    parent: new Int32Array(mostNodes),
    side: new Int8Array(mostNodes),
    fork: new Int32Array(mostNodes),
    number: new Int32Array(mostNodes),
    child: new Int32Array(mostNodes),
    bound: new Float64Array(mostNodes),
    multiplier: new Float64Array(mostNodes * m),
    basis: Int32Array.from({ length: mostNodes * (m + 1) }, (_, k) => n + (k % (m + 1))),
    nodeCount: 0,
    heap: new Int32Array(mostNodes),
    heapCount: 0,
    gain: new Float64Array(n),
    given: new Int8Array(n),
    state: new Int8Array(n),
    reduced: new Float64Array(n),
    choice: new Int8Array(n),
    made: new Float64Array(m),
    former: new Float64Array(m),
    givenLeast: 0,
    givenMost: n,
    least: 0,
    most: n,
    best: new Int8Array(n),
    bestGain: Number.NEGATIVE_INFINITY,
    visits: 0,
  };
}

/**
 * Searches with so many nodes at most; gains and the case (`given`, `givenLeast`, `givenMost`) are filled before. Gives what
 * no choice exceeds, -Infinity where there is none. The tree is left for whoever wants to write it down.
 */
export function searchRoom(search: RoomSearch, nodes: number): number {
  const { bound, heap, child, parent, side, fork, multiplier } = search;
  const m = search.made.length;
  search.bestGain = Number.NEGATIVE_INFINITY;
  search.nodeCount = 1;
  search.heapCount = 0;
  enterNode(search, 0);
  tryFormer(search);
  bound[0] = Number.POSITIVE_INFINITY;
  multiplier.fill(0, 0, m);
  workOut(search, 0, 0);
  push(search, 0);
  const most = Math.min(nodes, parent.length);
  while (search.nodeCount + 2 <= most && bound[heap[0]] > search.bestGain) {
    const node = heap[0];
    if (fork[node] === NO_FORK) break;
    pop(search);
    child[node] = search.nodeCount;
    for (let k = 0; k < 2; k++) {
      const own = search.nodeCount++;
      parent[own] = node;
      side[own] = k;
      bound[own] = bound[node];
      for (let r = 0; r < m; r++) multiplier[own * m + r] = multiplier[node * m + r];
      enterNode(search, own);
      workOut(search, own, node);
      push(search, own);
    }
  }
  return Math.max(search.bestGain, bound[heap[0]]);
}

/** Writes what a node and those above it have decided over what the case has. */
function enterNode(search: RoomSearch, node: number): void {
  const { state, given, parent, side, fork, number } = search;
  state.set(given);
  search.least = search.givenLeast;
  search.most = search.givenMost;
  for (let k = node; k > 0; k = parent[k]) {
    const of = fork[parent[k]];
    if (of >= 0) state[of] = side[k] === 1 ? 1 : -1;
    else if (side[k] === 1) search.least = Math.max(search.least, number[parent[k]] + 1);
    else search.most = Math.min(search.most, number[parent[k]]);
  }
}

/** Bounds a node that has been entered, from the basis of another, and chooses what it would fork on. */
function workOut(search: RoomSearch, node: number, from: number): void {
  const { linear, state, gain, basis, bound, child, fork, choice } = search;
  const { lotCount: n, size: q } = linear;
  const m = q - 1;
  child[node] = 0;
  fork[node] = NO_FORK;
  if (search.least > search.most) {
    bound[node] = Number.NEGATIVE_INFINITY;
    return;
  }
  for (let j = 0; j < n; j++) {
    linear.cost[j] = -gain[j];
    linear.lower[j] = state[j] > 0 ? 1 : 0;
    linear.upper[j] = state[j] < 0 ? 0 : 1;
  }
  linear.lower[n + m] = search.least;
  linear.upper[n + m] = Math.min(search.most, n);
  for (let r = 0; r < q; r++) linear.basis[r] = basis[from * q + r];
  const before = linear.visits;
  const isSolved = solveRoomLinear(linear);
  search.visits += linear.visits - before;
  for (let r = 0; r < q; r++) basis[node * q + r] = linear.basis[r];
  if (!isSolved) {
    followRay(search, node, from);
    return;
  }
  follow(search, node, from, 1, 0);
  keepIfBetter(search);
  if (bound[node] <= search.bestGain) return;
  chooseFork(search, node);
  for (let j = 0; j < n; j++) choice[j] = state[j] > 0 || linear.value[j] > 1 - BARELY_BROKEN ? 1 : 0;
  complete(search);
}

/** Multipliers that show that nothing in a node is better than the best choice, where its relaxation has no point. */
function followRay(search: RoomSearch, node: number, from: number): void {
  const { linear, bound, bestGain, made } = search;
  let longest = 0;
  for (let r = 0; r < made.length; r++) longest = Math.max(longest, linear.dual[r]);
  follow(search, node, from, 0, 1);
  // A ray without rows is one of counts alone, which the value knows of.
  let by = longest > BARELY_BROKEN ? (1 + Math.abs(bound[node])) / longest : 0;
  for (let step = 0; step < RAY_STEPS && by > 0 && bound[node] > bestGain; step++, by *= 100)
    follow(search, node, from, by, 1);
  chooseFork(search, node);
}

/** Tries the relaxation's duals times `by`, with so much of the multipliers of another node; keeps them where they prove more. */
function follow(search: RoomSearch, node: number, from: number, by: number, share: number): void {
  const { linear, multiplier, bound, made, former } = search;
  const m = made.length;
  for (let r = 0; r < m; r++) {
    const parent = multiplier[from * m + r];
    former[r] = multiplier[node * m + r];
    multiplier[node * m + r] = Math.max(0, share * parent + by * linear.dual[r]);
  }
  const value = gainAtMost(search, node);
  if (value < bound[node]) bound[node] = value;
  else for (let r = 0; r < m; r++) multiplier[node * m + r] = former[r];
}

/** What a node's multipliers say that its choices gain at most; the choice that does is left in `choice`, what it has room for in `made`. */
function gainAtMost(search: RoomSearch, node: number): number {
  const { rows, gain, state, reduced, choice, made, multiplier } = search;
  const { capacity } = rows;
  const n = gain.length;
  const m = made.length;
  let value = 0;
  let count = 0;
  for (let r = 0; r < m; r++) {
    value -= multiplier[node * m + r];
    made[r] = 0;
  }
  for (let j = 0; j < n; j++) {
    let own = gain[j];
    for (let r = 0; r < m; r++) own += multiplier[node * m + r] * capacity[j * m + r];
    reduced[j] = own;
    choice[j] = state[j] > 0 || (state[j] === 0 && own > 0) ? 1 : 0;
    count += choice[j];
  }
  while (count < search.least || count > search.most) {
    const opens = count < search.least;
    let pick = -1;
    for (let j = 0; j < n; j++) {
      if (state[j] !== 0 || (choice[j] === 0) !== opens) continue;
      if (pick < 0 || (opens ? reduced[j] > reduced[pick] : reduced[j] < reduced[pick])) pick = j;
    }
    if (pick < 0) return Number.NEGATIVE_INFINITY;
    choice[pick] = opens ? 1 : 0;
    count += opens ? 1 : -1;
    search.visits += n;
  }
  for (let j = 0; j < n; j++) {
    if (choice[j] === 0) continue;
    value += reduced[j];
    for (let r = 0; r < m; r++) made[r] += capacity[j * m + r];
  }
  search.visits += n;
  return value;
}

/** The fork that the relaxation's solution suggests: the number of lots, or the lot that is least whole. */
function chooseFork(search: RoomSearch, node: number): void {
  const { linear, state, fork, number } = search;
  const { lotCount: n, value } = linear;
  let sum = 0;
  let most = BARELY_BROKEN;
  for (let j = 0; j < n; j++) {
    sum += value[j];
    const broken = Math.min(value[j], 1 - value[j]);
    if (state[j] !== 0 || broken <= most) continue;
    most = broken;
    fork[node] = j;
  }
  if (Math.abs(sum - Math.round(sum)) <= CLEARLY_BROKEN || search.least >= search.most) return;
  fork[node] = COUNT;
  number[node] = Math.max(search.least, Math.min(search.most - 1, Math.floor(sum)));
}

/** Takes the choice at hand as the best where it has room for all and gains more. */
function keepIfBetter(search: RoomSearch): void {
  const { choice, gain, made, best } = search;
  for (let r = 0; r < made.length; r++) if (made[r] < 1) return;
  let sum = 0;
  for (let j = 0; j < gain.length; j++) if (choice[j] === 1) sum += gain[j];
  if (!(sum > search.bestGain)) return;
  search.bestGain = sum;
  best.set(choice);
}

/** Tries the best choice of the last search. */
function tryFormer(search: RoomSearch): void {
  const { choice, best, given, givenLeast, givenMost } = search;
  let count = 0;
  for (let j = 0; j < best.length; j++) {
    count += best[j];
    if (given[j] !== 0 && given[j] > 0 !== (best[j] === 1)) return;
  }
  if (count < givenLeast || count > givenMost) return;
  choice.set(best);
  weigh(search);
  keepIfBetter(search);
}

/** What the choice has room for. */
function weigh({ rows, choice, made }: RoomSearch): void {
  const m = made.length;
  made.fill(0);
  for (let j = 0; j < choice.length; j++) {
    if (choice[j] === 0) continue;
    for (let r = 0; r < m; r++) made[r] += rows.capacity[j * m + r];
  }
}

/** Opens what a choice lacks most cheaply, then shuts what it does not need, and keeps it if better. */
function complete(search: RoomSearch): void {
  const { rows, choice, gain, made, state, reduced } = search;
  const { capacity } = rows;
  const n = gain.length;
  const m = made.length;
  weigh(search);
  let count = 0;
  for (let j = 0; j < n; j++) count += choice[j];
  for (;;) {
    let lacks = count < search.least;
    for (let r = 0; r < m; r++) lacks ||= made[r] < 1;
    if (!lacks) break;
    let pick = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < n && count < search.most; j++) {
      if (choice[j] === 1 || state[j] !== 0) continue;
      let helps = 1e-3;
      for (let r = 0; r < m; r++) helps += Math.min(Math.max(0, 1 - made[r]), capacity[j * m + r]);
      const worth = reduced[j] < 0 ? reduced[j] / helps : reduced[j] * helps;
      if (worth <= most) continue;
      most = worth;
      pick = j;
    }
    if (pick < 0) return;
    choice[pick] = 1;
    count++;
    for (let r = 0; r < m; r++) made[r] += capacity[pick * m + r];
    search.visits += n;
  }
  for (;;) {
    let pick = -1;
    for (let j = 0; j < n && count > search.least; j++) {
      if (choice[j] === 0 || state[j] !== 0 || gain[j] >= 0 || (pick >= 0 && gain[j] >= gain[pick])) continue;
      let isSpare = true;
      for (let r = 0; r < m; r++) isSpare &&= made[r] - capacity[j * m + r] >= 1;
      if (isSpare) pick = j;
    }
    if (pick < 0) break;
    choice[pick] = 0;
    count--;
    for (let r = 0; r < m; r++) made[r] -= capacity[pick * m + r];
    search.visits += n;
  }
  keepIfBetter(search);
}

function push(search: RoomSearch, node: number): void {
  const { heap, bound } = search;
  let at = search.heapCount++;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (bound[heap[up]] >= bound[node]) break;
    heap[at] = heap[up];
    at = up;
  }
  heap[at] = node;
}

function pop(search: RoomSearch): void {
  const { heap, bound } = search;
  const last = heap[--search.heapCount];
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= search.heapCount) break;
    if (down + 1 < search.heapCount && bound[heap[down + 1]] > bound[heap[down]]) down++;
    if (bound[heap[down]] <= bound[last]) break;
    heap[at] = heap[down];
    at = down;
  }
  heap[at] = last;
}
