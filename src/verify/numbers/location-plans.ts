import type { FullKnapsack } from "./location-knapsack.ts";

/** More steps than this, and the trial is given up: no honest proof needs it. */
const MOST_STEPS = 8_000_000;
/** Nor are there so many customers in a set, or sites, that stack or memory would not hold them. */
const MOST_MEMBERS = 2000;
export const MOST_SITES = 3000;

/**
 * All plans that serve each customer whole from one of a few sets of customers a site, tried one by one.
 *
 * Shapes: sets are numbered as they are found, each with `words` words of 32 customers. At each level of choices a
 *         site's sets that are still possible stand together in one list, the cheapest first; lists of deeper levels
 *         stand behind those of the levels above.
 * Units:  whole numbers whose sums stay exact. A set costs openCost less what it earns.
 * Order:  at each level the site with the fewest sets is given each of them in turn, or stays closed where it may.
 */
export class PlanTrial {
  readonly #siteCount: number;
  readonly #words: number;
  readonly #customerCount: number;
  #cost: Float64Array = new Float64Array(256);
  #members: Int32Array;
  #setCount = 0;
  #possible: Int32Array = new Int32Array(256);
  /** By level and site: where its list starts and ends, and whether it must have a set. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #mustOpen: Int8Array;
  /** By level: the customers left to be served. */
  readonly #left: Int32Array;
  /** Whom each site's sets reach; whom those of any site, and of several. */
  readonly #reach: Int32Array;
  readonly #any: Int32Array;
  readonly #several: Int32Array;
  #steps = 0;
  #best = 0;

  constructor(siteCount: number, customerCount: number) {
    const words = (customerCount + 31) >> 5;
    this.#siteCount = siteCount;
    this.#words = words;
    this.#customerCount = customerCount;
    this.#members = new Int32Array(256 * words);
    this.#start = new Int32Array((siteCount + 2) * siteCount);
    this.#end = new Int32Array((siteCount + 2) * siteCount);
    this.#mustOpen = new Int8Array((siteCount + 2) * siteCount);
    this.#left = new Int32Array((siteCount + 2) * words);
    this.#reach = new Int32Array(siteCount * words);
    this.#any = new Int32Array(words);
    this.#several = new Int32Array(words);
  }

