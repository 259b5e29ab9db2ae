import type { Control, Sliceable } from "../../base/control.ts";
import { ArcAnswers } from "../../kernels/design/arc-answers.ts";
import type { DesignInstance } from "../../kernels/design/instance.ts";

/** Rounds after which the ascent ends, and the fewest before a stall may end it. */
const MOST_ROUNDS = 4000;
const FEWEST_ROUNDS = 400;

/** The first step, as a part of the way to the target; it grows with success and shrinks after so many failures. */
const FIRST_STEP = 1;
const LARGEST_STEP = 2;
const STEP_GROWTH = 1.1;
const STEP_SHRINK = 0.66;
const PATIENCE = 10;
const SMALLEST_STEP = 1e-4;

/** Weights of the newest slope in the averaged one; halved as progress slows. */
const FIRST_WEIGHT = 0.1;
const SMALLEST_WEIGHT = 0.005;

/** Rounds after which progress is looked at, the rise below which it is slow, and the one that ends it. */
const REVIEW = 100;
const SLOW = 1e-4;
const STALLED = 1e-6;

/** Where the target is not far above, it counts as at least this part above. */
const LEAST_WAY = 0.002;

export interface RaisedPrices {
  /** node * k + commodity. */
  readonly price: Float64Array;
  readonly bound: number;
  /** m: how often each arc opened lately, 0 to 1. */
  readonly open: Float64Array;
}

/**
 * Raises the strong bound by the volume algorithm, from the prices of cheapest paths with openings spread over capacities.
 * Steps are scaled by commodity, so that large and small ones move alike.
 *
 * @param target a plan's cost, how far the bound could rise.
 * Source: Barahona and Anbil, The volume algorithm (2000).
 */
export function* raiseDesignPrices(
  instance: DesignInstance,
  target: number,
  control: Control,
): Sliceable<RaisedPrices> {
  const { n, k, m, demand } = instance;
  const answers = new ArcAnswers(instance);
  const centre = startPrices(instance);
  let bound = answers.evaluate(centre);
  const average = answers.slope.slice();
  const open = answers.open.slice();
  const trial = centre.slice();
  const scale = Float64Array.from(demand, (amount) => 1 / Math.max(amount, Number.MIN_VALUE));
  let step = FIRST_STEP;
  let largest = FIRST_WEIGHT;
  let failures = 0;
  let reviewed = bound;
  for (let round = 1; round <= MOST_ROUNDS && step > SMALLEST_STEP; round++) {
    if (control.interruption() !== undefined) break;
    control.spend(m * k);
    yield;
    const size = Math.max(1, Math.abs(bound));
    const way = Number.isFinite(target) ? Math.max(target - bound, LEAST_WAY * size) : 0.05 * size;
    let length = 0;
    for (let v = 0, cell = 0; v < n; v++)
      for (let c = 0; c < k; c++, cell++) length += average[cell] * average[cell] * scale[c];
    if (!(length > 0)) break;
    const by = (step * way) / length;
    for (let v = 0, cell = 0; v < n; v++)
      for (let c = 0; c < k; c++, cell++) trial[cell] = centre[cell] + by * scale[c] * average[cell];
    const value = answers.evaluate(trial);
    const weight = mixingWeight(average, answers.slope, scale, largest);
    for (let cell = 0; cell < average.length; cell++) average[cell] += weight * (answers.slope[cell] - average[cell]);
    for (let a = 0; a < m; a++) open[a] += weight * (answers.open[a] - open[a]);
    if (value > bound) {
      bound = value;
      centre.set(trial);
      failures = 0;
      step = Math.min(LARGEST_STEP, step * STEP_GROWTH);
    } else if (++failures >= PATIENCE) {
      failures = 0;
      step *= STEP_SHRINK;
    }
    if (round % REVIEW !== 0) continue;
    const rise = (bound - reviewed) / size;
    if (rise < SLOW) {
      if (rise < STALLED && round >= FEWEST_ROUNDS) break;
      largest = Math.max(SMALLEST_WEIGHT, largest / 2);
    }
    reviewed = bound;
    control.report({ phase: "prices", bound });
  }
  return { price: centre, bound, open };
}

/** The weight of the new slope that makes the mixed one shortest, within a tenth of the largest and the largest. */
function mixingWeight(average: Float64Array, slope: Float64Array, scale: Float64Array, largest: number): number {
  const k = scale.length;
  let along = 0;
  let length = 0;
  for (let cell = 0; cell < average.length; cell++) {
    const difference = slope[cell] - average[cell];
    along -= difference * average[cell] * scale[cell % k];
    length += difference * difference * scale[cell % k];
  }
  return length > 0 ? Math.min(largest, Math.max(largest / 10, along / length)) : largest;
}

/** Distances from each origin at cost and opening spread over the capacity: no arc gains by carrying. */
function startPrices({ n, m, k, tail, head, cost, capacity, openCost, origin, demand }: DesignInstance): Float64Array {
  const price = new Float64Array(n * k);
  const all = demand.reduce((sum, amount) => sum + amount, 0);
  const known = new Map<number, Float64Array>();
  for (let c = 0; c < k; c++) {
    let distance = known.get(origin[c]);
    if (distance === undefined) {
      distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
      distance[origin[c]] = 0;
      for (let falling = true; falling; ) {
        falling = false;
        for (let a = 0; a < m; a++) {
          const room = Math.min(capacity[a], all);
          if (room === 0) continue;
          const reached = distance[tail[a]] + cost[a] + openCost[a] / room;
          if (reached >= distance[head[a]]) continue;
          distance[head[a]] = reached;
          falling = true;
        }
      }
      const farthest = distance.reduce((most, each) => (Number.isFinite(each) ? Math.max(most, each) : most), 0);
      distance = distance.map((each) => (Number.isFinite(each) ? each : farthest));
      known.set(origin[c], distance);
    }
    for (let v = 0; v < n; v++) price[v * k + c] = distance[v];
  }
  return price;
}
