import type { Evidence } from "../../problems/location-result.ts";
import { NOWHERE, type RuledOut } from "./location-allowed.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { FullKnapsack, KnapsackDesk, KnapsackRoom } from "./location-knapsack.ts";
import { narrowBy, oneLine, type SiteLines } from "./location-narrow.ts";
import { PlanTrial } from "./location-plans.ts";
import { isPrice, readChange } from "./location-prices.ts";
import { tryPlans } from "./location-trial.ts";

/** Sums within one knapsack are compared to within half a step, which doubles of this size still tell apart. */
const LARGEST_KNAPSACK = 2 ** 50;
/** Sums over prices, sites and threshold are of whole numbers only, and twice this is still exact. */
const LARGEST_SUM = Number.MAX_SAFE_INTEGER / 2;

/** What the sites answer, and how they are chosen. */
export interface Choice {
  readonly value: Float64Array;
  /** Prices less the values of the sites chosen: no plan costs less. */
  bound: number;
  /** By how much the bound rises when a site must be open, or must be closed. */
  readonly extraOpen: Float64Array;
  readonly extraClosed: Float64Array;
}

/** Each site's knapsack of customers, and room to read evidence: kept from one piece to the next. */
export class SiteKnapsacks {
  readonly #ofSite: (FullKnapsack | undefined)[];
  /** What each pair that is allowed earns, by its place in the lists; known for sites that were filled. */
  readonly earns: Float64Array;
  /** The place of each customer in the knapsack at hand, where it is an item of it. */
  readonly place: Int32Array;
  /** What the present piece of evidence rules out. */
  readonly ruledOut: RuledOut;
  /** All sites, and a knapsack of those that can be spared: of all of them, and of all but one. */
  readonly sites: Int32Array;
  readonly spare: FullKnapsack;
  readonly without: FullKnapsack;
  /** Which of these are in the best set. */
  readonly isSpared: Int8Array;
  /** What each site's knapsack earns at most, how much it weighs then as far as that is known, and what the sites answer by that. */
  readonly most: Float64Array;
  readonly load: Float64Array;
  readonly choice: Choice;
  /** What customers pay more for sets than the prices say that these are listed at. */
  readonly change: Float64Array;
  /** The customers that no site owns, and the bit that each of them is in sets. */
  readonly free: Int32Array;
  readonly bit: Int32Array;
  readonly #desk: KnapsackDesk;
  readonly #room: KnapsackRoom;
  #plans: PlanTrial | undefined;

