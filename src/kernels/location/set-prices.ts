import type { WholeSets } from "./whole-sets.ts";

/**
 * Moves customers' prices so that the sets listed, taken alone, bound their plans best: the Lagrangian dual of choosing one
 * set a site that together serve every customer once, by the volume algorithm.
 *
 * Shapes: `change[j]` is added to the price that the sets were listed at. Set c has the customers at memberStart[c] to
 *         memberStart[c + 1] - 1; those of site s that may still be in a plan below the cut stand at first[s] to
 *         end[s] - 1 of `alive`.
 * Units:  steps, in parts: nothing is proven by it, as sets that were not listed may be cheap at other prices.
 * Complexity: the members of the sets left, times some tens of rounds. Allocates where sets have more members than before.
 * Source: Barahona and Anbil, The volume algorithm (2000).
 */
export interface SetPrices {
  readonly change: Float64Array;
  readonly trial: Float64Array;
  readonly direction: Float64Array;
  readonly slack: Float64Array;
  readonly alive: Int32Array;
  readonly end: Int32Array;
  readonly memberStart: Int32Array;
  member: Int32Array;
  /** Sets weighed. */
  steps: number;
}

const ROUNDS = 100;
const STRIDE = 0.2;
const LONGEST = 2;
const LENGTHEN = 1.1;
const SHORTEN = 0.7;
const FAILURES = 8;
const SHARE = 0.1;
/** After so many rounds sets that are too dear are dropped; it ends where less than this part of what is open was closed. */
const JUDGE = 20;
const RISES = 0.02;

export function startSetPrices({ most, first }: WholeSets, customerCount: number): SetPrices {
  return {
    change: new Float64Array(customerCount),
    trial: new Float64Array(customerCount),
    direction: new Float64Array(customerCount),
    slack: new Float64Array(customerCount),
    alive: new Int32Array(most),
    end: new Int32Array(first.length),
    memberStart: new Int32Array(most + 1),
    member: new Int32Array(0),
    steps: 0,
  };
}

/** Finds the best changes, where the prices add up to `gap` less than the cut; gives what is open then, if anything. */
export function raiseOnSets(prices: SetPrices, sets: WholeSets, gap: number): number {
  const { change, trial, direction, slack } = prices;
  listMembers(prices, sets);
  prices.steps = 0;
  change.fill(0);
  let bound = boundAt(prices, sets, change);
  direction.set(slack);
  let stride = STRIDE;
  let failures = 0;
  let judged = bound;
  for (let round = 1; round <= ROUNDS && bound < gap; round++) {
    const length = product(direction, direction);
    if (length < 1e-12) break;
    const step = (stride * (gap - bound)) / length;
    for (let j = 0; j < change.length; j++) trial[j] = change[j] + step * direction[j];
    const value = boundAt(prices, sets, trial);
    const along = product(slack, direction);
    const spread = product(slack, slack) - 2 * along + length;
    const part = spread > 1e-14 ? Math.min(SHARE, Math.max(SHARE / 10, (length - along) / spread)) : SHARE;
    for (let j = 0; j < change.length; j++) direction[j] += part * (slack[j] - direction[j]);
    if (value > bound) {
      bound = value;
      change.set(trial);
      if (along >= 0) {
        stride = Math.min(stride * LENGTHEN, LONGEST);
        failures = 0;
      }
    } else if (++failures >= FAILURES) {
      stride *= SHORTEN;
      failures = 0;
    }
    if (round % JUDGE > 0) continue;
    if (bound - judged < RISES * (gap - bound)) break;
    judged = bound;
    dropDear(prices, sets, gap - bound);
  }
  return Math.max(0, gap - bound);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function listMembers(prices: SetPrices, { count, words, mask, siteCount, first }: WholeSets): void {
  const { memberStart, alive, end } = prices;
  let total = 0;
  for (let c = 0; c < count; c++) {
    alive[c] = c;
    memberStart[c] = total;
    if (total + 32 * words > prices.member.length) {
      const longer = new Int32Array(2 * (total + 32 * words));
      longer.set(prices.member);
      prices.member = longer;
    }
    for (let w = 0; w < words; w++)
      for (let bits = mask[c * words + w]; bits !== 0; bits &= bits - 1)
        prices.member[total++] = 32 * w + 31 - Math.clz32(bits & -bits);
  }
  memberStart[count] = total;
  for (let s = 0; s < siteCount; s++) end[s] = first[s + 1];
}

function costAt({ memberStart, member }: SetPrices, { cost }: WholeSets, change: Float64Array, c: number): number {
  let sum = cost[c];
  for (let t = memberStart[c]; t < memberStart[c + 1]; t++) sum -= change[member[t]];
  return sum;
}

/** The bound at these changes, less the prices; leaves in `slack` how much less than once each customer is served. */
function boundAt(prices: SetPrices, sets: WholeSets, change: Float64Array): number {
  const { slack, alive, end, memberStart, member } = prices;
  const { first, must, siteCount } = sets;
  slack.fill(1);
  let bound = 0;
  for (let j = 0; j < change.length; j++) bound += change[j];
  for (let s = 0; s < siteCount; s++) {
    let least = must[s] === 1 ? Number.POSITIVE_INFINITY : 0;
    let cheapest = -1;
    for (let q = first[s]; q < end[s]; q++) {
      const cost = costAt(prices, sets, change, alive[q]);
      if (cost >= least) continue;
      least = cost;
      cheapest = alive[q];
    }
    prices.steps += end[s] - first[s];
    bound += least;
    if (cheapest < 0) continue;
    for (let t = memberStart[cheapest]; t < memberStart[cheapest + 1]; t++) slack[member[t]]--;
  }
  return bound;
}

/** Drops sets that at the best changes cost `room` more than the cheapest of their site. */
function dropDear(prices: SetPrices, sets: WholeSets, room: number): void {
  const { change, alive, end } = prices;
  const { first, must, siteCount } = sets;
  for (let s = 0; s < siteCount; s++) {
    let least = must[s] === 1 ? Number.POSITIVE_INFINITY : 0;
    for (let q = first[s]; q < end[s]; q++) least = Math.min(least, costAt(prices, sets, change, alive[q]));
    let last = first[s];
    for (let q = first[s]; q < end[s]; q++)
      if (costAt(prices, sets, change, alive[q]) < least + room) alive[last++] = alive[q];
    end[s] = last;
  }
}
