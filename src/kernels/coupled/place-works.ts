/**
 * Which works of one good to open, and whom they serve: a plan improved by adding, dropping and swapping works, each
 * trial served to the optimum by the warm network simplex.
 *
 * Problem: capacitated location with several sizes at a place, at most one of a site where its sizes exclude each other,
 *          and a site's own cost while any of its sizes is open.
 * Shapes:  by candidate, one module each. Units: whole costs of the network; fixed costs in the same.
 * Order:   adds by what they would save at the present potentials (an overestimate, so that what cannot pay is not
 *          tried), drops by fixed cost a unit sent, swaps of the best adds with their nearest open works; then again,
 *          while something helped.
 * Source:  Kuehn and Hamburger, A heuristic program for locating warehouses (1963), on a warm basis.
 */
import { type Alternatives, findAlternatives, leastLoss, riseAt, startAlternatives } from "./alternatives.ts";
import {
  candidateFlow,
  entryPrice,
  flowCost,
  type GoodNetwork,
  optimise,
  renewPotentials,
  setOpen,
} from "./good-network.ts";
import { freightBetween } from "./instance.ts";
import { sortFalling } from "./sort-falling.ts";
import { copyTree, restoreTree, saveTree, type TreeCopy } from "./tree-copy.ts";

export interface Placing {
  readonly net: GoodNetwork;
  readonly open: Int8Array;
  readonly fixed: Float64Array;
  /** Candidates: site, size; sites: number of open candidates. */
  readonly site: Int32Array;
  readonly siteOpen: Map<number, number>;
  readonly copy: TreeCopy;
  readonly flow: Float64Array;
  /** Cost of the plan in hand, with fixed costs. */
  cost: number;
  fixedCost: number;
  phase: "add" | "drop" | "swap" | "done";
  readonly queue: Int32Array;
  readonly rank: Float64Array;
  queued: number;
  at: number;
  improved: boolean;
  readonly neighbour: Int32Array;
  readonly distance: Float64Array;
  readonly worth: Float64Array;
  readonly item: Int32Array;
  readonly alternatives: Alternatives;
  /** Whether the alternatives are those of the present plan. */
  isFresh: boolean;
  trials: number;
}

/** A trial must save more than this part of the cost, or rounding could lead in circles. */
const LEAST_SAVING = 1e-9;
/** Swaps are tried with so many of the nearest open works, for at least so many candidates. */
const NEIGHBOURS = 5;
const LEAST_SWAPS = 60;

/** Opens what is asked for and serves from it; closes what then serves nobody. */
export function startPlacing(net: GoodNetwork, open: Int8Array): Placing {
  const { instance, task, candidateCount, to } = net;
  const { worksFixed, worksSize, sizeSite } = instance;
  const perUnit = net.amountScale * net.costScale;
  const placing: Placing = {
    net,
    open: new Int8Array(candidateCount),
    fixed: Float64Array.from(task.works, (works) => worksFixed[works] * perUnit),
    site: Int32Array.from(task.works, (works) => sizeSite[worksSize[works]]),
    siteOpen: new Map(),
    copy: copyTree(net.tree),
    flow: new Float64Array(candidateCount),
    cost: 0,
    fixedCost: 0,
    phase: "add",
    queue: new Int32Array(candidateCount),
    rank: new Float64Array(candidateCount),
    queued: 0,
    at: 0,
    improved: false,
    neighbour: new Int32Array(NEIGHBOURS),
    distance: new Float64Array(NEIGHBOURS),
    worth: new Float64Array(to.length),
    item: new Int32Array(to.length),
    alternatives: startAlternatives(net),
    isFresh: false,
    trials: 0,
  };
  for (let q = 0; q < candidateCount; q++) if (open[q] === 1 && !isExcluded(placing, q)) change(placing, q, true);
  settleTree(placing);
  closeIdle(placing);
  return placing;
}

/** Makes ready to improve. */
export function startImproving(placing: Placing): void {
  placing.phase = "add";
  placing.improved = false;
  listAdds(placing);
}

/** Makes one trial, or goes on to the next phase; false when nothing is left to try. */
export function stepPlacing(placing: Placing): boolean {
  if (placing.phase === "add") tryAdd(placing);
  else if (placing.phase === "drop") tryDrop(placing);
  else if (placing.phase === "swap") trySwap(placing);
  return placing.phase !== "done";
}

/** A sibling size is open where only one may be. */
function isExcluded({ net, site, open }: Placing, q: number): boolean {
  const { oneSize } = net.instance.problem;
  if (!((oneSize?.[site[q]] ?? 0) > 0)) return false;
  const { worksSize } = net.instance;
  for (let z = 0; z < open.length; z++) {
    if (open[z] === 1 && site[z] === site[q] && worksSize[net.task.works[z]] !== worksSize[net.task.works[q]])
      return true;
  }
  return false;
}