  /**
   * Lists site i's sets that fit and earn more than `least`. The customers who earn something are the knapsack's items;
   * `others` are those whom it would cost to serve, the dearest last.
   */
  addSite(
    i: number,
    items: FullKnapsack,
    others: readonly { readonly key: number; readonly earns: number; readonly weight: number }[],
    { capacity, least, openCost, mustOpen }: SiteTerms,
  ): void {
    const { count: earning, weightBefore, earnedBefore } = items;
    const count = earning + others.length;
    const key = Int32Array.from({ length: count }, (_, q) => (q < earning ? items.key[q] : others[q - earning].key));
    const earns = Float64Array.from(key, (_, q) => (q < earning ? items.earns[q] : others[q - earning].earns));
    const weight = Float64Array.from(key, (_, q) => (q < earning ? items.weight[q] : others[q - earning].weight));
    const members = new Int32Array(this.#words);
    let size = 0;
    // Items from `at` on; the first of them that does not fit as a whole stands at `cut` or behind.
    const extend = (at: number, cut: number, room: number, earned: number): void => {
      if (earned > least) this.#addSet(openCost - earned, members);
      if (size > MOST_MEMBERS) this.#steps = MOST_STEPS + 1;
      for (let q = at; q < count; q++) {
        if (this.#steps++ > MOST_STEPS) return;
        let gains = earns[q];
        if (q < earning) {
          const end = room + weightBefore[q];
          while (cut < earning && weightBefore[cut + 1] <= end) cut++;
          const part = cut < earning ? ((end - weightBefore[cut]) / weight[cut]) * earns[cut] : 0;
          gains = earnedBefore[cut] - earnedBefore[q] + part;
        }
        if (earned + gains <= least - 0.5) return;
        if (weight[q] > room) continue;
        members[key[q] >> 5] |= 1 << (key[q] & 31);
        // Beside an item that fits, what comes next is cut where it was.
        size++;
        extend(q + 1, Math.max(cut, q + 1), room - weight[q], earned + earns[q]);
        size--;
        members[key[q] >> 5] &= ~(1 << (key[q] & 31));
      }
    };
    this.#start[i] = this.#setCount;
    extend(0, 0, capacity, 0);
    this.#end[i] = this.#setCount;
    this.#mustOpen[i] = mustOpen ? 1 : 0;
    this.#makeRoom(this.#setCount);
    for (let set = this.#start[i]; set < this.#setCount; set++) this.#possible[set] = set;
    const cost = this.#cost;
    this.#possible.subarray(this.#start[i], this.#setCount).sort((a, b) => cost[a] - cost[b] || a - b);
  }

  /** The least cost of the sets of a plan, or `limit` where none costs less; undefined where that takes too long. */
  least(limit: number): number | undefined {
    this.#best = limit;
    for (let j = 0; j < this.#customerCount; j++) this.#left[j >> 5] |= 1 << (j & 31);
    this.#try(0, this.#setCount, 0);
    return this.#steps > MOST_STEPS ? undefined : this.#best;
  }

  /** Tries what is possible at a level, whose lists end at `end`, with so much spent. */
  #try(level: number, end: number, spent: number): void {
    const siteCount = this.#siteCount;
    const words = this.#words;
    const base = level * siteCount;
    const bound = this.#sift(level, spent);
    if (!(bound < this.#best) || this.#steps > MOST_STEPS) return;
    if (this.#isServed(level)) {
      // What is left to choose are empty sets.
      this.#best = bound;
      return;
    }
    // A site that may stay closed has one choice more.
    let chosen = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let s = 0; s < siteCount; s++) {
      const choices = this.#end[base + s] - this.#start[base + s] + 1 - this.#mustOpen[base + s];
      if (this.#end[base + s] === this.#start[base + s] || choices >= fewest) continue;
      chosen = s;
      fewest = choices;
    }
    if (chosen < 0) return;
    const elsewhere = bound - this.#share(base + chosen);
    for (let turn = 0; turn < fewest; turn++) {
      const q = this.#start[base + chosen] + turn;
      const set = q < this.#end[base + chosen] ? this.#possible[q] : -1;
      const cost = set < 0 ? 0 : this.#cost[set];
      const room = this.#best - elsewhere - cost;
      if (room <= 0) continue;
      let last = end;
      const next = base + siteCount;
      for (let s = 0; s < siteCount; s++) {
        this.#start[next + s] = last;
        if (s !== chosen) last = this.#keepApart(base + s, set, room + this.#share(base + s), last);
        this.#end[next + s] = last;
        this.#mustOpen[next + s] = s === chosen ? 0 : this.#mustOpen[base + s];
      }
      for (let w = 0; w < words; w++) {
        const served = set < 0 ? 0 : this.#members[set * words + w];
        this.#left[(level + 1) * words + w] = this.#left[level * words + w] & ~served;
      }
      this.#try(level + 1, last, spent + cost);
    }
  }

  /** Drops sets that are in no plan below the best; gives what a plan costs at least, Infinity where there is none. */
  #sift(level: number, spent: number): number {
    const base = level * this.#siteCount;
    for (;;) {
      let bound = spent;
      for (let s = 0; s < this.#siteCount; s++) bound += this.#share(base + s);
      if (!(bound < this.#best)) return Number.POSITIVE_INFINITY;
      for (let s = 0; s < this.#siteCount; s++) {
        const limit = this.#best - bound + this.#share(base + s);
        while (this.#end[base + s] > this.#start[base + s] && this.#costAt(this.#end[base + s] - 1) >= limit)
          this.#end[base + s]--;
      }
      const dropped = this.#keepNeeded(level);
      if (dropped < 0) return Number.POSITIVE_INFINITY;
      if (dropped === 0) return bound;
    }
  }

  /**
   * Where the sets of one site alone reach a customer, keeps only those that have it. Gives how many that drops, a site
   * that may no longer stay closed as one; -1 where a customer is out of reach.
   */
  #keepNeeded(level: number): number {
    const siteCount = this.#siteCount;
    const words = this.#words;
    const base = level * siteCount;
    const [reach, any, several] = [this.#reach, this.#any, this.#several];
    const [possible, members] = [this.#possible, this.#members];
    reach.fill(0);
    any.fill(0);
    several.fill(0);
    for (let s = 0; s < siteCount; s++) {
      const end = this.#end[base + s];
      this.#steps += end - this.#start[base + s];
      for (let q = this.#start[base + s]; q < end; q++)
        for (let w = 0; w < words; w++) reach[s * words + w] |= members[possible[q] * words + w];
      for (let w = 0; w < words; w++) {
        several[w] |= any[w] & reach[s * words + w];
        any[w] |= reach[s * words + w];
      }
    }
    for (let w = 0; w < words; w++) if ((this.#left[level * words + w] & ~any[w]) !== 0) return -1;
    let dropped = 0;
    for (let s = 0; s < siteCount; s++) {
      let isAlone = false;
      for (let w = 0; w < words; w++) {
        reach[s * words + w] &= ~several[w];
        isAlone ||= reach[s * words + w] !== 0;
      }
      if (!isAlone) continue;
      let last = this.#start[base + s];
      for (let q = last; q < this.#end[base + s]; q++) {
        let lacks = 0;
        for (let w = 0; w < words; w++) lacks |= reach[s * words + w] & ~members[possible[q] * words + w];
        if (lacks === 0) possible[last++] = possible[q];
      }
      dropped += this.#end[base + s] - last + 1 - this.#mustOpen[base + s];
      this.#end[base + s] = last;
      this.#mustOpen[base + s] = 1;
    }
    return dropped;
  }

  /** Lists from `last` on a list's sets that cost less than `limit` and have nobody of `set`; gives the new end. */
  #keepApart(place: number, set: number, limit: number, last: number): number {
    const words = this.#words;
    const from = this.#start[place];
    const to = this.#end[place];
    this.#makeRoom(last + to - from);
    const [possible, members, cost] = [this.#possible, this.#members, this.#cost];
    this.#steps += to - from;
    for (let q = from; q < to && cost[possible[q]] < limit; q++) {
      let shared = 0;
      if (set >= 0)
        for (let w = 0; w < words; w++) shared |= members[possible[q] * words + w] & members[set * words + w];
      if (shared === 0) possible[last++] = possible[q];
    }
    return last;
  }

  #isServed(level: number): boolean {
    for (let w = 0; w < this.#words; w++) if (this.#left[level * this.#words + w] !== 0) return false;
    return true;
  }

  /** What a site adds to a plan at least. */
  #share(place: number): number {
    const cheapest =
      this.#start[place] < this.#end[place] ? this.#costAt(this.#start[place]) : Number.POSITIVE_INFINITY;
    return this.#mustOpen[place] === 1 ? cheapest : Math.min(0, cheapest);
  }

  #costAt(q: number): number {
    return this.#cost[this.#possible[q]];
  }

  #addSet(cost: number, members: Int32Array): void {
    const set = this.#setCount++;
    if (set === this.#cost.length) {
      const longer = new Float64Array(2 * set);
      longer.set(this.#cost);
      this.#cost = longer;
      this.#members = lengthened(this.#members, 2 * set * this.#words);
    }
    this.#cost[set] = cost;
    this.#members.set(members, set * this.#words);
  }

  #makeRoom(length: number): void {
    if (length > this.#possible.length) this.#possible = lengthened(this.#possible, 2 * length);
  }
}

/** What a site's sets are held to. */
interface SiteTerms {
  readonly capacity: number;
  readonly least: number;
  readonly openCost: number;
  readonly mustOpen: boolean;
}

function lengthened(array: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
