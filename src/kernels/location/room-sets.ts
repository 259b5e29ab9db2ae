import type { Answers } from "./answers.ts";
import type { LocationInstance } from "./instance.ts";

/**
 * The sets of open sites that have room for the whole demand and cost less than a cut by the present values: tried one
 * by one, where they are few. What all of them agree on is ruled out to be otherwise.
 *
 * Problem: the linear price of total capacity lets a part of a site make up the room; whole sites cost more. A set
 *          differs from the cheapest choice by flips, each of which adds its site's absolute value, and pays the price
 *          for the room it has too much.
 * Shapes:  `count` free sites by rising absolute value; `flips` by their place, in how many sets each is flipped.
 * Units:   values in steps, room in scaled units of demand.
 * Complexity: the choices below the cut, with or without room enough; given up after `MOST_STEPS` of them. No allocation.
 * Source:  Balas and Zemel, An algorithm for large zero-one knapsack problems (1980): only sites near the linear choice's
 *          edge can differ from it.
 */
export interface RoomSets {
  readonly site: Int32Array;
  readonly extra: Float64Array;
  /** What a flip adds to the room. */
  readonly gain: Float64Array;
  readonly flips: Int32Array;
  count: number;
  price: number;
  /** How much more than the cheapest choice a set may cost; sites whose flip alone costs that much are ruled out without sets. */
  left: number;
  /** Sets found that cost less than the cut. */
  setCount: number;
  steps: number;
  /** There are more sets than are tried. */
  areMany: boolean;
}

/** After so many choices the sets are too many to say much. */
const MOST_STEPS = 5_000;
/** With more pairs of flips below the cut there are nearly always more sets than that: they are not tried. */
const MOST_PAIRS = 200;

export function startRoomSets({ siteCount, arrays }: LocationInstance): RoomSets {
  return {
    site: arrays.ints(siteCount),
    extra: arrays.floats(siteCount),
    gain: arrays.floats(siteCount),
    flips: arrays.ints(siteCount),
    count: 0,
    price: 0,
    left: 0,
    setCount: 0,
    steps: 0,
    areMany: false,
  };
}

/**
 * Tries the sets at the values of the last `answer` or `certify`, which gave `bound`. Gives whether all were tried;
 * false where sites have copies or groups, and where room costs nothing, as then the linear choice is whole already.
 */
export function listRoomSets(sets: RoomSets, answers: Answers, bound: number, cut: number): boolean {
  const { instance, active, activeCount, lower, value, taken, order, orderCount, aggregatePrice } = answers;
  const { capacity } = instance;
  if (!(aggregatePrice > 0) || instance.hasCopies || instance.groupCount > 0) return false;
  let left = cut - bound;
  let room = -instance.totalDemand;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] > 0 || value[i] < 0) room += capacity[i];
    // Numbers of sites are left to the linear choice: here every free site of value below zero is open.
    if (lower[i] === 0) left += (taken[i] > 0 ? value[i] : 0) - Math.min(0, value[i]);
  }
  sortByExtra(sets, answers, order, orderCount);
  sets.price = aggregatePrice;
  sets.left = left;
  sets.setCount = 0;
  if (pairsBelow(sets, left) > MOST_PAIRS) return false;
  sets.steps = 1;
  sets.areMany = false;
  if (room >= 0 && aggregatePrice * room < left) sets.setCount = 1;
  tryFrom(sets, 0, left, room, true);
  answers.visits += sets.steps;
  return !sets.areMany;
}

/** Lists the free sites; their order in value is two runs, which are merged from the middle outwards. */
function sortByExtra(sets: RoomSets, answers: Answers, order: Int32Array, orderCount: number): void {
  const { value, instance } = answers;
  const { site, extra, gain, flips } = sets;
  let above = 0;
  while (above < orderCount && value[order[above]] < 0) above++;
  let below = above - 1;
  for (let q = 0; q < orderCount; q++) {
    const takesBelow = below >= 0 && (above === orderCount || -value[order[below]] <= value[order[above]]);
    const i = takesBelow ? order[below--] : order[above++];
    site[q] = i;
    extra[q] = Math.abs(value[i]);
    gain[q] = value[i] < 0 ? -instance.capacity[i] : instance.capacity[i];
    flips[q] = 0;
  }
  sets.count = orderCount;
}

/** How many pairs of flips cost less than `left` together. */
function pairsBelow({ extra, count }: RoomSets, left: number): number {
  let pairs = 0;
  let low = 0;
  let high = count - 1;
  // The less the dearer one costs, the more cheaper ones go with it, until all do.
  for (; high > low; high--) {
    while (low < high && extra[low] + extra[high] < left) low++;
    pairs += low;
  }
  return pairs + (high * (high + 1)) / 2;
}

/**
 * All sets with the flips so far and one or more from `from` on, that cost less than `left` more.
 *
 * `hasAllBefore` where the flips so far are all those before `from`. With each set that has some flip goes one without it, which
 * costs less: so there are at least 2^k times as many sets as those with the first k flips, which come first. Mostly that
 * shows after a few of them that there are too many.
 */
function tryFrom(sets: RoomSets, from: number, left: number, room: number, hasAllBefore: boolean): void {
  const { extra, gain, flips, count, price } = sets;
  let q = from;
  for (; q + 1 < count && extra[q] + extra[q + 1] < left; q++) {
    const rest = left - extra[q];
    const spare = room + gain[q];
    const known = sets.setCount;
    const before = sets.steps++;
    const isFirst = hasAllBefore && q === from;
    if (spare >= 0 && price * spare < rest) sets.setCount++;
    tryFrom(sets, q + 1, rest, spare, isFirst);
    if (sets.steps > MOST_STEPS || (isFirst && (sets.steps - before) * 2 ** (q + 1) > MOST_STEPS)) sets.areMany = true;
    if (sets.areMany) return;
    flips[q] += sets.setCount - known;
  }
  // From here on each flip is a set's last.
  let found = 0;
  const first = q;
  for (; q < count && extra[q] < left; q++) {
    const spare = room + gain[q];
    if (spare < 0 || price * spare >= left - extra[q]) continue;
    found++;
    flips[q]++;
  }
  sets.setCount += found;
  sets.steps += q - first;
  if (sets.steps > MOST_STEPS) sets.areMany = true;
}

/**
 * Decides the sites that all sets agree on; the number of changes. With `apply` false it only says whether there would
 * be any beyond those of single flips. Where there is no set at all, the node is left without a number of sites.
 */
export function decideByRoom(sets: RoomSets, answers: Answers, apply: boolean): number {
  const { site, extra, flips, count, setCount } = sets;
  const { lower, upper, value, instance } = answers;
  if (setCount === 0) {
    if (apply) answers.fewest = instance.siteCount + 1;
    return 1;
  }
  let changes = 0;
  for (let q = 0; q < count; q++) {
    if (flips[q] > 0 && flips[q] < setCount) continue;
    if (!apply) {
      // Those behind cost as much alone.
      if (extra[q] >= sets.left) return 0;
      return 1;
    }
    changes++;
    const i = site[q];
    if (value[i] < 0 === (flips[q] === 0)) lower[i] = 1;
    else upper[i] = 0;
  }
  return changes;
}
