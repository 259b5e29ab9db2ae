import type { Remaining, WholeLocation } from "./location-certificate.ts";

/** No honest proof tries more sets than a part of this. */
const MOST_STEPS = 50_000;
/** Nor sets that differ from the cheapest in more sites: the stack would not hold them. */
const MOST_FLIPS = 1000;

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
  { capacity, copies, groupCount, totalDemand }: WholeLocation,
  { lower, upper, sites }: Remaining,
  value: ArrayLike<number>,
  sum: number,
  price: number,
  threshold: number,
): RoomRuling | "closed" | string {
  if (capacity.length === 0 || copies.some((k) => k > 1) || groupCount > 0)
    return "covers the demand by whole sites where there are copies, groups or no capacities";
  let left = threshold - sum;
  if (!Number.isSafeInteger(capacity.reduce((sum, room) => sum + room, 0))) return "has room beyond the exact range";
  let room = -totalDemand;
  for (let a = 0; a < sites.length; a++) {
    const i = sites[a];
    if (upper[i] === 0 || (lower[i] === 0 && value[i] >= 0)) continue;
    left -= value[i];
    room += capacity[i];
  }
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
  free.sort((a, b) => Math.abs(value[a]) - Math.abs(value[b]) || a - b);
  const flips = new Int32Array(free.length);
  const path: number[] = [];
  let sets = 0;
  let steps = 0;
  const tryFrom = (from: number, less: number, more: number): void => {
    if (path.length > MOST_FLIPS) steps = MOST_STEPS;
    if (++steps > MOST_STEPS) return;
    if (more >= 0 && price * more < less) {
      sets++;
      for (const q of path) flips[q]++;
    }
    for (let q = from; q < free.length && steps <= MOST_STEPS; q++) {
      const v = value[free[q]];
      if (Math.abs(v) >= less) return;
      path.push(q);
      tryFrom(q + 1, less - Math.abs(v), more + (v < 0 ? -capacity[free[q]] : capacity[free[q]]));
      path.pop();
    }
  };
  tryFrom(0, left, room);
  if (steps > MOST_STEPS) return "has too many sets of sites to try";
  if (sets === 0) return "closed";
  for (const [q, i] of free.entries()) {
    if (flips[q] > 0 && flips[q] < sets) continue;
    if (value[i] < 0 === (flips[q] === 0)) open.push(i);
    else closed.push(i);
  }
  return { open, closed };
}
