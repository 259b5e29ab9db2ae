/** A search that takes more steps than this is given up: no honest proof needs it. */
const MOST_STEPS = 2_000_000;
/** Items are sorted into their places one by one, up to so many moves an item; before that roughly where it takes more. */
const MOST_MOVES = 8;
/** Ratios are told apart to a part in so many of the greatest when they are sorted roughly. */
const GRAINS = 2 ** 30;

/**
 * The most that items earn which fit into a capacity whole, found by trying them in order of earnings per weight and
 * turning back where not even a part of the next item would help.
 *
 * One knapsack is filled many times with earnings that change little, and so is nearly sorted from the last time.
 *
 * Shapes: an item is one of `size` keys; items stand in places 0 to count - 1, the best per weight first.
 * Units: whole numbers whose sum is below 2^50, so that half a step is more than any rounding.
 * Memory: O(size), taken at the start.
 */
export class FullKnapsack {
  /** How many keys are items now. */
  count = 0;
  /** The key in each place. */
  readonly key: Int32Array;
  readonly earns: Float64Array;
  readonly weight: Float64Array;
  /** Earnings per weight, rounded. */
  readonly ratio: Float64Array;
  /** Weight and earnings of the items before each place together. */
  readonly weightBefore: Float64Array;
  readonly earnedBefore: Float64Array;
  /** Earnings per weight, by key. */
  readonly #ratioOf: Float64Array;
  /** Whether a key is an item. */
  readonly #isItem: Int8Array;
  /** Places of the items taken while they are tried. */
  readonly #taken: Int32Array;
  /** Room to sort the keys. */
  readonly #rough: Float64Array;

  constructor(size: number) {
    this.key = new Int32Array(size);
    this.earns = new Float64Array(size);
    this.weight = new Float64Array(size);
    this.weightBefore = new Float64Array(size + 1);
    this.earnedBefore = new Float64Array(size + 1);
    this.ratio = new Float64Array(size);
    this.#ratioOf = new Float64Array(size);
    this.#isItem = new Int8Array(size);
    this.#taken = new Int32Array(size);
    this.#rough = new Float64Array(size);
  }

  /**
   * Takes those of the keys at `from` to `to - 1` of a list that earn something as items. Both arrays are by key, and
   * nothing is earned by keys that are not in the list.
   */
  fill(list: Int32Array, from: number, to: number, earnsOf: Float64Array, weightOf: Float64Array): void {
    const { key } = this;
    const ratio = this.#ratioOf;
    const isItem = this.#isItem;
    let count = 0;
    for (let q = 0; q < this.count; q++) {
      const k = key[q];
      if (earnsOf[k] > 0) key[count++] = k;
      else isItem[k] = 0;
    }
    for (let t = from; t < to; t++) {
      const k = list[t];
      if (!(earnsOf[k] > 0)) continue;
      ratio[k] = earnsOf[k] / weightOf[k];
      if (isItem[k] === 0) key[count++] = k;
      isItem[k] = 1;
    }
    this.#sort(count);
    for (let q = 0; q < count; q++) this.#put(q, earnsOf[key[q]], weightOf[key[q]], ratio[key[q]]);
    this.count = count;
  }

  /** Takes earnings and weights of another knapsack of the same size, without the item in a place; keys are not known. */
  fillWithout(other: FullKnapsack, place: number): void {
    for (let q = 0; q < other.count - 1; q++) {
      const from = q < place ? q : q + 1;
      this.#put(q, other.earns[from], other.weight[from], other.ratio[from]);
    }
    this.count = other.count - 1;
  }

  /** What all items earn together. */
  get total(): number {
    return this.earnedBefore[this.count];
  }

