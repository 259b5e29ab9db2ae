import type { Sliceable } from "../../base/control.ts";
import { answer, isHopeless } from "../../kernels/location/answers.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import type { SearchState } from "./search-state.ts";

export interface RaiseOptions {
  readonly iterations: number;
  /** First length of a step, as a part of the way that the bound would have to go. */
  readonly stride: number;
  /** Starts with the direction of the first answer, not with that of the state. */
  readonly isFresh: boolean;
  /** Looks for plans on the way, and takes longer before it gives up. */
  readonly isRoot: boolean;
}

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
/** After so many iterations the root ends where answers promise less than this part of the way to the incumbent. */
const SURE = 40;
const LEAST_PROMISE = 0.01;
/**
 * So does a node, since splitting it tells more: with half as many answers at each, seven tenths to nine tenths in all.
 * Where they promise next to nothing, a few show it. Large trees grow too much by it.
 */
const NODE_SURE = 15;
const NODE_LEAST_PROMISE = 0.07;
const FLAT_SURE = 3;
const FLAT_PROMISE = 0.01;
/** What a new answer counts for in the average of flows. */
const FLOW_SHARE = 0.1;

/**
 * Raises the bound of the present node by moving the prices where a bundle of answers says that it rises.
 * Narrows the node on the way. Starts from `state.prices` and leaves the best ones there, the averages in
 * `state.average` and `state.direction`.
 *
 * Gives: "closed" when nothing better than the incumbent is left in the node (the evidence is written down).
 */
export function* raisePrices(state: SearchState, options: RaiseOptions): Sliceable<"closed" | "open"> {
  const { answers, prices, average, direction, ascent, planner, instance, control } = state;
  const { isRoot } = options;
  const isLarge = hasManyPairs(instance);
  if (isHopeless(answers)) return "closed";
  let bound = answer(answers, prices, true);
  if (state.closes(prices, bound)) return "closed";
  // The parent's prices may rule out more, or all, after the decision.
  if (!isRoot && instance.hasCapacity && planner.hasPlan && state.narrow(prices, bound) > 0) {
    if (isHopeless(answers)) return "closed";
    bound = answer(answers, prices, true);
    if (state.closes(prices, bound)) return "closed";
  }
  if (options.isFresh) ascent.begin();
  else ascent.beginWith(direction, average);
  ascent.take(answers);
  state.averageFlows(1);
  ascent.aim(options.stride, wayFrom(state, bound));
  let stalls = 0;
  let judged = bound;
  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    const value = ascent.advance(answers, prices, bound, wayFrom(state, bound));
    if (value === undefined) break;
    if (value === Number.POSITIVE_INFINITY) return "closed";
    state.averageFlows(FLOW_SHARE);
    if (value > bound) {
      const gained = value - bound;
      bound = value;
      if (state.closes(prices, bound)) return "closed";
      if (planner.hasPlan && (iteration % 10 === 0 || gained > 0.05 * (planner.best - bound))) {
        if (state.narrow(prices, bound) > 0) {
          if (isHopeless(answers)) return "closed";
          bound = Math.max(bound, answer(answers, prices, true));
          if (state.closes(prices, bound)) return "closed";
        }
      }
    }
    const isEarly = isRoot && (iteration === FIRST_LOOK || iteration === SECOND_LOOK) && isQuickToServe(state);
    if (isRoot && (isEarly || iteration % (iteration < 200 ? 40 : 100) === 0)) {
      ascent.read(direction, average);
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
    if (planner.hasPlan && ascent.promised < (planner.best - bound) * leastPromise(isRoot, isLarge, iteration)) break;
    if (iteration % JUDGE === 0) {
      if (bound - judged < (isRoot ? 0.002 : 0.01) * (planner.best - bound)) {
        if (++stalls >= (isRoot ? 3 : 2)) break;
      } else stalls = 0;
      judged = bound;
    }
    state.spend();
    if ((iteration & 7) === 0) {
      yield;
      if (control.interruption() !== undefined) break;
    }
  }
  ascent.read(direction, average);
  state.bound = Math.max(state.bound, bound);
  return "open";
}

/** With more pairs of sites and customers than this, trees mostly grow large. */
const MANY_PAIRS = 100_000;

export function hasManyPairs({ siteCount, customerCount }: LocationInstance): boolean {
  return siteCount * customerCount > MANY_PAIRS;
}

/** Prices of a node start from its parent's and get so many iterations. */
const NODE_ITERATIONS = 60;
/**
 * Capacitated iterations cost more, and a split tells more than another twenty of them: with 30 in place of 50 small searches
 * take a tenth fewer. Where trees mostly grow large, they would grow more by it.
 */
const CAPACITATED_NODE_ITERATIONS = 30;
const CAPACITATED_NODE_ITERATIONS_OF_MANY = 50;
export function nodeIterations(instance: LocationInstance): number {
  if (!instance.hasCapacity) return NODE_ITERATIONS;
  return hasManyPairs(instance) ? CAPACITATED_NODE_ITERATIONS_OF_MANY : CAPACITATED_NODE_ITERATIONS;
}

/** Which part of the way to the incumbent answers must promise after so many of them. */
function leastPromise(isRoot: boolean, isLarge: boolean, iteration: number): number {
  if (isRoot) return iteration > SURE ? LEAST_PROMISE : 0;
  if (isLarge) return 0;
  if (iteration > NODE_SURE) return NODE_LEAST_PROMISE;
  return iteration > FLAT_SURE ? FLAT_PROMISE : 0;
}

/** How far the bound has to go: to the incumbent, but while there is none, or a poor one, not too far. */
function wayFrom({ planner, instance }: SearchState, bound: number): number {
  const farthest = 0.05 * Math.abs(bound) + instance.stepsPerUnit;
  return Math.max(1, planner.hasPlan ? Math.min(planner.best - bound, farthest) : farthest);
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