/** What opening costs besides service, its site's own cost included when it is the first there. */
function openingCost({ net, fixed, site, siteOpen }: Placing, q: number): number {
  const own = net.instance.problem.siteCost?.[site[q]] ?? 0;
  return own > 0 && (siteOpen.get(site[q]) ?? 0) === 0 ? fixed[q] + own * net.amountScale * net.costScale : fixed[q];
}

function change(placing: Placing, q: number, isOpen: boolean): number {
  const { net, open, site, siteOpen } = placing;
  const before = siteOpen.get(site[q]) ?? 0;
  let cost = 0;
  if (isOpen) {
    cost = openingCost(placing, q);
    siteOpen.set(site[q], before + 1);
  } else {
    siteOpen.set(site[q], before - 1);
    cost = -openingCost(placing, q);
  }
  open[q] = isOpen ? 1 : 0;
  setOpen(net, q, isOpen);
  return cost;
}

/** Fixed cost of all that is open. */
function fixedCostOf(placing: Placing): number {
  const { net, open, fixed, siteOpen } = placing;
  let sum = 0;
  for (let q = 0; q < open.length; q++) if (open[q] === 1) sum += fixed[q];
  const { siteCost } = net.instance.problem;
  if (siteCost === undefined) return sum;
  for (const [site, count] of siteOpen) if (count > 0) sum += siteCost[site] * net.amountScale * net.costScale;
  return sum;
}

function settleTree(placing: Placing): void {
  const { net, copy } = placing;
  renewPotentials(net.tree);
  optimise(net.tree);
  placing.fixedCost = fixedCostOf(placing);
  placing.cost = flowCost(net) + placing.fixedCost;
  placing.isFresh = false;
  saveTree(net.tree, copy);
}

/** Closes open works that serve nobody and cost something. */
function closeIdle(placing: Placing): void {
  const { net, open, flow } = placing;
  candidateFlow(net, flow);
  let closed = false;
  for (let q = 0; q < open.length; q++) {
    if (open[q] === 0 || flow[q] > 0 || openingCost(placing, q) < 0) continue;
    change(placing, q, false);
    closed = true;
  }
  if (closed) settleTree(placing);
}

/** Tries to open `opens` and close `closes` (-1: none); keeps the change when it saves. */
function attempt(placing: Placing, opens: number, closes: number): boolean {
  const { net, copy } = placing;
  placing.trials++;
  let fixed = placing.fixedCost;
  if (closes >= 0) fixed += change(placing, closes, false);
  if (opens >= 0) fixed += change(placing, opens, true);
  renewPotentials(net.tree);
  optimise(net.tree);
  const cost = fixed + flowCost(net);
  if (cost < placing.cost - LEAST_SAVING * Math.abs(placing.cost)) {
    placing.cost = cost;
    placing.fixedCost = fixed;
    placing.improved = true;
    placing.isFresh = false;
    saveTree(net.tree, copy);
    return true;
  }
  if (opens >= 0) change(placing, opens, false);
  if (closes >= 0) change(placing, closes, true);
  restoreTree(net.tree, copy);
  return false;
}

/** What others offer at the present potentials. */
function refresh(placing: Placing): Alternatives {
  if (!placing.isFresh) findAlternatives(placing.net, placing.open, placing.alternatives);
  placing.isFresh = true;
  return placing.alternatives;
}

/**
 * What a candidate could save at most, before its fixed cost: at the present potentials, and where works at local place
 * `closing` (-1: nowhere) close, at those that others' offers would let rise.
 */
function worthOf(placing: Placing, q: number, closing: number): number {
  const { net, worth, item, alternatives } = placing;
  const { tree, pairs, departure, capacity, need, from, network, pairArc } = net;
  const entry = entryPrice(net, q);
  const { potential, place } = tree;
  const origin = potential[place[0]];
  const first = 1 + from.length;
  const a = departure[q];
  let count = 0;
  for (let e = pairs.start[a]; e < pairs.start[a + 1]; e++) {
    const b = pairs.to[e];
    const price = potential[place[first + b]] - origin + riseAt(alternatives, b, closing);
    const gain = price - network.cost[pairArc + e] - entry;
    if (gain <= 0) continue;
    worth[count] = gain;
    item[count++] = b;
  }
  tree.visits += pairs.start[a + 1] - pairs.start[a];
  sortFalling(worth, item, count);
  let room = capacity[q];
  let sum = 0;
  for (let k = 0; k < count && room > 0; k++) {
    const sent = Math.min(room, need[item[k]]);
    sum += worth[k] * sent;
    room -= sent;
  }
  return sum;
}

