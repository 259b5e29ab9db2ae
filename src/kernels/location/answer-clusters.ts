import type { Answers } from "./answers.ts";
import { earnedBy, findPrices, gather, takePrices } from "./cluster-prices.ts";
import { type Clusters, MOST_MEMBERS, membersOf, SETS, spreadValues, worthApart } from "./clusters.ts";
import { serveCluster } from "./serve-cluster.ts";

/** Prices of a set are looked for from this part of the least that a member's had last time up. */
const FLOOR = 0.7;
/** The price of total room is halved in on so often, at most. */
const HALVINGS = 30;

/**
 * Lets the clusters answer at these prices, after every site has answered by itself. Prices total room, too, where the
 * chosen sites have too little.
 *
 * Fills worth, best, what is served and the price of total room; what that room is worth is charged to sets and sites.
 * Members' values become numbers that no set of the cluster undercuts together.
 */
export function answerClusters(answers: Answers, prices: Float64Array): void {
  const { clusters, value, active, activeCount, instance } = answers;
  const { worth, best, count, setRoom, ofSite } = clusters;
  let entries = 0;
  for (let c = 0; c < count; c++) {
    entries = gather(answers, c, membersOf(answers, c).may, prices, entries);
    weighSets(answers, c);
  }
  const price = roomPrice(answers);
  answers.aggregatePrice = price;
  if (price > 0) {
    for (let a = 0; a < activeCount; a++)
      if (ofSite[active[a]] < 0) value[active[a]] -= price * instance.capacity[active[a]];
    for (let s = 0; s < count * SETS; s++) if (worth[s] < Number.POSITIVE_INFINITY) worth[s] -= price * setRoom[s];
  }
  clusters.total = 0;
  clusters.servedCount = 0;
  for (let c = 0; c < count; c++) {
    let chosen = settleBest(answers, c, price);
    if (dropFloors(clusters, c)) {
      entries = gather(answers, c, membersOf(answers, c).may, prices, entries);
      chosen = settleBest(answers, c, price);
    }
    best[c] = chosen;
    clusters.total += worth[c * SETS + chosen];
    if ((chosen & (chosen - 1)) !== 0) serveCluster(answers, c, chosen);
    noteFloors(clusters, c);
    spreadValues(answers, c);
  }
}

/** What each set costs at least, total room not charged: by its parts, and by its old prices where it may be cheapest. */
function weighSets(answers: Answers, c: number): void {
  const { clusters, value, instance, aggregatePrice } = answers;
  const { worth, isExact, setRoom, member, best } = clusters;
  const { may, must } = membersOf(answers, c);
  const base = c * SETS;
  let least = Number.POSITIVE_INFINITY;
  for (let set = 0; set < SETS; set++) {
    worth[base + set] = Number.POSITIVE_INFINITY;
    isExact[base + set] = 0;
    if ((set & ~may) !== 0) continue;
    let own = 0;
    let room = 0;
    for (let k = 0; k < MOST_MEMBERS; k++) {
      if (((set >> k) & 1) === 0) continue;
      const i = member[c * MOST_MEMBERS + k];
      own += value[i];
      room += instance.capacity[i];
    }
    worth[base + set] = own;
    setRoom[base + set] = room;
    if ((set & (set - 1)) !== 0) continue;
    isExact[base + set] = 1;
    if ((set & must) === must) least = Math.min(least, own - aggregatePrice * room);
  }
  // The last choice is likely to be the cheapest again, and most others are then seen to be dearer at their old prices.
  const last = best[c];
  if (isExact[base + last] === 0 && (last & ~may) === 0 && (last & must) === must) {
    useOldPrices(answers, c, last);
    least = Math.min(least, worth[base + last] - aggregatePrice * setRoom[base + last]);
  }
  for (let set = 0; set < SETS; set++) {
    if (isExact[base + set] === 1 || (set & ~may) !== 0) continue;
    worth[base + set] = Math.max(worth[base + set], worthApart(clusters, base, set));
    // What lacks a site that must be open is only ever a part of others.
    if (set === last || (set & must) !== must) continue;
    if (worth[base + set] - aggregatePrice * setRoom[base + set] < least + clusters.window)
      useOldPrices(answers, c, set);
    least = Math.min(least, worth[base + set] - aggregatePrice * setRoom[base + set]);
  }
  for (let set = 0; set < SETS; set++) if ((set & must) !== must) worth[base + set] = Number.POSITIVE_INFINITY;
}

/** What the set costs at least by the prices that it was left with. */
function useOldPrices(answers: Answers, c: number, set: number): void {
  const { worth } = answers.clusters;
  const at = c * SETS + set;
  takePrices(answers, c, set);
  worth[at] = Math.max(worth[at], openingOf(answers, c, set) - earnedBy(answers, c, set));
}

