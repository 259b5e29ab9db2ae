/** Which nodes pay a works or a supply, dearest first: along the arcs, or over all pairs of places. See `answers.ts`. */
import type { Answers } from "./answer-state.ts";
import { nearOf } from "./instance.ts";
import { sortEnough, sortFalling } from "./sort-falling.ts";

const NONE = Number.POSITIVE_INFINITY;

/**
 * Finds the nodes that pay more than `cost` and freight, dearest first. Gives up, with a count of 0, when even the
 * dearest nodes of all places could not pay `leastRate` a unit or `leastFixed` in all.
 *
 * @param room the most that can be sent: over all pairs of places, no more nodes are found than take that.
 */
export function gather(
  answers: Answers,
  price: Float64Array,
  cell: number,
  cost: number,
  leastRate: number,
  leastFixed: number,
  everywhere: boolean,
  room = NONE,
): number {
  const { instance, item, worth } = answers;
  const p = instance.placeCount;
  const forced = -instance.disposal[Math.floor(cell / p)] - cost;
  answers.itemCount = 0;
  let count = everywhere
    ? gatherEverywhere(answers, price, cell, cost, leastRate, leastFixed, forced > 0, room)
    : gatherAlongArcs(answers, price, cell, cost, leastRate, leastFixed, forced > 0);
  // Works that earn by their by-products may run on although nobody wants what they mainly make.
  if (forced > 0) {
    let to = count++;
    for (; to > 0 && worth[to - 1] < forced; to--) {
      worth[to] = worth[to - 1];
      item[to] = item[to - 1];
    }
    worth[to] = forced;
    item[to] = -1;
  }
  answers.visits += count;
  answers.itemCount = count;
  return count;
}

function gatherAlongArcs(
  answers: Answers,
  price: Float64Array,
  cell: number,
  cost: number,
  leastRate: number,
  leastFixed: number,
  isForced: boolean,
): number {
  const { instance, nodes, arcs, topPrice, item, worth, ranked } = answers;
  const { cellMost } = nodes;
  const { place, freight } = arcs;
  const p = instance.placeCount;
  const goodStart = cell - (cell % p);
  let top = -NONE;
  let total = 0;
  for (let e = arcs.start[cell]; e < arcs.start[cell + 1]; e++) {
    const to = goodStart + place[e];
    const gain = topPrice[to] - freight[e] - cost;
    if (gain > top) top = gain;
    if (gain > 0) total += gain * cellMost[to];
  }
  answers.top = top;
  answers.total = total;
  answers.visits += arcs.start[cell + 1] - arcs.start[cell];
  if (!isForced && (top <= leastRate || total <= leastFixed)) return 0;
  const { node, arc } = ranked;
  const first = ranked.start[cell];
  const end = ranked.start[cell + 1];
  let count = 0;
  for (let k = first; k < end; k++) {
    const j = node[k];
    const e = arc[k];
    const gain = price[j] - freight[e] - cost;
    if (gain <= 0) continue;
    // What does not pay makes room at the end of what does.
    let to = first + count;
    if (to < k) {
      node[k] = node[to];
      arc[k] = arc[to];
    }
    let at = count++;
    for (; at > 0 && worth[at - 1] < gain; at--, to--) {
      worth[at] = worth[at - 1];
      node[to] = node[to - 1];
      arc[to] = arc[to - 1];
    }
    worth[at] = gain;
    node[to] = j;
    arc[to] = e;
  }
  for (let k = 0; k < count; k++) item[k] = node[first + k];
  return count;
}

function gatherEverywhere(
  answers: Answers,
  price: Float64Array,
  cell: number,
  cost: number,
  leastRate: number,
  leastFixed: number,
  isForced: boolean,
  room: number,
): number {
  const { instance, nodes, candidate, delivered, topPrice, topOfGood, item, worth } = answers;
  const { nodeStart, cellMost } = nodes;
  const p = instance.placeCount;
  const goodStart = cell - (cell % p);
  const listed = listEverywhere(answers, cell, topOfGood[goodStart / p] - cost);
  let kept = 0;
  let top = 0;
  let total = 0;
  for (let k = 0; k < listed; k++) {
    const to = goodStart + candidate[k];
    const gain = topPrice[to] - delivered[k] - cost;
    if (gain <= 0) continue;
    if (gain > top) top = gain;
    total += gain * cellMost[to];
    candidate[kept] = to;
    delivered[kept++] = delivered[k];
  }
  if (!isForced && (top <= leastRate || total <= leastFixed)) return 0;
  let count = 0;
  for (let k = 0; k < kept; k++) {
    const to = candidate[k];
    for (let j = nodeStart[to]; j < nodeStart[to + 1]; j++) {
      const gain = price[j] - delivered[k] - cost;
      if (gain <= 0) continue;
      worth[count] = gain;
      item[count++] = j;
    }
  }
  if (room < NONE) return sortEnough(worth, item, count, nodes.most, room);
  sortFalling(worth, item, count);
  return count;
}

/** Lists where a cell's arcs lead, and at what freight. */
export function listArcs(answers: Answers, cell: number): number {
  const { arcs, candidate, delivered } = answers;
  let count = 0;
  for (let e = arcs.start[cell]; e < arcs.start[cell + 1]; e++) {
    candidate[count] = arcs.place[e];
    delivered[count++] = arcs.freight[e];
  }
  answers.visits += count;
  return count;
}

/** Lists every place that a cell's good can reach for less than so much freight and where it has a price. */
export function listEverywhere(answers: Answers, cell: number, most: number): number {
  const { instance, candidate, delivered, topNode } = answers;
  const p = instance.placeCount;
  const good = Math.floor(cell / p);
  const from = cell - good * p;
  const table = instance.table[good];
  const near = nearOf(instance, good);
  if (table === undefined || near === undefined) {
    candidate[0] = from;
    delivered[0] = 0;
    return topNode[cell] < 0 ? 0 : 1;
  }
  const rate = instance.rate[good];
  let count = 0;
  let k = from * p;
  for (; k < (from + 1) * p; k++) {
    const to = near.leaving[k];
    const entry = table[from * p + to];
    const freight = rate * entry;
    if (entry === NONE || freight >= most) break;
    if (topNode[good * p + to] < 0) continue;
    candidate[count] = to;
    delivered[count++] = freight;
  }
  answers.visits += k - from * p;
  return count;
}
