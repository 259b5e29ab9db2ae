import type { Answers } from "./answers.ts";

/**
 * Clusters: a few neighbouring sites that answer prices together, so that none of their customers is served twice.
 *
 * Problem: for a set O of the cluster's sites open, the most that they earn together: a transport problem where each
 *          customer pays its price once. By its dual, for any capacity prices p >= 0 of the sites in O,
 *
 *              earned(O) <= sum over O of capacity p + sum over customers of max(0, price - cost - p demand over O),
 *
 *          so that V(O) = opening costs - the right side bounds what O costs, and the least V bounds the cluster.
 * Shapes:  `count` clusters of at most MOST_MEMBERS sites each; a set is a bit mask of the cluster's members.
 *          price[(c * SETS + set) * MOST_MEMBERS + k] is p of member k in the set; worth[c * SETS + set] is V.
 * Units:   steps; prices in steps per scaled unit of demand.
 * Complexity: sweeps over each set's sites, each a knapsack over the customers that could matter to it. No allocation.
 * Source:  Guignard and Kim, Lagrangean decomposition (1987), for relaxing into larger pieces; Cornuejols, Sridharan,
 *          Thizy (1991) for pieces of one site.
 */
export interface Clusters {
  count: number;
  readonly size: Int32Array;
  readonly member: Int32Array;
  /** The cluster of each site, -1 for none. */
  readonly ofSite: Int32Array;
  readonly price: Float64Array;
  readonly worth: Float64Array;
  /** Whether the last worth is what the set costs; else it is less. */
  readonly isExact: Int8Array;
  readonly setRoom: Float64Array;
  /** The cheapest set of each cluster. */
  readonly best: Int32Array;
  /** Sets that cost less than so much more than the cheapest are weighed exactly, too, steps. */
  window: number;
  /** Sum of the cheapest sets' worths. */
  total: number;
  /** What the cheapest sets of two sites and more serve: site, customer, share. */
  servedCount: number;
  readonly servedSite: Int32Array;
  readonly servedCustomer: Int32Array;
  readonly servedShare: Float64Array;
  /** Customers that could matter to each member: rates fall in [entryStart, entryEnd). */
  readonly entryStart: Int32Array;
  readonly entryEnd: Int32Array;
  entryCustomer: Int32Array;
  entryRate: Float64Array;
  entryDemand: Float64Array;
  /** By entry and member: the member's rate for the entry's customer, -Infinity where it does not matter. */
  offers: Float64Array;
  readonly floor: Float64Array;
  /** By member and customer, the rate; -Infinity where it does not matter. */
  readonly rateOf: Float64Array;
  /** By member: those that offer some customer as much. */
  readonly tied: Int32Array;
  readonly gain: Float64Array;
  readonly gainDemand: Float64Array;
  /** Customers that more than one member offers as much, or one nothing: see serveCluster. */
  readonly tieCustomer: Int32Array;
  readonly tieMask: Int32Array;
  readonly tieAmount: Float64Array;
  readonly room: Float64Array;
  readonly comeFrom: Int32Array;
  readonly comeBy: Int32Array;
  pathStart: number;
  /** By customer: the best that it earns so far, zero between calls. */
  readonly most: Float64Array;
}

export const MOST_MEMBERS = 4;
/** A set whose prices nobody has looked for. */
export const UNKNOWN = -1;
export const SETS = 1 << MOST_MEMBERS;

export function startClusters(siteCount: number, customerCount: number): Clusters {
  const most = Math.max(1, siteCount >> 1);
  return {
    count: 0,
    size: new Int32Array(most),
    member: new Int32Array(most * MOST_MEMBERS),
    ofSite: new Int32Array(siteCount).fill(-1),
    price: new Float64Array(most * SETS * MOST_MEMBERS),
    worth: new Float64Array(most * SETS),
    isExact: new Int8Array(most * SETS),
    setRoom: new Float64Array(most * SETS),
    best: new Int32Array(most),
    window: 0,
    total: 0,
    servedCount: 0,
    servedSite: new Int32Array(most * MOST_MEMBERS * 4 + customerCount * 4),
    servedCustomer: new Int32Array(most * MOST_MEMBERS * 4 + customerCount * 4),
    servedShare: new Float64Array(most * MOST_MEMBERS * 4 + customerCount * 4),
    entryStart: new Int32Array(most * MOST_MEMBERS),
    entryEnd: new Int32Array(most * MOST_MEMBERS),
    entryCustomer: new Int32Array(0),
    entryRate: new Float64Array(0),
    entryDemand: new Float64Array(0),
    offers: new Float64Array(0),
    floor: new Float64Array(most * MOST_MEMBERS),
    rateOf: new Float64Array(MOST_MEMBERS * customerCount).fill(Number.NEGATIVE_INFINITY),
    tied: new Int32Array(MOST_MEMBERS),
    gain: new Float64Array(MOST_MEMBERS * customerCount),
    gainDemand: new Float64Array(MOST_MEMBERS * customerCount),
    tieCustomer: new Int32Array(customerCount),
    tieMask: new Int32Array(customerCount),
    tieAmount: new Float64Array(customerCount * (MOST_MEMBERS + 1)),
    room: new Float64Array(MOST_MEMBERS + 1),
    comeFrom: new Int32Array(MOST_MEMBERS + 1),
    comeBy: new Int32Array(MOST_MEMBERS + 1),
    pathStart: 0,
    most: new Float64Array(customerCount),
  };
}

