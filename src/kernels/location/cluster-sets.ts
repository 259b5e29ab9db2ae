import type { Answers } from "./answers.ts";
import { listMore } from "./cluster-lists.ts";
import { earnedBy, findPrices, takeSet } from "./cluster-prices.ts";
import { type Clusters, MOST_MEMBERS, SETS, worthApart } from "./clusters.ts";

/** How well it is known what a set costs at least: by its parts, at its prices of before, at its best prices. */
const BY_PARTS = 0;
export const AT_OLD_PRICES = 1;
export const EXACT = 2;
/** Customers are listed from this part of the price that a member could not fall below, then from zero. */
const LOWER = 0.5;

/** What each set costs at least, total room not charged, as far as that is known without its customers. */
export function boundSets({ clusters, value, instance }: Answers, c: number): void {
  const { low, stage, setRoom, held, drift, member, may } = clusters;
  const base = c * SETS;
  low[base] = 0;
  setRoom[base] = 0;
  stage[base] = EXACT;
  for (let set = 1; set < SETS; set++) {
    const at = base + set;
    low[at] = Number.POSITIVE_INFINITY;
    if ((set & ~may[c]) !== 0) continue;
    const rest = set & (set - 1);
    const i = member[c * MOST_MEMBERS + 31 - Math.clz32(set ^ rest)];
    setRoom[at] = setRoom[base + rest] + instance.capacity[i];
    if (rest === 0) {
      low[at] = value[i];
      stage[at] = EXACT;
      continue;
    }
    stage[at] = BY_PARTS;
    low[at] = Math.max(worthApart(low, base, set), held[at] - drift[c]);
  }
}

/**
 * The cheapest set that may be chosen, total room charged, known as well as `wanted`; whatever could be cheaper is looked
 * at on the way.
 */
export function settleBest(
  answers: Answers,
  c: number,
  roomPrice: number,
  prices: Float64Array,
  wanted: number,
): number {
  const { clusters } = answers;
  const { low, stage, setRoom, size, may, must } = clusters;
  const base = c * SETS;
  const sets = 1 << size[c];
  for (;;) {
    let chosen = must[c];
    let least = Number.POSITIVE_INFINITY;
    for (let set = must[c]; set < sets; set++) {
      if ((set & must[c]) !== must[c] || (set & ~may[c]) !== 0) continue;
      const own = low[base + set] - roomPrice * setRoom[base + set];
      if (own >= least) continue;
      least = own;
      chosen = set;
    }
    if (stage[base + chosen] >= wanted) return chosen;
    look(answers, c, chosen, prices);
  }
}

/** Weighs all sets exactly that cost less than the window more than the cheapest. */
export function settleWindow(
  answers: Answers,
  c: number,
  roomPrice: number,
  prices: Float64Array,
  chosen: number,
  window: number,
): void {
  const { low, stage, setRoom, may, must } = answers.clusters;
  const base = c * SETS;
  const most = low[base + chosen] - roomPrice * setRoom[base + chosen] + window;
  for (let set = must[c]; set < SETS; set++) {
    if ((set & must[c]) !== must[c] || (set & ~may[c]) !== 0) continue;
    while (stage[base + set] < EXACT && low[base + set] - roomPrice * setRoom[base + set] < most)
      look(answers, c, set, prices);
  }
}

/** Knows better what a set costs: by its parts as they are known now, else at its old prices, else at its best ones. */
function look(answers: Answers, c: number, set: number, prices: Float64Array): void {
  const { clusters } = answers;
  const { low, stage, held, drift, lists } = clusters;
  const at = c * SETS + set;
  const apart = worthApart(low, c * SETS, set);
  if (apart > low[at]) {
    low[at] = apart;
    return;
  }
  takeSet(answers, c, set);
  if (stage[at] === BY_PARTS) stage[at] = AT_OLD_PRICES;
  else {
    findPrices(answers, c, set);
    while (isAtLeast(clusters, c, set)) {
      listMore(answers, c, prices);
      takeSet(answers, c, set);
      findPrices(answers, c, set);
    }
    lists.wasWeighed[at] = 1;
    stage[at] = EXACT;
  }
  const cost = openingOf(answers, c, set) - earnedBy(answers, c, set);
  if (cost > low[at]) low[at] = cost;
  held[at] = cost + drift[c];
}

/** Whether a price has come down to what customers are listed from, who are then to be listed from lower down. */
function isAtLeast({ price, lists, inSet, inCount }: Clusters, c: number, set: number): boolean {
  let isLow = false;
  for (let t = 0; t < inCount; t++) {
    const at = c * MOST_MEMBERS + inSet[t];
    const least = lists.least[at];
    if (least === 0 || price[(c * SETS + set) * MOST_MEMBERS + inSet[t]] > least) continue;
    isLow = true;
    lists.least[at] = lists.wasLowered[at] === 0 ? LOWER * least : 0;
    lists.wasLowered[at] = 1;
  }
  return isLow;
}

function openingOf({ clusters, instance }: Answers, c: number, set: number): number {
  let cost = 0;
  for (let k = 0; k < MOST_MEMBERS; k++)
    if ((set >> k) & 1) cost += instance.openCost[clusters.member[c * MOST_MEMBERS + k]];
  return cost;
}
