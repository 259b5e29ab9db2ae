import { listAnyBelow } from "../../base/below.ts";
import { powerOfTenBelow, putInSteps, wholeScale } from "../../base/scale.ts";
import {
  isPositional,
  isSparse,
  type LocationCost,
  type LocationProblem,
  type SparseCost,
} from "../../problems/location.ts";
import { distancesOf } from "../../problems/location-positions.ts";
import type { LocationCertificate } from "../../problems/location-result.ts";
import type { WholeLocation } from "./location-certificate.ts";
import type { EarningPairs, ListedPairs } from "./location-earnings.ts";
import { listNear, NearPairs } from "./location-near.ts";
import { LARGEST_PRICE, PriceSums, raiseReach } from "./location-prices.ts";
import { lowestPriced, WorthyPairs } from "./location-worthy.ts";
import { longer } from "./typed-numbers.ts";

/** Amounts add up to no more: so far below 2^53 no scale rounds demand and the room for it to different sides of a step. */
const LARGEST_AMOUNT = 2 ** 50;

/** What is this part of it above the greatest price in the problem's unit costs more than that, however both are rounded. */
const CLEARLY = 2 ** -50;

/** How many pairs there will be is told from so many sites. */
const SAMPLED = 16;

/**
 * The problem in the certificate's units, or why it does not fit into them.
 *
 * @param wanted which costs: "nothing" where the evidence is checked without a matrix, "matrix" where all are asked for,
 *               "pairs" where those that may earn something do.
 */
export function readWhole(
  problem: LocationProblem,
  certificate: LocationCertificate,
  wanted: "nothing" | "pairs" | "matrix",
): WholeLocation | string {
  const { siteCount: m, customerCount: n } = problem;
  const { costScale, demandScale, stepsPerUnit } = certificate;
  for (const scale of [costScale, demandScale, stepsPerUnit])
    if (!Number.isSafeInteger(scale) || scale < 1) return `the certificate has scale ${scale}`;
  // Decimals are meant as they are written: at another scale a double may be nearest to another whole number of parts.
  for (const scale of [costScale, demandScale])
    if (powerOfTenBelow(scale) !== scale) return `the certificate has scale ${scale}, which is no power of ten`;
  const demandGiven = problem.demand === undefined ? new Float64Array(n).fill(1) : new Float64Array(problem.demand);
  const capacity =
    problem.capacity === undefined
      ? new Float64Array(m).fill(Number.POSITIVE_INFINITY)
      : new Float64Array(problem.capacity);
  const [demand, openCost] = [demandGiven.slice(), new Float64Array(problem.openCost)];
  // Room for more than all amounts is no limit, however many steps it would be.
  for (let i = 0; i < m; i++)
    if (capacity[i] * demandScale > 2 * LARGEST_AMOUNT) capacity[i] = Number.POSITIVE_INFINITY;
  const least = [putInSteps(demand, demandScale, 1), putInSteps(capacity, demandScale, 1)];
  least.push(putInSteps(openCost, costScale, stepsPerUnit));
  const totalDemand = demand.reduce((sum, d) => sum + d, 0);
  for (let i = 0; i < m; i++) capacity[i] = Math.min(capacity[i], totalDemand);
  const hasCapacity = capacity.some((c) => c < totalDemand);
  const singleSource = (problem.singleSource ?? false) && hasCapacity;
  const priceSums = new PriceSums(demand, totalDemand);
  const terms = { demandGiven, demand, hasCapacity, singleSource, priceSums };
  const costs = wanted === "nothing" ? NO_COSTS : readCosts(problem, certificate, terms, wanted === "matrix");
  least.push(...costs.least);
  if (least.some(Number.isNaN)) return "the certificate's scales do not make the problem's numbers whole";
  if (
    !openCost.every(Number.isSafeInteger) ||
    !(totalDemand <= LARGEST_AMOUNT) ||
    !least.every((x) => x >= -LARGEST_PRICE)
  )
    return "the certificate's scales put costs or amounts beyond the exact range";
  const copies = new Int32Array(m).fill(1);
  // Without a limit a second copy is of no use, but where it costs less than nothing.
  if (problem.copies !== undefined)
    for (let i = 0; i < m; i++) if (hasCapacity || openCost[i] < 0) copies[i] = problem.copies[i];
  return {
    siteCount: m,
    customerCount: n,
    openCost,
    capacity: hasCapacity ? capacity : new Float64Array(0),
    totalCapacity: hasCapacity ? capacity.reduce((sum, room) => sum + room, 0) : 0,
    demand,
    totalDemand,
    copies,
    hasCopies: copies.some((k) => k > 1),
    ...groupsOf(problem),
    state: problem.state === undefined ? new Int32Array(m) : new Int32Array(problem.state),
    fewest: problem.exactlyOpen ?? 0,
    most: Math.min(m, problem.exactlyOpen ?? m, problem.mostOpen ?? m),
    singleSource,
    priceSums,
    cost: costs.cost,
    pairs: costs.pairs,
    isComplete: costs.pairs?.isComplete === true,
  };
}

