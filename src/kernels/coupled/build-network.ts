/** Builds the network of one good, from nothing or from where the tree of an earlier one stood. See `good-network.ts`. */
import type { FlowBasis } from "../../problems/flow.ts";
import { readMarks } from "../hang-tree.ts";
import { startSimplex } from "../network-simplex.ts";
import type { Network } from "../network-tree.ts";
import { type GoodNetwork, type GoodTask, hidePairs } from "./good-network.ts";
import type { CoupledInstance } from "./instance.ts";
import { choosePairs, type Pairs } from "./pairs.ts";
import { COARSE, FINE, type Grain, wholeAbove, wholeBelow, wholeScale } from "./whole-scale.ts";

/** Whatever the number of places, so much is left over. */
const LEAST_LEFT = 1e-6;
/** Rounding up and down, and what is left over twice, come to no more than so many times that. */
const MOST_ROUNDED = 4;
/** What a closed works costs in a last flow; and so much less than 2^31 over nodes in a search, that costs stay narrow. */
const PRECISE_COSTS = 2 ** 29;
const NARROW_COSTS = 2 ** 28;
/** Going without costs this part of it, and the dearest way of serving this part of going without. */
const LACK_SHARE = 1 / 2;
const DEAREST_SHARE = 1 / 4;
/** Marks of an earlier tree, by works and by pair, for a warm start. */
export interface GoodBasis {
  /** Candidate works in the tree or at capacity, by works; and pairs of places, from * p + to, ascending. */
  readonly works: ReadonlyMap<number, number>;
  readonly pairs: ReadonlySet<number>;
  readonly lacks: ReadonlySet<number>;
}

/**
 * The part of what is scarce that is better left over, since amounts are rounded at every place: in a good that is made,
 * in what it takes, and each time up or down. Fine ones are rounded so that nothing need be.
 */
export function leftOver(placeCount: number, grain: Grain): number {
  return grain === FINE ? 0 : Math.max(LEAST_LEFT, (4 * placeCount) / grain.amounts);
}

/** Whether so much, as a part of all that is wanted, may be lacking only because of rounding and of what was left over. */
export function isRoundedAway(lacking: number, wanted: number, placeCount: number): boolean {
  return lacking <= MOST_ROUNDED * leftOver(placeCount, COARSE) * wanted;
}

/**
 * Builds network and tree. All candidates are closed.
 *
 * @param every takes all pairs of places, however many.
 * @param near places whose works are most likely to serve, for pairs when not all are taken.
 * @param precise costs are as fine as doubles allow; else so coarse that the simplex is at its fastest.
 */
