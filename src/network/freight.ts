import type { Indexed } from "./indexed.ts";
import type { Room } from "./prices.ts";

/**
 * Cheapest freight between areas, by freight class.
 *
 * Goods that may travel by the same modes share a class, whatever they weigh: energies are per tonne.
 * Shapes: energy[c] is A * A, from-major; Infinity where the class cannot get from one area to the other.
 * Units:  MJ per tonne, terminals and prices of room included; 0 from an area to itself.
 */
export interface Freight {
  /** G, the freight class of each good. */
  readonly classOf: Int32Array;
  readonly energy: readonly Float64Array[];
  /** G, MJ per unit of the good, A * A; goods of one class and one weight share a table. */
  readonly perUnit: readonly Float64Array[];
}

/**
 * Shortest-path trees of one freight class, one per area it starts from.
 *
 * States: 0 .. A - 1 are areas, A + n is node n (area, mode). Rows are per starting area.
 */
export interface FreightTrees {
  /** A * (A + N), MJ per tonne from the area to the state. */
  readonly energy: Float64Array;
  /** A * (A + N), the state before on the cheapest way, or -1. */
  readonly before: Int32Array;
  /** A * (A + N), the arc taken to the state, or -1 where it was a terminal or the start. */
  readonly arc: Int32Array;
  /** A * (A + N), states in the order they were settled; unreached ones are -1 at the end. */
  readonly order: Int32Array;
}

/** The freight class of each good (goods with equal modes share one) and a good that stands for each class. */
export function freightClasses(indexed: Indexed): { classOf: Int32Array; example: number[] } {
  const modeCount = indexed.modes.length;
  const known = new Map<string, number>();
  const example: number[] = [];
  const classOf = Int32Array.from(indexed.goods, (_, g) => {
    const key = indexed.travels.subarray(g * modeCount, (g + 1) * modeCount).join("");
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, example.length);
    return example.push(g) - 1;
  });
  return { classOf, example };
}

/**
 * Cheapest freight of every class between every two areas.
 *
 * @param room prices of room, MJ per tonne; absent: none.
 */
export function freightOf(indexed: Indexed, room?: Room): Freight {
  const { classOf, example } = freightClasses(indexed);
  const search = new FreightSearch(indexed);
  const energy = example.map((good) => search.table(good, room));
  return { classOf, energy, perUnit: perUnitTables(indexed, classOf, energy) };
}

