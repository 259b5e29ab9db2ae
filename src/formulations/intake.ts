import type { Indexed } from "../network/indexed.ts";

/**
 * A * G, units a year: the most an area could use of a good, so that no shipment to it can be larger: its final demand and what its sites could take at full run; a site
 * of one size only takes what its hungriest size does.
 */
export function largestIntake(indexed: Indexed): Float64Array {
  const goodCount = indexed.goods.length;
  const { start, index, value } = indexed.takes;
  const intake = indexed.demand.slice();
  const module = new Float64Array(goodCount);
  const site = new Float64Array(goodCount);
  for (let i = 0; i < indexed.sites.length; i++) {
    site.fill(0);
    for (let k = indexed.moduleStart[i]; k < indexed.moduleStart[i + 1]; k++) {
      module.fill(0);
      for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
        const recipe = indexed.activityRecipe[activity];
        const runs = indexed.capacity[activity] * indexed.most[k];
        for (let e = start[recipe]; e < start[recipe + 1]; e++) {
          module[index[e]] = Math.max(module[index[e]], value[e] * runs);
        }
      }
      for (let g = 0; g < goodCount; g++)
        site[g] = indexed.oneSize[i] ? Math.max(site[g], module[g]) : site[g] + module[g];
    }
    for (let g = 0; g < goodCount; g++) intake[indexed.siteArea[i] * goodCount + g] += site[g];
  }
  return intake;
}