export function buildNetwork(
  instance: CoupledInstance,
  task: GoodTask,
  near: Int8Array,
  basis: GoodBasis | undefined,
  every: boolean,
  grain: Grain,
  precise: boolean,
): GoodNetwork {
  const { placeCount: p, shortage } = instance;
  const candidateCount = task.works.length;
  const isFrom = new Int8Array(p);
  for (let q = 0; q < candidateCount; q++) isFrom[placeOf(instance, task.works[q])] = 1;
  for (let s = 0; s < task.supplyPlace.length; s++) isFrom[task.supplyPlace[s]] = 1;
  const from = Int32Array.from(isFrom.keys()).filter((place) => isFrom[place] === 1);
  const to = Int32Array.from(task.need.keys()).filter((place) => task.need[place] > 0);
  const pairs = choosePairs(instance, task.good, from, to, near, every);
  let wanted = 0;
  for (let b = 0; b < to.length; b++) wanted += task.need[to[b]];
  const amountScale = wholeScale(grain.amounts / wanted, amountsOf(task, to));
  let dearest = 0;
  for (let e = 0; e < pairs.freight.length; e++) dearest = Math.max(dearest, pairs.freight[e]);
  let least = 0;
  let most = 0;
  for (let q = 0; q < candidateCount; q++) {
    for (const cost of [task.unitCost[q], task.rationedCost[q]])
      if (Number.isFinite(cost)) most = Math.max(most, Math.abs(cost));
  }
  for (let s = 0; s < task.supplyCost.length; s++) least = Math.max(least, Math.abs(task.supplyCost[s]));
  const soft = shortage[task.good] < Number.POSITIVE_INFINITY ? Math.abs(shortage[task.good]) : 0;
  const costliest = Math.max(dearest + most, least, soft);
  const isRationed = task.ration < Number.POSITIVE_INFINITY;
  const either: number[] = [];
  for (let q = 0; q < candidateCount; q++) {
    if (isRationed && Number.isFinite(task.unitCost[q]) && Number.isFinite(task.rationedCost[q])) either.push(q);
  }
  const nodeCount = 1 + from.length + to.length + (isRationed ? 1 + either.length : 0);
  const closedCost = precise ? PRECISE_COSTS : Math.floor(NARROW_COSTS / (nodeCount + 2));
  const lackCost = Math.floor(LACK_SHARE * closedCost);
  // Where everything is for nothing any scale will do.
  const costScale = costliest > 0 ? (DEAREST_SHARE * lackCost) / costliest : 1;

  const localFrom = new Int32Array(p).fill(-1);
  for (let a = 0; a < from.length; a++) localFrom[from[a]] = a;
  const need = Float64Array.from(to, (place) => wholeAbove(task.need[place] * amountScale, grain));
  const total = need.reduce((sum, amount) => sum + amount, 0);
  const supplyCount = task.supplyPlace.length;
  const pairCount = pairs.to.length;
  const pairArc = candidateCount + supplyCount;
  const lackArc = pairArc + pairCount;
  const softArc = lackArc + to.length;
  const softAt = soft > 0 ? Int32Array.from(to.keys()).filter((b) => task.soft[to[b]] > 0) : new Int32Array(0);
  const rationNode = 1 + from.length + to.length;
  const rationArc = softArc + softAt.length;
  const arcCount = rationArc + (isRationed ? 1 + 2 * either.length : 0);
  const tail = new Int32Array(arcCount);
  const head = new Int32Array(arcCount);
  const cost = new Float64Array(arcCount);
  const capacity = new Float64Array(arcCount);
  const departure = new Int32Array(candidateCount);
  const openCost = new Float64Array(candidateCount);
  for (let q = 0; q < candidateCount; q++) {
    departure[q] = localFrom[placeOf(instance, task.works[q])];
    const isFree = Number.isFinite(task.unitCost[q]);
    openCost[q] = Math.round((isFree ? task.unitCost[q] : task.rationedCost[q]) * costScale);
    tail[q] = isFree ? 0 : rationNode;
    head[q] = 1 + departure[q];
    cost[q] = closedCost;
    capacity[q] = Math.min(total, wholeBelow(task.capacity[q] * amountScale, grain));
  }
  for (let s = 0; s < supplyCount; s++) {
    const a = candidateCount + s;
    head[a] = 1 + localFrom[task.supplyPlace[s]];
    cost[a] = Math.round(task.supplyCost[s] * costScale);
    capacity[a] = Math.min(total, wholeBelow(task.supplyMost[s] * amountScale, grain));
  }
  for (let a = 0; a < from.length; a++) {
    for (let e = pairs.start[a]; e < pairs.start[a + 1]; e++) {
      tail[pairArc + e] = 1 + a;
      head[pairArc + e] = 1 + from.length + pairs.to[e];
      cost[pairArc + e] = Math.round(pairs.freight[e] * costScale);
      capacity[pairArc + e] = total;
    }
  }
  for (let b = 0; b < to.length; b++) {
    head[lackArc + b] = 1 + from.length + b;
    cost[lackArc + b] = lackCost;
    capacity[lackArc + b] = need[b];
  }
  for (let k = 0; k < softAt.length; k++) {
    const b = softAt[k];
    head[softArc + k] = 1 + from.length + b;
    cost[softArc + k] = Math.round(shortage[task.good] * costScale);
    capacity[softArc + k] = Math.min(need[b], wholeBelow(task.soft[to[b]] * amountScale, grain));
  }
  if (isRationed) {
    head[rationArc] = rationNode;
    capacity[rationArc] = Math.max(0, Math.min(total, wholeBelow(task.ration * amountScale, grain)));
  }
  for (let k = 0; k < either.length; k++) {
    const q = either[k];
    const free = rationArc + 1 + 2 * k;
    tail[q] = rationNode + 1 + k;
    openCost[q] = 0;
    head[free] = tail[q];
    cost[free] = Math.round(task.unitCost[q] * costScale);
    capacity[free] = capacity[q];
    tail[free + 1] = rationNode;
    head[free + 1] = tail[q];
    cost[free + 1] = Math.round(task.rationedCost[q] * costScale);
    capacity[free + 1] = capacity[q];
  }
  const supply = new Float64Array(nodeCount);
  supply[0] = total;
  for (let b = 0; b < to.length; b++) supply[1 + from.length + b] = -need[b];
  const network = { nodeCount, arcCount, tail, head, cost, capacity, supply, mayKeep: new Int8Array(nodeCount) };
  const marks =
    basis === undefined
      ? coldMarks(network, lackArc, to.length)
      : warmMarks(basis, network, task, from, to, pairs, pairArc, lackArc, p);
  for (let a = rationArc; a < arcCount; a += a === rationArc ? 1 : 2) marks.arc[a] = 1;
  const tree = startSimplex(network, marks);
  const candidateAt = new Int32Array(tree.tail.length).fill(-1);
  for (let q = 0; q < candidateCount; q++) candidateAt[tree.slot[q]] = q;
  const isLack = new Int8Array(tree.tail.length);
  for (let b = 0; b < to.length; b++) isLack[tree.slot[lackArc + b]] = 1;
  let leastMade = total;
  for (let a = candidateCount; a < pairArc; a++) leastMade -= capacity[a];
  for (let k = 0; k < softAt.length; k++) leastMade -= capacity[softArc + k];
  const openAt = new Int32Array(from.length);
  for (let s = 0; s < supplyCount; s++) openAt[localFrom[task.supplyPlace[s]]] = 1;
  const net = {
    instance,
    task,
    amountScale,
    costScale,
    candidateCount,
    from,
    to,
    departure,
    openCost,
    capacity: capacity.slice(0, candidateCount),
    pairs,
    need,
    network,
    tree,
    pairArc,
    lackArc,
    closedCost,
    leastMade,
    openAt,
    candidateAt,
    isLack,
    rationArc,
    either: Int32Array.from(either),
  };
  hidePairs(net);
  return net;
}

