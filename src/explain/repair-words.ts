import type { Easing } from "../formulations/easings.ts";
import type { Indexed } from "../network/indexed.ts";
import { formatAmount, formatCount, formatShare } from "../units/format.ts";

/** Easings that a message spells out; the others are counted. */
const SPELLED_OUT = 4;

/** What a repair does, in domain words. */
export function describeRepair(indexed: Indexed, easings: readonly Easing[]): string {
  const shown = [...easings].sort((one, other) => other.slack - one.slack).slice(0, SPELLED_OUT);
  const words = shown.map((easing) => describeEasing(indexed, easing));
  const more = easings.length > SPELLED_OUT ? `; and ${easings.length - SPELLED_OUT} smaller changes` : "";
  const text = `${words.join("; ")}${more}.`;
  return text[0].toUpperCase() + text.slice(1);
}

function describeEasing(indexed: Indexed, { what, index, amount }: Easing): string {
  const { areas, goods, resources, sites, continent, siteLimits } = indexed;
  const good = goods[index % goods.length];
  const area = areas[Math.floor(index / goods.length)];
  const yearly = (tonnes: number): string => `${formatAmount(tonnes, continent.goods[good].unit)} a year`;
  switch (what) {
    case "modules": {
      const site = indexed.moduleSite[index];
      const { name } = continent.sites[sites[site]].sizes[index - indexed.moduleStart[site]];
      const most = indexed.most[index];
      return `let ${sites[site]} have ${most + amount} modules of size ${name}, ${amount} more than there may be`;
    }
    case "supply": {
      const before = indexed.supply[index];
      return `let ${area} supply ${yearly(before + amount)} of ${good}${relative(amount, before, "more")}`;
    }
    case "demand": {
      const before = indexed.demand[index];
      return `let ${area} want ${yearly(before - amount)} of ${good}${relative(amount, before, "less")}`;
    }
    case "resource": {
      const resource = resources[index % resources.length];
      const place = areas[Math.floor(index / resources.length)];
      const before = indexed.available[index];
      return `let ${place} have ${formatCount(before + amount)} of ${resource} a year${relative(amount, before, "more")}`;
    }
    case "link": {
      const { id, capacity = 0 } = continent.links[index];
      return `let link ${id} carry ${formatAmount(capacity + amount)} a year each way${relative(amount, capacity, "more")}`;
    }
    case "terminal": {
      const { area: place, mode, capacity = 0 } = continent.terminals[indexed.nodeTerminal[index]];
      const room = `${formatAmount(capacity + amount)} a year, loaded and unloaded together`;
      return `let the ${mode} terminal of ${place} handle ${room}${relative(amount, capacity, "more")}`;
    }
    case "siteLimit": {
      const { most, good: made } = siteLimits[index];
      return `let ${most + amount} sites make ${goods[made]}, ${amount} more than may be open`;
    }
    case "minimumLoad":
      return `let ${sites[index]} run below its minimum load of ${indexed.minimumLoad[index]}`;
    case "oneSize":
      return `let several sizes be open at ${sites[index]}`;
    case "mustOpen":
      return `let ${sites[index]} be closed, which must be open`;
    case "singleSource":
      return `let areas have ${goods[index]} from several sources`;
    case "shareCap":
      return `let shares of ${goods[index]} be as large as they come`;
    case "reserve":
      return `let there be no capacity in reserve for ${goods[index]}`;
    case "disposal":
      return `let surplus ${goods[index]} be let go`;
  }
}

/** ", 12 % more", or nothing where there is nothing to compare with. */
function relative(part: number, whole: number, word: string): string {
  return whole > 0 ? `, ${formatShare(part / whole)} ${word}` : "";
}
