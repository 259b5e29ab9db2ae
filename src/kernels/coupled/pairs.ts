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
  const isAll = every || from.length <= NEAREST || from.length * to.length <= FEW;
  const lists: number[][] = Array.from(from, () => []);
  if (isAll) for (const list of lists) for (let b = 0; b < to.length; b++) list.push(b);
  else {
    const local = new Int32Array(instance.placeCount).fill(-1);
    for (let a = 0; a < from.length; a++) local[from[a]] = a;
    for (let b = 0; b < to.length; b++) listNearest(instance, good, to[b], b, local, likely, lists);
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

/** Adds place of arrival `b` to the lists of the nearest places of departure, and of the nearest likely ones. */
function listNearest(
  instance: CoupledInstance,
  good: number,
  to: number,
  b: number,
  local: Int32Array,
  likely: Int8Array,
  lists: readonly number[][],
): void {
  const near = nearOf(instance, good);
  if (near === undefined) {
    if (local[to] >= 0) lists[local[to]].push(b);
    return;
  }
  const p = instance.placeCount;
  let all = 0;
  let open = 0;
  for (let k = to * p; k < (to + 1) * p && (all < NEAREST || open < LIKELY); k++) {
    const from = near.arriving[k];
    if (local[from] < 0) continue;
    const isNear = all++ < NEAREST;
    const isOpen = likely[from] === 1 && open++ < LIKELY;
    if (isNear || isOpen) lists[local[from]].push(b);
  }
}