/** What is wanted at each place of arrival, supplied, and made by each candidate at most. */
function amountsOf({ need, supplyMost, capacity }: GoodTask, to: Int32Array): Float64Array {
  const amounts = new Float64Array(to.length + supplyMost.length + capacity.length);
  for (let b = 0; b < to.length; b++) amounts[b] = need[to[b]];
  amounts.set(supplyMost, to.length);
  amounts.set(capacity, to.length + supplyMost.length);
  return amounts;
}

function placeOf({ sizeCell, worksSize, placeCount }: CoupledInstance, works: number): number {
  return sizeCell[worksSize[works]] % placeCount;
}

/** The first tree: everybody goes without. */
function coldMarks({ nodeCount, arcCount }: Network, lackArc: number, toCount: number): FlowBasis {
  const arc = new Int8Array(arcCount);
  for (let b = 0; b < toCount; b++) arc[lackArc + b] = 1;
  const node = new Int8Array(nodeCount);
  node[0] = 1;
  return { arc, node };
}

function warmMarks(
  basis: GoodBasis,
  { nodeCount, arcCount }: Network,
  task: GoodTask,
  from: Int32Array,
  to: Int32Array,
  pairs: Pairs,
  pairArc: number,
  lackArc: number,
  p: number,
): FlowBasis {
  const arc = new Int8Array(arcCount);
  for (let q = 0; q < task.works.length; q++) arc[q] = basis.works.get(task.works[q]) ?? 0;
  for (let a = 0; a < from.length; a++) {
    for (let e = pairs.start[a]; e < pairs.start[a + 1]; e++) {
      if (basis.pairs.has(from[a] * p + to[pairs.to[e]])) arc[pairArc + e] = 1;
    }
  }
  for (let b = 0; b < to.length; b++) if (basis.lacks.has(to[b])) arc[lackArc + b] = 1;
  const node = new Int8Array(nodeCount);
  node[0] = 1;
  return { arc, node };
}

/** Where the tree stands, for a later network of the same good. */
export function readBasis(net: GoodNetwork): GoodBasis {
  const { arc } = readMarks(net.tree, net.network.arcCount);
  const p = net.instance.placeCount;
  const works = new Map<number, number>();
  const pairs = new Set<number>();
  const lacks = new Set<number>();
  for (let q = 0; q < net.candidateCount; q++) if (arc[q] !== 0) works.set(net.task.works[q], arc[q]);
  for (let a = 0; a < net.from.length; a++) {
    for (let e = net.pairs.start[a]; e < net.pairs.start[a + 1]; e++) {
      if (arc[net.pairArc + e] === 1) pairs.add(net.from[a] * p + net.to[net.pairs.to[e]]);
    }
  }
  for (let b = 0; b < net.to.length; b++) if (arc[net.lackArc + b] === 1) lacks.add(net.to[b]);
  return { works, pairs, lacks };
}
