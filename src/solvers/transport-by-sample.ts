/**
 * Transport from positions with very many sinks.
 *
 * Rents learned on an even sample settle most sinks at once; only those in doubt make up a network. Its rents
 * are then tried on all pairs, and what undercuts them is added, settled sinks coming into doubt where need
 * be. When nothing does, all pairs are proved.
 */
import type { Control, Sliceable } from "../base/control.ts";
import { betterPairs, type FoundPairs } from "../kernels/position-pairs.ts";
import { type Positions, pairCost, sample } from "../kernels/positions.ts";
import { medianLead, type Window, windowPairs } from "../kernels/window-pairs.ts";
import type { FlowBasis } from "../problems/flow.ts";
import { type PairAnswer, solvePairs, type WholeTransport } from "./transport-pairs.ts";

/** A sample is this many times smaller than what it is taken from. */
const SAMPLE_STRIDE = 7;
/** The first window, as a share of the median lead, for a sample of one sink per source; noise falls with its root. */
const FIRST_WINDOW = 2.5;
/** How much wider the window opens when it was too narrow to serve all. */
const WIDER = 2;
/** Sinks that the median lead is taken from. */
const PROBES = 400;

/** Solves over all pairs, starting from the rents of a sample that `solveSample` solves. */
export function* solveBySample(
  whole: WholeTransport,
  positions: Positions,
  control: Control,
  solveSample: (whole: WholeTransport, positions: Positions) => Sliceable<PairAnswer>,
): Sliceable<PairAnswer> {
  const sampled = sample(positions, SAMPLE_STRIDE);
  const learned = yield* solveSample(sampledAmounts(whole, sampled.order), sampled);
  if (learned.status !== "optimal") return { ...learned, status: "unknown" };
  const { supply } = whole;
  const rent = learned.rent.slice(0, supply.length);
  const perSource = sampled.order.length / supply.length;
  let margin = Math.max(1, Math.ceil((FIRST_WINDOW * medianLead(sampled, rent, PROBES)) / Math.sqrt(perSource)));
  for (;;) {
    const doubt = doubtAt(windowPairs(positions, rent, margin), rent);
    control.report({ phase: "transport, sinks in doubt" });
    yield;
    for (;;) {
      const left = leftForOpen(whole, doubt);
      if (left === undefined) break;
      const demand = Float64Array.from(doubt.open, (q) => whole.demand[q]);
      const part = { supply: left, demand, shortage: undefined };
      const answer = yield* solvePairs(part, doubt, undefined, control, { arc: doubt.mark, node: doubt.node });
      if (answer.status === "unknown") return answer;
      if (answer.status === "infeasible") break;
      const price = allPrices(positions, doubt, answer);
      const better = betterPairs(positions, answer.rent, price);
      control.spend(better.visits);
      control.report({ phase: `transport, ${better.source.length} better pairs` });
      if (better.source.length === 0) return complete(whole, positions, doubt, answer, price);
      if (control.interruption() !== undefined) return { ...answer, status: "unknown" };
      widen(doubt, positions, better, answer.marks);
      yield;
    }
    margin *= WIDER;
  }
}

/** The sinks in doubt, with the pairs among which they choose and where these stood in the last tree. */
interface Doubt {
  readonly settled: Int32Array;
  open: Int32Array;
  source: Int32Array;
  sink: Int32Array;
  cost: Float64Array;
  mark: Int8Array;
  node: Int8Array;
}

/** At first every sink in doubt hangs on the source that is best at present rents. */
function doubtAt(window: Window, rent: Float64Array): Doubt {
  const { source, sink, cost } = window;
  const mark = new Int8Array(source.length);
  for (let from = 0, to = 0; from < source.length; from = to) {
    let best = from;
    for (to = from; to < source.length && sink[to] === sink[from]; to++) {
      if (cost[to] + rent[source[to]] < cost[best] + rent[source[best]]) best = to;
    }
    mark[best] = 1;
  }
  // Sources hang on the root.
  return { ...window, mark, node: new Int8Array(rent.length + window.open.length).fill(1, 0, rent.length) };
}

