import type { Prices } from "../network/prices.ts";
import type { Modules } from "./bound-modules.ts";

/** The golden section, and how often it narrows a reach: to a part in ten thousand million. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const GOLDEN_STEPS = 48;

/**
 * Gate prices of joint products to start the search from: as one recipe runs longer, its products go to cheaper and
 * cheaper destinations, one product stepping down at a time. For a single recipe the best gates lie on this stair,
 * at a step or on the way to the next. Leaves the best step's gates, and gives its value.
 */
export function descendTogether(modules: Modules, k: number): number {
  const { activityStart, most } = modules.indexed;
  const outlets = modules.outlets;
  const first = modules.productStart[k];
  const count = modules.productStart[k + 1] - first;
  const next = new Int32Array(count);
  const gate = new Float64Array(count);
  let bestValue = Number.NEGATIVE_INFINITY;
  for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
    next.fill(0);
    for (;;) {
      let product = -1;
      let soonest = Number.POSITIVE_INFINITY;
      for (let p = 0; p < count; p++) {
        const outlet = modules.outlet[first + p];
        const d = outlets.start[outlet] + next[p];
        const margin = d < outlets.start[outlet + 1] ? outlets.margin[d] : Number.NEGATIVE_INFINITY;
        // Below the last destination and what letting go brings, a gate has nowhere to go.
        const bottom = Math.max(outlets.lowest[outlet], margin);
        gate[p] = bottom > Number.NEGATIVE_INFINITY ? bottom : gate[p];
        if (margin <= outlets.lowest[outlet]) continue;
        const amount = modules.amount[modules.amountStart[activity] + p];
        const year = amount > 0 ? outlets.roomUpTo[d + outlet + 1] / amount : Number.POSITIVE_INFINITY;
        if (year < soonest) {
          soonest = year;
          product = p;
        }
      }
      const value = modules.valueOf(k, gate);
      if (value > bestValue) {
        bestValue = value;
        modules.gate.set(gate, first);
      }
      if (product < 0 || soonest > most[k]) break;
      next[product]++;
    }
  }
  return bestValue;
}

/** The gates of the weak form, the prices where the works stands, where they are better than those in hand. */
export function tryLocalGates(modules: Modules, k: number, prices: Prices): number {
  const first = modules.productStart[k];
  const gate = new Float64Array(modules.productStart[k + 1] - first);
  for (let p = 0; p < gate.length; p++) {
    const outlet = modules.outlet[first + p];
    const price =
      prices.good[modules.outlets.area[outlet] * modules.indexed.goods.length + modules.outlets.good[outlet]];
    gate[p] = Math.max(modules.outlets.lowest[outlet], price);
  }
  const value = modules.valueOf(k, gate);
  if (value > modules.valueOf(k, modules.gate.subarray(first, first + gate.length))) modules.gate.set(gate, first);
  return value;
}

/**
 * Moves two gates at once so that a recipe's full year, or the difference of two recipes', stays what it is: the
 * ridges on which a search of one gate at a time comes to rest. Golden section, since the value is concave.
 */
export function slideGates(modules: Modules, k: number, best: number): number {
  const { activityStart } = modules.indexed;
  const first = modules.productStart[k];
  const count = modules.productStart[k + 1] - first;
  const gate = modules.gate.slice(first, first + count);
  const trial = gate.slice();
  const amount = (activity: number, p: number): number =>
    activity < 0 ? 0 : modules.amount[modules.amountStart[activity] + p];
  for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
    for (let other = activityStart[k] - 1; other < activity; other++) {
      const rival = other < activityStart[k] ? -1 : other;
      for (let p = 0; p < count; p++) {
        for (let q = 0; q < p; q++) {
          const along = amount(activity, q) - amount(rival, q);
          const across = amount(rival, p) - amount(activity, p);
          const size = Math.abs(along) + Math.abs(across);
          if (along === 0 || across === 0) continue;
          const [reachLow, reachHigh] = reach(modules, k, gate, p, q, along / size, across / size);
          let low = reachLow;
          let high = reachHigh;
          const valueAt = (by: number): number => {
            trial.set(gate);
            trial[p] += (by * along) / size;
            trial[q] += (by * across) / size;
            return modules.valueOf(k, trial);
          };
          let nearer = high - GOLDEN * (high - low);
          let farther = low + GOLDEN * (high - low);
          let nearValue = valueAt(nearer);
          let farValue = valueAt(farther);
          for (let step = 0; step < GOLDEN_STEPS; step++) {
            if (nearValue >= farValue) {
              high = farther;
              farther = nearer;
              farValue = nearValue;
              nearer = high - GOLDEN * (high - low);
              nearValue = valueAt(nearer);
            } else {
              low = nearer;
              nearer = farther;
              nearValue = farValue;
              farther = low + GOLDEN * (high - low);
              farValue = valueAt(farther);
            }
          }
          const value = valueAt((low + high) / 2);
          if (value > best) {
            best = value;
            gate.set(trial);
          }
        }
      }
    }
  }
  modules.gate.set(gate, first);
  return best;
}

/** How far two gates can move against each other: to where one is at its lowest, or beyond all margins. */
function reach(
  modules: Modules,
  k: number,
  gate: Float64Array,
  p: number,
  q: number,
  along: number,
  across: number,
): [number, number] {
  const first = modules.productStart[k];
  let width = 1;
  for (const product of [p, q]) {
    const outlet = modules.outlet[first + product];
    width += Math.abs(gate[product]);
    const start = modules.outlets.start[outlet];
    const end = modules.outlets.start[outlet + 1];
    if (end > start) width += Math.abs(modules.outlets.margin[start]) + Math.abs(modules.outlets.margin[end - 1]);
  }
  let low = -width / Math.min(Math.abs(along), Math.abs(across));
  let high = -low;
  for (const [product, speed] of [
    [p, along],
    [q, across],
  ] as const) {
    const lowest = modules.outlets.lowest[modules.outlet[first + product]];
    const stop = (lowest - gate[product]) / speed;
    if (speed > 0) low = Math.max(low, stop);
    else high = Math.min(high, stop);
  }
  return [Math.min(0, low), Math.max(0, high)];
}
