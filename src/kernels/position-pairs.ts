/**
 * Pairs of source and sink by position: the nearest sources of each sink, and the pairs that present rents
 * make worth adding. The matrix of costs never exists.
 *
 * Shapes: K sources, S sinks in curve order.
 * Complexity: what `cell-search.ts` leaves to look at.
 */
import { nextCell, searchCells } from "./cell-search.ts";
import { type Positions, pairCost } from "./positions.ts";

export interface FoundPairs {
  readonly source: Int32Array;
  readonly sink: Int32Array;
  readonly cost: Float64Array;
  /** Pairs looked at. */
  readonly visits: number;
}

/** The `count` cheapest sources of each sink, of equal ones the lowest, cheapest first; needs K >= count. */
export function nearestByPosition(positions: Positions, count: number): FoundPairs {
  const sinks = positions.sinks.x.length;
  const source = new Int32Array(sinks * count);
  const sink = new Int32Array(sinks * count);
  const cost = new Float64Array(sinks * count).fill(Infinity);
  const last = count - 1;
  const search = searchCells(positions, new Float64Array(positions.sources.x.length), 0, count);
  let visits = 0;
  while (nextCell(search)) {
    const { candidates, floors, from, to, count: listed } = search;
    for (let q = from; q < to; q++) {
      const list = q * count;
      sink.fill(q, list, list + count);
      let seen = 0;
      for (; seen < listed && floors[seen] <= cost[list + last]; seen++) {
        const i = candidates[seen];
        const c = pairCost(positions, i, q);
        let k = list + last;
        if (c > cost[k] || (c === cost[k] && i > source[k])) continue;
        for (; k > list && (cost[k - 1] > c || (cost[k - 1] === c && source[k - 1] > i)); k--) {
          cost[k] = cost[k - 1];
          source[k] = source[k - 1];
        }
        cost[k] = c;
        source[k] = i;
      }
      visits += seen;
    }
  }
  return { source, sink, cost, visits: visits + search.visits };
}

/** For each sink whose price is above the least cost + rent, the pair that has the least. */
export function betterPairs(positions: Positions, rent: Float64Array, price: Float64Array): FoundPairs {
  const sinks = positions.sinks.x.length;
  const source = new Int32Array(sinks);
  const sink = new Int32Array(sinks);
  const cost = new Float64Array(sinks);
  const search = searchCells(positions, rent, 0);
  let count = 0;
  let visits = 0;
  while (nextCell(search)) {
    const { candidates, floors, from, to, count: listed } = search;
    for (let q = from; q < to; q++) {
      let best = price[q];
      let at = -1;
      let k = 0;
      for (; k < listed && floors[k] < best; k++) {
        const value = pairCost(positions, candidates[k], q) + rent[candidates[k]];
        if (value >= best) continue;
        best = value;
        at = candidates[k];
      }
      visits += k;
      if (at < 0) continue;
      source[count] = at;
      sink[count] = q;
      cost[count++] = best - rent[at];
    }
  }
  return {
    source: source.slice(0, count),
    sink: sink.slice(0, count),
    cost: cost.slice(0, count),
    visits: visits + search.visits,
  };
}