/** What costs are read for. */
interface CostTerms {
  /** In the problem's unit, and whole. */
  readonly demandGiven: Float64Array;
  readonly demand: Float64Array;
  readonly hasCapacity: boolean;
  readonly singleSource: boolean;
  readonly priceSums: PriceSums;
}

interface ReadCosts {
  /** Site-major; empty where the pairs suffice. */
  readonly cost: Float64Array;
  readonly pairs: EarningPairs | undefined;
  /** The least of what was put into steps, NaN where some does not fit. */
  readonly least: readonly number[];
}

const NO_COSTS: ReadCosts = { cost: new Float64Array(0), pairs: undefined, least: [] };

/** Costs in steps: of the pairs that may earn something, of all pairs, or both. */
function readCosts(
  problem: LocationProblem,
  certificate: LocationCertificate,
  terms: CostTerms,
  isMatrixWanted: boolean,
): ReadCosts {
  const { costScale, stepsPerUnit } = certificate;
  const { demandGiven, hasCapacity, singleSource, priceSums } = terms;
  if (!singleSource) {
    // Where there is room enough, prices have no levels, and sums are only asked for where they are weighed.
    if (hasCapacity) priceSums.readAll(certificate, isPositional(problem.cost));
    else raiseReach(certificate, priceSums.reach);
    const near = isMatrixWanted ? undefined : nearPairs(problem, certificate, terms);
    if (near !== undefined) return { ...NO_COSTS, pairs: near };
  }
  if (isSparse(problem.cost)) return readSparse(problem, problem.cost, certificate, terms);
  const given = givenCosts(problem, problem.cost, demandGiven);
  const isComplete = Array.prototype.indexOf.call(given, Number.POSITIVE_INFINITY) < 0;
  const pairs = singleSource ? undefined : { ...pairsOf(problem, certificate, terms, given), isComplete };
  // Pairs may cost more than doubles tell apart to a step, as no price pays for them then.
  const least = pairs === undefined ? [] : [putInSteps(pairs.cost, costScale, stepsPerUnit)];
  // Where some pairs are not allowed it is asked who can reach whom.
  if (singleSource || isMatrixWanted || !isComplete) {
    const cost = new Float64Array(given);
    return { cost, pairs, least: [...least, putInSteps(cost, costScale, stepsPerUnit)] };
  }
  // Bounds are rounded up to a whole number of units where room is not limited, so all pairs must cost one.
  const isUnfit = !hasCapacity && costScale % (wholeScale(given) ?? Number.NaN) !== 0;
  return { ...NO_COSTS, pairs, least: isUnfit ? [...least, Number.NaN] : least };
}

/** Costs of a list of pairs are put into steps first: that is soon done, and serves the matrix and the pairs at once. */
function readSparse(
  problem: LocationProblem,
  { start, site, cost }: SparseCost,
  certificate: LocationCertificate,
  terms: CostTerms,
): ReadCosts {
  const { siteCount: m, customerCount: n } = problem;
  const inSteps = new Float64Array(cost);
  const least = [putInSteps(inSteps, certificate.costScale, certificate.stepsPerUnit)];
  const matrix = new Float64Array(m * n).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < n; j++) for (let t = start[j]; t < start[j + 1]; t++) matrix[site[t] * n + j] = inSteps[t];
  const isComplete = matrix.indexOf(Number.POSITIVE_INFINITY) < 0;
  if (terms.singleSource) return { cost: matrix, pairs: undefined, least };
  const pairs = pairsOf(problem, { ...certificate, costScale: 1, stepsPerUnit: 1 }, terms, matrix);
  return { cost: matrix, pairs: { ...pairs, isComplete }, least };
}

