import type { Answers } from "./answers.ts";
import { type Clusters, MOST_MEMBERS, SETS } from "./clusters.ts";

/**
 * Which customers could matter to clusters' sets, what they earn now, and how far their prices have moved.
 *
 * Complexity: the customers once an answer, and each cluster's own; every few dozen answers the members times the customers.
 */

/** A member's customers are listed from this part of the least price that a set has had for it. */
const FLOOR = 0.7;
/** Of the price of a member by itself, where none is known of its sets. */
const FIRST_FLOOR = 0.5;
/** Of that price, the first margin. */
const FIRST_MARGIN = 0.1;
/** A margin that lasts for fewer answers than this is too narrow, one that would for more too wide. */
const SHORT_AGE = 12;
const LONG_AGE = 40;
const WIDER = 1.5;
const NARROWER = 0.7;

/** Once an answer, before any cluster's: takes the prices as a new base where they have risen too far above the old one. */
export function approachClusters(answers: Answers, prices: Float64Array): void {
  const { clusters, perDemand, instance } = answers;
  const { lists } = clusters;
  const { base } = lists;
  lists.stamp++;
  lists.age++;
  let rise = 0;
  for (let j = 0; j < instance.customerCount; j++) {
    const own = (prices[j] - base[j]) * perDemand[j];
    if (own > rise) rise = own;
  }
  if (rise <= lists.margin && lists.age < LONG_AGE) return;
  if (lists.margin === 0) lists.margin = FIRST_MARGIN * meanPrice(answers);
  else if (rise > lists.margin && lists.age < SHORT_AGE) lists.margin *= WIDER;
  else if (rise <= lists.margin) lists.margin *= NARROWER;
  lists.age = 0;
  base.set(prices);
  for (let c = 0; c < clusters.count; c++) if (lists.isListed[c] === 1) noteLeast(answers, c);
  lists.isListed.fill(0);
  lists.wasLowered.fill(0);
}

function meanPrice({ clusters, capacityPrice }: Answers): number {
  const { member, size, count } = clusters;
  let sum = 0;
  let sites = 0;
  for (let c = 0; c < count; c++) {
    for (let k = 0; k < size[c]; k++) sum += capacityPrice[member[c * MOST_MEMBERS + k]];
    sites += size[c];
  }
  return Math.max(1, sum / Math.max(1, sites));
}

/** From where each member's customers are to be listed, by the prices that its sets have had. */
function noteLeast({ clusters }: Answers, c: number): void {
  const { lists, price, size } = clusters;
  for (let k = 0; k < size[c]; k++) {
    let least = Number.POSITIVE_INFINITY;
    for (let set = 0; set < SETS; set++)
      if ((set >> k) & 1 && lists.wasWeighed[c * SETS + set] === 1)
        least = Math.min(least, price[(c * SETS + set) * MOST_MEMBERS + k]);
    if (least < Number.POSITIVE_INFINITY) lists.least[c * MOST_MEMBERS + k] = FLOOR * least;
  }
  for (let set = 0; set < SETS; set++) lists.wasWeighed[c * SETS + set] = 0;
}

/** Brings a cluster up to these prices: who could matter to it, what each earns its members, and its drift. */
export function refreshCluster(answers: Answers, c: number, prices: Float64Array): void {
  const { lists, may, drift } = answers.clusters;
  if (lists.isListed[c] === 0 || (may[c] & ~lists.listedMask[c]) !== 0) listCluster(answers, c);
  drift[c] += rateCustomers(answers, c, prices);
}

/** Lists more customers, from where `least` has come down to; what has been sorted must be sorted again. */
export function listMore(answers: Answers, c: number, prices: Float64Array): void {
  listCluster(answers, c);
  rateCustomers(answers, c, prices);
}

