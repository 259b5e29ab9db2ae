import type { Eased, Easing } from "../formulations/easings.ts";
import type { ContinentChanges, Limit, Relax } from "../model/changes.ts";
import type { Indexed } from "../network/indexed.ts";

/** Part of a kilogram that rounding to kilograms passes over: what a solver adds by its own tolerance. */
const DUST = 1e-3;

/** Rules that are lifted: the field of `relax`, and whose ids it takes. */
const LIFTED: Readonly<Partial<Record<Eased, { readonly field: keyof Relax; readonly of: "site" | "good" }>>> = {
  minimumLoad: { field: "minimumLoad", of: "site" },
  oneSize: { field: "oneSize", of: "site" },
  mustOpen: { field: "mustOpen", of: "site" },
  disposal: { field: "disposal", of: "good" },
  singleSource: { field: "singleSource", of: "good" },
  shareCap: { field: "shareCaps", of: "good" },
  reserve: { field: "reserve", of: "good" },
};

/**
 * Easings as changes that can be applied: limits as they are to be, in whole kilograms, and rules to be lifted.
 *
 * @param margin share by which every slack that is not a whole number is enlarged.
 */
export function changesOf(indexed: Indexed, easings: readonly Easing[], margin: number): ContinentChanges {
  const limit: Limit[] = [];
  const relax: Record<string, string[]> = {};
  for (const easing of easings) {
    const { what, index } = easing;
    const lifted = LIFTED[what];
    if (lifted !== undefined) {
      const ids = lifted.of === "site" ? indexed.sites : indexed.goods;
      relax[lifted.field] = [...(relax[lifted.field] ?? []), ids[index]].sort();
    } else limit.push(limitOf(indexed, easing, margin));
  }
  return {
    ...(limit.length > 0 ? { limit } : {}),
    ...(Object.keys(relax).length > 0 ? { relax } : {}),
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
    case "terminal": {
      const { area: place, mode, capacity = 0 } = continent.terminals[indexed.nodeTerminal[index]];
      return { terminal: mode, area: place, most: roundUp(capacity + eased) };
    }
    default:
      return { sitesMaking: goods[indexed.siteLimits[index].good], most: indexed.siteLimits[index].most + amount };
  }
}

/** To whole kilograms, or thousandths of a unit: as the door rounds, but never against the repair. */
function roundUp(amount: number): number {
  return Math.ceil(amount * 1000 - DUST) / 1000 + 0;
}
