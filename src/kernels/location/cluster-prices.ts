import type { Answers } from "./answers.ts";
import { type Clusters, MOST_MEMBERS, SETS, UNKNOWN } from "./clusters.ts";
import { SAME } from "./serve-cluster.ts";

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

/**
 * Lists each member's customers at rates above its floor, the best first, each with what the other members could offer it.
 * Gives where the next cluster's entries start.
 */
export function gather(answers: Answers, c: number, may: number, prices: Float64Array, from: number): number {
  const { clusters, lists, perDemand, instance } = answers;
  const { entryStart, entryEnd, entryCustomer, entryRate, entryDemand, offers, floor, rateOf, member } = clusters;
  const n = instance.customerCount;
  let end = from;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    const at = c * MOST_MEMBERS + k;
    const start = end;
    entryStart[at] = start;
    entryEnd[at] = start;
    if (((may >> k) & 1) === 0) continue;
    const i = member[at];
    const least = floor[at];
    // What is far down the list earns less than the floor.
    const isNear = lists.outer.end[i] >= 0 && lists.outer.farRate[i] + lists.outer.rise <= least;
    const to = isNear ? lists.outer.end[i] : lists.end[i];
    for (let q = lists.start[i]; q < to; q++) {
      const j = lists.customer[q];
      const rate = (prices[j] - lists.cost[q]) * perDemand[j];
      if (rate <= least) continue;
      // Insertion: a site's own choice comes first, so most find their place near the end.
      let place = end++;
      for (; place > start && entryRate[place - 1] < rate; place--) {
        entryRate[place] = entryRate[place - 1];
        entryCustomer[place] = entryCustomer[place - 1];
      }
      entryRate[place] = rate;
      entryCustomer[place] = j;
      rateOf[k * n + j] = rate;
    }
    entryEnd[at] = end;
    answers.visits += to - lists.start[i] + end - start;
  }
  for (let e = from; e < end; e++) {
    const j = entryCustomer[e];
    entryDemand[e] = instance.demand[j];
    for (let k = 0; k < MOST_MEMBERS; k++) offers[e * MOST_MEMBERS + k] = rateOf[k * n + j];
  }
  for (let e = from; e < end; e++) {
    const j = entryCustomer[e];
    for (let k = 0; k < MOST_MEMBERS; k++) rateOf[k * n + j] = Number.NEGATIVE_INFINITY;
  }
  return end;
}

/** The best that the set offers an entry's customer per unit of demand, 0 if nothing. */
function elsewhere({ offers, price }: Clusters, row: number, set: number, entry: number): number {
  let most = 0;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((set >> k) & 1) === 0) continue;
    const offer = offers[entry * MOST_MEMBERS + k] - price[row + k];
    if (offer > most) most = offer;
  }
  return most;
}

/** Whether no other member offers an entry's customer more than k does, nor an earlier one as much. */
function isBestOffer(
  { offers, price }: Clusters,
  row: number,
  set: number,
  k: number,
  entry: number,
  offer: number,
): boolean {
  for (let other = 0; other < MOST_MEMBERS; other++) {
    if (other === k || ((set >> other) & 1) === 0) continue;
    const theirs = offers[entry * MOST_MEMBERS + other] - price[row + other];
    if (theirs > offer || (theirs === offer && other < k)) return false;
  }
  return true;
}

/** The set's prices where they were left, above what customers are listed from. */
export function takePrices({ clusters, capacityPrice }: Answers, c: number, set: number): void {
  const { price, floor, member } = clusters;
  const row = (c * SETS + set) * MOST_MEMBERS;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((set >> k) & 1) === 0) continue;
    if (price[row + k] === UNKNOWN) price[row + k] = capacityPrice[member[c * MOST_MEMBERS + k]];
    price[row + k] = Math.max(floor[c * MOST_MEMBERS + k], price[row + k]);
  }
}

