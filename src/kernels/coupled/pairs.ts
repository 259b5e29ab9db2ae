import { type CoupledInstance, freightBetween, nearOf } from "./instance.ts";

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
  if (every || from.length <= NEAREST || from.length * to.length <= FEW) return allPairs(instance, good, from, to);
  const most = NEAREST + LIKELY;
  const source = new Int32Array(to.length * most);
  const listed = new Int32Array(to.length);
  const start = new Int32Array(from.length + 1);
  const local = new Int32Array(instance.placeCount).fill(-1);
  for (let a = 0; a < from.length; a++) local[from[a]] = a;
  for (let b = 0; b < to.length; b++) {
    listed[b] = listNearest(instance, good, to[b], local, likely, source, b * most);
    for (let k = b * most; k < b * most + listed[b]; k++) start[source[k] + 1]++;
  }
  for (let a = 0; a < from.length; a++) start[a + 1] += start[a];
  const ends = new Int32Array(start[from.length]);
  const freight = new Float64Array(ends.length);
  const next = start.slice();
  for (let b = 0; b < to.length; b++) {
    for (let k = b * most; k < b * most + listed[b]; k++) {
      const a = source[k];
      ends[next[a]] = b;
      freight[next[a]++] = freightBetween(instance, good, from[a], to[b]);
    }
  }
  return { start, to: ends, freight };
}

/** All pairs between which there is a way. */
function allPairs(instance: CoupledInstance, good: number, from: Int32Array, to: Int32Array): Pairs {
  const start = new Int32Array(from.length + 1);
  const ends = new Int32Array(from.length * to.length);
  const freight = new Float64Array(ends.length);
  let count = 0;
  for (let a = 0; a < from.length; a++) {
    for (let b = 0; b < to.length; b++) {
      const cost = freightBetween(instance, good, from[a], to[b]);
      if (cost === Number.POSITIVE_INFINITY) continue;
      ends[count] = b;
      freight[count++] = cost;
    }
    start[a + 1] = count;
  }
  return { start, to: ends.slice(0, count), freight: freight.slice(0, count) };
}

/**
 * Lists the nearest places of departure for a place of arrival, and the nearest likely ones, from `at` on; gives how many
 * there are.
 *
 * @param local places: their number among those of departure, -1 for others.
 */
function listNearest(
  instance: CoupledInstance,
  good: number,
  to: number,
  local: Int32Array,
  likely: Int8Array,
  source: Int32Array,
  at: number,
): number {
  const near = nearOf(instance, good);
  if (near === undefined) {
    source[at] = local[to];
    return local[to] >= 0 ? 1 : 0;
  }
  const p = instance.placeCount;
  let count = 0;
  let all = 0;
  let open = 0;
  for (let k = to * p; k < (to + 1) * p && (all < NEAREST || open < LIKELY); k++) {
    const from = near.arriving[k];
    if (local[from] < 0) continue;
    const isNear = all++ < NEAREST;
    const isOpen = likely[from] === 1 && open++ < LIKELY;
    if (!isNear && !isOpen) continue;
    // Those that cannot be reached come last.
    if (freightBetween(instance, good, from, to) === Number.POSITIVE_INFINITY) break;
    source[at + count++] = local[from];
  }
  return count;
}
