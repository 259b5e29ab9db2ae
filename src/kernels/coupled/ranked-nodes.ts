import type { Arcs } from "./arcs.ts";
import type { PriceNodes } from "./price-nodes.ts";
import { sortFalling } from "./sort-falling.ts";

/**
 * The nodes at the ends of each cell's arcs, in the order in which they paid at the last answer. Prices move little from
 * one answer to the next, so that order is nearly the next one too, and sorting anew costs next to nothing.
 *
 * Shapes: those of cell c are start[c] .. start[c + 1] - 1; `arc` is the arc that leads to `node`.
 * Memory: 8 bytes for each arc and node at its end.
 */
export interface RankedNodes {
  start: Int32Array;
  node: Int32Array;
  arc: Int32Array;
}

/** Room beyond what is needed now, as a part of it: arcs are added a few at a time. */
const SPARE = 1 / 16;
const NONE = new Int32Array(0);

/** The nodes in the order in which they would pay at these prices. */
export function rankNodes(arcs: Arcs, { nodeStart }: PriceNodes, placeCount: number, price: Float64Array): RankedNodes {
  const cellCount = arcs.start.length - 1;
  const start = new Int32Array(cellCount + 1);
  let largest = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    start[cell + 1] = start[cell] + nodesAlong(arcs, nodeStart, placeCount, cell, arcs.start[cell]);
    largest = Math.max(largest, start[cell + 1] - start[cell]);
  }
  const node = roomFor(start[cellCount], NONE);
  const arc = roomFor(start[cellCount], NONE);
  const key = new Float64Array(largest);
  const item = new Int32Array(largest);
  const itemArc = new Int32Array(largest);
  for (let cell = 0; cell < cellCount; cell++) {
    const goodStart = cell - (cell % placeCount);
    const first = start[cell];
    let count = 0;
    for (let e = arcs.start[cell]; e < arcs.start[cell + 1]; e++) {
      const to = goodStart + arcs.place[e];
      for (let j = nodeStart[to]; j < nodeStart[to + 1]; j++) {
        key[count] = price[j] - arcs.freight[e];
        item[count] = count;
        itemArc[count] = e;
        arc[first + count++] = j;
      }
    }
    sortFalling(key, item, count);
    for (let k = 0; k < count; k++) node[first + k] = arc[first + item[k]];
    for (let k = 0; k < count; k++) arc[first + k] = itemArc[item[k]];
  }
  return { start, node, arc };
}

/**
 * The same after arcs were added, each behind those of its cell that were there: these keep their order, and the new ones come
 * last, which the next answer puts right. In the room at hand where that suffices; else one list after the other gets a longer
 * one, so that there are three of these, the largest of a search, at a time and not four.
 */
export function rankAlso(
  ranked: RankedNodes,
  before: Arcs,
  arcs: Arcs,
  { nodeStart }: PriceNodes,
  placeCount: number,
): void {
  const cellCount = arcs.start.length - 1;
  const former = ranked.start;
  const start = new Int32Array(cellCount + 1);
  for (let cell = 0; cell < cellCount; cell++) {
    const firstNew = arcs.start[cell] + before.start[cell + 1] - before.start[cell];
    const kept = former[cell + 1] - former[cell];
    start[cell + 1] = start[cell] + kept + nodesAlong(arcs, nodeStart, placeCount, cell, firstNew);
  }
  ranked.start = start;
  ranked.node = rankNodesAlso(ranked.node, former, start, before, arcs, nodeStart, placeCount);
  ranked.arc = rankArcsAlso(ranked.arc, former, start, before, arcs, nodeStart, placeCount);
}

/** The list of nodes. From the end, since in the same room everything moves towards it. */
function rankNodesAlso(
  from: Int32Array,
  former: Int32Array,
  start: Int32Array,
  before: Arcs,
  arcs: Arcs,
  nodeStart: Int32Array,
  placeCount: number,
): Int32Array {
  const cellCount = arcs.start.length - 1;
  const node = roomFor(start[cellCount], from);
  for (let cell = cellCount - 1; cell >= 0; cell--) {
    const goodStart = cell - (cell % placeCount);
    const first = former[cell];
    const kept = former[cell + 1] - first;
    for (let k = kept - 1; k >= 0; k--) node[start[cell] + k] = from[first + k];
    let next = start[cell] + kept;
    for (let e = arcs.start[cell] + before.start[cell + 1] - before.start[cell]; e < arcs.start[cell + 1]; e++) {
      const to = goodStart + arcs.place[e];
      for (let j = nodeStart[to]; j < nodeStart[to + 1]; j++) node[next++] = j;
    }
  }
  return node;
}

/** The list of arcs, likewise. */
function rankArcsAlso(
  from: Int32Array,
  former: Int32Array,
  start: Int32Array,
  before: Arcs,
  arcs: Arcs,
  nodeStart: Int32Array,
  placeCount: number,
): Int32Array {
  const cellCount = arcs.start.length - 1;
  const arc = roomFor(start[cellCount], from);
  for (let cell = cellCount - 1; cell >= 0; cell--) {
    const goodStart = cell - (cell % placeCount);
    const moved = arcs.start[cell] - before.start[cell];
    const first = former[cell];
    const kept = former[cell + 1] - first;
    for (let k = kept - 1; k >= 0; k--) arc[start[cell] + k] = from[first + k] + moved;
    let next = start[cell] + kept;
    for (let e = arcs.start[cell] + before.start[cell + 1] - before.start[cell]; e < arcs.start[cell + 1]; e++) {
      const to = goodStart + arcs.place[e];
      for (let j = nodeStart[to]; j < nodeStart[to + 1]; j++) arc[next++] = e;
    }
  }
  return arc;
}

/** How many nodes are at the ends of a cell's arcs from one of them on. */
function nodesAlong(
  { start, place }: Arcs,
  nodeStart: Int32Array,
  placeCount: number,
  cell: number,
  first: number,
): number {
  const goodStart = cell - (cell % placeCount);
  let count = 0;
  for (let e = first; e < start[cell + 1]; e++) {
    const to = goodStart + place[e];
    count += nodeStart[to + 1] - nodeStart[to];
  }
  return count;
}

/** The room at hand where it suffices for so much, else a larger one. */
function roomFor(count: number, atHand: Int32Array): Int32Array {
  return atHand.length >= count ? atHand : new Int32Array(Math.ceil(count * (1 + SPARE)));
}
