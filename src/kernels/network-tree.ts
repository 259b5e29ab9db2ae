/**
 * The state of a network simplex: a spanning tree that hangs on an extra root node.
 *
 * Arcs are kept in *residual* direction: an arc that stands at its capacity is stored the other way round
 * with its cost negated, so that every arc outside the tree carries nothing in the direction stored and
 * pricing needs to read no state. Slots of arcs: one artificial arc per node first, then one keeping arc per
 * source (only when supply exceeds demand), then the problem's arcs, mixed so that neighbours in the list
 * seldom share a tail. More arcs may be appended.
 *
 * Nodes have one packed record each, which is what a walk along the tree reads: see the offsets below. From
 * time to time nodes are renumbered in thread order, so that walks go through memory forwards.
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
/** The next node in preorder, and the one before. */
export const THREAD = 2;
export const BEFORE = 3;
export const DEPTH = 4;
/** How much more can be pushed from a node to its parent. */
export const UP = 6;
/** How much more can be pushed from the parent to the node. */
export const DOWN = 7;
/** A record has eight fields, so that it starts at `node << RECORD`. */
export const RECORD = 3;

/** Code of a step: nothing prices out, the tree is optimal. */
export const OPTIMAL = 0;
/** Code of a step: the budget is used up. */
export const MORE = 1;

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
  potential: Float64Array;
  /** The current number of each original node; the root keeps its own. */
  place: Int32Array;
  /** Room for renumbering. */
  spareNode: A;
  sparePotential: Float64Array;
  sparePlace: Int32Array;
  /** Where pricing goes on. */
  next: number;
  /** How many arcs are priced before the best of them enters. */
  block: number;
  /** Pivots between two renumberings, and how many are left until the next. */
  readonly renumberEvery: number;
  untilRenumber: number;
  pivots: number;
  /** Arc visits so far: arcs priced and arcs of the cycles pushed around. */
  visits: number;
  /** More than any arc can carry in any basic flow: the capacity of artificial arcs. */
  readonly limit: number;
  /** More than any path can cost: what an artificial arc costs. */
  readonly artificialCost: number;
}

/** Largest amount or cost that a narrow state holds, so that sums of two stay within 31 bits. */
export const NARROW_LIMIT = 2 ** 30 - 1;

/** Blocks shorter than this make pivots poorer than the time they save. */
const SHORTEST_BLOCK = 10;
/** A renumbering touches every arc and node once; this many pivots pay for it. */
const PIVOTS_PER_RENUMBERING = { least: 500, perNode: 0.2, perArc: 1 / 16 };

/** How long a pricing block is for a number of arcs: the square root balances search and pivots. */
export function blockLength(arcCount: number): number {
  return Math.max(SHORTEST_BLOCK, Math.ceil(Math.sqrt(arcCount)));
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
  const narrow = largestCost < NARROW_LIMIT && largestCapacity < NARROW_LIMIT && limit < NARROW_LIMIT;
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
    potential: new Float64Array(nodeCount + 1),
    place: new Int32Array(nodeCount + 1),
    spareNode: take(records),
    sparePotential: new Float64Array(nodeCount + 1),
    sparePlace: new Int32Array(nodeCount + 1),
    next: nodeCount,
    block: blockLength(arcCount),
    renumberEvery: every,
    untilRenumber: every,
    pivots: 0,
    visits: 0,
    limit,
    artificialCost: (largestCost + 1) * (nodeCount + 1),
  };
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
