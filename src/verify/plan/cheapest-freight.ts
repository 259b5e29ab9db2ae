import type { Exact } from "../../base/exact.ts";
import { CheapestWays } from "./cheapest-ways.ts";

/** Freight beyond this many steps is counted as this many, which is less than it is: the bound stays valid. */
export const FARTHEST = 2 ** 51;

/** Tables of more entries than this together are found anew, so that plans do not hold hundreds of megabytes. */
const MOST_ENTRIES = 8e6;
/** Ways of a table are kept beside it, while they have no more entries than this. */
const MOST_WAYS = 2e6;

/** One way of one link; energy with the price of room, MJ/t. */
export interface Way {
  readonly mode: string;
  readonly tail: number;
  readonly head: number;
  readonly energy: Exact;
}

/** Arcs by tail, those of node v are start[v] .. start[v + 1] - 1; costs are whole steps. The areas are the first nodes. */
interface Graph {
  /** As a text: other modes may have links between the same areas. */
  readonly modes: string;
  readonly areaCount: number;
  readonly start: Int32Array;
  readonly heads: Int32Array;
  readonly costs: Float64Array;
}

interface Table {
  readonly graph: Graph;
  readonly freight: Float64Array;
  /** From each area the arc by which each node is reached; absent where they are many. */
  readonly ways?: Int32Array;
}

const KEPT = new WeakMap<object, readonly Table[]>();

/**
 * Cheapest freight between all areas, and what was found of it before. What was found for a continent is kept with it;
 * it is used again only where the graph is the same, arc by arc to the last step. Where its arcs are the same and their costs
 * are not, the search begins with the ways that were cheapest by the same modes. Either way nothing rests on where it is from.
 */
export class CheapestFreight {
  readonly #kept: readonly Table[];
  readonly #found: Table[] = [];

  constructor(continent: object) {
    this.#kept = KEPT.get(continent) ?? [];
  }

  /** Steps from each area to each, tail-major, for a good that these modes carry. */
  between(...network: Parameters<typeof graphOf>): Float64Array {
    const graph = graphOf(...network);
    const isSame = (table: Table): boolean => isSameGraph(table.graph, graph);
    const known = this.#found.find(isSame);
    if (known !== undefined) return known.freight;
    const isAlike = (table: Table): boolean =>
      table.ways !== undefined && table.graph.modes === graph.modes && hasSameArcs(table.graph, graph);
    const alike = (): Table | undefined => this.#found.find(isAlike) ?? this.#kept.find(isAlike);
    const table = this.#kept.find(isSame) ?? tableOf(graph, alike()?.ways);
    this.#found.push(table);
    return table.freight;
  }

  /** Keeps what was asked for, in place of what a continent had, unless it is too much. */
  keep(continent: object): void {
    const entries = this.#found.reduce((sum, { freight }) => sum + freight.length, 0);
    if (entries <= MOST_ENTRIES) KEPT.set(continent, this.#found);
  }
}

/** Has one owner keep what was found for another: a plan what its continent has, a changed continent what a plan has. */
export function shareCheapestFreight(from: object, to: object): void {
  const kept = KEPT.get(from);
  if (kept !== undefined && !KEPT.has(to)) KEPT.set(to, kept);
}

function isSameGraph(one: Graph, other: Graph): boolean {
  return hasSameArcs(one, other) && isSameList(one.costs, other.costs);
}

function hasSameArcs(one: Graph, other: Graph): boolean {
  return one.areaCount === other.areaCount && isSameList(one.start, other.start) && isSameList(one.heads, other.heads);
}

function isSameList(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** @param former ways of a graph with the same arcs. */
function tableOf(graph: Graph, former: Int32Array | undefined): Table {
  const { areaCount, start, heads, costs } = graph;
  const nodeCount = start.length - 1;
  const freight = new Float64Array(areaCount * areaCount);
  const ways = areaCount * nodeCount <= MOST_WAYS ? new Int32Array(areaCount * nodeCount) : undefined;
  const found = new CheapestWays(start, heads, costs, FARTHEST);
  for (let source = 0; source < areaCount; source++) {
    const first = source * nodeCount;
    if (former === undefined) found.from(source);
    else found.fromWays(source, former.subarray(first, first + nodeCount));
    freight.set(found.cost.subarray(0, areaCount), source * areaCount);
    ways?.set(found.into, first);
  }
  return { graph, freight, ...(ways && { ways }) };
}

/**
 * The nodes (area) and (area, mode): loading and unloading are arcs between (area) and (area, mode), the ways of links are
 * arcs between (area, mode) nodes of one mode.
 *
 * Shapes: area a is node a; the (area, mode) nodes follow.
 */
function graphOf(
  areas: readonly string[],
  carriers: readonly string[],
  ways: readonly Way[],
  handling: (area: string, mode: string) => Exact,
  inSteps: (energy: Exact) => number,
): Graph {
  const areaCount = areas.length;
  const carrierAt = new Map(carriers.map((mode, m) => [mode, m]));
  const arcs: { readonly tail: number; readonly head: number; readonly cost: number }[] = [];
  const nodes = new Map<number, number>();
  const nodeOf = (area: number, mode: string): number => {
    const place = area * carriers.length + carrierAt.get(mode)!;
    const known = nodes.get(place);
    if (known !== undefined) return known;
    const node = areaCount + nodes.size;
    nodes.set(place, node);
    const cost = inSteps(handling(areas[area], mode));
    arcs.push({ tail: area, head: node, cost }, { tail: node, head: area, cost });
    return node;
  };
  for (const { mode, tail, head, energy } of ways) {
    if (!carrierAt.has(mode)) continue;
    arcs.push({ tail: nodeOf(tail, mode), head: nodeOf(head, mode), cost: inSteps(energy) });
  }
  const nodeCount = areaCount + nodes.size;
  const start = new Int32Array(nodeCount + 1);
  for (const { tail } of arcs) start[tail + 1] += 1;
  for (let node = 0; node < nodeCount; node++) start[node + 1] += start[node];
  const next = start.slice();
  const heads = new Int32Array(arcs.length);
  const costs = new Float64Array(arcs.length);
  for (const { tail, head, cost } of arcs) {
    heads[next[tail]] = head;
    costs[next[tail]++] = cost;
  }
  return { modes: JSON.stringify(carriers), areaCount, start, heads, costs };
}