  /**
   * The exact most, or `floor` where it is less than that, which is found out sooner; -Infinity for a capacity below
   * zero, Infinity where that takes too long.
   */
  most(capacity: number, floor = 0): number {
    if (capacity < 0) return Number.NEGATIVE_INFINITY;
    const { count, earns, weight, ratio, weightBefore, earnedBefore } = this;
    if (weightBefore[count] <= capacity) return Math.max(this.total, floor);
    const taken = this.#taken;
    // All that fit before the first that does not: whatever is tried, the items cut are never before these.
    const fit = this.#placeOf(capacity);
    for (let q = 0; q < fit; q++) taken[q] = q;
    let depth = fit;
    let room = capacity - weightBefore[fit];
    let earned = earnedBefore[fit];
    let best = Math.max(0, floor);
    let steps = 0;
    let at = fit;
    for (;;) {
      for (let isAsGood = false; at < count; at++) {
        if (steps++ > MOST_STEPS) return Number.POSITIVE_INFINITY;
        if (!isAsGood) {
          // What the items from here on would earn if the one that does not fit could be cut.
          const end = room + weightBefore[at];
          let q = Math.max(at, fit);
          while (q < count && weightBefore[q + 1] <= end) q++;
          const part = q < count ? (end - weightBefore[q]) * ratio[q] : 0;
          if (earned + (earnedBefore[q] - earnedBefore[at]) + part < best + 0.5) break;
        }
        // Taking an item that fits leaves the same sum.
        isAsGood = weight[at] <= room;
        if (!isAsGood) continue;
        taken[depth++] = at;
        room -= weight[at];
        earned += earns[at];
      }
      if (earned > best) best = earned;
      if (depth === 0) return best;
      at = taken[--depth];
      room += weight[at];
      earned -= earns[at];
      at++;
    }
  }

  /** A bound by a whole price of capacity. */
  atPrice(capacity: number, price: number): number {
    let sum = capacity * price;
    for (let q = 0; q < this.count; q++) sum += Math.max(0, this.earns[q] - price * this.weight[q]);
    return sum;
  }

  /** A bound: the most where items may be cut, and `slack` for its rounding; -Infinity for a capacity below zero. */
  relaxed(capacity: number): number {
    if (capacity < 0) return Number.NEGATIVE_INFINITY;
    const q = this.#placeOf(capacity);
    if (q === this.count) return this.total + this.slack;
    return this.earnedBefore[q] + (capacity - this.weightBefore[q]) * this.ratio[q] + this.slack;
  }

  /** More than any sum with a cut item is rounded by. */
  get slack(): number {
    return 1 + 2 ** -50 * this.total;
  }

  /** By how much the most with items cut rises with the next unit of capacity; this falls as the capacity rises. */
  slope(capacity: number): number {
    const q = this.#placeOf(capacity);
    return q === this.count ? 0 : this.ratio[q];
  }

  /** How many of the first items fit together. */
  #placeOf(capacity: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.weightBefore[middle] <= capacity) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #put(place: number, earns: number, weight: number, ratio: number): void {
    this.earns[place] = earns;
    this.weight[place] = weight;
    this.ratio[place] = ratio;
    this.weightBefore[place + 1] = this.weightBefore[place] + weight;
    this.earnedBefore[place + 1] = this.earnedBefore[place] + earns;
  }

  #sort(count: number): void {
    if (this.#insert(count, MOST_MOVES * count)) return;
    this.#sortRoughly(count);
    if (this.#insert(count, MOST_MOVES * count)) return;
    // Next to one that is beyond all measure, the others are roughly alike.
    const ratio = this.#ratioOf;
    this.key.subarray(0, count).sort((a, b) => ratio[b] - ratio[a] || a - b);
  }

  /** Moves each item in front of those that are worth less, ties to the lower key; false where that is too many moves. */
  #insert(count: number, mostMoves: number): boolean {
    const { key } = this;
    const ratio = this.#ratioOf;
    let moves = 0;
    for (let t = 1; t < count; t++) {
      const k = key[t];
      const r = ratio[k];
      let q = t;
      while (q > 0 && (ratio[key[q - 1]] < r || (ratio[key[q - 1]] === r && key[q - 1] > k))) {
        key[q] = key[q - 1];
        q--;
      }
      key[q] = k;
      moves += t - q;
      if (moves > mostMoves) return false;
    }
    return true;
  }

  /** By parts of the greatest ratio: ratio and key go into one whole number, which sorts faster. */
  #sortRoughly(count: number): void {
    const { key } = this;
    const ratio = this.#ratioOf;
    const size = ratio.length;
    let greatest = 0;
    for (let q = 0; q < count; q++) greatest = Math.max(greatest, ratio[key[q]]);
    const grain = GRAINS / greatest;
    const sorted = this.#rough.subarray(0, count);
    for (let q = 0; q < count; q++) sorted[q] = key[q] - Math.floor(ratio[key[q]] * grain) * size;
    sorted.sort();
    for (let q = 0; q < count; q++) key[q] = sorted[q] - Math.floor(sorted[q] / size) * size;
  }
}
