import type { Group } from "../model/types.ts";
import type { Indexed } from "./indexed.ts";

/** Those that count as one: a site, the works of an area, or the works that make a good by the same recipes. */
export interface SiteGroup {
  /** The site, the area, or the recipes joined by " + ". */
  readonly name: string;
  /** The area whose own supply counts with it, -1 for none. */
  readonly area: number;
  /** Rising; all can make the good. */
  readonly sites: Int32Array;
}

/**
 * No group has more than a share. Rows: of the continent, one for each group, from `first` on; of areas, one for
 * each group and area, group-major.
 */
export interface ShareRule {
  readonly good: number;
  readonly by: Group;
  readonly ofArea: boolean;
  readonly share: number;
  readonly groups: readonly SiteGroup[];
  readonly first: number;
}

/** Without any one group the others' open modules can make `amount`. One row for each group, from `first` on. */
export interface ReserveRule {
  readonly good: number;
  readonly by: Group;
  readonly amount: number;
  readonly groups: readonly SiteGroup[];
  readonly first: number;
}

/** What the options of a continent ask for beyond `mostSites`, as numbers. */
export interface OptionRules {
  /** Goods whose final demand is served by tagged shipments, rising; T of them. */
  readonly tagged: Int32Array;
  /** G, the place in `tagged` or -1. */
  readonly taggedAt: Int32Array;
  /** T, 1 where one source alone may serve an area. */
  readonly single: Int8Array;
  readonly shares: readonly ShareRule[];
  readonly reserves: readonly ReserveRule[];
  readonly shareRows: number;
  readonly reserveRows: number;
}

type Ground = Pick<
  Indexed,
  "continent" | "areas" | "goods" | "recipes" | "sites" | "siteArea" | "demand" | "supply" | "makes"
>;

/** Turns the options into rules on indices. */
export function indexOptions(ground: Ground): OptionRules {
  const { continent, areas, goods, demand } = ground;
  const { singleSource, shareCaps, reserve } = continent.options;
  const ofAreas = shareCaps.filter(({ of }) => of === "area").map(({ good }) => good);
  const ids = [...new Set([...singleSource, ...ofAreas])].sort();
  const tagged = Int32Array.from(ids, (good) => goods.indexOf(good));
  const taggedAt = new Int32Array(goods.length).fill(-1);
  tagged.forEach((good, t) => {
    taggedAt[good] = t;
  });
  let shareRows = 0;
  const shares = shareCaps.map(({ good: id, by, of, share }): ShareRule => {
    const good = goods.indexOf(id);
    const groups = groupsOf(ground, good, by, of === "area");
    const rule = { good, by, ofArea: of === "area", share, groups, first: shareRows };
    shareRows += groups.length * (rule.ofArea ? areas.length : 1);
    return rule;
  });
  let reserveRows = 0;
  const reserves = reserve.map(({ good: id, by, share }): ReserveRule => {
    const good = goods.indexOf(id);
    let wanted = 0;
    for (let area = 0; area < areas.length; area++) wanted += demand[area * goods.length + good];
    const rule = { good, by, amount: share * wanted, groups: groupsOf(ground, good, by, false), first: reserveRows };
    reserveRows += rule.groups.length;
    return rule;
  });
  const single = Int8Array.from(ids, (id) => (singleSource.includes(id) ? 1 : 0));
  return { tagged, taggedAt, single, shares, reserves, shareRows, reserveRows };
}

/** The groups of the sites that can make a good, in the order of their first sites; `supplied`: of areas that yield it as well. */
function groupsOf(ground: Ground, good: number, by: Group, supplied: boolean): SiteGroup[] {
  const { continent, areas, goods, sites, siteArea, supply } = ground;
  const members = new Map<string, { area: number; sites: number[] }>();
  const join = (name: string, area: number): number[] => {
    const group = members.get(name) ?? { area, sites: [] };
    members.set(name, group);
    return group.sites;
  };
  sites.forEach((id, site) => {
    const { recipes } = continent.sites[id];
    const makers = recipes.filter((recipe) => (continent.recipes[recipe].makes[goods[good]] ?? 0) > 0);
    if (makers.length === 0) return;
    if (by === "site") join(id, -1).push(site);
    else if (by === "area") join(areas[siteArea[site]], siteArea[site]).push(site);
    else join([...makers].sort().join(" + "), -1).push(site);
  });
  if (by === "area" && supplied) {
    areas.forEach((id, area) => {
      if (supply[area * goods.length + good] > 0) join(id, area);
    });
  }
  return [...members].map(([name, group]) => ({ name, area: group.area, sites: Int32Array.from(group.sites) }));
}

/** Whether a continent asks for anything that only some routes know: tagged shipments, shares or a reserve. */
export function hasOptionRules({ rules }: Indexed): boolean {
  return rules.tagged.length + rules.shares.length + rules.reserves.length > 0;
}

/** Per module, what one open module could make of a good in a year by its recipe that makes most of it. */
export function mostMade(indexed: Indexed, good: number): Float64Array {
  const { makes, activityRecipe, activityModule, capacity, moduleSite } = indexed;
  const most = new Float64Array(moduleSite.length);
  activityRecipe.forEach((recipe, activity) => {
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      if (makes.index[e] !== good) continue;
      const module = activityModule[activity];
      most[module] = Math.max(most[module], capacity[activity] * makes.value[e]);
    }
  });
  return most;
}

/** Per activity, units of a good that one run makes. */
export function madePerRun(indexed: Indexed, good: number): Float64Array {
  const { makes, activityRecipe } = indexed;
  return Float64Array.from(activityRecipe, (recipe) => {
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      if (makes.index[e] === good) return makes.value[e];
    }
    return 0;
  });
}
