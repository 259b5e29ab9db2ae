/**
 * Moves prices up where a thing is short and down where there is too much, along an average of what was short before:
 * the volume algorithm, each price scaled by the spread of its costs over its throughput.
 *
 * Problem: maximise the Lagrangian value over prices of any sign.
 * Gives:   the best prices met, their value, and the answers averaged over the steps: near to the shares
 *          in which a fractional plan would open each works.
 * Memory:  O(nodes + works), taken in start.
 * Keeps:   the step is multiplied by the weight that the old average keeps; without that the value stops rising early.
 * Source:  Barahona and Anbil, The volume algorithm: producing primal solutions with a subgradient method (2000).
 */

import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import {
  copyAmong,
  joinWhere,
  lengthAmong,
  type MovingNodes,
  movePricesAmong,
  moveTowardsAmong,
  productAmong,
} from "./moving-nodes.ts";

/** Whoever answers prices; arrays are written anew by each answer. */
export interface Responder {
  /** Nodes: what is short. */
  readonly slope: Float64Array;
  /** Works: modules open. */
  readonly open: Float64Array;
  /** The nodes where anything was ever short or too much, where that is known. */
  readonly moving?: MovingNodes;
  /** The value of the prices. */
  respond(price: Float64Array): number;
}

/** How soon steps and averages are made for the end of a search. */
export interface Pace {
  /** So many steps that do not raise the value make the next ones shorter. */
  readonly patience: number;
  readonly smallestWeight: number;
}

export interface Raising {
  readonly responder: Responder;
  pace: Pace;
  /** Nodes: spread of costs over throughput. */
  readonly scale: Float64Array;
  readonly centre: Float64Array;
  readonly price: Float64Array;
  readonly average: Float64Array;
  /** Works: modules open, averaged. */
  readonly averageOpen: Float64Array;
  /** The newest answer's scaled product with the average, and with itself. */
  along: number;
  newest: number;
  /** The centre's value. */
  value: number;
  /** What the value may reach: the incumbent's cost, or a guess. */
  target: number;
  stepFactor: number;
  largestWeight: number;
  failures: number;
  rounds: number;
  checkedValue: number;
}

const FIRST_STEP = 0.1;
/** Steps that raise the value make the next ones longer, failures make them shorter. */
const LENGTHEN = 1.1;
const SHORTEN = 0.66;
const LONGEST_STEP = 2;
/** An average that takes in more than this of the newest answer forgets too fast. */
const LARGEST_WEIGHT = 0.2;
/** For hundreds of rounds; and for some two hundred over many prices, whose first steps are far too long. */
export const SLOWLY: Pace = { patience: 10, smallestWeight: 1e-3 };
export const SOON: Pace = { patience: 3, smallestWeight: 0.05 };
/** The average's weight is halved when so many rounds bring less than a thousandth. */
const CHECK_EVERY = 100;
const LITTLE = 1e-3;
/** Prices stay where their products are numbers: where there is no plan they would rise without end. */
const FARTHEST = 2 ** 149;

export function withinReach(price: number): number {
  return Math.min(FARTHEST, Math.max(-FARTHEST, price));
}

/**
 * What a sum in doubles may be off by, as a part of what all prices are worth together. Where no plan quite fits, such as
 * where supplies are what is wanted but for the last digit, prices would else rise without end for what rounding makes up.
 */
export const NOISE = 2 ** -46;

/** How much less a value at these prices is surely worth, for all that rounding may have added. */
export function roundingOf(price: Float64Array, most: Float64Array): number {
  return NOISE * worthOf(price, most);
}

/** What all prices are worth together, each times the most that may go there. */
export function worthOf(price: Float64Array, most: Float64Array): number {
  let worth = 0;
  for (let j = 0; j < price.length; j++) worth += Math.abs(price[j]) * most[j];
  return worth;
}

/** Takes all memory and reckons the first answer. */
export function startRaising(
  responder: Responder,
  price: Float64Array,
  scale: Float64Array,
  target: number,
  pace: Pace,
  arrays: ArraySource = OWN_ARRAYS,
): Raising {
  const value = responder.respond(price);
  const copy = (values: Float64Array): Float64Array => {
    const own = arrays.floats(values.length);
    own.set(values);
    return own;
  };
  return {
    responder,
    pace,
    scale,
    centre: copy(price),
    price: copy(price),
    average: copy(responder.slope),
    averageOpen: copy(responder.open),
    along: 0,
    newest: 0,
    value,
    target,
    stepFactor: FIRST_STEP,
    largestWeight: LARGEST_WEIGHT,
    failures: 0,
    rounds: 0,
    checkedValue: value,
  };
}

