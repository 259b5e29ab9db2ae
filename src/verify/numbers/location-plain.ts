/**
 * Checks a certificate of one set of prices against a problem whose costs are sparse or follow from positions,
 * without ever writing all pairs down.
 *
 * Where a pair costs as much as its customer's price or more, it earns nothing and changes no bound. By position,
 * sites are looked through outwards from the customer along one coordinate: no distance is shorter than its part
 * along that, and costs do not fall with distance, so the first too far ends the search on its side.
 */
import { toWhole } from "../../base/scale.ts";
import { isPositional, isSparse, type LocationProblem } from "../../problems/location.ts";
import { coordinatesOf, distancesOf, type PositionalCost } from "../../problems/location-positions.ts";
import type { Evidence, LocationCertificate } from "../../problems/location-result.ts";
import type { WholeLocation } from "./location-certificate.ts";
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

/** Whether a matrix can be done without: one node without further choices is to prove the bound. */
export function isPlain(problem: LocationProblem, { nodes }: LocationCertificate): boolean {
  return needsNoMatrix(problem) && nodes.length === 1 && nodes[0].split === undefined && nodes[0].blocked === undefined;
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
  const costOf = plainCosts(problem, certificate);
  const bounds = nodes[0].evidence.map((evidence) => evidenceBound(problem, whole, certificate, evidence, costOf));
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
  costOf: (i: number, j: number) => number,
): number | string {
  const { siteCount: m, customerCount: n, demand, capacity, openCost, totalDemand, state } = whole;
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
  let unfit = 0;
  eachPairBelow(problem, certificate, prices, costOf, (i, j, c) => {
    if (!(c >= -LARGEST_PRICE)) unfit++;
    const above = prices[j] - c - own[i] * demand[j];
    if (!(above > 0)) return;
    value[i] -= above;
    size += above;
  });
  if (unfit > 0) return "the certificate's scales do not make the problem's numbers whole";
  // Below this every sum was a whole number that a double holds, so nothing was rounded.
  if (!(size <= Number.MAX_SAFE_INTEGER)) return "has sums beyond the exact range";
  for (let i = 0; i < m; i++) if (state[i] === 1 || (state[i] === 0 && value[i] < 0)) sum += value[i];
  return sum;
}

/** Visits every pair that costs less than its customer's price, and some others. */
function eachPairBelow(
  problem: LocationProblem,
  certificate: LocationCertificate,
  prices: ArrayLike<number>,
  costOf: (i: number, j: number) => number,
  visit: (i: number, j: number, c: number) => void,
): void {
  const { cost } = problem;
  if (isSparse(cost)) {
    for (let j = 0; j < prices.length; j++) {
      for (let t = cost.start[j]; t < cost.start[j + 1]; t++) visit(cost.site[t], j, costOf(cost.site[t], j));
    }
    return;
  }
  if (!isPositional(cost)) return;
  const { along, order, at } = alongFirst(cost);
  const isTooFar = farther(problem, cost, certificate, prices);
  for (let j = 0; j < prices.length; j++) {
    const middle = firstFrom(along, at[3 * j]);
    for (let k = middle; k < along.length && !isTooFar(along[k] - at[3 * j], j); k++) {
      visit(order[k], j, costOf(order[k], j));
    }
    for (let k = middle - 1; k >= 0 && !isTooFar(at[3 * j] - along[k], j); k--) visit(order[k], j, costOf(order[k], j));
  }
}

/** Sites by their first coordinate, and where customers are. */
function alongFirst(cost: PositionalCost): { along: Float64Array; order: Int32Array; at: Float64Array } {
  const sites = coordinatesOf(cost.sites, cost.geometry);
  const order = Int32Array.from({ length: sites.length / 3 }, (_, i) => i).sort(
    (a, b) => sites[3 * a] - sites[3 * b] || a - b,
  );
  return {
    along: Float64Array.from(order, (i) => sites[3 * i]),
    order,
    at: coordinatesOf(cost.customers, cost.geometry),
  };
}

/** Whether every pair at least so far apart costs the customer's price or more, in steps; rounded to be sure. */
function farther(
  { demand }: LocationProblem,
  cost: PositionalCost,
  { costScale, stepsPerUnit }: LocationCertificate,
  prices: ArrayLike<number>,
): (apart: number, j: number) => boolean {
  return (apart, j) => {
    const least = (demand?.[j] ?? 1) * cost.costOf(Math.round(apart * (1 - 1e-9)));
    return Math.floor(least * costScale) * stepsPerUnit >= prices[j];
  };
}

function firstFrom(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
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
