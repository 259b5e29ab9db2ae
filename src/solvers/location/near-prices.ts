/**
 * Customers' prices for a large problem: learned on a picture with fewer customers first, then carried over to those
 * who were pictured and raised on. Near prices also tell at once how far every customer's list has to reach.
 */
import type { Control, Sliceable } from "../../base/control.ts";
import { answerNear, startNearAnswers } from "../../kernels/location/near-answers.ts";
import { buildNearInstance, type NearInstance } from "../../kernels/location/near-instance.ts";
import { type NearSearch, startNearSearch, sweep } from "../../kernels/location/near-search.ts";
import { isPositional, type LocationProblem } from "../../problems/location.ts";
import { distancesOf } from "../../problems/location-positions.ts";
import { middleOf, pictureOf } from "./near-picture.ts";
import { firstPrices, holdWithin, type RaisedPrices, raiseNear } from "./raise-near.ts";

/** A picture has this many times fewer customers; up to so many need none. */
const STRIDE = 8;
const FEW_CUSTOMERS = 3_000;
/** Price iterations from first prices, and from prices carried over. */
const FIRST_ITERATIONS = 300;
const CARRIED_ITERATIONS = 120;
/** Averages from which a site is opened in the plans that are tried. */
export const SHARES = [0.5, 0.3, 0.15, 0];
/** Sweeps of the local search at most; it mostly ends sooner. */
const MOST_SWEEPS = 40;
/** Lists reach this much beyond the prices carried over. */
const BEYOND = 1.3;

export interface LearnedPrices {
  readonly instance: NearInstance;
  /** Absent when no plan can exist. */
  readonly raised: RaisedPrices | undefined;
  /** Sites that are good to open where capacities do not matter; absent with capacities. */
  readonly open: Int8Array | undefined;
}

export function* learnPrices(problem: LocationProblem, control: Control): Sliceable<LearnedPrices> {
  if (!isPositional(problem.cost) || problem.customerCount <= FEW_CUSTOMERS) {
    const instance = buildNearInstance(problem);
    yield;
    if (isHopeless(instance)) return { instance, raised: undefined, open: undefined };
    const raised = firstPrices(instance);
    yield* raiseNear(raised, FIRST_ITERATIONS, () => Infinity, control);
    const starts = SHARES.map((share) => openFrom(instance, raised.average, share));
    return { instance, raised, open: yield* bestOpen(instance, raised, starts, control) };
  }
  const picture = pictureOf(problem, STRIDE);
  const learned = yield* learnPrices(picture.problem, control);
  const carried =
    learned.raised === undefined ? undefined : carry(problem, picture.order, learned.instance, learned.raised);
  const instance = buildNearInstance(
    problem,
    carried?.map((price) => price * BEYOND),
  );
  yield;
  if (carried === undefined || learned.raised === undefined) return { instance, raised: undefined, open: undefined };
  const unit = instance.costScale * instance.stepsPerUnit;
  const prices = carried.map((price) => Math.round(price * unit));
  holdWithin(instance, prices);
  const answers = startNearAnswers(instance);
  answers.capacityPrice.set(learned.raised.answers.capacityPrice);
  const bound = answerNear(answers, prices);
  const raised = { answers, prices, bound, average: learned.raised.average };
  yield* raiseNear(raised, CARRIED_ITERATIONS, () => Infinity, control);
  const starts = [openFrom(instance, raised.average, SHARES[0])];
  if (learned.open !== undefined) starts.unshift(learned.open.slice());
  return { instance, raised, open: yield* bestOpen(instance, raised, starts, control) };
}

/** Sites that were open for at least a share of the answers, at least one. */
export function openFrom({ state }: NearInstance, average: Float64Array, share: number): Int8Array {
  const open = Int8Array.from(state, (s, i) => (s === 1 || (s === 0 && average[i] >= share) ? 1 : 0));
  if (open.includes(1)) return open;
  let likeliest = state.findIndex((s) => s >= 0);
  for (let i = 0; i < state.length; i++) if (state[i] >= 0 && average[i] > average[likeliest]) likeliest = i;
  open[likeliest] = 1;
  return open;
}

/** The best that exchanges make of some sets of open sites, where capacities do not matter. */
function* bestOpen(
  instance: NearInstance,
  raised: RaisedPrices,
  starts: readonly Int8Array[],
  control: Control,
): Sliceable<Int8Array | undefined> {
  if (instance.capacity.length > 0) return undefined;
  let best: Int8Array | undefined;
  let least = Infinity;
  for (const start of starts) {
    const search = startNearSearch(instance, raised.answers.pairs, start);
    yield* exchange(search, control);
    if (search.cost >= least) continue;
    least = search.cost;
    best = search.open;
  }
  return best;
}

/** Sweeps until nothing is gained any more. */
export function* exchange(search: NearSearch, control: Control): Sliceable<void> {
  for (let k = 0; k < MOST_SWEEPS && sweep(search) && control.interruption() === undefined; k++) {
    control.spend(search.visits);
    search.visits = 0;
    yield;
  }
}

/**
 * Prices in the problem's unit: what a customer's price leaves over the cost from the nearest likely site is the same
 * for neighbours, per unit of demand.
 */
function carry(problem: LocationProblem, order: Int32Array, coarse: NearInstance, raised: RaisedPrices): Float64Array {
  const { cost, customerCount: n } = problem;
  const prices = new Float64Array(n);
  if (!isPositional(cost)) return prices;
  const metres = distancesOf(cost);
  const perUnit = coarse.demandScale / (coarse.costScale * coarse.stepsPerUnit);
  const { start, site } = coarse.lists;
  for (let g = 0; g < coarse.customerCount; g++) {
    const middle = order[middleOf(g, STRIDE, n)];
    let t = start[g];
    while (t + 1 < start[g + 1] && raised.average[site[t]] < 0.5) t++;
    const from = raised.average[site[t]] < 0.5 ? site[start[g]] : site[t];
    const left = (raised.prices[g] * perUnit) / coarse.demand[g] - cost.costOf(metres(from, middle));
    for (let k = g * STRIDE; k < Math.min(n, (g + 1) * STRIDE); k++) {
      const j = order[k];
      prices[j] = Math.max(0, (problem.demand?.[j] ?? 1) * (left + cost.costOf(metres(from, j))));
    }
  }
  return prices;
}

/** No site that may open reaches some customer, or all together have too little room. */
function isHopeless({ lists, state, capacity, totalDemand, customerCount }: NearInstance): boolean {
  for (let j = 0; j < customerCount; j++) {
    let t = lists.start[j];
    while (t < lists.start[j + 1] && state[lists.site[t]] < 0) t++;
    if (t === lists.start[j + 1] && (lists.beyond[j] === Infinity || state.every((s) => s < 0))) return true;
  }
  let room = 0;
  for (let i = 0; i < capacity.length; i++) if (state[i] >= 0) room += capacity[i];
  return capacity.length > 0 && room < totalDemand;
}
