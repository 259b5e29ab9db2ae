import type { Answers } from "./answers.ts";
import { EXACT, settleBest, settleWindow } from "./cluster-sets.ts";
import { type Clusters, SETS } from "./clusters.ts";

/** The price of total room is looked for by so many meetings of lines, at most, to this part of the bound. */
const MEETINGS = 30;
const NEARLY = 1e-12;
/** It is looked for anew so often, at most, as more becomes known of sets. */
const REPRICINGS = 6;

/**
 * Chooses the cheapest set of each cluster at the price of total room at which the bound is greatest. That price rises
 * as more becomes known of the sets that it makes cheapest.
 */
export function settleRoom(answers: Answers, prices: Float64Array): void {
  const { clusters } = answers;
  const { best, count } = clusters;
  clusters.partCluster = -1;
  answers.partSite = -1;
  let price = -1;
  for (let round = 0; round < REPRICINGS; round++) {
    const next = roomPrice(answers);
    if (next === price) break;
    price = next;
    answers.aggregatePrice = price;
    const near = price > 0 ? NEARLY * Math.abs(clusters.roomBound) : 0;
    for (let c = 0; c < count; c++) {
      best[c] = settleBest(answers, c, price, prices, EXACT);
      // What costs as much at this price may be chosen in part.
      if (near > 0) settleWindow(answers, c, price, prices, best[c], near);
    }
  }
  if (price > 0) chooseInPart(answers, NEARLY * Math.abs(clusters.roomBound));
}

/**
 * Where sites and sets of clusters cost as much either way at the price of total room, takes those with less room, then as
 * many of those with more as the demand asks for, the last one in part: only so the answer says where the bound rises.
 */
function chooseInPart(answers: Answers, near: number): void {
  const { clusters, value, lower, active, activeCount, instance, aggregatePrice: price } = answers;
  const { setRoom, best, count, ofSite } = clusters;
  const { capacity } = instance;
  let missing = instance.totalDemand;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (ofSite[i] < 0 && (lower[i] > 0 || value[i] - price * capacity[i] < -near)) missing -= capacity[i];
  }
  for (let c = 0; c < count; c++) {
    best[c] = extremeSet(clusters, c, price, near, -1);
    missing -= setRoom[c * SETS + best[c]];
  }
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (ofSite[i] >= 0 || lower[i] > 0 || Math.abs(value[i] - price * capacity[i]) > near) continue;
    // A hair tells which way it is chosen.
    value[i] = price * capacity[i] + (missing > 0 && capacity[i] <= missing ? -near : near);
    if (missing > 0 && capacity[i] > missing) {
      answers.partSite = i;
      answers.part = missing / capacity[i];
    }
    missing -= missing > 0 ? capacity[i] : 0;
  }
  for (let c = 0; c < count && missing > 0; c++) {
    const more = extremeSet(clusters, c, price, near, 1);
    const gained = setRoom[c * SETS + more] - setRoom[c * SETS + best[c]];
    if (gained <= 0) continue;
    if (gained > missing) {
      clusters.partCluster = c;
      clusters.partSet = more;
      answers.part = missing / gained;
    } else best[c] = more;
    missing -= gained;
  }
}

/** Of the sets that cost no more than the cheapest, nearly, that with the least room (-1) or the most (1). */
function extremeSet(clusters: Clusters, c: number, roomPrice: number, near: number, way: -1 | 1): number {
  const { low, stage, setRoom, best, size, may, must } = clusters;
  const base = c * SETS;
  const most = low[base + best[c]] - roomPrice * setRoom[base + best[c]] + near;
  let extreme = best[c];
  for (let set = must[c]; set < 1 << size[c]; set++) {
    if ((set & must[c]) !== must[c] || (set & ~may[c]) !== 0 || stage[base + set] < EXACT) continue;
    if (low[base + set] - roomPrice * setRoom[base + set] > most) continue;
    if (way * (setRoom[base + set] - setRoom[base + extreme]) > 0) extreme = set;
  }
  return extreme;
}

/**
 * The price of total room at which the bound is greatest: zero where what is chosen has room enough. The bound is concave
 * and piecewise linear in it, so the lines of two prices that bracket the greatest meet above it, or at it.
 */
function roomPrice(answers: Answers): number {
  const { clusters, instance, aggregatePrice } = answers;
  let lowBound = boundAt(answers, 0);
  let lowRoom = clusters.chosenRoom;
  clusters.roomBound = lowBound;
  if (lowRoom >= 0) return 0;
  let low = 0;
  let high = Math.max(1, aggregatePrice);
  let highBound = boundAt(answers, high);
  while (clusters.chosenRoom < 0) {
    low = high;
    lowBound = highBound;
    lowRoom = clusters.chosenRoom;
    high *= 2;
    if (high > Number.MAX_SAFE_INTEGER / instance.totalDemand) return 0;
    highBound = boundAt(answers, high);
  }
  let highRoom = clusters.chosenRoom;
  for (let round = 0; round < MEETINGS && highRoom > 0; round++) {
    const meeting = low + (highBound - lowBound + highRoom * (high - low)) / (highRoom - lowRoom);
    if (!(meeting > low && meeting < high)) break;
    const bound = boundAt(answers, meeting);
    const { chosenRoom } = clusters;
    // Where the bound is as high as the lines are, it is greatest.
    const isThere = bound >= lowBound - lowRoom * (meeting - low) - NEARLY * Math.abs(bound);
    if (chosenRoom < 0) {
      low = meeting;
      lowBound = bound;
      lowRoom = chosenRoom;
    } else {
      high = meeting;
      highBound = bound;
      highRoom = chosenRoom;
    }
    if (isThere) {
      clusters.roomBound = bound;
      return meeting;
    }
  }
  clusters.roomBound = Math.max(lowBound, highBound);
  return lowBound > highBound ? low : high;
}

/** What sites and clusters add to the bound at a price of total room; notes the room that they have beyond the demand. */
function boundAt({ clusters, value, lower, active, activeCount, instance }: Answers, price: number): number {
  const { low, setRoom, ofSite, count, size, may, must } = clusters;
  const { capacity, totalDemand } = instance;
  let room = -totalDemand;
  let bound = price * totalDemand;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (ofSite[i] >= 0) continue;
    const own = value[i] - price * capacity[i];
    if (lower[i] === 0 && own > 0) continue;
    room += capacity[i];
    bound += own;
  }
  for (let c = 0; c < count; c++) {
    let least = Number.POSITIVE_INFINITY;
    let chosen = 0;
    const sets = 1 << size[c];
    for (let set = must[c]; set < sets; set++) {
      if ((set & must[c]) !== must[c] || (set & ~may[c]) !== 0) continue;
      const at = c * SETS + set;
      const own = low[at] - price * setRoom[at];
      if (own > least) continue;
      if (own < least || setRoom[at] > chosen) chosen = setRoom[at];
      least = own;
    }
    room += chosen;
    bound += least;
  }
  clusters.chosenRoom = room;
  return bound;
}
