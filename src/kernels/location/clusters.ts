import type { ArraySource } from "../../base/array-store.ts";
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
 * Source:  Guignard and Kim, Lagrangean decomposition (1987), for relaxing into larger pieces; Cornuejols, Sridharan,
 *          Thizy (1991) for pieces of one site.
 */
export interface Clusters {
  count: number;
  readonly size: Int32Array;
  readonly member: Int32Array;
  /** The cluster of each site, -1 for none. */
  readonly ofSite: Int32Array;
  /** Members that may open, and those that must, as masks: of the last answer. */
  readonly may: Int32Array;
  readonly must: Int32Array;
  price: Float64Array;
  worth: Float64Array;
  /** What each set costs at least, total room not charged, and how well that is known: see `answerClusters`. */
  low: Float64Array;
  stage: Int8Array;
  setRoom: Float64Array;
  /** The cheapest set of each cluster. */
  readonly best: Int32Array;
  /** Sets that cost less than so much more than the cheapest are weighed exactly, too, steps. */
  window: number;
  /** Sum of the cheapest sets' worths. */
  total: number;
  /** The room of what is chosen, beyond the demand, at the price of total room that was last tried. */
  chosenRoom: number;
  /** What sites and clusters add to the bound at the best price of total room. */
  roomBound: number;
  /** The cluster whose cheapest set is chosen in part only, the rest going to another as cheap with more room; -1 for none. */
  partCluster: number;
  partSet: number;
  /** What the cheapest sets of two sites and more serve: site, customer, share. */
  servedCount: number;
  readonly servedSite: Int32Array;
  readonly servedCustomer: Int32Array;
  readonly servedShare: Float64Array;

  /**
   * What a set cost at its prices when it was last weighed, and the cluster's drift then: customers' prices have risen by no
   * more than the drift since, so that it costs no less than `held - drift`.
   */
  held: Float64Array;
  readonly drift: Float64Array;
  /** Prices of the last answer of clusters. */
  readonly last: Float64Array;
  readonly lists: ClusterLists;

