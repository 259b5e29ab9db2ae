import { type Alternatives, findAlternatives, leastLoss, riseAt } from "./alternatives.ts";
import { entryPrice, type GoodNetwork, setOpen } from "./good-network.ts";
import { freightBetween } from "./instance.ts";
import { sortFalling } from "./sort-falling.ts";
import type { TreeCopy } from "./tree-copy.ts";

/** Which works of one good are open, and what opening and closing would cost and could save. See `place-works.ts`. */
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
  /** What all that is open can make, whole amounts. */
  room: number;
  /** What is gone without in the plan in hand. To have less of it is worth any cost. */
  missing: number;
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

/** Swaps are tried with so many of the nearest open works. */
export const NEIGHBOURS = 5;

/** A sibling size is open where only one may be. */
export function isExcluded({ net, site, open }: Placing, q: number): boolean {
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
export function openingCost({ net, fixed, site, siteOpen }: Placing, q: number): number {
  const own = net.instance.problem.siteCost?.[site[q]] ?? 0;
  return own > 0 && (siteOpen.get(site[q]) ?? 0) === 0 ? fixed[q] + own * net.amountScale * net.costScale : fixed[q];
}

export function change(placing: Placing, q: number, isOpen: boolean): number {
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
  placing.room += isOpen ? net.capacity[q] : -net.capacity[q];
  setOpen(net, q, isOpen);
  return cost;
}

/** What others offer at the present potentials. */
export function refresh(placing: Placing): Alternatives {
  if (!placing.isFresh) findAlternatives(placing.net, placing.open, placing.alternatives);
  placing.isFresh = true;
  return placing.alternatives;
}

/**
 * What a candidate could save at most, before its fixed cost: at the present potentials, and where works at local place
 * `closing` (-1: nowhere) close, at those that others' offers would let rise.
 */
export function worthOf(placing: Placing, q: number, closing: number): number {
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

/** What closing the last open size of a site saves besides the size's own cost. */
export function siteSaving({ net, site, siteOpen }: Placing, q: number): number {
  const own = net.instance.problem.siteCost?.[site[q]] ?? 0;
  return own > 0 && siteOpen.get(site[q]) === 1 ? own * net.amountScale * net.costScale : 0;
}

/** Whether opening q and closing z can save anything: a bound on the saving, from prices that may rise. */
export function maySwap(placing: Placing, q: number, z: number): boolean {
  if (placing.missing > 0) return true;
  const { net, fixed } = placing;
  const found = refresh(placing);
  const a = net.departure[z];
  const closing = found.openAt[a] === 1 ? a : -1;
  const saved = fixed[z] + siteSaving(placing, z) - leastLoss(net, found, z);
  return worthOf(placing, q, closing) - fixed[q] + saved > 0;
}

/** The open candidates nearest to a closed one by freight, nearest first. */
export function findNeighbours(placing: Placing, q: number): number {
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
