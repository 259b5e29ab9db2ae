import type { FullKnapsack } from "./location-knapsack.ts";

/** More steps than this, and sets are not listed on, nor plans tried: no honest proof needs it. */
export const MOST_STEPS = 8_000_000;
/** Nor are there so many customers in a set, or words in all sets: 256 MB. */
const MOST_MEMBERS = 2000;
const MOST_WORDS = 2 ** 26;

/**
 * A site has a table of what the loads of its customers earn where that has no more places; where more than this part of
 * its capacity may be left over most loads do, and sets are found without. All tables together take 8 MB.
 */
const MOST_CELLS = 10_000;
const MOST_CELLS_IF_ROOMY = 4000;
const ROOMY = 1 / 64;
const MOST_CELLS_OF_ALL = 2 ** 20;

/** A site and whom it may serve. */
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
  /** Sets that earn no more than this are never asked for. */
  readonly least: number;
}

/** A site that was taken up: where its customers stand, and its table. */
interface TakenSite {
  readonly terms: SetTerms;
  readonly from: number;
  readonly count: number;
  /** Where the table starts, -1 where there is none. */
  readonly table: number;
}

/**
 * Sets of customers that sites may serve, numbered as they are found.
 *
 * Shapes: each with `words` words of 32 customers, an even number of words.
 * Units:  whole numbers whose sums stay exact. A set costs openCost less what it earns.
 */
export class CustomerSets {
  readonly words: number;
  count = 0;
  cost: Float64Array = new Float64Array(256);
  members: Int32Array;
  steps = 0;
  #sites: TakenSite[] = [];
  /** The customers of each site, those who earn something first; what each earns, and weighs. */
  #key: Int32Array = new Int32Array(256);
  #earns: Float64Array = new Float64Array(256);
  #weight: Float64Array = new Float64Array(256);
  /** The least weight of a site's customers from each place on; one place more a site. */
  #lightest: Float64Array = new Float64Array(256);
  #end = 0;
  /**
   * Of a site with capacity C, for each of its places q and each room r up to C, at q * (C + 1) + r: the most that
   * customers from place q on earn who fit into the room and fill it but for what may be left over.
   */
  #table: Float64Array = new Float64Array(MOST_CELLS);
  #cells = 0;
  /** The places taken, and where the cut was before each. */
  readonly #taken: Int32Array;
  readonly #cutBefore: Int32Array;
  /** The set at hand. */
  readonly #present: Int32Array;

  constructor(customerCount: number) {
    this.words = 2 * ((customerCount + 63) >> 6);
    this.members = new Int32Array(256 * this.words);
    this.#taken = new Int32Array(customerCount);
    this.#cutBefore = new Int32Array(customerCount);
    this.#present = new Int32Array(this.words);
  }

  /** Forgets all sites and sets. */
  clear(): void {
    this.count = 0;
    this.steps = 0;
    this.#sites = [];
    this.#end = 0;
    this.#cells = 0;
  }

  /** Takes up a site; gives its number. */
  take(terms: SetTerms): number {
    const from = this.#end;
    const count = this.#place(terms);
    const cells = (count + 1) * (terms.capacity + 1);
    const isRoomy = terms.spare > ROOMY * terms.capacity;
    const hasTable = cells <= (isRoomy ? MOST_CELLS_IF_ROOMY : MOST_CELLS) && this.#cells + cells <= MOST_CELLS_OF_ALL;
    this.#sites.push({ terms, from, count, table: hasTable ? this.#cells : -1 });
    this.#end = from + count + 1;
    if (hasTable) this.#tabulate(terms, from, count);
    return this.#sites.length - 1;
  }

  /** The most that a set of a site earns, -Infinity where there is none; undefined where there is no table to tell. */
  most(site: number): number | undefined {
    const { table, terms } = this.#sites[site];
    return table < 0 ? undefined : this.#table[table + terms.capacity];
  }

