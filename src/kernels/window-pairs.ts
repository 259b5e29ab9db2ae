/**
 * Tells sinks that present rents settle from those in doubt: a sink whose best source leads by more than a
 * margin is settled, the others keep all sources within the margin of their best.
 *
 * Shapes: K sources, S sinks in curve order. Complexity: what `cell-search.ts` leaves to look at.
 * Source: the semi-discrete view of transport, Aurenhammer, Hoffmann, Aronov, Minkowski-type theorems and
 *         least-squares clustering (1998): at fixed rents every source serves one cell of a power diagram.
 */
import { nextCell, searchCells } from "./cell-search.ts";
import { type Positions, pairCost } from "./positions.ts";

export interface Window {
  /** Per sink: its source when settled, or -1. */
  readonly settled: Int32Array;
  /** Sinks in doubt. */
  readonly open: Int32Array;
  /** Pairs of the sinks in doubt; `sink` counts within `open`. */
  readonly source: Int32Array;
  readonly sink: Int32Array;
  readonly cost: Float64Array;
  readonly visits: number;
}

export function windowPairs(positions: Positions, rent: Float64Array, margin: number): Window {
  const sinks = positions.sinks.x.length;
  const settled = new Int32Array(sinks);
  const open = new Int32Array(sinks);
  const search = searchCells(positions, rent, margin);
  const nearCost = new Float64Array(rent.length);
  const nearSource = new Int32Array(rent.length);
  let source = new Int32Array(1024);
  let sink = new Int32Array(1024);
  let cost = new Float64Array(1024);
  let openCount = 0;
  let pairCount = 0;
  let visits = 0;
  while (nextCell(search)) {
    const { candidates, floors, from, to, count } = search;
    for (let q = from; q < to; q++) {
      let best = Infinity;
      let bestSource = -1;
      let near = 0;
      let k = 0;
      for (; k < count && floors[k] <= best + margin; k++) {
        const i = candidates[k];
        const c = pairCost(positions, i, q);
        const value = c + rent[i];
        if (value > best + margin) continue;
        nearCost[near] = c;
        nearSource[near++] = i;
        if (value < best) {
          best = value;
          bestSource = i;
        }
      }
      visits += k;
      settled[q] = bestSource;
      if (near < 2) continue;
      // Some were listed before the best was known.
      let kept = 0;
      for (let e = 0; e < near; e++) {
        if (nearCost[e] + rent[nearSource[e]] > best + margin) continue;
        nearCost[kept] = nearCost[e];
        nearSource[kept++] = nearSource[e];
      }
      if (kept < 2) continue;
      settled[q] = -1;
      if (pairCount + kept > source.length) {
        const length = 2 * (pairCount + kept);
        source = lengthened(source, length);
        sink = lengthened(sink, length);
        const longer = new Float64Array(length);
        longer.set(cost);
        cost = longer;
      }
      for (let e = 0; e < kept; e++) {
        source[pairCount] = nearSource[e];
        sink[pairCount] = openCount;
        cost[pairCount++] = nearCost[e];
      }
      open[openCount++] = q;
    }
  }
  return {
    settled,
    open: open.slice(0, openCount),
    source: source.slice(0, pairCount),
    sink: sink.slice(0, pairCount),
    cost: cost.slice(0, pairCount),
    visits: visits + search.visits,
  };
}

function lengthened(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(values);
  return longer;
}

/** The median lead of the best source over the second best, among `probes` sinks spread evenly. */
export function medianLead(positions: Positions, rent: Float64Array, probes: number): number {
  const sinks = positions.sinks.x.length;
  const stride = Math.max(1, Math.floor(sinks / probes));
  const leads: number[] = [];
  for (let q = 0; q < sinks; q += stride) {
    let best = Infinity;
    let second = Infinity;
    for (let i = 0; i < rent.length; i++) {
      const value = pairCost(positions, i, q) + rent[i];
      if (value < best) {
        second = best;
        best = value;
      } else if (value < second) second = value;
    }
    leads.push(second - best);
  }
  leads.sort((a, b) => a - b);
  const middle = leads[leads.length >> 1];
  return Number.isFinite(middle) ? middle : 0;
}
