import type { FullKnapsack } from "./location-knapsack.ts";

/** More steps than this, and sets are not listed on, nor plans tried: no honest proof needs it. */
export const MOST_STEPS = 8_000_000;
/** Nor are there so many customers in a set, or words in all sets: 256 MB. */
const MOST_MEMBERS = 2000;
const MOST_WORDS = 2 ** 26;

/** Loads are told one by one up to this capacity, and where less than a word of it may be left over. */
const MOST_LOADS = 1024;
export const MOST_SPARE = 31;

/** A site, whom it may serve, and what its sets are held to. */
export interface SetTerms {
  /** The customers who earn something. */
  readonly items: FullKnapsack;
  /** All whom it may serve: those at `from` to `to - 1` of a list, and what each earns, at the same place. */
  readonly customer: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly earnsAt: Float64Array;
  readonly demand: Float64Array;
  readonly capacity: number;
  /** At most so much of the capacity is left over. */
  readonly spare: number;
  /** Sets earn more than this. */
  readonly least: number;
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
  /** How many places there are, and how many of them earn something. */
  #places = 0;
  #earning = 0;
  /** The least weight from each place on. */
  readonly #lightest: Float64Array;
  /** From each place on, a bit for each load that some of the customers have together; `#span` words a place. */
  #loads: Int32Array = new Int32Array(0);
  #span = 0;
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

  /** The most that a set earns, or `least` where none earns more. */
  most(terms: SetTerms): number {
    return this.#go(terms, undefined);
  }

  /** Lists a site's sets; each costs openCost less what it earns. */
  list(terms: SetTerms, openCost: number): void {
    this.#go(terms, openCost);
  }

  /**
   * Goes through the sets that fit, fill the site and earn more than `least`, customer by customer, the next one in before
   * out. Turns back where none of those left fits, where no choice of them fills the site, or where not even all that
   * fits of them, the last of it cut, would do. Without a cost to list them by, each set found raises the least.
   */
  #go(terms: SetTerms, openCost: number | undefined): number {
    const { items, capacity, spare } = terms;
    const { weightBefore, earnedBefore } = items;
    let { least } = terms;
    this.#place(terms);
    const earning = this.#earning;
    const key = this.#key;
    const earns = this.#earns;
    const ratio = this.#ratio;
    const weight = this.#weight;
    const lightest = this.#lightest;
    const loads = this.#loads;
    const span = this.#span;
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
    if (least < 0 && room <= spare) {
      if (openCost === undefined) least = 0;
      else this.#add(openCost);
    }
    while (steps <= MOST_STEPS) {
      steps++;
      let canDo = room >= lightest[at];
      if (canDo && span > 0) {
        // Loads that leave `spare` at most are next to each other, so a word holds their bits.
        const low = Math.max(0, room - spare);
        const shift = low & 31;
        const w = at * span + (low >> 5);
        const bits = (loads[w] >>> shift) | ((loads[w + 1] << 1) << (31 - shift));
        canDo = (bits & (-1 >>> (31 - (room - low)))) !== 0;
      }
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
        if (earned <= least || room > spare) continue;
        if (openCost !== undefined) this.#add(openCost - earned);
        else {
          least = earned;
          isAsGood = false;
        }
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
    return least;
  }

  /** Puts the items into their places, and behind them those whom it costs to serve, the dearest last. */
  #place({ items, customer, from, to, earnsAt, demand, capacity, spare, least }: SetTerms): void {
    const key = this.#key;
    const earns = this.#earns;
    const weight = this.#weight;
    const lightest = this.#lightest;
    const earning = items.count;
    for (let q = 0; q < earning; q++) {
      key[q] = items.key[q];
      earns[q] = items.earns[q];
      this.#ratio[q] = items.ratio[q];
      weight[q] = items.weight[q];
    }
    const enough = least - items.relaxed(capacity);
    let count = earning;
    for (let t = from; t < to; t++) {
      const own = earnsAt[t];
      if (own > 0 || own <= enough) continue;
      let q = count++;
      for (; q > earning && earns[q - 1] < own; q--) {
        key[q] = key[q - 1];
        earns[q] = earns[q - 1];
        weight[q] = weight[q - 1];
        this.steps++;
      }
      key[q] = customer[t];
      earns[q] = own;
      weight[q] = demand[customer[t]];
    }
    this.#places = count;
    this.#earning = earning;
    lightest[count] = Number.POSITIVE_INFINITY;
    for (let q = count - 1; q >= 0; q--) lightest[q] = Math.min(weight[q], lightest[q + 1]);
    this.#span = spare <= MOST_SPARE && capacity < MOST_LOADS ? (capacity >> 5) + 1 : 0;
    if (this.#span > 0) this.#findLoads();
  }

  /** Finds the loads within the capacity that there are from each place on. */
  #findLoads(): void {
    const count = this.#places;
    const span = this.#span;
    // A word more, as two are read at a time.
    if (this.#loads.length < (count + 1) * span + 1) this.#loads = new Int32Array(2 * (count + 1) * span + 1);
    const loads = this.#loads;
    const weight = this.#weight;
    loads.fill(0, count * span, (count + 1) * span);
    loads[count * span] = 1;
    for (let q = count - 1; q >= 0; q--) {
      const own = q * span;
      const next = own + span;
      const apart = Math.min(span, weight[q] >> 5);
      const shift = weight[q] & 31;
      for (let w = 0; w < span; w++) loads[own + w] = loads[next + w];
      for (let w = apart; w < span; w++) {
        loads[own + w] |= loads[next + w - apart] << shift;
        if (w > apart) loads[own + w] |= (loads[next + w - apart - 1] >>> 1) >>> (31 - shift);
      }
    }
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

  /** Puts the sets from one number to another into a list, at these places, the cheapest first, ties to the lower number. */
  order(list: Int32Array, from: number, to: number): void {
    const { cost } = this;
    for (let set = from; set < to; set++) list[set] = set;
    let apart = 1;
    while (apart < (to - from) / 3) apart = 3 * apart + 1;
    for (; apart >= 1; apart = (apart - 1) / 3) {
      for (let a = from + apart; a < to; a++) {
        const set = list[a];
        let b = a - apart;
        for (; b >= from; b -= apart) {
          const other = list[b];
          if (cost[other] < cost[set] || (cost[other] === cost[set] && other < set)) break;
          list[b + apart] = other;
        }
        list[b + apart] = set;
      }
    }
  }
}