/** Lists closed candidates by what they could save, at most `most` of them. */
function listClosed(placing: Placing, least: number, most: number): void {
  const { open, queue, rank } = placing;
  let count = 0;
  for (let q = 0; q < open.length; q++) {
    if (open[q] === 1) continue;
    const gain = worthOf(placing, q, -1) - openingCost(placing, q);
    if (gain <= least) continue;
    rank[count] = gain;
    queue[count++] = q;
  }
  sortFalling(rank, queue, count);
  placing.queued = Math.min(count, most);
  placing.at = 0;
}

function listAdds(placing: Placing): void {
  listClosed(placing, 0, placing.open.length);
}

function tryAdd(placing: Placing): void {
  while (placing.at < placing.queued) {
    const q = placing.queue[placing.at++];
    if (placing.open[q] === 1 || isExcluded(placing, q)) continue;
    if (worthOf(placing, q, -1) <= openingCost(placing, q)) continue;
    attempt(placing, q, -1);
    return;
  }
  closeIdle(placing);
  listDrops(placing);
}

/** Lists open candidates, those that cost most a unit they send first. */
function listDrops(placing: Placing): void {
  const { net, open, flow, fixed, queue, rank } = placing;
  candidateFlow(net, flow);
  let count = 0;
  for (let q = 0; q < open.length; q++) {
    if (open[q] === 0) continue;
    rank[count] = fixed[q] / Math.max(1, flow[q]);
    queue[count++] = q;
  }
  sortFalling(rank, queue, count);
  placing.queued = count;
  placing.at = 0;
  placing.phase = "drop";
}

function tryDrop(placing: Placing): void {
  while (placing.at < placing.queued) {
    const q = placing.queue[placing.at++];
    if (placing.open[q] === 0) continue;
    if (leastLoss(placing.net, refresh(placing), q) >= placing.fixed[q] + siteSaving(placing, q)) continue;
    attempt(placing, -1, q);
    return;
  }
  closeIdle(placing);
  let openCount = 0;
  for (let q = 0; q < placing.open.length; q++) openCount += placing.open[q];
  listClosed(placing, Number.NEGATIVE_INFINITY, Math.max(LEAST_SWAPS, 2 * openCount));
  placing.phase = "swap";
}

function trySwap(placing: Placing): void {
  const { queue, open, neighbour } = placing;
  while (placing.at < placing.queued) {
    const q = queue[placing.at++];
    if (open[q] === 1) continue;
    let tried = false;
    const count = findNeighbours(placing, q);
    for (let k = 0; k < count; k++) {
      const z = neighbour[k];
      if (!maySwap(placing, q, z) || isExcludedBut(placing, q, z)) continue;
      tried = true;
      if (attempt(placing, q, z)) break;
    }
    if (tried) return;
  }
  closeIdle(placing);
  if (!placing.improved) {
    placing.phase = "done";
    return;
  }
  startImproving(placing);
}

/** What closing the last open size of a site saves besides the size's own cost. */
function siteSaving({ net, site, siteOpen }: Placing, q: number): number {
  const own = net.instance.problem.siteCost?.[site[q]] ?? 0;
  return own > 0 && siteOpen.get(site[q]) === 1 ? own * net.amountScale * net.costScale : 0;
}

/** Whether opening q and closing z can save anything: a bound on the saving, from prices that may rise. */
function maySwap(placing: Placing, q: number, z: number): boolean {
  const { net, fixed } = placing;
  const found = refresh(placing);
  const a = net.departure[z];
  const closing = found.openAt[a] === 1 ? a : -1;
  const saved = fixed[z] + siteSaving(placing, z) - leastLoss(net, found, z);
  return worthOf(placing, q, closing) - fixed[q] + saved > 0;
}

/** Whether a sibling other than `closing` is in the way. */
function isExcludedBut(placing: Placing, q: number, closing: number): boolean {
  placing.open[closing] = 0;
  const excluded = isExcluded(placing, q);
  placing.open[closing] = 1;
  return excluded;
}

/** The open candidates nearest to a closed one by freight, nearest first. */
function findNeighbours(placing: Placing, q: number): number {
  const { net, open, neighbour, distance } = placing;
  const { instance, task, from, departure } = net;
  let count = 0;
  for (let z = 0; z < open.length; z++) {
    if (open[z] === 0) continue;
    const far = freightBetween(instance, task.good, from[departure[q]], from[departure[z]]);
    if (count === NEIGHBOURS && far >= distance[count - 1]) continue;
    let at = count < NEIGHBOURS ? count++ : count - 1;
    for (; at > 0 && distance[at - 1] > far; at--) {
      distance[at] = distance[at - 1];
      neighbour[at] = neighbour[at - 1];
    }
    distance[at] = far;
    neighbour[at] = z;
  }
  net.tree.visits += open.length;
  return count;
}
