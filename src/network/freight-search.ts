import { arcsInto, pathsFromTree, writeTree } from "../kernels/paths-from-tree.ts";
import { type PathState, searchPaths, startPaths } from "../kernels/shortest-paths.ts";
import type { Indexed } from "./indexed.ts";
import type { Room } from "./prices.ts";

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
 * Nearest areas by freight, for one class: from each area the cheapest to reach, itself first.
 *
 * Shapes: area a's are area[start[a]] .. area[start[a + 1] - 1], cheapest first; start has length A + 1.
 * Units:  MJ per tonne, terminals and prices of room included.
 */
export interface NearestFreight {
  readonly start: Int32Array;
  readonly area: Int32Array;
  readonly energy: Float64Array;
}

/** One class's areas and nodes as one graph, in which loading and unloading are arcs too. */
interface ClassGraph {
  readonly start: Int32Array;
  readonly head: Int32Array;
  readonly cost: Float64Array;
  /** Entry by entry the arc, or -1 - n where node n's terminal loads or unloads. */
  readonly arc: Int32Array;
  /** Entry by entry the cost without prices of room. */
  readonly bare: Float64Array;
}

/**
 * Cheapest ways over areas and nodes (area, mode): goods are loaded where a journey or a mode begins and unloaded where
 * it ends.
 *
 * Complexity: O((E + A + N) log(A + N)) for each starting area, or what the nearest areas take; memory O(A + N + E) for
 *             each class, taken once.
 */
