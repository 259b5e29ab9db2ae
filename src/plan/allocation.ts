import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { amountsOfLinks } from "./amounts.ts";
import { DUST } from "./shipments.ts";
import type { Allocation } from "./types.ts";

/** Shares of an activity's products, in the order of its recipe's `makes`, adding to 1; undefined where nothing made is used. */
export type ProductShares = (activity: number) => readonly number[] | undefined;

/** What is left of a good in an area is nothing where it is no more than this share of what comes and goes: it is rounding. */
const ROUNDED = 2 ** -40;

/** A * G: what comes into each area (supplied, made by works and by links, unloaded) less what is let go. */
export function keptInflow(indexed: Indexed, decision: Decision): Float64Array {
  const goodCount = indexed.goods.length;
  const inflow = Float64Array.from(decision.supplied);
  indexed.nodeArea.forEach((area, node) => {
    for (let g = 0; g < goodCount; g++) inflow[area * goodCount + g] += decision.unload[node * goodCount + g];
  });
  const { start, index, value } = indexed.makes;
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (let e = start[recipe]; e < start[recipe + 1]; e++) {
      inflow[area * goodCount + index[e]] += value[e] * decision.runs[activity];
    }
  });
  const byLinks = amountsOfLinks(indexed, decision, indexed.linkMakes);
  return inflow.map((amount, cell) => {
    const comes = amount + byLinks[cell];
    const left = comes - decision.surplus[cell];
    return left > ROUNDED * (comes + decision.surplus[cell]) ? left : 0;
  });
}

/**
 * Shares energy among joint products by what of each is used, valued at the guide price; where all are worth
 * nothing, weighed; where they weigh nothing, counted.
 */
export function productShares(
  indexed: Indexed,
  decision: Decision,
  guidePrice: Float64Array,
  allocation: Allocation,
): ProductShares {
  const { makes, tonnesPerUnit } = indexed;
  const goodCount = indexed.goods.length;
  const inflow = keptInflow(indexed, decision);
  return (activity) => {
    const recipe = indexed.activityRecipe[activity];
    const first = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]] * goodCount;
    const goods = Array.from(makes.index.subarray(makes.start[recipe], makes.start[recipe + 1]));
    const used = goods.map((good, i) => {
      const left = inflow[first + good];
      const kept = left <= DUST ? 0 : left / (left + decision.surplus[first + good]);
      return makes.value[makes.start[recipe] + i] * kept;
    });
    const byPrice = (i: number): number => used[i] * Math.max(0, guidePrice[first + goods[i]]);
    const byMass = (i: number): number => used[i] * tonnesPerUnit[goods[i]];
    for (const rule of [allocation === "price" ? byPrice : byMass, byMass, (i: number) => used[i]]) {
      const weights = used.map((_, i) => rule(i));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      if (sum > 0) return weights.map((weight) => weight / sum);
    }
    return undefined;
  };
}
