import type { Prices } from "../network/prices.ts";
import { descendTogether, slideGates, tryLocalGates } from "./bound-joint.ts";
import type { Modules } from "./bound-modules.ts";

/** Rounds of the search over the gate prices of joint products; more gain next to nothing. */
const ROUNDS = 6;

/** Relative distance within which two values of the search count as equal. */
const EQUAL = 1e-9;

/**
 * Searches the gate prices of a module's products for the highest lower bound on what its size costs.
 *
 * With gate prices pi, h = least over recipes of capacity * (run - makes pi) is a module's full year, and
 *
 *     value(pi) = least over 1 or more modules of n * (overhead + load(h))  +  sum of intake * min(0, pi - margin)
 *
 * is a lower bound, concave in pi and made of straight pieces, and equal to the least cost at its highest. So of one
 * gate it is enough to try where a destination drops out, where h passes a level at which the first term bends, and
 * where two recipes are equally good. One product is searched exactly, several by turns and along ridges.
 */
export class GateSearch {
  readonly #modules: Modules;
  /** Per activity, its full year less what the other products bring at their gates. */
  readonly #rest: Float64Array;

  constructor(modules: Modules) {
    this.#modules = modules;
    this.#rest = new Float64Array(modules.cost.length);
  }

  /** Leaves the best gate prices of the module's products, and gives their value. */
  search(k: number, prices: Prices): number {
    const modules = this.#modules;
    const first = modules.productStart[k];
    const last = modules.productStart[k + 1];
    if (last === first) return modules.leastOfModules(k, modules.leastCost(k));
    for (let product = first; product < last; product++) {
      const outlet = modules.outlet[product];
      const start = modules.outlets.start[outlet];
      const dearest = modules.outlets.start[outlet + 1] > start ? modules.outlets.margin[start] : 0;
      modules.gate[product] = Math.max(modules.outlets.lowest[outlet], dearest);
    }
    if (last - first === 1) return this.#searchGate(k, first);
    let best = Math.max(descendTogether(modules, k), tryLocalGates(modules, k, prices));
    for (let round = 0; round < ROUNDS; round++) {
      const before = best;
      for (let product = first; product < last; product++) best = Math.max(best, this.#searchGate(k, product));
      best = slideGates(modules, k, best);
      if (!(best > before + Math.abs(before) * EQUAL)) break;
    }
    return best;
  }

  /** The best price at the gate of one product, the others' being what they are. */
  #searchGate(k: number, product: number): number {
    const modules = this.#modules;
    const { activityStart, minimumLoad, moduleSite } = modules.indexed;
    const outlets = modules.outlets;
    const first = modules.productStart[k];
    const count = modules.productStart[k + 1] - first;
    const column = product - first;
    const outlet = modules.outlet[product];
    const lowest = outlets.lowest[outlet];
    let others = 0;
    for (let p = 0; p < count; p++) {
      if (p !== column) others += outlets.shipped(modules.outlet[first + p], modules.gate[first + p]);
    }
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      let rest = modules.cost[activity];
      for (let p = 0; p < count; p++) {
        if (p !== column) rest -= modules.amount[modules.amountStart[activity] + p] * modules.gate[first + p];
      }
      this.#rest[activity] = rest;
    }

    let best = modules.gate[product];
    let bestValue = this.#valueAt(k, column, outlet, best);
    // From the dearest destination down; the value is concave, so it is over at the first fall.
    let previous = Number.NEGATIVE_INFINITY;
    for (let d = outlets.start[outlet]; d < outlets.start[outlet + 1]; d++) {
      const gate = outlets.margin[d];
      if (gate <= lowest) break;
      if (d > outlets.start[outlet] && gate === outlets.margin[d - 1]) continue;
      const value = this.#valueAt(k, column, outlet, gate);
      if (value < previous) break;
      previous = value;
      if (value > bestValue) {
        bestValue = value;
        best = gate;
      }
    }
    const least = minimumLoad[moduleSite[k]];
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const amount = modules.amount[modules.amountStart[activity] + column];
      for (let level = 0; level < 4; level++) {
        let gate = lowest;
        if (level > 0) {
          const cost = level === 1 ? 0 : level === 2 ? -modules.kept : -modules.built;
          gate = (this.#rest[activity] - (cost > 0 ? cost / least : cost)) / amount;
        }
        if (!Number.isFinite(gate) || gate < lowest) continue;
        const value = this.#valueAt(k, column, outlet, gate);
        if (value > bestValue) {
          bestValue = value;
          best = gate;
        }
      }
      for (let other = activityStart[k]; other < activity; other++) {
        const gate =
          (this.#rest[activity] - this.#rest[other]) / (amount - modules.amount[modules.amountStart[other] + column]);
        if (!Number.isFinite(gate) || gate < lowest) continue;
        const value = this.#valueAt(k, column, outlet, gate);
        if (value > bestValue) {
          bestValue = value;
          best = gate;
        }
      }
    }
    modules.gate[product] = best;
    return bestValue + others;
  }

  #valueAt(k: number, column: number, outlet: number, gate: number): number {
    const modules = this.#modules;
    const { activityStart } = modules.indexed;
    let h = Number.POSITIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const year = this.#rest[activity] - modules.amount[modules.amountStart[activity] + column] * gate;
      if (year < h) h = year;
    }
    return modules.leastOfModules(k, h) + modules.outlets.shipped(outlet, gate);
  }
}
