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
  const { lower, upper } = remaining;
  if (earnings === undefined || hasCopies) return "has clusters of sites that cannot answer together";
  const clusterOf = new Int32Array(m).fill(-1);
  const clusters: Weighed[] = [];
  let total = size;
  for (const cluster of evidence.clusters ?? []) {
    if (!isWellFormed(cluster, m) || cluster.sites.some((i) => clusterOf[i] >= 0)) return "has a malformed cluster";
    for (const i of cluster.sites) clusterOf[i] = clusters.length;
    const weighed = weighSets(whole, earnings, remaining, cluster, { evidence, prices, level, lines });
    if (weighed === undefined) return "has a cluster with a wrong price";
    total += weighed.size;
    clusters.push(weighed);
  }
  if (!(total <= Number.MAX_SAFE_INTEGER)) return "has sums beyond the exact range";
  let bound = sum;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0 || clusterOf[i] >= 0) continue;
    const value = lines.slope[i] + lines.intercept[i];
    if (lower[i] > 0 || value < 0) bound += value;
  }
  const least = clusters.map(({ worth }) => worth.reduce((a, b) => Math.min(a, b)));
  for (const worth of least) bound += worth;
  const room = threshold - bound;
  if (room <= 0) return "closed";
  const decided: [number, boolean][] = [];
  for (let i = 0; i < m; i++) {
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

function isWellFormed({ sites, sets, prices }: ClusterEvidence, siteCount: number): boolean {
  if (sites.length < 2 || sites.length > MOST_SITES) return false;
  if (!sites.every((i, k) => Number.isInteger(i) && i < siteCount && i > (k === 0 ? -1 : sites[k - 1]))) return false;
  const isSet = (set: number, s: number): boolean =>
    Number.isInteger(set) && set > (s === 0 ? 0 : sets[s - 1]) && set < 1 << sites.length;
  if (!sets.every(isSet)) return false;
  return ArrayBuffer.isView(prices) && prices.length === sets.reduce((count, set) => count + membersOf(set).length, 0);
}

function membersOf(set: number): number[] {
  const members: number[] = [];
  for (let k = 0; set >> k !== 0; k++) if ((set >> k) & 1) members.push(k);
  return members;
}

/** Undefined where a price is not a whole number from zero up. */
function weighSets(
  whole: WholeLocation,
  earnings: SiteEarnings,
  { lower, upper }: Remaining,
  { sites, sets, prices: setPrices }: ClusterEvidence,
  {
    evidence: { aggregatePrice },
    prices,
    level,
    lines,
  }: Pick<ClusterPrices, "evidence" | "prices" | "level" | "lines">,
): (Weighed & { readonly size: number }) | undefined {
  const { openCost, capacity, totalDemand, customerCount: n } = whole;
  const worth = new Float64Array(1 << sites.length).fill(Number.POSITIVE_INFINITY);
  // Parts of sets that are allowed may lack sites that must be open.
  const mayOpen = (set: number): boolean => sites.every((i, k) => ((set >> k) & 1) === 0 || upper[i] > 0);
  const lacksMust = (set: number): boolean => sites.some((i, k) => ((set >> k) & 1) === 0 && lower[i] > 0);
  let size = 0;
  let next = 0;
  let at = 0;
  for (let set = 0; set < worth.length; set++) {
    const members = membersOf(set);
    const isPriced = sets[next] === set;
    const own = isPriced ? setPrices.subarray(at, at + members.length) : new Float64Array(0);
    if (isPriced) {
      next++;
      at += members.length;
    }
    if (!mayOpen(set)) continue;
    let least = 0;
    for (const k of members) least += lines.slope[sites[k]] + lines.intercept[sites[k]];
    for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
      const apart = worth[part] + worth[set ^ part];
      if (apart < Number.POSITIVE_INFINITY) least = Math.max(least, apart);
    }
    if (isPriced) {
      let cost = 0;
      const most = new Float64Array(n);
      for (const [t, k] of members.entries()) {
        const price = own[t];
        const room = capacity[sites[k]] * (price + aggregatePrice);
        if (!(price >= 0) || ![price, price * totalDemand, room].every(Number.isSafeInteger)) return undefined;
        const earned = earnings.above(sites[k], prices, level, price, most);
        cost += openCost[sites[k]] - room - earned;
        size += Math.abs(openCost[sites[k]]) + room + earned;
      }
      least = Math.max(least, cost);
    }
    size += Math.abs(least);
    worth[set] = least;
  }
  for (let set = 0; set < worth.length; set++) if (lacksMust(set)) worth[set] = Number.POSITIVE_INFINITY;
  return { sites, worth, size };
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