/** What the set costs, by the best prices, charged for total room. */
function weigh(answers: Answers, c: number, set: number, roomPrice: number): void {
  const { worth, isExact, setRoom } = answers.clusters;
  const at = c * SETS + set;
  takePrices(answers, c, set);
  findPrices(answers, c, set);
  const cost = openingOf(answers, c, set) - earnedBy(answers, c, set) - roomPrice * setRoom[at];
  worth[at] = Math.max(worth[at], cost);
  isExact[at] = 1;
}

function openingOf({ clusters, instance }: Answers, c: number, set: number): number {
  let cost = 0;
  for (let k = 0; k < MOST_MEMBERS; k++)
    if ((set >> k) & 1) cost += instance.openCost[clusters.member[c * MOST_MEMBERS + k]];
  return cost;
}

/** The cheapest set, weighed exactly, total room charged; so are those that cost less than the window more. */
function settleBest(answers: Answers, c: number, roomPrice: number): number {
  const { worth, isExact, window } = answers.clusters;
  const base = c * SETS;
  for (;;) {
    let chosen = -1;
    for (let set = 0; set < SETS; set++)
      if (worth[base + set] < Number.POSITIVE_INFINITY && (chosen < 0 || worth[base + set] < worth[base + chosen]))
        chosen = set;
    if (isExact[base + chosen] === 0) {
      weigh(answers, c, chosen, roomPrice);
      continue;
    }
    for (let set = 0; set < SETS && window > 0; set++)
      if (isExact[base + set] === 0 && worth[base + set] < worth[base + chosen] + window)
        weigh(answers, c, set, roomPrice);
    return chosen;
  }
}

/**
 * The price of total room at which the bound is greatest: zero where what is chosen has room enough; else by halving, as
 * the room chosen rises with the price.
 */
function roomPrice(answers: Answers): number {
  if (chosenRoom(answers, 0) >= 0) return 0;
  let high = Math.max(1, answers.aggregatePrice);
  let low = 0;
  while (chosenRoom(answers, high) < 0) {
    low = high;
    high *= 2;
    if (high > Number.MAX_SAFE_INTEGER / answers.instance.totalDemand) return 0;
  }
  for (let round = 0; round < HALVINGS && high - low > 1; round++) {
    const middle = (low + high) / 2;
    if (chosenRoom(answers, middle) < 0) low = middle;
    else high = middle;
  }
  return Math.round(low);
}

/** The room that is chosen at a price of total room, beyond the demand. */
function chosenRoom({ clusters, value, lower, active, activeCount, instance }: Answers, price: number): number {
  const { worth, setRoom, ofSite, count } = clusters;
  const { capacity, totalDemand } = instance;
  let room = -totalDemand;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (ofSite[i] < 0 && (lower[i] > 0 || value[i] <= price * capacity[i])) room += capacity[i];
  }
  for (let c = 0; c < count; c++) {
    let least = Number.POSITIVE_INFINITY;
    let chosen = 0;
    for (let at = c * SETS; at < c * SETS + SETS; at++) {
      const own = worth[at] - price * setRoom[at];
      if (own > least || worth[at] === Number.POSITIVE_INFINITY) continue;
      if (own < least || setRoom[at] > chosen) chosen = setRoom[at];
      least = own;
    }
    room += chosen;
  }
  return room;
}

/** Where a set's price has come down to what customers are listed from, all are to be listed. */
function dropFloors({ floor, price, isExact, size }: Clusters, c: number): boolean {
  let isLow = false;
  for (let k = 0; k < size[c]; k++) {
    const least = floor[c * MOST_MEMBERS + k];
    for (let set = 3; set < SETS && least > 0; set++) {
      const at = c * SETS + set;
      if (isExact[at] === 1 && (set >> k) & 1 && (set & (set - 1)) !== 0)
        isLow ||= price[at * MOST_MEMBERS + k] <= least;
    }
  }
  if (!isLow) return false;
  for (let k = 0; k < size[c]; k++) floor[c * MOST_MEMBERS + k] = 0;
  for (let set = 3; set < SETS; set++) if ((set & (set - 1)) !== 0) isExact[c * SETS + set] = 0;
  return true;
}

/** Next time customers are listed from a little below the least price that a member has in any set. */
function noteFloors({ floor, price, isExact, size }: Clusters, c: number): void {
  for (let k = 0; k < size[c]; k++) {
    let least = Number.POSITIVE_INFINITY;
    for (let set = 0; set < SETS; set++) {
      if (isExact[c * SETS + set] === 0 || ((set >> k) & 1) === 0 || (set & (set - 1)) === 0) continue;
      least = Math.min(least, price[(c * SETS + set) * MOST_MEMBERS + k]);
    }
    floor[c * MOST_MEMBERS + k] = least === Number.POSITIVE_INFINITY ? 0 : FLOOR * least;
  }
}
