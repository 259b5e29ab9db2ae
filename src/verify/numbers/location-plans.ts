import { SetLists } from "./location-lists.ts";
import { orderAny } from "./location-order.ts";
import { payAndKeep } from "./location-paid.ts";
import { CustomerSets } from "./location-sets.ts";
import { MOST_STEPS } from "./location-terms.ts";

/** More sites than this, and what it takes would not be held. */
export const MOST_SITES = 3000;

/**
 * All plans that serve each customer whole from one of a few sets of customers a site, tried one by one.
 *
 * Shapes: at each level of choices the sites with choices left have places one behind the other, from level * siteCount on.
 *         A place's sets that are still possible stand together in one list, the cheapest first; lists of deeper levels
 *         stand behind those of the levels above.
 * Order:  at each level the site with the fewest sets that cost little is given each of its sets in turn, or stays closed where
 *         it may.
 */
export class PlanTrial {
  readonly #siteCount: number;
  #words: number;
  /** Where sites are taken up. */
  readonly sets: CustomerSets;
  /** Of the places at the level looked at. */
  readonly #lists: SetLists;
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
  /** By level: the customers left to be served, and how much of their capacities places may leave over together. */
  readonly #left: Int32Array;
  readonly #over: Float64Array;
  /** Of each place at the level looked at: whether sets of it do not fit others', and a mark of those that leave over too much. */
  readonly #asked: Int32Array;
  readonly #tooMuch: Int32Array;
  /** Whom the sets of several places reach, and whom all sets of a place that must have one have. */
  readonly #several: Int32Array;
  readonly #claimed: Int32Array;
  #best = 0;

  constructor(siteCount: number, mostCustomers: number) {
    this.sets = new CustomerSets(mostCustomers);
    this.#lists = new SetLists(this.sets, siteCount);
    const { words } = this.sets;
    this.#siteCount = siteCount;
    this.#words = words;
    this.#places = new Int32Array(siteCount + 2);
    this.#start = new Int32Array((siteCount + 2) * siteCount);
    this.#end = new Int32Array((siteCount + 2) * siteCount);
    this.#mustOpen = new Int8Array((siteCount + 2) * siteCount);
    this.#share = new Float64Array((siteCount + 2) * siteCount);
    this.#first = new Int32Array(siteCount);
    this.#least = new Float64Array(siteCount);
    this.#left = new Int32Array((siteCount + 2) * words);
    this.#over = new Float64Array(siteCount + 2);
    this.#claimed = new Int32Array(words);
    this.#asked = new Int32Array(siteCount);
    this.#tooMuch = new Int32Array(siteCount);
    this.#several = new Int32Array(words);
  }

  /** Forgets all sites; of the capacities of those that follow a plan for so many customers leaves over at most so much together. */
  clear(customerCount: number, spare: number): void {
    this.sets.clear(customerCount, spare);
    this.#words = this.sets.words;
    this.#over[0] = spare;
    this.#places[0] = 0;
  }

  /** Whether that took too long, so that what was found so far says nothing. */
  get isGivenUp(): boolean {
    return this.sets.steps > MOST_STEPS;
  }

  /** Adds a site's sets that earn more than `least`; gives whether there are plans with them, as far as is known. */
  addSite(site: number, least: number, openCost: number, mustOpen: boolean): boolean {
    const place = this.#places[0]++;
    this.#start[place] = this.sets.count;
    this.sets.list(site, least, openCost);
    this.#end[place] = this.sets.count;
    this.#mustOpen[place] = mustOpen ? 1 : 0;
    return !mustOpen || this.#end[place] > this.#start[place] || this.isGivenUp;
  }

