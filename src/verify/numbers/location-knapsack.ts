/** A search that takes more steps than this is given up: no honest proof needs it. */
const MOST_STEPS = 2_000_000;
/** Items are sorted into their places one by one, up to so many moves an item; before that roughly where it takes more. */
const MOST_MOVES = 8;
/** Ratios are told apart to a part in so many of the greatest when they are sorted roughly. */
const GRAINS = 2 ** 30;

/** Room to fill and search one knapsack of `size` keys or fewer at a time. */
export class KnapsackDesk {
  /** By key, what an item earns, and that per weight. */
  readonly earnsOf: Float64Array;
  readonly ratioOf: Float64Array;
  /** By key, the last filling in which it had been an item the time before, too, and the last in which it was one. */
  readonly seenAt: Int32Array;
  readonly filledAt: Int32Array;
  /** How many fillings there were. */
  fillings = 0;
  /** Places of the items taken while they are tried, and where the cut was before each. */
  readonly taken: Int32Array;
  readonly cutBefore: Int32Array;
  /** Those of the best set found last. */
  readonly best: Int32Array;
  /** Room to sort the keys. */
  readonly rough: Float64Array;

  constructor(size: number) {
    this.earnsOf = new Float64Array(size);
    this.ratioOf = new Float64Array(size);
    this.seenAt = new Int32Array(size);
    this.filledAt = new Int32Array(size);
    this.taken = new Int32Array(size);
    this.cutBefore = new Int32Array(size);
    this.best = new Int32Array(size);
    this.rough = new Float64Array(size);
  }
}

/** Where what `count` knapsacks of `size` keys hold stands side by side: one piece of memory is made faster than many. */
export class KnapsackRoom {
  readonly #size: number;
  readonly #keys: Int32Array;
  readonly #numbers: Float64Array;
  #keyEnd = 0;
  #end = 0;

  constructor(size: number, count: number) {
    this.#size = size;
    this.#keys = new Int32Array(count * size);
    this.#numbers = new Float64Array(count * (6 * size + 3));
  }

  /** The keys of the next knapsack. */
  takeKeys(): Int32Array {
    this.#keyEnd += this.#size;
    return this.#keys.subarray(this.#keyEnd - this.#size, this.#keyEnd);
  }

  /** The next so many numbers. */
  take(length: number): Float64Array {
    this.#end += length;
    return this.#numbers.subarray(this.#end - length, this.#end);
  }
}

