/**
 * Builds the spanning tree of a network simplex, from nothing or from where arcs stood before.
 *
 * Any marks will do: arcs marked as tree arcs that would close a cycle stand at zero instead, and a tree arc
 * that could not carry what its subtree needs is cut, the subtree hung on the root by its artificial arc. So
 * after any change of costs, supplies, capacities or arcs the old marks give a valid, strongly feasible start.
 *
 * Complexity: O(n + m) time and memory.
 * Source: the strongly feasible start is that of Cunningham, A network simplex method (1976).
 */
import type { FlowBasis } from "../problems/flow.ts";
import { DOWN, type Network, PARENT, RECORD, TREE_ARC, type TreeState, UP } from "./network-tree.ts";

const AT_LOWER = 0;
const IN_TREE = 1;
const AT_CAPACITY = 2;

/** Hangs every node; without marks all hang on the root. The state is fresh from `layOut`. */
export function hangTree(state: TreeState, network: Network, marks: FlowBasis | undefined): void {
  const { nodeCount, arcCount } = network;
  const excess = Float64Array.from(network.supply);
  const arcMark = new Int8Array(arcCount);
  if (marks !== undefined) {
    arcMark.set(marks.arc.subarray(0, arcCount));
    for (let a = 0; a < arcCount; a++) {
      if (arcMark[a] !== AT_CAPACITY) continue;
      excess[network.tail[a]] -= network.capacity[a];
      excess[network.head[a]] += network.capacity[a];
      turn(state, state.slot[a]);
    }
  }
  const forest = growForest(network, arcMark, marks);
  const kept = keptArcs(state);
  // From the leaves towards the root: each node passes its excess up, or is cut off and hung on the root.
  for (let k = nodeCount - 1; k >= 0; k--) {
    const u = forest.order[k];
    const a = forest.arc[u];
    if (a >= 0 && passUp(state, network, u, a, excess[u])) {
      excess[forest.parent[u]] += excess[u];
      continue;
    }
    if (a >= 0) {
      const passed = standAside(state, network, u, a, excess[u]);
      excess[forest.parent[u]] += passed;
      excess[u] -= passed;
    }
    forest.parent[u] = nodeCount;
    hangOnRoot(state, network, u, excess[u], kept);
  }
  threadTree(state, forest.parent);
}

interface Forest {
  /** Parent of each node; nodeCount for those on the root. */
  parent: Int32Array;
  /** The problem's arc to the parent, or -1. */
  arc: Int32Array;
  /** Nodes, parents before children. */
  order: Int32Array;
}

/** Walks the marked arcs from the nodes that hung on the root, then from whatever was not reached. */
function growForest(network: Network, arcMark: Int8Array, marks: FlowBasis | undefined): Forest {
  const { nodeCount, arcCount, tail, head } = network;
  const first = new Int32Array(nodeCount + 2);
  for (let a = 0; a < arcCount; a++) {
    if (arcMark[a] !== IN_TREE) continue;
    first[tail[a] + 2]++;
    first[head[a] + 2]++;
  }
  for (let u = 1; u < nodeCount + 2; u++) first[u] += first[u - 1];
  const incident = new Int32Array(first[nodeCount + 1]);
  for (let a = 0; a < arcCount; a++) {
    if (arcMark[a] !== IN_TREE) continue;
    incident[first[tail[a] + 1]++] = a;
    incident[first[head[a] + 1]++] = a;
  }
  const parent = new Int32Array(nodeCount).fill(-1);
  const arc = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount);
  let reached = 0;
  let done = 0;
  for (let pass = 0; pass < 2; pass++) {
    for (let start = 0; start < nodeCount; start++) {
      if (parent[start] >= 0 || (pass === 0 && !(marks !== undefined && marks.node[start] === 1))) continue;
      parent[start] = nodeCount;
      order[reached++] = start;
      while (done < reached) {
        const u = order[done++];
        for (let k = first[u]; k < first[u + 1]; k++) {
          const a = incident[k];
          const v = tail[a] === u ? head[a] : tail[a];
          if (parent[v] >= 0) continue;
          parent[v] = u;
          arc[v] = a;
          order[reached++] = v;
        }
      }
    }
  }
  return { parent, arc, order };
}

/** The keeping arc of each node, or -1. */
function keptArcs(state: TreeState): Int32Array {
  const kept = new Int32Array(state.nodeCount).fill(-1);
  for (let e = state.nodeCount; e < state.firstArc; e++) kept[state.tail[e]] = e;
  return kept;
}

