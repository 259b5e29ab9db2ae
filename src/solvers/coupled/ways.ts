import type { CoupledInstance } from "../../kernels/coupled/instance.ts";

/** How the sizes of one good's sites may make it at given prices: freely, or by taking a good that is scarce. */
export interface Ways {
  /** Sizes, -1 where there is none; and what a unit costs that way, Infinity where there is none. */
  readonly freeActivity: Int32Array;
  readonly freeCost: Float64Array;
  readonly rationedActivity: Int32Array;
  readonly rationedCost: Float64Array;
  /** Units that may be made by taking the scarce good; Infinity where nothing is scarce. */
  readonly ration: number;
}

/** An activity that takes more than this part of what the hungriest takes of a scarce good is rationed. */
const HUNGRY = 0.5;
/** A hair of what is scarce is left over, since amounts are rounded. */
const SPARED = 1e-6;

/**
 * Finds the cheapest free and the cheapest rationed activity of each size that makes a good. A good is scarce when no
 * site makes it mainly: there is only what is supplied and what comes beside other goods.
 *
 * @param wanted units of the good to be made.
 * @param need, beside cells: what is wanted already by works placed before, and what came beside.
 */
export function findWays(
  instance: CoupledInstance,
  good: number,
  price: Float64Array,
  gatePrice: Float64Array,
  wanted: number,
  need: Float64Array,
  beside: Float64Array,
): Ways {
  const { sizeCount, sizeCell, placeCount: p, activityStart, activityCost, inputGood } = instance;
  const { takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = instance;
  const sizes = Int32Array.from({ length: sizeCount }, (_, k) => k).filter((k) => Math.floor(sizeCell[k] / p) === good);
  const scarce = scarceInput(instance, sizes);
  const none = Number.POSITIVE_INFINITY;
  const ways = {
    freeActivity: new Int32Array(sizeCount).fill(-1),
    freeCost: new Float64Array(sizeCount).fill(none),
    rationedActivity: new Int32Array(sizeCount).fill(-1),
    rationedCost: new Float64Array(sizeCount).fill(none),
  };
  let least = 0;
  for (const k of sizes) {
    const place = sizeCell[k] % p;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      let cost = activityCost[activity];
      let taken = 0;
      for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++) {
        cost += takeAmount[e] * price[inputGood[takeInput[e]] * p + place];
        if (inputGood[takeInput[e]] === scarce.good) taken += takeAmount[e];
      }
      for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++)
        cost -= besideAmount[e] * gatePrice[besideGate[e]];
      const isRationed = scarce.good >= 0 && taken > HUNGRY * scarce.most;
      if (!isRationed) least = Math.max(least, taken);
      const activityOf = isRationed ? ways.rationedActivity : ways.freeActivity;
      const costOf = isRationed ? ways.rationedCost : ways.freeCost;
      if (cost >= costOf[k]) continue;
      costOf[k] = cost;
      activityOf[k] = activity;
    }
  }
  if (scarce.good < 0) return { ...ways, ration: none };
  let available = 0;
  for (let cell = scarce.good * p; cell < (scarce.good + 1) * p; cell++)
    available += instance.supply[cell] + beside[cell] - need[cell];
  // Whatever is made freely may take a little of it too, and that is set aside.
  const ration = (available * (1 - SPARED) - least * wanted) / (scarce.most - least);
  return { ...ways, ration: Math.max(0, ration) };
}

/** The input without a maker of which most is taken a unit, -1 where there is none. */
function scarceInput(instance: CoupledInstance, sizes: Int32Array): { readonly good: number; readonly most: number } {
  const { activityStart, takeStart, takeInput, takeAmount, inputGood, cellWorks, placeCount: p } = instance;
  let good = -1;
  let most = 0;
  for (const k of sizes) {
    for (let e = takeStart[activityStart[k]]; e < takeStart[activityStart[k + 1]]; e++) {
      const input = inputGood[takeInput[e]];
      const isMade = cellWorks[(input + 1) * p] > cellWorks[input * p];
      if (isMade || takeAmount[e] <= most) continue;
      good = input;
      most = takeAmount[e];
    }
  }
  return { good, most };
}
