import type { ContinentSpec } from "../src/model/spec.ts";
import type { Draw } from "./draw.ts";

/** Towns that want goods, the first of them every good, and may supply bread; and how much bread is wanted in all. */
export function drawTowns(
  { chance, between }: Draw,
  names: readonly string[],
  goods: readonly string[],
  share: { readonly want: number; readonly supply: number; readonly mostSupply: number },
): { areas: Record<string, ContinentSpec["areas"][string]>; wanted: number } {
  const areas: Record<string, ContinentSpec["areas"][string]> = {};
  for (const name of names) {
    const demand = Object.fromEntries(goods.map((good) => [good, chance(share.want) ? between(20, 400) : 0]));
    if (name === names[0]) for (const good of goods) demand[good] = between(50, 400);
    areas[name] = {
      at: [between(0, 20), between(40, 60)],
      population: 1000,
      demand,
      supply: chance(share.supply) ? { bread: between(5, share.mostSupply) } : {},
      resources: chance(0.3) ? { hours: 1e9 } : {},
    };
  }
  return { areas, wanted: names.reduce((sum, name) => sum + (areas[name].demand?.["bread"] ?? 0), 0) };
}
