import { total } from "../../base/total.ts";
import { pivot, type SetSimplex, startSetSimplex, takeSets } from "./set-simplex.ts";
import type { WholeSets } from "./whole-sets.ts";

/**
 * Moves customers' prices so that the sets listed, taken alone, bound their plans best.
 *
 * Units: whole steps: any prices are valid, and what they prove is told afresh.
 */
export interface SetPrices {
  /** Added to each customer's price that the sets were listed at. */
  readonly change: Float64Array;
  readonly simplex: SetSimplex;
}

/** So many pivots close what can be closed, nearly always; prices on the way are as valid. */
const MOST_PIVOTS = 500;

/** Prices are moved on sets about as fast as answers look at customers where so many members are seen a visit. */
const MEMBERS_A_VISIT = 4;

/** Room for `most` sets; undefined where that would be too much. */
export function startSetPrices(siteCount: number, customerCount: number, most: number): SetPrices | undefined {
  const simplex = startSetSimplex(siteCount, customerCount, most, MOST_PIVOTS);
  return simplex && { change: new Float64Array(customerCount), simplex };
}

/**
 * Finds the best change of prices, as far as plans are to be told that cost less than `cut` beside the prices that the sets were
 * listed at. Then sets cost what they do at the changed prices, and those that are in no such plan are gone.
 *
 * Gives: what the sets of a plan cost at least then; where that and what the changes add up to reach the cut, there is none.
 */
export function raiseOnSets({ change, simplex }: SetPrices, sets: WholeSets, cut: number): number {
  takeSets(simplex, sets);
  change.fill(0);
  if (simplex.bound === Number.POSITIVE_INFINITY) return simplex.bound;
  // Rounding takes half a step a customer, and what is closed should stay so.
  const aim = cut + change.length;
  for (let pivots = 0; pivots < MOST_PIVOTS && simplex.bound < aim; pivots++) if (!pivot(simplex, sets, aim)) break;
  for (let b = 0; b < sets.customerCount; b++) change[sets.customerOf[b]] = -Math.round(simplex.reducedSlack[b]);
  return moveSets(change, simplex, sets, cut);
}

/** What moving prices took last, in visits to customers. */
export function setVisits({ simplex }: SetPrices): number {
  return simplex.steps / MEMBERS_A_VISIT;
}

/** Sets cost what they do at the changed prices; those that are in no plan below the cut are left out. Gives what one costs at least. */
function moveSets(change: Float64Array, { member, memberStart }: SetSimplex, sets: WholeSets, cut: number): number {
  const { cost, left, mask, words, first, must, siteCount, customerOf } = sets;
  let bound = 0;
  const least = new Float64Array(siteCount);
  for (let s = 0; s < siteCount; s++) {
    least[s] = must[s] === 1 ? Number.POSITIVE_INFINITY : 0;
    for (let c = first[s]; c < first[s + 1]; c++) {
      for (let t = memberStart[c]; t < memberStart[c + 1]; t++) cost[c] -= change[customerOf[member[t]]];
      least[s] = Math.min(least[s], cost[c]);
    }
    bound += least[s];
  }
  const room = cut - total(change) - bound;
  let last = 0;
  for (let s = 0; s < siteCount; s++) {
    const from = first[s];
    first[s] = last;
    for (let c = from; c < first[s + 1]; c++) {
      if (cost[c] - least[s] >= room) continue;
      cost[last] = cost[c];
      left[last] = left[c];
      for (let w = 0; w < words; w++) mask[last * words + w] = mask[c * words + w];
      last++;
    }
  }
  first[siteCount] = last;
  sets.count = last;
  return bound;
}
