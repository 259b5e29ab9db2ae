/** Transport where costs follow from positions: starts from near pairs, adds what cells of sinks show to pay. */
import type { Control, Sliceable } from "../base/control.ts";
import { betterPairs, nearestByPosition } from "../kernels/position-pairs.ts";
import { type Positions, placeAll } from "../kernels/positions.ts";
import type { PositionalCost } from "../problems/transport.ts";
import { solveBySample } from "./transport-by-sample.ts";
import { type PairAnswer, solvePairs, type WholeTransport } from "./transport-pairs.ts";

/** How many of its nearest sources each sink starts with. */
const NEAREST = 10;
/** Up to this many sinks the network of near pairs is the faster way. */
const MOST_FROM_NEAREST = 30_000;

/** Solves and proves over all pairs; sinks come back in the caller's order. */
export function* solvePositions(whole: WholeTransport, cost: PositionalCost, control: Control): Sliceable<PairAnswer> {
  const positions = placeAll(cost);
  const { order } = positions;
  const sorted: WholeTransport = {
    supply: whole.supply,
    demand: Float64Array.from(order, (j) => whole.demand[j]),
    shortage:
      whole.shortage === undefined ? undefined : Float64Array.from(order, (j) => whole.shortage?.[j] ?? Infinity),
  };
  const answer = yield* solveAtSize(sorted, positions, control);
  return inCallersOrder(answer, order, whole.supply.length);
}

/** Few sinks start from near pairs; many from a sample's rents, unless leaving some unmet is a choice. */
function solveAtSize(whole: WholeTransport, positions: Positions, control: Control): Sliceable<PairAnswer> {
  if (whole.demand.length <= MOST_FROM_NEAREST || whole.shortage !== undefined) {
    return solveFromNearest(whole, positions, control);
  }
  return solveBySample(whole, positions, control, (part, sampled) => solveAtSize(part, sampled, control));
}

/** Nearest pairs first; each round adds the best omitted pair of every sink that has a better one. */
function solveFromNearest(whole: WholeTransport, positions: Positions, control: Control): Sliceable<PairAnswer> {
  const nearest = nearestByPosition(positions, Math.min(NEAREST, whole.supply.length));
  control.spend(nearest.visits);
  return solvePairs(
    whole,
    nearest,
    (rent, price) => {
      const pairs = betterPairs(positions, rent, price);
      control.spend(pairs.visits);
      return pairs;
    },
    control,
  );
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
