import { type CoupledInstance, freightBetween, nearOf } from "./instance.ts";

/**
 * The pairs of places that answers look at, by cell of departure; a bound that looked at these alone is none, since a
 * pair left out might pay. What would-be-open works want besides is noted by an answer over all pairs, and added.
 *
 * Shapes: pairs of cell c are start[c] .. start[c + 1] - 1.
 */
export interface Arcs {
  readonly start: Int32Array;
  readonly place: Int32Array;
  readonly freight: Float64Array;
}

/** The `nearest` cheapest places of departure for each place that wants a good, and always the place itself. */
export function nearestArcs(instance: CoupledInstance, cellMost: Float64Array, nearest: number): Arcs {
  const { placeCount: p, goodCount: g } = instance;
  const from = new Int32Array(p * g * nearest);
  const to = new Int32Array(p * g * nearest);
  let count = 0;
  for (let cell = 0; cell < p * g; cell++) {
    if (!(cellMost[cell] > 0)) continue;
    const listed = listSources(instance, cell, nearest, from, count);
    to.fill(cell % p, count, count + listed);
    count += listed;
  }
  const none = { start: new Int32Array(p * g + 1), place: new Int32Array(0), freight: new Float64Array(0) };
  return addArcs(instance, none, from, to, count);
}

/** Lists the `most` cheapest cells of departure for a cell from `at` on; gives how many there are. */
function listSources(instance: CoupledInstance, cell: number, most: number, from: Int32Array, at: number): number {
  const { placeCount: p, isSource } = instance;
  const good = Math.floor(cell / p);
  const to = cell % p;
  const near = nearOf(instance, good);
  if (near === undefined) {
    from[at] = cell;
    return isSource[cell] === 1 ? 1 : 0;
  }
  let count = 0;
  for (let k = to * p; k < (to + 1) * p && count < most; k++) {
    const source = good * p + near.arriving[k];
    if (isSource[source] === 0) continue;
    if (freightBetween(instance, good, near.arriving[k], to) === Number.POSITIVE_INFINITY) break;
    from[at + count++] = source;
  }
  return count;
}

/** Those of the arcs that leave where something is made or supplied, for places that want any. */
export function arcsBetween({ isSource, placeCount: p }: CoupledInstance, arcs: Arcs, cellMost: Float64Array): Arcs {
  const start = new Int32Array(arcs.start.length);
  const place = new Int32Array(arcs.place.length);
  const freight = new Float64Array(arcs.place.length);
  let count = 0;
  for (let cell = 0; cell < isSource.length; cell++) {
    const goodStart = cell - (cell % p);
    for (let e = arcs.start[cell]; isSource[cell] === 1 && e < arcs.start[cell + 1]; e++) {
      if (!(cellMost[goodStart + arcs.place[e]] > 0)) continue;
      place[count] = arcs.place[e];
      freight[count++] = arcs.freight[e];
    }
    start[cell + 1] = count;
  }
  return { start, place: place.slice(0, count), freight: freight.slice(0, count) };
}

/** The arcs with others added: place `to[k]` for cell `cell[k]`, none of them there already. */
export function addArcs(instance: CoupledInstance, arcs: Arcs, cell: Int32Array, to: Int32Array, count: number): Arcs {
  const p = instance.placeCount;
  const cellCount = arcs.start.length - 1;
  const start = new Int32Array(cellCount + 1);
  for (let k = 0; k < count; k++) start[cell[k] + 1]++;
  for (let c = 0; c < cellCount; c++) start[c + 1] += start[c] + arcs.start[c + 1] - arcs.start[c];
  const place = new Int32Array(start[cellCount]);
  const freight = new Float64Array(place.length);
  const next = start.slice(0, cellCount);
  for (let c = 0; c < cellCount; c++) {
    for (let e = arcs.start[c]; e < arcs.start[c + 1]; e++) {
      place[next[c]] = arcs.place[e];
      freight[next[c]++] = arcs.freight[e];
    }
  }
  for (let k = 0; k < count; k++) {
    const c = cell[k];
    place[next[c]] = to[k];
    freight[next[c]++] = freightBetween(instance, Math.floor(c / p), c % p, to[k]);
  }
  return { start, place, freight };
}