  constructor({ siteCount, customerCount }: WholeLocation) {
    this.#ofSite = new Array(siteCount).fill(undefined);
    this.#desk = new KnapsackDesk(Math.max(siteCount, customerCount));
    this.#room = new KnapsackRoom(customerCount, siteCount);
    this.earns = new Float64Array(siteCount * customerCount);
    this.place = new Int32Array(customerCount);
    this.change = new Float64Array(customerCount);
    this.free = new Int32Array(customerCount);
    this.bit = new Int32Array(customerCount);
    this.ruledOut = { onlyAt: new Int32Array(customerCount), isOut: new Int8Array(siteCount * customerCount) };
    this.sites = Int32Array.from({ length: siteCount }, (_, i) => i);
    this.spare = new FullKnapsack(siteCount, this.#desk);
    this.without = new FullKnapsack(siteCount, this.#desk);
    this.isSpared = new Int8Array(siteCount);
    this.most = new Float64Array(siteCount);
    this.load = new Float64Array(siteCount);
    this.choice = {
      value: new Float64Array(siteCount),
      bound: 0,
      extraOpen: new Float64Array(siteCount),
      extraClosed: new Float64Array(siteCount),
    };
  }

  /** Where plans made of sets are tried. */
  get plans(): PlanTrial {
    this.#plans ??= new PlanTrial(this.sites.length, this.place.length);
    return this.#plans;
  }

  /** Site i's knapsack as it was filled last. */
  of(i: number): FullKnapsack {
    this.#ofSite[i] ??= new FullKnapsack(this.place.length, this.#desk, this.#room);
    return this.#ofSite[i];
  }

  /** Fills site i's knapsack with the customers that earn something and may be served from there, or elsewhere. */
  fill(
    { customerCount: n, cost, demand }: WholeLocation,
    { allowed: { start, customer } }: Remaining,
    prices: Float64Array,
    i: number,
  ): FullKnapsack {
    const { earns } = this;
    for (let t = start[i]; t < start[i + 1]; t++) earns[t] = prices[customer[t]] - cost[i * n + customer[t]];
    const knapsack = this.of(i);
    knapsack.fill(customer, start[i], start[i + 1], earns, demand);
    return knapsack;
  }
}

/** Evidence, its prices in full, and room for what sites cost by it. */
interface PricedEvidence {
  readonly evidence: Evidence;
  readonly prices: Float64Array;
  readonly first: Float64Array;
  readonly lines: SiteLines;
}

/**
 * Reads evidence for whole service: each site's answer is the best set of customers that fit, found here by trying.
 * Closes the node, rules out sites and pairs that would cost the threshold, or says what is wrong.
 */
export function weighWhole(
  whole: WholeLocation,
  knapsacks: SiteKnapsacks,
  remaining: Remaining,
  { evidence, prices, first, lines }: PricedEvidence,
  threshold: number,
): "closed" | "open" | string {
  const { siteCount: m, customerCount: n, openCost } = whole;
  const { owner, room: roomOf, ownCost, ownSize } = remaining.allowed;
  const wholeSites = evidence.wholeSites!;
  if (whole.hasCopies) return "has whole knapsacks where customers may be split";
  if (wholeSites.length !== m) return "has prices of the wrong number";
  let sum = 0;
  let size = ownSize;
  for (let j = 0; j < n; j++) {
    if (!isPrice(prices[j])) return `has price ${prices[j]}`;
    // A site's own customers are served there whatever they pay.
    if (owner[j] >= 0) continue;
    sum += prices[j];
    size += Math.abs(prices[j]);
  }
  const { most, load, choice } = knapsacks;
  const value = choice.value.fill(0);
  for (let i = 0; i < m; i++) {
    if (remaining.upper[i] === 0) continue;
    const knapsack = knapsacks.fill(whole, remaining, prices, i);
    if (!(knapsack.total <= LARGEST_KNAPSACK)) return `has a knapsack at site ${i} beyond the exact range`;
    const price = first[i];
    if (wholeSites[i] === 1) most[i] = knapsack.most(roomOf[i]);
    else if (Number.isSafeInteger(price) && price >= 0) most[i] = knapsack.atPrice(roomOf[i], price);
    else return `has capacity price ${price}`;
    if (most[i] === Number.POSITIVE_INFINITY) return `has a knapsack at site ${i} that takes too long to check`;
    size += most[i] + Math.abs(openCost[i]);
    value[i] = openCost[i] + ownCost[i] - most[i];
    if (evidence.triesPlans === true) load[i] = wholeSites[i] === 1 ? knapsack.bestWeight : 0;
  }
  // No plan below the threshold costs a site more than this against its prices either, whatever its pairs cost.
  if (!(size + Math.abs(threshold) <= LARGEST_SUM)) return "has sums beyond the exact range";
  choice.bound = sum;
  choice.extraOpen.fill(0);
  choice.extraClosed.fill(0);
  const wrong = evidence.coversDemand === true ? cover(whole, knapsacks, remaining, choice, threshold) : undefined;
  if (wrong !== undefined) return wrong;
  if (evidence.coversDemand !== true) chooseByNumber(whole, remaining, choice);
  const room = threshold - choice.bound;
  if (room <= 0) return "closed";
  if (evidence.triesPlans === true) {
    const trial = { most, choice, room, threshold, paid: sum, change: undefined };
    if (evidence.setPrices === undefined) return tryPlans(whole, knapsacks, remaining, trial);
    const paid = readChange(evidence.setPrices, prices, owner, knapsacks.change);
    if (typeof paid === "string") return paid;
    if (!(size + Math.abs(threshold) + (m + 1) * paid.size <= LARGEST_SUM)) return "has sums beyond the exact range";
    return tryPlans(whole, knapsacks, remaining, { ...trial, paid: sum + paid.sum, change: knapsacks.change });
  }
  const { ruledOut } = knapsacks;
  ruledOut.onlyAt.fill(-1);
  ruledOut.isOut.fill(0, 0, remaining.allowed.start[m]);
  let hasRuled = false;
  for (let i = 0; i < m; i++) {
    if (remaining.upper[i] > 0 && choice.extraOpen[i] < room)
      hasRuled = rulePairs(whole, knapsacks, remaining, { i, most: most[i], room, choice }) || hasRuled;
  }
  if (evidence.coversDemand === true) {
    for (let i = 0; i < m; i++) {
      if (remaining.upper[i] === 0 || remaining.lower[i] > 0) continue;
      if (choice.extraOpen[i] >= room) remaining.upper[i] = 0;
      else if (choice.extraClosed[i] >= room) remaining.lower[i] = 1;
    }
  } else {
    lines.slope.set(value);
    lines.intercept.fill(0);
    if (narrowBy(whole, remaining, oneLine(lines), sum, threshold)) return "closed";
  }
  if (hasRuled) remaining.allowed.drop(ruledOut);
  return "open";
}

/** Sites that cover the demand for least: what stays closed is the best set that can be spared. */
function cover(
  { siteCount: m, capacity, totalDemand }: WholeLocation,
  { sites, spare: knapsack, without, isSpared }: SiteKnapsacks,
  { lower, upper }: Remaining,
  choice: Choice,
  threshold: number,
): string | undefined {
  const { value, extraOpen, extraClosed } = choice;
  const spares = new Float64Array(m);
  let all = 0;
  let room = 0;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    room += capacity[i];
    const isFree = lower[i] === 0 && value[i] > 0;
    // A site without capacity covers nothing.
    if (isFree && capacity[i] === 0) continue;
    all += value[i];
    if (isFree) spares[i] = value[i];
  }
  knapsack.fill(sites, 0, m, spares, capacity);
  if (!(knapsack.total <= LARGEST_KNAPSACK && Number.isSafeInteger(room)))
    return "has a choice of sites beyond the exact range";
  const spared = knapsack.most(room - totalDemand);
  knapsack.markBest(isSpared);
  if (spared === Number.POSITIVE_INFINITY) return "has a choice of sites that takes too long to check";
  choice.bound += all - spared;
  if (choice.bound >= threshold) return undefined;
  // From here up an exchange reaches the threshold, and how far beyond is of no matter.
  const enough = threshold - choice.bound;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    if (lower[i] > 0) extraClosed[i] = Number.POSITIVE_INFINITY;
    else if (value[i] <= 0) {
      // Closing it loses what it earns, and its capacity.
      const otherwise = knapsack.most(room - totalDemand - capacity[i], spared - value[i] - enough);
      if (otherwise < Number.POSITIVE_INFINITY) extraClosed[i] = spared - otherwise - value[i];
    } else if (capacity[i] === 0) extraOpen[i] = value[i];
  }
  for (let q = 0; q < knapsack.count; q++) {
    const i = knapsack.key[q];
    without.fillWithout(knapsack, q);
    // Keeping a site that is not in the best set costs nothing, nor does sparing one that is.
    if (isSpared[q] === 1) {
      const kept = without.most(room - totalDemand, spared - enough);
      if (kept < Number.POSITIVE_INFINITY) extraOpen[i] = spared - kept;
      continue;
    }
    const closed = without.most(room - totalDemand - capacity[i], spared - value[i] - enough);
    if (closed < Number.POSITIVE_INFINITY) extraClosed[i] = spared - value[i] - closed;
  }
  return undefined;
}

