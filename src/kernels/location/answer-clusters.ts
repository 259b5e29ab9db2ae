import type { Answers } from "./answers.ts";
import { approachClusters, refreshCluster } from "./cluster-lists.ts";
import { takeSet } from "./cluster-prices.ts";
import { settleRoom } from "./cluster-room.ts";
import { AT_OLD_PRICES, boundSets, settleBest, settleWindow } from "./cluster-sets.ts";
import { type Clusters, MOST_MEMBERS, markMembers, SETS, spreadValues } from "./clusters.ts";
import { serveAlone, serveCluster } from "./serve-cluster.ts";

/**
 * Lets the clusters answer at these prices, after every site has answered by itself. Prices total room, too, where the
 * chosen sites have too little.
 *
 * Most sets cost more than the cheapest by what is known of them without a look at their customers: by their parts, or by
 * what they cost a few answers ago. Only those that could be cheapest are weighed, at the prices that they were left
 * with, and if that does not show them to be dearer either, at their best prices.
 *
 * Fills worth, best, what is served and the price of total room; what that room is worth is charged to sets and sites.
 * Members' values become numbers that no set of the cluster undercuts together.
 */
export function answerClusters(answers: Answers, prices: Float64Array): void {
  const { clusters } = answers;
  const { worth, best, count, last } = clusters;
  markMembers(answers);
  approachClusters(answers, prices);
  for (let c = 0; c < count; c++) {
    refreshCluster(answers, c, prices);
    boundSets(answers, c);
    settleBest(answers, c, answers.aggregatePrice, prices, AT_OLD_PRICES);
  }
  settleRoom(answers, prices);
  const price = answers.aggregatePrice;
  if (price > 0) chargeAlone(answers, price);
  clusters.total = 0;
  clusters.servedCount = 0;
  for (let c = 0; c < count; c++) {
    const { partCluster, partSet } = clusters;
    const chosen = best[c];
    if (clusters.window > 0) settleWindow(answers, c, price, prices, chosen, clusters.window);
    chargeSets(clusters, c, price);
    clusters.total += worth[c * SETS + chosen];
    if (c === partCluster) {
      serveSet(answers, c, chosen, 1 - answers.part);
      serveSet(answers, c, partSet, answers.part);
    } else if ((chosen & (chosen - 1)) !== 0) serveSet(answers, c, chosen, 1);
    spreadValues(answers, c);
  }
  last.set(prices);
}

/** Notes who is served, and how much of that share, where the cluster's set is chosen. */
function serveSet(answers: Answers, c: number, set: number, share: number): void {
  if (set === 0) return;
  if ((set & (set - 1)) === 0) {
    serveAlone(answers, answers.clusters.member[c * MOST_MEMBERS + 31 - Math.clz32(set)], share);
    return;
  }
  takeSet(answers, c, set);
  serveCluster(answers, c, set, share);
}

/** What sets cost with total room charged; Infinity for those that may not be chosen. */
function chargeSets({ low, worth, setRoom, may, must }: Clusters, c: number, roomPrice: number): void {
  for (let set = 0; set < SETS; set++) {
    const at = c * SETS + set;
    const isAllowed = (set & must[c]) === must[c] && (set & ~may[c]) === 0;
    worth[at] = isAllowed ? low[at] - roomPrice * setRoom[at] : Number.POSITIVE_INFINITY;
  }
}

/** Charges sites that answer alone for total room. */
function chargeAlone(answers: Answers, roomPrice: number): void {
  const { clusters, value, active, activeCount, instance, partSite } = answers;
  for (let a = 0; a < activeCount; a++)
    if (clusters.ofSite[active[a]] < 0) value[active[a]] -= roomPrice * instance.capacity[active[a]];
  // Neither open nor closed costs more: rounding must not choose.
  if (partSite >= 0) value[partSite] = 0;
}
