import { type CoupledInstance, freightBetween } from "./instance.ts";

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
  const { placeCount: p, goodCount: g, isSource } = instance;
  const lists: number[][] = Array.from({ length: p * g }, () => []);
  const near = new Int32Array(nearest);
  const cost = new Float64Array(nearest);
  for (let good = 0; good < g; good++) {
    for (let to = 0; to < p; to++) {
      if (!(cellMost[good * p + to] > 0)) continue;
      let count = 0;
      for (let from = 0; from < p; from++) {
        if (isSource[good * p + from] === 0) continue;
        const freight = freightBetween(instance, good, from, to);
        if (freight === Number.POSITIVE_INFINITY || (count === nearest && freight >= cost[count - 1])) continue;
        let at = count < nearest ? count++ : count - 1;
        for (; at > 0 && cost[at - 1] > freight; at--) {
          cost[at] = cost[at - 1];
          near[at] = near[at - 1];
        }
        cost[at] = freight;
        near[at] = from;
      }
      for (let at = 0; at < count; at++) lists[good * p + near[at]].push(to);
    }
  }
  return compress(instance, lists);
}

/** The arcs with others added: place `to[k]` for cell `cell[k]`, none of them there already. */
export function addArcs(instance: CoupledInstance, arcs: Arcs, cell: Int32Array, to: Int32Array, count: number): Arcs {
  const cellCount = arcs.start.length - 1;
  const lists: number[][] = Array.from({ length: cellCount }, (_, c) =>
    Array.from(arcs.place.subarray(arcs.start[c], arcs.start[c + 1])),
  );
  for (let k = 0; k < count; k++) lists[cell[k]].push(to[k]);
  return compress(instance, lists);
}

function compress(instance: CoupledInstance, lists: readonly number[][]): Arcs {
  const p = instance.placeCount;
  const start = new Int32Array(lists.length + 1);
  for (let c = 0; c < lists.length; c++) start[c + 1] = start[c] + lists[c].length;
  const place = new Int32Array(start[lists.length]);
  const freight = new Float64Array(place.length);
  for (let c = 0, at = 0; c < lists.length; c++) {
    for (const to of lists[c]) {
      place[at] = to;
      freight[at++] = freightBetween(instance, Math.floor(c / p), c % p, to);
    }
  }
  return { start, place, freight };
}
