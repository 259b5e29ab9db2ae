/**
 * Plans with capacities found on a small picture: every customer stands for its neighbours along a curve, with all
 * their demand. Which sites are open is searched for there, where service is quickly found; what the plan costs is
 * told by the whole.
 */
import type { Control, Sliceable } from "../../base/control.ts";
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
    this.#planner = new Planner(buildInstance(pictureOf(problem, instance)));
  }

  *open(average: Float64Array, control: Control): Sliceable<Int8Array | undefined> {
    const planner = this.#planner;
    const { state } = this.#instance;
    const lower = Int32Array.from(state, (s) => (s === 1 ? 1 : 0));
    const upper = Int32Array.from(state, (s) => (s === -1 ? 0 : 1));
    planner.round(average, lower, upper, ATTEMPTS);
    yield;
    planner.improve(MOVES);
    control.spend(planner.takeVisits());
    return planner.hasPlan ? Int8Array.from(planner.copies) : undefined;
  }
}

function pictureOf(problem: LocationProblem, { customerCount: n, demand, demandScale }: NearInstance): LocationProblem {
  const { cost } = problem;
  if (!isPositional(cost)) throw new RangeError("only places have neighbours");
  const pairs = pairsOf(cost.customers);
  const order = curveOrder(pairs);
  const stride = Math.ceil(n / PICTURED);
  const count = Math.ceil(n / stride);
  const customers = new Float64Array(2 * count);
  const amount = new Float64Array(count);
  for (let g = 0; g < count; g++) {
    const end = Math.min(n, (g + 1) * stride);
    const middle = order[(g * stride + end) >> 1] ?? order[g * stride];
    customers[2 * g] = pairs[2 * middle];
    customers[2 * g + 1] = pairs[2 * middle + 1];
    let sum = 0;
    for (let k = g * stride; k < end; k++) sum += demand[order[k]];
    amount[g] = sum / demandScale;
  }
  return { ...problem, customerCount: count, demand: amount, cost: { ...cost, customers } };
}
