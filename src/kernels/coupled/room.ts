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
import { complete, keepIfBetter, tryFormer } from "./room-choices.ts";
import { solveRoomLinear } from "./room-linear.ts";
import { COUNT, NO_FORK, type RoomSearch } from "./room-state.ts";

/** The number of lots is decided first where it is so far from a whole one. */
const CLEARLY_BROKEN = 0.02;
const BARELY_BROKEN = 1e-7;
/** Steps along a ray that are tried, each a hundred times the last. */
const RAY_STEPS = 4;

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
  search.visits += 2 * n * m;
  for (let j = 0; j < n; j++) {
    if (choice[j] === 0) continue;
    value += reduced[j];
    for (let r = 0; r < m; r++) made[r] += capacity[j * m + r];
  }
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
