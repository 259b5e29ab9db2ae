import type { Sliceable } from "../../base/control.ts";
import { answer, isHopeless } from "../../kernels/location/answers.ts";
import type { SearchState } from "./search-state.ts";

export interface RaiseOptions {
  readonly iterations: number;
  /** First length of a step, as a part of the way that the bound would have to go. */
  readonly stride: number;
  readonly pace: Pace;
  /** Starts with the direction of the first answer, not with that of the state. */
  readonly isFresh: boolean;
  /** Looks for plans on the way, and takes longer before it gives up. */
  readonly isRoot: boolean;
}

/** How soon strides adapt. */
export interface Pace {
  /** The share of a new answer in the average, at most; small keeps the average steady. */
  readonly share: number;
  /** A stride that fails this often in a row is too long ... */
  readonly failures: number;
  /** ... and is shortened by SHORTEN; one that succeeds with the average behind it is lengthened so. */
  readonly lengthen: number;
}

/** Many iterations from prices that know nothing of each other. */
export const STEADY: Pace = { share: 0.1, failures: 10, lengthen: 1.1 };
/** A few iterations from prices that were nearly best a moment ago. */
export const QUICK: Pace = { share: 0.15, failures: 4, lengthen: 1.5 };

const LEAST_SHARE = 1e-3;
const SHORTEN = 0.66;
const LONGEST = 2;
/** Strides below this move nothing that matters. */
const SHORTEST = 1e-4;
/** Under capacity, a trial so many times further below the bound than the way from it up shows a stride much too long. */
const FAR_BELOW = 1;
const FAR_FAILURES = 5;
/**
 * The root looks for plans after these iterations: the sooner one is good, the more it rules out. It improves the best
 * where that takes little time; elsewhere averages that are not good yet would lead to hundreds of plans for nothing.
 * Where the number of open sites is limited, prices are too far off by then; where many sites are open, service among
 * them takes too long for plans that are not good yet.
 */
const FIRST_LOOK = 10;
const SECOND_LOOK = 20;
/** Every so many iterations the bound's progress is judged. */
const JUDGE = 30;

/**
 * Raises the bound of the present node by moving the prices along the averaged slack: the volume algorithm.
 * Narrows the node on the way. Starts from `state.prices` and leaves the best ones there, the averages in
 * `state.average` and `state.direction`.
 *
 * Gives: "closed" when nothing better than the incumbent is left in the node (the evidence is written down).
 * Source: Barahona and Anbil, The volume algorithm (2000); Barahona and Chudak, Near-optimal solutions to large-scale
 *         facility location problems (2005).
 */
