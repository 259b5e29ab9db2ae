import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { Certificate } from "../plan/types.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledCertificate } from "../problems/coupled-result.ts";
import { certificateOf } from "./certificate.ts";

/**
 * The prices of a coupled result as a certificate of a continent's plan, in the fine form. It states no bound yet.
 *
 * @param problem has the continent's areas, goods and sizes, in the same order.
 * @param prices by area, such as the result's by place.
 */
export function fineCertificate(
  indexed: Indexed,
  { takes, activityStart, activityRecipe }: CoupledProblem,
  { demandPrice, inputPrice }: CoupledCertificate,
  prices: Prices,
): Certificate {
  const { areas, goods, sites, siteArea, moduleStart, continent } = indexed;
  const demand: Record<string, Record<string, number>> = {};
  for (let g = 0; g < goods.length; g++) {
    const byArea: Record<string, number> = {};
    for (let a = 0; a < areas.length; a++) {
      const price = demandPrice[g * areas.length + a];
      const cell = a * goods.length + g;
      if (indexed.demand[cell] > 0 && price !== prices.good[cell]) byArea[areas[a]] = price;
    }
    if (Object.keys(byArea).length > 0) demand[goods[g]] = byArea;
  }
  const inputs: Record<string, Record<string, Record<string, number>>> = {};
  let next = 0;
  sites.forEach((id, i) => {
    const bySize: Record<string, Record<string, number>> = {};
    continent.sites[id].sizes.forEach(({ name }, s) => {
      const k = moduleStart[i] + s;
      const taken = new Set<number>();
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
        const recipe = activityRecipe[activity];
        for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) taken.add(takes.good[e]);
      }
      const byGood: Record<string, number> = {};
      for (const good of [...taken].sort((a, b) => a - b)) {
        const price = inputPrice[next++];
        if (price !== prices.good[siteArea[i] * goods.length + good]) byGood[goods[good]] = price;
      }
      if (Object.keys(byGood).length > 0) bySize[name] = byGood;
    });
    if (Object.keys(bySize).length > 0) inputs[id] = bySize;
  });
  return { ...certificateOf(indexed, prices, "fine", 0), fine: { demand, inputs } };
}
