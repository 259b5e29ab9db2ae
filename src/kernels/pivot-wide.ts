/**
 * The pivots of the primal network simplex on whole amounts and costs below 2^53, held in Float64Array.
 * Written from `pivot-narrow.ts` by `WRITE_TWINS=1 npx vitest run test/twin.flow.test.ts`; do not edit.
 *
 * Complexity: a pivot costs one pricing block plus the cycle plus the subtree that moves. The number of
 *             pivots is not bounded by a polynomial, and is in practice some small multiple of the arcs.
 * Invariants: those of `network-tree.ts`. All arithmetic is on whole numbers below 2^53, hence exact.
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapter 11; block search, arc mixing and first pivots
 *         after Király and Kovács, Efficient implementations of minimum-cost flow algorithms (2012).
 */
import { BEFORE, DEPTH, DOWN, MORE, OPTIMAL, RECORD, THREAD, TREE_ARC, type TreeState, UP } from "./network-tree.ts";

type State = TreeState<Float64Array>;

/** Pivots until the tree is optimal or `budget` arc visits are spent. */
export function stepWide(state: State, budget: number): number {
  const stopAt = state.visits + budget;
  while (state.visits < stopAt) {
    const entering = priceWide(state);
    if (entering < 0) return OPTIMAL;
    pivotWide(state, entering);
    if (--state.untilRenumber === 0) {
      renumberWide(state);
      state.untilRenumber = state.renumberEvery;
    }
  }
  return MORE;
}

/** Finds the arc with the most negative reduced cost of the first block that has one, or -1. */
function priceWide(state: State): number {
  const tail = state.tail;
  const head = state.head;
  const cost = state.cost;
  const potential = state.potential;
  const first = state.nodeCount;
  const end = state.arcEnd;
  const total = end - first;
  const block = state.block;
  let e = state.next;
  let best = 0;
  let entering = -1;
  let seen = 0;
  while (seen < total) {
    let stop = e + block;
    if (stop > end) stop = end;
    seen += stop - e;
    for (; e < stop; e++) {
      const reduced = cost[e] + potential[tail[e]] - potential[head[e]];
      if (reduced < best) {
        best = reduced;
        entering = e;
      }
    }
    if (e === end) e = first;
    if (entering >= 0) break;
  }
  state.next = e;
  state.visits += seen;
  return entering;
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
  let uDepth = node[u + DEPTH];
  let vDepth = node[v + DEPTH];
  const depths = uDepth + vDepth;
  for (; uDepth > vDepth; uDepth--) {
    if (node[u + DOWN] < firstRoom) {
      firstRoom = node[u + DOWN];
      firstTight = u;
    }
    u = node[u] << RECORD;
  }
  for (; vDepth > uDepth; vDepth--) {
    if (node[v + UP] <= secondRoom) {
      secondRoom = node[v + UP];
      secondTight = v;
    }
    v = node[v] << RECORD;
  }
  while (u !== v) {
    if (node[u + DOWN] < firstRoom) {
      firstRoom = node[u + DOWN];
      firstTight = u;
    }
    if (node[v + UP] <= secondRoom) {
      secondRoom = node[v + UP];
      secondTight = v;
    }
    u = node[u] << RECORD;
    v = node[v] << RECORD;
  }
  const top = u;
  state.visits += depths - 2 * node[top + DEPTH];
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
    tail[entering] = second;
    head[entering] = first;
    cost[entering] = -cost[entering];
    state.reversed[entering] ^= 1;
    return;
  }
  // The leaving arc is stored in the direction in which it can still carry.
  const out = node[leaving + TREE_ARC];
  const outTail = secondLeaves ? node[leaving] : leaving >> RECORD;
  if (tail[out] !== outTail) {
    head[out] = tail[out];
    tail[out] = outTail;
    cost[out] = -cost[out];
    state.reversed[out] ^= 1;
  }
  if (secondLeaves) moveSubtreeWide(state, entering, second, first, leaving, pushed, capacity - pushed);
  else moveSubtreeWide(state, entering, first, second, leaving, capacity - pushed, pushed);
}

