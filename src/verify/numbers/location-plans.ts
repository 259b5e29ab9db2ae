import type { FullKnapsack } from "./location-knapsack.ts";
import { CustomerSets, MOST_STEPS, type SetTerms } from "./location-sets.ts";

/** More sites than this, and what it takes would not be held. */
export const MOST_SITES = 3000;

/**
 * All plans that serve each customer whole from one of a few sets of customers a site, tried one by one.
 *
 * Shapes: at each level of choices a site's sets that are still possible stand together in one list, the cheapest
 *         first; lists of deeper levels stand behind those of the levels above.
 * Order:  at each level the site with the fewest sets is given each of them in turn, or stays closed where it may.
 */
export class PlanTrial {
  readonly #siteCount: number;
  readonly #words: number;
  readonly #customerCount: number;
  readonly #sets: CustomerSets;
  #possible: Int32Array = new Int32Array(256);
  /** By level and site: where its list starts and ends, and whether it must have a set. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #mustOpen: Int8Array;
  /** By level: the customers left to be served. */
  readonly #left: Int32Array;
  /** Whom each site's sets reach, of the level looked at; whom those of any site, and of several. */
  readonly #reach: Int32Array;
  readonly #any: Int32Array;
  readonly #several: Int32Array;
  #best = 0;

  constructor(siteCount: number, customerCount: number) {
    this.#sets = new CustomerSets(customerCount);
    const { words } = this.#sets;
    this.#siteCount = siteCount;
    this.#words = words;
    this.#customerCount = customerCount;
    this.#start = new Int32Array((siteCount + 2) * siteCount);
    this.#end = new Int32Array((siteCount + 2) * siteCount);
    this.#mustOpen = new Int8Array((siteCount + 2) * siteCount);
    this.#left = new Int32Array((siteCount + 2) * words);
    this.#reach = new Int32Array(siteCount * words);
    this.#any = new Int32Array(words);
    this.#several = new Int32Array(words);
  }

  /** Adds site i with its sets that fit and earn enough: see `CustomerSets`. */
  addSite(i: number, items: FullKnapsack, others: Parameters<CustomerSets["list"]>[1], terms: SiteTerms): void {
    const sets = this.#sets;
    this.#start[i] = sets.count;
    sets.list(items, others, terms);
    this.#end[i] = sets.count;
    this.#mustOpen[i] = terms.mustOpen ? 1 : 0;
    this.#makeRoom(sets.count);
    this.#orderSets(this.#start[i], sets.count);
  }

