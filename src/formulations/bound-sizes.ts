import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import { GateSearch } from "./bound-gates.ts";
import { Modules } from "./bound-modules.ts";
import type { OptionTerms } from "./bound-options.ts";
import type { Outlets } from "./bound-outlets.ts";
import { newModules, sizeMustOpen } from "./module-range.ts";

/** Relative distance within which two values count as equal. */
const EQUAL = 1e-9;

/** What a size that opens does, as flows a year; handed to whoever gathers responses. */
export interface Responses {
  /** Modules of a size, kept and new together, a whole number or a mix of two; and how many of them are new. */
  opened(module: number, count: number, built: number): void;
  /** Runs a year of an activity. */
  run(activity: number, runs: number): void;
  /** Units a year made at an outlet and sent where they pay best. */
  sold(outlet: number, amount: number): void;
}

/**
 * The best that each size of each site can do at given prices, strong form: modules, runs, and sales to
 * destinations, each destination taking at most what it can use from all modules of the size together.
 */
export class Sizes {
  /** Per module, MJ/yr: the best that one or more open modules of the size cost against none; Infinity: none may be. */
  readonly open: Float64Array;
  /** The same with none open counted as 0, where the size may be closed. */
  readonly gain: Float64Array;
  readonly #modules: Modules;
  readonly #gates: GateSearch;

  constructor(indexed: Indexed, outlets: Outlets, options: OptionTerms) {
    this.#modules = new Modules(indexed, outlets, options);
    this.#gates = new GateSearch(this.#modules);
    this.gain = new Float64Array(indexed.moduleSite.length);
    this.open = new Float64Array(indexed.moduleSite.length);
  }

  /** Finds every size's gain; the outlets have been refreshed at the same prices. */
  evaluate(prices: Prices): void {
    const modules = this.#modules;
    modules.price(prices);
    for (let k = 0; k < this.gain.length; k++) {
      this.gain[k] = 0;
      this.open[k] = Number.POSITIVE_INFINITY;
      if (modules.indexed.most[k] <= 0) continue;
      modules.overheads(k, prices);
      this.open[k] = this.#gates.search(k, prices);
      this.gain[k] = sizeMustOpen(modules.indexed, k) ? this.open[k] : Math.min(0, this.open[k]);
    }
  }

  /**
   * What an open size does at the gate prices found by `evaluate`: the slope of the bound. Where several answers
   * are equally good, one that all products agree on.
   */
  respond(k: number, prices: Prices, into: Responses): void {
    const modules = this.#modules;
    const { activityStart, keptLeast, keptMost, builtLeast, builtMost, minimumLoad, moduleSite, capacity } =
      modules.indexed;
    modules.overheads(k, prices);
    const first = modules.productStart[k];
    const count = modules.productStart[k + 1] - first;
    let h = Number.POSITIVE_INFINITY;
    let size = 0;
    const yearOf = (activity: number): number => {
      let year = modules.cost[activity];
      for (let p = 0; p < count; p++)
        year -= modules.amount[modules.amountStart[activity] + p] * modules.gate[first + p];
      return year;
    };
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      h = Math.min(h, yearOf(activity));
      size = Math.max(size, Math.abs(modules.cost[activity]));
    }
    const near = EQUAL * (size + Math.abs(modules.kept) + Math.abs(modules.built));
    let low = activityStart[k];
    let high = low;
    let chosen = false;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      if (yearOf(activity) > h + near) continue;
      const rate = (of: number): number => modules.amount[modules.amountStart[of]];
      if (!chosen || rate(activity) < rate(low)) low = activity;
      if (!chosen || rate(activity) > rate(high)) high = activity;
      chosen = true;
    }

    const least = minimumLoad[moduleSite[k]];
    const load = h < 0 ? h : h * least;
    let fewest = modules.kept + load < -near ? keptMost[k] : keptLeast[k];
    let most_ = modules.kept + load <= near ? keptMost[k] : keptLeast[k];
    fewest += modules.built + load < -near ? builtMost[k] : builtLeast[k];
    most_ += modules.built + load <= near ? builtMost[k] : builtLeast[k];
    fewest = Math.max(1, fewest);
    most_ = Math.max(fewest, most_);
    // A share of a year is free between these; each product narrows it down to what its destinations ask for.
    let from = fewest * (h < -near ? 1 : least);
    let to = most_ * (h > near ? least : 1);
    for (let p = 0; p < count; p++) {
      const rate = modules.amount[modules.amountStart[high] + p];
      if (!(rate > 0) || low !== high) continue;
      const outlet = modules.outlet[first + p];
      const gate = modules.gate[first + p];
      const slack = EQUAL * Math.abs(gate);
      const begin = modules.outlets.start[outlet] + outlet;
      const asked = modules.outlets.roomUpTo[begin + modules.outlets.above(outlet, gate + slack)] / rate;
      from = Math.min(to, Math.max(from, asked));
      if (gate > modules.outlets.lowest[outlet] + slack) {
        const taken = modules.outlets.roomUpTo[begin + modules.outlets.above(outlet, gate - slack)] / rate;
        to = Math.max(from, Math.min(to, taken));
      }
    }
    const year = h < -near ? to : from;
    const opened = Math.min(most_, Math.max(fewest, h > near && least > 0 ? year / least : year));
    into.opened(k, opened, newModules(modules.indexed, k, opened, modules.kept, modules.built));
    this.#share(k, low, high, year, (activity, share) => {
      into.run(activity, share * capacity[activity]);
      for (let p = 0; p < count; p++) {
        const amount = modules.amount[modules.amountStart[activity] + p];
        if (amount > 0) into.sold(modules.outlet[first + p], share * amount);
      }
    });
  }

  /** Divides a year between two recipes that are equally good, so that destinations above the gate are served. */
  #share(k: number, low: number, high: number, year: number, give: (activity: number, share: number) => void): void {
    const modules = this.#modules;
    if (low === high) {
      give(low, year);
      return;
    }
    const product = modules.productStart[k];
    const outlet = modules.outlet[product];
    const asked =
      modules.outlets.roomUpTo[
        modules.outlets.start[outlet] + outlet + modules.outlets.above(outlet, modules.gate[product] * (1 + EQUAL))
      ];
    const least = year * modules.amount[modules.amountStart[low]];
    const largest = year * modules.amount[modules.amountStart[high]];
    const part = largest > least ? Math.min(1, Math.max(0, (asked - least) / (largest - least))) : 0;
    if (part < 1) give(low, year * (1 - part));
    if (part > 0) give(high, year * part);
  }
}
