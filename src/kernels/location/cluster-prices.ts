import type { Answers } from "./answers.ts";
import { sortMember } from "./cluster-lists.ts";
import { type Clusters, MOST_MEMBERS, SETS, UNKNOWN } from "./clusters.ts";
import { SAME, serveCluster } from "./serve-cluster.ts";

/**
 * What the sites of a set earn together, and at which prices of their capacities: a transport problem of a few sites.
 *
 * Source: Murota, Discrete Convex Analysis (2003): its dual is L-natural convex, so that prices are best where no part of
 *         them is better moved together.
 */

/** Sweeps over a set's parts, at most, and in each rounds over its single sites. */
const SWEEPS = 12;
const ROUNDS = 3;
/** Prices that would move by less than this part of the best rate stay. */
const TOLERANCE = 1e-11;

/** Makes ready to weigh a set: its members, their customers in order, and prices above what these are listed from. */
export function takeSet(answers: Answers, c: number, set: number): void {
  const { clusters, capacityPrice } = answers;
  const { price, lists, member, inSet } = clusters;
  const row = (c * SETS + set) * MOST_MEMBERS;
  clusters.inCount = 0;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((set >> k) & 1) === 0) continue;
    inSet[clusters.inCount++] = k;
    sortMember(answers, c, k);
    const at = c * MOST_MEMBERS + k;
    if (price[row + k] === UNKNOWN) price[row + k] = capacityPrice[member[at]];
    if (price[row + k] < lists.least[at]) price[row + k] = lists.least[at];
  }
}

/** The best that members of the set beyond those of a part offer a customer per unit of demand, 0 if nothing. */
function elsewhere({ price, lists, inSet, inCount }: Clusters, row: number, part: number, place: number): number {
  let most = 0;
  for (let t = 0; t < inCount; t++) {
    const k = inSet[t];
    if ((part >> k) & 1) continue;
    const offer = lists.unionRate[place * MOST_MEMBERS + k] - price[row + k];
    if (offer > most) most = offer;
  }
  return most;
}

/** Whether no other member of the part offers a customer more than k does, nor an earlier one as much. */
function isBestOffer(
  { price, lists, inSet, inCount }: Clusters,
  row: number,
  part: number,
  k: number,
  place: number,
  offer: number,
): boolean {
  for (let t = 0; t < inCount; t++) {
    const other = inSet[t];
    if (other === k || ((part >> other) & 1) === 0) continue;
    const theirs = lists.unionRate[place * MOST_MEMBERS + other] - price[row + other];
    if (theirs > offer || (theirs === offer && other < k)) return false;
  }
  return true;
}

/** What bounds the earnings of the set that was taken, at its prices: its room at them, and what every customer pays above. */
export function earnedBy(answers: Answers, c: number, set: number): number {
  const { clusters, instance } = answers;
  const { price, lists, member, inSet, inCount } = clusters;
  const { entryCount, entryRate, entryPlace, entryDemand } = lists;
  const row = (c * SETS + set) * MOST_MEMBERS;
  let earned = 0;
  for (let t = 0; t < inCount; t++) {
    const k = inSet[t];
    const at = c * MOST_MEMBERS + k;
    const own = price[row + k];
    earned += instance.capacity[member[at]] * own;
    const start = at * instance.customerCount;
    const end = start + entryCount[at];
    let e = start;
    for (; e < end; e++) {
      const offer = entryRate[e] - own;
      if (offer <= 0) break;
      if (isBestOffer(clusters, row, set, k, entryPlace[e], offer)) earned += offer * entryDemand[e];
    }
    answers.visits += e - start;
  }
  return earned;
}

/** Moves the prices of the set that was taken to those of the joint transport problem. */
export function findPrices(answers: Answers, c: number, set: number): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    settleSingles(answers, c, set);
    // Prices are best where sites that are paid for their room can be filled at them.
    if (isFilled(answers, c, set)) return;
    // Sites that compete for a customer may want to move together, and only those.
    if (!tieMembers(answers, c, set)) return;
    let moved = false;
    for (let part = set; part !== 0; part = (part - 1) & set)
      if ((part & (part - 1)) !== 0 && isJoined(answers.clusters, part) && shiftPrices(answers, c, set, part))
        moved = true;
    if (!moved) return;
  }
}

/** Whether the set serves whoever gains by it, and has no room left where room has a price. */
function isFilled(answers: Answers, c: number, set: number): boolean {
  const { clusters } = answers;
  const { servedCount } = clusters;
  const isFull = serveCluster(answers, c, set, 1);
  clusters.servedCount = servedCount;
  return isFull;
}

/** Moves one price after the other, a few times over; those that nothing has moved since they were looked at stay. */
function settleSingles(answers: Answers, c: number, set: number): void {
  let stale = set;
  for (let round = 0; round < ROUNDS && stale !== 0; round++) {
    for (let k = 0; k < MOST_MEMBERS; k++) {
      if (((stale >> k) & 1) === 0) continue;
      if (shiftPrices(answers, c, set, 1 << k)) stale = set;
      stale &= ~(1 << k);
    }
  }
}

