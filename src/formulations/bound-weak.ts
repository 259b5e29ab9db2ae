import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { OptionTerms } from "./bound-options.ts";
import { leastOfOpen } from "./module-range.ts";

/**
 * Weak form: the least cost of one or more open modules of a size against being closed, selling all they make at the
 * gate: for the price there, or let go for -disposal where that is more. Prices are closed over freight, so no
 * destination pays more than the gate, but for final demand of tagged goods. MJ/yr; Infinity where none may be open.
 */
export function weakValue(indexed: Indexed, prices: Prices, options: OptionTerms, module: number): number {
  const { makes, takes, needs, moduleNeeds, builtIn, disposal, capacity, runEnergy, activityStart, activityRecipe } =
    indexed;
  const site = indexed.moduleSite[module];
  const goodRow = indexed.siteArea[site] * indexed.goods.length;
  const resourceRow = indexed.siteArea[site] * indexed.resources.length;
  let year = Number.POSITIVE_INFINITY;
  for (let activity = activityStart[module]; activity < activityStart[module + 1]; activity++) {
    const recipe = activityRecipe[activity];
    let run = runEnergy[activity] + options.run[activity];
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      const good = makes.index[e];
      run -= makes.value[e] * Math.max(prices.good[goodRow + good], -disposal[good], options.dearest(site, good));
    }
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
      run += takes.value[e] * prices.good[goodRow + takes.index[e]];
    }
    for (let e = needs.start[recipe]; e < needs.start[recipe + 1]; e++) {
      run += needs.value[e] * prices.resource[resourceRow + needs.index[e]];
    }
    year = Math.min(year, capacity[activity] * run);
  }
  let scarce = options.module[module];
  for (let e = moduleNeeds.start[module]; e < moduleNeeds.start[module + 1]; e++) {
    scarce += moduleNeeds.value[e] * prices.resource[resourceRow + moduleNeeds.index[e]];
  }
  const load = year < 0 ? year : year * indexed.minimumLoad[site];
  const kept = indexed.keep[module] - indexed.closing[module] + scarce + load;
  let built = indexed.build[module] + indexed.keep[module] + scarce + load;
  for (let e = builtIn.start[module]; e < builtIn.start[module + 1]; e++) {
    built += builtIn.value[e] * prices.good[goodRow + builtIn.index[e]];
  }
  return leastOfOpen(indexed, module, kept, built);
}
