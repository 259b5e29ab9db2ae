/**
 * Finds for each cell of sinks the sources that can matter to it at given rents, by distance alone: a source
 * whose least cost + rent over the box exceeds the best source's most, by more than a margin, serves nobody
 * there. So all K * S pairs are judged while most are never looked at. Where not the best one but some of the best are
 * sought, the last of those takes the best one's place.
 *
 * Complexity: K per region of sinks, the region's candidates per block of it, the block's per cell.
 * Memory: three lists of K, taken in start.
 */
import { BLOCK, CELL, leastCost, mostCost, type Positions, REGION } from "./positions.ts";

export interface CellSearch {
  readonly positions: Positions;
  readonly rent: Float64Array;
  /** How far behind the best a source may lie and still be listed. */
  readonly margin: number;
  /** The least of the most costs in a box, as many as are sought; the last one is the ceiling. */
  readonly best: Float64Array;
  cell: number;
  /** The cell's sinks, in curve order: from, up to but without to. */
  from: number;
  to: number;
  /** The cell's candidates, by rising least cost + rent. */
  candidates: Int32Array;
  floors: Float64Array;
  count: number;
  blockCandidates: Int32Array;
  blockFloors: Float64Array;
  blockCount: number;
  regionCandidates: Int32Array;
  regionFloors: Float64Array;
  regionCount: number;
  /** Pairs of source and box looked at. */
  visits: number;
}

/**
 * Prepares a walk over all cells; rents beyond those of the sources are of no concern here.
 * @param sought how many of each sink's best sources are sure to be listed.
 */
export function searchCells(positions: Positions, rent: Float64Array, margin: number, sought = 1): CellSearch {
  const count = positions.sources.x.length;
  return {
    positions,
    rent,
    margin,
    best: new Float64Array(sought),
    cell: -1,
    from: 0,
    to: 0,
    candidates: new Int32Array(count),
    floors: new Float64Array(count),
    count: 0,
    blockCandidates: new Int32Array(count),
    blockFloors: new Float64Array(count),
    blockCount: 0,
    regionCandidates: new Int32Array(count),
    regionFloors: new Float64Array(count),
    regionCount: 0,
    visits: 0,
  };
}

/** Goes on to the next cell; false when there is none. */
export function nextCell(search: CellSearch): boolean {
  const { positions } = search;
  const total = positions.sinks.x.length;
  search.cell++;
  search.from = search.cell * CELL;
  if (search.from >= total) return false;
  search.to = Math.min(total, search.from + CELL);
  if (search.from % REGION === 0) {
    search.regionCount = shortlist(
      search,
      undefined,
      positions.sources.x.length,
      positions.regionBoxes,
      (6 * search.from) / REGION,
      search.regionCandidates,
      search.regionFloors,
    );
  }
  if (search.from % BLOCK === 0) {
    search.blockCount = shortlist(
      search,
      search.regionCandidates,
      search.regionCount,
      positions.blockBoxes,
      (6 * search.from) / BLOCK,
      search.blockCandidates,
      search.blockFloors,
    );
  }
  search.count = shortlist(
    search,
    search.blockCandidates,
    search.blockCount,
    positions.cellBoxes,
    6 * search.cell,
    search.candidates,
    search.floors,
  );
  sortByFloor(search.candidates, search.floors, search.count);
  return true;
}

function shortlist(
  search: CellSearch,
  among: Int32Array | undefined,
  amongCount: number,
  boxes: Float64Array,
  box: number,
  listed: Int32Array,
  floors: Float64Array,
): number {
  const { positions, rent, best } = search;
  const last = best.length - 1;
  best.fill(Infinity);
  for (let k = 0; k < amongCount; k++) {
    const i = among === undefined ? k : among[k];
    const value = mostCost(positions, i, boxes, box) + rent[i];
    if (value >= best[last]) continue;
    let at = last;
    for (; at > 0 && best[at - 1] > value; at--) best[at] = best[at - 1];
    best[at] = value;
  }
  const ceiling = best[last] + search.margin;
  let count = 0;
  for (let k = 0; k < amongCount; k++) {
    const i = among === undefined ? k : among[k];
    const floor = leastCost(positions, i, boxes, box) + rent[i];
    if (floor > ceiling) continue;
    listed[count] = i;
    floors[count++] = floor;
  }
  search.visits += 2 * amongCount;
  return count;
}

/** Insertion, since lists are short; ties keep the order of sources. */
function sortByFloor(candidates: Int32Array, floors: Float64Array, count: number): void {
  for (let k = 1; k < count; k++) {
    const i = candidates[k];
    const floor = floors[k];
    let at = k;
    for (; at > 0 && floors[at - 1] > floor; at--) {
      floors[at] = floors[at - 1];
      candidates[at] = candidates[at - 1];
    }
    floors[at] = floor;
    candidates[at] = i;
  }
}
