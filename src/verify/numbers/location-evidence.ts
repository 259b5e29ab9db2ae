import type { Evidence } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { ruleByClusters } from "./location-clusters.ts";
import { SiteEarnings } from "./location-earnings.ts";
import { narrowBy, oneLine, type SiteLines, startLines } from "./location-narrow.ts";
import { type FullPrices, fillPrices, startPrices } from "./location-prices.ts";
import { RoomTrial, ruleByRoom } from "./location-room.ts";
import { SiteKnapsacks, weighWhole } from "./location-whole.ts";

/** What is found once for all evidence, and room to read a piece of it. */
export interface Workspace {
  readonly prices: FullPrices;
  readonly lines: SiteLines;
  /** The same with one line for both. */
  readonly line: SiteLines;
  /** Where customers may be served in parts. */
  readonly earnings: SiteEarnings | undefined;
  readonly trial: RoomTrial;
  /** Where customers are served whole. */
  readonly knapsacks: SiteKnapsacks | undefined;
}

export function startWorkspace(whole: WholeLocation): Workspace {
  const { siteCount, customerCount, singleSource, pairs, demand } = whole;
  const lines = startLines(siteCount);
  return {
    prices: startPrices(siteCount, customerCount),
    lines,
    line: oneLine(lines),
    earnings: pairs === undefined ? undefined : new SiteEarnings(pairs, demand, whole.priceSums),
    trial: new RoomTrial(siteCount),
    knapsacks: singleSource ? new SiteKnapsacks(whole) : undefined,
  };
}

/** A node's piece of evidence, and which it is. */
export interface Piece {
  readonly evidence: Evidence;
  readonly node: number;
  readonly k: number;
}

/**
 * Reads one piece of evidence: closes the node, narrows it, or says what is wrong.
 *
 * Loops are in small functions of their own: a certificate is mostly checked once, and what is small is compiled soon.
 */
export function weigh(
  whole: WholeLocation,
  workspace: Workspace,
  remaining: Remaining,
  { evidence, node, k }: Piece,
  threshold: number,
): "closed" | "open" | string {
  const { capacity, totalDemand, priceSums } = whole;
  const { earnings, knapsacks } = workspace;
  const { aggregatePrice } = evidence;
  const hasCapacity = capacity.length > 0;
  if (!fillPrices(evidence, workspace.prices)) return "has prices of the wrong number";
  const { prices, first, second } = workspace.prices;
  if (evidence.wholeSites !== undefined) {
    if (knapsacks === undefined) return "has whole knapsacks where customers may be split";
    return weighWhole(whole, knapsacks, remaining, { evidence, prices, first, lines: workspace.lines }, threshold);
  }
  if (!Number.isSafeInteger(aggregatePrice) || aggregatePrice < 0 || (!hasCapacity && aggregatePrice !== 0))
    return "has a wrong aggregate price";
  const place = priceSums.placeIn(node, k, evidence);
  if (!(priceSums.wrong[place] < 0)) return `has price ${prices[priceSums.wrong[place]]}`;
  const level = priceSums.level[place];
  const sum = aggregatePrice * totalDemand + priceSums.sum[place];
  // Where there is no second choice of prices, both lines are one.
  const hasSecond = hasCapacity && evidence.secondPrices !== undefined;
  const lines = hasSecond ? workspace.lines : workspace.line;
  if (!hasCapacity) first.fill(0);
  const asked = { prices, level, aggregatePrice };
  const drawn = drawLine(whole, earnings, remaining, asked, first, lines.slope, lines.intercept);
  if (drawn < 0) return `has capacity price ${first[-1 - drawn]}`;
  let size = aggregatePrice * totalDemand + priceSums.size[place] + drawn;
  if (hasSecond) {
    const also = drawLine(whole, earnings, remaining, asked, second, lines.secondSlope, lines.secondIntercept);
    if (also < 0) return `has capacity price ${second[-1 - also]}`;
    size += also;
  }
  // Below this every sum above was a whole number that a double holds, so nothing was rounded.
  if (!(size <= Number.MAX_SAFE_INTEGER)) return "has sums beyond the exact range";
  if (evidence.clusters !== undefined)
    return ruleByClusters(whole, earnings, remaining, { evidence, prices, level, lines, sum, size }, threshold);
  if (evidence.coversDemand !== true) return narrowBy(whole, remaining, lines, sum, threshold) ? "closed" : "open";
  return coverDemand(whole, workspace.trial, remaining, lines, sum, aggregatePrice, threshold);
}

