import { LoadTables, type SetList } from "./location-tables.ts";
import { MOST_STEPS, type SetTerms } from "./location-terms.ts";
import { longer } from "./typed-numbers.ts";

/** More customers in a set, or words in all sets, and sets are not listed on: 256 MB. */
const MOST_MEMBERS = 2000;
const MOST_WORDS = 2 ** 26;
/** So many marks at most tell how much a set leaves over; none do where sums of that would not be exact. */
const MOST_MARKS = 16;
const MOST_SPARE = 2 ** 50;

/** Room for so many sets is made at first. */
const FIRST_ROOM = 2048;

/** A site without a table gets one after a step for so many of its places. */
const CELLS_A_STEP = 0.5;

/** Where no more than this may be left over, the best set is sought without a table, too, for so many steps. */
const MOST_SOUGHT = 31;
const STEPS_TO_SEEK = 200_000;

/** A site that was taken up: where its customers stand, or its number among those with tables. */
interface TakenSite {
  readonly terms: SetTerms;
  readonly from: number;
  readonly count: number;
  /** -1 where it has none. */
  readonly table: number;
}

/**
 * Sets of customers that sites may serve, numbered as they are found.
 *
 * Shapes: each with `words` words of 32 customers, an even number of them. What bits are left of the last word are marks: of a
 *         set that leaves over something, the first, and one more for each further `unit`.
 * Units:  whole numbers whose sums stay exact. A set costs openCost less what it earns.
 */
export class CustomerSets implements SetList {
  words: number;
  count = 0;
  cost: Float64Array = new Float64Array(FIRST_ROOM);
  members: Int32Array;
  /** How much of its site's capacity each leaves over. */
  left: Float64Array = new Float64Array(FIRST_ROOM);
  /** By word: all customers. */
  readonly everyone: Int32Array;
  steps = 0;
  /** Where marks start in the last word, how many there are, and how far they are apart. */
  #firstMark = 0;
  #markCount = 0;
  #unit = 1;
  #sites: TakenSite[] = [];
  /** What the best set earns of those looked at so far, where only that is sought. */
  #best = 0;
  /** The customers of each site by their bits, those who earn something first; what each earns, and weighs. */
  #key: Int32Array = new Int32Array(256);
  #earns: Float64Array = new Float64Array(256);
  #weight: Float64Array = new Float64Array(256);
  /** The least weight of a site's customers from each place on; one place more a site. */
  #lightest: Float64Array = new Float64Array(256);
  #end = 0;
  readonly #tables: LoadTables;
  /** The places taken, and where the cut was before each. */
  readonly #taken: Int32Array;
  readonly #cutBefore: Int32Array;
  /** The set at hand. */
  readonly #present: Int32Array;

  constructor(mostCustomers: number) {
    this.words = wordsFor(mostCustomers);
    this.members = new Int32Array(FIRST_ROOM * this.words);
    this.everyone = new Int32Array(this.words);
    this.#taken = new Int32Array(mostCustomers);
    this.#cutBefore = new Int32Array(mostCustomers);
    this.#present = new Int32Array(this.words);
    this.#tables = new LoadTables(this, this.words);
  }