/** Takes up other clusters: lists of sites, in no site twice. Prices of sets are unknown then. */
export function takeClusters({ clusters, instance }: Answers, groups: readonly (readonly number[])[]): void {
  const { size, member, ofSite, price, floor, best } = clusters;
  floor.fill(0);
  best.fill(0);
  ofSite.fill(-1);
  price.fill(UNKNOWN);
  clusters.count = groups.length;
  // Each member's customers may be listed twice in one answer.
  const entries = 2 * instance.customerCount * groups.reduce((sum, group) => sum + group.length, 0);
  if (clusters.entryRate.length < entries) {
    clusters.entryCustomer = new Int32Array(entries);
    clusters.entryRate = new Float64Array(entries);
    clusters.entryDemand = new Float64Array(entries);
    clusters.offers = new Float64Array(entries * MOST_MEMBERS);
  }
  for (let c = 0; c < groups.length; c++) {
    size[c] = groups[c].length;
    for (let k = 0; k < groups[c].length; k++) {
      member[c * MOST_MEMBERS + k] = groups[c][k];
      ofSite[groups[c][k]] = c;
    }
  }
}

/** Members that may open, and those that must, as masks. */
export function membersOf(
  { clusters, upper, lower }: Answers,
  c: number,
): { readonly may: number; readonly must: number } {
  let may = 0;
  let must = 0;
  for (let k = 0; k < clusters.size[c]; k++) {
    const i = clusters.member[c * MOST_MEMBERS + k];
    if (upper[i] > 0) may |= 1 << k;
    if (lower[i] > 0) must |= 1 << k;
  }
  return { may, must };
}

/**
 * Sites' values such that no set costs less than the cheapest and the values of the sites that differ: each site's part
 * of what a set costs more, the least over all sets.
 */
export function spreadValues({ clusters, value }: Answers, c: number): void {
  const { worth, best, member, size } = clusters;
  const cheapest = best[c];
  const least = worth[c * SETS + cheapest];
  for (let k = 0; k < size[c]; k++) {
    let part = Number.POSITIVE_INFINITY;
    for (let set = 0; set < SETS; set++) {
      const flips = set ^ cheapest;
      if (((flips >> k) & 1) === 0 || worth[c * SETS + set] === Number.POSITIVE_INFINITY) continue;
      part = Math.min(part, (worth[c * SETS + set] - least) / sizeOf(flips));
    }
    const i = member[c * MOST_MEMBERS + k];
    // A site that is decided either way is in all sets or in none.
    if (part === Number.POSITIVE_INFINITY) value[i] = 0;
    else value[i] = (cheapest >> k) & 1 ? -part : part;
  }
}

/** What a set costs at least by what its parts cost apart, of sets from `base` on: parts earn no more together. */
export function worthApart({ worth }: Clusters, base: number, set: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
    const apart = worth[base + part] + worth[base + (set ^ part)];
    if (apart > most && apart < Number.POSITIVE_INFINITY) most = apart;
  }
  return most;
}

/** How many members a set has. */
export function sizeOf(set: number): number {
  let many = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) many++;
  return many;
}

/** What deciding a member the other way than the cheapest set has it costs at least; Infinity where nothing else is allowed. */
export function otherwiseOf({ worth, best }: Clusters, c: number, k: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let set = 0; set < SETS; set++)
    if ((((set ^ best[c]) >> k) & 1) === 1 && worth[c * SETS + set] < least) least = worth[c * SETS + set];
  return least - worth[c * SETS + best[c]];
}

/** Whether a site that is chosen shares its customers with others that are, so that its own list does not tell them. */
export function isServedTogether({ ofSite, best }: Clusters, i: number): boolean {
  const c = ofSite[i];
  return c >= 0 && (best[c] & (best[c] - 1)) !== 0;
}
