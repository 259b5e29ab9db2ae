import type { DesignInstance } from "./instance.ts";

/** Amounts below this part of the largest demand are rounding, and count as none. */
const DUST = 1e-9;

/** What a unit that finds no room costs, as a multiple of the dearest way a unit could take. */
const NO_ROOM = 10;

/**
 * Commodities routed over a network of which arcs open as they are used: what each sends over each arc, what the arcs
 * carry, and moves that take one commodity off and send it anew.
 *
 * A commodity is sent along cheapest paths among arcs with room, one after another until all of it is on its way; an arc
 * that carries nothing yet costs its opening besides, spread over what is left to send.
 *
 * Shapes: flow commodity * m + arc; load m.
 * Complexity: a path takes O(m log m), as Dijkstra's algorithm with a heap does. Memory: O(m k), taken once.
 */
export class Routes {
  readonly flow: Float64Array;
  readonly load: Float64Array;
  /** Per commodity, what found no room. */
  readonly unsent: Float64Array;
  /** m, 1 for arcs that must not be used. */
  readonly banned: Int8Array;
  /** m: what an arc that carries nothing costs to open, times this; 1 is the truth. */
  readonly bias: Float64Array;
  /** Arcs looked at so far. */
  visits = 0;
  readonly #instance: DesignInstance;
  readonly #dust: number;
  readonly #penalty: number;
  readonly #distance: Float64Array;
  readonly #by: Int32Array;
  readonly #settled: Int8Array;
  readonly #heapKey: Float64Array;
  readonly #heapNode: Int32Array;
  #heapSize = 0;
  /** The flows of the commodity that was held last. */
  readonly #heldArc: Int32Array;
  readonly #heldAmount: Float64Array;
  #heldCount = 0;
  #heldUnsent = 0;

  constructor(instance: DesignInstance) {
    this.#instance = instance;
    const { n, m, k, demand, cost, openCost } = instance;
    this.flow = new Float64Array(k * m);
    this.#heldArc = new Int32Array(m);
    this.#heldAmount = new Float64Array(m);
    this.load = new Float64Array(m);
    this.unsent = demand.slice();
    this.banned = new Int8Array(m);
    this.bias = new Float64Array(m).fill(1);
    let largest = 0;
    for (let c = 0; c < k; c++) largest = Math.max(largest, demand[c]);
    this.#dust = DUST * largest;
    let dearest = 0;
    let building = 0;
    for (let a = 0; a < m; a++) {
      dearest = Math.max(dearest, cost[a]);
      building += openCost[a];
    }
    this.#penalty = NO_ROOM * (dearest * n + building / Math.max(largest, Number.MIN_VALUE) + 1);
    this.#distance = new Float64Array(n);
    this.#by = new Int32Array(n);
    this.#settled = new Int8Array(n);
    this.#heapKey = new Float64Array(m + 1);
    this.#heapNode = new Int32Array(m + 1);
  }

  /** Cost of carrying and opening, and a penalty for what is not sent. */
  get cost(): number {
    const { m, k, cost, openCost } = this.#instance;
    let sum = 0;
    for (let a = 0; a < m; a++) if (this.load[a] > 0) sum += openCost[a] + cost[a] * this.load[a];
    for (let c = 0; c < k; c++) sum += this.unsent[c] * this.#penalty;
    return sum;
  }

  get isComplete(): boolean {
    for (let c = 0; c < this.unsent.length; c++) if (this.unsent[c] > 0) return false;
    return true;
  }

  copyFrom(other: Routes): void {
    this.flow.set(other.flow);
    this.load.set(other.load);
    this.unsent.set(other.unsent);
  }

  /** Keeps in mind how a commodity travels. */
  hold(commodity: number): void {
    const { m } = this.#instance;
    this.#heldCount = 0;
    this.#heldUnsent = this.unsent[commodity];
    for (let a = 0, cell = commodity * m; a < m; a++, cell++) {
      if (this.flow[cell] === 0) continue;
      this.#heldArc[this.#heldCount] = a;
      this.#heldAmount[this.#heldCount++] = this.flow[cell];
    }
  }

