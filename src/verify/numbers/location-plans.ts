import { orderByCost } from "./location-order.ts";
import { CustomerSets, MOST_STEPS } from "./location-sets.ts";

/** More sites than this, and what it takes would not be held. */
export const MOST_SITES = 3000;

/**
 * All plans that serve each customer whole from one of a few sets of customers a site, tried one by one.
 *
 * Shapes: at each level of choices the sites with choices left have places one behind the other, from level * siteCount on.
 *         A place's sets that are still possible stand together in one list, the cheapest first; lists of deeper levels
 *         stand behind those of the levels above.
 * Order:  at each level the site with the fewest sets is given each of them in turn, or stays closed where it may.
 */
export class PlanTrial {
  readonly #siteCount: number;
  readonly #words: number;
  readonly #customerCount: number;
  /** Where sites are taken up. */
  readonly sets: CustomerSets;
  #possible: Int32Array = new Int32Array(256);
  /** How many places a level has. */
  readonly #places: Int32Array;
  /** By place: where its list starts and ends, whether it must have a set, and what it adds to a plan at least. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #mustOpen: Int8Array;
  readonly #share: Float64Array;
  /** Of each place at the level looked at, beside the set chosen: where its first set stands, and what it then adds. */
  readonly #first: Int32Array;
  readonly #least: Float64Array;
  /** By level: the customers left to be served. */
  readonly #left: Int32Array;
  /** Of each place at the level looked at: whom some set of it has, and whom all have. */
  readonly #reach: Int32Array;
  readonly #core: Int32Array;
  /** Whom the sets of any place reach, and of several; whom all sets of a place that must have one have. */
  readonly #any: Int32Array;
  readonly #several: Int32Array;
  readonly #claimed: Int32Array;
  #best = 0;

  constructor(siteCount: number, customerCount: number) {
    this.sets = new CustomerSets(customerCount);
    const { words } = this.sets;
    this.#siteCount = siteCount;
    this.#words = words;
    this.#customerCount = customerCount;
    this.#places = new Int32Array(siteCount + 2);
    this.#start = new Int32Array((siteCount + 2) * siteCount);
    this.#end = new Int32Array((siteCount + 2) * siteCount);
    this.#mustOpen = new Int8Array((siteCount + 2) * siteCount);
    this.#share = new Float64Array((siteCount + 2) * siteCount);
    this.#first = new Int32Array(siteCount);
    this.#least = new Float64Array(siteCount);
    this.#left = new Int32Array((siteCount + 2) * words);
    this.#reach = new Int32Array(siteCount * words);
    this.#core = new Int32Array(siteCount * words);
    this.#claimed = new Int32Array(words);
    this.#any = new Int32Array(words);
    this.#several = new Int32Array(words);
  }

  /** Forgets all sites. */
  clear(): void {
    this.sets.clear();
    this.#places[0] = 0;
  }

  /** Whether that took too long, so that what was found so far says nothing. */
  get isGivenUp(): boolean {
    return this.sets.steps > MOST_STEPS;
  }