export class FreightSearch {
  readonly #indexed: Indexed;
  readonly #stateCount: number;
  /** Arcs by tail, compressed. */
  readonly #arcStart: Int32Array;
  readonly #arcOf: Int32Array;
  /** By which modes the class may travel. */
  readonly #graphs = new Map<string, ClassGraph>();
  readonly #paths: PathState;

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
    this.#paths = startPaths(this.#stateCount);
  }

  /** Cheapest freight of a good's class between every two areas, MJ per tonne, A * A. */
  table(good: number, room?: Room, into?: Float64Array): Float64Array {
    const areaCount = this.#indexed.areas.length;
    const table = into ?? new Float64Array(areaCount * areaCount);
    const graph = this.#graph(good, room);
    const paths = this.#paths;
    for (let from = 0; from < areaCount; from++) {
      searchPaths(paths, graph, from, areaCount, areaCount);
      for (let to = 0; to < areaCount; to++) table[from * areaCount + to] = paths.distance[to];
    }
    return table;
  }

  /** How many entries the ways of a class have: from each area to each state. */
  get wayCount(): number {
    return this.#indexed.areas.length * this.#stateCount;
  }

  /** A table without prices of room; the cheapest ways themselves are written where they can be told by bytes. */
  tableAndWays(good: number, ways: Int8Array): { readonly table: Float64Array; readonly areWritten: boolean } {
    const graph = this.#graph(good, undefined);
    const into = arcsInto(graph);
    const table = this.#eachArea((from) => {
      searchPaths(this.#paths, graph, from, this.#indexed.areas.length, this.#indexed.areas.length);
      if (into !== undefined) writeTree(this.#paths, into, ways, from * this.#stateCount);
    });
    return { table, areWritten: into !== undefined };
  }

  /** The same table from ways that were found with other energies, which become those of this one. */
  tableFromWays(good: number, ways: Int8Array): Float64Array {
    const graph = this.#graph(good, undefined);
    const into = arcsInto(graph)!;
    return this.#eachArea((from) => {
      pathsFromTree(this.#paths, graph, into, from, ways, from * this.#stateCount);
      writeTree(this.#paths, into, ways, from * this.#stateCount);
    });
  }

  #eachArea(search: (from: number) => void): Float64Array {
    const areaCount = this.#indexed.areas.length;
    const table = new Float64Array(areaCount * areaCount);
    for (let from = 0; from < areaCount; from++) {
      search(from);
      table.set(this.#paths.distance.subarray(0, areaCount), from * areaCount);
    }
    return table;
  }

  /** Cheapest freight of a good's class from every area to the `count` areas nearest to it, itself among them. */
  nearest(good: number, count: number, room?: Room): NearestFreight {
    const areaCount = this.#indexed.areas.length;
    const most = Math.min(count, areaCount);
    const start = new Int32Array(areaCount + 1);
    const area = new Int32Array(areaCount * most);
    const energy = new Float64Array(areaCount * most);
    const graph = this.#graph(good, room);
    const paths = this.#paths;
    let size = 0;
    for (let from = 0; from < areaCount; from++) {
      searchPaths(paths, graph, from, areaCount, most);
      for (let i = 0; i < paths.settled; i++) {
        const state = paths.order[i];
        if (state >= areaCount) continue;
        area[size] = state;
        energy[size++] = paths.distance[state];
      }
      start[from + 1] = size;
    }
    return { start, area: area.slice(0, size), energy: energy.slice(0, size) };
  }

  /**
   * The cheapest ways of a good's class, one starting area at a time, to the areas named: what each gives holds until the
   * next is asked for.
   *
   * Shapes: states as in `FreightTrees`; both functions give -1 where its arrays have it.
   */
  waysOf(
    good: number,
    room?: Room,
  ): (from: number, to: readonly number[]) => { before(state: number): number; arc(state: number): number } {
    const areaCount = this.#indexed.areas.length;
    const graph = this.#graph(good, room);
    const paths = this.#paths;
    const before = (state: number): number => paths.before[state];
    const arc = (state: number): number => Math.max(-1, graph.arc[paths.entry[state]] ?? -1);
    const wanted = new Int8Array(areaCount);
    return (from, to) => {
      let count = 0;
      for (const area of to) {
        if (wanted[area] === 0) count++;
        wanted[area] = 1;
      }
      searchPaths(paths, graph, from, areaCount, count, wanted);
      for (const area of to) wanted[area] = 0;
      return { before, arc };
    };
  }

  /** The same as a table with the trees that tell which arcs a way takes. */
  trees(good: number, room?: Room, into?: FreightTrees): FreightTrees {
    const areaCount = this.#indexed.areas.length;
    const trees = into ?? this.emptyTrees();
    const graph = this.#graph(good, room);
    const paths = this.#paths;
    for (let from = 0; from < areaCount; from++) {
      searchPaths(paths, graph, from, areaCount, Number.POSITIVE_INFINITY);
      const row = from * this.#stateCount;
      trees.energy.set(paths.distance, row);
      trees.before.set(paths.before, row);
      for (let state = 0; state < this.#stateCount; state++) {
        const entry = paths.entry[state];
        trees.arc[row + state] = entry < 0 || graph.arc[entry] < 0 ? -1 : graph.arc[entry];
        trees.order[row + state] = state < paths.settled ? paths.order[state] : -1;
      }
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

  /** The graph of a good's class at these prices of room. */
  #graph(good: number, room: Room | undefined): ClassGraph {
    const modeCount = this.#indexed.modes.length;
    const key = this.#indexed.travels.subarray(good * modeCount, (good + 1) * modeCount).join("");
    const graph = this.#graphs.get(key) ?? this.#newGraph(good);
    this.#graphs.set(key, graph);
    const { cost, bare, arc } = graph;
    for (let entry = 0; entry < cost.length; entry++) {
      if (room === undefined) cost[entry] = bare[entry];
      else cost[entry] = bare[entry] + (arc[entry] < 0 ? room.terminal[-1 - arc[entry]] : room.link[arc[entry]]);
    }
    return graph;
  }

  #newGraph(good: number): ClassGraph {
    const { areas, modes, nodeArea, nodeMode, nodeOf, terminal, travels, arcHead, arcEnergy } = this.#indexed;
    const areaCount = areas.length;
    const modeCount = modes.length;
    const most = 2 * nodeArea.length + arcHead.length;
    const start = new Int32Array(this.#stateCount + 1);
    const head = new Int32Array(most);
    const arc = new Int32Array(most);
    const bare = new Float64Array(most);
    let size = 0;
    const enter = (to: number, by: number, energy: number): void => {
      head[size] = to;
      arc[size] = by;
      bare[size++] = energy;
    };
    for (let state = 0; state < this.#stateCount; state++) {
      if (state < areaCount) {
        for (let mode = 0; mode < modeCount; mode++) {
          const node = nodeOf[state * modeCount + mode];
          if (node >= 0 && travels[good * modeCount + mode]) enter(areaCount + node, -1 - node, terminal[mode]);
        }
      } else {
        const node = state - areaCount;
        // Nodes that the class may not use are never reached; leaving them empty keeps the graph small.
        if (travels[good * modeCount + nodeMode[node]]) {
          enter(nodeArea[node], -1 - node, terminal[nodeMode[node]]);
          for (let entry = this.#arcStart[node]; entry < this.#arcStart[node + 1]; entry++) {
            const by = this.#arcOf[entry];
            enter(areaCount + arcHead[by], by, arcEnergy[by]);
          }
        }
      }
      start[state + 1] = size;
    }
    return {
      start,
      head: head.slice(0, size),
      cost: new Float64Array(size),
      arc: arc.slice(0, size),
      bare: bare.slice(0, size),
    };
  }
}
