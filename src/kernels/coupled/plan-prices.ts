import { type CoupledInstance, freightBetween } from "./instance.ts";

/**
 * Cells: what a unit costs on average where a plan brings it: fixed costs spread over what each open works makes.
 * Infinity where no open works can bring any.
 *
 * @param order goods, each before what it is made of.
 */
export function averagePrices(
  instance: CoupledInstance,
  order: Int32Array,
  open: Float64Array,
  made: Float64Array,
  byActivity: Float64Array,
): Float64Array {
  const { placeCount: p, goodCount: g, cellWorks, worksSize, worksFixed, supply, inputGood } = instance;
  const { takeStart, takeInput, takeAmount, activityCost } = instance;
  const price = new Float64Array(g * p).fill(Number.POSITIVE_INFINITY);
  for (let at = order.length - 1; at >= 0; at--) {
    const good = order[at];
    for (let from = 0; from < p; from++) {
      const cell = good * p + from;
      let least = supply[cell] > 0 ? 0 : Number.POSITIVE_INFINITY;
      for (let i = cellWorks[cell]; i < cellWorks[cell + 1]; i++) {
        if (!(made[i] > 0)) continue;
        const run = mainActivity(instance, worksSize[i], byActivity);
        let cost = activityCost[run] + (Math.max(0, worksFixed[i]) * open[i]) / made[i];
        for (let e = takeStart[run]; e < takeStart[run + 1]; e++)
          cost += takeAmount[e] * price[inputGood[takeInput[e]] * p + from];
        least = Math.min(least, cost);
      }
      if (least === Number.POSITIVE_INFINITY) continue;
      for (let to = 0; to < p; to++) {
        const delivered = least + freightBetween(instance, good, from, to);
        if (delivered < price[good * p + to]) price[good * p + to] = delivered;
      }
    }
  }
  return price;
}

/** The activity by which a size makes most. */
function mainActivity({ activityStart }: CoupledInstance, size: number, byActivity: Float64Array): number {
  let main = activityStart[size];
  for (let activity = main + 1; activity < activityStart[size + 1]; activity++) {
    if (byActivity[activity] > byActivity[main]) main = activity;
  }
  return main;
}

/**
 * Places: what a unit of a good costs in a plan's cheapest flow, also where none arrives: what it is worth where it leaves,
 * and freight.
 *
 * @param marginal places: what one unit more costs where the flow arrives; elsewhere what is written here if nothing leaves
 *        anywhere.
 */
export function pricesEverywhere(
  instance: CoupledInstance,
  good: number,
  { from, to }: { readonly from: Int32Array; readonly to: Int32Array },
  marginal: Float64Array,
): Float64Array {
  const p = instance.placeCount;
  const leaving = new Float64Array(p).fill(Number.NEGATIVE_INFINITY);
  for (let e = 0; e < from.length; e++)
    leaving[from[e]] = Math.max(leaving[from[e]], marginal[to[e]] - freightBetween(instance, good, from[e], to[e]));
  const price = new Float64Array(p).fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < p; a++) {
    if (leaving[a] === Number.NEGATIVE_INFINITY) continue;
    for (let b = 0; b < p; b++) price[b] = Math.min(price[b], leaving[a] + freightBetween(instance, good, a, b));
  }
  for (let b = 0; b < p; b++) if (price[b] === Number.POSITIVE_INFINITY) price[b] = marginal[b];
  return price;
}