/** Adds the better pairs; a settled sink among them comes into doubt, hanging on its source as before. */
function widen(doubt: Doubt, positions: Positions, better: FoundPairs, marks: FlowBasis | undefined): void {
  const place = new Int32Array(doubt.settled.length).fill(-1);
  for (let k = 0; k < doubt.open.length; k++) place[doubt.open[k]] = k;
  const open: number[] = [];
  const source: number[] = [];
  const sink: number[] = [];
  const cost: number[] = [];
  const mark: number[] = [];
  const add = (i: number, k: number, c: number, standing: number) => {
    source.push(i);
    sink.push(k);
    cost.push(c);
    mark.push(standing);
  };
  for (let e = 0; e < better.sink.length; e++) {
    const q = better.sink[e];
    const was = doubt.settled[q];
    if (was >= 0) {
      place[q] = doubt.open.length + open.length;
      open.push(q);
      doubt.settled[q] = -1;
      add(was, place[q], pairCost(positions, was, q), 1);
    }
    add(better.source[e], place[q], better.cost[e], 0);
  }
  doubt.open = Int32Array.from([...doubt.open, ...open]);
  doubt.node = Int8Array.from([...(marks?.node ?? doubt.node), ...open.map(() => 0)]);
  doubt.mark = Int8Array.from([...(marks?.arc ?? doubt.mark), ...mark]);
  doubt.source = Int32Array.from([...doubt.source, ...source]);
  doubt.sink = Int32Array.from([...doubt.sink, ...sink]);
  doubt.cost = Float64Array.from([...doubt.cost, ...cost]);
}

/** The sample's demands, and supplies in proportion, rounded up so that they suffice. */
function sampledAmounts(whole: WholeTransport, order: Int32Array): WholeTransport {
  const demand = Float64Array.from(order, (q) => whole.demand[q]);
  let part = 0;
  let all = 0;
  for (let q = 0; q < demand.length; q++) part += demand[q];
  for (let q = 0; q < whole.demand.length; q++) all += whole.demand[q];
  const share = all === 0 ? 1 : part / all;
  return { supply: whole.supply.map((amount) => Math.ceil(amount * share)), demand, shortage: undefined };
}

/** What each source has left for the sinks in doubt, or undefined when settled sinks want more than it has. */
function leftForOpen(whole: WholeTransport, doubt: Doubt): Float64Array | undefined {
  const left = whole.supply.slice();
  const { settled } = doubt;
  for (let q = 0; q < settled.length; q++) if (settled[q] >= 0) left[settled[q]] -= whole.demand[q];
  for (let i = 0; i < left.length; i++) if (left[i] < 0) return undefined;
  return left;
}

function allPrices(positions: Positions, doubt: Doubt, answer: PairAnswer): Float64Array {
  const { settled, open } = doubt;
  const price = new Float64Array(settled.length);
  for (let q = 0; q < settled.length; q++) {
    if (settled[q] >= 0) price[q] = pairCost(positions, settled[q], q) + answer.rent[settled[q]];
  }
  for (let k = 0; k < open.length; k++) price[open[k]] = answer.price[k];
  return price;
}

/** Puts the settled sinks' shipments beside those of the sinks that were in doubt. */
function complete(
  whole: WholeTransport,
  positions: Positions,
  doubt: Doubt,
  answer: PairAnswer,
  price: Float64Array,
): PairAnswer {
  const { settled, open } = doubt;
  const { shipments } = answer;
  let count = shipments.source.length;
  for (let q = 0; q < settled.length; q++) if (settled[q] >= 0 && whole.demand[q] > 0) count++;
  const source = new Int32Array(count);
  const sink = new Int32Array(count);
  const amount = new Float64Array(count);
  const cost = new Float64Array(count);
  source.set(shipments.source);
  amount.set(shipments.amount);
  cost.set(shipments.cost);
  let at = shipments.source.length;
  for (let k = 0; k < at; k++) sink[k] = open[shipments.sink[k]];
  for (let q = 0; q < settled.length; q++) {
    if (settled[q] < 0 || whole.demand[q] === 0) continue;
    source[at] = settled[q];
    sink[at] = q;
    amount[at] = whole.demand[q];
    cost[at++] = pairCost(positions, settled[q], q);
  }
  return { ...answer, shipments: { source, sink, amount, cost }, price };
}
