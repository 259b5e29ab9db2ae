/** Slots at most; more, and dear ways would take more time to pass over than to find. */
const MOST_SLOTS = 2 ** 16;

/**
 * Cheapest ways from one node of a graph to all others, again and again from different nodes.
 *
 * Nodes that wait are kept in slots by cost, each of the same width, and looked at slot by slot; one that becomes cheaper is
 * looked at again, as often as that happens. So whatever the width, in the end no arc makes any node cheaper: what is found
 * is the least. A width of about an arc's cost makes that happen seldom.
 *
 * Shapes: arcs by tail: those of node v are start[v] .. start[v + 1] - 1.
 * Units:  costs are whole numbers, none negative; what is found is `farthest` where it would be more.
 * Source: Dial, Algorithm 360 (1969); Meyer and Sanders, Delta-stepping (2003).
 */
export class CheapestWays {
  /** Nodes: the least cost from the last source; Infinity where no way leads. */
  readonly cost: Float64Array;
  readonly #start: Int32Array;
  readonly #heads: Int32Array;
  readonly #costs: Float64Array;
  readonly #farthest: number;
  readonly #width: number;
  /** Slots, in a ring: the first and the last node that waits in each, -1 where none does. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  /** Nodes that wait: their slot, and the nodes before and after; the slot is -1 for those that do not. */
  readonly #slot: Int32Array;
  readonly #before: Int32Array;
  readonly #after: Int32Array;

  constructor(start: Int32Array, heads: Int32Array, costs: Float64Array, farthest: number) {
    const nodeCount = start.length - 1;
    this.#start = start;
    this.#heads = heads;
    this.#costs = costs;
    this.#farthest = farthest;
    const sorted = costs.filter((each) => each > 0).sort();
    const dearest = Math.min(farthest, sorted[sorted.length - 1] ?? 1);
    this.#width = Math.max(1, sorted[sorted.length >> 1] ?? 1, dearest / MOST_SLOTS) / 2;
    const slots = Math.ceil(dearest / this.#width) + 2;
    this.cost = new Float64Array(nodeCount);
    this.#first = new Int32Array(slots).fill(-1);
    this.#last = new Int32Array(slots).fill(-1);
    this.#slot = new Int32Array(nodeCount).fill(-1);
    this.#before = new Int32Array(nodeCount);
    this.#after = new Int32Array(nodeCount);
  }

  /** Finds the least cost of every node from a source. */
  from(source: number): void {
    const { cost } = this;
    const [start, heads, costs, first, slots] = [
      this.#start,
      this.#heads,
      this.#costs,
      this.#first,
      this.#first.length,
    ];
    cost.fill(Number.POSITIVE_INFINITY);
    cost[source] = 0;
    this.#wait(source, 0);
    let waiting = 1;
    for (let at = 0; waiting > 0; ) {
      const node = first[at];
      if (node < 0) {
        at = at + 1 === slots ? 0 : at + 1;
        continue;
      }
      this.#leave(node);
      waiting--;
      const here = cost[node];
      for (let arc = start[node]; arc < start[node + 1]; arc++) {
        const head = heads[arc];
        const reached = Math.min(here + costs[arc], this.#farthest);
        if (reached >= cost[head]) continue;
        if (this.#slot[head] >= 0) this.#leave(head);
        else waiting++;
        cost[head] = reached;
        this.#wait(head, Math.floor(reached / this.#width) % slots);
      }
    }
  }

  #wait(node: number, slot: number): void {
    const last = this.#last[slot];
    this.#slot[node] = slot;
    this.#before[node] = last;
    this.#after[node] = -1;
    if (last < 0) this.#first[slot] = node;
    else this.#after[last] = node;
    this.#last[slot] = node;
  }

  #leave(node: number): void {
    const [slot, before, after] = [this.#slot[node], this.#before[node], this.#after[node]];
    if (before < 0) this.#first[slot] = after;
    else this.#after[before] = after;
    if (after < 0) this.#last[slot] = before;
    else this.#before[after] = before;
    this.#slot[node] = -1;
  }
}
