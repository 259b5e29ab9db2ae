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
/** Of what is gathered in more places than it is wanted in, and no works makes, also the nearest arrivals for each departure. */
const OUTWARDS = 8;

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
  const { cellWorks, placeCount: p } = instance;
  const isGathered = from.length > to.length && cellWorks[(good + 1) * p] === cellWorks[good * p];
  const room = to.length * most + (isGathered ? from.length * OUTWARDS : 0);
  const listed: ListedPairs = { source: new Int32Array(room), target: new Int32Array(room), count: 0 };
  const start = new Int32Array(from.length + 1);
  const local = new Int32Array(instance.placeCount).fill(-1);
  for (let a = 0; a < from.length; a++) local[from[a]] = a;
  const listedTo = new Int32Array(to.length + 1);
  for (let b = 0; b < to.length; b++) {
    listNearest(instance, good, b, to[b], local, likely, listed);
    listedTo[b + 1] = listed.count;
  }
  if (isGathered) listOutwards(instance, good, from, to, listed, listedTo);
  const { source, target, count } = listed;
  for (let k = 0; k < count; k++) start[source[k] + 1]++;
  for (let a = 0; a < from.length; a++) start[a + 1] += start[a];
  const ends = new Int32Array(count);
  const freight = new Float64Array(count);
  const next = start.slice();
  for (let k = 0; k < count; k++) {
    const a = source[k];
    ends[next[a]] = target[k];
    freight[next[a]++] = freightBetween(instance, good, from[a], to[target[k]]);
  }
  return { start, to: ends, freight };
}

/** Pairs in the order in which they were found, by local numbers. */
interface ListedPairs {
  readonly source: Int32Array;
  readonly target: Int32Array;
  count: number;
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
 * Lists the nearest places of departure for a place of arrival, and the nearest likely ones.
 *
 * @param local places: their number among those of departure, -1 for others.
 */
function listNearest(
  instance: CoupledInstance,
  good: number,
  target: number,
  to: number,
  local: Int32Array,
  likely: Int8Array,
  listed: ListedPairs,
): void {
  const near = nearOf(instance, good);
  if (near === undefined) {
    if (local[to] >= 0) list(listed, local[to], target);
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
    if (!isNear && !isOpen) continue;
    // Those that cannot be reached come last.
    if (freightBetween(instance, good, from, to) === Number.POSITIVE_INFINITY) break;
    list(listed, local[from], target);
  }
}

/**
 * Lists the nearest places of arrival for each place of departure, where the pair is not listed yet: what is gathered
 * everywhere and wanted in few places would else be left where none of them looks so far.
 *
 * @param listedTo places of arrival + 1: where the pairs begin that each has listed.
 */
function listOutwards(
  instance: CoupledInstance,
  good: number,
  from: Int32Array,
  to: Int32Array,
  listed: ListedPairs,
  listedTo: Int32Array,
): void {
  const near = nearOf(instance, good);
  if (near === undefined) return;
  const p = instance.placeCount;
  const local = new Int32Array(p).fill(-1);
  for (let b = 0; b < to.length; b++) local[to[b]] = b;
  for (let a = 0; a < from.length; a++) {
    let count = 0;
    for (let k = from[a] * p; k < (from[a] + 1) * p && count < OUTWARDS; k++) {
      const place = near.leaving[k];
      const b = local[place];
      if (b < 0) continue;
      if (freightBetween(instance, good, from[a], place) === Number.POSITIVE_INFINITY) break;
      count++;
      let isListed = false;
      for (let at = listedTo[b]; at < listedTo[b + 1]; at++) isListed ||= listed.source[at] === a;
      if (!isListed) list(listed, a, b);
    }
  }
}

function list(listed: ListedPairs, source: number, target: number): void {
  listed.source[listed.count] = source;
  listed.target[listed.count++] = target;
}
