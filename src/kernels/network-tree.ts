/**
 * The state of a network simplex: a spanning tree that hangs on an extra root node.
 *
 * Arcs are kept in *residual* direction: an arc that stands at its capacity is stored the other way round
 * with its cost negated, so that every arc outside the tree carries nothing in the direction stored and
 * pricing needs to read no state. Slots of arcs: one artificial arc per node first, then one keeping arc per
 * source (only when supply exceeds demand), then the problem's arcs, mixed so that neighbours in the list
 * seldom share a tail. More arcs may be appended.
 *
 * Two walks are made over the tree, and each finds what it reads close together: a cycle goes up along packed
 * records (parent, arc, room both ways), a subtree goes along thread, depth and potential. From time to time
 * nodes are renumbered in thread order, so that walks go through memory forwards.
 *
 * Invariants between pivots: the tree is strongly feasible (every node can push a positive amount towards
 * the root); tree arcs have reduced cost zero; the thread is a preorder of the tree.
 */

/** Narrow states hold amounts and costs below 2^30 in Int32Array, wide ones all others in Float64Array. */
export type Amounts = Int32Array | Float64Array;

/** Offsets in a node's record. */
export const PARENT = 0;
/** Slot of the arc between a node and its parent. */
export const TREE_ARC = 1;
/** How much more can be pushed from a node to its parent. */
export const UP = 2;
/** How much more can be pushed from the parent to the node. */
export const DOWN = 3;
/** A record has four fields, so that it starts at `node << RECORD`. */
export const RECORD = 2;

/** Code of a step: nothing prices out, the tree is optimal. */
export const OPTIMAL = 0;
/** Code of a step: the budget is used up. */
export const MORE = 1;

/** How many of the arcs that a block nearly chose are priced again with the next; a power of two. */
export const CANDIDATES = 16;
/** Pivots between two looks at whether pricing and pivoting take alike. */
export const BALANCE_EVERY = 128;

/** A network in whole numbers: what the kernel solves. Arcs carry from 0 to a finite capacity. */
export interface Network {
  readonly nodeCount: number;
  readonly arcCount: number;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  /** Whole numbers. */
  readonly cost: Float64Array;
  /** Whole numbers from 0, finite. */
  readonly capacity: Float64Array;
  /** Whole numbers. */
  readonly supply: Float64Array;
  /** Per node: 1 where it may keep what nobody needs. All zero when supply equals demand. */
  readonly mayKeep: Int8Array;
}

export interface TreeState<A extends Amounts = Amounts> {
  readonly nodeCount: number;
  readonly root: number;
  /** Number of keeping arcs. */
  readonly keepCount: number;
  /** First slot of the problem's own arcs. */
  readonly firstArc: number;
  /** First slot not in use. */
  arcEnd: number;
  tail: Int32Array;
  head: Int32Array;
  cost: A;
  capacity: A;
  /** 1 where an arc is stored against its own direction. */
  reversed: Int8Array;
  /** Slot of each of the problem's arcs. */
  slot: Int32Array;
  /** Node records. */
  node: A;
  /** The next node in preorder, and the one before. */
  thread: Int32Array;
  before: Int32Array;
  depth: Int32Array;
  potential: A;
  /** The current number of each original node; the root keeps its own. */
  place: Int32Array;
  /** Room for renumbering. */
  spareNode: A;
  sparePotential: A;
  sparePlace: Int32Array;
  spareDepth: Int32Array;
  /** Arcs that were the best of a block until a better one came; the latest `CANDIDATES` of `candidateCount`. */
  readonly candidate: Int32Array;
  candidateCount: number;
  /** Where pricing goes on. */
  next: number;
  /** How many arcs are priced before the best of them enters; it follows the balance of the work. */
  block: number;
  shortestBlock: number;
  longestBlock: number;
  /** Pivots until the block's length is looked at again, and the work of either kind since the last time. */
  untilBalance: number;
  priced: number;
  walked: number;
  /** Pivots between two renumberings, and how many are left until the next. */
  readonly renumberEvery: number;
  untilRenumber: number;
  pivots: number;
  /** Work of the present step: arcs priced, arcs of the cycles, nodes of the subtrees moved. */
  spent: number;
  /** The same of all steps before. */
  visits: number;
  /** More than any arc can carry in any basic flow: the capacity of artificial arcs. */
  readonly limit: number;
  /** More than any path can cost: what an artificial arc costs. */
  readonly artificialCost: number;
}

/** Largest amount or cost that a narrow state holds, so that sums of two stay within 31 bits. */
const NARROW_LIMIT = 2 ** 30 - 1;
/** Reduced costs stay below this many times what an artificial arc costs; a narrow state has room for them. */
const COSTS_APART = 4;