/** Lets the tree arc carry the excess, or says that it cannot and stay strongly feasible. */
function passUp(state: TreeState, network: Network, u: number, a: number, excess: number): boolean {
  const capacity = network.capacity[a];
  const upwards = network.tail[a] === u;
  const up = upwards ? capacity - excess : -excess;
  const down = upwards ? excess : capacity + excess;
  if (up <= 0 || down < 0) return false;
  setTreeArc(state, u, state.slot[a], up, down);
  return true;
}

/** Puts the arc at the bound nearest to the excess; gives how much of the excess it takes to the parent. */
function standAside(state: TreeState, network: Network, u: number, a: number, excess: number): number {
  const capacity = network.capacity[a];
  const upwards = network.tail[a] === u;
  if (upwards ? excess < capacity : excess > -capacity) return 0;
  turn(state, state.slot[a]);
  return upwards ? capacity : -capacity;
}

/** Stores an arc the other way round. */
function turn(state: TreeState, e: number): void {
  const tail = state.tail[e];
  state.tail[e] = state.head[e];
  state.head[e] = tail;
  state.cost[e] = -state.cost[e];
  state.reversed[e] ^= 1;
}

function setTreeArc(state: TreeState, u: number, e: number, up: number, down: number): void {
  const record = u << RECORD;
  state.node[record + TREE_ARC] = e;
  state.node[record + UP] = up;
  state.node[record + DOWN] = down;
}

/** Gives a node its own arc to the root: the keeping arc where it may keep, else the artificial one. */
function hangOnRoot(state: TreeState, network: Network, u: number, excess: number, kept: Int32Array): void {
  const { root, limit } = state;
  if (excess >= 0 && network.mayKeep[u] === 1) {
    setTreeArc(state, u, kept[u], limit - excess, excess);
    return;
  }
  state.capacity[u] = limit;
  const upwards = excess >= 0;
  state.tail[u] = upwards ? u : root;
  state.head[u] = upwards ? root : u;
  if (upwards) setTreeArc(state, u, u, limit - excess, excess);
  else setTreeArc(state, u, u, -excess, limit + excess);
}

/**
 * What a unit of demand costs at a node that hangs on the root. What arrives at the root over an artificial
 * arc costs nothing when supply equals demand, since it has to leave again over a costly one; otherwise only
 * the keeping arcs are free.
 */
function rootPotential(state: TreeState, u: number, e: number): number {
  if (e >= state.nodeCount) return 0;
  if (state.head[e] === u) return state.artificialCost;
  return state.keepCount > 0 ? -state.artificialCost : 0;
}

/** Writes parents, depths, preorder and potentials. */
function threadTree(state: TreeState, parent: Int32Array): void {
  const { node, thread, before, depth, nodeCount: root, potential, tail, cost } = state;
  const firstChild = new Int32Array(root + 1).fill(-1);
  const sibling = new Int32Array(root + 1).fill(-1);
  for (let u = root - 1; u >= 0; u--) {
    sibling[u] = firstChild[parent[u]];
    firstChild[parent[u]] = u;
  }
  const rootRecord = root << RECORD;
  node[rootRecord + PARENT] = -1;
  node[rootRecord + TREE_ARC] = -1;
  depth[root] = 0;
  potential[root] = 0;
  let last = root;
  let u = firstChild[root];
  while (u >= 0) {
    const p = parent[u];
    const record = u << RECORD;
    const e = node[record + TREE_ARC];
    node[record + PARENT] = p;
    depth[u] = depth[p] + 1;
    thread[last] = u;
    before[u] = last;
    if (p === root) potential[u] = rootPotential(state, u, e);
    else potential[u] = tail[e] === u ? potential[p] - cost[e] : potential[p] + cost[e];
    last = u;
    let following = firstChild[u];
    for (let v = u; following < 0 && v !== root; v = parent[v]) following = sibling[v];
    u = following;
  }
  thread[last] = root;
  before[root] = last;
}

/** Where arcs and nodes stand now, for a later `hangTree`. */
export function readMarks(state: TreeState, arcCount: number): FlowBasis {
  const { node, place, reversed, slot, firstArc, nodeCount } = state;
  const inTree = new Int8Array(state.arcEnd);
  const onRoot = new Int8Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    const e = node[(place[u] << RECORD) + TREE_ARC];
    inTree[e] = 1;
    if (e < firstArc) onRoot[u] = 1;
  }
  // A node's record holds the arc to its parent, which may be the artificial arc of that very node only.
  const arc = new Int8Array(arcCount);
  for (let a = 0; a < arcCount; a++) {
    const e = slot[a];
    arc[a] = inTree[e] === 1 ? IN_TREE : reversed[e] === 1 ? AT_CAPACITY : AT_LOWER;
  }
  return { arc, node: onRoot };
}
