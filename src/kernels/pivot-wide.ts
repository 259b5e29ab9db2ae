/**
 * The pivots of the primal network simplex on whole amounts and costs below 2^53, held in Float64Array.
 * Written from `pivot-narrow.ts` by `WRITE_TWINS=1 npx vitest run test/twin.flow.test.ts`; do not edit.
 *
 * Complexity: a pivot costs one pricing block plus the cycle plus the subtree that moves. The number of
 *             pivots is not bounded by a polynomial, and is in practice some small multiple of the arcs.
 * Invariants: those of `network-tree.ts`. All arithmetic is on whole numbers that never overflow, hence exact.
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapter 11; block search, arc mixing and first pivots
 *         after Király and Kovács, Efficient implementations of minimum-cost flow algorithms (2012).
 */

import type { TreeState } from "./network-tree.ts";
import { BALANCE_EVERY, CANDIDATES, DOWN, MORE, OPTIMAL, RECORD, TREE_ARC, UP } from "./network-tree.ts";

type State = TreeState<Float64Array>;

/** Pivots until the tree is optimal or `budget` (below 2^30) is spent; `state.spent` counts from zero. */
export function stepWide(state: State, budget: number): number {
  state.spent = 0;
  while (state.spent < budget) {
    const entering = priceWide(state);
    if (entering < 0) return OPTIMAL;
    pivotWide(state, entering);
    if (--state.untilBalance === 0) {
      balanceWide(state);
      state.untilBalance = BALANCE_EVERY;
    }
    if (--state.untilRenumber === 0) {
      renumberWide(state);
      state.untilRenumber = state.renumberEvery;
    }
  }
  return MORE;
}

/**
 * Finds the arc with the most negative reduced cost among the candidates and the first block that has one,
 * or -1. The arcs that a block nearly chose become candidates: priced again, they are often worth a pivot.
 */
function priceWide(state: State): number {
  const tail = state.tail;
  const head = state.head;
  const cost = state.cost;
  const potential = state.potential;
  const candidate = state.candidate;
  const first = state.nodeCount;
  const end = state.arcEnd;
  const block = state.block;
  let best = 0;
  let entering = -1;
  let known = state.candidateCount;
  if (known > CANDIDATES) known = CANDIDATES;
  let kept = 0;
  for (let k = 0; k < known; k++) {
    const e = candidate[k];
    const reduced = cost[e] + potential[tail[e]] - potential[head[e]];
    if (reduced < 0) {
      candidate[kept++] = e;
      if (reduced < best) {
        best = reduced;
        entering = e;
      }
    }
  }
  let e = state.next;
  let left = end - first;
  let seen = known;
  while (left > 0) {
    let stop = e + block;
    if (stop > end) stop = end;
    left -= stop - e;
    seen += stop - e;
    for (; e < stop; e++) {
      const reduced = cost[e] + potential[tail[e]] - potential[head[e]];
      if (reduced < best) {
        if (entering >= 0) candidate[kept++ & (CANDIDATES - 1)] = entering;
        best = reduced;
        entering = e;
      }
    }
    if (e === end) e = first;
    if (entering >= 0) break;
  }
  state.next = e;
  state.candidateCount = kept;
  state.priced += seen;
  state.spent += seen;
  return entering;
}

/** Makes blocks longer where pivots take more work than pricing, and shorter where less. */
function balanceWide(state: State): void {
  const eighth = state.block >> 3;
  if (state.walked > state.priced + (state.priced >> 2)) {
    state.block += eighth + 1;
    if (state.block > state.longestBlock) state.block = state.longestBlock;
  } else if (state.priced > state.walked + (state.walked >> 2)) {
    state.block -= eighth;
    if (state.block < state.shortestBlock) state.block = state.shortestBlock;
  }
  state.priced = 0;
  state.walked = 0;
}