/** Starts anew from the centre, after arcs were added; the averages of what is open stay. */
export function restartRaising(raising: Raising, stepFactor: number): void {
  const { responder, centre, average } = raising;
  raising.value = responder.respond(centre);
  average.set(responder.slope);
  raising.stepFactor = stepFactor;
  raising.largestWeight = LARGEST_WEIGHT;
  raising.failures = 0;
  raising.checkedValue = raising.value;
}

/** Goes on along an average that others have left, with steps of such a length. */
export function followAverage(raising: Raising, average: Float64Array, stepFactor: number): void {
  raising.average.set(average);
  if (raising.responder.moving !== undefined) joinWhere(raising.responder.moving, average);
  raising.stepFactor = stepFactor;
}

/** One round; whether the value rose. */
export function stepRaising(raising: Raising): boolean {
  const { responder, scale, centre, price, average } = raising;
  const { slope, open, moving } = responder;
  const length = moving === undefined ? lengthOf(average, scale) : lengthAmong(moving, average, scale);
  if (!(length > 0)) return false;
  const by = (raising.stepFactor * Math.max(0, raising.target - raising.value)) / length;
  if (moving === undefined) movePrices(price, centre, by, scale, average);
  else movePricesAmong(moving, price, centre, by, scale, average, FARTHEST);
  const value = responder.respond(price);
  compare(raising);
  const { along, newest } = raising;
  let weight = (length - along) / (length - 2 * along + newest);
  if (!(weight < raising.largestWeight)) weight = raising.largestWeight;
  if (weight < raising.largestWeight / 10) weight = raising.largestWeight / 10;
  if (moving === undefined) moveTowards(average, slope, weight);
  else moveTowardsAmong(moving, average, slope, weight);
  moveTowards(raising.averageOpen, open, weight);
  const rose = value > raising.value;
  if (rose && moving === undefined) centre.set(price);
  else if (rose && moving !== undefined) copyAmong(moving, centre, price);
  noteValue(raising, value);
  return rose;
}

// Each loop is a function of its own: together they are compiled anew whenever another one of them becomes hot.

/** The square of the average's scaled length. */
function lengthOf(average: Float64Array, scale: Float64Array): number {
  let length = 0;
  for (let j = 0; j < average.length; j++) length += average[j] * average[j] * scale[j];
  return length;
}

/** Finds how far the newest answer goes along the average, and how long it is. */
function compare(raising: Raising): void {
  const { average, scale } = raising;
  const { slope, moving } = raising.responder;
  if (moving !== undefined) {
    raising.along = productAmong(moving, average, slope, scale);
    raising.newest = productAmong(moving, slope, slope, scale);
    return;
  }
  let along = 0;
  let newest = 0;
  for (let j = 0; j < slope.length; j++) {
    const s = slope[j] * scale[j];
    along += average[j] * s;
    newest += slope[j] * s;
  }
  raising.along = along;
  raising.newest = newest;
}

function movePrices(
  price: Float64Array,
  centre: Float64Array,
  by: number,
  scale: Float64Array,
  average: Float64Array,
): void {
  for (let j = 0; j < price.length; j++) {
    price[j] = withinReach(centre[j] + by * scale[j] * average[j]);
  }
}

function moveTowards(average: Float64Array, newest: Float64Array, weight: number): void {
  for (let j = 0; j < average.length; j++) average[j] += weight * (newest[j] - average[j]);
}

/** Lengthens and shortens steps by what the newest prices are worth. */
function noteValue(raising: Raising, value: number): void {
  raising.rounds++;
  if (value > raising.value) {
    if (raising.along >= 0) raising.stepFactor = Math.min(LONGEST_STEP, raising.stepFactor * LENGTHEN);
    raising.value = value;
    raising.failures = 0;
  } else if (++raising.failures >= raising.pace.patience) {
    raising.stepFactor *= SHORTEN;
    raising.failures = 0;
  }
  if (raising.rounds % CHECK_EVERY === 0) {
    if (raising.value - raising.checkedValue < LITTLE * Math.abs(raising.value)) {
      raising.largestWeight = Math.max(raising.pace.smallestWeight, raising.largestWeight / 2);
    }
    raising.checkedValue = raising.value;
  }
}
