import type { CoupledInstance } from "../../kernels/coupled/instance.ts";

/** What is wanted may be rounded by this part of it. */
const ROUNDED = 1e-9;

/** What the works that are open can make of each good, beside what is wanted of it at least. */
export class GoodsRoom {
  readonly #instance: CoupledInstance;
  /** Goods, units. */
  readonly #wanted: Float64Array;
  readonly #room: Float64Array;

  constructor(instance: CoupledInstance, wanted: Float64Array) {
    this.#instance = instance;
    this.#wanted = wanted;
    this.#room = new Float64Array(instance.goodCount);
  }

  /** Nothing is open. */
  clear(): void {
    this.#room.fill(0);
  }

  /** Counts a works that opens, with sign 1, or closes, with -1. */
  add(works: number, sign: number): void {
    this.#room[this.goodOf(works)] += sign * this.#capacityOf(works);
  }

  goodOf(works: number): number {
    return Math.floor(this.#instance.sizeCell[this.#instance.worksSize[works]] / this.#instance.placeCount);
  }

  /** Whether what stays open after a change can make what is wanted. */
  suffices(closes: readonly number[], opens: readonly number[]): boolean {
    for (const i of closes) {
      const good = this.goodOf(i);
      let room = this.#room[good];
      for (const other of opens) if (this.goodOf(other) === good) room += this.#capacityOf(other);
      for (const other of closes) if (this.goodOf(other) === good) room -= this.#capacityOf(other);
      if (room < this.#wanted[good] * (1 - ROUNDED)) return false;
    }
    return true;
  }

  /** The same for one works in place of another of its good. */
  sufficesInPlace(closes: number, opens: number): boolean {
    const good = this.goodOf(closes);
    const room = this.#room[good] + this.#capacityOf(opens) - this.#capacityOf(closes);
    return room >= this.#wanted[good] * (1 - ROUNDED);
  }

  #capacityOf(works: number): number {
    return this.#instance.sizeCapacity[this.#instance.worksSize[works]];
  }
}