  /** Lists a site's sets that earn more than `least`, no less than what it was taken up for; each costs openCost less that. */
  list(site: number, least: number, openCost: number): void {
    if (least < 0 && this.#sites[site].terms.capacity <= this.#sites[site].terms.spare) this.#add(openCost);
    if (this.#sites[site].table < 0) this.#listByCuts(this.#sites[site], least, openCost);
    else this.#listByTable(this.#sites[site], least, openCost);
  }

  /** Goes through the sets customer by customer, and only where some set is found that earns enough. */
  #listByTable({ terms, from, count, table }: TakenSite, least: number, openCost: number): void {
    const { capacity, spare } = terms;
    const most = this.#table;
    const key = this.#key;
    const earns = this.#earns;
    const weight = this.#weight;
    const lightest = this.#lightest;
    const taken = this.#taken;
    const present = this.#present.fill(0);
    const span = capacity + 1;
    const to = from + count;
    let depth = 0;
    let room = capacity;
    let earned = 0;
    let at = from;
    // Of the row behind place `at`, where what goes on from there begins.
    let row = table + span;
    while (this.steps <= MOST_STEPS) {
      const before = at;
      while (room >= lightest[at]) {
        const left = room - weight[at];
        if (left >= 0 && earned + earns[at] + most[row + left] > least) break;
        at++;
        row += span;
      }
      this.steps += at - before + 1;
      if (room >= lightest[at] && at < to) {
        if (depth === MOST_MEMBERS || this.count * this.words > MOST_WORDS) this.steps = MOST_STEPS;
        taken[depth++] = at;
        present[key[at] >> 5] |= 1 << (key[at] & 31);
        room -= weight[at];
        earned += earns[at];
        if (earned > least && room <= spare) this.#add(openCost - earned);
      } else {
        if (depth === 0) break;
        at = taken[--depth];
        row = table + (at - from + 1) * span;
        present[key[at] >> 5] &= ~(1 << (key[at] & 31));
        room += weight[at];
        earned -= earns[at];
      }
      at++;
      row += span;
    }
  }

  /**
   * Goes through the sets customer by customer, the next one in before out. Turns back where none of those left fits, or
   * where not even all that fits of them, the last of it cut, would do.
   */
  #listByCuts({ terms, from, count }: TakenSite, least: number, openCost: number): void {
    const { items, capacity, spare } = terms;
    const { weightBefore, earnedBefore, ratio } = items;
    const earning = items.count;
    const key = this.#key.subarray(from, from + count);
    const earns = this.#earns.subarray(from, from + count);
    const weight = this.#weight.subarray(from, from + count);
    const lightest = this.#lightest.subarray(from, from + count + 1);
    const taken = this.#taken;
    const present = this.#present.fill(0);
    const cutBefore = this.#cutBefore;
    let depth = 0;
    let room = capacity;
    let earned = 0;
    // Of the items from `at` on, the first that does not fit as a whole stands at `cut` or behind.
    let at = 0;
    let cut = 0;
    // Whether what may be earned is as much as when it was last found to be enough.
    let isAsGood = false;
    let steps = this.steps;
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
        if (earned > least && room <= spare) this.#add(openCost - earned);
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

  /** Puts the items into their places, and behind them those whom it costs to serve, the dearest last; gives their number. */
  #place({ items, customer, from, to, earnsAt, demand, capacity, least }: SetTerms): number {
    const first = this.#end;
    this.#reserve(first + to - from + 1);
    const key = this.#key;
    const earns = this.#earns;
    const weight = this.#weight;
    const lightest = this.#lightest;
    const behind = first + items.count;
    for (let q = 0; q < items.count; q++) {
      key[first + q] = items.key[q];
      earns[first + q] = items.earns[q];
      weight[first + q] = items.weight[q];
    }
    const enough = least - items.relaxed(capacity);
    let end = behind;
    for (let t = from; t < to; t++) {
      const own = earnsAt[t];
      if (own > 0 || own <= enough) continue;
      let q = end++;
      for (; q > behind && earns[q - 1] < own; q--) {
        key[q] = key[q - 1];
        earns[q] = earns[q - 1];
        weight[q] = weight[q - 1];
        this.steps++;
      }
      key[q] = customer[t];
      earns[q] = own;
      weight[q] = demand[customer[t]];
    }
    lightest[end] = Number.POSITIVE_INFINITY;
    for (let q = end - 1; q >= first; q--) lightest[q] = Math.min(weight[q], lightest[q + 1]);
    return end - first;
  }

  #reserve(length: number): void {
    if (length <= this.#key.length) return;
    const room = 2 * length;
    this.#key = longer(this.#key, new Int32Array(room));
    this.#earns = longer(this.#earns, new Float64Array(room));
    this.#weight = longer(this.#weight, new Float64Array(room));
    this.#lightest = longer(this.#lightest, new Float64Array(room));
  }

  /**
   * Finds what the loads of customers from each place on earn, from the last place to the first. A room that is left by none
   * of those before the place is never asked for, and one that those behind it cannot fill is not worth a look.
   */
  #tabulate({ capacity, spare }: SetTerms, from: number, count: number): void {
    const span = capacity + 1;
    const end = this.#cells + (count + 1) * span;
    if (end > this.#table.length) this.#table = longer(this.#table, new Float64Array(2 * end));
    const most = this.#table;
    const weight = this.#weight;
    const none = Number.NEGATIVE_INFINITY;
    let before = 0;
    for (let q = from; q < from + count; q++) before += weight[q];
    let behind = 0;
    let next = end - span;
    for (let r = 0; r < span; r++) most[next + r] = r <= spare ? 0 : none;
    for (let q = from + count - 1; q >= from; q--) {
      const row = next - span;
      const own = this.#earns[q];
      const apart = weight[q];
      before -= apart;
      behind += apart;
      const low = Math.max(0, capacity - before);
      const high = Math.min(capacity, behind + spare);
      const least = Math.max(low, Math.min(apart, high + 1));
      for (let r = low; r < least; r++) most[row + r] = most[next + r];
      for (let r = least; r <= high; r++) most[row + r] = Math.max(most[next + r], own + most[next + r - apart]);
      for (let r = high + 1; r < span; r++) most[row + r] = none;
      next = row;
    }
    this.#cells = end;
  }

  #add(cost: number): void {
    const set = this.count++;
    const words = this.words;
    if (set === this.cost.length) {
      this.cost = longer(this.cost, new Float64Array(2 * set));
      this.members = longer(this.members, new Int32Array(2 * set * words));
    }
    this.cost[set] = cost;
    for (let w = 0; w < words; w++) this.members[set * words + w] = this.#present[w];
  }
}

function longer<A extends Float64Array | Int32Array>(array: A, into: A): A {
  into.set(array);
  return into;
}