/**
 * Pushes all it can around the cycle that the entering arc closes, then lets the blocking arc leave.
 *
 * Of several blocking arcs the last one in the cycle's direction, counted from the top of the cycle, leaves:
 * that keeps the tree strongly feasible, and so the simplex cannot cycle.
 */
export function pivotWide(state: State, entering: number): void {
  const node = state.node;
  const tail = state.tail;
  const head = state.head;
  const cost = state.cost;
  const depth = state.depth;
  const first = tail[entering];
  const second = head[entering];
  const capacity = state.capacity[entering];

  // One walk finds the top of the cycle and the tightest arc of either side.
  let u = first << RECORD;
  let v = second << RECORD;
  let firstRoom = capacity;
  let firstTight = -1;
  let secondRoom = capacity;
  let secondTight = -1;
  let uDepth = depth[first];
  let vDepth = depth[second];
  const depths = uDepth + vDepth;
  for (; uDepth > vDepth; uDepth--) {
    const room = node[u + DOWN];
    if (room < firstRoom) {
      firstRoom = room;
      firstTight = u;
    }
    u = node[u] << RECORD;
  }
  for (; vDepth > uDepth; vDepth--) {
    const room = node[v + UP];
    if (room <= secondRoom) {
      secondRoom = room;
      secondTight = v;
    }
    v = node[v] << RECORD;
  }
  for (; u !== v; uDepth--) {
    const room = node[u + DOWN];
    if (room < firstRoom) {
      firstRoom = room;
      firstTight = u;
    }
    const other = node[v + UP];
    if (other <= secondRoom) {
      secondRoom = other;
      secondTight = v;
    }
    u = node[u] << RECORD;
    v = node[v] << RECORD;
  }
  const top = u;
  const length = depths - 2 * uDepth;
  state.walked += length;
  state.spent += length;
  state.pivots++;

  const secondLeaves = secondTight >= 0 && secondRoom <= firstRoom;
  const pushed = secondLeaves ? secondRoom : firstRoom;
  const leaving = secondLeaves ? secondTight : firstTight;
  if (pushed > 0) {
    for (u = first << RECORD; u !== top; u = node[u] << RECORD) {
      node[u + DOWN] -= pushed;
      node[u + UP] += pushed;
    }
    for (v = second << RECORD; v !== top; v = node[v] << RECORD) {
      node[v + UP] -= pushed;
      node[v + DOWN] += pushed;
    }
  }
  if (leaving < 0) {
    // The entering arc itself is the tightest: it goes over to its other bound.
    turnWide(state, entering);
    return;
  }
  // The leaving arc is stored in the direction in which it can still carry.
  const out = node[leaving + TREE_ARC];
  const outTail = secondLeaves ? node[leaving] : leaving >> RECORD;
  if (tail[out] !== outTail) turnWide(state, out);
  const reduced = cost[entering] + state.potential[first] - state.potential[second];
  if (secondLeaves) moveSubtreeWide(state, entering, second, first, leaving >> RECORD, reduced, pushed);
  else moveSubtreeWide(state, entering, first, second, leaving >> RECORD, -reduced, capacity - pushed);
}

/** Stores an arc the other way round. */
function turnWide(state: State, e: number): void {
  const tail = state.tail[e];
  state.tail[e] = state.head[e];
  state.head[e] = tail;
  state.cost[e] = -state.cost[e];
  state.reversed[e] ^= 1;
}

/**
 * Cuts the subtree below the leaving arc, turns it upside down so that `inner` is its top, and hangs it on
 * `outer` by the entering arc, which can then push `enteringUp` upwards; potentials in it move by `shift`.
 * Visits each node of the subtree exactly once.
 *
 * The path from `inner` to the old top is turned node by node. Of each path node's own subtree, the part
 * threaded before the piece already moved goes first, then the part threaded behind it; where the subtree
 * ends is seen by depth, since nodes not yet visited keep their old depths.
 */
