import type { Evidence } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { ruleByClusters } from "./location-clusters.ts";
import { SiteEarnings } from "./location-earnings.ts";
import { narrowBy, oneLine, type SiteLines, startLines } from "./location-narrow.ts";
import { type FullPrices, fullPrices, isPrice, startPrices } from "./location-prices.ts";
import { ruleByRoom } from "./location-room.ts";
import { SiteKnapsacks, weighWhole } from "./location-whole.ts";

/** What is found once for all evidence, and room to read a piece of it. */
export interface Workspace {
  readonly prices: FullPrices;
  readonly lines: SiteLines;
  /** Where customers may be served in parts. */
  readonly earnings: SiteEarnings | undefined;
  /** Where customers are served whole. */
  readonly knapsacks: SiteKnapsacks | undefined;
}

export function startWorkspace(whole: WholeLocation): Workspace {
  const { siteCount, customerCount, singleSource, pairs, demand } = whole;
  return {
    prices: startPrices(siteCount, customerCount),
    lines: startLines(siteCount),
    earnings: pairs === undefined ? undefined : new SiteEarnings(pairs, demand),
    knapsacks: singleSource ? new SiteKnapsacks(whole) : undefined,
  };
}

/** Reads one piece of evidence: closes the node, narrows it, or says what is wrong. */
export function weigh(
  whole: WholeLocation,
  workspace: Workspace,
  remaining: Remaining,
  evidence: Evidence,
  threshold: number,
): "closed" | "open" | string {
  const { customerCount: n, capacity, totalDemand } = whole;
  const { earnings, knapsacks } = workspace;
  const { upper, sites } = remaining;
  const { aggregatePrice } = evidence;
  const hasCapacity = capacity.length > 0;
  const full = fullPrices(evidence, workspace.prices);
  if (full === undefined) return "has prices of the wrong number";
  const { prices, first, second } = full;
  if (evidence.wholeSites !== undefined) {
    if (knapsacks === undefined) return "has whole knapsacks where customers may be split";
    return weighWhole(whole, knapsacks, remaining, { evidence, prices, first, lines: workspace.lines }, threshold);
  }
  if (!Number.isSafeInteger(aggregatePrice) || aggregatePrice < 0 || (!hasCapacity && aggregatePrice !== 0))
    return "has a wrong aggregate price";
  let size = aggregatePrice * totalDemand;
  let sum = size;
  for (let j = 0; j < n; j++) {
    if (!isPrice(prices[j])) return `has price ${prices[j]}`;
    sum += prices[j];
    size += Math.abs(prices[j]);
  }
  // Where there is no second choice of prices, both lines are one.
  const hasSecond = hasCapacity && second !== first;
  const lines = hasSecond ? workspace.lines : oneLine(workspace.lines);
  if (!hasCapacity) first.fill(0);
  const wrong =
    drawLine(whole, remaining, first, aggregatePrice, lines.slope) ??
    (hasSecond ? drawLine(whole, remaining, second, aggregatePrice, lines.secondSlope) : undefined);
  if (wrong !== undefined) return wrong;
  takeEarnings(whole, earnings, remaining, prices, first, lines.intercept);
  if (hasSecond) takeEarnings(whole, earnings, remaining, prices, second, lines.secondIntercept);
  for (let a = 0; a < sites.length; a++) {
    const i = sites[a];
    if (upper[i] === 0) continue;
    size += Math.abs(lines.slope[i]) * upper[i] + Math.abs(lines.intercept[i]);
    if (hasSecond) size += Math.abs(lines.secondSlope[i]) * upper[i] + Math.abs(lines.secondIntercept[i]);
  }
  // Below this every sum above was a whole number that a double holds, so nothing was rounded.
  if (!(size <= Number.MAX_SAFE_INTEGER)) return "has sums beyond the exact range";
  if (evidence.clusters !== undefined)
    return ruleByClusters(whole, earnings, remaining, { evidence, prices, lines, sum, size }, threshold);
  if (evidence.coversDemand !== true) return narrowBy(whole, remaining, lines, sum, threshold) ? "closed" : "open";
  const { value } = lines;
  for (let a = 0; a < sites.length; a++) value[sites[a]] = lines.slope[sites[a]] + lines.intercept[sites[a]];
  const ruling = ruleByRoom(whole, remaining, value, sum, aggregatePrice, threshold);
  if (typeof ruling === "string") return ruling;
  if (narrowBy(whole, remaining, lines, sum, threshold)) return "closed";
  for (const i of ruling.open) remaining.lower[i] = Math.max(1, remaining.lower[i]);
  for (const i of ruling.closed) remaining.upper[i] = 0;
  return "open";
}

/** The slopes of sites that may open: what a copy costs, less what its room is worth. Gives what is wrong with a price. */
function drawLine(
  { capacity, openCost, totalDemand }: WholeLocation,
  { sites, upper }: Remaining,
  capacityPrices: Float64Array,
  aggregatePrice: number,
  slope: Float64Array,
): string | undefined {
  const hasCapacity = capacity.length > 0;
  for (let a = 0; a < sites.length; a++) {
    const i = sites[a];
    if (upper[i] === 0) continue;
    const price = capacityPrices[i];
    const worth = hasCapacity ? capacity[i] * (price + aggregatePrice) : 0;
    if (!(price >= 0 && areSafe(price, price * totalDemand, worth))) return `has capacity price ${price}`;
    slope[i] = openCost[i] - worth;
  }
  return undefined;
}

function areSafe(a: number, b: number, c: number): boolean {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(c);
}

/** The intercepts of sites that may open: less what customers pay them above cost and capacity price. */
function takeEarnings(
  whole: WholeLocation,
  earnings: SiteEarnings | undefined,
  remaining: Remaining,
  prices: Float64Array,
  capacityPrices: Float64Array,
  intercept: Float64Array,
): void {
  if (earnings !== undefined) {
    earnings.lessThose(remaining, prices, capacityPrices, intercept);
    return;
  }
  for (const i of remaining.sites)
    if (remaining.upper[i] > 0) intercept[i] = -wholeEarnings(whole, remaining, i, prices, capacityPrices[i]);
}

/** What customers whom site i may serve pay above cost and capacity price, where that is positive. */
function wholeEarnings(
  { customerCount: n, cost, demand }: WholeLocation,
  { allowed: { start, customer } }: Remaining,
  i: number,
  prices: Float64Array,
  capacityPrice: number,
): number {
  let sum = 0;
  for (let t = start[i]; t < start[i + 1]; t++) {
    const j = customer[t];
    const above = prices[j] - cost[i * n + j] - capacityPrice * demand[j];
    if (above > 0) sum += above;
  }
  return sum;
}
