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

import { leastLoss, startAlternatives } from "./alternatives.ts";
import {
  candidateFlow,
  flowCost,
  type GoodNetwork,
  hidePairs,
  missing,
  optimise,
  renewPotentials,
} from "./good-network.ts";
import {
  change,
  findNeighbours,
  isExcluded,
  maySwap,
  NEIGHBOURS,
  openingCost,
  type Placing,
  refresh,
  siteSaving,
  worthOf,
} from "./placing-state.ts";
import { sortFalling } from "./sort-falling.ts";
import { copyTree, restoreTree, saveTree } from "./tree-copy.ts";

/** A trial must save more than this part of the cost, or rounding could lead in circles. */
const LEAST_SAVING = 1e-9;
/** Swaps are tried for at least so many candidates. */
const LEAST_SWAPS = 60;

/** Opens what is asked for and serves from it; closes what then serves nobody. */
export function startPlacing(net: GoodNetwork, open: Int8Array): Placing {
  const { instance, task, candidateCount, to } = net;
  const { worksSize, sizeSite } = instance;
  const perUnit = net.amountScale * net.costScale;
  const placing: Placing = {
    net,
    open: new Int8Array(candidateCount),
    fixed: task.fixed.map((cost) => cost * perUnit),
    site: Int32Array.from(task.works, (works) => sizeSite[worksSize[works]]),
    siteOpen: new Map(),
    copy: copyTree(net.tree),
    flow: new Float64Array(candidateCount),
    cost: 0,
    fixedCost: 0,
    room: 0,
    missing: 0,
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
  placing.missing = missing(net);
  placing.isFresh = false;
  hidePairs(net);
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

/** Whether all that is open then could not make what must be made, so that more would be lacking than now. */
function isTooLittle({ net, room, missing }: Placing, opens: number, closes: number): boolean {
  const less = closes < 0 ? 0 : net.capacity[closes];
  const more = opens < 0 ? 0 : net.capacity[opens];
  return missing === 0 && less > more && room + more - less < net.leastMade;
}

/** Tries to open `opens` and close `closes` (-1: none); keeps the change when it saves. */
function attempt(placing: Placing, opens: number, closes: number): boolean {
  const { net, copy } = placing;
  if (isTooLittle(placing, opens, closes)) return false;
  placing.trials++;
  let fixed = placing.fixedCost;
  if (closes >= 0) fixed += change(placing, closes, false);
  if (opens >= 0) fixed += change(placing, opens, true);
  renewPotentials(net.tree);
  optimise(net.tree);
  const cost = fixed + flowCost(net);
  const left = missing(net);
  const saves = cost < placing.cost - LEAST_SAVING * Math.abs(placing.cost);
  if (left < placing.missing || (left === placing.missing && saves)) {
    placing.cost = cost;
    placing.missing = left;
    placing.fixedCost = fixed;
    placing.improved = true;
    placing.isFresh = false;
    hidePairs(net);
    saveTree(net.tree, copy);
    return true;
  }
  if (opens >= 0) change(placing, opens, false);
  if (closes >= 0) change(placing, closes, true);
  restoreTree(net.tree, copy);
  return false;
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
  listClosed(placing, placing.missing > 0 ? Number.NEGATIVE_INFINITY : 0, placing.open.length);
}

function tryAdd(placing: Placing): void {
  while (placing.at < placing.queued) {
    const q = placing.queue[placing.at++];
    if (placing.open[q] === 1 || isExcluded(placing, q)) continue;
    if (placing.missing === 0 && worthOf(placing, q, -1) <= openingCost(placing, q)) continue;
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

/** Whether a sibling other than `closing` is in the way. */
function isExcludedBut(placing: Placing, q: number, closing: number): boolean {
  placing.open[closing] = 0;
  const excluded = isExcluded(placing, q);
  placing.open[closing] = 1;
  return excluded;
}