function moveSubtreeWide(
  state: State,
  entering: number,
  inner: number,
  outer: number,
  oldTop: number,
  shift: number,
  enteringUp: number,
): void {
  const node = state.node;
  const thread = state.thread;
  const before = state.before;
  const depth = state.depth;
  const potential = state.potential;
  const beforeSubtree = before[oldTop];
  const behindOuter = thread[outer];

  let self = inner;
  let moved = -1;
  let newParent = outer;
  let newArc = entering;
  let newUp = enteringUp;
  let newDown = state.capacity[entering] - enteringUp;
  let newDepth = depth[outer] + 1;
  let last = outer;
  let following = 0;
  let count = 0;
  for (;;) {
    const record = self << RECORD;
    const oldDepth = depth[self];
    const sink = newDepth - oldDepth;
    const oldParent = node[record];
    const oldArc = node[record + TREE_ARC];
    const oldUp = node[record + UP];
    const oldDown = node[record + DOWN];
    node[record] = newParent;
    node[record + TREE_ARC] = newArc;
    node[record + UP] = newUp;
    node[record + DOWN] = newDown;
    thread[last] = self;
    before[self] = last;
    // The path node itself, then what is threaded before the moved piece (or, at `inner`, all below it).
    depth[self] = newDepth;
    potential[self] += shift;
    count++;
    last = self;
    let x = thread[self];
    if (moved >= 0) {
      while (x !== moved) {
        depth[x] += sink;
        potential[x] += shift;
        count++;
        last = x;
        x = thread[x];
      }
      x = following;
      if (depth[x] > oldDepth) {
        thread[last] = x;
        before[x] = last;
      }
    }
    let level = depth[x];
    while (level > oldDepth) {
      depth[x] = level + sink;
      potential[x] += shift;
      count++;
      last = x;
      x = thread[x];
      level = depth[x];
    }
    following = x;
    if (self === oldTop) break;
    moved = self;
    newParent = self;
    newArc = oldArc;
    // Seen from the other end, what could go up can now go down.
    newUp = oldDown;
    newDown = oldUp;
    newDepth++;
    self = oldParent;
  }
  if (beforeSubtree === outer) {
    thread[last] = following;
    before[following] = last;
  } else {
    thread[beforeSubtree] = following;
    before[following] = beforeSubtree;
    thread[last] = behindOuter;
    before[behindOuter] = last;
  }
  state.walked += count;
  state.spent += count;
}

/** Numbers the nodes in thread order, so that walking a subtree reads memory forwards. */
function renumberWide(state: State): void {
  const { node, thread, before, depth, potential, place, spareNode, sparePotential, sparePlace, spareDepth } = state;
  const { tail, head, nodeCount, root, arcEnd } = state;
  let x = thread[root];
  sparePlace[root] = root;
  for (let k = 0; k < nodeCount; k++) {
    sparePlace[x] = k;
    x = thread[x];
  }
  for (let old = 0; old <= nodeCount; old++) {
    const from = old << RECORD;
    const now = sparePlace[old];
    const to = now << RECORD;
    spareNode[to] = old === root ? -1 : sparePlace[node[from]];
    spareNode[to + TREE_ARC] = node[from + TREE_ARC];
    spareNode[to + UP] = node[from + UP];
    spareNode[to + DOWN] = node[from + DOWN];
    sparePotential[now] = potential[old];
    spareDepth[now] = depth[old];
  }
  for (let k = 0; k < nodeCount; k++) {
    thread[k] = k + 1;
    before[k + 1] = k;
    place[k] = sparePlace[place[k]];
  }
  thread[root] = 0;
  before[0] = root;
  for (let e = 0; e < arcEnd; e++) {
    tail[e] = sparePlace[tail[e]];
    head[e] = sparePlace[head[e]];
  }
  state.node = spareNode;
  state.spareNode = node;
  state.potential = sparePotential;
  state.sparePotential = potential;
  state.depth = spareDepth;
  state.spareDepth = depth;
}
