/**
 * One good's works and what is wanted of it, as a network in whole numbers for the simplex: which works serve whom.
 *
 * Nodes:  an origin, places of departure, places of arrival. Arcs: origin to a works' place (its cost a unit, its capacity;
 *         a closed works' arc costs more than going without), origin to a place with supply, pairs of places, and origin to
 *         each place of arrival for what it goes without. Where works take a scarce good, what they make of it comes
 *         through a node of its own, the ration; works that can do with it or without have a node each.
 * Units:  amounts in `amountScale`ths of the good's unit, as many in all as the grain says; costs in `costScale`ths.
 * Keeps:  opening and closing works changes costs only, so the tree stays a feasible basis: only potentials are renewed.
 * Memory: O(arcs), taken when the network is built.
 */
import { stepSimplex } from "../network-simplex.ts";
import { DOWN, MORE, type Network, RECORD, TREE_ARC, type TreeState, UP } from "../network-tree.ts";
import type { CoupledInstance } from "./instance.ts";
import type { Pairs } from "./pairs.ts";

/** What is to be placed. */
export interface GoodTask {
  readonly good: number;
  /** Places: units wanted, and how many of them may be gone without at the good's shortage cost. */
  readonly need: Float64Array;
  readonly soft: Float64Array;
  /** Candidates, one module each: their works (the same several times where it has several modules), cost of a unit, units a year. */
  readonly works: Int32Array;
  readonly unitCost: Float64Array;
  /** Candidates: cost of opening one, that of its roof included where nothing else is under it yet. */
  readonly fixed: Float64Array;
  readonly capacity: Float64Array;
  /**
   * Candidates: cost of a unit in the way that takes a scarce good, Infinity where there is none (and unitCost Infinity
   * where there is no other); and how many units all of them together may make in that way.
   */
  readonly rationedCost: Float64Array;
  readonly ration: number;
  /** What comes without works: place, amount, cost of a unit (below zero where letting go would cost). */
  readonly supplyPlace: Int32Array;
  readonly supplyMost: Float64Array;
  readonly supplyCost: Float64Array;
}

export interface GoodNetwork {
  readonly instance: CoupledInstance;
  readonly task: GoodTask;
  readonly amountScale: number;
  readonly costScale: number;
  readonly candidateCount: number;
  /** Local numbers of places of departure and arrival, and the places they stand for. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Candidates: local place of departure, whole cost when open, whole capacity. */
  readonly departure: Int32Array;
  readonly openCost: Float64Array;
  readonly capacity: Float64Array;
  /** Pairs by local place of departure. */
  readonly pairs: Pairs;
  readonly need: Float64Array;
  readonly network: Network;
  readonly tree: TreeState;
  readonly pairArc: number;
  readonly lackArc: number;
  /** More than going without. */
  readonly closedCost: number;
  /** What works must make together, whole amounts: what is wanted, less what supplies bring and may be gone without. */
  readonly leastMade: number;
  /** By local place of departure, open candidates there, and one more where there is supply. */
  readonly openAt: Int32Array;
  /** By slot of the tree's arcs, the candidate or -1. */
  readonly candidateAt: Int32Array;
  /** By slot of the tree's arcs, 1 for those of going without. */
  readonly isLack: Int8Array;
  /** Origin to ration, the last arc but for two of each candidate that can do either way: freely, then rationed. */
  readonly rationArc: number;
  readonly either: Int32Array;
}

/** Visits between two looks at whether the tree is optimal. */
const BUDGET = 1e7;

/** What a unit costs at a candidate's gate at the present potentials, seen from the origin. */
export function entryPrice(net: GoodNetwork, q: number): number {
  const { tree, network, openCost, rationArc } = net;
  const { potential, place } = tree;
  const origin = potential[place[0]];
  const from = network.tail[q];
  if (from === 0) return openCost[q];
  const ration = rationArc < network.arcCount ? potential[place[network.head[rationArc]]] - origin : 0;
  if (from === network.head[rationArc]) return openCost[q] + ration;
  const free = rationArc + 2 * (from - network.head[rationArc]) - 1;
  return Math.min(network.cost[free], network.cost[free + 1] + ration);
}

/** Opens or closes a candidate; potentials are stale until `renewPotentials`. */
export function setOpen(net: GoodNetwork, q: number, isOpen: boolean): void {
  const { tree, openCost, closedCost, openAt, departure } = net;
  setCost(tree, tree.slot[q], isOpen ? openCost[q] : closedCost);
  const a = departure[q];
  openAt[a] += isOpen ? 1 : -1;
  if (openAt[a] === (isOpen ? 1 : 0)) setPairs(net, a, isOpen);
}