/** Blocks shorter than this make pivots poorer than the time they save. */
const SHORTEST_BLOCK = 10;
/** A block grows to this many times the square root where pivots are dear, which makes them fewer. */
const BLOCK_GROWTH = 8;
/** A renumbering touches every arc and node once; this many pivots pay for it. */
const PIVOTS_PER_RENUMBERING = { least: 500, perNode: 0.2, perArc: 1 / 16 };

/** Sets the pricing block for the arcs there are now: at least the square root of their number. */
export function resetBlock(state: TreeState): void {
  state.shortestBlock = Math.max(SHORTEST_BLOCK, Math.ceil(Math.sqrt(state.arcEnd - state.firstArc)));
  state.longestBlock = BLOCK_GROWTH * state.shortestBlock;
  state.block = state.shortestBlock;
}

/**
 * Lays out arcs and takes all memory, for `spareArcs` arcs more as well. No tree yet: see `hangTree`.
 * `standing` is what arcs at capacity may bring into the first tree; artificial arcs must have room for it.
 */
export function layOut(network: Network, spareArcs: number, standing: number): TreeState {
  const { nodeCount, arcCount, supply, cost, capacity, mayKeep } = network;
  let largestCost = 0;
  let largestCapacity = 0;
  for (let a = 0; a < arcCount; a++) {
    largestCost = Math.max(largestCost, Math.abs(cost[a]));
    largestCapacity = Math.max(largestCapacity, capacity[a]);
  }
  let positive = 0;
  let negative = 0;
  let keepCount = 0;
  for (let u = 0; u < nodeCount; u++) {
    if (supply[u] > 0) positive += supply[u];
    else negative -= supply[u];
    keepCount += mayKeep[u];
  }
  const limit = positive + negative + standing + 1;
  const artificialCost = (largestCost + 1) * (nodeCount + 1);
  const narrow =
    COSTS_APART * artificialCost + largestCost < 2 ** 31 && largestCapacity < NARROW_LIMIT && limit < NARROW_LIMIT;
  const take = (length: number): Amounts => (narrow ? new Int32Array(length) : new Float64Array(length));

  const firstArc = nodeCount + keepCount;
  const slots = firstArc + arcCount + spareArcs;
  const records = (nodeCount + 1) << RECORD;
  const every = Math.max(
    PIVOTS_PER_RENUMBERING.least,
    Math.trunc(PIVOTS_PER_RENUMBERING.perNode * nodeCount),
    Math.trunc(PIVOTS_PER_RENUMBERING.perArc * arcCount),
  );
  const state: TreeState = {
    nodeCount,
    root: nodeCount,
    keepCount,
    firstArc,
    arcEnd: firstArc + arcCount,
    tail: new Int32Array(slots),
    head: new Int32Array(slots),
    cost: take(slots),
    capacity: take(slots),
    reversed: new Int8Array(slots),
    slot: mixedSlots(arcCount, nodeCount, firstArc, spareArcs),
    node: take(records),
    thread: new Int32Array(nodeCount + 1),
    before: new Int32Array(nodeCount + 1),
    depth: new Int32Array(nodeCount + 1),
    potential: take(nodeCount + 1),
    place: new Int32Array(nodeCount + 1),
    spareNode: take(records),
    sparePotential: take(nodeCount + 1),
    sparePlace: new Int32Array(nodeCount + 1),
    spareDepth: new Int32Array(nodeCount + 1),
    candidate: new Int32Array(CANDIDATES),
    candidateCount: 0,
    next: nodeCount,
    block: 0,
    shortestBlock: 0,
    longestBlock: 0,
    untilBalance: BALANCE_EVERY,
    priced: 0,
    walked: 0,
    renumberEvery: every,
    untilRenumber: every,
    pivots: 0,
    spent: 0,
    visits: 0,
    limit,
    artificialCost,
  };
  resetBlock(state);
  for (let u = 0; u <= nodeCount; u++) state.place[u] = u;
  for (let u = 0, keep = nodeCount; u < nodeCount; u++) {
    if (mayKeep[u] === 0) continue;
    state.tail[keep] = u;
    state.head[keep] = nodeCount;
    state.capacity[keep++] = limit;
  }
  for (let a = 0; a < arcCount; a++) {
    const e = state.slot[a];
    state.tail[e] = network.tail[a];
    state.head[e] = network.head[a];
    state.cost[e] = cost[a];
    state.capacity[e] = capacity[a];
  }
  return state;
}

/** Deals the arcs out with a stride of the mean degree, as one deals cards. */
function mixedSlots(arcCount: number, nodeCount: number, firstArc: number, spareArcs: number): Int32Array {
  const slot = new Int32Array(arcCount + spareArcs);
  const stride = Math.max(3, Math.trunc(arcCount / Math.max(1, nodeCount)));
  let position = 0;
  let round = 0;
  for (let a = 0; a < arcCount; a++) {
    slot[a] = firstArc + position;
    position += stride;
    if (position >= arcCount) position = ++round;
  }
  return slot;
}
