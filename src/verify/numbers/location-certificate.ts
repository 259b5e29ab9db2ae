import type { CertificateNode, LocationCertificate } from "../../problems/location-result.ts";
import { isIndex } from "./is-index.ts";
import { AllowedPairs, NO_PAIRS } from "./location-allowed.ts";
import { isBlocked, isEmpty, isStranded } from "./location-counts.ts";
import type { EarningPairs } from "./location-earnings.ts";
import { startWorkspace, type Workspace, weigh } from "./location-evidence.ts";
import type { PriceSums } from "./location-prices.ts";
import { provesUncapacitated } from "./location-uncapacitated.ts";

/**
 * Checks the proof that no plan costs less than a threshold, in whole numbers throughout.
 *
 * The problem as the checker reads it: costs in steps, demands and capacities whole, a pair that is not allowed costs
 * Infinity. Why evidence is a bound: give every customer its price and ask every site for its cheapest answer; a plan
 * is one set of answers among those, and what it pays for serving each customer once is what the prices took away.
 */
export interface WholeLocation {
  readonly siteCount: number;
  readonly customerCount: number;
  readonly openCost: Float64Array;
  /** Empty where no site has a limit. */
  readonly capacity: Float64Array;
  /** Of one copy of each site; no whole number where it is beyond the exact range. */
  readonly totalCapacity: number;
  readonly demand: Float64Array;
  readonly totalDemand: number;
  readonly copies: Int32Array;
  /** Whether there are several copies anywhere. */
  readonly hasCopies: boolean;
  /** The group of each site, from 0 on; -1 for a site of none, and for one alone in its group, which forbids nothing. */
  readonly group: Int32Array;
  readonly groupCount: number;
  /** The sites of each group, ascending. */
  readonly groupSites: readonly Int32Array[];
  readonly state: Int32Array;
  readonly fewest: number;
  readonly most: number;
  readonly singleSource: boolean;
  /** Of the certificate's evidence. */
  readonly priceSums: PriceSums;
  /** Site-major; empty where the next suffices. */
  readonly cost: Float64Array;
  /** Those that may earn anything, where customers may be served in parts. */
  readonly pairs: EarningPairs | undefined;
  /** Whether any site may serve any customer, in parts: then whoever is open leaves nobody out of reach. */
  readonly isComplete: boolean;
}

/** What a node of the tree still allows. */
export interface Remaining {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** The first so many are the sites that could open when the node was entered, ascending: no others can now. */
  readonly sites: Int32Array;
  siteCount: number;
  fewest: number;
  most: number;
  /** Whom each site may serve; empty where service may be split. */
  readonly allowed: AllowedPairs;
}

export function startRemaining(whole: WholeLocation): Remaining {
  const { siteCount: m, state, copies, capacity, totalDemand } = whole;
  const remaining = roomForRemaining(whole);
  const { lower, upper, sites } = remaining;
  for (let i = 0; i < m; i++) {
    sites[i] = i;
    lower[i] = state[i] === 1 ? 1 : 0;
    upper[i] = state[i] === -1 ? 0 : copies[i];
  }
  remaining.siteCount = m;
  remaining.most = whole.most;
  remaining.fewest = whole.fewest;
  if (whole.singleSource) remaining.allowed.takeAll(whole);
  if (capacity.length > 0) {
    // Even the roomiest sites must be so many to cover the demand.
    const rooms = capacity.map((c, i) => c * upper[i]).sort();
    let room = 0;
    let count = 0;
    while (count < m && room < totalDemand) room += rooms[m - ++count];
    remaining.fewest = Math.max(remaining.fewest, room < totalDemand ? m + 1 : count);
  }
  return remaining;
}

/** Sites, and their copies, number fewer. */
const MOST_SPLIT = 2 ** 31 - 1;