/**
 * Lets goods leave a place, or keeps its pairs out of the way while nothing is open there: the place would else be hung
 * on a cheaper arrival, to no purpose, whenever a price changes.
 */
function setPairs({ tree, pairs, pairArc, network, closedCost }: GoodNetwork, a: number, isOpen: boolean): void {
  const { slot, tail, head, node } = tree;
  for (let e = pairArc + pairs.start[a]; e < pairArc + pairs.start[a + 1]; e++) {
    const at = slot[e];
    const isInTree = node[(tail[at] << RECORD) + TREE_ARC] === at || node[(head[at] << RECORD) + TREE_ARC] === at;
    if (isOpen) setCost(tree, at, network.cost[e]);
    else if (!isInTree) setCost(tree, at, network.cost[e] + closedCost);
  }
}

/** Hides the pairs of all places where nothing is open, also those that have left the tree meanwhile. */
export function hidePairs(net: GoodNetwork): void {
  for (let a = 0; a < net.from.length; a++) if (net.openAt[a] === 0) setPairs(net, a, false);
}

function setCost({ cost, reversed }: TreeState, at: number, value: number): void {
  cost[at] = reversed[at] === 1 ? -value : value;
}

/** Reckons all potentials from the tree and the present costs. */
export function renewPotentials(tree: TreeState): void {
  const { node, thread, potential, root, tail, cost } = tree;
  let u = thread[root];
  while (u !== root) {
    const record = u << RECORD;
    const parent = node[record];
    const e = node[record + TREE_ARC];
    // What hangs on the root does so by an artificial arc, whose cost never changes.
    if (parent !== root) potential[u] = tail[e] === u ? potential[parent] - cost[e] : potential[parent] + cost[e];
    u = thread[u];
  }
  tree.visits += tree.nodeCount;
}

/** Pivots to the optimum. */
export function optimise(tree: TreeState): void {
  while (stepSimplex(tree, BUDGET) === MORE);
}

/** Cost of the present flow, which is optimal, from the potentials: what is wanted less what scarce capacity earns. */
export function flowCost({ tree, need, from, candidateCount, pairArc, lackArc, network }: GoodNetwork): number {
  const { potential, slot, reversed, cost, tail, head, capacity, place } = tree;
  const origin = potential[place[0]];
  let value = 0;
  const first = 1 + from.length;
  for (let b = 0; b < need.length; b++) value += need[b] * (potential[place[first + b]] - origin);
  // Pairs have room for everything and never stand at capacity.
  for (let a = 0; a < network.arcCount; a = a + 1 === pairArc ? lackArc : a + 1) {
    const e = slot[a];
    if (reversed[e] === 1) value -= capacity[e] * (cost[e] + potential[tail[e]] - potential[head[e]]);
  }
  tree.visits += need.length + candidateCount;
  return value;
}

/** What each candidate sends, whole amounts. */
export function candidateFlow({ tree, candidateCount, candidateAt }: GoodNetwork, flow: Float64Array): void {
  const { node, slot, reversed, capacity, head, nodeCount } = tree;
  for (let q = 0; q < candidateCount; q++) flow[q] = reversed[slot[q]] === 1 ? capacity[slot[q]] : 0;
  // Arcs in the tree carry what the node below them knows.
  for (let u = 0; u < nodeCount; u++) {
    const record = u << RECORD;
    const e = node[record + TREE_ARC];
    const q = candidateAt[e];
    if (q < 0) continue;
    const back = node[record + (head[e] === u ? UP : DOWN)];
    flow[q] = reversed[e] === 1 ? capacity[e] - back : back;
  }
}

/** Whether somebody goes without in the present flow, that is optimal: then his price is what going without costs. */
export function lacks({ tree, network, lackArc, need, from }: GoodNetwork): boolean {
  const { potential, place } = tree;
  const origin = potential[place[0]];
  for (let b = 0; b < need.length; b++) {
    if (potential[place[1 + from.length + b]] - origin >= network.cost[lackArc + b]) return true;
  }
  return false;
}

/** How much is gone without in the present flow, that is optimal. */
export function missing(net: GoodNetwork): number {
  if (!lacks(net)) return 0;
  const { tree, isLack, lackArc, need } = net;
  const { node, slot, reversed, capacity, head, nodeCount } = tree;
  let sum = 0;
  for (let b = 0; b < need.length; b++) {
    const e = slot[lackArc + b];
    if (reversed[e] === 1) sum += capacity[e];
  }
  for (let u = 0; u < nodeCount; u++) {
    const record = u << RECORD;
    const e = node[record + TREE_ARC];
    if (e < 0 || isLack[e] === 0) continue;
    const back = node[record + (head[e] === u ? UP : DOWN)];
    sum += reversed[e] === 1 ? -back : back;
  }
  return sum;
}