  /** The possible sets of a site, the cheapest first, ties to the lower number. */
  #orderSets(from: number, to: number): void {
    const cost = this.#sets.cost;
    const possible = this.#possible.subarray(from, to);
    let least = Number.POSITIVE_INFINITY;
    for (let set = from; set < to; set++) least = Math.min(least, cost[set]);
    // Cost and place go into one number where they fit, which sorts faster.
    const keys = new Float64Array(to - from);
    let fits = true;
    for (let q = 0; q < keys.length; q++) {
      keys[q] = (cost[from + q] - least) * keys.length + q;
      fits &&= Number.isSafeInteger(keys[q]);
      possible[q] = from + q;
    }
    if (!fits) {
      possible.sort((a, b) => cost[a] - cost[b] || a - b);
      return;
    }
    keys.sort();
    for (let q = 0; q < keys.length; q++)
      possible[q] = from + keys[q] - Math.floor(keys[q] / keys.length) * keys.length;
  }

  /** The least cost of the sets of a plan, or `limit` where none costs less; undefined where that takes too long. */
  least(limit: number): number | undefined {
    this.#best = limit;
    for (let j = 0; j < this.#customerCount; j++) this.#left[j >> 5] |= 1 << (j & 31);
    this.#findReach(0);
    this.#try(0, this.#sets.count, 0);
    return this.#sets.steps > MOST_STEPS ? undefined : this.#best;
  }

  /** Tries what is possible at a level, whose lists end at `end`, with so much spent. */
  #try(level: number, end: number, spent: number): void {
    const siteCount = this.#siteCount;
    const words = this.#words;
    const base = level * siteCount;
    const bound = this.#sift(level, spent);
    if (!(bound < this.#best) || this.#sets.steps > MOST_STEPS) return;
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
      const cost = set < 0 ? 0 : this.#sets.cost[set];
      // What a plan may cost beyond the least that its sites add: each site whose cheapest set is gone takes of it.
      let room = this.#best - elsewhere - cost;
      let last = end;
      const next = base + siteCount;
      this.#reach.fill(0);
      for (let s = 0; s < siteCount && room > 0; s++) {
        this.#start[next + s] = last;
        const share = this.#share(base + s);
        if (s !== chosen) last = this.#keepApart(base + s, set, room + share, last, s);
        this.#end[next + s] = last;
        this.#mustOpen[next + s] = s === chosen ? 0 : this.#mustOpen[base + s];
        if (s !== chosen) room -= this.#share(next + s) - share;
      }
      if (room <= 0) continue;
      for (let w = 0; w < words; w++) {
        const served = set < 0 ? 0 : this.#sets.members[set * words + w];
        this.#left[(level + 1) * words + w] = this.#left[level * words + w] & ~served;
      }
      this.#try(level + 1, last, spent + cost);
    }
  }

  /**
   * Drops sets that are in no plan below the best; gives what a plan costs at least, Infinity where there is none. Whom
   * each site's sets reach is known from when they were listed.
   */
  #sift(level: number, spent: number): number {
    const base = level * this.#siteCount;
    for (;;) {
      let bound = spent;
      for (let s = 0; s < this.#siteCount; s++) bound += this.#share(base + s);
      if (!(bound < this.#best)) return Number.POSITIVE_INFINITY;
      let dropped = 0;
      for (let s = 0; s < this.#siteCount; s++) {
        const limit = this.#best - bound + this.#share(base + s);
        while (this.#end[base + s] > this.#start[base + s] && this.#costAt(this.#end[base + s] - 1) >= limit) {
          this.#end[base + s]--;
          dropped++;
        }
      }
      // Sets that were dropped may make it seem that more is reached than is, which only keeps more.
      const needless = this.#keepNeeded(level);
      if (needless < 0) return Number.POSITIVE_INFINITY;
      if (dropped + needless === 0) return bound;
      this.#findReach(level);
    }
  }

  /** Whom the possible sets of each site reach. */
  #findReach(level: number): void {
    const words = this.#words;
    const reach = this.#reach;
    const possible = this.#possible;
    const members = this.#sets.members;
    reach.fill(0);
    for (let s = 0; s < this.#siteCount; s++) {
      const from = this.#start[level * this.#siteCount + s];
      const to = this.#end[level * this.#siteCount + s];
      this.#sets.steps += to - from;
      for (let q = from; q < to; q++)
        for (let w = 0; w < words; w++) reach[s * words + w] |= members[possible[q] * words + w];
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
    const reach = this.#reach;
    const any = this.#any;
    const several = this.#several;
    const possible = this.#possible;
    const members = this.#sets.members;
    any.fill(0);
    several.fill(0);
    for (let s = 0; s < siteCount; s++) {
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

  /**
   * Lists from `last` on a list's sets that cost less than `limit` and have nobody of `set`, and notes whom they reach;
   * gives the new end.
   */
  #keepApart(place: number, set: number, limit: number, last: number, site: number): number {
    const words = this.#words;
    const from = this.#start[place];
    const to = this.#end[place];
    this.#makeRoom(last + to - from);
    const possible = this.#possible;
    const members = this.#sets.members;
    const cost = this.#sets.cost;
    const reach = this.#reach;
    this.#sets.steps += to - from;
    for (let q = from; q < to && cost[possible[q]] < limit; q++) {
      const own = possible[q] * words;
      let shared = 0;
      if (set >= 0) for (let w = 0; w < words; w++) shared |= members[own + w] & members[set * words + w];
      if (shared !== 0) continue;
      possible[last++] = possible[q];
      for (let w = 0; w < words; w++) reach[site * words + w] |= members[own + w];
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
    return this.#sets.cost[this.#possible[q]];
  }

  #makeRoom(length: number): void {
    if (length > this.#possible.length) this.#possible = lengthened(this.#possible, 2 * length);
  }
}

interface SiteTerms extends SetTerms {
  readonly mustOpen: boolean;
}

function lengthened(array: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
