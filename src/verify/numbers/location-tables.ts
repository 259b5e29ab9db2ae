import { MOST_STEPS, type SetTerms } from "./location-terms.ts";
import { longer } from "./typed-numbers.ts";

/**
 * A site has a table where that has no more places; where more than this part of its capacity may be left over most loads
 * do, and sets are found without. All tables together take 8 MB.
 */
const MOST_CELLS = 6000;
const MOST_CELLS_IF_ROOMY = 2000;
const ROOMY = 1 / 64;
const MOST_CELLS_OF_ALL = 2 ** 20;
/** Nor does it where its sets could have more customers than calls can be nested. */
const MOST_MEMBERS = 2000;
/** The table is of this part of a site's customers, those who are most in doubt. */
const DOUBTED = 0.4;
/** What room earns at a site stays below this, so that all sums are exact. */
const LARGEST_WORTH = 2 ** 50;

/** Where sets go as they are found. */
export interface SetList {
  steps: number;
  add(cost: number, members: Int32Array, left: number): void;
}

/** A site with a table. */
interface TabledSite {
  readonly terms: SetTerms;
  /** Where its customers stand, those in doubt from `split` on, and where its table starts. */
  readonly from: number;
  readonly split: number;
  readonly to: number;
  readonly table: number;
  /** More than this no set earns, whatever it loses. */
  readonly top: number;
}

/**
 * Sites whose sets of customers are found by what loads earn.
 *
 * A unit of room has a price, and a customer gains what it earns beyond that of the room it takes. A set then earns no more
 * than all gains and all room, less what it loses: the gains of those left out, and what those taken in lack. Customers are
 * gone through from the one who loses most otherwise; the last, whose losses say little, by a table.
 *
 * Units: whole numbers, whose sums stay exact.
 */
export class LoadTables {
  /** The customers of each site, by their bits; what each earns, weighs, and gains. */
  #key: Int32Array = new Int32Array(256);
  #earns: Float64Array = new Float64Array(256);
  #weight: Float64Array = new Float64Array(256);
  #gain: Float64Array = new Float64Array(256);
  #end = 0;
  /**
   * Of a site with capacity C, for each customer q in doubt and each room r up to C, at q * (C + 1) + r: the most that
   * customers from q on earn who fit into the room and fill it but for what may be left over.
   */
  #table: Float64Array = new Float64Array(MOST_CELLS);
  #cells = 0;
  readonly #sites: TabledSite[] = [];
  readonly #list: SetList;
  /** The set at hand. */
  readonly #present: Int32Array;
  /** The places taken, and what was lost before each. */
  readonly #taken: Int32Array = new Int32Array(MOST_MEMBERS);
  readonly #lostBefore: Float64Array = new Float64Array(MOST_MEMBERS);
  /** Of the site at hand: what a set must earn more than, and what it must lose less than for that. */
  #site!: TabledSite;
  #least = 0;
  #budget = 0;

  constructor(list: SetList, words: number) {
    this.#list = list;
    this.#present = new Int32Array(words);
  }

  /** Forgets all sites. */
  clear(): void {
    this.#end = 0;
    this.#cells = 0;
    this.#sites.length = 0;
  }

  /** Takes up a site with so many customers that may matter; gives its number, -1 where it gets no table at first. */
  take(terms: SetTerms, count: number, least: number): number {
    const { capacity, spare } = terms;
    const most = spare > ROOMY * capacity ? MOST_CELLS_IF_ROOMY : MOST_CELLS;
    return this.cellsOf(capacity, count) > most ? -1 : this.#take(terms, count, least);
  }

  /** How many places a site's table has or would have; Infinity where that is too many. */
  cellsOf(capacity: number, count: number): number {
    const cells = (Math.ceil(DOUBTED * count) + 1) * (capacity + 1);
    return count > MOST_MEMBERS || this.#cells + cells > MOST_CELLS_OF_ALL ? Number.POSITIVE_INFINITY : cells;
  }