/** Sites within their numbers, at most one a group: the same choice as without whole service. */
function chooseByNumber(whole: WholeLocation, remaining: Remaining, choice: Choice): void {
  const { siteCount: m, group, groupCount } = whole;
  const { lower, upper, fewest, most } = remaining;
  const { value, extraOpen, extraClosed } = choice;
  const bestOfGroup = new Int32Array(groupCount).fill(-1);
  let open = 0;
  let free = 0;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    if (lower[i] > 0) {
      open++;
      choice.bound += value[i];
      extraClosed[i] = Number.POSITIVE_INFINITY;
      continue;
    }
    free++;
    const best = group[i] < 0 ? i : bestOfGroup[group[i]];
    if (group[i] >= 0 && (best < 0 || value[i] < value[best])) bestOfGroup[group[i]] = i;
  }
  const candidates = new Float64Array(m);
  let count = 0;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0 || lower[i] > 0 || (group[i] >= 0 && bestOfGroup[group[i]] !== i)) continue;
    candidates[count++] = value[i];
  }
  const sorted = candidates.subarray(0, count).sort();
  let chosen = 0;
  while (chosen < count && ((sorted[chosen] < 0 && open < most) || open < fewest)) {
    choice.bound += sorted[chosen++];
    open++;
  }
  // An exchange may be within a group that has two free sites; then no site is known to cost more.
  if (count < free) return;
  const lastIn = chosen > 0 ? sorted[chosen - 1] : Number.NEGATIVE_INFINITY;
  const firstOut = chosen < count ? sorted[chosen] : Number.POSITIVE_INFINITY;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0 || lower[i] > 0) continue;
    // Of equal values any may be the ones chosen, and no exchange of them costs anything.
    if (value[i] <= lastIn) extraClosed[i] = Math.min(firstOut - value[i], open > fewest ? -value[i] : Infinity);
    else extraOpen[i] = value[i] - (open < most ? Math.max(0, lastIn) : lastIn);
  }
}