  /** Forgets all sites and sets; those that follow are of so many customers, and leave over at most so much together in a plan. */
  clear(customerCount: number, spare: number): void {
    this.words = wordsFor(customerCount);
    const { words, everyone } = this;
    const length = this.cost.length * words;
    if (length > this.members.length) this.members = new Int32Array(length);
    everyone.fill(0);
    for (let j = 0; j < customerCount; j++) everyone[j >> 5] |= 1 << (j & 31);
    this.#firstMark = Math.max(0, customerCount - 32 * (words - 1));
    const mostMarks = Math.min(MOST_MARKS, 32 - this.#firstMark);
    this.#markCount = spare <= MOST_SPARE ? mostMarks : 0;
    this.#unit = Math.max(1, Math.ceil(spare / Math.max(1, mostMarks)));
    this.count = 0;
    this.steps = 0;
    this.#sites = [];
    this.#end = 0;
    this.#tables.clear();
  }

  /** Takes up a site; gives its number. */
  take(terms: SetTerms): number {
    const { items, from, to, earnsAt, capacity, least } = terms;
    // It costs more to serve any other customer than can be made up for.
    const enough = least - items.relaxed(capacity);
    let count = items.count;
    for (let t = from; t < to; t++) if (earnsAt[t] <= 0 && earnsAt[t] > enough) count++;
    const table = this.#tables.take(terms, count, enough);
    const first = this.#end;
    if (table < 0) this.#place(terms, count, enough);
    return this.#sites.push({ terms, from: first, count, table }) - 1;
  }

  /**
   * The most that a set of a site earns, -Infinity where none earns more than the least it was taken up for; undefined
   * where there is no table to tell, and too much may be left over. Where all steps ran out meanwhile, it says nothing.
   */
  most(site: number): number | undefined {
    const { table, terms } = this.#sites[site];
    if (table >= 0) return this.#tables.most(table);
    if (terms.spare > MOST_SOUGHT) return undefined;
    // Where it may stay empty that earns nothing.
    const isAny = terms.least < 0 && terms.capacity <= terms.spare;
    this.#best = isAny ? 0 : Number.NEGATIVE_INFINITY;
    const least = Math.max(terms.least, this.#best);
    const isDone = this.#goThrough(this.#sites[site], least, 0, this.steps + STEPS_TO_SEEK, true);
    return isDone ? this.#best : undefined;
  }

  /** Lists a site's sets that earn more than `least`, no less than what it was taken up for; each costs openCost less that. */
  list(site: number, least: number, openCost: number): void {
    const { terms, count, table } = this.#sites[site];
    if (table >= 0) {
      this.#tables.list(table, least, openCost);
      return;
    }
    const first = this.count;
    if (least < 0 && terms.capacity <= terms.spare) this.add(openCost, this.#present.fill(0), terms.capacity);
    const cells = this.#tables.cellsOf(terms.capacity, count);
    if (this.#goThrough(this.#sites[site], least, openCost, this.steps + CELLS_A_STEP * cells, false)) return;
    // A table takes less than what is still to come, most likely.
    this.count = first;
    const enough = terms.least - terms.items.relaxed(terms.capacity);
    this.#tables.listAlone(terms, count, enough, least, openCost);
  }

  /**
   * Goes through the sets customer by customer, the next one in before out, and lists them, or seeks the best. Turns back where
   * none of those left fits, or where not even all that fits of them, the last of it cut, would do. Gives whether that was done
   * within so many steps.
   */
  #goThrough(
    { terms, from, count }: TakenSite,
    enough: number,
    openCost: number,
    mostSteps: number,
    isSeeking: boolean,
  ): boolean {
    let least = enough;
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
    const last = Math.min(MOST_STEPS, mostSteps);
    while (steps <= last) {
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
        if (earned > least && room <= spare) {
          if (isSeeking) this.#best = least = earned;
          else this.add(openCost - earned, present, room);
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
    return steps <= last || steps > MOST_STEPS;
  }

  /** Puts the items into their places, and behind them those whom it costs to serve, the dearest last. */
  #place({ items, customer, from, to, earnsAt, demand, bit }: SetTerms, count: number, enough: number): void {
    const first = this.#end;
    this.#reserve(first + count + 1);
    const key = this.#key;
    const earns = this.#earns;
    const weight = this.#weight;
    const lightest = this.#lightest;
    const behind = first + items.count;
    for (let q = 0; q < items.count; q++) {
      key[first + q] = bit[items.key[q]];
      earns[first + q] = items.earns[q];
      weight[first + q] = items.weight[q];
    }
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
      key[q] = bit[customer[t]];
      earns[q] = own;
      weight[q] = demand[customer[t]];
    }
    lightest[end] = Number.POSITIVE_INFINITY;
    for (let q = end - 1; q >= first; q--) lightest[q] = Math.min(weight[q], lightest[q + 1]);
    this.#end = end + 1;
  }

  #reserve(length: number): void {
    if (length <= this.#key.length) return;
    const room = 2 * length;
    this.#key = longer(this.#key, room);
    this.#earns = longer(this.#earns, room);
    this.#weight = longer(this.#weight, room);
    this.#lightest = longer(this.#lightest, room);
  }

  /** A mark that only sets have which leave over more than this; 0 where there is none. */
  markBeyond(left: number): number {
    const mark = Math.ceil(left / this.#unit);
    return mark < this.#markCount ? 1 << (this.#firstMark + mark) : 0;
  }

  /** How much is left over at least where the marks in such a last word are. */
  leastLeft(word: number): number {
    const marks = (word & ~this.everyone[this.words - 1]) >>> this.#firstMark;
    return marks === 0 ? 0 : 1 + (31 - Math.clz32(marks)) * this.#unit;
  }

  /** Adds a set that leaves over so much; one too many is the last. */
  add(cost: number, members: Int32Array, left: number): void {
    if (this.count * this.words > MOST_WORDS) this.steps = MOST_STEPS + 1;
    const set = this.count++;
    const words = this.words;
    if (set === this.cost.length) {
      this.cost = longer(this.cost, 2 * set);
      this.left = longer(this.left, 2 * set);
      if (2 * set * words > this.members.length) this.members = longer(this.members, 2 * set * words);
    }
    this.cost[set] = cost;
    this.left[set] = left;
    for (let w = 0; w < words; w++) this.members[set * words + w] = members[w];
    const marks = Math.min(this.#markCount, Math.ceil(left / this.#unit));
    this.members[set * words + words - 1] |= ((1 << marks) - 1) << this.#firstMark;
  }
}

/** An even number of words that bits for so many customers take. */
function wordsFor(customerCount: number): number {
  return 2 * Math.max(1, (customerCount + 63) >> 6);
}
