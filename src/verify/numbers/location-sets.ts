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
  /** The customers of the site at hand, those who earn something first; what each earns, also per weight, and weighs. */
  readonly #key: Int32Array;
  readonly #earns: Float64Array;
  readonly #ratio: Float64Array;
  readonly #weight: Float64Array;
  /** The least weight from each place on. */
  readonly #lightest: Float64Array;
  /** The places taken, and where the cut was before each. */
  readonly #taken: Int32Array;
  readonly #cutBefore: Int32Array;
  readonly #present: Int32Array;

  constructor(customerCount: number) {
    this.words = (customerCount + 31) >> 5;
    this.members = new Int32Array(256 * this.words);
    this.#key = new Int32Array(customerCount);
    this.#earns = new Float64Array(customerCount);
    this.#ratio = new Float64Array(customerCount);
    this.#weight = new Float64Array(customerCount);
    this.#lightest = new Float64Array(customerCount + 1);
    this.#taken = new Int32Array(customerCount);
    this.#cutBefore = new Int32Array(customerCount);
    this.#present = new Int32Array(this.words);
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
    this.#place(items, others);
    const key = this.#key;
    const earns = this.#earns;
    const ratio = this.#ratio;
    const weight = this.#weight;
    const lightest = this.#lightest;
    const taken = this.#taken;
    const cutBefore = this.#cutBefore;
    const present = this.#present.fill(0);
    let depth = 0;
    let room = capacity;
    let earned = 0;
    // Of the items from `at` on, the first that does not fit as a whole stands at `cut` or behind.
    let at = 0;
    let cut = 0;
    // Whether what may be earned is as much as when it was last found to be enough.
    let isAsGood = false;
    let steps = this.steps;
    if (least < 0) this.#add(openCost);
    while (steps <= MOST_STEPS) {
      steps++;
      let canDo = room >= lightest[at];
      if (canDo && weight[at] > room) {
        isAsGood = false;
        at++;
        continue;
      }
      if (canDo && !isAsGood) {
        let gains = earns[at];
        if (at < earning) {
          const end = room + weightBefore[at];
          cut = Math.max(cut, at);
          while (cut < earning && weightBefore[cut + 1] <= end) cut++;
          gains = earnedBefore[cut] - earnedBefore[at];
          if (cut < earning) gains += (end - weightBefore[cut]) * ratio[cut];
        }
        canDo = earned + gains > least - 0.5;
      }
      if (canDo) {
        if (depth === MOST_MEMBERS || this.count * this.words > MOST_WORDS) steps = MOST_STEPS;
        taken[depth] = at;
        cutBefore[depth++] = cut;
        present[key[at] >> 5] |= 1 << (key[at] & 31);
        room -= weight[at];
        earned += earns[at];
        // Beside an item that fits, what comes next is cut where it was.
        isAsGood = at < earning;
        at++;
        if (earned > least) this.#add(openCost - earned);
      } else {
        if (depth === 0) break;
        at = taken[--depth];
        cut = cutBefore[depth];
        present[key[at] >> 5] &= ~(1 << (key[at] & 31));
        room += weight[at];
        earned -= earns[at];
        isAsGood = false;
        at++;
      }
    }
    this.steps = steps;
  }

  /** Puts items and others into their places. */
  #place(items: FullKnapsack, others: readonly Burden[]): void {
    const earning = items.count;
    const count = earning + others.length;
    for (let q = 0; q < earning; q++) {
      this.#key[q] = items.key[q];
      this.#earns[q] = items.earns[q];
      this.#ratio[q] = items.ratio[q];
      this.#weight[q] = items.weight[q];
    }
    for (let q = earning; q < count; q++) {
      const { key, earns, weight } = others[q - earning];
      this.#key[q] = key;
      this.#earns[q] = earns;
      this.#weight[q] = weight;
    }
    this.#lightest[count] = Number.POSITIVE_INFINITY;
    for (let q = count - 1; q >= 0; q--) this.#lightest[q] = Math.min(this.#weight[q], this.#lightest[q + 1]);
  }

  #add(cost: number): void {
    const set = this.count++;
    const words = this.words;
    if (set === this.cost.length) {
      const [costBefore, membersBefore] = [this.cost, this.members];
      this.cost = new Float64Array(2 * set);
      this.members = new Int32Array(2 * set * words);
      this.cost.set(costBefore);
      this.members.set(membersBefore);
    }
    this.cost[set] = cost;
    for (let w = 0; w < words; w++) this.members[set * words + w] = this.#present[w];
  }
}
