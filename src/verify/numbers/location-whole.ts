import type { Evidence } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { FullKnapsack } from "./location-knapsack.ts";
import { narrowBy } from "./location-narrow.ts";
import { PlanTrial } from "./location-plans.ts";
import { fullPrices } from "./location-prices.ts";

/** Sums within one knapsack are compared to within half a step, which doubles of this size still tell apart. */
const LARGEST_KNAPSACK = 2 ** 50;
/** Sums over prices, sites and threshold are of whole numbers only, and twice this is still exact. */
const LARGEST_SUM = Number.MAX_SAFE_INTEGER / 2;

/** What the sites answer, and how they are chosen. */
interface Choice {
  readonly value: Float64Array;
  /** Prices less the values of the sites chosen: no plan costs less. */
  bound: number;
  /** By how much the bound rises when a site must be open, or must be closed. */
  readonly extraOpen: Float64Array;
  readonly extraClosed: Float64Array;
}

/**
 * Reads evidence for whole service: each site's answer is the best set of customers that fit, found here by trying.
 * Closes the node, rules out sites and pairs that would cost the threshold, or says what is wrong.
 */
export function weighWhole(
  whole: WholeLocation,
  remaining: Remaining,
  evidence: Evidence,
  threshold: number,
): "closed" | "open" | string {
  const { siteCount: m, customerCount: n, openCost, capacity, copies, singleSource } = whole;
  const full = fullPrices(evidence, m, n);
  const wholeSites = evidence.wholeSites!;
  if (!singleSource || copies.some((k) => k > 1)) return "has whole knapsacks where customers may be split";
  if (full === undefined || wholeSites.length !== m) return "has prices of the wrong number";
  const { prices, first } = full;
  let sum = 0;
  let size = 0;
  for (let j = 0; j < n; j++) {
    if (!Number.isSafeInteger(prices[j])) return `has price ${prices[j]}`;
    sum += prices[j];
    size += Math.abs(prices[j]);
  }
  const knapsacks: (FullKnapsack | undefined)[] = [];
  const most = new Float64Array(m);
  const value = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    knapsacks.push(undefined);
    if (remaining.upper[i] === 0) continue;
    const knapsack = earningCustomers(whole, remaining, prices, i);
    if (!(knapsack.total <= LARGEST_KNAPSACK)) return `has a knapsack at site ${i} beyond the exact range`;
    const price = first[i];
    if (wholeSites[i] === 1) most[i] = knapsack.most(capacity[i]);
    else if (Number.isSafeInteger(price) && price >= 0) most[i] = knapsack.atPrice(capacity[i], price);
    else return `has capacity price ${price}`;
    if (most[i] === Number.POSITIVE_INFINITY) return `has a knapsack at site ${i} that takes too long to check`;
    size += most[i] + Math.abs(openCost[i]);
    value[i] = openCost[i] - most[i];
    knapsacks[i] = knapsack;
  }
  // No plan below the threshold costs a site more than this against its prices either, whatever its pairs cost.
  if (!(size + Math.abs(threshold) <= LARGEST_SUM)) return "has sums beyond the exact range";
  const choice = { value, bound: sum, extraOpen: new Float64Array(m), extraClosed: new Float64Array(m) };
  const wrong = evidence.coversDemand === true ? cover(whole, remaining, choice, threshold) : undefined;
  if (wrong !== undefined) return wrong;
  if (evidence.coversDemand !== true) chooseByNumber(whole, remaining, choice);
  const room = threshold - choice.bound;
  if (room <= 0) return "closed";
  if (evidence.triesPlans === true) return tryPlans(whole, remaining, prices, { most, choice, room, sum, threshold });
  const ruledOut: number[] = [];
  for (let i = 0; i < m; i++) {
    const knapsack = knapsacks[i];
    if (knapsack !== undefined && choice.extraOpen[i] < room)
      rulePairs(whole, remaining, knapsack, { i, most: most[i], room, choice, prices }, ruledOut);
  }
  if (evidence.coversDemand === true) {
    for (let i = 0; i < m; i++) {
      if (remaining.upper[i] === 0 || remaining.lower[i] > 0) continue;
      if (choice.extraOpen[i] >= room) remaining.upper[i] = 0;
      else if (choice.extraClosed[i] >= room) remaining.lower[i] = 1;
    }
  } else {
    const nothing = new Float64Array(m);
    const lines = { slope: value, intercept: nothing, secondSlope: value, secondIntercept: nothing };
    if (narrowBy(whole, remaining, lines, sum, threshold)) return "closed";
  }
  for (const p of ruledOut) remaining.forbidden[p] = 1;
  return "open";
}

