/** Who takes a good, place by place, and what they offer at one cell, the dearest first: flat lists, since there are many. */

/** Those who take a good: at place q the one listed at first[q], then at next of that, and so on until -1. */
export class Stalls {
  readonly first: Int32Array;
  readonly #last: Int32Array;
  /** By place, the highest price, and the largest by size. */
  readonly dearest: Float64Array;
  readonly magnitude: Float64Array;
  next = new Int32Array(64);
  label = new Int32Array(64);
  price = new Float64Array(64);
  most = new Float64Array(64);
  #count = 0;

  constructor(placeCount: number) {
    this.first = new Int32Array(placeCount).fill(-1);
    this.#last = new Int32Array(placeCount).fill(-1);
    this.dearest = new Float64Array(placeCount).fill(Number.NEGATIVE_INFINITY);
    this.magnitude = new Float64Array(placeCount);
  }

  /** Adds somebody at a place who takes at most so much, for a label where things have one. */
  add(place: number, label: number, price: number, most: number): void {
    const at = this.#count++;
    if (at === this.next.length) this.#makeRoom();
    if (this.first[place] < 0) this.first[place] = at;
    else this.next[this.#last[place]] = at;
    this.#last[place] = at;
    this.next[at] = -1;
    this.label[at] = label;
    this.price[at] = price;
    this.most[at] = most;
    this.dearest[place] = Math.max(this.dearest[place], price);
    this.magnitude[place] = Math.max(this.magnitude[place], Math.abs(price));
  }

  #makeRoom(): void {
    const { next, label, price, most } = this;
    this.next = new Int32Array(2 * next.length);
    this.label = new Int32Array(2 * next.length);
    this.price = new Float64Array(2 * next.length);
    this.most = new Float64Array(2 * next.length);
    this.next.set(next);
    this.label.set(label);
    this.price.set(price);
    this.most.set(most);
  }
}

/** Offers in a heap, of which the dearest left is taken next; of equal ones the first that was added. */
export class OfferHeap {
  worth = new Float64Array(64);
  most = new Float64Array(64);
  label = new Int32Array(64);
  #heap = new Int32Array(64);
  #count = 0;
  #left = 0;

  clear(): void {
    this.#count = 0;
  }

  add(worth: number, most: number, label: number): void {
    const at = this.#count++;
    if (at === this.worth.length) this.#makeRoom();
    this.worth[at] = worth;
    this.most[at] = most;
    this.label[at] = label;
  }

  /** To be called once all are added. */
  order(): void {
    const heap = this.#heap;
    this.#left = this.#count;
    for (let k = 0; k < this.#left; k++) heap[k] = k;
    for (let at = (this.#left >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  /** The number of the dearest offer left, which is taken out; -1 where there is none. */
  take(): number {
    if (this.#left === 0) return -1;
    const heap = this.#heap;
    const top = heap[0];
    heap[0] = heap[--this.#left];
    this.#sink(0);
    return top;
  }

  /** Moves what stands at a place of the heap down until nothing dearer is below. */
  #sink(from: number): void {
    const heap = this.#heap;
    const worth = this.worth;
    const count = this.#left;
    const own = heap[from];
    let at = from;
    for (let below = 2 * at + 1; below < count; below = 2 * at + 1) {
      let first = heap[below];
      if (below + 1 < count && isDearer(worth, heap[below + 1], first)) first = heap[++below];
      if (!isDearer(worth, first, own)) break;
      heap[at] = first;
      at = below;
    }
    heap[at] = own;
  }

  #makeRoom(): void {
    const [worth, most, label] = [this.worth, this.most, this.label];
    this.worth = new Float64Array(2 * worth.length);
    this.most = new Float64Array(2 * worth.length);
    this.label = new Int32Array(2 * worth.length);
    this.#heap = new Int32Array(2 * worth.length);
    this.worth.set(worth);
    this.most.set(most);
    this.label.set(label);
  }
}

function isDearer(worth: Float64Array, a: number, b: number): boolean {
  return worth[a] > worth[b] || (worth[a] === worth[b] && a < b);
}