  /**
   * The least cost of the sets of a plan, or `limit` where none costs less; undefined where that takes too long.
   *
   * @param change by bit, what each customer pays beyond the prices that the sets were listed at; they cost that less, then
   */
  least(limit: number, change: Float64Array | undefined): number | undefined {
    const places = { start: this.#start, end: this.#end, mustOpen: this.#mustOpen, count: this.#places[0] };
    if (change !== undefined && !payAndKeep(this.sets, places, change, limit)) return limit;
    this.#lists.reserve(this.sets.count);
    this.#lists.bar(-1, 0);
    for (let place = 0; place < this.#places[0]; place++) {
      const [from, to] = [this.#start[place], this.#end[place]];
      orderAny(this.#lists.possible, from, to, this.sets.cost);
      this.#share[place] = this.#shareOf(place);
      this.#lists.keep(from, to, Number.POSITIVE_INFINITY, from, place);
    }
    this.#best = limit;
    this.#left.set(this.sets.everyone.subarray(0, this.#words));
    this.#try(0, this.sets.count, 0);
    return this.isGivenUp ? undefined : this.#best;
  }

  /** Tries what is possible at a level, whose lists end at `end`, with so much spent. */
  #try(level: number, end: number, spent: number): void {
    const start = this.#start;
    const ends = this.#end;
    const bound = this.#sift(level, spent);
    if (!(bound < this.#best) || this.isGivenUp) return;
    if (this.#isServed(level)) {
      // What is left to choose are empty sets.
      this.#best = bound;
      return;
    }
    const chosen = this.#choose(level, this.#best - bound);
    if (chosen < 0) return;
    const elsewhere = bound - this.#share[chosen];
    // A site that may stay closed has one choice more.
    const turns = ends[chosen] - start[chosen] + 1 - this.#mustOpen[chosen];
    for (let turn = 0; turn < turns; turn++) {
      const q = start[chosen] + turn;
      const set = q < ends[chosen] ? this.#lists.possible[q] : -1;
      const own = set < 0 ? 0 : this.sets.cost[set];
      const room = this.#roomBeside(level, chosen, set, this.#best - elsewhere - own);
      if (room > 0) this.#try(level + 1, this.#fillNext(level, chosen, room, end), spent + own);
    }
  }

  /**
   * The place to decide at a level where a plan may still cost so much more than the least: the one with the fewest choices,
   * those weighed that leave little of that, as what comes after them is soon told. -1 where there are none.
   */
  #choose(level: number, room: number): number {
    const { cost } = this.sets;
    const possible = this.#lists.possible;
    const base = level * this.#siteCount;
    const stop = base + this.#places[level];
    let chosen = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let place = base; place < stop; place++) {
      const to = this.#end[place];
      if (to === this.#start[place]) continue;
      const limit = room + this.#share[place];
      let choices = this.#mustOpen[place] === 1 ? 0 : (limit / room) ** 4;
      for (let q = this.#start[place]; q < to && choices < fewest; q++) {
        const part = (limit - cost[possible[q]]) / room;
        choices += part * part * part * part;
      }
      if (choices >= fewest) continue;
      chosen = place;
      fewest = choices;
    }
    return chosen;
  }

  /**
   * What a plan may cost beyond the least that its sites add when the chosen place has a set, none for -1: each of the others
   * whose cheapest set is gone takes of it. Notes of each where its first set then stands, and what it adds. Nothing where the
   * set leaves over too much.
   */
  #roomBeside(level: number, chosen: number, set: number, most: number): number {
    const { cost } = this.sets;
    const base = level * this.#siteCount;
    const stop = base + this.#places[level];
    const over = this.#over[level] - (set < 0 ? 0 : this.sets.left[set]);
    if (over < 0) return 0;
    this.#over[level + 1] = over;
    this.#lists.bar(set, this.sets.markBeyond(over));
    let room = most;
    for (let place = base; place < stop && room > 0; place++) {
      if (place === chosen) continue;
      const q = this.#lists.firstApart(this.#start[place], this.#end[place]);
      const cheapest = q < this.#end[place] ? cost[this.#lists.possible[q]] : Number.POSITIVE_INFINITY;
      const least = this.#mustOpen[place] === 1 ? cheapest : Math.min(0, cheapest);
      this.#first[place - base] = q;
      this.#least[place - base] = least;
      room -= least - this.#share[place];
    }
    return room;
  }

  /** Fills the next level with what is possible beside the set, in lists from `end` on; gives where they end. */
  #fillNext(level: number, chosen: number, room: number, end: number): number {
    const words = this.#words;
    const lists = this.#lists;
    const base = level * this.#siteCount;
    const stop = base + this.#places[level];
    const next = base + this.#siteCount;
    let last = end;
    let to = next;
    for (let place = base; place < stop; place++) {
      if (place === chosen) continue;
      const from = this.#first[place - base];
      const share = this.#least[place - base];
      this.#start[to] = last;
      this.#share[to] = share;
      last = lists.keep(from, this.#end[place], room + share, last, to - next);
      this.#end[to] = last;
      this.#mustOpen[to] = this.#mustOpen[place];
      // A site that stays closed has no place any more.
      if (last > this.#start[to] || this.#mustOpen[to] === 1) to++;
    }
    this.#places[level + 1] = to - next;
    for (let w = 0; w < words; w++)
      this.#left[(level + 1) * words + w] = this.#left[level * words + w] & ~lists.barred[w];
    return last;
  }

  /** Drops sets that are in no plan below the best; gives what a plan costs at least, Infinity where there is none. */
  #sift(level: number, spent: number): number {
    const base = level * this.#siteCount;
    const count = this.#places[level];
    const start = this.#start;
    const end = this.#end;
    const share = this.#share;
    const possible = this.#lists.possible;
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
        this.#lists.bar(-1, 0);
        this.#lists.keep(start[place], last, limit, start[place], s);
        isChanged = true;
      }
      const needed = this.#keepNeeded(level);
      if (needed < 0) return Number.POSITIVE_INFINITY;
      if (!isChanged && needed === 0) return bound;
    }
  }