function earningCustomers(whole: WholeLocation, remaining: Remaining, prices: Float64Array, i: number): FullKnapsack {
  const { customerCount: n, cost, demand } = whole;
  const items: { key: number; earns: number; weight: number }[] = [];
  for (let j = 0; j < n; j++) {
    const earns = prices[j] - cost[i * n + j];
    if (earns > 0 && remaining.forbidden[i * n + j] === 0) items.push({ key: j, earns, weight: demand[j] });
  }
  return new FullKnapsack(items);
}

/** Sites that cover the demand for least: what stays closed is the best set that can be spared. */
function cover(whole: WholeLocation, remaining: Remaining, choice: Choice, threshold: number): string | undefined {
  const { siteCount: m, capacity, totalDemand } = whole;
  const { lower, upper } = remaining;
  const { value } = choice;
  const free: { key: number; earns: number; weight: number }[] = [];
  let all = 0;
  let room = 0;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    room += capacity[i];
    const isFree = lower[i] === 0 && value[i] > 0;
    // A site without capacity covers nothing.
    if (isFree && capacity[i] === 0) continue;
    all += value[i];
    if (isFree) free.push({ key: i, earns: value[i], weight: capacity[i] });
  }
  const knapsack = new FullKnapsack(free);
  if (!(knapsack.total <= LARGEST_KNAPSACK)) return "has a choice of sites beyond the exact range";
  const spared = knapsack.most(room - totalDemand);
  if (spared === Number.POSITIVE_INFINITY) return "has a choice of sites that takes too long to check";
  choice.bound += all - spared;
  if (choice.bound >= threshold) return undefined;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    choice.extraClosed[i] = lower[i] > 0 ? Number.POSITIVE_INFINITY : 0;
    if (lower[i] > 0) continue;
    if (value[i] <= 0) {
      // Closing it loses what it earns, and its capacity.
      const otherwise = knapsack.most(room - totalDemand - capacity[i]);
      if (otherwise < Number.POSITIVE_INFINITY) choice.extraClosed[i] = spared - otherwise - value[i];
      continue;
    }
    if (capacity[i] === 0) {
      choice.extraOpen[i] = value[i];
      continue;
    }
    const without = new FullKnapsack(free.filter(({ key }) => key !== i));
    const kept = without.most(room - totalDemand);
    if (kept < Number.POSITIVE_INFINITY) choice.extraOpen[i] = spared - kept;
    const closed = without.most(room - totalDemand - capacity[i]);
    if (closed < Number.POSITIVE_INFINITY) choice.extraClosed[i] = spared - value[i] - closed;
  }
  return undefined;
}