/** The tables per tonne, weighed by each good's unit. What weighs nothing travels for nothing where it can travel. */
export function perUnitTables(indexed: Indexed, classOf: Int32Array, energy: readonly Float64Array[]): Float64Array[] {
  const known = new Map<string, Float64Array>();
  return Array.from(indexed.tonnesPerUnit, (tonnes, g) => {
    if (tonnes === 1) return energy[classOf[g]];
    const key = `${classOf[g]} ${tonnes}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const table = energy[classOf[g]].map((value) => (value < Number.POSITIVE_INFINITY ? value * tonnes : value));
    known.set(key, table);
    return table;
  });
}

/** Arcs of the cheapest way from one area to another, in order; undefined where there is none. */
export function arcsOnPath(indexed: Indexed, trees: FreightTrees, from: number, to: number): number[] | undefined {
  const row = from * (indexed.areas.length + indexed.nodeArea.length);
  if (trees.energy[row + to] === Number.POSITIVE_INFINITY) return undefined;
  const arcs: number[] = [];
  for (let state = to; state >= 0; state = trees.before[row + state]) {
    if (trees.arc[row + state] >= 0) arcs.push(trees.arc[row + state]);
  }
  return arcs.reverse();
}

/**
 * Dijkstra's algorithm over areas and nodes (area, mode): goods are loaded where a journey or a mode begins
 * and unloaded where it ends.
 *
 * Complexity: O((E + A + N) log(A + N)) for each starting area; memory O(A + N + E), taken once.
 * Source: Dijkstra, A note on two problems in connexion with graphs (1959), with a binary heap of (energy, state)
 *         pairs in which outdated entries are passed over; ties go to the lowest state.
 */
export class FreightSearch {
  readonly #indexed: Indexed;
  readonly #stateCount: number;
  /** Arcs by tail, compressed. */
  readonly #arcStart: Int32Array;
  readonly #arcOf: Int32Array;
  readonly #energy: Float64Array;
  readonly #settled: Int8Array;
  readonly #heapKey: Float64Array;
  readonly #heapState: Int32Array;
  #heapSize = 0;

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
    const nodeCount = indexed.nodeArea.length;
    this.#stateCount = indexed.areas.length + nodeCount;
    this.#arcStart = new Int32Array(nodeCount + 1);
    for (const tail of indexed.arcTail) this.#arcStart[tail + 1]++;
    for (let n = 0; n < nodeCount; n++) this.#arcStart[n + 1] += this.#arcStart[n];
    const next = this.#arcStart.slice();
    this.#arcOf = new Int32Array(indexed.arcTail.length);
    for (let arc = 0; arc < indexed.arcTail.length; arc++) this.#arcOf[next[indexed.arcTail[arc]]++] = arc;
    this.#energy = new Float64Array(this.#stateCount);
    this.#settled = new Int8Array(this.#stateCount);
    const most = indexed.arcTail.length + 2 * nodeCount + 1;
    this.#heapKey = new Float64Array(most);
    this.#heapState = new Int32Array(most);
  }

  /** Cheapest freight of a good's class between every two areas, MJ per tonne, A * A. */
  table(good: number, room?: Room, into?: Float64Array): Float64Array {
    const areaCount = this.#indexed.areas.length;
    const table = into ?? new Float64Array(areaCount * areaCount);
    for (let from = 0; from < areaCount; from++) {
      this.#search(from, good, room, undefined);
      for (let to = 0; to < areaCount; to++) table[from * areaCount + to] = this.#energy[to];
    }
    return table;
  }

  /** The same with the trees that tell which arcs a way takes. */
  trees(good: number, room?: Room, into?: FreightTrees): FreightTrees {
    const areaCount = this.#indexed.areas.length;
    const trees = into ?? this.emptyTrees();
    for (let from = 0; from < areaCount; from++) {
      this.#search(from, good, room, trees);
      trees.energy.set(this.#energy, from * this.#stateCount);
    }
    return trees;
  }

  emptyTrees(): FreightTrees {
    const size = this.#indexed.areas.length * this.#stateCount;
    return {
      energy: new Float64Array(size),
      before: new Int32Array(size),
      arc: new Int32Array(size),
      order: new Int32Array(size),
    };
  }

  #search(from: number, good: number, room: Room | undefined, trees: FreightTrees | undefined): void {
    const { areas, modes, nodeArea, nodeMode, nodeOf, terminal, travels, arcHead, arcEnergy } = this.#indexed;
    const areaCount = areas.length;
    const modeCount = modes.length;
    const row = from * this.#stateCount;
    let settledCount = 0;
    this.#energy.fill(Number.POSITIVE_INFINITY);
    this.#settled.fill(0);
    this.#heapSize = 0;
    if (trees !== undefined) {
      trees.before.fill(-1, row, row + this.#stateCount);
      trees.arc.fill(-1, row, row + this.#stateCount);
      trees.order.fill(-1, row, row + this.#stateCount);
    }
    this.#energy[from] = 0;
    this.#push(0, from);
    while (this.#heapSize > 0) {
      const state = this.#pop();
      if (this.#settled[state]) continue;
      this.#settled[state] = 1;
      if (trees !== undefined) trees.order[row + settledCount++] = state;
      const energy = this.#energy[state];
      if (state < areaCount) {
        for (let mode = 0; mode < modeCount; mode++) {
          const node = nodeOf[state * modeCount + mode];
          if (node >= 0 && travels[good * modeCount + mode]) {
            const step = room === undefined ? terminal[mode] : terminal[mode] + room.terminal[node];
            this.#reach(areaCount + node, energy + step, state, -1, row, trees);
          }
        }
      } else {
        const node = state - areaCount;
        const unloading =
          room === undefined ? terminal[nodeMode[node]] : terminal[nodeMode[node]] + room.terminal[node];
        this.#reach(nodeArea[node], energy + unloading, state, -1, row, trees);
        for (let entry = this.#arcStart[node]; entry < this.#arcStart[node + 1]; entry++) {
          const arc = this.#arcOf[entry];
          const step = room === undefined ? arcEnergy[arc] : arcEnergy[arc] + room.link[arc];
          this.#reach(areaCount + arcHead[arc], energy + step, state, arc, row, trees);
        }
      }
    }
  }

  #reach(
    state: number,
    energy: number,
    before: number,
    arc: number,
    row: number,
    trees: FreightTrees | undefined,
  ): void {
    if (energy >= this.#energy[state]) return;
    this.#energy[state] = energy;
    if (trees !== undefined) {
      trees.before[row + state] = before;
      trees.arc[row + state] = arc;
    }
    this.#push(energy, state);
  }

  #push(key: number, state: number): void {
    let hole = this.#heapSize++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentKey = this.#heapKey[parent];
      if (parentKey < key || (parentKey === key && this.#heapState[parent] <= state)) break;
      this.#heapKey[hole] = parentKey;
      this.#heapState[hole] = this.#heapState[parent];
      hole = parent;
    }
    this.#heapKey[hole] = key;
    this.#heapState[hole] = state;
  }

  #pop(): number {
    const top = this.#heapState[0];
    const size = --this.#heapSize;
    const key = this.#heapKey[size];
    const state = this.#heapState[size];
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#before(child + 1, child)) child++;
      const childKey = this.#heapKey[child];
      if (key < childKey || (key === childKey && state <= this.#heapState[child])) break;
      this.#heapKey[hole] = childKey;
      this.#heapState[hole] = this.#heapState[child];
      hole = child;
    }
    this.#heapKey[hole] = key;
    this.#heapState[hole] = state;
    return top;
  }

  #before(a: number, b: number): boolean {
    const difference = this.#heapKey[a] - this.#heapKey[b];
    return difference < 0 || (difference === 0 && this.#heapState[a] < this.#heapState[b]);
  }
}
