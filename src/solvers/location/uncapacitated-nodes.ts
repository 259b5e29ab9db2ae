import type { LocationInstance } from "../../kernels/location/instance.ts";
import { NodeHeap } from "./node-heap.ts";
import type { UncapacitatedTree } from "./uncapacitated-tree.ts";

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

/** This part of them makes room for others. */
const PART_DONE_WITH = 0.25;

/**
 * The open nodes of a tree: the one of least bound comes first. When there are `most`, those of the greatest bounds, below which
 * little is left, are searched depth first, each to its end; then the least comes first again.
 */
export class OpenNodes {
  readonly #heap = new NodeHeap<OpenNode>();
  readonly #stack: OpenNode[] = [];
  #isDeep = false;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  next(): OpenNode | undefined {
    const node = this.#stack.pop();
    if (node !== undefined) return node;
    this.#isDeep = false;
    return this.#heap.pop();
  }

  /** The least bound of all nodes that are open while `node`, which came last, is worked at. */
  leastWith(node: OpenNode): number {
    return Math.min(node.bound, this.#heap.least()?.bound ?? Number.POSITIVE_INFINITY);
  }

  /** Takes up the children of the node that came last. */
  push(below: OpenNode, above: OpenNode): void {
    if (this.#isDeep) {
      this.#stack.push(above, below);
      return;
    }
    this.#heap.push(above);
    this.#heap.push(below);
    if (this.#heap.size < this.#most) return;
    this.#isDeep = true;
    for (const node of this.#heap.takeLast(Math.ceil(PART_DONE_WITH * this.#most))) this.#stack.push(node);
  }

  /** Closes all that is open by the prices that are known of it; gives the bound that holds for it. */
  close(tree: UncapacitatedTree): number {
    let threshold = Number.POSITIVE_INFINITY;
    for (let node = this.next(); node !== undefined; node = this.next()) {
      tree.close(node.id, node);
      threshold = Math.min(threshold, node.bound);
    }
    return threshold;
  }
}
