/**
 * Checks a certificate of one set of prices against a problem whose costs are sparse or follow from positions,
 * without ever writing all pairs down.
 *
 * Where a pair costs as much as its customer's price or more, it earns nothing and changes no bound. By position only
 * pairs that are near enough to cost less are looked at.
 */
import { toWhole } from "../../base/scale.ts";
import { isPositional, isSparse, type LocationProblem, type SparseCost } from "../../problems/location.ts";
import { distancesOf } from "../../problems/location-positions.ts";
import type { Evidence, LocationCertificate } from "../../problems/location-result.ts";
import type { WholeLocation } from "./location-certificate.ts";
import { NearPairs } from "./location-near.ts";
import { fillPrices, LARGEST_PRICE, startPrices } from "./location-prices.ts";

/** Up to so many pairs they may all be written down. */
const MOST_IN_MATRIX = 4_000_000;

export function fitsMatrix({ siteCount, customerCount }: LocationProblem): boolean {
  return siteCount * customerCount <= MOST_IN_MATRIX;
}

/** Whether nothing binds sites and customers but limits of room, so that one set of prices is all that such a large problem gets. */
export function needsNoMatrix(problem: LocationProblem): boolean {
  const { cost, singleSource, capacity, copies, group } = problem;
  return (
    (isPositional(cost) || isSparse(cost)) &&
    !(singleSource === true && capacity !== undefined) &&
    problem.mostOpen === undefined &&
    problem.exactlyOpen === undefined &&
    (copies === undefined || Array.from(copies).every((k) => k === 1)) &&
    (group === undefined || Array.from(group).every((g) => g < 0))
  );
}

/**
 * Whether a matrix can be done without: one node without further choices is to prove the bound. Where that takes several pieces
 * of evidence, they rule sites out for one another, which only the full check sees.
 */
export function isPlain(problem: LocationProblem, { nodes }: LocationCertificate): boolean {
  if (nodes.length !== 1 || nodes[0].split !== undefined || nodes[0].blocked !== undefined) return false;
  return needsNoMatrix(problem) && (nodes[0].evidence.length <= 1 || !fitsMatrix(problem));
}

/** The cost of a pair in steps, Infinity where it is not allowed, NaN where it does not fit the scale. */
export function plainCosts(
  problem: LocationProblem,
  certificate: LocationCertificate,
): (i: number, j: number) => number {
  const { cost } = problem;
  const { costScale, stepsPerUnit } = certificate;
  const steps = (value: number): number => {
    if (value === Infinity) return Infinity;
    const whole = toWhole(value, costScale);
    return whole / costScale === value ? whole * stepsPerUnit : Number.NaN;
  };
  if (isPositional(cost)) {
    const metres = distancesOf(cost);
    return (i, j) => steps((problem.demand?.[j] ?? 1) * cost.costOf(metres(i, j)));
  }
  if (!isSparse(cost)) return (i, j) => steps(cost[i * problem.customerCount + j]);
  return (i, j) => {
    for (let t = cost.start[j]; t < cost.start[j + 1]; t++) if (cost.site[t] === i) return steps(cost.cost[t]);
    return Infinity;
  };
}

/** What no plan costs less than, in steps: the certificate's threshold where it holds, Infinity where no plan is left. */
export function plainBound(
  problem: LocationProblem,
  whole: WholeLocation,
  certificate: LocationCertificate,
): number | string {
  if (isEmpty(problem, whole)) return Infinity;
  const { threshold, nodes } = certificate;
  if (!Number.isSafeInteger(threshold)) return `threshold ${threshold} is not a whole number`;
  const bounds = nodes[0].evidence.map((evidence) => evidenceBound(problem, whole, certificate, evidence));
  const wrong = bounds.find((bound) => typeof bound === "string");
  if (wrong !== undefined) return wrong;
  return bounds.some((bound) => typeof bound === "number" && bound >= threshold)
    ? threshold
    : `no evidence reaches the threshold ${threshold}`;
}

