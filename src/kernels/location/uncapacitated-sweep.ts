import type { UncapacitatedAnswers } from "./uncapacitated-answers.ts";

/**
 * Goes on from the last answer, at these prices, customer by customer: each price goes as far as the bound rises by it
 * alone. Up where no open site would be used, until one is worth opening; down where several are, until one is not worth it
 * any more or is not used.
 *
 * Gives: by how much the bound has risen. Values and what is taken are those of the new prices.
 * Complexity: as an answer. No allocation.
 * Source: Erlenkotter, A dual-based procedure for uncapacitated facility location (1978), dual ascent and adjustment.
 */
export function sweepPrices(answers: UncapacitatedAnswers, prices: Float64Array): number {
  const { start, site, stop, taken } = answers;
  let gained = 0;
  let visits = 0;
  for (let j = 0; j < prices.length; j++) {
    const end = stop[j];
    let used = 0;
    for (let t = start[j]; t < end; t++) used += taken[site[t]];
    if (used === 0) gained += raisePrice(answers, prices, j);
    else if (used > 1) gained += (used - 1) * lowerPrice(answers, prices, j);
    visits += end - start[j];
  }
  answers.visits += 2 * visits + prices.length;
  return gained;
}

/** No further than the next dearer pair, which begins to earn there; gives how far. */
function raisePrice(
  { start, site, cost, stop, value, limit }: UncapacitatedAnswers,
  prices: Float64Array,
  j: number,
): number {
  const first = start[j];
  const end = stop[j];
  let rise = Math.min(cost[end], limit[j]) - prices[j];
  for (let t = first; t < end; t++) if (value[site[t]] < rise) rise = value[site[t]];
  if (!(rise > 0) || rise === Number.POSITIVE_INFINITY) return 0;
  prices[j] += rise;
  for (let t = first; t < end; t++) value[site[t]] -= rise;
  return rise;
}

function lowerPrice(
  { start, site, cost, stop, value, taken, state }: UncapacitatedAnswers,
  prices: Float64Array,
  j: number,
): number {
  const first = start[j];
  const end = stop[j];
  const price = prices[j];
  let fall = Number.POSITIVE_INFINITY;
  for (let t = first; t < end; t++) {
    const i = site[t];
    if (taken[i] === 0) continue;
    if (price - cost[t] < fall) fall = price - cost[t];
    if (state[i] === 0 && -value[i] < fall) fall = -value[i];
  }
  if (!(fall > 0)) return 0;
  const lowered = price - fall;
  prices[j] = lowered;
  let next = end;
  for (let t = end - 1; t >= first; t--) {
    const i = site[t];
    const earned = price - cost[t];
    value[i] += Math.min(earned, fall);
    if (lowered <= cost[t]) next = t;
    if (value[i] >= 0 && state[i] === 0) taken[i] = 0;
  }
  stop[j] = next;
  return fall;
}
