import type { Remaining, WholeLocation } from "./location-certificate.ts";

/** No honest proof tries more sets than a part of this. */
const MOST_STEPS = 500_000;

/** Sites that must open, and that must stay closed. */
export interface RoomRuling {
  readonly open: readonly number[];
  readonly closed: readonly number[];
}

/**
 * Tries every set of sites that has room for the whole demand and costs less than the threshold by these values, of
 * which each includes the price of the site's capacity for the total. Gives what all of them agree on, "closed" where
 * there is none, or what is wrong.
 *
 * A plan's sites cost `sum + values + price * (their room - demand)` at least, and their room covers the demand. Sums
 * that matter are below the threshold, and so within the whole numbers that were checked.
 */
export function ruleByRoom(
  { capacity, hasCopies, groupCount, totalCapacity, totalDemand }: WholeLocation,
  { lower, upper, sites }: Remaining,
  value: ArrayLike<number>,
  sum: number,
  price: number,
  threshold: number,
): RoomRuling | "closed" | string {
  if (capacity.length === 0 || hasCopies || groupCount > 0)
    return "covers the demand by whole sites where there are copies, groups or no capacities";
  if (!Number.isSafeInteger(totalCapacity)) return "has room beyond the exact range";
  let left = threshold - sum;
  let room = -totalDemand;
  for (let a = 0; a < sites.length; a++) {
    const i = sites[a];
    if (upper[i] === 0 || (lower[i] === 0 && value[i] >= 0)) continue;
    left -= value[i];
    room += capacity[i];
  }
  if (!Number.isSafeInteger(left)) return "has sums beyond the exact range";
  const free: number[] = [];
  const open: number[] = [];
  const closed: number[] = [];
  for (let a = 0; a < sites.length; a++) {
    const i = sites[a];
    if (upper[i] === 0 || lower[i] > 0) continue;
    // A site whose other state costs all that is left keeps to its own.
    if (Math.abs(value[i]) < left) free.push(i);
    else if (value[i] < 0) open.push(i);
    else closed.push(i);
  }
  // Once the roomiest are decided, little is open: most choices end soon.
  free.sort((a, b) => capacity[b] - capacity[a] || a - b);
  const extra = new Float64Array(free.length);
  const gain = new Float64Array(free.length);
  for (let q = 0; q < free.length; q++) {
    const i = free[q];
    extra[q] = Math.abs(value[i]);
    gain[q] = value[i] < 0 ? -capacity[i] : capacity[i];
  }
  const flips = new Int32Array(free.length);
  const sets = countFlips({ extra, gain, flips, price }, left, room);
  if (sets === undefined) return "has too many sets of sites to try";
  if (sets === 0) return "closed";
  for (const [q, i] of free.entries()) {
    if (flips[q] > 0 && flips[q] < sets) continue;
    if (value[i] < 0 === (flips[q] === 0)) open.push(i);
    else closed.push(i);
  }
  return { open, closed };
}

/** Sites, what another state of each costs and adds to the room; each unit too much costs `price`. */
interface Flips {
  readonly extra: Float64Array;
  readonly gain: Float64Array;
  /** In how many sets each is flipped. */
  readonly flips: Int32Array;
  readonly price: number;
}

/** Counts the sets that have room and cost less than `left`, with room and cost of the set without flips. */
function countFlips({ extra, gain, flips, price }: Flips, left: number, room: number): number | undefined {
  const count = extra.length;
  // Of the flips from a place on: what all that add to the room add together, the least that a unit of it costs then, and
  // the most that all others save, in room that is too much, beyond what they cost.
  const mostRoom = new Float64Array(count + 1);
  const leastRate = new Float64Array(count + 1).fill(Number.MAX_SAFE_INTEGER);
  const mostSaved = new Float64Array(count + 1);
  for (let q = count - 1; q >= 0; q--) {
    mostRoom[q] = mostRoom[q + 1] + Math.max(0, gain[q]);
    leastRate[q] = gain[q] > 0 ? Math.min(leastRate[q + 1], wholeRate(extra[q], gain[q])) : leastRate[q + 1];
    mostSaved[q] = mostSaved[q + 1] + Math.max(0, -price * gain[q] - extra[q]);
  }
  // Sums and products that are not exact rule nothing out.
  const isExact = mostSaved[0] <= Number.MAX_SAFE_INTEGER && price * (room + mostRoom[0]) <= Number.MAX_SAFE_INTEGER;
  const saved = isExact ? mostSaved : mostSaved.fill(Number.POSITIVE_INFINITY);
  const path = new Int32Array(count);
  const setsBefore = new Int32Array(count);
  let depth = 0;
  let sets = room >= 0 && price * room < left ? 1 : 0;
  let less = left;
  let more = room;
  let q = 0;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const isPossible =
      q < count && more + mostRoom[q] >= 0 && -more * leastRate[q] < less && price * more - saved[q] < less;
    if (isPossible && extra[q] < less) {
      path[depth] = q;
      setsBefore[depth++] = sets;
      less -= extra[q];
      more += gain[q];
      if (more >= 0 && price * more < less) sets++;
    } else if (!isPossible) {
      if (depth === 0) return sets;
      q = path[--depth];
      less += extra[q];
      more -= gain[q];
      flips[q] += sets - setsBefore[depth];
    }
    q++;
  }
  return undefined;
}

/** No more than the quotient. */
function wholeRate(cost: number, room: number): number {
  const rate = Math.floor(cost / room);
  return rate * room > cost ? rate - 1 : rate;
}
