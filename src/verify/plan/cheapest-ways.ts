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
  /** Nodes: the arc by which each was reached; -1 at the source and where no way leads. */
  readonly into: Int32Array;
  readonly #tails: Int32Array;
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
  /** Nodes on the way back to one whose cost is known. */
  readonly #path: Int32Array;

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
    this.into = new Int32Array(nodeCount);
    this.#tails = new Int32Array(heads.length);
    for (let node = 0; node < nodeCount; node++) this.#tails.fill(node, start[node], start[node + 1]);
    this.#path = new Int32Array(nodeCount);
    this.#first = new Int32Array(slots).fill(-1);
    this.#last = new Int32Array(slots).fill(-1);
    this.#slot = new Int32Array(nodeCount).fill(-1);
    this.#before = new Int32Array(nodeCount);
    this.#after = new Int32Array(nodeCount);
  }

  /** Finds the least cost of every node from a source. */
  from(source: number): void {
    this.cost.fill(Number.POSITIVE_INFINITY);
    this.into.fill(-1);
    this.cost[source] = 0;
    this.#wait(source, 0);
    this.#settle(1);
  }

  /**
   * The same from ways that were found on the same arcs at other costs: each node begins with what its way costs now, and
   * then all are looked at, until no arc makes any cheaper.
   *
   * @param former as `into` was then.
   */
  fromWays(source: number, former: Int32Array): void {
    const { cost, into } = this;
    cost.fill(Number.POSITIVE_INFINITY);
    into.set(former);
    cost[source] = 0;
    for (let node = 0; node < cost.length; node++) this.#costAlong(node);
    let waiting = 0;
    for (let node = 0; node < cost.length; node++) {
      if (cost[node] < Number.POSITIVE_INFINITY) waiting += this.#relax(node);
    }
    this.#settle(waiting);
  }

  /** What it costs to come to a node, and to all before it, by the ways at hand. */
  #costAlong(node: number): void {
    const { cost, into } = this;
    let length = 0;
    for (let at = node; cost[at] === Number.POSITIVE_INFINITY && into[at] >= 0; at = this.#tails[into[at]])
      this.#path[length++] = at;
    for (let k = length - 1; k >= 0; k--) {
      const arc = into[this.#path[k]];
      cost[this.#path[k]] = Math.min(cost[this.#tails[arc]] + this.#costs[arc], this.#farthest);
    }
  }

  /** Looks at nodes that wait, so many of them, until none does. */
  #settle(waiting: number): void {
    const first = this.#first;
    for (let at = 0; waiting > 0; ) {
      const node = first[at];
      if (node < 0) {
        at = at + 1 === first.length ? 0 : at + 1;
        continue;
      }
      this.#leave(node);
      waiting += this.#relax(node) - 1;
    }
  }

  /** Goes along all arcs of a node; gives how many more nodes wait now. */
  #relax(node: number): number {
    const { cost, into } = this;
    const heads = this.#heads;
    const costs = this.#costs;
    const here = cost[node];
    const end = this.#start[node + 1];
    let more = 0;
    for (let arc = this.#start[node]; arc < end; arc++) {
      const head = heads[arc];
      const reached = Math.min(here + costs[arc], this.#farthest);
      if (reached >= cost[head]) continue;
      if (this.#slot[head] >= 0) this.#leave(head);
      else more++;
      cost[head] = reached;
      into[head] = arc;
      this.#wait(head, Math.floor(reached / this.#width) % this.#first.length);
    }
    return more;
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
