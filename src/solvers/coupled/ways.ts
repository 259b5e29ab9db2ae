import { leftOver } from "../../kernels/coupled/build-network.ts";
import { type CoupledInstance, freightBetween } from "../../kernels/coupled/instance.ts";
import type { Grain } from "../../kernels/coupled/whole-scale.ts";

/** Room for the ways of all sizes; those of one good are valid at a time. */
export interface WaysRoom {
  /** Sizes, -1 where there is none; and what a unit costs that way, Infinity where there is none. */
  readonly freeActivity: Int32Array;
  readonly freeCost: Float64Array;
  readonly rationedActivity: Int32Array;
  readonly rationedCost: Float64Array;
}

/** How the sizes of one good's sites may make it at given prices: freely, or by taking a good that is scarce. */
export interface Ways extends WaysRoom {
  /** Units that may be made by taking the scarce good; Infinity where nothing is scarce. */
  readonly ration: number;
}

/** An activity that takes more than this part of what the hungriest takes of a scarce good is rationed. */
const HUNGRY = 0.5;

export function waysRoom({ sizeCount }: CoupledInstance): WaysRoom {
  return {
    freeActivity: new Int32Array(sizeCount),
    freeCost: new Float64Array(sizeCount),
    rationedActivity: new Int32Array(sizeCount),
    rationedCost: new Float64Array(sizeCount),
  };
}

/**
 * Finds the cheapest free and the cheapest rationed activity of each size that makes a good. A good is scarce when no
 * site makes it mainly: there is only what is supplied and what comes beside other goods.
 *
 * @param wanted units of the good to be made.
 * @param need, beside cells: what is wanted already by works placed before, and what came beside.
 * @param room where the ways are written: they are overwritten by the next good's.
 * @param sparing goods: the part of a scarce good that is left alone, since more could not be had when it was tried.
 */
export function findWays(
  instance: CoupledInstance,
  good: number,
  price: Float64Array,
  gatePrice: Float64Array,
  wanted: number,
  need: Float64Array,
  beside: Float64Array,
  sparing: Float64Array,
  grain: Grain,
  room: WaysRoom,
): Ways {
  const { sizeCell, goodStart, goodSizes, placeCount: p, activityStart, activityCost, inputGood } = instance;
  const { takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = instance;
  const sizes = goodSizes.subarray(goodStart[good], goodStart[good + 1]);
  const scarce = scarceInput(instance, sizes);
  const none = Number.POSITIVE_INFINITY;
  for (const k of sizes) {
    room.freeActivity[k] = -1;
    room.freeCost[k] = none;
    room.rationedActivity[k] = -1;
    room.rationedCost[k] = none;
  }
  const base = scarce.good < 0 ? 0 : leastPrice(instance, scarce.good, price, beside);
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
      cost -= taken * base;
      for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++)
        cost -= besideAmount[e] * gatePrice[besideGate[e]];
      const isRationed = scarce.good >= 0 && taken > HUNGRY * scarce.most;
      if (!isRationed) least = Math.max(least, taken);
      const activityOf = isRationed ? room.rationedActivity : room.freeActivity;
      const costOf = isRationed ? room.rationedCost : room.freeCost;
      if (cost >= costOf[k]) continue;
      costOf[k] = cost;
      activityOf[k] = activity;
    }
  }
  if (scarce.good < 0) return { ...room, ration: none };
  const takers = new Set(Array.from(sizes, (k) => sizeCell[k] % p));
  let available = 0;
  for (let place = 0; place < p; place++) {
    const cell = scarce.good * p + place;
    available -= need[cell];
    if (reachesAny(instance, scarce.good, place, takers)) available += instance.supply[cell] + beside[cell];
  }
  available *= 1 - Math.min(1, sparing[scarce.good]);
  // Whatever is made freely may take a little of it too, and that is set aside; by-products are offered less what is left over.
  const ration = (available * (1 - 2 * leftOver(p, grain)) - least * wanted) / (scarce.most - least);
  return { ...room, ration: Math.max(0, ration) };
}

/** Whether a good can get from a place to any of these. */
function reachesAny(instance: CoupledInstance, good: number, from: number, places: ReadonlySet<number>): boolean {
  for (const to of places) if (freightBetween(instance, good, from, to) < Number.POSITIVE_INFINITY) return true;
  return false;
}

/**
 * What a scarce good costs where it comes from. It is there already and would be left, so works that may take it look at
 * what it costs to bring; the ration says how much of it there is, and the network what that is worth.
 */
function leastPrice(
  { supply, placeCount: p }: CoupledInstance,
  good: number,
  price: Float64Array,
  beside: Float64Array,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (let cell = good * p; cell < (good + 1) * p; cell++)
    if (supply[cell] + beside[cell] > 0) least = Math.min(least, price[cell]);
  return least < Number.POSITIVE_INFINITY ? Math.max(0, least) : 0;
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