/** The pairs that may earn something, at the costs given. */
function pairsOf(
  { siteCount: m, customerCount: n }: LocationProblem,
  certificate: LocationCertificate,
  { demand, hasCapacity, priceSums }: CostTerms,
  given: ArrayLike<number>,
): Omit<EarningPairs, "isComplete"> {
  const { costScale, stepsPerUnit } = certificate;
  if (!hasCapacity) {
    const listSite = listerBelow(given, priceSums.reach, costScale, stepsPerUnit);
    return { ...listPairs(m, n, listSite), isLimited: false };
  }
  const worthy = new WorthyPairs({ given, costScale, stepsPerUnit }, demand, priceSums);
  const floor = lowestPriced(certificate, m, priceSums);
  const listSite: ListSite = (i, at, customer, cost) => worthy.list(i, floor[i], at, customer, cost);
  return { ...listPairs(m, n, listSite), isLimited: true, again: { worthy, floor } };
}

/** The pairs that may earn something, in steps, found by position; undefined where they must be looked for among all. */
function nearPairs(
  { cost }: LocationProblem,
  { costScale, stepsPerUnit }: LocationCertificate,
  { demandGiven, hasCapacity, priceSums }: CostTerms,
): EarningPairs | undefined {
  if (!isPositional(cost)) return undefined;
  const near = new NearPairs(cost, demandGiven, costScale, stepsPerUnit);
  if (!near.isComplete) return undefined;
  const pairs = listNear(near, priceSums.reach);
  return pairs === undefined ? undefined : { ...pairs, isComplete: true, isLimited: hasCapacity };
}

/** The costs of all pairs, site-major, written out where they follow from positions. */
function givenCosts(
  { siteCount: m, customerCount: n }: LocationProblem,
  cost: Exclude<LocationCost, SparseCost>,
  demand: Float64Array,
): ArrayLike<number> {
  if (!isPositional(cost)) return cost;
  const given = new Float64Array(m * n);
  const metres = distancesOf(cost);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) given[i * n + j] = demand[j] * cost.costOf(metres(i, j));
  return given;
}

/** Lists pairs of one site, at the costs given, from place `at` of lists that have room for all; gives the place behind. */
type ListSite = (i: number, at: number, customer: Int32Array, cost: Float64Array) => number;

/** Lists what costs less than its customer's reach, some that hardly costs more, too. */
function listerBelow(given: ArrayLike<number>, reach: Float64Array, costScale: number, stepsPerUnit: number): ListSite {
  const n = reach.length;
  const limit = reach.map((most) => {
    const price = most / costScale / stepsPerUnit;
    return price + CLEARLY * Math.abs(price);
  });
  return (i, at, customer, cost) => listAnyBelow(given, i * n, limit, at, customer, cost);
}

function listPairs(siteCount: number, n: number, listSite: ListSite): ListedPairs {
  const start = new Int32Array(siteCount + 1);
  let customer = new Int32Array(n);
  let cost = new Float64Array(n);
  // New memory takes longer than looking at some sites twice.
  let sampled = 0;
  const apart = Math.ceil(siteCount / SAMPLED);
  for (let i = 0; i < siteCount; i += apart) sampled += listSite(i, 0, customer, cost);
  const room = n + Math.ceil(1.25 * sampled * apart);
  customer = new Int32Array(room);
  cost = new Float64Array(room);
  for (let i = 0; i < siteCount; i++) {
    const most = 2 * (start[i] + n);
    if (start[i] + n > cost.length) [customer, cost] = [longer(customer, most), longer(cost, most)];
    start[i + 1] = listSite(i, start[i], customer, cost);
  }
  const count = start[siteCount];
  return { start, customer: customer.subarray(0, count), cost: cost.subarray(0, count) };
}

/** Groups of two sites or more, numbered from 0 on. */
function groupsOf({ siteCount, group }: LocationProblem): Pick<WholeLocation, "group" | "groupCount" | "groupSites"> {
  const members = new Map<number, number[]>();
  for (let i = 0; i < siteCount && group !== undefined; i++) {
    if (group[i] < 0) continue;
    const known = members.get(group[i]);
    if (known === undefined) members.set(group[i], [i]);
    else known.push(i);
  }
  const groupSites = Array.from(members.values(), (sites) => Int32Array.from(sites)).filter(
    (sites) => sites.length > 1,
  );
  const numbered = new Int32Array(siteCount).fill(-1);
  groupSites.forEach((sites, g) => {
    for (const i of sites) numbered[i] = g;
  });
  return { group: numbered, groupCount: groupSites.length, groupSites };
}
