/**
 * Tells sinks that present rents settle from those in doubt: a sink whose best source leads by more than a
 * margin is settled, the others keep all sources within the margin of their best.
 *
 * Shapes: K sources, one more where leaving sinks unmet has a price; S sinks in curve order.
 * Complexity: what `cell-search.ts` leaves to look at. Memory: a source per sink, the pairs of those in doubt.
 * Source: the semi-discrete view of transport, Aurenhammer, Hoffmann, Aronov, Minkowski-type theorems and
 *         least-squares clustering (1998): at fixed rents every source serves one cell of a power diagram.
 */
import { type CellSearch, nextCell, searchCells } from "./cell-search.ts";
import type { Picture } from "./gather.ts";
import { pairCost } from "./positions.ts";

export interface Window {
  readonly picture: Picture;
  readonly rent: Float64Array;
  readonly margin: number;
  /** Per sink the source that has it, or -1; the search sets it for settled sinks and leaves the others. */
  readonly home: Int32Array;
  /** Per source what settled sinks take. */
  readonly load: Float64Array;
  /** Sinks in doubt, and where the pairs of each begin. */
  openCount: number;
  open: Int32Array;
  start: Int32Array;
  /** Pairs: source and cost. */
  pairCount: number;
  source: Int32Array;
  cost: Float64Array;
  readonly search: CellSearch;
  readonly nearCost: Float64Array;
  readonly nearSource: Int32Array;
  visits: number;
}

/** Room for pairs at first; it grows. */
const FIRST_ROOM = 4096;

export function startWindow(picture: Picture, rent: Float64Array, margin: number, home: Int32Array): Window {
  return {
    picture,
    rent,
    margin,
    home,
    load: new Float64Array(rent.length),
    openCount: 0,
    open: new Int32Array(FIRST_ROOM),
    start: new Int32Array(FIRST_ROOM + 1),
    pairCount: 0,
    source: new Int32Array(FIRST_ROOM),
    cost: new Float64Array(FIRST_ROOM),
    search: searchCells(picture.positions, rent, margin),
    nearCost: new Float64Array(rent.length),
    nearSource: new Int32Array(rent.length),
    visits: 0,
  };
}

/** Judges cells until all are judged (true) or `budget` pairs have been looked at. */
export function stepWindow(window: Window, budget: number): boolean {
  const { search, picture } = window;
  const { demand } = picture;
  const stopAt = window.visits + budget;
  while (window.visits < stopAt) {
    const before = search.visits;
    if (!nextCell(search)) return true;
    window.visits += search.visits - before;
    for (let q = search.from; q < search.to; q++) {
      const near = nearBest(window, q);
      if (near > 1 && demand[q] > 0) keepOpen(window, q, near);
      else {
        window.home[q] = window.nearSource[0];
        window.load[window.nearSource[0]] += demand[q];
      }
    }
  }
  return false;
}

/** Lists the sources within the margin of the sink's best; the first listed is the best when it is alone. */
function nearBest(window: Window, q: number): number {
  const { search, rent, nearCost, nearSource, picture } = window;
  const { candidates, floors, count } = search;
  const { positions, shortage } = picture;
  const margin = picture.demand[q] > 0 ? window.margin : 0;
  let best = Infinity;
  let near = 0;
  let k = 0;
  for (; k < count && floors[k] <= best + margin; k++) {
    const i = candidates[k];
    const c = pairCost(positions, i, q);
    const value = c + rent[i];
    if (value > best + margin) continue;
    if (value < best) best = value;
    nearCost[near] = c;
    nearSource[near++] = i;
  }
  window.visits += k;
  if (shortage !== undefined && shortage[q] + rent[rent.length - 1] <= best + margin) {
    best = Math.min(best, shortage[q] + rent[rent.length - 1]);
    nearCost[near] = shortage[q];
    nearSource[near++] = rent.length - 1;
  }
  // Some were listed before the best was known.
  let kept = 0;
  for (let e = 0; e < near; e++) {
    if (nearCost[e] + rent[nearSource[e]] > best + margin) continue;
    nearCost[kept] = nearCost[e];
    nearSource[kept++] = nearSource[e];
  }
  return kept;
}

function keepOpen(window: Window, q: number, near: number): void {
  if (window.openCount === window.open.length) {
    window.open = longer(window.open, 2 * window.openCount);
    window.start = longer(window.start, 2 * window.openCount + 1);
  }
  reserve(window, near);
  const { source, cost, nearSource, nearCost } = window;
  for (let e = 0; e < near; e++) {
    source[window.pairCount] = nearSource[e];
    cost[window.pairCount++] = nearCost[e];
  }
  window.open[window.openCount++] = q;
  window.start[window.openCount] = window.pairCount;
}

/** Adds a sink that every source reaches for nothing: what is supplied beyond the demand ends there. */
export function keepSpare(window: Window): void {
  const count = window.rent.length;
  if (window.openCount + 1 > window.open.length) {
    window.open = longer(window.open, window.openCount + 1);
    window.start = longer(window.start, window.openCount + 2);
  }
  reserve(window, count);
  for (let i = 0; i < count; i++) window.source[window.pairCount++] = i;
  window.open[window.openCount++] = -1;
  window.start[window.openCount] = window.pairCount;
}

function reserve(window: Window, pairs: number): void {
  const wanted = window.pairCount + pairs;
  if (wanted <= window.source.length) return;
  const length = Math.max(wanted, Math.trunc(1.6 * window.source.length));
  window.source = longer(window.source, length);
  const cost = new Float64Array(length);
  cost.set(window.cost);
  window.cost = cost;
}

function longer(values: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(length);
  grown.set(values);
  return grown;
}

/** The median lead of the best source over the second best, among `probes` sinks spread evenly. */
export function medianLead(picture: Picture, rent: Float64Array, probes: number): number {
  const { positions } = picture;
  const sinks = positions.sinks.x.length;
  const sources = positions.sources.x.length;
  const stride = Math.max(1, Math.floor(sinks / probes));
  const leads: number[] = [];
  for (let q = 0; q < sinks; q += stride) {
    let best = Infinity;
    let second = Infinity;
    for (let i = 0; i < sources; i++) {
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