  /**
   * Where the sets of one place alone reach a customer, keeps only those that have it; where all sets of a place that must
   * have one have a customer, drops those of other places that do; and drops those that leave over more than may be beside
   * the least that other places do. Gives at how many places that changed anything; -1 where there is no plan.
   */
  #keepNeeded(level: number): number {
    const base = level * this.#siteCount;
    const count = this.#places[level];
    const words = this.#words;
    const { reach, core } = this.#lists;
    const mustOpen = this.#mustOpen;
    const asked = this.#asked;
    const { everyone } = this.sets;
    if (!this.#markTooMuch(level)) return -1;
    for (let w = 0; w < words; w++) {
      // Marks are of nobody.
      const all = everyone[w];
      let any = 0;
      let several = 0;
      let claimed = 0;
      let isTwice = 0;
      for (let s = 0; s < count; s++) {
        const some = reach[s * words + w];
        const own = core[s * words + w] & (0 - mustOpen[base + s]);
        several |= any & some;
        any |= some;
        isTwice |= claimed & own;
        claimed |= own;
      }
      claimed &= all;
      if ((isTwice & all) !== 0 || (this.#left[level * words + w] & ~any) !== 0) return -1;
      this.#several[w] = several | ~all;
      this.#claimed[w] = claimed;
      for (let s = 0; s < count; s++) {
        const own = core[s * words + w] & (0 - mustOpen[base + s]);
        asked[s] |= reach[s * words + w] & all & (~several | claimed) & ~own;
      }
    }
    let changed = 0;
    for (let s = 0; s < count; s++) if (asked[s] !== 0 && this.#keepFitting(base + s, s)) changed++;
    return changed;
  }

  /** Asks for the places with sets that leave over too much beside what others leave at least; false where all do. */
  #markTooMuch(level: number): boolean {
    const base = level * this.#siteCount;
    const count = this.#places[level];
    const last = this.#words - 1;
    const { reach, core } = this.#lists;
    const asked = this.#asked;
    let over = this.#over[level];
    for (let s = 0; s < count; s++) {
      // Without sets all is marked, and nothing known; a place that stays closed leaves over all it has.
      if (this.#end[base + s] > this.#start[base + s]) over -= this.sets.leastLeft(core[s * this.#words + last]);
    }
    if (over < 0) return false;
    for (let s = 0; s < count; s++) {
      const at = s * this.#words + last;
      this.#tooMuch[s] = this.sets.markBeyond(over + this.sets.leastLeft(core[at]));
      asked[s] = reach[at] & this.#tooMuch[s];
    }
    return true;
  }

  /** Keeps only the sets that have everyone whom no other place reaches, and nobody whom another claims. */
  #keepFitting(place: number, s: number): boolean {
    const words = this.#words;
    const { reach, core, needed, barred } = this.#lists;
    const several = this.#several;
    const claimed = this.#claimed;
    const must = 0 - this.#mustOpen[place];
    const from = this.#start[place];
    const to = this.#end[place];
    let isNeeded = 0;
    for (let w = 0; w < words; w++) {
      const at = s * words + w;
      needed[w] = reach[at] & ~several[w];
      barred[w] = claimed[w] & ~(core[at] & must);
      isNeeded |= needed[w];
    }
    barred[words - 1] |= this.#tooMuch[s];
    const last = this.#lists.keep(from, to, Number.POSITIVE_INFINITY, from, s);
    if (last === to && (this.#mustOpen[place] === 1 || isNeeded === 0)) return false;
    this.#end[place] = last;
    if (isNeeded !== 0) this.#mustOpen[place] = 1;
    this.#share[place] = this.#shareOf(place);
    return true;
  }

  #isServed(level: number): boolean {
    for (let w = 0; w < this.#words; w++) if (this.#left[level * this.#words + w] !== 0) return false;
    return true;
  }

  /** What a place adds to a plan at least. */
  #shareOf(place: number): number {
    const from = this.#start[place];
    const cheapest = from < this.#end[place] ? this.sets.cost[this.#lists.possible[from]] : Number.POSITIVE_INFINITY;
    return this.#mustOpen[place] === 1 ? cheapest : Math.min(0, cheapest);
  }
}