/**
 * Cuts the subtree below the leaving arc, turns it upside down so that `inner` is its top, and hangs it on
 * `outer` by the entering arc. Visits each node of the subtree exactly once.
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
  leaving: number,
  enteringUp: number,
  enteringDown: number,
): void {
  const node = state.node;
  const potential = state.potential;
  const reduced = state.cost[entering] + potential[state.tail[entering]] - potential[state.head[entering]];
  const shift = state.tail[entering] === inner ? -reduced : reduced;
  const beforeSubtree = node[leaving + BEFORE];
  const outerRecord = outer << RECORD;
  const behindOuter = node[outerRecord + THREAD];

  let record = inner << RECORD;
  let moved = -1;
  let newParent = outer;
  let newArc = entering;
  let newUp = enteringUp;
  let newDown = enteringDown;
  let newDepth = node[outerRecord + DEPTH] + 1;
  let last = outerRecord;
  let following = 0;
  for (;;) {
    const oldDepth = node[record + DEPTH];
    const sink = newDepth - oldDepth;
    const oldParent = node[record];
    const oldArc = node[record + TREE_ARC];
    const oldUp = node[record + UP];
    const oldDown = node[record + DOWN];
    node[record] = newParent;
    node[record + TREE_ARC] = newArc;
    node[record + UP] = newUp;
    node[record + DOWN] = newDown;
    const self = record >> RECORD;
    node[last + THREAD] = self;
    node[record + BEFORE] = last >> RECORD;
    // The path node itself, then what is threaded before the moved piece (or, at `inner`, all below it).
    node[record + DEPTH] += sink;
    potential[self] += shift;
    last = record;
    let x = node[record + THREAD];
    let walk = x << RECORD;
    if (moved >= 0) {
      while (x !== moved) {
        node[walk + DEPTH] += sink;
        potential[x] += shift;
        last = walk;
        x = node[walk + THREAD];
        walk = x << RECORD;
      }
      x = following;
      walk = x << RECORD;
      if (node[walk + DEPTH] > oldDepth) {
        node[last + THREAD] = x;
        node[walk + BEFORE] = last >> RECORD;
      }
    }
    while (node[walk + DEPTH] > oldDepth) {
      node[walk + DEPTH] += sink;
      potential[x] += shift;
      last = walk;
      x = node[walk + THREAD];
      walk = x << RECORD;
    }
    following = x;
    if (record === leaving) break;
    moved = self;
    newParent = self;
    newArc = oldArc;
    // Seen from the other end, what could go up can now go down.
    newUp = oldDown;
    newDown = oldUp;
    newDepth++;
    record = oldParent << RECORD;
  }
  const followingRecord = following << RECORD;
  if (beforeSubtree === outer) {
    node[last + THREAD] = following;
    node[followingRecord + BEFORE] = last >> RECORD;
  } else {
    node[(beforeSubtree << RECORD) + THREAD] = following;
    node[followingRecord + BEFORE] = beforeSubtree;
    node[last + THREAD] = behindOuter;
    node[(behindOuter << RECORD) + BEFORE] = last >> RECORD;
  }
}

/** Numbers the nodes in thread order, so that walking a subtree reads memory forwards. */
function renumberWide(state: State): void {
  const { node, potential, nodeCount, root, place, spareNode, sparePotential, sparePlace, tail, head, arcEnd } = state;
  let x = node[(root << RECORD) + THREAD];
  sparePlace[root] = root;
  for (let k = 0; k < nodeCount; k++) {
    sparePlace[x] = k;
    x = node[(x << RECORD) + THREAD];
  }
  for (let old = 0; old <= nodeCount; old++) {
    const from = old << RECORD;
    const now = sparePlace[old];
    const to = now << RECORD;
    spareNode[to] = old === root ? -1 : sparePlace[node[from]];
    spareNode[to + TREE_ARC] = node[from + TREE_ARC];
    spareNode[to + THREAD] = now === root ? 0 : now + 1;
    spareNode[to + BEFORE] = now === 0 ? root : now - 1;
    spareNode[to + DEPTH] = node[from + DEPTH];
    spareNode[to + UP] = node[from + UP];
    spareNode[to + DOWN] = node[from + DOWN];
    sparePotential[now] = potential[old];
  }
  for (let e = 0; e < arcEnd; e++) {
    tail[e] = sparePlace[tail[e]];
    head[e] = sparePlace[head[e]];
  }
  for (let u = 0; u < nodeCount; u++) place[u] = sparePlace[place[u]];
  state.node = spareNode;
  state.spareNode = node;
  state.potential = sparePotential;
  state.sparePotential = potential;
}
