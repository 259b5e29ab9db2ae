/**
 * Plans with capacities found on a small picture: every customer stands for its neighbours along a curve, with all
 * their demand. Which sites are open is searched for there, where service is quickly found; what the plan costs is
 * told by the whole.
 */
import type { Control, Sliceable } from "../../base/control.ts";
import { wholeScale } from "../../base/scale.ts";
import { buildInstance } from "../../kernels/location/instance.ts";
import type { NearInstance } from "../../kernels/location/near-instance.ts";
import { curveOrder } from "../../kernels/positions.ts";
import { isPositional, type LocationProblem } from "../../problems/location.ts";
import { pairsOf } from "../../problems/location-positions.ts";
import { Planner } from "./planner.ts";

/** Customers in the picture. */
const PICTURED = 1500;
/** Numbers of open sites that are tried, and moves of each round of exchanges. */
const ATTEMPTS = 4;
const MOVES = 60;

/** Finds open sites from how much each was open on average. */
export class Picture {
  readonly #instance: NearInstance;
  readonly #planner: Planner;

  constructor(problem: LocationProblem, instance: NearInstance) {
    this.#instance = instance;
    this.#planner = new Planner(
      buildInstance(pictureOf(problem, Math.ceil(instance.customerCount / PICTURED)).problem),
    );
  }

  *open(average: Float64Array, control: Control): Sliceable<Int8Array | undefined> {
    const planner = this.#planner;
    const { state } = this.#instance;
    const lower = Int32Array.from(state, (s) => (s === 1 ? 1 : 0));
    const upper = Int32Array.from(state, (s) => (s === -1 ? 0 : 1));
    planner.round(average, lower, upper, ATTEMPTS);
    yield;
    yield* planner.improve(control, MOVES);
    control.spend(planner.takeVisits());
    return planner.hasPlan ? Int8Array.from(planner.copies) : undefined;
  }
}

/** A problem in which every `stride` customers along a curve are one: the middle one's place, the demand of all. */
export function pictureOf(problem: LocationProblem, stride: number): { problem: LocationProblem; order: Int32Array } {
  const { cost, customerCount: n, demand } = problem;
  if (!isPositional(cost)) throw new RangeError("only places have neighbours");
  const pairs = pairsOf(cost.customers);
  const order = curveOrder(pairs);
  const count = Math.ceil(n / stride);
  const customers = new Float64Array(2 * count);
  const amounts = new Float64Array(n);
  for (let k = 0; k < n; k++) amounts[k] = demand?.[order[k]] ?? 1;
  // Sums of decimals would have more decimals than they have.
  const scale = wholeScale(amounts) ?? 1;
  const amount = new Float64Array(count);
  for (let g = 0; g < count; g++) {
    const middle = order[middleOf(g, stride, n)];
    customers[2 * g] = pairs[2 * middle];
    customers[2 * g + 1] = pairs[2 * middle + 1];
    let sum = 0;
    for (let k = g * stride; k < Math.min(n, (g + 1) * stride); k++) sum += Math.round(amounts[k] * scale);
    amount[g] = sum / scale;
  }
  return { problem: { ...problem, customerCount: count, demand: amount, cost: { ...cost, customers } }, order };
}

/** Where along the curve the one stands that a group is pictured by. */
export function middleOf(group: number, stride: number, customerCount: number): number {
  return (group * stride + Math.min(customerCount, (group + 1) * stride)) >> 1;
}
