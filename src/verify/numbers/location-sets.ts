import type { FullKnapsack } from "./location-knapsack.ts";

/** More steps than this, and sets are not listed on, nor plans tried: no honest proof needs it. */
export const MOST_STEPS = 8_000_000;
/** Nor are there so many customers in a set, or words in all sets: 256 MB. */
const MOST_MEMBERS = 2000;
const MOST_WORDS = 2 ** 26;

/** What a site's sets are held to. */
export interface SetTerms {
  readonly capacity: number;
  /** They earn more than this. */
  readonly least: number;
  readonly openCost: number;
}

/** A customer whom it would cost to serve. */
interface Burden {
  readonly key: number;
  readonly earns: number;
  readonly weight: number;
}

/**
 * Sets of customers that sites may serve, numbered as they are found.
 *
 * Shapes: each with `words` words of 32 customers.
 * Units:  whole numbers whose sums stay exact. A set costs openCost less what it earns.
 */
export class CustomerSets {
  readonly words: number;
  count = 0;
  cost: Float64Array = new Float64Array(256);
  members: Int32Array;
  steps = 0;

  constructor(customerCount: number) {
    this.words = (customerCount + 31) >> 5;
    this.members = new Int32Array(256 * this.words);
  }

  /**
   * Lists a site's sets that fit and earn more than `least`. The customers who earn something are the knapsack's items;
   * `others` are those whom it would cost to serve, the dearest last.
   *
   * Goes through the sets item by item, the next one in before out; turns back where none of the items left fits, or not even
   * all that fits of them, the last of it cut, would do.
   */
  list(items: FullKnapsack, others: readonly Burden[], { capacity, least, openCost }: SetTerms): void {
    const { count: earning, weightBefore, earnedBefore } = items;
    const count = earning + others.length;
    const key = Int32Array.from({ length: count }, (_, q) => (q < earning ? items.key[q] : others[q - earning].key));
    const earns = Float64Array.from(key, (_, q) => (q < earning ? items.earns[q] : others[q - earning].earns));
    const weight = Float64Array.from(key, (_, q) => (q < earning ? items.weight[q] : others[q - earning].weight));
    const lightest = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
    for (let q = count - 1; q >= 0; q--) lightest[q] = Math.min(weight[q], lightest[q + 1]);
    const members = new Int32Array(this.words);
    const taken = new Int32Array(count);
    const cutBefore = new Int32Array(count);
    let depth = 0;
    let room = capacity;
    let earned = 0;
    // Of the items from `at` on, the first that does not fit as a whole stands at `cut` or behind.
    let at = 0;
    let cut = 0;
    let steps = this.steps;
    if (least < 0) this.#add(openCost, members);
    for (;;) {
      let canDo = room >= lightest[at] && steps++ <= MOST_STEPS && depth <= MOST_MEMBERS;
      if (canDo) {
        let gains = earns[at];
        if (at < earning) {
          const end = room + weightBefore[at];
          while (cut < earning && weightBefore[cut + 1] <= end) cut++;
          const part = cut < earning ? ((end - weightBefore[cut]) / weight[cut]) * earns[cut] : 0;
          gains = earnedBefore[cut] - earnedBefore[at] + part;
        }
        canDo = earned + gains > least - 0.5;
      }
      if (canDo && weight[at] > room) at++;
      else if (canDo) {
        taken[depth] = at;
        cutBefore[depth++] = cut;
        members[key[at] >> 5] |= 1 << (key[at] & 31);
        room -= weight[at];
        earned += earns[at];
        at++;
        // Beside an item that fits, what comes next is cut where it was.
        cut = Math.max(cut, at);
        if (earned > least) this.#add(openCost - earned, members);
      } else {
        if (depth > MOST_MEMBERS || this.count * this.words > MOST_WORDS) steps = MOST_STEPS + 1;
        if (depth === 0 || steps > MOST_STEPS) break;
        at = taken[--depth];
        cut = cutBefore[depth];
        members[key[at] >> 5] &= ~(1 << (key[at] & 31));
        room += weight[at];
        earned -= earns[at];
        at++;
      }
    }
    this.steps = steps;
  }

  #add(cost: number, members: Int32Array): void {
    const set = this.count++;
    if (set === this.cost.length) {
      const [costBefore, membersBefore] = [this.cost, this.members];
      this.cost = new Float64Array(2 * set);
      this.members = new Int32Array(2 * set * this.words);
      this.cost.set(costBefore);
      this.members.set(membersBefore);
    }
    this.cost[set] = cost;
    this.members.set(members, set * this.words);
  }
}
