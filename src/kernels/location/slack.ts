import type { Answers } from "./answers.ts";

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
        if (taken[site[t]] > 0) left--;
      }
      slack[j] = left;
    }
    return;
  }
  const { bucketCount, bucketItem, cutPosition, cutShare } = answers;
  slack.fill(1);
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (taken[i] === 0) continue;
    const from = i * n;
    const position = cutPosition[i];
    for (let q = from; q < position; q++) slack[bucketItem[q]] -= 1;
    if (position < from + bucketCount[i]) slack[bucketItem[position]] -= cutShare[i];
  }
}
