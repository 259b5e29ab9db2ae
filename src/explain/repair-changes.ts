import type { Easing } from "../formulations/easings.ts";
import type { ContinentChanges, Limit } from "../model/changes.ts";
import type { Indexed } from "../network/indexed.ts";

/** Part of a kilogram that rounding to kilograms passes over: what a solver adds by its own tolerance. */
const DUST = 1e-3;

/**
 * Easings as changes that can be applied: limits as they are to be, in whole kilograms, and rules to be lifted.
 *
 * @param margin share by which every slack that is not a whole number is enlarged.
 */
export function changesOf(indexed: Indexed, easings: readonly Easing[], margin: number): ContinentChanges {
  const limit: Limit[] = [];
  const relax: Record<"minimumLoad" | "oneSize" | "disposal", string[]> = {
    minimumLoad: [],
    oneSize: [],
    disposal: [],
  };
  for (const easing of easings) {
    const { what, index } = easing;
    if (what === "minimumLoad" || what === "oneSize") relax[what].push(indexed.sites[index]);
    else if (what === "disposal") relax.disposal.push(indexed.goods[index]);
    else limit.push(limitOf(indexed, easing, margin));
  }
  const lifted = Object.entries(relax).filter(([, ids]) => ids.length > 0);
  return {
    ...(limit.length > 0 ? { limit } : {}),
    ...(lifted.length > 0 ? { relax: Object.fromEntries(lifted) } : {}),
  };
}

function limitOf(indexed: Indexed, { what, index, amount }: Easing, margin: number): Limit {
  const { areas, goods, resources, continent } = indexed;
  const eased = amount * (1 + margin);
  const good = goods[index % goods.length];
  const area = areas[Math.floor(index / goods.length)];
  switch (what) {
    case "modules": {
      const site = indexed.moduleSite[index];
      const id = indexed.sites[site];
      const size = continent.sites[id].sizes[index - indexed.moduleStart[site]].name;
      return { site: id, size, most: indexed.most[index] + amount };
    }
    case "supply":
      return { supply: good, area, most: roundUp(indexed.supply[index] + eased) };
    case "demand":
      return { demand: good, area, most: Math.max(0, -roundUp(eased - indexed.demand[index])) };
    case "resource": {
      const resource = resources[index % resources.length];
      const place = areas[Math.floor(index / resources.length)];
      return { resource, area: place, most: roundUp(indexed.available[index] + eased) };
    }
    case "link": {
      const { id, capacity = 0 } = continent.links[index];
      return { link: id, most: roundUp(capacity + eased) };
    }
    default:
      return { sitesMaking: goods[indexed.siteLimits[index].good], most: indexed.siteLimits[index].most + amount };
  }
}

/** To whole kilograms, or thousandths of a unit: as the door rounds, but never against the repair. */
function roundUp(amount: number): number {
  return Math.ceil(amount * 1000 - DUST) / 1000 + 0;
}
