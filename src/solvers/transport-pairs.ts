/**
 * Transport over some pairs of source and sink, to which omitted pairs are added while any is worth it. When
 * none is, the problem over all pairs is solved and proved, though most of them were never in it.
 */
import type { Control, Sliceable } from "../base/control.ts";
import type { Nearest } from "../kernels/dense-pairs.ts";
import { readMarks } from "../kernels/hang-tree.ts";
import { addArc, readSimplex, startSimplex, stepAway } from "../kernels/network-simplex.ts";
import { type Network, OPTIMAL, resetBlock, type TreeState } from "../kernels/network-tree.ts";
import { startLooking, worstOmitted } from "../kernels/omitted-pairs.ts";
import { bringHome } from "../kernels/pivot-machine.ts";
import { residualCut } from "../kernels/residual-cut.ts";
import type { FlowBasis } from "../problems/flow.ts";
import { type EarlierTransport, warmPairs } from "./transport-warm.ts";

/** A transport problem's amounts in whole numbers. */
export interface WholeTransport {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  /** Cost of a unit left unmet per sink, Infinity where forbidden; absent when forbidden everywhere. */
  readonly shortage: Float64Array | undefined;
}

/** Pairs of source and sink with the cost of a unit, in whole numbers. */
export interface Pairs {
  readonly source: Int32Array;
  readonly sink: Int32Array;
  readonly cost: Float64Array;
}

/** Finds pairs not yet present whose cost + rent is below the sink's price; none left is the proof. */
export type Pricing = (rent: Float64Array, price: Float64Array) => Pairs;

/** What comes of it. Shipments from source number `supply.length` are what stays unmet. */
export interface PairAnswer {
  readonly status: "optimal" | "infeasible" | "unknown";
  readonly shipments: Pairs & { readonly amount: Float64Array };
  readonly rent: Float64Array;
  readonly price: Float64Array;
  /** Sinks that want more than can reach them, when infeasible. */
  readonly cut: Int32Array;
  /** Where the pairs given stood at the end, for a later start. */
  readonly marks?: FlowBasis;
}

/** Arc visits between two looks at the clock. */
const VISITS_PER_STEP = 500_000;

/** Solves over a dense matrix, source-major, starting from the pairs near each sink and from an earlier result. */
export function solveDense(
  whole: WholeTransport,
  cost: Float64Array,
  near: Nearest,
  control: Control,
  earlier?: EarlierTransport,
): Sliceable<PairAnswer> {
  const n = whole.supply.length;
  const m = whole.demand.length;
  control.spend(n * m);
  const warm = earlier === undefined ? undefined : warmPairs(near, earlier, m, (i, j) => cost[i * m + j]);
  const start = warm?.pairs ?? near;
  if (near.source.length === n * m) return solvePairs(whole, start, undefined, control, warm?.marks);
  const omitted = startLooking(cost, near, n);
  const worst = new Int32Array(m);
  const pricing = (rent: Float64Array, price: Float64Array): Pairs => {
    const visits = omitted.visits;
    worstOmitted(omitted, rent, price, worst);
    control.spend(omitted.visits - visits + n + m);
    return foundPairs(cost, worst);
  };
  return solvePairs(whole, start, pricing, control, warm?.marks);
}

/** The pairs of each sink and its worst omitted source, where it has one. */
function foundPairs(cost: Float64Array, worst: Int32Array): Pairs {
  const m = worst.length;
  let count = 0;
  for (let j = 0; j < m; j++) if (worst[j] >= 0) count++;
  const found = { source: new Int32Array(count), sink: new Int32Array(count), cost: new Float64Array(count) };
  for (let j = 0, k = 0; j < m; j++) {
    if (worst[j] < 0) continue;
    found.source[k] = worst[j];
    found.sink[k] = j;
    found.cost[k++] = cost[worst[j] * m + j];
  }
  return found;
}

/** Solves over the pairs given and those that the pricing adds. */
export function* solvePairs(
  whole: WholeTransport,
  start: Pairs,
  pricing: Pricing | undefined,
  control: Control,
  marks?: FlowBasis,
): Sliceable<PairAnswer> {
  const n = whole.supply.length;
  const m = whole.demand.length;
  const network = pairNetwork(whole, start);
  const firstSink = network.nodeCount - m;
  const state = startSimplex(network, marks, pricing === undefined ? 0 : 4 * m);
  const capacity = network.capacity.length > 0 ? network.capacity[0] : 0;
  const added: Pairs[] = [];
  let arcCount = network.arcCount;
  const rent = new Float64Array(n);
  const price = new Float64Array(m);
  for (;;) {
    for (let visits = state.visits; ; visits = state.visits) {
      const code = stepAway(state, VISITS_PER_STEP);
      control.spend(state.visits - visits);
      if (code === OPTIMAL) break;
      if (control.interruption() !== undefined) {
        bringHome(state);
        return unanswered(n, m, "unknown", new Int32Array(0));
      }
      control.report({ phase: "transport" });
      yield;
    }
    bringHome(state);
    readPrices(state, firstSink, rent, price);
    if (pricing === undefined) break;
    const pairs = pricing(rent, price);
    if (pairs.source.length === 0) break;
    if (control.interruption() !== undefined) return unanswered(n, m, "unknown", new Int32Array(0));
    for (let k = 0; k < pairs.source.length; k++) {
      addArc(state, arcCount++, pairs.source[k], firstSink + pairs.sink[k], pairs.cost[k], capacity);
    }
    added.push(pairs);
    resetBlock(state);
    yield;
  }
  const reading = readSimplex(state, arcCount);
  if (reading.stranded.some((amount) => amount !== 0)) {
    const cut = residualCut(network, reading.flow.subarray(0, network.arcCount), reading.stranded);
    const nodes = cut.kind === "cut" ? cut.nodes : new Int32Array(0);
    return unanswered(
      n,
      m,
      "infeasible",
      nodes.filter((u) => u >= firstSink).map((u) => u - firstSink),
    );
  }
  return {
    ...shipmentsOf(whole, network, firstSink, added, reading.flow),
    rent,
    price,
    status: "optimal",
    cut: new Int32Array(0),
    marks: readMarks(state, network.arcCount),
  };
}

