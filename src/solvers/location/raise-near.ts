import type { Control, Sliceable } from "../../base/control.ts";
import { ascendPrices } from "../../kernels/location/dual-ascent.ts";
import { answerNear, type NearAnswers, startNearAnswers } from "../../kernels/location/near-answers.ts";
import { extendLists, type NearInstance } from "../../kernels/location/near-instance.ts";
import { stepPrices } from "../../kernels/location/step-prices.ts";

/** What the prices are worth and who would open at them, on average. */
export interface RaisedPrices {
  answers: NearAnswers;
  prices: Float64Array;
  bound: number;
  average: Float64Array;
  /** Averaged slack, along which prices move; absent at first. And the length of steps. */
  direction?: Float64Array;
  stride?: number;
}

/** The share of a new answer in the average; it falls as the stride does. */
const FIRST_SHARE = 0.1;
const FIRST_STRIDE = 0.2;
/** Failures in a row that shorten the stride, by how much, and what lengthens it. */
const FAILURES = 8;
const SHORTEN = 0.66;
const LENGTHEN = 1.1;
const LONGEST = 1;
/** Strides below this move nothing that matters. */
const SHORTEST = 1e-4;
/** Steps reach for a bound this much above the present one while no plan is known to be nearer. */
const AIM = 0.03;
/** Lists are lengthened at most so often before the raise, and while it runs once in so many iterations. */
const FIRST_EXTENSIONS = 4;
const EXTEND_EVERY = 40;

/**
 * First prices by dual ascent, the lists growing with them.
 * Source: see `dual-ascent.ts`.
 */
export function firstPrices(instance: NearInstance): RaisedPrices {
  const prices = new Float64Array(instance.customerCount);
  const openCost = instance.openCost.map((f, i) => (instance.state[i] < 0 ? Infinity : f));
  for (let round = 0; ; round++) {
    ascendPrices(instance.lists, openCost, prices);
    if (round === FIRST_EXTENSIONS || !isBeyond(instance, prices) || !extendLists(instance, prices)) break;
  }
  holdWithin(instance, prices);
  for (let j = 0; j < prices.length; j++) prices[j] = Math.round(prices[j]);
  const answers = startNearAnswers(instance);
  const bound = answerNear(answers, prices);
  return { answers, prices, bound, average: answers.taken.slice() };
}

function isBeyond({ lists }: NearInstance, prices: Float64Array): boolean {
  for (let j = 0; j < prices.length; j++) if (prices[j] > lists.beyond[j]) return true;
  return false;
}

/** No price above what is listed; gives how many were. */
export function holdWithin({ lists }: NearInstance, prices: Float64Array): number {
  let held = 0;
  for (let j = 0; j < prices.length; j++) {
    if (prices[j] <= lists.beyond[j]) continue;
    prices[j] = lists.beyond[j];
    held++;
  }
  return held;
}

/**
 * Raises the bound along averaged slack: the volume algorithm, on the listed pairs.
 * Source: Barahona and Anbil (2000); Barahona and Chudak, Near-optimal solutions to large-scale facility location
 *         problems (2005). Steps are measured per unit of demand, since a price is for all of it.
 */
export function* raiseNear(
  raised: RaisedPrices,
  iterations: number,
  incumbent: () => number,
  control: Control,
): Sliceable<void> {
  const { prices, average } = raised;
  const { instance } = raised.answers;
  const { customerCount: n, siteCount: m, demand, totalDemand } = instance;
  const weight = demand.map((d) => (d * n) / totalDemand);
  const trial = new Float64Array(n);
  raised.direction ??= Float64Array.from(raised.answers.slack);
  const { direction } = raised;
  const wished = new Float64Array(n);
  let stride = raised.stride ?? FIRST_STRIDE;
  let failures = 0;
  let sinceExtension = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { bound } = raised;
    let length = 0;
    for (let j = 0; j < n; j++) length += direction[j] * direction[j] * weight[j];
    if (length < 1e-12) return;
    const reach = Math.min(incumbent(), bound + AIM * Math.abs(bound) + instance.stepsPerUnit);
    const step = (stride * Math.max(reach - bound, 1)) / length;
    stepPrices(trial, prices, step, direction, weight);
    wished.set(trial);
    const held = holdWithin(instance, trial);
    if (held > n / 1000 && sinceExtension >= EXTEND_EVERY && extendLists(instance, wished)) {
      sinceExtension = 0;
      const { capacityPrice } = raised.answers;
      raised.answers = startNearAnswers(instance);
      raised.answers.capacityPrice.set(capacityPrice);
      trial.set(wished);
      holdWithin(instance, trial);
    }
    sinceExtension++;
    const { answers } = raised;
    const before = answers.visits;
    const value = answerNear(answers, trial);
    control.spend(answers.visits - before);
    const { slack, taken } = answers;
    let along = 0;
    let own = 0;
    for (let j = 0; j < n; j++) {
      along += slack[j] * direction[j] * weight[j];
      own += slack[j] * slack[j] * weight[j];
    }
    const spread = own - 2 * along + length;
    const part =
      spread > 1e-12 ? Math.min(FIRST_SHARE, Math.max(FIRST_SHARE / 10, (length - along) / spread)) : FIRST_SHARE;
    for (let j = 0; j < n; j++) direction[j] += part * (slack[j] - direction[j]);
    for (let i = 0; i < m; i++) average[i] += part * (taken[i] - average[i]);
    if (value > bound) {
      raised.bound = value;
      prices.set(trial);
      failures = 0;
      if (along > 0) stride = Math.min(LONGEST, stride * LENGTHEN);
    } else if (++failures >= FAILURES) {
      failures = 0;
      stride *= SHORTEN;
      if (stride < SHORTEST) return;
    }
    raised.stride = stride;
    control.report({ phase: "location, prices" });
    if (control.interruption() !== undefined) return;
    yield;
  }
}