  /** Members of the set that is weighed. */
  readonly inSet: Int32Array;
  inCount: number;
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

/**
 * Customers that could matter to clusters while no price, per unit of demand, is further above `base` than `margin`.
 *
 * Shapes: n customers. Cluster c's customers lie from c * n on, `unionCount[c]` of them; their rates at member k at
 *         (c * n + place) * MOST_MEMBERS + k. Member k's own lie from at * n on, at = c * MOST_MEMBERS + k,
 *         `entryCount[at]` places in the cluster's customers, by falling rate once they are sorted.
 * Keeps:  whoever is not listed for a member earns it no more than `least[at]`, by unit of demand, within the margin.
 */
export interface ClusterLists {
  readonly base: Float64Array;
  margin: number;
  /** Answers since `base` was taken. */
  age: number;
  /** Answers so far. */
  stamp: number;
  readonly isListed: Int8Array;
  /** Members that are listed, as a mask. */
  readonly listedMask: Int32Array;
  readonly least: Float64Array;
  /** Whether the least price has been lowered since `base` was taken. */
  readonly wasLowered: Int8Array;
  readonly unionCount: Int32Array;
  unionCustomer: Int32Array;
  unionDemand: Float64Array;
  /** A member's cost of serving a customer, and what it earns by that, by unit of demand. */
  unionUnit: Float64Array;
  unionRate: Float64Array;
  readonly entryCount: Int32Array;
  entryPlace: Int32Array;
  entryRate: Float64Array;
  entryDemand: Float64Array;
  /** The answer that a member's customers were last sorted in. */
  readonly sortedAt: Int32Array;
  /** By set: whether its prices were looked for since `base` was taken. */
  wasWeighed: Int8Array;
  /** By customer: its place among the cluster's, -1 between calls. */
  readonly placeOf: Int32Array;
}

export const MOST_MEMBERS = 4;
/** A set whose prices nobody has looked for. */
export const UNKNOWN = -1;
export const SETS = 1 << MOST_MEMBERS;

export function startClusters(siteCount: number, customerCount: number, arrays: ArraySource): Clusters {
  const most = Math.max(1, siteCount >> 1);
  const served = most * MOST_MEMBERS * 4 + customerCount * 4;
  return {
    count: 0,
    size: arrays.ints(most),
    member: arrays.ints(most * MOST_MEMBERS),
    ofSite: arrays.ints(siteCount).fill(-1),
    may: arrays.ints(most),
    must: arrays.ints(most),
    price: new Float64Array(0),
    worth: new Float64Array(0),
    low: new Float64Array(0),
    stage: new Int8Array(0),
    setRoom: new Float64Array(0),
    best: arrays.ints(most),
    window: 0,
    total: 0,
    chosenRoom: 0,
    roomBound: 0,
    partCluster: -1,
    partSet: 0,
    servedCount: 0,
    servedSite: arrays.ints(served),
    servedCustomer: arrays.ints(served),
    servedShare: arrays.floats(served),
    held: new Float64Array(0),
    drift: arrays.floats(most),
    last: arrays.floats(customerCount),
    lists: startClusterLists(most, customerCount, arrays),
    inSet: arrays.ints(MOST_MEMBERS),
    inCount: 0,
    tied: arrays.ints(MOST_MEMBERS),
    gain: arrays.floats(MOST_MEMBERS * customerCount),
    gainDemand: arrays.floats(MOST_MEMBERS * customerCount),
    tieCustomer: arrays.ints(customerCount),
    tieMask: arrays.ints(customerCount),
    tieAmount: arrays.floats(customerCount * (MOST_MEMBERS + 1)),
    room: arrays.floats(MOST_MEMBERS + 1),
    comeFrom: arrays.ints(MOST_MEMBERS + 1),
    comeBy: arrays.ints(MOST_MEMBERS + 1),
    pathStart: 0,
    most: arrays.floats(customerCount),
  };
}

function startClusterLists(most: number, customerCount: number, arrays: ArraySource): ClusterLists {
  return {
    base: arrays.floats(customerCount),
    margin: 0,
    age: 0,
    stamp: 0,
    isListed: arrays.bytes(most),
    listedMask: arrays.ints(most),
    least: arrays.floats(most * MOST_MEMBERS),
    wasLowered: arrays.bytes(most * MOST_MEMBERS),
    unionCount: arrays.ints(most),
    unionCustomer: new Int32Array(0),
    unionDemand: new Float64Array(0),
    unionUnit: new Float64Array(0),
    unionRate: new Float64Array(0),
    entryCount: arrays.ints(most * MOST_MEMBERS),
    entryPlace: new Int32Array(0),
    entryRate: new Float64Array(0),
    entryDemand: new Float64Array(0),
    sortedAt: arrays.ints(most * MOST_MEMBERS),
    wasWeighed: new Int8Array(0),
    placeOf: arrays.ints(customerCount).fill(-1),
  };
}

/**
 * Takes up other clusters: lists of sites, in no site twice. Those that were there before keep what is known of their
 * sets; prices of the others' are unknown.
 */
export function takeClusters({ clusters, instance }: Answers, groups: readonly (readonly number[])[]): void {
  const { size, member, ofSite, best, drift, lists } = clusters;
  const placeBefore = new Map<string, number>();
  for (let c = 0; c < clusters.count; c++)
    placeBefore.set(member.subarray(c * MOST_MEMBERS, c * MOST_MEMBERS + size[c]).join(), c);
  const { price, held } = clusters;
  const [bestBefore, driftBefore, leastBefore, listedBefore] = [best, drift, lists.least, lists.listedMask].map((all) =>
    all.slice(),
  );
  const sets = groups.length * SETS;
  clusters.price = new Float64Array(sets * MOST_MEMBERS).fill(UNKNOWN);
  clusters.held = new Float64Array(sets).fill(Number.NEGATIVE_INFINITY);
  lists.isListed.fill(0);
  lists.sortedAt.fill(-1);
  lists.wasLowered.fill(0);
  ofSite.fill(-1);
  clusters.count = groups.length;
  clusters.partCluster = -1;
  for (let c = 0; c < groups.length; c++) {
    size[c] = groups[c].length;
    for (let k = 0; k < groups[c].length; k++) {
      member[c * MOST_MEMBERS + k] = groups[c][k];
      ofSite[groups[c][k]] = c;
    }
    const before = placeBefore.get(groups[c].join());
    best[c] = 0;
    drift[c] = 0;
    lists.listedMask[c] = 0;
    if (before === undefined) continue;
    best[c] = bestBefore[before];
    drift[c] = driftBefore[before];
    lists.listedMask[c] = listedBefore[before];
    for (let k = 0; k < size[c]; k++) lists.least[c * MOST_MEMBERS + k] = leastBefore[before * MOST_MEMBERS + k];
    const row = before * SETS;
    clusters.price.set(price.subarray(row * MOST_MEMBERS, (row + SETS) * MOST_MEMBERS), c * SETS * MOST_MEMBERS);
    clusters.held.set(held.subarray(row, row + SETS), c * SETS);
  }
  makeRoom(clusters, instance.customerCount);
}

function makeRoom(clusters: Clusters, customerCount: number): void {
  const { lists, count } = clusters;
  const sets = count * SETS;
  lists.wasWeighed = new Int8Array(sets);
  if (clusters.worth.length < sets) {
    clusters.worth = new Float64Array(sets);
    clusters.low = new Float64Array(sets);
    clusters.stage = new Int8Array(sets);
    clusters.setRoom = new Float64Array(sets);
  }
  const customers = count * customerCount;
  if (lists.unionCustomer.length >= customers) return;
  lists.unionCustomer = new Int32Array(customers);
  lists.unionDemand = new Float64Array(customers);
  lists.unionUnit = new Float64Array(customers * MOST_MEMBERS);
  lists.unionRate = new Float64Array(customers * MOST_MEMBERS);
  lists.entryPlace = new Int32Array(customers * MOST_MEMBERS);
  lists.entryRate = new Float64Array(customers * MOST_MEMBERS);
  lists.entryDemand = new Float64Array(customers * MOST_MEMBERS);
}

/** Notes which members may open, and which must, as masks. */
export function markMembers({ clusters, upper, lower }: Answers): void {
  const { count, size, member, may, must } = clusters;
  for (let c = 0; c < count; c++) {
    may[c] = 0;
    must[c] = 0;
    for (let k = 0; k < size[c]; k++) {
      const i = member[c * MOST_MEMBERS + k];
      if (upper[i] > 0) may[c] |= 1 << k;
      if (lower[i] > 0) must[c] |= 1 << k;
    }
  }
}

/**
 * Sites' values such that no set costs less than the cheapest and the values of the sites that differ: each site's part
 * of what a set costs more, the least over all sets.
 */
export function spreadValues({ clusters, value }: Answers, c: number): void {
  const { worth, best, member, size } = clusters;
  const cheapest = best[c];
  const least = worth[c * SETS + cheapest];
  const sets = 1 << size[c];
  for (let k = 0; k < size[c]; k++) {
    let part = Number.POSITIVE_INFINITY;
    for (let set = 0; set < sets; set++) {
      const flips = set ^ cheapest;
      if (((flips >> k) & 1) === 0) continue;
      const more = worth[c * SETS + set] - least;
      // Divided by one or more it is no more than this.
      if (more < part * MOST_MEMBERS) part = Math.min(part, more / sizeOf(flips));
    }
    const i = member[c * MOST_MEMBERS + k];
    // A site that is decided either way is in all sets or in none.
    if (part === Number.POSITIVE_INFINITY) value[i] = 0;
    else value[i] = (cheapest >> k) & 1 ? -part : part;
  }
}

/** What a set costs at least by what its parts cost apart, of sets from `base` on: parts earn no more together. */
export function worthApart(worth: Float64Array, base: number, set: number): number {
  let most = Number.NEGATIVE_INFINITY;
  // Each pair of parts is met once, at the larger of them.
  for (let part = (set - 1) & set; part > (set ^ part); part = (part - 1) & set) {
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

/** Whether a site that is chosen shares its customers with others that are, or is in part: its own list does not tell them. */
export function isServedTogether({ ofSite, best, partCluster }: Clusters, i: number): boolean {
  const c = ofSite[i];
  return c >= 0 && ((best[c] & (best[c] - 1)) !== 0 || c === partCluster);
}
