/** A search that takes more steps than this is given up: no honest proof needs it. */
const MOST_STEPS = 2_000_000;

/**
 * The most that items earn which fit into a capacity whole, found by trying them in order of earnings per weight and
 * turning back where not even a part of the next item would help.
 *
 * Units: whole numbers whose sum is below 2^50, so that half a step is more than any rounding.
 */
export class FullKnapsack {
  readonly #earns: Float64Array;
  readonly #weight: Float64Array;
  readonly #place = new Map<number, number>();
  /** Weight and earnings of the first items together. */
  readonly #weightBefore: Float64Array;
  readonly #earnedBefore: Float64Array;
  #best = 0;
  #steps = 0;

  constructor(items: { readonly key: number; readonly earns: number; readonly weight: number }[]) {
    items.sort((a, b) => b.earns / b.weight - a.earns / a.weight || a.key - b.key);
    const count = items.length;
    this.#earns = Float64Array.from(items, ({ earns }) => earns);
    this.#weight = Float64Array.from(items, ({ weight }) => weight);
    this.#weightBefore = new Float64Array(count + 1);
    this.#earnedBefore = new Float64Array(count + 1);
    for (let q = 0; q < count; q++) {
      this.#place.set(items[q].key, q);
      this.#weightBefore[q + 1] = this.#weightBefore[q] + this.#weight[q];
      this.#earnedBefore[q + 1] = this.#earnedBefore[q] + this.#earns[q];
    }
  }

  /** What all items earn together. */
  get total(): number {
    return this.#earnedBefore[this.#earns.length];
  }

  /** The exact most; -Infinity for a capacity below zero, Infinity where that takes too long. */
  most(capacity: number): number {
    if (capacity < 0) return Number.NEGATIVE_INFINITY;
    if (this.#weightBefore[this.#earns.length] <= capacity) return this.total;
    this.#best = 0;
    this.#steps = 0;
    this.#try(0, capacity, 0);
    return this.#steps > MOST_STEPS ? Number.POSITIVE_INFINITY : this.#best;
  }

  /** Items from `at` on, with so much room left and so much earned. */
  #try(at: number, room: number, earned: number): void {
    if (earned > this.#best) this.#best = earned;
    for (let q = at; q < this.#earns.length && this.#steps++ <= MOST_STEPS; q++) {
      if (earned + this.#partly(q, room) < this.#best + 0.5) return;
      if (this.#weight[q] <= room) this.#try(q + 1, room - this.#weight[q], earned + this.#earns[q]);
    }
  }

  /** What items from `at` on would earn if the one that does not fit could be cut. */
  #partly(at: number, room: number): number {
    const end = room + this.#weightBefore[at];
    let q = at;
    while (q < this.#earns.length && this.#weightBefore[q + 1] <= end) q++;
    const sum = this.#earnedBefore[q] - this.#earnedBefore[at];
    return q === this.#earns.length ? sum : sum + ((end - this.#weightBefore[q]) / this.#weight[q]) * this.#earns[q];
  }

  /** A bound by a whole price of capacity. */
  atPrice(capacity: number, price: number): number {
    let sum = capacity * price;
    for (let q = 0; q < this.#earns.length; q++) sum += Math.max(0, this.#earns[q] - price * this.#weight[q]);
    return sum;
  }

  /** A bound on what the items but the one named `key` earn; rounded up, so that it stays one. */
  atMostWithout(key: number, capacity: number): number {
    if (capacity < 0) return Number.NEGATIVE_INFINITY;
    const q = this.#place.get(key);
    const isBeyond = q === undefined || capacity <= this.#weightBefore[q];
    const sum = isBeyond ? this.#cut(capacity) : this.#cut(capacity + this.#weight[q]) - this.#earns[q];
    return sum + 1 + 2 ** -50 * this.total;
  }

  #cut(capacity: number): number {
    let low = 0;
    let high = this.#earns.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#weightBefore[middle] <= capacity) low = middle;
      else high = middle - 1;
    }
    if (low === this.#earns.length) return this.total;
    return this.#earnedBefore[low] + ((capacity - this.#weightBefore[low]) / this.#weight[low]) * this.#earns[low];
  }
}