/** What bounds the set's earnings at its prices: its room at them, and what every customer pays above. */
export function earnedBy(answers: Answers, c: number, set: number): number {
  const { clusters, instance } = answers;
  const { price, entryStart, entryEnd, entryRate, entryDemand, member } = clusters;
  const row = (c * SETS + set) * MOST_MEMBERS;
  let earned = 0;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((set >> k) & 1) === 0) continue;
    const at = c * MOST_MEMBERS + k;
    const own = price[row + k];
    earned += instance.capacity[member[at]] * own;
    let e = entryStart[at];
    for (; e < entryEnd[at]; e++) {
      const offer = entryRate[e] - own;
      if (offer <= 0) break;
      if (isBestOffer(clusters, row, set, k, e, offer)) earned += offer * entryDemand[e];
    }
    answers.visits += e - entryStart[at];
  }
  return earned;
}

/** Moves the set's prices to those of the joint transport problem. */
export function findPrices(answers: Answers, c: number, set: number): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    settleSingles(answers, c, set);
    // Sites that compete for a customer may want to move together, and only those.
    if (!tieMembers(answers.clusters, c, set)) return;
    let moved = false;
    for (let part = set; part !== 0; part = (part - 1) & set)
      if ((part & (part - 1)) !== 0 && isJoined(answers.clusters, part) && shiftPrices(answers, c, set, part))
        moved = true;
    if (!moved) return;
  }
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
function tieMembers(
  { entryStart, entryEnd, entryRate, offers, price, tied }: Clusters,
  c: number,
  set: number,
): boolean {
  const row = (c * SETS + set) * MOST_MEMBERS;
  let isAny = false;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    tied[k] = 0;
    if (((set >> k) & 1) === 0) continue;
    const at = c * MOST_MEMBERS + k;
    const own = price[row + k];
    for (let e = entryStart[at]; e < entryEnd[at]; e++) {
      const offer = entryRate[e] - own;
      const near = SAME * entryRate[e];
      if (offer < -near) break;
      let same = 0;
      for (let other = 0; other < MOST_MEMBERS; other++) {
        if (other === k || ((set >> other) & 1) === 0) continue;
        const more = offers[e * MOST_MEMBERS + other] - price[row + other] - offer;
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
  const { entryStart, entryEnd, entryRate, entryDemand, floor, gain, gainDemand, member, price } = clusters;
  const row = (c * SETS + set) * MOST_MEMBERS;
  const others = set & ~part;
  const isSingle = (part & (part - 1)) === 0;
  let room = 0;
  let least = Number.NEGATIVE_INFINITY;
  let scale = 0;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((part >> k) & 1) === 0) continue;
    const at = c * MOST_MEMBERS + k;
    room += instance.capacity[member[at]];
    least = Math.max(least, floor[at] - price[row + k]);
    if (entryEnd[at] > entryStart[at]) scale = Math.max(scale, entryRate[entryStart[at]]);
  }
  const near = TOLERANCE * scale;
  let count = 0;
  let above = 0;
  let atLeast = 0;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((part >> k) & 1) === 0) continue;
    const own = price[row + k];
    const at = c * MOST_MEMBERS + k;
    let e = entryStart[at];
    for (; e < entryEnd[at]; e++) {
      const offer = entryRate[e] - own;
      if (offer <= least) break;
      if (!isSingle && !isBestOffer(clusters, row, part, k, e, offer)) continue;
      const extra = offer - elsewhere(clusters, row, others, e);
      if (extra <= least) continue;
      gain[count] = extra;
      gainDemand[count++] = entryDemand[e];
      if (extra > near) above += entryDemand[e];
      if (extra >= -near) atLeast += entryDemand[e];
    }
    answers.visits += e - entryStart[at];
  }
  if (above <= room && (room <= atLeast || least >= -near)) return false;
  const shift =
    above > room
      ? lastToFit(clusters, count, near, above - room)
      : firstToFit(clusters, count, -near, room - atLeast, least);
  if (Math.abs(shift) <= near) return false;
  for (let k = 0; k < MOST_MEMBERS; k++) if ((part >> k) & 1) price[row + k] += shift;
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
