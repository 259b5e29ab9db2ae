import { answer } from "../../kernels/location/answers.ts";
import { ascendPrices } from "../../kernels/location/dual-ascent.ts";
import type { SearchState } from "./search-state.ts";

/** First prices by dual ascent, and a first plan from what they suggest. */
export function startPrices(state: SearchState): void {
  const { instance, answers, prices, planner } = state;
  ascendWithNumbers(state);
  answer(answers, prices, false);
  const likely = new Float64Array(instance.siteCount);
  // Rank by reduced cost: the more a site earns at these prices, the more likely it is open.
  const ranked = Array.from(answers.active.subarray(0, answers.activeCount)).sort(
    (a, b) => answers.value[a] - answers.value[b] || a - b,
  );
  ranked.forEach((i, rank) => {
    likely[i] = answers.taken[i] > 0 ? answers.taken[i] : 0.49 - (0.4 * rank) / ranked.length;
  });
  planner.round(likely, answers.lower, answers.upper, 3);
  if (!planner.hasPlan) {
    const all = answers.upper.slice();
    planner.try(all);
  }
}

/**
 * Where the number of open sites is limited, each also costs what a place among them is worth: found by halving, as
 * the bound is concave in it.
 */
function ascendWithNumbers(state: SearchState): void {
  const { instance, answers, prices } = state;
  const { openCost } = instance;
  ascendPrices(instance, openCost, prices);
  const best = prices.slice();
  let bound = answer(answers, prices, false);
  const isLimited = (): boolean => answers.mustCount + answers.chosenCount >= instance.most;
  if (instance.most < instance.siteCount && isLimited()) {
    let low = 0;
    let high = instance.ceiling / 4;
    for (let round = 0; round < 30 && high - low > 1; round++) {
      const place = Math.round(Math.sqrt((low + 1) * high));
      const slack = ascendPrices(
        instance,
        openCost.map((f) => f + place),
        prices,
      );
      const value = answer(answers, prices, false);
      if (value > bound) {
        bound = value;
        best.set(prices);
      }
      // More sites paid in full than may open: a place is worth more.
      if (slack.reduce((count, s) => count + (s === 0 ? 1 : 0), 0) > instance.most) low = place;
      else high = place;
    }
  }
  prices.set(best);
}
