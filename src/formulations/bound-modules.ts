import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { OptionTerms } from "./bound-options.ts";
import type { Outlets } from "./bound-outlets.ts";
import { leastOfOpen } from "./module-range.ts";

/**
 * The modules of all sites as the strong bound sees them: what their full years cost at given prices, and which
 * products they bring to which outlets. A gate price is what a product counts for where it leaves the works.
 *
 * Units: MJ a year of one module that runs one recipe the whole year; units a year of a product.
 */
export class Modules {
  /** Products of module k are productStart[k] .. productStart[k + 1] - 1, each with its outlet and its gate price. */
  readonly productStart: Int32Array;
  readonly outlet: Int32Array;
  readonly gate: Float64Array;
  /** Per activity, amounts of the module's products in a full year, from amountStart on. */
  readonly amountStart: Int32Array;
  readonly amount: Float64Array;
  /** Per activity, MJ of a full year: energy, inputs, resources. */
  readonly cost: Float64Array;
  readonly indexed: Indexed;
  readonly outlets: Outlets;
  readonly #options: OptionTerms;
  /** MJ/yr of one module that is kept instead of closed, and of a new one; of the module last asked for. */
  kept = 0;
  built = 0;

  constructor(indexed: Indexed, outlets: Outlets, options: OptionTerms) {
    this.indexed = indexed;
    this.outlets = outlets;
    this.#options = options;
    const moduleCount = indexed.moduleSite.length;
    const { start, index, value } = indexed.makes;
    this.productStart = new Int32Array(moduleCount + 1);
    this.amountStart = new Int32Array(indexed.activityModule.length + 1);
    const outlet: number[] = [];
    const amount: number[] = [];
    for (let k = 0; k < moduleCount; k++) {
      const made = new Set<number>();
      for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
        const recipe = indexed.activityRecipe[activity];
        for (let e = start[recipe]; e < start[recipe + 1]; e++) made.add(index[e]);
      }
      const products = [...made].sort((a, b) => a - b);
      for (const good of products) outlet.push(outlets.ofSite(indexed.moduleSite[k], good));
      for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
        const recipe = indexed.activityRecipe[activity];
        const first = amount.length;
        for (const _ of products) amount.push(0);
        for (let e = start[recipe]; e < start[recipe + 1]; e++) {
          amount[first + products.indexOf(index[e])] += value[e] * indexed.capacity[activity];
        }
        this.amountStart[activity + 1] = amount.length;
      }
      this.productStart[k + 1] = outlet.length;
    }
    this.outlet = Int32Array.from(outlet);
    this.gate = new Float64Array(outlet.length);
    this.amount = Float64Array.from(amount);
    this.cost = new Float64Array(indexed.activityModule.length);
  }

  /** Every activity's full year at these prices. */
  price(prices: Prices): void {
    const { takes, needs, activityRecipe, activityModule, moduleSite, siteArea, capacity, runEnergy } = this.indexed;
    const goodCount = this.indexed.goods.length;
    const resourceCount = this.indexed.resources.length;
    for (let activity = 0; activity < capacity.length; activity++) {
      const recipe = activityRecipe[activity];
      const area = siteArea[moduleSite[activityModule[activity]]];
      let run = runEnergy[activity] + this.#options.run[activity];
      for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
        run += takes.value[e] * prices.good[area * goodCount + takes.index[e]];
      }
      for (let e = needs.start[recipe]; e < needs.start[recipe + 1]; e++) {
        run += needs.value[e] * prices.resource[area * resourceCount + needs.index[e]];
      }
      this.cost[activity] = capacity[activity] * run;
    }
  }

  /** MJ/yr of one module that is kept instead of closed, and of a new one. */
  overheads(k: number, prices: Prices): void {
    const { moduleNeeds, builtIn, moduleSite, siteArea, keep, build, closing, resources, goods } = this.indexed;
    const area = siteArea[moduleSite[k]];
    let needs = this.#options.module[k];
    for (let e = moduleNeeds.start[k]; e < moduleNeeds.start[k + 1]; e++) {
      needs += moduleNeeds.value[e] * prices.resource[area * resources.length + moduleNeeds.index[e]];
    }
    this.kept = keep[k] - closing[k] + needs;
    let goodsIn = 0;
    for (let e = builtIn.start[k]; e < builtIn.start[k + 1]; e++) {
      goodsIn += builtIn.value[e] * prices.good[area * goods.length + builtIn.index[e]];
    }
    this.built = build[k] + keep[k] + needs + goodsIn;
  }

  /** The value of gate prices of all products. */
  valueOf(k: number, gate: Float64Array): number {
    const { activityStart } = this.indexed;
    const first = this.productStart[k];
    let h = Number.POSITIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      let year = this.cost[activity];
      for (let p = 0; p < gate.length; p++) year -= this.amount[this.amountStart[activity] + p] * gate[p];
      if (year < h) h = year;
    }
    let value = this.leastOfModules(k, h);
    for (let p = 0; p < gate.length; p++) value += this.outlets.shipped(this.outlet[first + p], gate[p]);
    return value;
  }

  leastCost(k: number): number {
    const { activityStart } = this.indexed;
    let h = Number.POSITIVE_INFINITY;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++)
      h = Math.min(h, this.cost[activity]);
    return h;
  }

  /** The least cost of at least one open module whose full year costs h. */
  leastOfModules(k: number, h: number): number {
    const { minimumLoad, moduleSite } = this.indexed;
    const load = h < 0 ? h : h * minimumLoad[moduleSite[k]];
    return leastOfOpen(this.indexed, k, this.kept + load, this.built + load);
  }
}
