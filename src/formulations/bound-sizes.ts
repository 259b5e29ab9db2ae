import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { Outlets } from "./bound-outlets.ts";

/** Rounds of the search over the gate prices of joint products; more than a few gain next to nothing. */
const ROUNDS = 4;

/** Relative distance within which two values of the search count as equal. */
const EQUAL = 1e-9;

/** What a size that opens does, as flows a year; handed to whoever gathers responses. */
export interface Responses {
  /** Modules of a size, kept and new together; a whole number or a mix of two. */
  opened(module: number, count: number): void;
  /** Runs a year of an activity. */
  run(activity: number, runs: number): void;
  /** Units a year made at an outlet and sent where they pay best. */
  sold(outlet: number, amount: number): void;
}

/**
 * The best that each size of each site can do at given prices, strong form: modules, runs, and sales to
 * destinations, each destination taking at most what it can use from all modules of the size together.
 *
 * The least cost is found from its dual: a price at the gate for each product, above which destinations are
 * served. With gate prices pi, h = least over recipes of capacity * (run - makes pi) is a module's full year, and
 *
 *     value(pi) = least over 1 or more modules of n * (overhead + load(h))  +  sum of intake * min(0, pi - margin)
 *
 * is a lower bound, concave in pi, and equal to the least cost at its highest. One product is searched exactly,
 * several by turns.
 */
export class Sizes {
  /** Per module, MJ/yr: what opening this size could save at most against leaving it closed; 0 or less. */
  readonly gain: Float64Array;
  /** Products of module k are productStart[k] .. productStart[k + 1] - 1, each with its outlet and its gate price. */
  readonly #productStart: Int32Array;
  readonly #outlet: Int32Array;
  readonly #gate: Float64Array;
  /** Per activity, amounts of the module's products in a full year, from amountStart on. */
  readonly #amountStart: Int32Array;
  readonly #amount: Float64Array;
  /** Per activity, MJ of a full year: energy, inputs, resources. */
  readonly #cost: Float64Array;
  /** Per activity, the same less what the other products bring at their gates; only the current module's are fresh. */
  readonly #rest: Float64Array;
  readonly #indexed: Indexed;
  readonly #outlets: Outlets;
  #kept = 0;
  #built = 0;

