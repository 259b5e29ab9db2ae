import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { Certificate } from "../plan/types.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledCertificate } from "../problems/coupled-result.ts";
import { certificateOf } from "./certificate.ts";

/**
 * The prices of a coupled result as a certificate of a continent's plan, in the fine form. It states no bound yet. All that is
 * taken has its own price, those that are the area's too: so the bound is evaluated once, whether these are closed or not.
 *
 * @param problem has the continent's areas, goods and sizes, in the same order.
 * @param prices by area, such as the result's by place.
 */
export function fineCertificate(
  indexed: Indexed,
  problem: CoupledProblem,
  { demandPrice, inputPrice }: CoupledCertificate,
  prices: Prices,
): Certificate {
  const { areas, goods, sites, moduleStart, continent } = indexed;
  const demand: Record<string, Record<string, number>> = {};
  for (let g = 0; g < goods.length; g++) {
    const byArea: Record<string, number> = {};
    for (let a = 0; a < areas.length; a++) {
      if (indexed.demand[a * goods.length + g] > 0) byArea[areas[a]] = demandPrice[g * areas.length + a];
    }
    if (Object.keys(byArea).length > 0) demand[goods[g]] = byArea;
  }
  const inputs: Record<string, Record<string, Record<string, number>>> = {};
  let next = 0;
  sites.forEach((id, i) => {
    const bySize: Record<string, Record<string, number>> = {};
    continent.sites[id].sizes.forEach(({ name }, s) => {
      const byGood: Record<string, number> = {};
      for (const good of inputsOf(problem, moduleStart[i] + s)) byGood[goods[good]] = inputPrice[next++];
      if (Object.keys(byGood).length > 0) bySize[name] = byGood;
    });
    if (Object.keys(bySize).length > 0) inputs[id] = bySize;
  });
  return { ...certificateOf(indexed, prices, "fine", 0), fine: { demand, inputs } };
}

/**
 * The way back: a certificate in the fine form, perhaps of another plan, as prices of a coupled problem. What it does not
 * name has the price of its good and area; undefined for other forms.
 */
export function finePrices(
  { areas, goods, sites, siteArea, moduleStart, continent }: Indexed,
  problem: CoupledProblem,
  { form, fine }: Certificate,
  prices: Prices,
): CoupledCertificate | undefined {
  if (form !== "fine" || fine === undefined) return undefined;
  const finite = (value: number | undefined, otherwise: number): number =>
    value !== undefined && Number.isFinite(value) ? value : otherwise;
  const demandPrice = Float64Array.from({ length: areas.length * goods.length }, (_, cell) => {
    const [g, a] = [Math.floor(cell / areas.length), cell % areas.length];
    return finite(fine.demand[goods[g]]?.[areas[a]], prices.good[a * goods.length + g]);
  });
  const inputPrice = sites.flatMap((id, i) =>
    continent.sites[id].sizes.flatMap(({ name }, s) =>
      inputsOf(problem, moduleStart[i] + s).map((good) =>
        finite(fine.inputs[id]?.[name]?.[goods[good]], prices.good[siteArea[i] * goods.length + good]),
      ),
    ),
  );
  return { demandPrice, inputPrice: Float64Array.from(inputPrice) };
}

/** The goods that any activity of a size takes, ascending. */
function inputsOf({ takes, activityStart, activityRecipe }: CoupledProblem, size: number): number[] {
  const taken = new Set<number>();
  for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++) {
    const recipe = activityRecipe[activity];
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) taken.add(takes.good[e]);
  }
  return [...taken].sort((a, b) => a - b);
}