/** Notes for each member of the set which others offer a customer the same, nobody more; whether any does. */
function tieMembers({ clusters, instance }: Answers, c: number, set: number): boolean {
  const { lists, price, tied, inSet, inCount } = clusters;
  const { entryCount, entryRate, entryPlace, unionRate } = lists;
  const row = (c * SETS + set) * MOST_MEMBERS;
  let isAny = false;
  for (let t = 0; t < inCount; t++) {
    const k = inSet[t];
    tied[k] = 0;
    const at = c * MOST_MEMBERS + k;
    const own = price[row + k];
    const start = at * instance.customerCount;
    const end = start + entryCount[at];
    for (let e = start; e < end; e++) {
      const offer = entryRate[e] - own;
      const near = SAME * entryRate[e];
      if (offer < -near) break;
      let same = 0;
      for (let s = 0; s < inCount; s++) {
        const other = inSet[s];
        if (other === k) continue;
        const more = unionRate[entryPlace[e] * MOST_MEMBERS + other] - price[row + other] - offer;
        if (more > near) {
          same = 0;
          break;
        }
        if (more >= -near) same |= 1 << other;
      }
      tied[k] |= same;
    }
    if (tied[k] !== 0) isAny = true;
  }
  return isAny;
}

/** Whether ties lead from each member of the part to all others within it. */
function isJoined({ tied }: Clusters, part: number): boolean {
  let joined = part & -part;
  for (let before = 0; before !== joined; ) {
    before = joined;
    for (let k = 0; k < MOST_MEMBERS; k++) if ((joined >> k) & 1) joined |= tied[k] & part;
  }
  return joined === part;
}

/**
 * Moves the prices of a part of the set together by what is best while the others stay: to where the part's room is used
 * up. Prices that no part is better moved are best: the dual is L-natural convex (Murota, Discrete Convex Analysis, 2003).
 */
function shiftPrices(answers: Answers, c: number, set: number, part: number): boolean {
  const { clusters, instance } = answers;
  const { lists, gain, gainDemand, member, price, inSet, inCount } = clusters;
  const { entryCount, entryRate, entryPlace, entryDemand } = lists;
  const n = instance.customerCount;
  const row = (c * SETS + set) * MOST_MEMBERS;
  const isSingle = (part & (part - 1)) === 0;
  let room = 0;
  let least = Number.NEGATIVE_INFINITY;
  let scale = 0;
  for (let t = 0; t < inCount; t++) {
    const k = inSet[t];
    if (((part >> k) & 1) === 0) continue;
    const at = c * MOST_MEMBERS + k;
    room += instance.capacity[member[at]];
    least = Math.max(least, lists.least[at] - price[row + k]);
    if (entryCount[at] > 0) scale = Math.max(scale, entryRate[at * n]);
  }
  const near = TOLERANCE * scale;
  let count = 0;
  let above = 0;
  let atLeast = 0;
  // First only who is served now: mostly that shows that prices are as they should be, or too low.
  for (let t = 0; t < inCount; t++) {
    const k = inSet[t];
    if (((part >> k) & 1) === 0) continue;
    const own = price[row + k];
    const at = c * MOST_MEMBERS + k;
    const end = at * n + entryCount[at];
    let e = at * n;
    for (; e < end; e++) {
      const offer = entryRate[e] - own;
      if (offer < -near) break;
      if (!isSingle && !isBestOffer(clusters, row, part, k, entryPlace[e], offer)) continue;
      const extra = offer - elsewhere(clusters, row, part, entryPlace[e]);
      if (extra <= least) continue;
      gain[count] = extra;
      gainDemand[count++] = entryDemand[e];
      if (extra > near) above += entryDemand[e];
      if (extra >= -near) atLeast += entryDemand[e];
    }
    answers.visits += e - at * n;
  }
  let shift = 0;
  if (above > room) shift = lastToFit(clusters, count, near, above - room);
  else {
    if (room <= atLeast || least >= -near) return false;
    for (let t = 0; t < inCount; t++) {
      const k = inSet[t];
      if (((part >> k) & 1) === 0) continue;
      const own = price[row + k];
      const at = c * MOST_MEMBERS + k;
      const end = at * n + entryCount[at];
      for (let e = at * n; e < end; e++) {
        const offer = entryRate[e] - own;
        if (offer >= -near) continue;
        if (offer <= least) break;
        if (!isSingle && !isBestOffer(clusters, row, part, k, entryPlace[e], offer)) continue;
        const extra = offer - elsewhere(clusters, row, part, entryPlace[e]);
        if (extra <= least) continue;
        gain[count] = extra;
        gainDemand[count++] = entryDemand[e];
      }
    }
    shift = firstToFit(clusters, count, -near, room - atLeast, least);
  }
  if (Math.abs(shift) <= near) return false;
  for (let t = 0; t < inCount; t++) if ((part >> inSet[t]) & 1) price[row + inSet[t]] += shift;
  return true;
}

/** Of the gains above `from`, the one at which so much demand has left, the least first. */
function lastToFit({ gain, gainDemand }: Clusters, count: number, from: number, excess: number): number {
  let left = excess;
  let last = from;
  for (;;) {
    let next = -1;
    for (let t = 0; t < count; t++) if (gain[t] > from && (next < 0 || gain[t] < gain[next])) next = t;
    if (next < 0) return last;
    last = gain[next];
    left -= gainDemand[next];
    if (left <= 0) return last;
    gain[next] = Number.NEGATIVE_INFINITY;
  }
}

/** Of the gains below `from`, the one at which so much demand has come, the greatest first; `least` where it never has. */
function firstToFit({ gain, gainDemand }: Clusters, count: number, from: number, lack: number, least: number): number {
  let left = lack;
  for (;;) {
    let next = -1;
    for (let t = 0; t < count; t++) if (gain[t] < from && (next < 0 || gain[t] > gain[next])) next = t;
    if (next < 0) return least;
    const here = gain[next];
    left -= gainDemand[next];
    if (left <= 0) return here;
    gain[next] = Number.POSITIVE_INFINITY;
  }
}
