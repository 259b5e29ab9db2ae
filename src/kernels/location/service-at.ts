import type { Answers } from "./answers.ts";
import { fillSite } from "./fill-site.ts";
import { approachPrices } from "./site-lists.ts";

/** How much of each customer one copy of an active site serves when it is open, at these prices. */
export function readServiceAt(answers: Answers, i: number, prices: Float64Array, share: Float64Array): void {
  const { instance, lists, cutPosition, cutShare, count } = answers;
  const { customerCount: n, matrix } = instance;
  share.fill(0);
  if (!instance.hasCapacity) {
    for (let j = 0; j < n; j++) if (matrix[i * n + j] < prices[j]) share[j] = 1;
    return;
  }
  answers.visits += approachPrices(lists, instance, prices, answers.perDemand, answers.forbidden);
  fillSite(answers, i, prices);
  const part = 1 / count[i];
  const position = cutPosition[i];
  for (let q = lists.start[i]; q < position; q++) share[lists.customer[q]] = part;
  if (position < lists.end[i]) share[lists.customer[position]] = part * cutShare[i];
}