/** Undefined when the certificate proves its threshold; otherwise what is wrong with it. */
export function findFlaw(whole: WholeLocation, certificate: LocationCertificate): string | undefined {
  const { nodes, threshold } = certificate;
  if (!Number.isSafeInteger(threshold)) return `threshold ${threshold} is not a whole number`;
  if (provesUncapacitated(whole, certificate)) return undefined;
  const workspace = startWorkspace(whole);
  const waiting: [number, Remaining][] = [[0, startRemaining(whole)]];
  // Of nodes that are closed: a tree has as many as it is deep, rather than as it has nodes.
  const spare: Remaining[] = [];
  const isSeen = new Int8Array(nodes.length);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [index, remaining] = next;
    const node = nodes[index];
    if (node === undefined) return `node ${index} is missing`;
    // Shared by several parents, a few nodes could be walked for ever.
    if (isSeen[index] === 1) return `node ${index} is reached twice`;
    isSeen[index] = 1;
    const outcome = closeNode(whole, workspace, node, index, remaining, threshold);
    if (outcome === "closed") {
      spare.push(remaining);
      continue;
    }
    if (outcome !== "open") return `node ${index}: ${outcome}`;
    const { split } = node;
    if (split === undefined && isStranded(whole, remaining)) continue;
    if (split === undefined) return `node ${index} is left open`;
    // Children come later in the list, so the walk ends.
    if (!(split.below > index) || !(split.above > index)) return `node ${index} splits backwards`;
    if (split.kind !== "pair" && !isIndex(split.at, MOST_SPLIT)) return `node ${index} splits at ${split.at}`;
    dropShut(remaining);
    const above = remaining;
    const below = spare.pop() ?? roomForRemaining(whole);
    copyRemaining(remaining, below);
    if (split.kind === "site") {
      if (!isIndex(split.site, whole.siteCount)) return `node ${index} splits on site ${split.site}`;
      below.upper[split.site] = Math.min(below.upper[split.site], split.at);
      above.lower[split.site] = Math.max(above.lower[split.site], split.at + 1);
    } else if (split.kind === "count") {
      below.most = Math.min(below.most, split.at);
      above.fewest = Math.max(above.fewest, split.at + 1);
    } else {
      const { site, customer } = split;
      if (!whole.singleSource) return `node ${index} splits on a pair although service may be split`;
      if (!isIndex(site, whole.siteCount) || !isIndex(customer, whole.customerCount))
        return `node ${index} splits on pair ${site}, ${customer}`;
      below.allowed.decide(site, customer, false);
      above.allowed.decide(site, customer, true);
      above.lower[site] = Math.max(1, above.lower[site]);
    }
    // A site that cannot open is not looked at any more, so it is seen here where it would have to.
    if (split.kind !== "site" || above.lower[split.site] <= above.upper[split.site]) waiting.push([split.above, above]);
    waiting.push([split.below, below]);
  }
  return undefined;
}

/** All are made here, as code that reads objects of one making only is faster. */
function roomForRemaining({ siteCount, customerCount, singleSource }: WholeLocation): Remaining {
  return {
    lower: new Int32Array(siteCount),
    upper: new Int32Array(siteCount),
    sites: new Int32Array(siteCount),
    siteCount: 0,
    fewest: 0,
    most: 0,
    allowed: singleSource ? new AllowedPairs(siteCount, customerCount) : NO_PAIRS,
  };
}

function copyRemaining(from: Remaining, to: Remaining): void {
  to.lower.set(from.lower);
  to.upper.set(from.upper);
  to.sites.set(from.sites);
  to.siteCount = from.siteCount;
  to.fewest = from.fewest;
  to.most = from.most;
  if (to.allowed !== NO_PAIRS) to.allowed.copy(from.allowed);
}

/** Lists only those of the sites that may still open. */
function dropShut(remaining: Remaining): void {
  const { sites, upper } = remaining;
  let count = 0;
  for (let a = 0; a < remaining.siteCount; a++) if (upper[sites[a]] > 0) sites[count++] = sites[a];
  remaining.siteCount = count;
}

function closeNode(
  whole: WholeLocation,
  workspace: Workspace,
  { evidence, blocked }: CertificateNode,
  node: number,
  remaining: Remaining,
  threshold: number,
): "closed" | "open" | string {
  if (isEmpty(whole, remaining)) return "closed";
  for (let k = 0; k < evidence.length; k++) {
    const outcome = weigh(whole, workspace, remaining, { evidence: evidence[k], node, k }, threshold);
    if (outcome !== "open") return outcome;
    if (isEmpty(whole, remaining)) return "closed";
  }
  if (blocked !== undefined && isBlocked(whole, remaining, blocked)) return "closed";
  return "open";
}