interface SiteAnswer {
  readonly i: number;
  readonly most: number;
  readonly room: number;
  readonly choice: Choice;
}

/**
 * Marks pairs whose customer, forced into the site or out of it, lifts the bound to the threshold; whether there are
 * any.
 *
 * The site's answer must fall to `limit` for that. An item that fits before the first that is cut costs nothing to
 * force in, and one after it nothing to force out. Most others are told by the slopes next to the capacity: what the
 * rest may earn beside a customer is no less than on the straight line with the steepest slope.
 */
function rulePairs(
  { demand }: WholeLocation,
  knapsacks: SiteKnapsacks,
  { allowed: { start, customer, room: roomOf } }: Remaining,
  { i, most, room, choice }: SiteAnswer,
): boolean {
  const knapsack = knapsacks.of(i);
  const { weightBefore, slack, heaviest } = knapsack;
  const { place, ruledOut, earns } = knapsacks;
  const { onlyAt, isOut } = ruledOut;
  const size = roomOf[i];
  const limit = most - (room - choice.extraOpen[i]);
  const near = limit + slack;
  const mayForce = choice.extraClosed[i] >= room;
  const cut = knapsack.relaxed(size);
  const before = knapsack.slope(Math.max(0, size - heaviest));
  const after = knapsack.slope(size + heaviest);
  let isPlaced = false;
  let hasRuled = false;
  for (let t = start[i]; t < start[i + 1]; t++) {
    const j = customer[t];
    const own = earns[t];
    const isItem = own > 0;
    const isFar = own + cut - before * demand[j] > near;
    if (isFar && (!isItem || !mayForce || cut + after * demand[j] - own > near)) continue;
    if (!isPlaced) for (let q = 0; q < knapsack.count; q++) place[knapsack.key[q]] = q;
    isPlaced = true;
    if (!isFar && (!isItem || weightBefore[place[j]] >= size - demand[j])) {
      if (own + knapsack.relaxed(size - demand[j]) <= limit) {
        isOut[t] = 1;
        hasRuled = true;
        continue;
      }
    }
    if (!isItem || !mayForce || weightBefore[place[j]] >= size) continue;
    if (cut + after * demand[j] - own > near || knapsack.relaxed(size + demand[j]) - own > limit) continue;
    onlyAt[j] = onlyAt[j] === -1 ? i : NOWHERE;
    hasRuled = true;
  }
  return hasRuled;
}
