import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { longer } from "./typed-numbers.ts";

/** No honest proof has more choices than a part of this in either half, or looks at more pairs of them. */
const MOST_CHOICES = 2 ** 16;
const MOST_PAIRS = 1_000_000;
/** There is room for so many choices at first. */
const FIRST_CHOICES = 512;

/** Sites that must open, and that must stay closed. */
export interface RoomRuling {
  readonly open: readonly number[];
  readonly closed: readonly number[];
}

/** Sites that may change their state, and room to try which: kept from one piece of evidence to the next. */
export class RoomTrial {
  readonly free: Int32Array;
  /** In how many sets each is flipped. */
  readonly flips: Int32Array;
  readonly first = new Choices();
  readonly second = new Choices();

  constructor(siteCount: number) {
    this.free = new Int32Array(siteCount);
    this.flips = new Int32Array(siteCount);
  }
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
  trial: RoomTrial,
  { lower, upper, sites, siteCount }: Remaining,
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
  for (let a = 0; a < siteCount; a++) {
    const i = sites[a];
    if (upper[i] === 0 || (lower[i] === 0 && value[i] >= 0)) continue;
    left -= value[i];
    room += capacity[i];
  }
  if (!Number.isSafeInteger(left)) return "has sums beyond the exact range";
  const { free, flips, first, second } = trial;
  const open: number[] = [];
  const closed: number[] = [];
  let count = 0;
  first.start(room);
  second.start(0);
  for (let a = 0; a < siteCount; a++) {
    const i = sites[a];
    if (upper[i] === 0 || lower[i] > 0) continue;
    const isOpen = value[i] < 0;
    const extra = Math.abs(value[i]);
    // A site whose other state costs all that is left keeps to its own.
    if (extra < left) {
      const half = first.count <= second.count ? first : second;
      if (!half.add(count, extra, isOpen ? -capacity[i] : capacity[i], left))
        return "has too many sets of sites to try";
      free[count++] = i;
    } else if (isOpen) open.push(i);
    else closed.push(i);
  }
  const sets = countFlips(trial, count, price, left);
  if (sets === undefined) return "has too many sets of sites to try";
  if (sets === 0) return "closed";
  for (let q = 0; q < count; q++) {
    if (flips[q] > 0 && flips[q] < sets) continue;
    if (value[free[q]] < 0 === (flips[q] === 0)) open.push(free[q]);
    else closed.push(free[q]);
  }
  return { open, closed };
}

/**
 * Which of some sites may be flipped together, each of which is one more than another choice, by the room there is then:
 * choice order[k] is the one with the k-th least.
 */
class Choices {
  count = 0;
  order = new Int32Array(FIRST_CHOICES);
  /** What the flips cost together, and the room after them. */
  extra = new Float64Array(FIRST_CHOICES);
  room = new Float64Array(FIRST_CHOICES);
  /** The last flip, and the choice without it. */
  #flip = new Int32Array(FIRST_CHOICES);
  #before = new Int32Array(FIRST_CHOICES);

  /** Nothing is flipped. */
  start(room: number): void {
    this.count = 1;
    this.order[0] = 0;
    this.room[0] = room;
  }

  /** Adds all choices with one flip more that cost less than `left`; false where they are too many. */
  add(flip: number, extra: number, gain: number, left: number): boolean {
    const known = this.count;
    if (known > MOST_CHOICES) return false;
    if (2 * known > this.order.length) this.#grow();
    let count = known;
    for (let k = 0; k < known; k++) {
      const before = this.order[k];
      const both = this.extra[before] + extra;
      if (both >= left) continue;
      this.extra[count] = both;
      this.room[count] = this.room[before] + gain;
      this.#flip[count] = flip;
      this.#before[count++] = before;
    }
    this.#putInOrder(known, count);
    this.count = count;
    return true;
  }

  /** Counts the flips of a choice, one each. */
  tally(choice: number, flips: Int32Array): void {
    for (let c = choice; c > 0; c = this.#before[c]) flips[this.#flip[c]]++;
  }

  /** Puts the choices from `known` on, which stand by their room, among those in order: the roomiest first, from behind. */
  #putInOrder(known: number, count: number): void {
    const { order, room } = this;
    let old = known - 1;
    let added = count - 1;
    for (let place = count - 1; added >= known; place--) {
      const isOld = old >= 0 && room[order[old]] > room[added];
      order[place] = isOld ? order[old--] : added--;
    }
  }

  #grow(): void {
    const length = 2 * this.order.length;
    this.order = longer(this.order, length);
    this.extra = longer(this.extra, length);
    this.room = longer(this.room, length);
    this.#flip = longer(this.#flip, length);
    this.#before = longer(this.#before, length);
  }
}

/**
 * Counts the sets that have room and cost less than `left`, where each unit of room too much costs `price`; undefined where
 * they are too many to try. A set is a choice of either half of the sites: the more room one has, the less
 * the other needs, so that those which do stand side by side.
 *
 * Source: Horowitz and Sahni, Computing partitions with applications to the knapsack problem (1974), for the two halves.
 */
function countFlips(
  { first, second, flips }: RoomTrial,
  siteCount: number,
  price: number,
  left: number,
): number | undefined {
  flips.fill(0, 0, siteCount);
  let sets = 0;
  let pairs = 0;
  let enough = second.count;
  for (let a = 0; a < first.count; a++) {
    const own = first.order[a];
    const more = first.room[own];
    const less = left - first.extra[own];
    while (enough > 0 && more + second.room[second.order[enough - 1]] >= 0) enough--;
    for (let b = enough; b < second.count; b++) {
      const other = second.order[b];
      const over = price * (more + second.room[other]);
      if (over >= less) break;
      if (++pairs > MOST_PAIRS) return undefined;
      if (over + second.extra[other] >= less) continue;
      sets++;
      first.tally(own, flips);
      second.tally(other, flips);
    }
  }
  return sets;
}