/**
 * The most that items earn which fit into a capacity whole, found by trying them in order of earnings per weight and
 * turning back where not even a part of the next item would help.
 *
 * One knapsack is filled many times with earnings that change little, and so is nearly sorted from the last time.
 *
 * Shapes: an item is one of `size` keys; items stand in places 0 to count - 1, the best per weight first.
 * Units: whole numbers whose sum is below 2^50, so that half a step is more than any rounding.
 * Memory: O(size), taken at the start; what is only needed while one is filled or searched stands on a desk for many.
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
  /** The least weight of an item from each place on. */
  readonly lightest: Float64Array;
  /** The weight of the heaviest key in the list that the knapsack was filled from, item or not. */
  heaviest = 0;
  /** How many are in the best set that was found last, whose places are on the desk. */
  #bestCount = 0;
  readonly #desk: KnapsackDesk;

  constructor(size: number, desk = new KnapsackDesk(size), room = new KnapsackRoom(size, 1)) {
    this.#desk = desk;
    this.key = room.takeKeys();
    this.earns = room.take(size);
    this.weight = room.take(size);
    this.ratio = room.take(size);
    this.weightBefore = room.take(size + 1);
    this.earnedBefore = room.take(size + 1);
    this.lightest = room.take(size + 1);
  }

  /**
   * Takes those of the keys at `from` to `to - 1` of a list that earn something as items; what each earns stands at the
   * same place of `earnsAt`, weights are by key.
   */
  fill(list: Int32Array, from: number, to: number, earnsAt: Float64Array, weightOf: Float64Array): void {
    const { key, earns, weight, ratio, weightBefore, earnedBefore } = this;
    const { earnsOf, ratioOf, seenAt, filledAt } = this.#desk;
    const filling = ++this.#desk.fillings;
    let heaviest = 0;
    let itemCount = 0;
    for (let t = from; t < to; t++) {
      const k = list[t];
      const w = weightOf[k];
      if (w > heaviest) heaviest = w;
      const e = earnsAt[t];
      if (!(e > 0)) continue;
      earnsOf[k] = e;
      ratioOf[k] = e / w;
      filledAt[k] = filling;
      itemCount++;
    }
    let count = 0;
    for (let q = 0; q < this.count; q++) {
      const k = key[q];
      if (filledAt[k] !== filling) continue;
      seenAt[k] = filling;
      key[count++] = k;
    }
    // Items that were none the time before.
    for (let t = from; t < to && count < itemCount; t++) {
      const k = list[t];
      if (filledAt[k] === filling && seenAt[k] !== filling) key[count++] = k;
    }
    this.#sort(count);
    let weighed = 0;
    let earned = 0;
    for (let q = 0; q < count; q++) {
      const k = key[q];
      earns[q] = earnsOf[k];
      weight[q] = weightOf[k];
      ratio[q] = ratioOf[k];
      weighed += weight[q];
      earned += earns[q];
      weightBefore[q + 1] = weighed;
      earnedBefore[q + 1] = earned;
    }
    this.count = count;
    this.heaviest = heaviest;
    this.#findLightest();
  }

  /** Takes earnings and weights of another knapsack of the same size, without the item in a place; keys are not known. */
  fillWithout(other: FullKnapsack, place: number): void {
    const { earns, weight, ratio, weightBefore, earnedBefore } = this;
    const count = other.count - 1;
    for (let q = 0; q < count; q++) {
      const from = q < place ? q : q + 1;
      earns[q] = other.earns[from];
      weight[q] = other.weight[from];
      ratio[q] = other.ratio[from];
      weightBefore[q + 1] = weightBefore[q] + weight[q];
      earnedBefore[q + 1] = earnedBefore[q] + earns[q];
    }
    this.count = count;
    this.#findLightest();
  }

  #findLightest(): void {
    const { count, weight, lightest } = this;
    let least = Number.POSITIVE_INFINITY;
    lightest[count] = least;
    for (let q = count - 1; q >= 0; q--) {
      if (weight[q] < least) least = weight[q];
      lightest[q] = least;
    }
  }

  /** What all items earn together. */
  get total(): number {
    return this.earnedBefore[this.count];
  }

  /**
   * The exact most, or `floor` where it is no more than that, which is found out sooner; -Infinity for a capacity below
   * zero, Infinity where that takes too long.
   */
  most(capacity: number, floor = 0): number {
    this.#bestCount = 0;
    if (capacity < 0) return Number.NEGATIVE_INFINITY;
    const { count, earns, weight, ratio, weightBefore, earnedBefore, lightest } = this;
    const { taken, cutBefore, best: bestPlaces } = this.#desk;
    if (weightBefore[count] <= capacity) {
      for (let q = 0; q < count; q++) bestPlaces[q] = q;
      this.#bestCount = this.total > floor ? count : 0;
      return Math.max(this.total, floor);
    }
    // All that fit before the first that does not: whatever is tried, the items cut are never before these.
    const fit = this.#placeOf(capacity);
    for (let q = 0; q < fit; q++) {
      taken[q] = q;
      cutBefore[q] = fit;
    }
    let depth = fit;
    // The first that does not fit stands here or behind; what is left out later moves it on.
    let cut = fit;
    let room = capacity - weightBefore[fit];
    let earned = earnedBefore[fit];
    let best = Math.max(0, floor);
    let steps = 0;
    let at = fit;
    for (;;) {
      // Where none of the items left fits, nothing is to be had by cutting one.
      for (let isAsGood = false; room >= lightest[at]; at++) {
        if (steps++ > MOST_STEPS) return Number.POSITIVE_INFINITY;
        if (!isAsGood) {
          // What the items from here on would earn if the one that does not fit could be cut.
          const end = room + weightBefore[at];
          if (cut < at) cut = at;
          while (cut < count && weightBefore[cut + 1] <= end) cut++;
          const part = cut < count ? (end - weightBefore[cut]) * ratio[cut] : 0;
          if (earned + (earnedBefore[cut] - earnedBefore[at]) + part < best + 0.5) break;
        }
        // Taking an item that fits leaves the same sum.
        isAsGood = weight[at] <= room;
        if (!isAsGood) continue;
        cutBefore[depth] = cut;
        taken[depth++] = at;
        room -= weight[at];
        earned += earns[at];
      }
      if (earned > best) {
        best = earned;
        for (let d = 0; d < depth; d++) bestPlaces[d] = taken[d];
        this.#bestCount = depth;
      }
      if (depth === 0) return best;
      at = taken[--depth];
      cut = cutBefore[depth];
      room += weight[at];
      earned -= earns[at];
      at++;
    }
  }

  /** Right after `most`: marks the places of the set that it found; none where it found none above its floor. */
  markBest(isBest: Int8Array): void {
    isBest.fill(0);
    for (let d = 0; d < this.#bestCount; d++) isBest[this.#desk.best[d]] = 1;
  }

  /** Right after `most`: what the set that it found weighs. */
  get bestWeight(): number {
    let weighed = 0;
    for (let d = 0; d < this.#bestCount; d++) weighed += this.weight[this.#desk.best[d]];
    return weighed;
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

  #sort(count: number): void {
    if (this.#insert(count, MOST_MOVES * count)) return;
    this.#sortRoughly(count);
    if (this.#insert(count, MOST_MOVES * count)) return;
    // Next to one that is beyond all measure, the others are roughly alike.
    const ratio = this.#desk.ratioOf;
    this.key.subarray(0, count).sort((a, b) => ratio[b] - ratio[a] || a - b);
  }

  /** Moves each item in front of those that are worth less, ties to the lower key; false where that is too many moves. */
  #insert(count: number, mostMoves: number): boolean {
    const { key } = this;
    const ratio = this.#desk.ratioOf;
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
    const ratio = this.#desk.ratioOf;
    const size = ratio.length;
    let greatest = 0;
    for (let q = 0; q < count; q++) greatest = Math.max(greatest, ratio[key[q]]);
    const grain = GRAINS / greatest;
    const sorted = this.#desk.rough.subarray(0, count);
    for (let q = 0; q < count; q++) sorted[q] = key[q] - Math.floor(ratio[key[q]] * grain) * size;
    sorted.sort();
    for (let q = 0; q < count; q++) key[q] = sorted[q] - Math.floor(sorted[q] / size) * size;
  }
}