/** Sources first, then the source of what stays unmet where that is allowed, then sinks. */
function pairNetwork(whole: WholeTransport, pairs: Pairs): Network {
  const { supply, demand, shortage } = whole;
  const n = supply.length;
  const m = demand.length;
  const forgone: number[] = [];
  if (shortage !== undefined) for (let j = 0; j < m; j++) if (shortage[j] < Infinity) forgone.push(j);
  const firstSink = n + (forgone.length > 0 ? 1 : 0);
  const nodeCount = firstSink + m;
  const arcCount = pairs.source.length + forgone.length;
  const supplies = new Float64Array(nodeCount);
  supplies.set(supply);
  let surplus = 0;
  let wanted = 0;
  for (let i = 0; i < n; i++) surplus += supply[i];
  for (let j = 0; j < m; j++) {
    supplies[firstSink + j] = -demand[j];
    wanted += demand[j];
  }
  surplus -= wanted;
  if (firstSink > n) {
    // One unit more than can be forgone: something always stays here, so that forgoing has no rent.
    supplies[n] = 1;
    for (const j of forgone) supplies[n] += demand[j];
    surplus += supplies[n];
  }
  const mayKeep = new Int8Array(nodeCount);
  if (surplus > 0) mayKeep.fill(1, 0, firstSink);
  const tail = new Int32Array(arcCount);
  const head = new Int32Array(arcCount);
  const cost = new Float64Array(arcCount);
  tail.set(pairs.source);
  for (let k = 0; k < pairs.sink.length; k++) head[k] = firstSink + pairs.sink[k];
  cost.set(pairs.cost);
  for (let k = 0; k < forgone.length; k++) {
    const a = pairs.source.length + k;
    tail[a] = n;
    head[a] = firstSink + forgone[k];
    cost[a] = shortage?.[forgone[k]] ?? 0;
  }
  // No pair carries more than its sink's demand; the loose limit keeps arcs from ever standing at it.
  const capacity = new Float64Array(arcCount).fill(wanted + 1);
  return { nodeCount, arcCount, tail, head, cost, capacity, supply: supplies, mayKeep };
}

function readPrices(state: TreeState, firstSink: number, rent: Float64Array, price: Float64Array): void {
  const { potential, place } = state;
  let lowest = 0;
  for (let i = 0; i < rent.length; i++) {
    rent[i] = potential[place[i]];
    if (rent[i] < lowest) lowest = rent[i];
  }
  // When supply just equals demand all prices may be moved together; a rent must not be below zero.
  if (state.keepCount > 0) lowest = 0;
  for (let i = 0; i < rent.length; i++) rent[i] -= lowest;
  for (let j = 0; j < price.length; j++) price[j] = potential[place[firstSink + j]] - lowest;
}

function shipmentsOf(
  whole: WholeTransport,
  network: Network,
  firstSink: number,
  added: readonly Pairs[],
  flow: Float64Array,
): { shipments: PairAnswer["shipments"] } {
  const m = whole.demand.length;
  const extra = added.reduce((sum, pairs) => sum + pairs.source.length, 0);
  const tail = new Int32Array(network.arcCount + extra);
  const head = new Int32Array(network.arcCount + extra);
  const cost = new Float64Array(network.arcCount + extra);
  tail.set(network.tail);
  for (let a = 0; a < network.arcCount; a++) head[a] = network.head[a] - firstSink;
  cost.set(network.cost);
  let at = network.arcCount;
  for (const pairs of added) {
    tail.set(pairs.source, at);
    head.set(pairs.sink, at);
    cost.set(pairs.cost, at);
    at += pairs.source.length;
  }
  // Sorted by sink, counting, so that the answer reads in one order whatever the order of pivots.
  const first = new Int32Array(m + 1);
  for (let a = 0; a < flow.length; a++) if (flow[a] > 0) first[head[a] + 1]++;
  for (let j = 0; j < m; j++) first[j + 1] += first[j];
  const count = first[m];
  const source = new Int32Array(count);
  const sink = new Int32Array(count);
  const amount = new Float64Array(count);
  const unit = new Float64Array(count);
  for (let a = 0; a < flow.length; a++) {
    if (flow[a] <= 0) continue;
    const k = first[head[a]]++;
    source[k] = tail[a];
    sink[k] = head[a];
    amount[k] = flow[a];
    unit[k] = cost[a];
  }
  return { shipments: { source, sink, amount, cost: unit } };
}

/** The answer without shipments. */
export function unanswered(n: number, m: number, status: "infeasible" | "unknown", cut: Int32Array): PairAnswer {
  const none = new Int32Array(0);
  const nothing = new Float64Array(0);
  return {
    status,
    shipments: { source: none, sink: none, amount: nothing, cost: nothing },
    rent: new Float64Array(n),
    price: new Float64Array(m),
    cut,
  };
}
