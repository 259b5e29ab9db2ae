import type { CustomerSets } from "./location-sets.ts";
import { longer } from "./typed-numbers.ts";

/** Room for so many numbers of sets is made at first. */
const FIRST_ROOM = 4096;

/**
 * Lists of sets that are still possible, one behind the other in one array, and what each list has in common.
 *
 * Shapes: list s is any piece of the array; of each, and for each word of customers, whom some and whom all of its sets have.
 */
export class SetLists {
  readonly #sets: CustomerSets;
  /** Numbers of sets. */
  possible: Int32Array = new Int32Array(FIRST_ROOM);
  /** Of each list: whom some set of it has, and whom all have. */
  readonly reach: Int32Array;
  readonly core: Int32Array;
  /** Whom a set that is kept must have, and must not. */
  readonly needed: Int32Array;
  readonly barred: Int32Array;

  constructor(sets: CustomerSets, listCount: number) {
    const { words } = sets;
    this.#sets = sets;
    this.reach = new Int32Array(listCount * words);
    this.core = new Int32Array(listCount * words);
    this.needed = new Int32Array(words);
    this.barred = new Int32Array(words);
  }

  /** Makes room for lists that end at `end`. */
  reserve(end: number): void {
    if (end <= this.possible.length) return;
    this.possible = longer(this.possible, 2 * end);
  }

  /** Nobody is needed, of a set, none for -1, nobody may be served again, and sets with these marks are out. */
  bar(set: number, marks: number): void {
    const { words, members, everyone } = this.#sets;
    for (let w = 0; w < words; w++) {
      this.needed[w] = 0;
      this.barred[w] = set < 0 ? 0 : members[set * words + w] & everyone[w];
    }
    this.barred[words - 1] |= marks;
  }

  /** Where the first of the sets at `from` to `to - 1` stands that has nobody barred; `to` where there is none. */
  firstApart(from: number, to: number): number {
    const { words, members } = this.#sets;
    const possible = this.possible;
    const barred = this.barred;
    let q = from;
    for (; q < to; q++) {
      let shared = 0;
      for (let w = 0; w < words; w++) shared |= members[possible[q] * words + w] & barred[w];
      if (shared === 0) break;
    }
    this.#sets.steps += q - from + 1;
    return q;
  }

  /**
   * Lists from `last` on those of the sets at `from` to `to - 1`, the cheapest first, that cost less than `limit` and have
   * everyone needed and nobody barred, as list s; gives where it ends.
   */
  keep(from: number, to: number, limit: number, last: number, s: number): number {
    const { words } = this.#sets;
    this.reserve(last + to - from);
    let end = this.#keepPair(from, to, limit, last, s, 0);
    let stale = 0;
    for (let w = 2; w < words; w += 2) {
      const kept = this.#keepPair(last, end, limit, last, s, w);
      if (kept < end) stale = w;
      end = kept;
    }
    // What was noted before some were dropped is of those, too.
    for (let w = 0; w < stale; w += 2) this.#keepPair(last, end, limit, last, s, w);
    return end;
  }

  /** The same by two words of the customers alone, w and the next: in registers that is twice as fast. */
  #keepPair(from: number, to: number, limit: number, last: number, s: number, w: number): number {
    const { words, cost, members } = this.#sets;
    const possible = this.possible;
    const needed = this.needed[w];
    const barred = this.barred[w];
    const alsoNeeded = this.needed[w + 1];
    const alsoBarred = this.barred[w + 1];
    let some = 0;
    let all = -1;
    let alsoSome = 0;
    let alsoAll = -1;
    let kept = last;
    let q = from;
    for (; q < to; q++) {
      const set = possible[q];
      if (cost[set] >= limit) break;
      const own = members[set * words + w];
      const also = members[set * words + w + 1];
      const wrong = (needed & ~own) | (barred & own) | (alsoNeeded & ~also) | (alsoBarred & also);
      // All bits where any is wrong: which sets are can't be foreseen, so it is found without a branch.
      const isWrong = (wrong | (0 - wrong)) >> 31;
      possible[kept] = set;
      kept += 1 + isWrong;
      some |= own & ~isWrong;
      all &= own | isWrong;
      alsoSome |= also & ~isWrong;
      alsoAll &= also | isWrong;
    }
    if (w === 0) this.#sets.steps += q - from;
    const at = s * words + w;
    this.reach[at] = some;
    this.core[at] = all;
    this.reach[at + 1] = alsoSome;
    this.core[at + 1] = alsoAll;
    return kept;
  }
}