/** What each of the cluster's customers earns each member at these prices; gives by how much the prices have risen. */
function rateCustomers({ clusters, perDemand, instance }: Answers, c: number, prices: Float64Array): number {
  const { lists, size, last } = clusters;
  const { unionCustomer, unionUnit, unionRate, unionCount } = lists;
  const from = c * instance.customerCount;
  let rise = 0;
  for (let u = from; u < from + unionCount[c]; u++) {
    const j = unionCustomer[u];
    const change = prices[j] - last[j];
    if (change > 0) rise += change;
    const pays = prices[j] * perDemand[j];
    const end = u * MOST_MEMBERS + size[c];
    for (let q = u * MOST_MEMBERS; q < end; q++) unionRate[q] = pays - unionUnit[q];
  }
  return rise;
}

/** Lists all customers that could matter to a set of the cluster, from the members' least prices up. */
function listCluster(answers: Answers, c: number): void {
  const { clusters, perDemand, instance, capacityPrice } = answers;
  const { lists, size, member, may } = clusters;
  const { base, margin, least, placeOf, unionCustomer, unionDemand, unionUnit, unionCount } = lists;
  const { entryCount, entryPlace, entryDemand, sortedAt } = lists;
  const { customerCount: n, matrix, demand } = instance;
  const from = c * n;
  let end = from;
  for (let k = 0; k < size[c]; k++) {
    const at = c * MOST_MEMBERS + k;
    entryCount[at] = 0;
    sortedAt[at] = -1;
    if (((may[c] >> k) & 1) === 0) continue;
    const i = member[at];
    if (((lists.listedMask[c] >> k) & 1) === 0) least[at] = FIRST_FLOOR * capacityPrice[i];
    const floor = least[at] - margin;
    let place = at * n;
    for (let j = 0; j < n; j++) {
      if (!((base[j] - matrix[i * n + j]) * perDemand[j] > floor)) continue;
      if (placeOf[j] < 0) {
        unionCustomer[end] = j;
        unionDemand[end] = demand[j];
        placeOf[j] = end++;
      }
      entryDemand[place] = demand[j];
      entryPlace[place++] = placeOf[j];
    }
    entryCount[at] = place - at * n;
    answers.visits += n;
  }
  unionCount[c] = end - from;
  for (let u = from; u < end; u++) {
    const j = unionCustomer[u];
    placeOf[j] = -1;
    for (let k = 0; k < size[c]; k++)
      unionUnit[u * MOST_MEMBERS + k] = matrix[member[c * MOST_MEMBERS + k] * n + j] * perDemand[j];
  }
  lists.isListed[c] = 1;
  lists.listedMask[c] = may[c];
  dropHeld(clusters, c);
}

/** Of sets with a price below what customers are listed from, or a member that is not listed, nothing is known any more. */
function dropHeld({ held, price, lists }: Clusters, c: number): void {
  for (let set = 0; set < SETS; set++) {
    let isKept = (set & ~lists.listedMask[c]) === 0;
    for (let k = 0; k < MOST_MEMBERS && isKept; k++)
      if ((set >> k) & 1) isKept = price[(c * SETS + set) * MOST_MEMBERS + k] >= lists.least[c * MOST_MEMBERS + k];
    if (!isKept) held[c * SETS + set] = Number.NEGATIVE_INFINITY;
  }
}

/** Puts member k's customers in order, the best first, once an answer; they mostly are nearly so. */
export function sortMember({ clusters, instance }: Answers, c: number, k: number): void {
  const { lists } = clusters;
  const { sortedAt, stamp, entryCount, entryPlace, entryRate, entryDemand, unionRate } = lists;
  const at = c * MOST_MEMBERS + k;
  if (sortedAt[at] === stamp) return;
  sortedAt[at] = stamp;
  const from = at * instance.customerCount;
  const end = from + entryCount[at];
  for (let e = from; e < end; e++) {
    const u = entryPlace[e];
    const d = entryDemand[e];
    const rate = unionRate[u * MOST_MEMBERS + k];
    let place = e;
    for (; place > from && entryRate[place - 1] < rate; place--) {
      entryRate[place] = entryRate[place - 1];
      entryPlace[place] = entryPlace[place - 1];
      entryDemand[place] = entryDemand[place - 1];
    }
    entryRate[place] = rate;
    entryPlace[place] = u;
    entryDemand[place] = d;
  }
}
