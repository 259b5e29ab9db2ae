import type { Answers } from "./answers.ts";
import { isServedTogether, MOST_MEMBERS } from "./clusters.ts";

/** 1 - what the chosen sites serve of each customer, at the last answer's prices. */
export function measureSlack(answers: Answers, prices: Float64Array): void {
  const { instance, start, site, cost, taken, slack, active, activeCount } = answers;
  const { customerCount: n } = instance;
  if (!instance.hasCapacity) {
    for (let j = 0; j < n; j++) {
      const price = prices[j];
      let left = 1;
      const stop = start[j + 1];
      for (let t = start[j]; t < stop; t++) {
        if (cost[t] >= price) break;
        // One copy at most, and which sites are taken is not to be foreseen.
        left -= taken[site[t]];
      }
      slack[j] = left;
    }
    return;
  }
  const { lists, cutPosition, cutShare } = answers;
  const { customer } = lists;
  slack.fill(1);
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (taken[i] === 0 || isServedTogether(answers.clusters, i)) continue;
    const position = cutPosition[i];
    for (let q = lists.start[i]; q < position; q++) slack[customer[q]] -= 1;
    if (position < lists.end[i]) slack[customer[position]] -= cutShare[i];
  }
  if (answers.partSite >= 0) {
    const { partSite: i, part } = answers;
    const position = cutPosition[i];
    for (let q = lists.start[i]; q < position; q++) slack[customer[q]] -= part;
    if (position < lists.end[i]) slack[customer[position]] -= part * cutShare[i];
  }
  const { servedCount, servedCustomer, servedShare } = answers.clusters;
  for (let t = 0; t < servedCount; t++) slack[servedCustomer[t]] -= servedShare[t];
}

/** How open each site is in the last answer: the copies taken, with a site or a cluster that is open in part counted so. */
export function measureOpen(answers: Answers, open: Float64Array): void {
  const { active, activeCount, taken, partSite, part, clusters } = answers;
  open.fill(0);
  for (let a = 0; a < activeCount; a++) open[active[a]] = taken[active[a]];
  if (partSite >= 0) open[partSite] += part;
  const { partCluster, partSet, best, member, size } = clusters;
  if (partCluster < 0) return;
  for (let k = 0; k < size[partCluster]; k++) {
    const change = ((partSet >> k) & 1) - ((best[partCluster] >> k) & 1);
    open[member[partCluster * MOST_MEMBERS + k]] += part * change;
  }
}
