import type {
  CertificateNode,
  CertificateSplit,
  Evidence,
  LocationCertificate,
} from "../../problems/location-result.ts";
import { isIndex } from "./is-index.ts";
import type { WholeLocation } from "./location-certificate.ts";
import { type CheapestPairs, orderPairs, pairsOfOpen, takePayments } from "./location-cheapest.ts";
import { hasStranded } from "./location-counts.ts";
import { copyNumbers } from "./typed-numbers.ts";

/** With fewer pieces of evidence it takes more to order the pairs than is saved. */
const WORTH_ORDERING = 100;
/** Listing pairs anew takes about as long as weighing so many pieces of evidence. */
const WORTH_LISTING = 8;
/** Lists are shorter by this part at least, so that all of them take no more than ten times the memory of the first. */
const LEAST_CLOSED = 0.1;

/** Whether nothing limits sites but what they cost, and whom they may serve. */
function isUncapacitated({ capacity, hasCopies, groupCount, fewest, most, siteCount }: WholeLocation): boolean {
  return capacity.length === 0 && !hasCopies && groupCount === 0 && fewest === 0 && most === siteCount;
}

/**
 * Whether the certificate is a tree of decisions on sites that proves its threshold for an uncapacitated problem: what
 * large trees are mostly made of, checked fast. Where this is false it may still prove it.
 *
 * @param worthOrdering so many pieces of evidence
 */
export function provesUncapacitated(
  whole: WholeLocation,
  { nodes, threshold }: LocationCertificate,
  worthOrdering = WORTH_ORDERING,
): boolean {
  if (!isUncapacitated(whole) || whole.pairs === undefined || nodes.length < 2) return false;
  const pieces = countPieces(nodes);
  if (pieces === undefined || !(pieces[0] >= worthOrdering)) return false;
  return new SiteTree(whole, threshold, pieces).proves(nodes);
}

/** The evidence in and below each node; undefined where any of it, or a split, is not of the plain kind. */
function countPieces(nodes: readonly CertificateNode[]): Int32Array | undefined {
  const pieces = new Int32Array(nodes.length);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const { evidence, split, blocked } = nodes[index];
    if (blocked !== undefined || !evidence.every(isPlain)) return undefined;
    pieces[index] = evidence.length;
    if (split === undefined) continue;
    if (!isPlainSplit(split, index, nodes.length)) return undefined;
    pieces[index] += pieces[split.below] + pieces[split.above];
  }
  return pieces;
}

/** Whether it is prices of customers only. */
function isPlain(piece: Evidence): boolean {
  const { capacityPrices, secondPrices, pricedSites, aggregatePrice, clusters, wholeSites, coversDemand } = piece;
  const isOther =
    capacityPrices !== undefined ||
    secondPrices !== undefined ||
    pricedSites !== undefined ||
    clusters !== undefined ||
    wholeSites !== undefined ||
    coversDemand === true;
  return !isOther && aggregatePrice === 0;
}

/** Whether it closes a site or opens it, in nodes that come later in the list. */
function isPlainSplit(split: CertificateSplit, index: number, count: number): boolean {
  if (split.kind !== "site" || split.at !== 0) return false;
  const { below, above } = split;
  return isIndex(below, count) && isIndex(above, count) && below > index && above > index;
}

/**
 * Walks the tree depth first, at each node with the sites that are decided there.
 *
 * Complexity: the pairs that earn anything, of sites that were open when pairs were last listed.
 */
class SiteTree {
  readonly #whole: WholeLocation;
  /** Twice what sites cost. */
  readonly #twiceCost: Float64Array;
  readonly #threshold: number;
  /** The evidence in and below each node. */
  readonly #pieces: Int32Array;
  /**
   * Sites: first those that must open, then those that may, then those that are closed, and where each stands. Sites only
   * change places with those that are undecided, so that old counts tell the old parts again.
   */
  readonly #order: Int32Array;
  readonly #place: Int32Array;
  #mustCount = 0;
  #openCount: number;
  /** Pairs of fewer and fewer sites, up to those of the present. */
  readonly #lists: CheapestPairs[];
  #level = 0;
  readonly #prices: Float64Array;
  /** Twice what each site costs less what it is paid. */
  readonly #value: Float64Array;
  readonly #added = new Float64Array(3);
  /** Twice what sites that are not closed are paid. */
  #paid = 0;
  /** What sites cost, all sizes together. */
  readonly #costSize: number;

  constructor(whole: WholeLocation, threshold: number, pieces: Int32Array) {
    const { siteCount, customerCount, openCost, state, pairs } = whole;
    this.#whole = whole;
    this.#twiceCost = openCost.map((cost) => 2 * cost);
    this.#threshold = threshold;
    this.#pieces = pieces;
    this.#order = Int32Array.from({ length: siteCount }, (_, i) => i);
    this.#place = this.#order.slice();
    this.#openCount = siteCount;
    this.#lists = [orderPairs(pairs!, customerCount)];
    this.#prices = new Float64Array(customerCount);
    this.#value = new Float64Array(siteCount);
    this.#costSize = openCost.reduce((sum, cost) => sum + Math.abs(cost), 0);
    for (let i = 0; i < siteCount; i++) {
      if (state[i] > 0) this.#open(i);
      else if (state[i] < 0) this.#close(i);
    }
  }

