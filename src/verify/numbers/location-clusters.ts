import type { ClusterEvidence, Evidence } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import type { SiteEarnings } from "./location-earnings.ts";
import type { SiteLines } from "./location-narrow.ts";

/** A cluster of more sites has too many sets to look at. */
const MOST_SITES = 8;

/** What every set of a cluster costs at least, by the sites in it as bits; Infinity for sets that are not allowed. */
interface Weighed {
  readonly sites: Int32Array;
  readonly worth: Float64Array;
}

/** What the sets' prices are weighed with. */
export interface ClusterPrices {
  readonly evidence: Evidence;
  readonly prices: Float64Array;
  /** Of these prices. */
  readonly level: number;
  readonly lines: SiteLines;
  /** Sum of the customers' prices and of what total room is worth, and the size of all that was added up. */
  readonly sum: number;
  readonly size: number;
}

/**
 * Rules out what reaches the threshold where some sites answer together.
 *
 * Why. A plan opens some set of each cluster's sites. What the set earns is no more than each earns alone, than parts of it
 * earn apart, and, for any prices of its sites' capacities, than these are worth together and what each customer pays the
 * set's best site for it above its cost and the price of the room it takes: every customer pays once. Whoever is in no
 * cluster answers alone. Limits to the number of sites, and groups, only forbid more.
 *
 * Gives: "closed" where the cheapest choice reaches the threshold; "open" after sites have been decided; or what is wrong.
 */
export function ruleByClusters(
  whole: WholeLocation,
  earnings: SiteEarnings | undefined,
  remaining: Remaining,
  { evidence, prices, level, lines, sum, size }: ClusterPrices,
  threshold: number,
): "closed" | "open" | string {
  const { siteCount: m, hasCopies } = whole;
  const { lower, upper, sites: listed, siteCount } = remaining;
  if (earnings === undefined || hasCopies) return "has clusters of sites that cannot answer together";
  const clusterOf = new Int32Array(m).fill(-1);
  const most = new Float64Array(whole.customerCount);
  const clusters: Weighed[] = [];
  let total = size;
  for (const cluster of evidence.clusters ?? []) {
    if (!isWellFormed(cluster, m) || cluster.sites.some((i) => clusterOf[i] >= 0)) return "has a malformed cluster";
    for (const i of cluster.sites) clusterOf[i] = clusters.length;
    const weighed = weighSets(whole, earnings, remaining, cluster, { evidence, prices, level, lines, most });
    if (weighed === undefined) return "has a cluster with a wrong price";
    total += weighed.size;
    clusters.push(weighed);
  }
  if (!(total <= Number.MAX_SAFE_INTEGER)) return "has sums beyond the exact range";
  let bound = sum;
  for (let a = 0; a < siteCount; a++) {
    const i = listed[a];
    if (upper[i] === 0 || clusterOf[i] >= 0) continue;
    const value = lines.slope[i] + lines.intercept[i];
    if (lower[i] > 0 || value < 0) bound += value;
  }
  const least = clusters.map(({ worth }) => leastIn(worth));
  for (const worth of least) bound += worth;
  const room = threshold - bound;
  if (room <= 0) return "closed";
  const decided: [number, boolean][] = [];
  for (let a = 0; a < siteCount; a++) {
    const i = listed[a];
    if (lower[i] === upper[i] || clusterOf[i] >= 0) continue;
    const value = lines.slope[i] + lines.intercept[i];
    if (Math.abs(value) >= room) decided.push([i, value < 0]);
  }
  clusters.forEach(({ sites, worth }, c) => {
    sites.forEach((i, k) => {
      if (lower[i] === upper[i]) return;
      const [shut, open] = leastEachWay(worth, k);
      if (open - least[c] >= room) decided.push([i, false]);
      else if (shut - least[c] >= room) decided.push([i, true]);
    });
  });
  for (const [i, isOpen] of decided) {
    if (isOpen) lower[i] = 1;
    else upper[i] = 0;
  }
  return "open";
}