  /** Sends the commodity that was held last as it travelled then. */
  restore(commodity: number): void {
    const { m } = this.#instance;
    this.remove(commodity);
    for (let e = 0; e < this.#heldCount; e++) {
      const arc = this.#heldArc[e];
      this.flow[commodity * m + arc] = this.#heldAmount[e];
      this.load[arc] += this.#heldAmount[e];
    }
    this.unsent[commodity] = this.#heldUnsent;
  }

  /** Takes a commodity off the network. */
  remove(commodity: number): void {
    const { m, demand } = this.#instance;
    const { flow, load } = this;
    for (let a = 0, cell = commodity * m; a < m; a++, cell++) {
      if (flow[cell] === 0) continue;
      load[a] -= flow[cell];
      flow[cell] = 0;
      if (load[a] <= this.#dust) load[a] = this.#sumOf(a);
    }
    this.unsent[commodity] = demand[commodity];
    this.visits += m;
  }

  /** Sends what is not sent of a commodity, as far as there is room. */
  send(commodity: number): void {
    const { m, tail, capacity, origin, destination } = this.#instance;
    const { flow, load, unsent } = this;
    while (unsent[commodity] > 0) {
      if (!this.#findPath(commodity)) return;
      let room = unsent[commodity];
      for (let v = destination[commodity]; v !== origin[commodity]; v = tail[this.#by[v]]) {
        room = Math.min(room, capacity[this.#by[v]] - load[this.#by[v]]);
      }
      for (let v = destination[commodity]; v !== origin[commodity]; v = tail[this.#by[v]]) {
        const arc = this.#by[v];
        load[arc] += room;
        flow[commodity * m + arc] += room;
      }
      unsent[commodity] -= room;
      // Rounding may leave a trace that no way is worth looking for.
      if (unsent[commodity] <= this.#dust) unsent[commodity] = 0;
    }
  }

  /** The sum of an arc's flows, so that rounding does not add up; 0 where it carries nothing. */
  #sumOf(arc: number): number {
    const { m, k } = this.#instance;
    let sum = 0;
    for (let c = 0, cell = arc; c < k; c++, cell += m) sum += this.flow[cell];
    return sum;
  }

  #findPath(commodity: number): boolean {
    const { start, leaving, head, cost, capacity, openCost, origin, destination } = this.#instance;
    const { load, banned, bias } = this;
    const distance = this.#distance;
    const settled = this.#settled;
    const left = this.unsent[commodity];
    const target = destination[commodity];
    distance.fill(Number.POSITIVE_INFINITY);
    settled.fill(0);
    this.#heapSize = 0;
    distance[origin[commodity]] = 0;
    this.#push(0, origin[commodity]);
    while (this.#heapSize > 0) {
      const v = this.#pop();
      if (settled[v]) continue;
      if (v === target) return true;
      settled[v] = 1;
      this.visits += start[v + 1] - start[v];
      for (let e = start[v]; e < start[v + 1]; e++) {
        const arc = leaving[e];
        const room = capacity[arc] - load[arc];
        if (banned[arc] || room <= this.#dust) continue;
        const sent = Math.min(room, left);
        const opening = load[arc] > 0 ? 0 : (openCost[arc] * bias[arc]) / sent;
        const reached = distance[v] + cost[arc] + opening;
        if (reached >= distance[head[arc]]) continue;
        distance[head[arc]] = reached;
        this.#by[head[arc]] = arc;
        this.#push(reached, head[arc]);
      }
    }
    return false;
  }

  #push(key: number, node: number): void {
    const keys = this.#heapKey;
    const nodes = this.#heapNode;
    let hole = this.#heapSize++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (keys[parent] < key || (keys[parent] === key && nodes[parent] <= node)) break;
      keys[hole] = keys[parent];
      nodes[hole] = nodes[parent];
      hole = parent;
    }
    keys[hole] = key;
    nodes[hole] = node;
  }

  #pop(): number {
    const keys = this.#heapKey;
    const nodes = this.#heapNode;
    const top = nodes[0];
    const size = --this.#heapSize;
    const key = keys[size];
    const node = nodes[size];
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      const right = child + 1;
      if (right < size && (keys[right] < keys[child] || (keys[right] === keys[child] && nodes[right] < nodes[child])))
        child = right;
      if (key < keys[child] || (key === keys[child] && node <= nodes[child])) break;
      keys[hole] = keys[child];
      nodes[hole] = nodes[child];
      hole = child;
    }
    keys[hole] = key;
    nodes[hole] = node;
    return top;
  }
}
