import { type CoupledInstance, freightBetween } from "./instance.ts";

/** Pairs of places by place of departure, local numbers: a's are start[a] .. start[a + 1] - 1. */
export interface Pairs {
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly freight: Float64Array;
}

/** So many pairs are all taken. */
const FEW = 4000;
/** Else the nearest places of departure for each arrival, and the nearest likely ones: nearest alone would strand some. */
const NEAREST = 30;
const LIKELY = 8;

/**
 * The pairs of places that a good may travel between: all of them where they are few, else the nearest.
 *
 * @param likely by place, 1 where works are likely to be open.
 * @param every all pairs however many.
 */
export function choosePairs(
  instance: CoupledInstance,
  good: number,
  from: Int32Array,
  to: Int32Array,
  likely: Int8Array,
  every: boolean,
): Pairs {
  const isAll = every || from.length <= NEAREST || from.length * to.length <= FEW;
  const lists: number[][] = Array.from(from, () => []);
  if (isAll) for (const list of lists) for (let b = 0; b < to.length; b++) list.push(b);
  else {
    const everywhere = Int32Array.from(from.keys());
    const open = everywhere.filter((a) => likely[from[a]] === 1);
    const taken = new Int32Array(from.length).fill(-1);
    for (let b = 0; b < to.length; b++) {
      for (const [places, most] of [
        [everywhere, NEAREST],
        [open, LIKELY],
      ] as const) {
        for (const a of nearestOf(instance, good, from, places, to[b], most)) {
          if (taken[a] === b) continue;
          taken[a] = b;
          lists[a].push(b);
        }
      }
    }
  }
  const start = new Int32Array(from.length + 1);
  const ends: number[] = [];
  const freight: number[] = [];
  for (let a = 0; a < from.length; a++) {
    for (const b of lists[a]) {
      const cost = freightBetween(instance, good, from[a], to[b]);
      if (cost === Number.POSITIVE_INFINITY) continue;
      ends.push(b);
      freight.push(cost);
    }
    start[a + 1] = ends.length;
  }
  return { start, to: Int32Array.from(ends), freight: Float64Array.from(freight) };
}

/** The `most` of these local places of departure from which freight is least, nearest first. */
function nearestOf(
  instance: CoupledInstance,
  good: number,
  from: Int32Array,
  places: Int32Array,
  to: number,
  most: number,
): Int32Array {
  const near = new Int32Array(most);
  const cost = new Float64Array(most);
  let count = 0;
  for (let k = 0; k < places.length; k++) {
    const freight = freightBetween(instance, good, from[places[k]], to);
    if (count === most && freight >= cost[most - 1]) continue;
    let at = count < most ? count++ : most - 1;
    for (; at > 0 && cost[at - 1] > freight; at--) {
      cost[at] = cost[at - 1];
      near[at] = near[at - 1];
    }
    cost[at] = freight;
    near[at] = places[k];
  }
  return near.subarray(0, count);
}
