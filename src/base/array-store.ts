/** Where kernels take their arrays from; all of them are filled with zeros. */
export interface ArraySource {
  floats(length: number): Float64Array;
  ints(length: number): Int32Array;
  bytes(length: number): Int8Array;
}

/** Arrays of their own, which live as long as somebody has them. */
export const OWN_ARRAYS: ArraySource = {
  floats: (length) => new Float64Array(length),
  ints: (length) => new Int32Array(length),
  bytes: (length) => new Int8Array(length),
};

/** Every array begins at a multiple of so many bytes. */
const ALIGNED = 8;
const LEAST_CHUNK = 2 ** 16;

/**
 * Arrays for small tasks of which one follows the other, a few hundred each: what one task took is given to the next, so
 * that none of it has to be allocated and collected again. Whoever keeps anything beyond its task copies it.
 *
 * Memory: twice what the largest task takes at most.
 */
export class ArrayStore implements ArraySource {
  #chunks: ArrayBuffer[] = [];
  /** The chunk that is being given out, and how much of it has been. */
  #chunk = 0;
  #used = 0;

  /** The next task begins: all arrays that were given out are given out again. */
  reset(): void {
    // What did not fit in one chunk does next time.
    if (this.#chunks.length > 1) {
      const all = this.#chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
      this.#chunks = [new ArrayBuffer(all)];
    }
    this.#chunk = 0;
    this.#used = 0;
  }

  floats(length: number): Float64Array {
    const at = this.#take(length * Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(this.#chunks[this.#chunk], at, length).fill(0);
  }

  ints(length: number): Int32Array {
    const at = this.#take(length * Int32Array.BYTES_PER_ELEMENT);
    return new Int32Array(this.#chunks[this.#chunk], at, length).fill(0);
  }

  bytes(length: number): Int8Array {
    const at = this.#take(length);
    return new Int8Array(this.#chunks[this.#chunk], at, length).fill(0);
  }

  /** Where so many bytes begin in the chunk at hand. */
  #take(bytes: number): number {
    const room = Math.ceil(bytes / ALIGNED) * ALIGNED;
    while (this.#chunk < this.#chunks.length && this.#used + room > this.#chunks[this.#chunk].byteLength) {
      this.#chunk++;
      this.#used = 0;
    }
    if (this.#chunk === this.#chunks.length) this.#chunks.push(new ArrayBuffer(Math.max(LEAST_CHUNK, room)));
    const at = this.#used;
    this.#used += room;
    return at;
  }
}