/** Sites within their numbers, at most one a group: the same choice as without whole service. */
function chooseByNumber(whole: WholeLocation, remaining: Remaining, choice: Choice): void {
  const { siteCount: m, group } = whole;
  const { lower, upper, fewest, most } = remaining;
  const { value, extraOpen, extraClosed } = choice;
  const free: number[] = [];
  let open = 0;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    if (lower[i] === 0) {
      free.push(i);
      continue;
    }
    open++;
    choice.bound += value[i];
    extraClosed[i] = Number.POSITIVE_INFINITY;
  }
  free.sort((a, b) => value[a] - value[b] || a - b);
  const seen = new Set<number>();
  const candidates = free.filter((i) => group[i] < 0 || (!seen.has(group[i]) && seen.add(group[i])));
  let chosen = 0;
  while (chosen < candidates.length) {
    const v = value[candidates[chosen]];
    if (!((v < 0 && open < most) || open < fewest)) break;
    choice.bound += v;
    open++;
    chosen++;
  }
  // An exchange may be within a group that has two free sites; then no site is known to cost more. A group of one
  // forbids nothing, and a problem may be read without it.
  if (candidates.length < free.length) return;
  const lastIn = chosen > 0 ? value[candidates[chosen - 1]] : Number.NEGATIVE_INFINITY;
  const firstOut = chosen < candidates.length ? value[candidates[chosen]] : Number.POSITIVE_INFINITY;
  candidates.forEach((i, rank) => {
    if (rank < chosen) extraClosed[i] = Math.min(firstOut - value[i], open > fewest ? -value[i] : Infinity);
    else extraOpen[i] = value[i] - (open < most ? Math.max(0, lastIn) : lastIn);
  });
}

interface Sites {
  readonly most: Float64Array;
  readonly choice: Choice;
  readonly room: number;
  readonly sum: number;
  readonly threshold: number;
}

/**
 * Lists the sets of customers that a site may have in a plan below the threshold, and tries all plans made of them. A
 * plan costs the prices and its sets, and by the bound no less than what a single set of it adds.
 */
function tryPlans(
  whole: WholeLocation,
  remaining: Remaining,
  prices: Float64Array,
  { most, choice, room, sum, threshold }: Sites,
): "closed" | string {
  const { siteCount: m, customerCount: n, cost, demand, openCost, capacity } = whole;
  const plans = new PlanTrial(n);
  for (let i = 0; i < m; i++) {
    const window = room - choice.extraOpen[i];
    if (remaining.upper[i] === 0 || window <= 0) continue;
    const items: { key: number; earns: number; weight: number }[] = [];
    for (let j = 0; j < n; j++) {
      const p = i * n + j;
      if (remaining.forbidden[p] === 1 || cost[p] === Number.POSITIVE_INFINITY) continue;
      items.push({ key: j, earns: prices[j] - cost[p], weight: demand[j] });
    }
    plans.addSite(items, capacity[i], most[i] - window, openCost[i], remaining.lower[i] > 0);
  }
  const least = plans.least(threshold - sum);
  if (least === undefined) return "has plans that take too long to try";
  return least < threshold - sum ? "leaves a plan open" : "closed";
}

interface SiteAnswer {
  readonly i: number;
  readonly most: number;
  readonly room: number;
  readonly choice: Choice;
  readonly prices: Float64Array;
}

/** Pairs whose customer, forced into the site or out of it, lifts the bound to the threshold. */
function rulePairs(
  whole: WholeLocation,
  remaining: Remaining,
  knapsack: FullKnapsack,
  { i, most, room, choice, prices }: SiteAnswer,
  ruledOut: number[],
): void {
  const { siteCount: m, customerCount: n, demand, capacity, cost } = whole;
  for (let j = 0; j < n; j++) {
    const p = i * n + j;
    if (remaining.forbidden[p] === 1 || cost[p] === Number.POSITIVE_INFINITY) continue;
    const earns = prices[j] - cost[p];
    const withIt = earns + knapsack.atMostWithout(j, capacity[i] - demand[j]);
    if (choice.extraOpen[i] + Math.max(0, most - withIt) >= room) {
      ruledOut.push(p);
      continue;
    }
    if (earns <= 0) continue;
    const loss = choice.extraOpen[i] + Math.max(0, most - knapsack.atMostWithout(j, capacity[i]));
    if (Math.min(loss, choice.extraClosed[i]) < room) continue;
    for (let other = 0; other < m; other++) if (other !== i) ruledOut.push(other * n + j);
  }
}
