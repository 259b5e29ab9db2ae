/** Transport where costs follow from positions; proved over all pairs by cells of sinks, the matrix never written. */
import { type Control, type Sliceable, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { InternalError } from "../base/errors.ts";
import { gatherSinks, type Picture } from "../kernels/gather.ts";
import { betterPairs, nearestByPosition } from "../kernels/position-pairs.ts";
import { type Positions, pairCost, placeAll } from "../kernels/positions.ts";
import type { PositionalCost } from "../problems/transport.ts";
import { type Balanced, solveByLevels } from "./transport-by-levels.ts";
import { type PairAnswer, type Pairs, solvePairs, unanswered, type WholeTransport } from "./transport-pairs.ts";
import { type EarlierTransport, warmPairs } from "./transport-warm.ts";

/** How many of its nearest sources each sink starts with. */
const NEAREST = 10;
/** Which way takes how many sinks and sources. */
export interface Sizes {
  /** Up to this many sinks the network of near pairs is the faster way. */
  readonly mostFromNearest: number;
  /** From so many sources on it stays faster for more sinks, as long as near pairs suffice. */
  readonly manySources: number;
  /** For up to so many sinks for each source, that is; more are drawn together to half as many. */
  readonly fewSinksEach: number;
}

/**
 * By levels, many sources would part while they have two sinks each, when rents are hardly known. Measured: 10,000 x
 * 100,000 in 2 s from near pairs, 50 s by levels; 10,000 x 1,000,000 with rents from 200,000 sinks in 13 s, against a
 * minute from near pairs alone; at 1000 x 300,000 levels are the faster way, 3 s against 10.
 */
const SIZES: Sizes = { mostFromNearest: 30_000, manySources: 2000, fewSinksEach: 40 };

/** Arc visits for each listed pair after which near pairs do not suffice; where they do it took 100 to 250. */
const ENOUGH_VISITS = 600;

/**
 * Solves and proves over all pairs; sinks come back in the caller's order. Many sinks are solved by
 * levels, or at the last level at once where an earlier result, or a smaller picture, gives rents to start with.
 */
export function* solvePositions(
  whole: WholeTransport,
  cost: PositionalCost,
  control: Control,
  earlier?: EarlierTransport,
  sizes = SIZES,
): Sliceable<PairAnswer> {
  const { supply, demand } = whole;
  const positions = placeAll(cost);
  const { order } = positions;
  const sorted: WholeTransport = {
    supply,
    demand: Float64Array.from(order, (j) => demand[j]),
    shortage:
      whole.shortage === undefined ? undefined : Float64Array.from(order, (j) => whole.shortage?.[j] ?? Infinity),
  };
  if (demand.length <= sizes.mostFromNearest) {
    const answer = yield* solveFromNearest(sorted, positions, control, earlier);
    return inCallersOrder(answer, order, supply.length);
  }
  const thin = earlier === undefined ? yield* solveThinned({ ...sorted, positions }, control, sizes) : undefined;
  if (thin?.isWhole && thin.answer.status !== "unknown") return inCallersOrder(thin.answer, order, supply.length);
  if (control.interruption() !== undefined)
    return unanswered(supply.length, demand.length, "unknown", new Int32Array(0));
  const enough = withForgoing(sorted);
  if (enough === undefined) {
    const cut = Int32Array.from(demand.keys()).filter((j) => whole.shortage?.[j] === Infinity);
    return unanswered(supply.length, demand.length, "infeasible", cut);
  }
  const found = yield* solveByLevels(
    { ...sorted, positions, supply: enough },
    cost.sources,
    control,
    rentsFrom(earlier?.rent ?? (thin?.answer.status === "optimal" ? thin.answer.rent : undefined), enough.length),
  );
  if (found === undefined) return unanswered(supply.length, demand.length, "unknown", new Int32Array(0));
  control.report({ phase: "transport, proof over all pairs" });
  yield;
  return proved(sorted, positions, found, control);
}

/** With a last source for what may stay unmet, never used up; undefined when the others cannot serve the rest. */
function withForgoing({ supply, demand, shortage }: WholeTransport): Float64Array | undefined {
  if (shortage === undefined) return supply;
  let left = 0;
  let forgone = 1;
  for (let i = 0; i < supply.length; i++) left += supply[i];
  for (let q = 0; q < demand.length; q++) {
    if (shortage[q] === Infinity) left -= demand[q];
    else forgone += demand[q];
  }
  if (left < 0) return undefined;
  const extended = new Float64Array(supply.length + 1);
  extended.set(supply);
  extended[supply.length] = forgone;
  return extended;
}

/** Rents known from elsewhere; leaving sinks unmet has none. */
function rentsFrom(known: Float64Array | undefined, count: number): Float64Array | undefined {
  if (known === undefined) return undefined;
  const rent = new Float64Array(count);
  rent.set(known);
  return rent;
}

/**
 * Where sources are many: the network of near pairs over so few sinks for each that it is the fastest way, neighbours
 * drawn together where there are more. Undefined where sources are few; "unknown" when near pairs did not suffice.
 */
function* solveThinned(
  whole: Picture,
  control: Control,
  { manySources, fewSinksEach }: Sizes,
): Sliceable<{ readonly answer: PairAnswer; readonly isWhole: boolean } | undefined> {
  const sources = whole.supply.length;
  const sinks = whole.demand.length;
  if (sources < manySources) return undefined;
  const isWhole = sinks <= fewSinksEach * sources;
  const picture = isWhole ? whole : gatherSinks(whole, Math.ceil((2 * sinks) / (fewSinksEach * sources)));
  const part = control.part((ENOUGH_VISITS * NEAREST * picture.demand.length) / VISITS_PER_WORK_UNIT);
  const answer = yield* solveFromNearest(picture, picture.positions, part, undefined);
  control.spend(part.work * VISITS_PER_WORK_UNIT);
  return { answer, isWhole };
}

/** Nearest pairs first; each round adds the best omitted pair of every sink that has a better one. */
function solveFromNearest(
  whole: WholeTransport,
  positions: Positions,
  control: Control,
  earlier: EarlierTransport | undefined,
): Sliceable<PairAnswer> {
  const nearest = nearestByPosition(positions, Math.min(NEAREST, whole.supply.length));
  control.spend(nearest.visits);
  const warm = earlier === undefined ? undefined : warmAlongCurve(nearest, earlier, positions);
  return solvePairs(
    whole,
    warm?.pairs ?? nearest,
    (rent, price) => {
      const pairs = betterPairs(positions, rent, price);
      control.spend(pairs.visits);
      return pairs;
    },
    control,
    warm?.marks,
  );
}

function warmAlongCurve(nearest: Pairs, earlier: EarlierTransport, positions: Positions): ReturnType<typeof warmPairs> {
  const { order } = positions;
  const place = new Int32Array(order.length);
  for (let q = 0; q < order.length; q++) place[order[q]] = q;
  const sink = earlier.sink.map((j) => place[j]);
  return warmPairs(nearest, { ...earlier, sink }, order.length, (i, q) => pairCost(positions, i, q));
}

/** Tries the rents on all pairs, and writes the shipments in the caller's order of sinks. */
function proved(whole: WholeTransport, positions: Positions, { rent, held }: Balanced, control: Control): PairAnswer {
  const { demand, shortage } = whole;
  const { order } = positions;
  const { home, splitSink, splitSource, splitAmount } = held;
  const sources = whole.supply.length;
  const unit = (i: number, q: number) => (i < sources ? pairCost(positions, i, q) : (shortage?.[q] ?? Infinity));
  const price = new Float64Array(demand.length);
  const place = new Int32Array(demand.length);
  let count = splitSink.length;
  for (let q = 0, at = 0; q < demand.length; q++) {
    place[order[q]] = q;
    price[q] = unit(home[q], q) + rent[home[q]];
    if (at < splitSink.length && splitSink[at] === q) while (splitSink[at] === q) at++;
    else if (demand[q] > 0) count++;
  }
  const better = betterPairs(positions, rent, price);
  control.spend(better.visits);
  if (better.source.length > 0) {
    throw new InternalError(`Transport left ${better.source.length} sinks a better pair.`, { rent, price });
  }
  const firstSplit = new Map<number, number>();
  for (let at = splitSink.length - 1; at >= 0; at--) firstSplit.set(splitSink[at], at);
  const shipments = {
    source: new Int32Array(count),
    sink: new Int32Array(count),
    amount: new Float64Array(count),
    cost: new Float64Array(count),
  };
  const callersPrice = new Float64Array(demand.length);
  let k = 0;
  const ship = (i: number, q: number, amount: number) => {
    shipments.source[k] = i;
    shipments.sink[k] = order[q];
    shipments.amount[k] = amount;
    shipments.cost[k++] = unit(i, q);
  };
  for (let j = 0; j < place.length; j++) {
    const q = place[j];
    callersPrice[j] = price[q];
    const split = home[q] < 0 || splitSink.length === 0 ? undefined : firstSplit.get(q);
    if (split === undefined) {
      if (demand[q] > 0) ship(home[q], q, demand[q]);
      continue;
    }
    for (let at = split; splitSink[at] === q; at++) ship(splitSource[at], q, splitAmount[at]);
  }
  const none = new Int32Array(0);
  return { status: "optimal", shipments, rent: rent.slice(0, sources), price: callersPrice, cut: none };
}

function inCallersOrder(answer: PairAnswer, order: Int32Array, sourceCount: number): PairAnswer {
  const price = new Float64Array(order.length);
  for (let q = 0; q < order.length; q++) price[order[q]] = answer.price[q];
  const { source, sink, amount, cost } = answer.shipments;
  // Counting sort by the caller's number of the sink, then by source, so that answers read in one order.
  const first = new Int32Array(order.length + 1);
  for (let k = 0; k < sink.length; k++) first[order[sink[k]] + 1]++;
  for (let j = 0; j < order.length; j++) first[j + 1] += first[j];
  const at = new Int32Array(sink.length);
  for (let k = 0; k < sink.length; k++) at[first[order[sink[k]]]++] = k;
  const rent = answer.rent.subarray(0, sourceCount);
  return {
    status: answer.status,
    shipments: {
      source: at.map((k) => source[k]),
      sink: at.map((k) => order[sink[k]]),
      amount: Float64Array.from(at, (k) => amount[k]),
      cost: Float64Array.from(at, (k) => cost[k]),
    },
    rent,
    price,
    cut: answer.cut.map((q) => order[q]).sort(),
  };
}
