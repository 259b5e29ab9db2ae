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
  readonly start: Int32Array;
  readonly node: Int32Array;
  readonly arc: Int32Array;
}

/** Room beyond what is needed now, as a part of it: arcs are added a few at a time. */
const SPARE = 1 / 8;

/** The nodes in the order in which they would pay at these prices; in the room of a former order where that suffices. */
export function rankNodes(
  arcs: Arcs,
  { nodeStart }: PriceNodes,
  placeCount: number,
  price: Float64Array,
  former?: RankedNodes,
): RankedNodes {
  const cellCount = arcs.start.length - 1;
  const start = new Int32Array(cellCount + 1);
  let largest = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    const goodStart = cell - (cell % placeCount);
    start[cell + 1] = start[cell];
    for (let e = arcs.start[cell]; e < arcs.start[cell + 1]; e++) {
      const to = goodStart + arcs.place[e];
      start[cell + 1] += nodeStart[to + 1] - nodeStart[to];
    }
    largest = Math.max(largest, start[cell + 1] - start[cell]);
  }
  const { node, arc } = roomFor(start[cellCount], former);
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

function roomFor(count: number, former: RankedNodes | undefined): Pick<RankedNodes, "node" | "arc"> {
  if (former !== undefined && former.node.length >= count) return former;
  const room = Math.ceil(count * (1 + SPARE));
  return { node: new Int32Array(room), arc: new Int32Array(room) };
}