function leastIn(worth: Float64Array): number {
  let least = worth[0];
  for (let set = 1; set < worth.length; set++) if (worth[set] < least) least = worth[set];
  return least;
}

function isWellFormed({ sites, sets, prices }: ClusterEvidence, siteCount: number): boolean {
  if (sites.length < 2 || sites.length > MOST_SITES) return false;
  if (!sites.every((i, k) => Number.isInteger(i) && i < siteCount && i > (k === 0 ? -1 : sites[k - 1]))) return false;
  const isSet = (set: number, s: number): boolean =>
    Number.isInteger(set) && set > (s === 0 ? 0 : sets[s - 1]) && set < 1 << sites.length;
  if (!sets.every(isSet)) return false;
  return ArrayBuffer.isView(prices) && prices.length === sets.reduce((count, set) => count + sizeOf(set), 0);
}

function sizeOf(set: number): number {
  let count = 0;
  for (let bits = set; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Undefined where a price is not a whole number from zero up. */
function weighSets(
  whole: WholeLocation,
  earnings: SiteEarnings,
  { lower, upper }: Remaining,
  { sites, sets, prices: setPrices }: ClusterEvidence,
  { evidence, prices, level, lines, most }: Omit<ClusterPrices, "sum" | "size"> & { readonly most: Float64Array },
): (Weighed & { readonly size: number }) | undefined {
  const { openCost, capacity, totalDemand } = whole;
  const { aggregatePrice } = evidence;
  const { slope, intercept } = lines;
  const worth = new Float64Array(1 << sites.length).fill(Number.POSITIVE_INFINITY);
  // Parts of sets that are allowed may lack sites that must be open.
  let shut = 0;
  let must = 0;
  for (let k = 0; k < sites.length; k++) {
    if (upper[sites[k]] === 0) shut |= 1 << k;
    if (lower[sites[k]] > 0) must |= 1 << k;
  }
  let size = 0;
  let next = 0;
  let at = 0;
  worth[0] = 0;
  for (let set = 1; set < worth.length; set++) {
    const isPriced = sets[next] === set;
    if (isPriced) next++;
    if ((set & shut) !== 0) {
      if (isPriced) at += sizeOf(set);
      continue;
    }
    let least = leastApart(worth, set);
    let apart = 0;
    for (let k = 0; set >> k !== 0; k++) if ((set >> k) & 1) apart += slope[sites[k]] + intercept[sites[k]];
    if (apart > least) least = apart;
    if (isPriced) {
      let cost = 0;
      most.fill(0);
      for (let k = 0; set >> k !== 0; k++) {
        if (((set >> k) & 1) === 0) continue;
        const i = sites[k];
        const price = setPrices[at++];
        const room = capacity[i] * (price + aggregatePrice);
        if (!(price >= 0 && Number.isSafeInteger(price))) return undefined;
        if (!Number.isSafeInteger(price * totalDemand) || !Number.isSafeInteger(room)) return undefined;
        const earned = earnings.above(i, prices, level, price, most);
        cost += openCost[i] - room - earned;
        size += Math.abs(openCost[i]) + room + earned;
      }
      if (cost > least) least = cost;
    }
    size += Math.abs(least);
    worth[set] = least;
  }
  for (let set = 0; set < worth.length; set++) if ((set & must) !== must) worth[set] = Number.POSITIVE_INFINITY;
  return { sites, worth, size };
}

/** What a set costs at least by what any two parts of it do; of the two, one has its last site. */
function leastApart(worth: Float64Array, set: number): number {
  let least = Number.NEGATIVE_INFINITY;
  const rest = set ^ (1 << (31 - Math.clz32(set)));
  for (let part = rest; part > 0; part = (part - 1) & rest) {
    const apart = worth[part] + worth[set ^ part];
    if (apart > least) least = apart;
  }
  return least;
}

/** The least that the cluster costs with a member shut, and with it open. */
function leastEachWay(worth: Float64Array, k: number): [number, number] {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let set = 0; set < worth.length; set++) {
    const way = (set >> k) & 1;
    if (worth[set] < least[way]) least[way] = worth[set];
  }
  return least;
}