  proves(nodes: readonly CertificateNode[]): boolean {
    const isSeen = new Int8Array(nodes.length);
    // What waits: a node, counts of sites and the list as its parent left them, the site decided, and whether it opens.
    const waiting = [0, this.#mustCount, this.#openCount, 0, -1, 0];
    while (waiting.length > 0) {
      const opens = waiting.pop()!;
      const decided = waiting.pop()!;
      this.#level = waiting.pop()!;
      this.#openCount = waiting.pop()!;
      this.#mustCount = waiting.pop()!;
      const index = waiting.pop()!;
      if (isSeen[index] === 1) return false;
      isSeen[index] = 1;
      if (decided >= 0 && !this.#decide(decided, opens)) continue;
      const { evidence, split } = nodes[index];
      const outcome = this.#weighAll(evidence);
      if (outcome === "closed") continue;
      if (outcome === "open" && split === undefined && this.#hasStranded()) continue;
      if (outcome === "untold" || split?.kind !== "site" || !isIndex(split.site, this.#place.length)) return false;
      this.#listPairs(this.#pieces[index] - evidence.length);
      waiting.push(split.above, this.#mustCount, this.#openCount, this.#level, split.site, 1);
      waiting.push(split.below, this.#mustCount, this.#openCount, this.#level, split.site, 0);
    }
    return true;
  }

  /** Whether some customer is out of reach. */
  #hasStranded(): boolean {
    const open = this.#order.subarray(0, this.#openCount);
    return !this.#whole.isComplete && hasStranded(this.#whole, open);
  }

  #weighAll(evidence: readonly Evidence[]): "closed" | "open" | "untold" {
    if (this.#openCount === 0) return "closed";
    for (let k = 0; k < evidence.length; k++) {
      const outcome = this.#weigh(evidence[k]);
      if (outcome !== "open") return outcome;
      if (this.#openCount === 0) return "closed";
    }
    return "open";
  }

  /** Whether prices close the node; if not, they may decide sites. */
  #weigh({ prices: given }: Evidence): "closed" | "open" | "untold" {
    const prices = this.#prices;
    const value = this.#value;
    const added = this.#added;
    if (!copyNumbers(given, prices)) return "untold";
    value.set(this.#twiceCost);
    if (!takePayments(prices, this.#lists[this.#level], value, added)) return "untold";
    const twice = this.#chooseSites(2 * added[0]);
    // Below this every sum was a whole number that a double holds, or twice such, so nothing was rounded.
    if (!(added[1] + this.#costSize + this.#paid / 2 <= Number.MAX_SAFE_INTEGER)) return "untold";
    const room = 2 * this.#threshold - twice;
    if (room <= 0) return "closed";
    this.#narrow(room);
    return "open";
  }

  /** Adds the values of sites that must open, and of those that do where they may, all of them twice; gives the sum. */
  #chooseSites(sum: number): number {
    const value = this.#value;
    const order = this.#order;
    const twiceCost = this.#twiceCost;
    let twice = sum;
    let paid = 0;
    for (let a = 0; a < this.#openCount; a++) {
      const v = value[order[a]];
      paid += twiceCost[order[a]] - v;
      twice += a < this.#mustCount ? v : Math.min(v, 0);
    }
    this.#paid = paid;
    return twice;
  }

  /** Decides sites of which twice the value says that the other way costs twice the room or more. */
  #narrow(room: number): void {
    const value = this.#value;
    const order = this.#order;
    // Another takes the place of one that is decided: it was looked at before.
    for (let a = this.#openCount - 1; a >= this.#mustCount; a--) if (value[order[a]] >= room) this.#close(order[a]);
    for (let a = this.#mustCount; a < this.#openCount; a++) if (-value[order[a]] >= room) this.#open(order[a]);
  }

  /** False where nothing is left. */
  #decide(site: number, opens: number): boolean {
    const isUndecided = this.#place[site] >= this.#mustCount && this.#place[site] < this.#openCount;
    if (!isUndecided) return this.#place[site] < this.#mustCount === (opens === 1);
    if (opens === 1) this.#open(site);
    else this.#close(site);
    return true;
  }

  /** An undecided site must open. */
  #open(site: number): void {
    this.#move(site, this.#mustCount++);
  }

  /** An undecided site never opens. */
  #close(site: number): void {
    this.#move(site, --this.#openCount);
  }

  #move(site: number, to: number): void {
    const from = this.#place[site];
    const other = this.#order[to];
    this.#order[from] = other;
    this.#place[other] = from;
    this.#order[to] = site;
    this.#place[site] = to;
  }

  /** Lists pairs anew for so many pieces of evidence, where that saves more visits of closed sites. */
  #listPairs(pieces: number): void {
    const present = this.#lists[this.#level];
    const closed = 1 - this.#openCount / present.siteCount;
    if (closed < LEAST_CLOSED || pieces * closed < WORTH_LISTING) return;
    this.#level++;
    // What is listed there is of nodes that are done with.
    const other = this.#lists[this.#level];
    this.#lists[this.#level] = pairsOfOpen(present, this.#place, this.#openCount, other);
  }
}
