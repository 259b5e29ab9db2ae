import type { Answers } from "./answers.ts";
import { type Clusters, MOST_MEMBERS, SETS } from "./clusters.ts";

/** Offers this close to each other, as a part of the rate, are the same. */
export const SAME = 1e-9;
/** Nobody: where a customer goes that nobody gains by. */
const NOBODY = MOST_MEMBERS;
const PLACES = MOST_MEMBERS + 1;

/**
 * Who serves whom in a set that was taken and whose prices are best: customers go to the best offer, and those of several
 * best offers go where they fill the sites up, moved along from site to site by other such customers where need be.
 *
 * Adds `share` of it to the clusters' list of what is served. Gives whether everybody who gains is served and sites whose
 * room has a price are full: then the prices are best.
 */
export function serveCluster(answers: Answers, c: number, set: number, share: number): boolean {
  const { clusters, instance } = answers;
  const { price, lists, member, room, tieCustomer, tieMask, tieAmount, inSet, inCount } = clusters;
  const { entryCount, entryRate, entryPlace, unionCustomer, unionRate } = lists;
  const { capacity, demand, customerCount: n } = instance;
  const row = (c * SETS + set) * MOST_MEMBERS;
  let ties = 0;
  let free = 1 << NOBODY;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    room[k] = (set >> k) & 1 ? capacity[member[c * MOST_MEMBERS + k]] : 0;
    if ((set >> k) & 1 && price[row + k] === 0) free |= 1 << k;
  }
  room[NOBODY] = Number.POSITIVE_INFINITY;
  for (let t = 0; t < inCount; t++) {
    const k = inSet[t];
    const start = (c * MOST_MEMBERS + k) * n;
    const end = start + entryCount[c * MOST_MEMBERS + k];
    for (let e = start; e < end; e++) {
      const near = SAME * entryRate[e];
      const offer = entryRate[e] - price[row + k];
      if (offer < -near) break;
      const place = entryPlace[e];
      const j = unionCustomer[place];
      let mask = Math.abs(offer) <= near ? (1 << NOBODY) | (1 << k) : 1 << k;
      let isBest = true;
      for (let s = 0; s < inCount && isBest; s++) {
        const other = inSet[s];
        if (other === k) continue;
        const theirs = unionRate[place * MOST_MEMBERS + other] - price[row + other];
        if (theirs > offer + near) isBest = false;
        else if (theirs >= offer - near) {
          mask |= 1 << other;
          // It has been met at the first of them.
          if (other < k) isBest = false;
        }
      }
      if (!isBest) continue;
      if (mask === 1 << k) {
        room[k] -= demand[j];
        serve(clusters, member[c * MOST_MEMBERS + k], j, share);
        continue;
      }
      tieCustomer[ties] = j;
      tieMask[ties] = mask;
      for (let at = 0; at < PLACES; at++) tieAmount[ties * PLACES + at] = 0;
      ties++;
    }
  }
  let isFull = placeTies(clusters, demand, ties, free);
  for (let k = 0; k < MOST_MEMBERS; k++)
    if ((set >> k) & 1 && (room[k] < 0 || (room[k] > 0 && price[row + k] > 0))) isFull = false;
  for (let t = 0; t < ties; t++) {
    const j = tieCustomer[t];
    for (let k = 0; k < MOST_MEMBERS; k++) {
      const amount = tieAmount[t * PLACES + k];
      if (amount > 0) serve(clusters, member[c * MOST_MEMBERS + k], j, (share * amount) / demand[j]);
    }
  }
  return isFull;
}

/**
 * Puts every tied customer where there is room, then moves what is at places that need not be full, `free`, on to sites
 * whose room has a price and is left over. Gives whether all of them found a place.
 */
function placeTies(clusters: Clusters, demand: Float64Array, ties: number, free: number): boolean {
  const { tieCustomer, tieMask, tieAmount } = clusters;
  let areAllPlaced = true;
  for (let t = 0; t < ties; t++) {
    let left = demand[tieCustomer[t]];
    while (left > 0) {
      const moved = moveAlong(clusters, ties, tieMask[t], left, 0);
      if (moved === 0) break;
      tieAmount[t * PLACES + clusters.pathStart] += moved;
      left -= moved;
    }
    if (left > 0) areAllPlaced = false;
  }
  for (let t = 0; t < ties; t++) {
    for (let place = 0; place < PLACES; place++) {
      if (((free >> place) & 1) === 0) continue;
      for (;;) {
        const out = tieAmount[t * PLACES + place];
        const moved = out > 0 ? moveAlong(clusters, ties, tieMask[t] & ~free, out, free) : 0;
        if (moved === 0) break;
        tieAmount[t * PLACES + place] -= moved;
        tieAmount[t * PLACES + clusters.pathStart] += moved;
        clusters.room[place] += moved;
      }
    }
  }
  return areAllPlaced;
}

/**
 * Makes room at one of the places in `from` by moving tied customers on, along the fewest places, to one with room that is
 * not in `barred`. Gives how much, at most `most`; the place that it was made at is `pathStart`.
 */
function moveAlong(clusters: Clusters, ties: number, from: number, most: number, barred: number): number {
  const { tieMask, tieAmount, room, comeFrom, comeBy } = clusters;
  let reached = from;
  let layer = from;
  for (let place = 0; place < PLACES; place++) comeFrom[place] = -1;
  let end = -1;
  while (layer !== 0 && end < 0) {
    let next = 0;
    for (let place = 0; place < PLACES && end < 0; place++) {
      if (((layer >> place) & 1) === 0) continue;
      if (room[place] > 0 && ((barred >> place) & 1) === 0) end = place;
    }
    for (let place = 0; place < PLACES && end < 0; place++) {
      if (((layer >> place) & 1) === 0) continue;
      for (let t = 0; t < ties; t++) {
        const open = tieMask[t] & ~reached;
        if (open === 0 || tieAmount[t * PLACES + place] <= 0) continue;
        for (let to = 0; to < PLACES; to++) {
          if (((open >> to) & 1) === 0) continue;
          comeFrom[to] = place;
          comeBy[to] = t;
          reached |= 1 << to;
          next |= 1 << to;
        }
      }
    }
    layer = next;
  }
  if (end < 0) return 0;
  let amount = Math.min(most, room[end]);
  for (let to = end; comeFrom[to] >= 0; to = comeFrom[to])
    amount = Math.min(amount, tieAmount[comeBy[to] * PLACES + comeFrom[to]]);
  room[end] -= amount;
  let to = end;
  for (; comeFrom[to] >= 0; to = comeFrom[to]) {
    tieAmount[comeBy[to] * PLACES + comeFrom[to]] -= amount;
    tieAmount[comeBy[to] * PLACES + to] += amount;
  }
  clusters.pathStart = to;
  return amount;
}

function serve(clusters: Clusters, i: number, j: number, share: number): void {
  const at = clusters.servedCount++;
  clusters.servedSite[at] = i;
  clusters.servedCustomer[at] = j;
  clusters.servedShare[at] = share;
}

/** Whom a site serves alone: adds `share` of it to the clusters' list of what is served. */
export function serveAlone({ clusters, lists, cutPosition, cutShare }: Answers, i: number, share: number): void {
  const position = cutPosition[i];
  for (let q = lists.start[i]; q < position; q++) serve(clusters, i, lists.customer[q], share);
  if (position < lists.end[i]) serve(clusters, i, lists.customer[position], share * cutShare[i]);
}