/** Chooses sites whole, so that they have room for the demand. */
function coverDemand(
  whole: WholeLocation,
  trial: RoomTrial,
  remaining: Remaining,
  lines: SiteLines,
  sum: number,
  aggregatePrice: number,
  threshold: number,
): "closed" | "open" | string {
  const { sites, siteCount } = remaining;
  const { value } = lines;
  for (let a = 0; a < siteCount; a++) value[sites[a]] = lines.slope[sites[a]] + lines.intercept[sites[a]];
  const ruling = ruleByRoom(whole, trial, remaining, value, sum, aggregatePrice, threshold);
  if (typeof ruling === "string") return ruling;
  if (narrowBy(whole, remaining, lines, sum, threshold)) return "closed";
  for (const i of ruling.open) remaining.lower[i] = Math.max(1, remaining.lower[i]);
  for (const i of ruling.closed) remaining.upper[i] = 0;
  return "open";
}

/** A piece of evidence's prices, all but those of sites' own capacity. */
interface Asked {
  readonly prices: Float64Array;
  readonly level: number;
  readonly aggregatePrice: number;
}

/**
 * The lines of sites that may open. Slopes: what a copy costs, less what its room is worth. Intercepts: less what
 * customers pay above cost and capacity price. Gives the size of all this for the most copies; -1 - i where site i's
 * capacity price is no whole number from zero on, or its worth none that doubles hold.
 */
function drawLine(
  whole: WholeLocation,
  earnings: SiteEarnings | undefined,
  remaining: Remaining,
  { prices, level, aggregatePrice }: Asked,
  capacityPrices: Float64Array,
  slope: Float64Array,
  intercept: Float64Array,
): number {
  const { capacity, openCost, totalDemand } = whole;
  const { sites, siteCount, upper } = remaining;
  const hasCapacity = capacity.length > 0;
  let size = 0;
  for (let a = 0; a < siteCount; a++) {
    const i = sites[a];
    if (upper[i] === 0) continue;
    const price = capacityPrices[i];
    const worth = hasCapacity ? capacity[i] * (price + aggregatePrice) : 0;
    const isWhole = price >= 0 && Math.floor(price) === price;
    if (!(isWhole && price * totalDemand <= Number.MAX_SAFE_INTEGER && worth <= Number.MAX_SAFE_INTEGER)) return -1 - i;
    const paid =
      earnings === undefined
        ? wholeEarnings(whole, remaining, i, prices, price)
        : earnings.paid(i, prices, level, price);
    slope[i] = openCost[i] - worth;
    intercept[i] = -paid;
    size += Math.abs(slope[i]) * upper[i] + paid;
  }
  return size;
}

/** What customers whom site i may serve pay above cost and capacity price, where that is positive. */
function wholeEarnings(
  { customerCount: n, cost, demand }: WholeLocation,
  { allowed: { start, customer, owner } }: Remaining,
  i: number,
  prices: Float64Array,
  capacityPrice: number,
): number {
  const above = (j: number): number => Math.max(0, prices[j] - cost[i * n + j] - capacityPrice * demand[j]);
  let sum = 0;
  for (let t = start[i]; t < start[i + 1]; t++) sum += above(customer[t]);
  for (let j = 0; j < n; j++) if (owner[j] === i) sum += above(j);
  return sum;
}