  /** Takes a site up, lists its sets, and forgets it: for one whose table is known not to be too large. */
  listAlone(terms: SetTerms, count: number, enough: number, least: number, openCost: number): void {
    const [end, cells] = [this.#end, this.#cells];
    this.list(this.#take(terms, count, enough), least, openCost);
    this.#sites.pop();
    this.#end = end;
    this.#cells = cells;
  }

  #take(terms: SetTerms, count: number, least: number): number {
    const { capacity, items } = terms;
    const doubted = Math.ceil(DOUBTED * count);
    const cells = this.cellsOf(capacity, count);
    const slope = Math.floor(items.slope(capacity));
    const price = slope * capacity <= LARGEST_WORTH ? slope : 0;
    const from = this.#end;
    const gains = this.#place(terms, count, least, price);
    const to = this.#end;
    const site = { terms, from, split: to - doubted, to, table: this.#cells, top: gains + price * capacity };
    this.#cells += cells;
    this.#tabulate(site);
    return this.#sites.push(site) - 1;
  }

  /**
   * The most that a set of a site earns, -Infinity where none earns more than the least it was taken up for. Where steps ran
   * out meanwhile, it says nothing.
   */
  most(site: number): number {
    this.#site = this.#sites[site];
    const { terms, from, top } = this.#site;
    this.#least = terms.least;
    this.#budget = top - terms.least;
    this.#seek(from, terms.capacity, 0, 0);
    return this.#least > terms.least ? this.#least : Number.NEGATIVE_INFINITY;
  }

  /** Finds what the best set earns of those that go on from place `at` with so much room left, earned and lost. */
  #seek(at: number, room: number, earned: number, lost: number): void {
    const { split, table } = this.#site;
    const gain = this.#gain;
    let loses = lost;
    for (let q = at; q < split; q++) {
      if (this.#list.steps++ > MOST_STEPS) return;
      const own = gain[q];
      const left = room - this.#weight[q];
      if (left >= 0 && (own >= 0 || loses - own < this.#budget))
        this.#seek(q + 1, left, earned + this.#earns[q], own < 0 ? loses - own : loses);
      if (own > 0) loses += own;
      if (loses >= this.#budget) return;
    }
    const all = earned + this.#table[table + room];
    if (all <= this.#least) return;
    this.#budget -= all - this.#least;
    this.#least = all;
  }

  /**
   * Lists a site's sets that earn more than `least`, no less than what it was taken up for; each costs openCost less that. Goes
   * through them customer by customer, in before out, and turns back where none that goes on earns enough.
   */
  list(site: number, least: number, openCost: number): void {
    const { terms, from, split, to, table, top } = this.#sites[site];
    const span = terms.capacity + 1;
    const budget = top - least;
    const key = this.#key;
    const earns = this.#earns;
    const weight = this.#weight;
    const gain = this.#gain;
    const most = this.#table;
    const present = this.#present.fill(0);
    const taken = this.#taken;
    const lostBefore = this.#lostBefore;
    let depth = 0;
    let room = terms.capacity;
    let earned = 0;
    let lost = 0;
    let at = from;
    // Where what customers from `at` on earn begins, once they are in doubt.
    let row = table - (split - from) * span;
    // Whether what goes on from here may earn enough.
    let isOn = true;
    let steps = this.#list.steps;
    while (steps <= MOST_STEPS) {
      steps++;
      const before = at;
      // On to the next who can be taken in, past those who can be left out.
      for (; isOn && at < split; at++, row += span) {
        const own = gain[at];
        if (weight[at] <= room && (own >= 0 || lost - own < budget)) break;
        if (own > 0) lost += own;
        isOn = lost < budget;
      }
      if (isOn && at >= split) {
        isOn = earned + most[row + room] > least;
        for (; isOn && at < to; at++, row += span) {
          const left = room - weight[at];
          if (left >= 0 && earned + earns[at] + most[row + span + left] > least) break;
        }
      }
      steps += at - before;
      if (isOn && at < to) {
        taken[depth] = at;
        lostBefore[depth++] = lost;
        present[key[at] >> 5] |= 1 << (key[at] & 31);
        room -= weight[at];
        earned += earns[at];
        if (at < split && gain[at] < 0) lost -= gain[at];
      } else {
        if (isOn) {
          this.#list.add(openCost - earned, present, room);
          // It may have been one too many.
          steps = Math.max(steps, this.#list.steps);
        }
        if (depth === 0) break;
        at = taken[--depth];
        row = table + (at - split) * span;
        present[key[at] >> 5] &= ~(1 << (key[at] & 31));
        room += weight[at];
        earned -= earns[at];
        lost = lostBefore[depth];
        if (at < split && gain[at] > 0) lost += gain[at];
        isOn = lost < budget;
      }
      at++;
      row += span;
    }
    this.#list.steps = steps;
  }

  /**
   * Puts the customers who may matter into their places; gives what they gain together. Items and those who cost something
   * stand by what they earn per weight, so that who loses most is found at the ends.
   */
  #place(
    { items, customer, from, to, earnsAt, demand, bit, capacity }: SetTerms,
    count: number,
    enough: number,
    price: number,
  ): number {
    const first = this.#end;
    const end = first + count;
    this.#reserve(end + count);
    const key = this.#key;
    const earns = this.#earns;
    const weight = this.#weight;
    const gain = this.#gain;
    // Side by side behind their places at first.
    let last = end;
    for (let q = 0; q < items.count; q++, last++) {
      key[last] = bit[items.key[q]];
      earns[last] = items.earns[q];
      weight[last] = items.weight[q];
    }
    for (let t = from; t < to; t++) {
      if (earnsAt[t] > 0 || earnsAt[t] <= enough) continue;
      key[last] = bit[customer[t]];
      earns[last] = earnsAt[t];
      weight[last++] = demand[customer[t]];
    }
    let gains = 0;
    for (let q = end; q < last; q++) {
      // Who does not fit loses nothing by being left out.
      gain[q] = weight[q] > capacity ? 0 : earns[q] - price * weight[q];
      if (gain[q] > 0) gains += gain[q];
    }
    let low = end;
    let high = last - 1;
    for (let q = first; q < end; q++) {
      const one = Math.abs(gain[low]) >= Math.abs(gain[high]) ? low++ : high--;
      key[q] = key[one];
      earns[q] = earns[one];
      weight[q] = weight[one];
      gain[q] = gain[one];
    }
    this.#end = end;
    return gains;
  }

  #reserve(length: number): void {
    if (length <= this.#key.length) return;
    this.#key = longer(this.#key, 2 * length);
    this.#earns = longer(this.#earns, 2 * length);
    this.#weight = longer(this.#weight, 2 * length);
    this.#gain = longer(this.#gain, 2 * length);
  }

  /** Finds what the loads of customers from each one in doubt on earn, from the last to the first. */
  #tabulate({ terms, split, to, table }: TabledSite): void {
    const { capacity, spare } = terms;
    const span = capacity + 1;
    const end = table + (to - split + 1) * span;
    if (end > this.#table.length) this.#table = longer(this.#table, 2 * end);
    const most = this.#table;
    let next = end - span;
    for (let r = 0; r < span; r++) most[next + r] = r <= spare ? 0 : Number.NEGATIVE_INFINITY;
    // A room that those behind cannot fill is not worth a look.
    let high = Math.min(capacity, spare);
    for (let q = to - 1; q >= split; q--) {
      const row = next - span;
      const own = this.#earns[q];
      const apart = this.#weight[q];
      high = Math.min(capacity, high + apart);
      const least = Math.min(apart, high + 1);
      for (let r = 0; r < least; r++) most[row + r] = most[next + r];
      for (let r = least; r <= high; r++) most[row + r] = Math.max(most[next + r], own + most[next + r - apart]);
      for (let r = high + 1; r < span; r++) most[row + r] = Number.NEGATIVE_INFINITY;
      next = row;
    }
  }
}