  constructor(indexed: Indexed, outlets: Outlets) {
    this.#indexed = indexed;
    this.#outlets = outlets;
    const moduleCount = indexed.moduleSite.length;
    const goodCount = indexed.goods.length;
    const { start, index, value } = indexed.makes;
    this.gain = new Float64Array(moduleCount);
    this.#productStart = new Int32Array(moduleCount + 1);
    this.#amountStart = new Int32Array(indexed.activityModule.length + 1);
    const outlet: number[] = [];
    const amount: number[] = [];
    for (let k = 0; k < moduleCount; k++) {
      const area = indexed.siteArea[indexed.moduleSite[k]];
      const made = new Set<number>();
      for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
        const recipe = indexed.activityRecipe[activity];
        for (let e = start[recipe]; e < start[recipe + 1]; e++) made.add(index[e]);
      }
      const products = [...made].sort((a, b) => a - b);
      for (const good of products) outlet.push(outlets.at[area * goodCount + good]);
      for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
        const recipe = indexed.activityRecipe[activity];
        const first = amount.length;
        for (const _ of products) amount.push(0);
        for (let e = start[recipe]; e < start[recipe + 1]; e++) {
          amount[first + products.indexOf(index[e])] += value[e] * indexed.capacity[activity];
        }
        this.#amountStart[activity + 1] = amount.length;
      }
      this.#productStart[k + 1] = outlet.length;
    }
    this.#outlet = Int32Array.from(outlet);
    this.#gate = new Float64Array(outlet.length);
    this.#amount = Float64Array.from(amount);
    this.#cost = new Float64Array(indexed.activityModule.length);
    this.#rest = new Float64Array(indexed.activityModule.length);
  }

  /** Finds every size's gain; the outlets have been refreshed at the same prices. */
  evaluate(prices: Prices): void {
    this.#price(prices);
    for (let k = 0; k < this.gain.length; k++) {
      this.gain[k] = 0;
      if (this.#indexed.most[k] <= 0) continue;
      this.#overheads(k, prices);
      const value = this.#searchGates(k);
      if (value < 0) this.gain[k] = value;
    }
  }

  /** Every activity's full year at these prices. */
  #price(prices: Prices): void {
    const { takes, needs, activityRecipe, activityModule, moduleSite, siteArea, capacity, runEnergy } = this.#indexed;
    const goodCount = this.#indexed.goods.length;
    const resourceCount = this.#indexed.resources.length;
    for (let activity = 0; activity < capacity.length; activity++) {
      const recipe = activityRecipe[activity];
      const area = siteArea[moduleSite[activityModule[activity]]];
      let run = runEnergy[activity];
      for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
        run += takes.value[e] * prices.good[area * goodCount + takes.index[e]];
      }
      for (let e = needs.start[recipe]; e < needs.start[recipe + 1]; e++) {
        run += needs.value[e] * prices.resource[area * resourceCount + needs.index[e]];
      }
      this.#cost[activity] = capacity[activity] * run;
    }
  }

  /** MJ/yr of one module that is kept instead of closed, and of a new one. */
  #overheads(k: number, prices: Prices): void {
    const { moduleNeeds, moduleSite, siteArea, keep, build, closing, resources } = this.#indexed;
    const area = siteArea[moduleSite[k]];
    let needs = 0;
    for (let e = moduleNeeds.start[k]; e < moduleNeeds.start[k + 1]; e++) {
      needs += moduleNeeds.value[e] * prices.resource[area * resources.length + moduleNeeds.index[e]];
    }
    this.#kept = keep[k] - closing[k] + needs;
    this.#built = build[k] + keep[k] + needs;
  }

  #searchGates(k: number): number {
    const first = this.#productStart[k];
    const last = this.#productStart[k + 1];
    if (last === first) return this.#modules(k, this.#leastCost(k));
    for (let product = first; product < last; product++) {
      const outlet = this.#outlet[product];
      const start = this.#outlets.start[outlet];
      const dearest = this.#outlets.start[outlet + 1] > start ? this.#outlets.margin[start] : 0;
      this.#gate[product] = Math.max(this.#outlets.lowest[outlet], dearest);
    }
    if (last - first === 1) return this.#searchGate(k, first);
    let best = this.#descendTogether(k);
    for (let round = 0; round < ROUNDS; round++) {
      const before = best;
      for (let product = first; product < last; product++) best = Math.max(best, this.#searchGate(k, product));
      if (!(best > before + Math.abs(before) * EQUAL)) break;
    }
    return best;
  }

  /**
   * Gate prices of joint products to start the search from: as one recipe runs longer, its products go to cheaper and
   * cheaper destinations, one product stepping down at a time. For a single recipe the best gates lie on this stair,
   * at a step or on the way to the next. Leaves the best step's gates, and gives its value.
   */
  #descendTogether(k: number): number {
    const { activityStart, most } = this.#indexed;
    const outlets = this.#outlets;
    const first = this.#productStart[k];
    const count = this.#productStart[k + 1] - first;
    const next = new Int32Array(count);
    const gate = new Float64Array(count);
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      next.fill(0);
      for (;;) {
        let product = -1;
        let soonest = Number.POSITIVE_INFINITY;
        for (let p = 0; p < count; p++) {
          const outlet = this.#outlet[first + p];
          const d = outlets.start[outlet] + next[p];
          const margin = d < outlets.start[outlet + 1] ? outlets.margin[d] : Number.NEGATIVE_INFINITY;
          // Below the last destination and what letting go brings, a gate has nowhere to go.
          const bottom = Math.max(outlets.lowest[outlet], margin);
          gate[p] = bottom > Number.NEGATIVE_INFINITY ? bottom : gate[p];
          if (margin <= outlets.lowest[outlet]) continue;
          const amount = this.#amount[this.#amountStart[activity] + p];
          const year = amount > 0 ? outlets.roomUpTo[d + outlet + 1] / amount : Number.POSITIVE_INFINITY;
          if (year < soonest) {
            soonest = year;
            product = p;
          }
        }
        const value = this.#valueOf(k, gate);
        if (value > bestValue) {
          bestValue = value;
          this.#gate.set(gate, first);
        }
        if (product < 0 || soonest > most[k]) break;
        next[product]++;
      }
    }
    return bestValue;
  }

  /** The value of gate prices of all products. */
  #valueOf(k: number, gate: Float64Array): number {
    const { activityStart } = this.#indexed;
    const first = this.#productStart[k];
    let h = Number.POSITIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      let year = this.#cost[activity];
      for (let p = 0; p < gate.length; p++) year -= this.#amount[this.#amountStart[activity] + p] * gate[p];
      if (year < h) h = year;
    }
    let value = this.#modules(k, h);
    for (let p = 0; p < gate.length; p++) value += this.#outlets.shipped(this.#outlet[first + p], gate[p]);
    return value;
  }

  /** The best price at the gate of one product, the others' being what they are. */
  #searchGate(k: number, product: number): number {
    const { activityStart, minimumLoad, moduleSite } = this.#indexed;
    const outlets = this.#outlets;
    const first = this.#productStart[k];
    const count = this.#productStart[k + 1] - first;
    const column = product - first;
    const outlet = this.#outlet[product];
    const lowest = outlets.lowest[outlet];
    let others = 0;
    for (let p = 0; p < count; p++) {
      if (p !== column) others += outlets.shipped(this.#outlet[first + p], this.#gate[first + p]);
    }
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      let rest = this.#cost[activity];
      for (let p = 0; p < count; p++) {
        if (p !== column) rest -= this.#amount[this.#amountStart[activity] + p] * this.#gate[first + p];
      }
      this.#rest[activity] = rest;
    }

    let best = this.#gate[product];
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
      const amount = this.#amount[this.#amountStart[activity] + column];
      for (let level = 0; level < 4; level++) {
        let gate = lowest;
        if (level > 0) {
          const cost = level === 1 ? 0 : level === 2 ? -this.#kept : -this.#built;
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
          (this.#rest[activity] - this.#rest[other]) / (amount - this.#amount[this.#amountStart[other] + column]);
        if (!Number.isFinite(gate) || gate < lowest) continue;
        const value = this.#valueAt(k, column, outlet, gate);
        if (value > bestValue) {
          bestValue = value;
          best = gate;
        }
      }
    }
    this.#gate[product] = best;
    return bestValue + others;
  }

  #valueAt(k: number, column: number, outlet: number, gate: number): number {
    const { activityStart } = this.#indexed;
    let h = Number.POSITIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const year = this.#rest[activity] - this.#amount[this.#amountStart[activity] + column] * gate;
      if (year < h) h = year;
    }
    return this.#modules(k, h) + this.#outlets.shipped(outlet, gate);
  }

  #leastCost(k: number): number {
    const { activityStart } = this.#indexed;
    let h = Number.POSITIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++)
      h = Math.min(h, this.#cost[activity]);
    return h;
  }

  /** The least cost of at least one open module whose full year costs h. */
  #modules(k: number, h: number): number {
    const { standing, most, minimumLoad, moduleSite } = this.#indexed;
    const load = h < 0 ? h : h * minimumLoad[moduleSite[k]];
    const kept = this.#kept + load;
    const built = this.#built + load;
    const fresh = most[k] - standing[k];
    const many = (kept < 0 ? standing[k] * kept : 0) + (built < 0 ? fresh * built : 0);
    if (many < 0) return many;
    if (standing[k] <= 0) return built;
    return fresh > 0 && built < kept ? built : kept;
  }

  /**
   * What an open size does at the gate prices found by `evaluate`: the slope of the bound. Where several answers
   * are equally good, one that all products agree on.
   */
  respond(k: number, prices: Prices, into: Responses): void {
    const { activityStart, standing, most, minimumLoad, moduleSite, capacity } = this.#indexed;
    this.#overheads(k, prices);
    const first = this.#productStart[k];
    const count = this.#productStart[k + 1] - first;
    let h = Number.POSITIVE_INFINITY;
    let size = 0;
    const yearOf = (activity: number): number => {
      let year = this.#cost[activity];
      for (let p = 0; p < count; p++) year -= this.#amount[this.#amountStart[activity] + p] * this.#gate[first + p];
      return year;
    };
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      h = Math.min(h, yearOf(activity));
      size = Math.max(size, Math.abs(this.#cost[activity]));
    }
    const near = EQUAL * (size + Math.abs(this.#kept) + Math.abs(this.#built));
    let low = activityStart[k];
    let high = low;
    let chosen = false;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      if (yearOf(activity) > h + near) continue;
      const rate = (of: number): number => this.#amount[this.#amountStart[of]];
      if (!chosen || rate(activity) < rate(low)) low = activity;
      if (!chosen || rate(activity) > rate(high)) high = activity;
      chosen = true;
    }

    const least = minimumLoad[moduleSite[k]];
    const load = h < 0 ? h : h * least;
    const fresh = most[k] - standing[k];
    let fewest = 0;
    let most_ = 0;
    if (this.#kept + load <= near) most_ += standing[k];
    if (this.#kept + load < -near) fewest += standing[k];
    if (this.#built + load <= near) most_ += fresh;
    if (this.#built + load < -near) fewest += fresh;
    fewest = Math.max(1, fewest);
    most_ = Math.max(fewest, most_);
    // A share of a year is free between these; each product narrows it down to what its destinations ask for.
    let from = fewest * (h < -near ? 1 : least);
    let to = most_ * (h > near ? least : 1);
    for (let p = 0; p < count; p++) {
      const rate = this.#amount[this.#amountStart[high] + p];
      if (!(rate > 0) || low !== high) continue;
      const outlet = this.#outlet[first + p];
      const gate = this.#gate[first + p];
      const slack = EQUAL * Math.abs(gate);
      const begin = this.#outlets.start[outlet] + outlet;
      const asked = this.#outlets.roomUpTo[begin + this.#outlets.above(outlet, gate + slack)] / rate;
      from = Math.min(to, Math.max(from, asked));
      if (gate > this.#outlets.lowest[outlet] + slack) {
        const taken = this.#outlets.roomUpTo[begin + this.#outlets.above(outlet, gate - slack)] / rate;
        to = Math.max(from, Math.min(to, taken));
      }
    }
    const year = h < -near ? to : from;
    into.opened(k, Math.min(most_, Math.max(fewest, h > near && least > 0 ? year / least : year)));
    this.#share(k, low, high, year, (activity, share) => {
      into.run(activity, share * capacity[activity]);
      for (let p = 0; p < count; p++) {
        const amount = this.#amount[this.#amountStart[activity] + p];
        if (amount > 0) into.sold(this.#outlet[first + p], share * amount);
      }
    });
  }

  /** Divides a year between two recipes that are equally good, so that destinations above the gate are served. */
  #share(k: number, low: number, high: number, year: number, give: (activity: number, share: number) => void): void {
    if (low === high) {
      give(low, year);
      return;
    }
    const product = this.#productStart[k];
    const outlet = this.#outlet[product];
    const asked =
      this.#outlets.roomUpTo[
        this.#outlets.start[outlet] + outlet + this.#outlets.above(outlet, this.#gate[product] * (1 + EQUAL))
      ];
    const least = year * this.#amount[this.#amountStart[low]];
    const largest = year * this.#amount[this.#amountStart[high]];
    const part = largest > least ? Math.min(1, Math.max(0, (asked - least) / (largest - least))) : 0;
    if (part < 1) give(low, year * (1 - part));
    if (part > 0) give(high, year * part);
  }
}