export function* raisePrices(state: SearchState, options: RaiseOptions): Sliceable<"closed" | "open"> {
  const { answers, prices, average, planner, instance, control, weight, direction } = state;
  const { customerCount: n } = instance;
  const { isRoot, pace } = options;
  const trial = new Float64Array(n);
  if (isHopeless(answers)) return "closed";
  let bound = answer(answers, prices, true);
  if (state.closes(prices, bound)) return "closed";
  // The parent's prices may rule out more, or all, after the decision.
  if (!isRoot && instance.hasCapacity && planner.hasPlan && state.narrow(prices, bound) > 0) {
    if (isHopeless(answers)) return "closed";
    bound = answer(answers, prices, true);
    if (state.closes(prices, bound)) return "closed";
  }
  if (options.isFresh) {
    direction.set(answers.slack);
    state.takeAverage(1);
  } else state.resumeAverage();
  let { stride } = options;
  let { share } = pace;
  let failures = 0;
  let stalls = 0;
  let judged = bound;
  let judgedLong = bound;
  let length = 0;
  for (let j = 0; j < n; j++) length += direction[j] * direction[j] * weight[j];
  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    if (length < 1e-14) break;
    const reach = Math.min(
      planner.hasPlan ? planner.best : Infinity,
      bound + 0.05 * Math.abs(bound) + instance.stepsPerUnit,
    );
    const step = (stride * Math.max(reach - bound, 1)) / length;
    for (let j = 0; j < n; j++) trial[j] = Math.round(prices[j] + step * direction[j] * weight[j]);
    const value = answer(answers, trial, true);
    if (value === Number.POSITIVE_INFINITY) return "closed";
    const { slack } = answers;
    let along = 0;
    let own = 0;
    for (let j = 0; j < n; j++) {
      along += slack[j] * direction[j] * weight[j];
      own += slack[j] * slack[j] * weight[j];
    }
    const spread = own - 2 * along + length;
    let part = share;
    if (spread > 1e-14) part = Math.min(share, Math.max(share / 10, (length - along) / spread));
    length = 0;
    for (let j = 0; j < n; j++) {
      const next = direction[j] + part * (slack[j] - direction[j]);
      direction[j] = next;
      length += next * next * weight[j];
    }
    state.takeAverage(part);
    if (value > bound) {
      const gained = value - bound;
      bound = value;
      prices.set(trial);
      if (along >= 0) {
        stride = Math.min(stride * pace.lengthen, LONGEST);
        failures = 0;
      }
      if (state.closes(prices, bound)) return "closed";
      if (planner.hasPlan && (iteration % 10 === 0 || gained > 0.05 * (planner.best - bound))) {
        if (state.narrow(prices, bound) > 0) {
          if (isHopeless(answers)) return "closed";
          bound = Math.max(bound, answer(answers, prices, true));
          if (state.closes(prices, bound)) return "closed";
        }
      }
    } else {
      const isFar = instance.hasCapacity && value < bound - FAR_BELOW * (reach - bound);
      failures += isFar ? FAR_FAILURES : 1;
      if (failures >= pace.failures) {
        stride *= SHORTEN;
        failures = 0;
      }
    }
    if (iteration % 100 === 0) {
      if (bound - judgedLong < 0.01 * Math.abs(bound)) share = Math.max(share / 2, LEAST_SHARE);
      judgedLong = bound;
    }
    const isEarly = isRoot && (iteration === FIRST_LOOK || iteration === SECOND_LOOK) && isQuickToServe(state);
    if (isRoot && (isEarly || iteration % (iteration < 200 ? 40 : 100) === 0)) {
      const isBetter = planner.round(average, answers.lower, answers.upper, 3, state.leastOf);
      if (isBetter || isEarly) {
        if (!isEarly || isQuickToImprove(state))
          yield* planner.improve(state.control, iteration === 40 ? 100 : 30, answers.lower, answers.upper, answers);
        bound = answer(answers, prices, true);
        if (state.closes(prices, bound)) return "closed";
        if (state.narrow(prices, bound) > 0) {
          if (isHopeless(answers)) return "closed";
          bound = answer(answers, prices, true);
          if (state.closes(prices, bound)) return "closed";
        }
      }
      state.bound = bound;
      state.report("raising prices", bound);
    }
    if (iteration % JUDGE === 0) {
      if (bound - judged < (isRoot ? 0.002 : 0.01) * (planner.best - bound)) {
        if (++stalls >= (isRoot ? 3 : 2)) break;
      } else stalls = 0;
      judged = bound;
      if (isRoot && stride < SHORTEST) break;
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

/** Whether plans are found in little time before prices are good: the paths of split service take K^2 for K open sites. */
function isQuickToServe({ instance, answers }: SearchState): boolean {
  const open = answers.mustCount + answers.chosenCount;
  const isFew = !instance.hasCapacity || open * open <= 4 * instance.customerCount;
  return instance.most === instance.siteCount && isFew;
}

/** Whether early plans are improved, too: without capacities, or with few sites that each serve many customers. */
function isQuickToImprove({ instance, answers }: SearchState): boolean {
  const open = answers.mustCount + answers.chosenCount;
  return !instance.hasCapacity || 2 * open * open <= instance.customerCount;
}