  /** Adds a site's sets that earn more than `least`. */
  addSite(site: number, least: number, openCost: number, mustOpen: boolean): void {
    const sets = this.sets;
    const place = this.#places[0]++;
    this.#start[place] = sets.count;
    sets.list(site, least, openCost);
    this.#end[place] = sets.count;
    this.#mustOpen[place] = mustOpen ? 1 : 0;
    if (sets.count > this.#possible.length) this.#possible = lengthened(this.#possible, 2 * sets.count);
    orderByCost(this.#possible, this.#start[place], sets.count, sets.cost);
    this.#share[place] = this.#shareOf(place);
  }

  /** The least cost of the sets of a plan, or `limit` where none costs less; undefined where that takes too long. */
  least(limit: number): number | undefined {
    this.#best = limit;
    this.#left.fill(0, 0, this.#words);
    for (let j = 0; j < this.#customerCount; j++) this.#left[j >> 5] |= 1 << (j & 31);
    this.#try(0, this.sets.count, 0);
    return this.isGivenUp ? undefined : this.#best;
  }

  /** Tries what is possible at a level, whose lists end at `end`, with so much spent. */
  #try(level: number, end: number, spent: number): void {
    const words = this.#words;
    const start = this.#start;
    const ends = this.#end;
    const mustOpen = this.#mustOpen;
    const share = this.#share;
    const first = this.#first;
    const least = this.#least;
    for (let s = 0; s < this.#places[level]; s++) this.#findReach(level * this.#siteCount + s, s);
    const bound = this.#sift(level, spent);
    if (!(bound < this.#best) || this.isGivenUp) return;
    if (this.#isServed(level)) {
      // What is left to choose are empty sets.
      this.#best = bound;
      return;
    }
    const base = level * this.#siteCount;
    const stop = base + this.#places[level];
    const next = base + this.#siteCount;
    // A site that may stay closed has one choice more.
    let chosen = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let place = base; place < stop; place++) {
      const choices = ends[place] - start[place] + 1 - mustOpen[place];
      if (ends[place] === start[place] || choices >= fewest) continue;
      chosen = place;
      fewest = choices;
    }
    if (chosen < 0) return;
    const elsewhere = bound - share[chosen];
    const { cost, members } = this.sets;
    for (let turn = 0; turn < fewest; turn++) {
      const q = start[chosen] + turn;
      const set = q < ends[chosen] ? this.#possible[q] : -1;
      const own = set < 0 ? 0 : cost[set];
      // What a plan may cost beyond the least that its sites add: each site whose cheapest set is gone takes of it.
      let room = this.#best - elsewhere - own;
      for (let place = base; place < stop && room > 0; place++) {
        if (place === chosen) continue;
        const q = this.#firstApart(place, set);
        const cheapest = q < ends[place] ? cost[this.#possible[q]] : Number.POSITIVE_INFINITY;
        first[place - base] = q;
        least[place - base] = mustOpen[place] === 1 ? cheapest : Math.min(0, cheapest);
        room -= least[place - base] - share[place];
      }
      if (room <= 0) continue;
      let last = end;
      let to = next;
      for (let place = base; place < stop; place++) {
        if (place === chosen) continue;
        start[to] = last;
        share[to] = least[place - base];
        last = this.#keepApart(first[place - base], ends[place], set, room + share[to], last);
        ends[to] = last;
        mustOpen[to] = mustOpen[place];
        // A site that stays closed has no place any more.
        if (last > start[to] || mustOpen[to] === 1) to++;
      }
      this.#places[level + 1] = to - next;
      for (let w = 0; w < words; w++) {
        const served = set < 0 ? 0 : members[set * words + w];
        this.#left[(level + 1) * words + w] = this.#left[level * words + w] & ~served;
      }
      this.#try(level + 1, last, spent + own);
    }
  }

  /**
   * Drops sets that are in no plan below the best; gives what a plan costs at least, Infinity where there is none.
   */
  #sift(level: number, spent: number): number {
    const base = level * this.#siteCount;
    const count = this.#places[level];
    const start = this.#start;
    const end = this.#end;
    const share = this.#share;
    const possible = this.#possible;
    const { cost } = this.sets;
    for (;;) {
      let bound = spent;
      for (let s = 0; s < count; s++) bound += share[base + s];
      if (!(bound < this.#best)) return Number.POSITIVE_INFINITY;
      let isChanged = false;
      for (let s = 0; s < count; s++) {
        const place = base + s;
        const limit = this.#best - bound + share[place];
        let last = end[place];
        while (last > start[place] && cost[possible[last - 1]] >= limit) last--;
        if (last === end[place]) continue;
        end[place] = last;
        this.#findReach(place, s);
        isChanged = true;
      }
      const needed = this.#keepNeeded(level);
      if (needed < 0) return Number.POSITIVE_INFINITY;
      if (!isChanged && needed === 0) return bound;
    }
  }

  /** Notes whom the possible sets of a place have, the place s of its level. */
  #findReach(place: number, s: number): void {
    const words = this.#words;
    const possible = this.#possible;
    const members = this.sets.members;
    const from = this.#start[place];
    const to = this.#end[place];
    this.sets.steps += to - from;
    for (let w = 0; w < words; w++) {
      let some = 0;
      let all = -1;
      for (let q = from; q < to; q++) {
        const own = members[possible[q] * words + w];
        some |= own;
        all &= own;
      }
      this.#reach[s * words + w] = some;
      this.#core[s * words + w] = all;
    }
  }

  /**
   * Where the sets of one place alone reach a customer, keeps only those that have it; where all sets of a place that must
   * have one have a customer, drops those of other places that do. Gives at how many places that changed anything; -1
   * where there is no plan.
   */
  #keepNeeded(level: number): number {
    const base = level * this.#siteCount;
    const count = this.#places[level];
    const words = this.#words;
    const reach = this.#reach;
    const core = this.#core;
    const any = this.#any.fill(0);
    const several = this.#several.fill(0);
    const claimed = this.#claimed.fill(0);
    let isTwice = 0;
    for (let s = 0; s < count; s++) {
      const must = 0 - this.#mustOpen[base + s];
      for (let w = 0; w < words; w++) {
        const at = s * words + w;
        several[w] |= any[w] & reach[at];
        any[w] |= reach[at];
        isTwice |= claimed[w] & core[at] & must;
        claimed[w] |= core[at] & must;
      }
    }
    if (isTwice !== 0) return -1;
    for (let w = 0; w < words; w++) if ((this.#left[level * words + w] & ~any[w]) !== 0) return -1;
    let changed = 0;
    for (let s = 0; s < count; s++) {
      const must = 0 - this.#mustOpen[base + s];
      let asked = 0;
      for (let w = 0; w < words; w++) {
        const at = s * words + w;
        asked |= (reach[at] & ~several[w] & ~(core[at] & must)) | (reach[at] & claimed[w] & ~(core[at] & must));
      }
      if (asked !== 0 && this.#keepFitting(base + s, s)) changed++;
    }
    return changed;
  }

  /** Keeps only the sets that have everyone whom no other place reaches, and nobody whom another claims. */
  #keepFitting(place: number, s: number): boolean {
    const words = this.#words;
    const reach = this.#reach;
    const core = this.#core;
    const several = this.#several;
    const claimed = this.#claimed;
    const possible = this.#possible;
    const members = this.sets.members;
    const must = 0 - this.#mustOpen[place];
    const to = this.#end[place];
    let last = this.#start[place];
    let isNeeded = 0;
    for (let w = 0; w < words; w++) isNeeded |= reach[s * words + w] & ~several[w];
    for (let q = last; q < to; q++) {
      let wrong = 0;
      for (let w = 0; w < words; w++) {
        const at = s * words + w;
        const own = members[possible[q] * words + w];
        wrong |= (reach[at] & ~several[w] & ~own) | (claimed[w] & ~(core[at] & must) & own);
      }
      possible[last] = possible[q];
      last += oneIfNone(wrong);
    }
    if (last === to && (this.#mustOpen[place] === 1 || isNeeded === 0)) return false;
    this.#end[place] = last;
    if (isNeeded !== 0) this.#mustOpen[place] = 1;
    this.#share[place] = this.#shareOf(place);
    this.#findReach(place, s);
    return true;
  }

  /** Where a place's first set stands that has nobody of `set`; its end where there is none. */
  #firstApart(place: number, set: number): number {
    const from = this.#start[place];
    const to = this.#end[place];
    if (set < 0) return from;
    const words = this.#words;
    const possible = this.#possible;
    const { members } = this.sets;
    let q = from;
    for (; q < to; q++) {
      let shared = 0;
      for (let w = 0; w < words; w++) shared |= members[possible[q] * words + w] & members[set * words + w];
      if (shared === 0) break;
    }
    this.sets.steps += q - from + 1;
    return q;
  }

  /** Lists from `last` on the sets at `from` to `to - 1` that cost less than `limit` and have nobody of `set`; the new end. */
  #keepApart(from: number, to: number, set: number, limit: number, last: number): number {
    const words = this.#words;
    if (last + to - from > this.#possible.length) this.#possible = lengthened(this.#possible, 2 * (last + to - from));
    const possible = this.#possible;
    const { cost, members } = this.sets;
    let kept = last;
    let q = from;
    for (; q < to; q++) {
      const other = possible[q];
      if (cost[other] >= limit) break;
      let shared = 0;
      if (set >= 0) for (let w = 0; w < words; w++) shared |= members[other * words + w] & members[set * words + w];
      possible[kept] = other;
      kept += oneIfNone(shared);
    }
    this.sets.steps += q - from;
    return kept;
  }

  #isServed(level: number): boolean {
    for (let w = 0; w < this.#words; w++) if (this.#left[level * this.#words + w] !== 0) return false;
    return true;
  }

  /** What a place adds to a plan at least. */
  #shareOf(place: number): number {
    const from = this.#start[place];
    const cheapest = from < this.#end[place] ? this.sets.cost[this.#possible[from]] : Number.POSITIVE_INFINITY;
    return this.#mustOpen[place] === 1 ? cheapest : Math.min(0, cheapest);
  }
}

/** One where no bit is set, otherwise nothing: which of them can't be foreseen, so it is found without a branch. */
function oneIfNone(bits: number): number {
  return ((bits | (0 - bits)) >>> 31) ^ 1;
}

function lengthened(array: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
