import type { LocationInstance } from "../../kernels/location/instance.ts";
import { type Ascent, BundleAscent } from "./ascent.ts";
import { AveragedAscent } from "./averaged-ascent.ts";

/**
 * With more sites times customers prices climb by averages: a few planes know too little of so many prices. After 250
 * answers at 1,000 x 1,000 and capacity 1.2 times demand (seed 1) a bundle was 0.05 % below the best prices, the average
 * 0.005; at 500 x 500 and 300 x 1,000 the bundle mostly needs fewer answers.
 */
const MOST_PAIRS = 500_000;
/**
 * Where little room is to spare, so that the price of room matters to all others, fewer pairs are too many: 500 x 500 at 1.2
 * times the demand (seed 9) is proved after 73 units of work, where a bundle left 0.03 % open after 187.
 */
const MOST_PAIRS_TIGHT = 200_000;
/** Room to spare is little below this part of the demand. */
const LITTLE = 0.5;

/** The way to climb that suits an instance of this size. */
export function startAscent(instance: LocationInstance, weight: Float64Array): Ascent {
  const pairs = instance.siteCount * instance.customerCount;
  const most = isTight(instance) ? MOST_PAIRS_TIGHT : MOST_PAIRS;
  return pairs > most ? new AveragedAscent(instance, weight) : new BundleAscent(instance, weight);
}

function isTight({ hasCapacity, capacity, copies, totalDemand }: LocationInstance): boolean {
  if (!hasCapacity) return false;
  let room = 0;
  for (let i = 0; i < capacity.length; i++) room += capacity[i] * copies[i];
  return room < (1 + LITTLE) * totalDemand;
}
