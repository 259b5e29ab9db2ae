import type { Answers } from "./answers.ts";
import type { Pricing } from "./certify.ts";
import { fillKnapsack } from "./knapsack.ts";
import { reachPrices } from "./site-lists.ts";

/** The guess of a knapsack's cut lies a hair below the site's last one. */
const GUESS = 0.998;

/**
 * Finds the best capacity price, at a pricing's prices, for the active sites that could not open where it was made, and writes
 * it down there. Of sites with one copy, or without capacities.
 *
 * Complexity: a knapsack for each site without a price.
 */
export function priceSites(answers: Answers, pricing: Pricing): void {
  const { instance, lists, active, activeCount, perDemand, cut } = answers;
  const { prices, capacityPrices } = pricing;
  if (capacityPrices === undefined) return;
  const { demand, capacity } = instance;
  answers.visits += reachPrices(lists, instance, prices, answers.forbidden);
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (capacityPrices[i] >= 0) continue;
    // These knapsacks run over the whole list, and leave no parting of it in place.
    lists.inner.end[i] = -1;
    lists.outer.end[i] = -1;
    fillKnapsack(lists, i, prices, demand, perDemand, capacity[i], GUESS * answers.capacityPrice[i], cut);
    // Whole, and in single precision.
    capacityPrices[i] = Math.fround(Math.round(cut.rate));
    answers.visits += lists.end[i] - lists.start[i];
  }
}
