/**
 * Primal network simplex: the cheapest flow in whole numbers.
 *
 * Problem: minimise cost times flow; every node sends its supply (a node that may keep sends at most that);
 *          0 <= flow <= capacity. Lower bounds and unlimited arcs are the caller's to take away first.
 * Shapes:  n nodes, m arcs. Units: whole amounts and costs, see `Network`.
 * Gives:   a flow that is optimal when no artificial arc carries anything, and otherwise one that leaves as
 *          little as possible unmet; potentials with reduced cost = cost + potential[tail] - potential[head].
 * Memory:  O(n + m), taken in start and when arcs are added; step takes none but for renumbering's spares.
 * Source:  see `pivot-narrow.ts`.
 */
import type { FlowBasis } from "../problems/flow.ts";
import { firstPivots } from "./first-pivots.ts";
import { hangTree } from "./hang-tree.ts";
import { DOWN, layOut, MORE, type Network, OPTIMAL, RECORD, TREE_ARC, type TreeState, UP } from "./network-tree.ts";
import { bringHome, stepInMachine } from "./pivot-machine.ts";
import { pivotNarrow, stepNarrow } from "./pivot-narrow.ts";
import { pivotWide, stepWide } from "./pivot-wide.ts";

/** A single run of pivots counts its work in 31 bits. */
const MOST_SPENT = 2 ** 30;

/** Takes all memory and builds the first tree; with marks from an earlier solve it starts from there. */
export function startSimplex(network: Network, marks?: FlowBasis, spareArcs = 0): TreeState {
  let standing = 0;
  const known = marks === undefined ? 0 : Math.min(marks.arc.length, network.arcCount);
  for (let a = 0; a < known; a++) if (marks?.arc[a] === 2) standing += network.capacity[a];
  const state = layOut(network, spareArcs, standing);
  hangTree(state, network, marks);
  if (marks !== undefined) return state;
  const first = firstPivots(network);
  for (let k = 0; k < first.length; k++) {
    const e = state.slot[first[k]];
    const reduced = state.cost[e] + state.potential[state.tail[e]] - state.potential[state.head[e]];
    if (reduced >= 0) continue;
    if (isNarrow(state)) pivotNarrow(state, e);
    else pivotWide(state as TreeState<Float64Array>, e);
  }
  return state;
}

/** Pivots until optimal or until `budget` of work is spent: OPTIMAL or MORE. */
export function stepSimplex(state: TreeState, budget: number): number {
  const code = stepAway(state, budget);
  bringHome(state);
  return code;
}

/**
 * The same, but of the state only `visits` and `pivots` are current until it is brought home (`bringHome` of
 * `pivot-machine.ts`): for many short steps after each other.
 */
export function stepAway(state: TreeState, budget: number): number {
  const stopAt = state.visits + budget;
  while (state.visits < stopAt) {
    const most = Math.min(stopAt - state.visits, MOST_SPENT);
    const code = isNarrow(state)
      ? (stepInMachine(state, most) ?? stepNarrow(state, most))
      : stepWide(state as TreeState<Float64Array>, most);
    state.visits += state.spent;
    if (code === OPTIMAL) return OPTIMAL;
  }
  return MORE;
}

function isNarrow(state: TreeState): state is TreeState<Int32Array> {
  return state.cost instanceof Int32Array;
}

/** A basic flow with its potentials, in the network's own numbering. */
export interface SimplexReading {
  /** Per arc. */
  readonly flow: Float64Array;
  /** Per node, relative to the root's zero. */
  readonly potential: Float64Array;
  /** Per node: supply that found no way out (above zero) or demand that stayed unmet (below zero). */
  readonly stranded: Float64Array;
}

/** Reads flow and potentials; `arcCount` counts added arcs too. */
export function readSimplex(state: TreeState, arcCount: number): SimplexReading {
  const { nodeCount, node, place, slot, head, capacity, reversed, potential } = state;
  const carried = new Float64Array(state.arcEnd);
  for (let e = state.firstArc; e < state.arcEnd; e++) if (reversed[e] === 1) carried[e] = capacity[e];
  const stranded = new Float64Array(nodeCount);
  const potentials = new Float64Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    const now = place[u];
    const record = now << RECORD;
    const e = node[record + TREE_ARC];
    potentials[u] = potential[now];
    // What the arc carries in the direction stored is what can be pushed back against it.
    const back = node[record + (head[e] === now ? UP : DOWN)];
    carried[e] = reversed[e] === 1 ? capacity[e] - back : back;
    if (e < nodeCount) stranded[u] = head[e] === now ? -back : back;
  }
  const flow = new Float64Array(arcCount);
  for (let a = 0; a < arcCount; a++) flow[a] = carried[slot[a]];
  return { flow, potential: potentials, stranded };
}

/** Adds an arc that nothing flows on yet; it is priced from the next step on. Its number is `arcCount`. */
export function addArc(
  state: TreeState,
  arcCount: number,
  tail: number,
  head: number,
  cost: number,
  capacity: number,
): void {
  if (state.arcEnd === state.tail.length) makeRoom(state);
  const e = state.arcEnd++;
  state.slot[arcCount] = e;
  state.tail[e] = state.place[tail];
  state.head[e] = state.place[head];
  state.cost[e] = cost;
  state.capacity[e] = capacity;
}

function makeRoom(state: TreeState): void {
  const slots = state.tail.length + (state.tail.length >> 1) + 16;
  state.tail = grown(state.tail, slots);
  state.head = grown(state.head, slots);
  state.slot = grown(state.slot, slots - state.firstArc);
  state.cost = isNarrow(state) ? grown(state.cost, slots) : grownWide(state.cost as Float64Array, slots);
  state.capacity = isNarrow(state) ? grown(state.capacity, slots) : grownWide(state.capacity as Float64Array, slots);
  const reversed = new Int8Array(slots);
  reversed.set(state.reversed);
  state.reversed = reversed;
}

function grown(values: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(values);
  return longer;
}

function grownWide(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(values);
  return longer;
}
