/**
 * Turns a flow problem into a network in whole numbers, with lower bounds taken away and every capacity
 * finite, and back.
 *
 * Decimals are multiplied by a power of ten. An arc without limit gets one that some cheapest flow keeps
 * below: where no cost is negative no arc need carry more than all supply; otherwise what finite arcs can
 * bring round in cycles is added. Reduced costs stay right, since an arc that some cheapest flow leaves
 * below its limit cannot have a negative one.
 */
import { InvalidProblemError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import { toWhole, wholeScale } from "../base/scale.ts";
import { negativeCycle } from "../kernels/negative-cycle.ts";
import type { Network } from "../kernels/network-tree.ts";
import { type FlowProblem, numberIssue } from "../problems/flow.ts";

/** Whole numbers up to here are exact with room to add two of them. */
const MOST = 2 ** 52;

export interface WholeNetwork {
  readonly network: Network;
  /** Per arc, in whole numbers: what was taken away. */
  readonly lower: Float64Array;
  readonly scale: { readonly amount: number; readonly cost: number };
  /** All supply less all demand, in whole numbers; below zero when too little is supplied. */
  readonly surplus: number;
  /** An arc whose lower bound is above its capacity, or -1. */
  readonly contradiction: number;
  /** Arcs without limit that together cost less than nothing. */
  readonly cycle: Int32Array | undefined;
}

/** Throws: InvalidProblemError when numbers cannot be made whole and small enough to be exact. */
export function toNetwork(problem: FlowProblem): WholeNetwork {
  const { nodeCount } = problem;
  const arcCount = problem.tail.length;
  const issues: Issue[] = [];
  const amountScale = Math.max(
    scaleOf(issues, "supply", problem.supply),
    scaleOf(issues, "capacity", problem.capacity ?? []),
    scaleOf(issues, "lower", problem.lower ?? []),
  );
  const costScale = scaleOf(issues, "cost", problem.cost);
  if (issues.length > 0) throw new InvalidProblemError(issues);

  const tail = Int32Array.from(problem.tail);
  const head = Int32Array.from(problem.head);
  const cost = scaled(problem.cost, costScale);
  const supply = scaled(problem.supply, amountScale);
  const lower = problem.lower === undefined ? new Float64Array(arcCount) : scaled(problem.lower, amountScale);
  const capacity =
    problem.capacity === undefined ? new Float64Array(arcCount).fill(Infinity) : scaled(problem.capacity, amountScale);

  let surplus = 0;
  let volume = 0;
  for (let u = 0; u < nodeCount; u++) {
    surplus += supply[u];
    volume += Math.abs(supply[u]);
  }
  const mayKeep = new Int8Array(nodeCount);
  if (surplus > 0) for (let u = 0; u < nodeCount; u++) if (supply[u] > 0) mayKeep[u] = 1;

  let contradiction = -1;
  let largestCost = 0;
  for (let a = arcCount - 1; a >= 0; a--) {
    const least = lower[a];
    if (least > capacity[a]) contradiction = a;
    if (least !== 0) {
      capacity[a] -= least;
      supply[tail[a]] -= least;
      supply[head[a]] += least;
      volume += Math.abs(least);
    }
    largestCost = Math.max(largestCost, Math.abs(cost[a]));
  }
  const cycle = limitCapacities(nodeCount, tail, head, cost, capacity, supply);
  let largestCapacity = 0;
  for (let a = 0; a < arcCount; a++) largestCapacity = Math.max(largestCapacity, capacity[a]);
  if (!(volume < MOST)) {
    issues.push(numberIssue("supply", `supplies and lower bounds sum to ${volume}, wanted below 2^52`));
  }
  if (!(largestCapacity < MOST)) {
    issues.push(numberIssue("capacity", `an arc may have to carry ${largestCapacity}, wanted below 2^52`));
  }
  if (!((largestCost + 1) * (nodeCount + 1) < MOST / 4)) {
    issues.push(numberIssue("cost", `${largestCost} along a path through ${nodeCount} nodes reaches 2^50`));
  }
  if (issues.length > 0) throw new InvalidProblemError(issues);
  return {
    network: { nodeCount, arcCount, tail, head, cost, capacity, supply, mayKeep },
    lower,
    scale: { amount: amountScale, cost: costScale },
    surplus,
    contradiction,
    cycle,
  };
}

/** The power of ten that makes these whole; notes an issue where there is none. */
export function scaleOf(issues: Issue[], path: string, values: ArrayLike<number>): number {
  const scale = wholeScale(values);
  if (scale === undefined) {
    issues.push(numberIssue(path, "has numbers that no power of ten up to 10^15 makes whole"));
    return 1;
  }
  return scale;
}

/** The values multiplied by a scale that makes them whole. */
export function scaled(values: ArrayLike<number>, scale: number): Float64Array {
  const whole = Float64Array.from(values);
  if (scale !== 1) for (let k = 0; k < whole.length; k++) whole[k] = toWhole(whole[k], scale);
  return whole;
}

/** Gives arcs without limit a finite one that changes no answer; or finds the cycle that has no cheapest flow. */
function limitCapacities(
  nodeCount: number,
  tail: Int32Array,
  head: Int32Array,
  cost: Float64Array,
  capacity: Float64Array,
  supply: Float64Array,
): Int32Array | undefined {
  const arcCount = tail.length;
  let positive = 0;
  for (let u = 0; u < nodeCount; u++) positive += Math.max(0, supply[u]);
  let finite = 0;
  let finiteNegative = 0;
  let unlimitedNegative = false;
  for (let a = 0; a < arcCount; a++) {
    if (capacity[a] < Infinity) {
      finite += capacity[a];
      if (cost[a] < 0) finiteNegative += capacity[a];
    } else if (cost[a] < 0) unlimitedNegative = true;
  }
  let cycle: Int32Array | undefined;
  if (unlimitedNegative) {
    const unlimited = Int8Array.from(capacity, (most) => (most === Infinity ? 1 : 0));
    cycle = negativeCycle(nodeCount, tail, head, cost, unlimited);
  }
  const limit = positive + (unlimitedNegative ? finite : finiteNegative) + 1;
  for (let a = 0; a < arcCount; a++) if (capacity[a] > limit) capacity[a] = limit;
  return cycle;
}
