/**
 * A binary heap of whole numbers, least key first; of equal keys in no order that matters to its users, but always the
 * same one.
 *
 * Memory: O(most), taken once; it can be used again whenever it is empty.
 * Source: Williams, Algorithm 232: heapsort (1964).
 */
export class LeastFirst {
  size = 0;
  /** The key of what was taken out last. */
  poppedKey = 0;
  readonly #keys: Float64Array;
  readonly #items: Int32Array;

  /** @param most that may be in it at once. */
  constructor(most: number) {
    this.#keys = new Float64Array(most);
    this.#items = new Int32Array(most);
  }

  /** Makes a heap of the first so many keys, each with its position. */
  fill(keys: ArrayLike<number>, count: number): void {
    this.size = count;
    for (let at = 0; at < count; at++) {
      this.#keys[at] = keys[at];
      this.#items[at] = at;
    }
    for (let at = (count >> 1) - 1; at >= 0; at--) this.#sink(at, this.#keys[at], this.#items[at]);
  }

  push(key: number, item: number): void {
    const keys = this.#keys;
    const items = this.#items;
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (keys[above] <= key) break;
      keys[at] = keys[above];
      items[at] = items[above];
      at = above;
    }
    keys[at] = key;
    items[at] = item;
  }

  /** Takes out the one of the least key. */
  pop(): number {
    const item = this.#items[0];
    this.poppedKey = this.#keys[0];
    this.size -= 1;
    if (this.size > 0) this.#sink(0, this.#keys[this.size], this.#items[this.size]);
    return item;
  }

  #sink(from: number, key: number, item: number): void {
    const keys = this.#keys;
    const items = this.#items;
    let at = from;
    for (let below = 2 * at + 1; below < this.size; below = 2 * at + 1) {
      if (below + 1 < this.size && keys[below + 1] < keys[below]) below += 1;
      if (keys[below] >= key) break;
      keys[at] = keys[below];
      items[at] = items[below];
      at = below;
    }
    keys[at] = key;
    items[at] = item;
  }
}
