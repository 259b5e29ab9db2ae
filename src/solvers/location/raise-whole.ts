import type { Sliceable } from "../../base/control.ts";
import { isHopeless } from "../../kernels/location/answers.ts";
import { stepPrices } from "../../kernels/location/step-prices.ts";
import type { WholeState } from "./whole-state.ts";

export interface RaiseWholeOptions {
  readonly iterations: number;
  /** First length of a step, as a part of the way that the bound would have to go. */
  readonly stride: number;
  readonly isRoot: boolean;
}

const FIRST_SHARE = 0.1;
const LEAST_SHARE = 1e-3;
const FAILURES = 8;
const SHORTEN = 0.7;
const LENGTHEN = 1.1;
const LONGEST = 2;
const SHORTEST = 1e-4;
const JUDGE = 30;

/**
 * Raises the bound of the present node by moving the prices along the averaged slack: the volume algorithm, on whole
 * service. Starts from `state.prices` and leaves the best ones there, the averages in `average` and `pairAverage`.
 *
 * Gives: "closed" when nothing better than the incumbent is left in the node (the evidence is written down).
 * Source: Barahona and Anbil, The volume algorithm (2000).
 */
export function* raiseWhole(state: WholeState, options: RaiseWholeOptions): Sliceable<"closed" | "open"> {
  const { whole, prices, average, planner, instance, control } = state;
  const { answers } = whole;
  const { customerCount: n, siteCount: m, demand, totalDemand } = instance;
  const { isRoot } = options;
  const trial = new Float64Array(n);
  const direction = new Float64Array(n);
  const weight = demand.map((d) => (d * n) / totalDemand);
  if (isHopeless(answers)) return "closed";
  let bound = state.answer(prices, true);
  if (state.closes(prices, bound)) return "closed";
  direction.set(answers.slack);
  for (let i = 0; i < m; i++) average[i] = answers.taken[i];
  state.pairAverage.fill(0);
  averagePairs(state, 1);
  let { stride } = options;
  let share = FIRST_SHARE;
  let failures = 0;
  let stalls = 0;
  let judged = bound;
  let fixedAt = Number.NEGATIVE_INFINITY;
  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    let length = 0;
    for (let j = 0; j < n; j++) length += direction[j] * direction[j] * weight[j];
    if (length < 1e-14) break;
    const reach = Math.min(
      planner.hasPlan ? planner.best : Number.POSITIVE_INFINITY,
      bound + 0.05 * Math.abs(bound) + instance.stepsPerUnit,
    );
    const step = (stride * Math.max(reach - bound, 1)) / length;
    stepPrices(trial, prices, step, direction, weight);
    const value = state.answer(trial, true);
    if (value === Number.POSITIVE_INFINITY) return "closed";
    const { slack, taken } = answers;
    let along = 0;
    let own = 0;
    for (let j = 0; j < n; j++) {
      along += slack[j] * direction[j] * weight[j];
      own += slack[j] * slack[j] * weight[j];
    }
    const spread = own - 2 * along + length;
    let part = share;
    if (spread > 1e-14) part = Math.min(share, Math.max(share / 10, (length - along) / spread));
    for (let j = 0; j < n; j++) direction[j] += part * (slack[j] - direction[j]);
    for (let i = 0; i < m; i++) average[i] += part * (taken[i] - average[i]);
    averagePairs(state, part);
    const isEnough = value >= state.cut;
    if (isEnough && state.closes(trial, value)) {
      prices.set(trial);
      return "closed";
    }
    if (isEnough) {
      // The step went so far that sums leave the exact range: what lies there proves nothing.
      stride *= SHORTEN;
    } else if (value > bound) {
      bound = value;
      prices.set(trial);
      if (along >= 0) {
        stride = Math.min(stride * LENGTHEN, LONGEST);
        failures = 0;
      }
      if (planner.hasPlan && bound - fixedAt > 0.1 * (planner.best - bound) && iteration % 10 === 0) {
        fixedAt = bound;
        if (state.narrow(prices, bound) > 0) {
          if (isHopeless(answers)) return "closed";
          // Whom a site owns now pays what does not matter.
          for (let j = 0; j < n; j++) if (whole.owner[j] >= 0) direction[j] = 0;
          bound = Math.max(bound, state.answer(prices, true));
          if (state.closes(prices, bound)) return "closed";
        }
      }
    } else if (++failures >= FAILURES) {
      stride *= SHORTEN;
      failures = 0;
    }
    if (iteration % 100 === 0) share = Math.max(share / 2, LEAST_SHARE);
    if (isRoot && state.mayPlan && planner.try(taken)) fixedAt = Number.NEGATIVE_INFINITY;
    if (iteration % JUDGE === 0) {
      if (bound - judged < (isRoot ? 0.005 : 0.02) * (planner.best - bound)) {
        if (++stalls >= (isRoot ? 4 : 2)) break;
      } else stalls = 0;
      judged = bound;
      if (stride < SHORTEST) break;
    }
    state.spend();
    if ((iteration & 7) === 0) {
      yield;
      if (control.interruption() !== undefined) break;
    }
  }
  state.bound = Math.max(state.bound, bound);
  return "open";
}

/** Moves the pairs' averages towards the last answer. */
function averagePairs(state: WholeState, part: number): void {
  const { whole, pairAverage } = state;
  const { answers, list, listCount, earnCount, isIn } = whole;
  const { active, activeCount, taken, instance } = answers;
  const n = instance.customerCount;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    const from = i * n;
    const inEnd = taken[i] > 0 ? from + earnCount[i] : from;
    for (let q = from; q < from + listCount[i]; q++) {
      const now = q < inEnd && isIn[q] === 1 ? 1 : 0;
      const p = from + list[q];
      pairAverage[p] += part * (now - pairAverage[p]);
    }
  }
}
