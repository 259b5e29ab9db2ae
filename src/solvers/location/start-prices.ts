import { answer } from "../../kernels/location/answers.ts";
import { ascendPrices } from "../../kernels/location/dual-ascent.ts";
import type { SearchState } from "./search-state.ts";

/** First prices by dual ascent, and a first plan from what they suggest. */
export function startPrices(state: SearchState): void {
  const { instance, answers, prices, planner } = state;
  ascendWithNumbers(state);
  if (instance.hasCopies && instance.hasCapacity) startFull(state);
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
  if (instance.most === instance.siteCount) return;
  const best = prices.slice();
  let bound = answer(answers, prices, false);
  if (answers.mustCount + answers.chosenCount >= instance.most) {
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

/**
 * With many copies a site's cost is almost a rate: what a full copy costs for each unit. At these prices no copy is worth
 * opening, so that they are what is best while copies suffice. Keeps them if they prove more.
 */
function startFull({ instance, answers, prices }: SearchState): void {
  const { siteCount: m, customerCount: n, matrix, openCost, capacity, demand } = instance;
  const before = answer(answers, prices, false);
  const full = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < m; i++) {
    if (answers.upper[i] === 0 || capacity[i] === 0) continue;
    const rate = Math.max(0, openCost[i]) / capacity[i];
    for (let j = 0; j < n; j++) full[j] = Math.min(full[j], matrix[i * n + j] + Math.floor(rate * demand[j]));
  }
  if (full.every(Number.isFinite) && answer(answers, full, false) > before) prices.set(full);
}
