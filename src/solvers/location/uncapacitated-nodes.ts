import type { LocationInstance } from "../../kernels/location/instance.ts";
import { NodeHeap } from "./node-heap.ts";
import type { Proof } from "./proof.ts";

/** Prices in as little room as holds them. */
export type Prices = Float64Array | Float32Array;

/** What is known of a node by prices. */
export interface Bounded {
  /** In steps, by the prices that prove it. */
  readonly bound: number;
  readonly proving: Prices;
  /** Where climbing goes on from. */
  readonly prices: Prices;
}

/** What a node leaves to its children: averages, and what it left free, 0, opened, 1, and closed, -1. */
export interface Inherited {
  readonly direction: Float32Array;
  readonly average: Float32Array;
  readonly states: Int8Array;
}

/** A site decided: way 0 closes it, way 1 opens it. On average it was `off` open. */
export interface Way {
  readonly site: number;
  readonly way: 0 | 1;
  readonly off: number;
}

/** A part of the tree that is still open, as its parent left it; the way is still to be taken. Siblings share arrays. */
export interface OpenNode extends Bounded, Inherited, Way {
  readonly id: number;
  readonly parentBound: number;
}

/** Open nodes are kept while they take no more numbers than this, some 120 MB. */
const MOST_NUMBERS = 3e7;

export function mostOpenNodes({ siteCount, customerCount }: LocationInstance): number {
  return Math.ceil(MOST_NUMBERS / (4 * customerCount + 2 * siteCount));
}

/**
 * The open nodes of a tree: the one of least bound comes first while there are fewer than `most`. Then what is below it is
 * searched depth first, before the next.
 */
export class OpenNodes {
  readonly #heap = new NodeHeap<OpenNode>();
  #heapCount = 0;
  readonly #stack: OpenNode[] = [];
  /** The node that all on the stack are below. */
  #diving: OpenNode | undefined;
  #last: OpenNode | undefined;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  next(): OpenNode | undefined {
    this.#last = this.#stack.pop();
    if (this.#last !== undefined) return this.#last;
    this.#diving = undefined;
    this.#last = this.#heap.pop();
    if (this.#last !== undefined) this.#heapCount--;
    return this.#last;
  }

  /** The least bound of all nodes that are open while `node`, which came last, is worked at. */
  leastWith(node: OpenNode): number {
    return this.#diving?.bound ?? node.bound;
  }

  /** Takes up the children of the node that came last. */
  push(below: OpenNode, above: OpenNode): void {
    if (this.#diving === undefined && this.#heapCount >= this.#most) this.#diving = this.#last;
    if (this.#diving !== undefined) {
      this.#stack.push(above, below);
      return;
    }
    this.#heap.push(above);
    this.#heap.push(below);
    this.#heapCount += 2;
  }

  /** Writes down evidence for all that is open; gives the bound that holds for it. */
  prove(proof: Proof): number {
    let threshold = Number.POSITIVE_INFINITY;
    const bounding = (id: number, { bound, proving }: OpenNode): void => {
      threshold = Math.min(threshold, bound);
      proof.addEvidence(id, { prices: proving, aggregatePrice: 0 });
    };
    // What was searched depth first is bounded where that began.
    if (this.#diving !== undefined && this.#stack.length > 0) {
      proof.unsplit(this.#diving.id);
      bounding(this.#diving.id, this.#diving);
    }
    const alone = new Map<Prices, OpenNode>();
    for (let node = this.#heap.pop(); node !== undefined; node = this.#heap.pop()) {
      if (!alone.delete(node.proving)) {
        alone.set(node.proving, node);
        continue;
      }
      // Both children go by the prices of the node that they were split from: there one piece of evidence does for two.
      const parent = proof.parentOf(node.id);
      proof.unsplit(parent);
      bounding(parent, node);
    }
    for (const node of alone.values()) bounding(node.id, node);
    return threshold;
  }
}