function evidenceBound(
  problem: LocationProblem,
  whole: WholeLocation,
  certificate: LocationCertificate,
  evidence: Evidence,
): number | string {
  const { siteCount: m, customerCount: n, capacity, openCost, totalDemand, state } = whole;
  const { aggregatePrice } = evidence;
  const hasCapacity = capacity.length > 0;
  const full = startPrices(m, n);
  if (!fillPrices(evidence, full)) return "has prices of the wrong number";
  const { prices } = full;
  const own = hasCapacity ? full.first : new Float64Array(m);
  const isRoomPrice = (p: number) => Number.isSafeInteger(p) && p >= 0 && p * totalDemand <= Number.MAX_SAFE_INTEGER;
  if (!isRoomPrice(aggregatePrice) || (!hasCapacity && aggregatePrice !== 0)) return "has a wrong aggregate price";
  const { priceSums } = whole;
  const place = priceSums.placeOf(evidence);
  if (priceSums.wrong[place] >= 0) return `has price ${prices[priceSums.wrong[place]]}`;
  let sum = aggregatePrice * totalDemand + priceSums.sum[place];
  let size = aggregatePrice * totalDemand + priceSums.size[place];
  const value = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const worth = hasCapacity ? capacity[i] * (own[i] + aggregatePrice) : 0;
    if (!isRoomPrice(own[i]) || !Number.isSafeInteger(worth)) return `has capacity price ${own[i]}`;
    value[i] = openCost[i] - worth;
    size += Math.abs(value[i]);
  }
  const paid = takeEarnings(problem, whole, certificate, prices, own, value);
  if (Number.isNaN(paid)) return "the certificate's scales do not make the problem's numbers whole";
  size += paid;
  // Below this every sum was a whole number that a double holds, so nothing was rounded.
  if (!(size <= Number.MAX_SAFE_INTEGER)) return "has sums beyond the exact range";
  for (let i = 0; i < m; i++) if (state[i] === 1 || (state[i] === 0 && value[i] < 0)) sum += value[i];
  return sum;
}

/**
 * Takes what customers pay above cost and capacity price off the sites' values; gives the sum of it, NaN where a cost does not fit the scale.
 */
function takeEarnings(
  problem: LocationProblem,
  { demand }: WholeLocation,
  certificate: LocationCertificate,
  prices: Float64Array,
  capacityPrices: Float64Array,
  value: Float64Array,
): number {
  const pairs = pairLists(problem, certificate);
  const site = new Int32Array(value.length);
  const cost = new Float64Array(value.length);
  let paid = 0;
  for (let j = 0; j < prices.length; j++) {
    const price = prices[j];
    const amount = demand[j];
    const end = pairs.list(j, price, 0, site, cost);
    if (end < 0) return Number.NaN;
    for (let t = 0; t < end; t++) {
      const i = site[t];
      const above = price - cost[t] - capacityPrices[i] * amount;
      if (!(above > 0)) continue;
      value[i] -= above;
      paid += above;
    }
  }
  return paid;
}

function pairLists({ cost, demand, customerCount }: LocationProblem, certificate: LocationCertificate) {
  const { costScale, stepsPerUnit } = certificate;
  if (isSparse(cost)) return new GivenPairs(cost, costScale, stepsPerUnit);
  if (!isPositional(cost)) throw new RangeError("a matrix is looked at as a whole");
  return new NearPairs(cost, demand ?? new Float64Array(customerCount).fill(1), costScale, stepsPerUnit);
}

/** The pairs that a sparse problem lists. */
class GivenPairs {
  readonly #given: SparseCost;
  readonly #costScale: number;
  readonly #stepsPerUnit: number;

  constructor(given: SparseCost, costScale: number, stepsPerUnit: number) {
    this.#given = given;
    this.#costScale = costScale;
    this.#stepsPerUnit = stepsPerUnit;
  }

  /** Lists all of customer j's pairs that are allowed, whatever the limit, as `NearPairs` does. */
  list(j: number, _limit: number, at: number, listed: Int32Array, inSteps: Float64Array): number {
    const { start, site, cost } = this.#given;
    const costScale = this.#costScale;
    const stepsPerUnit = this.#stepsPerUnit;
    let end = at;
    for (let t = start[j]; t < start[j + 1]; t++) {
      const given = cost[t];
      if (given === Number.POSITIVE_INFINITY) continue;
      const whole = Math.round(given * costScale);
      if (whole / costScale !== given || !(whole * stepsPerUnit >= -LARGEST_PRICE)) return -1;
      listed[end] = site[t];
      inSteps[end++] = whole * stepsPerUnit;
    }
    return end;
  }
}

/** Whether no plan is left, by counting room and who can be reached. */
function isEmpty({ cost }: LocationProblem, { state, capacity, totalDemand, customerCount }: WholeLocation): boolean {
  let room = 0;
  for (let i = 0; i < capacity.length; i++) if (state[i] >= 0) room += capacity[i];
  if (capacity.length > 0 && room < totalDemand) return true;
  if (!isSparse(cost)) return state.every((s) => s < 0);
  for (let j = 0; j < customerCount; j++) {
    let isReached = false;
    for (let t = cost.start[j]; t < cost.start[j + 1]; t++)
      isReached ||= state[cost.site[t]] >= 0 && cost.cost[t] !== Infinity;
    if (!isReached) return true;
  }
  return false;
}
