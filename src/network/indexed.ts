import { energyPerRun, goodsBuiltIn, mayTravel } from "../model/energy.ts";
import type { Amounts, Continent } from "../model/types.ts";
import { indexLinks } from "./index-links.ts";
import { indexOptions, type OptionRules } from "./option-rules.ts";
import { positions, type SparseRows, sparseRows } from "./sparse-rows.ts";

export type { SparseRows } from "./sparse-rows.ts";

/**
 * A continent as numbers: ids become indices (sorted by code unit, so that relabelling changes nothing),
 * energies become primary MJ, links become arcs between nodes (area, mode).
 *
 * Shapes: A areas, G goods, M modes, R recipes, K resources, S sites; a module is one size of one site, an
 * activity is one recipe in one module. Tables over areas are area-major: demand[a * G + g].
 * Units:  t/yr or the good's own unit a year; MJ per unit, per run, per tonne, per year.
 */
export interface Indexed {
  readonly continent: Continent;
  readonly areas: readonly string[];
  readonly goods: readonly string[];
  readonly modes: readonly string[];
  readonly recipes: readonly string[];
  readonly resources: readonly string[];
  readonly sites: readonly string[];

  /** A * G, final demand. */
  readonly demand: Float64Array;
  /** A * G, the most that nature yields without a recipe. */
  readonly supply: Float64Array;
  /** A * K, what there is; Infinity where unlimited. */
  readonly available: Float64Array;
  /** G, MJ per unit of unmet demand; Infinity where demand must be met. */
  readonly shortage: Float64Array;
  /** G, MJ per unit let go; Infinity where forbidden. */
  readonly disposal: Float64Array;
  /** G, tonnes that one unit weighs on a link. */
  readonly tonnesPerUnit: Float64Array;
  /** G * M, 1 where the good may travel by the mode. */
  readonly travels: Int8Array;

  /** R rows of goods, per run. */
  readonly makes: SparseRows;
  readonly takes: SparseRows;
  /** R rows of resources, per run. */
  readonly needs: SparseRows;

  /** S. */
  readonly siteArea: Int32Array;
  readonly siteEnergy: Float64Array;
  readonly minimumLoad: Float64Array;
  readonly oneSize: Int8Array;
  /** 1 where at least one module must be open. A site that must not has `most` 0 in all its modules. */
  readonly mustOpen: Int8Array;

  /** S + 1: the modules of site i are moduleStart[i] .. moduleStart[i + 1] - 1. */
  readonly moduleStart: Int32Array;
  /** Per module. */
  readonly moduleSite: Int32Array;
  readonly standing: Float64Array;
  /** Standing ones that are kept, and new ones, lie in these ranges: from the door all there may be, in a case less. */
  readonly keptLeast: Float64Array;
  readonly keptMost: Float64Array;
  readonly builtLeast: Float64Array;
  readonly builtMost: Float64Array;
  /** keptMost + builtMost. */
  readonly most: Float64Array;
  /** MJ/yr of a new module besides keep. */
  readonly build: Float64Array;
  readonly keep: Float64Array;
  readonly closing: Float64Array;
  /** Rows of resources, per open module. */
  readonly moduleNeeds: SparseRows;
  /** Rows of goods, units a year per new module. */
  readonly builtIn: SparseRows;

  /** Modules + 1: the activities of module k are activityStart[k] .. activityStart[k + 1] - 1. */
  readonly activityStart: Int32Array;
  readonly activityModule: Int32Array;
  readonly activityRecipe: Int32Array;
  /** Runs/yr of one module if it ran only this recipe. */
  readonly capacity: Float64Array;
  /** MJ per run. */
  readonly runEnergy: Float64Array;

  /** Nodes (area, mode) that some link touches, or whose terminal is described. */
  readonly nodeArea: Int32Array;
  readonly nodeMode: Int32Array;
  /** A * M, the node or -1. */
  readonly nodeOf: Int32Array;
  /** M, MJ per tonne to load, and again to unload. */
  readonly terminal: Float64Array;

  /** Per node: position in continent.terminals, or -1. */
  readonly nodeTerminal: Int32Array;
  /** Per node: t/yr loaded and unloaded together with what stands; Infinity where unlimited. */
  readonly nodeCapacity: Float64Array;
  /** N + 1: what may be built of node n's terminal is terminalSizeStart[n] .. terminalSizeStart[n + 1] - 1. */
  readonly terminalSizeStart: Int32Array;
  /** Per size of a terminal: its node, t/yr, MJ/yr of a module, modules there may be. */
  readonly terminalSizeNode: Int32Array;
  readonly terminalSizeCapacity: Float64Array;
  readonly terminalSizeBuild: Float64Array;
  readonly terminalSizeKeep: Float64Array;
  readonly terminalSizeLeast: Float64Array;
  readonly terminalSizeMost: Float64Array;

  /** Arcs: each way of each link, between nodes. */
  readonly arcTail: Int32Array;
  readonly arcHead: Int32Array;
  /** Position in continent.links, and 0 out or 1 back. */
  readonly arcLink: Int32Array;
  readonly arcWay: Int8Array;
  /** MJ per tonne. */
  readonly arcEnergy: Float64Array;
  /** t/yr of what stands; Infinity where unlimited. */
  readonly arcCapacity: Float64Array;
  /** Share lost on the way. */
  readonly arcLoss: Float64Array;

  /** L rows of goods, per tonne carried, made and taken in the area where an arc of the link begins. */
  readonly linkMakes: SparseRows;
  readonly linkTakes: SparseRows;
  /** L + 1: what may be built of link l is linkSizeStart[l] .. linkSizeStart[l + 1] - 1. */
  readonly linkSizeStart: Int32Array;
  /** Per size of a link: its link, t/yr each way, MJ/yr of a module, modules there may be. */
  readonly linkSizeLink: Int32Array;
  readonly linkSizeCapacity: Float64Array;
  readonly linkSizeBuild: Float64Array;
  readonly linkSizeKeep: Float64Array;
  readonly linkSizeLeast: Float64Array;
  readonly linkSizeMost: Float64Array;

  /** Options "at most so many sites of a good", each with the sites that could make it. */
  readonly siteLimits: readonly SiteLimit[];
  /** The other options. */
  readonly rules: OptionRules;
}

/** At most `most` of these sites may be open. */
export interface SiteLimit {
  readonly good: number;
  readonly most: number;
  readonly sites: Int32Array;
}

/** Turns ids into indices; the continent has passed the door, so nothing here can fail. */
export function indexContinent(continent: Continent): Indexed {
  const areas = Object.keys(continent.areas).sort();
  const goods = Object.keys(continent.goods).sort();
  const modes = Object.keys(continent.modes).sort();
  const recipes = Object.keys(continent.recipes).sort();
  const sites = Object.keys(continent.sites).sort();
  const resources = namedResources(continent);
  const goodAt = positions(goods);
  const resourceAt = positions(resources);
  const recipeAt = positions(recipes);

  const makes = sparseRows(recipes, (id) => continent.recipes[id].makes, goodAt);
  const table = (amounts: (area: string) => Amounts): Float64Array =>
    areaTable(areas, goodAt, goods.length, 0, amounts);
  const shared = {
    continent,
    areas,
    goods,
    modes,
    recipes,
    resources,
    sites,
    demand: table((area) => continent.areas[area].demand),
    supply: table((area) => continent.areas[area].supply),
    available: areaTable(
      areas,
      resourceAt,
      resources.length,
      Number.POSITIVE_INFINITY,
      (a) => continent.areas[a].resources,
    ),
    shortage: Float64Array.from(goods, (id) => continent.shortage[id] ?? Number.POSITIVE_INFINITY),
    disposal: Float64Array.from(goods, (id) => {
      const { disposal } = continent.goods[id];
      return disposal === "forbidden" ? Number.POSITIVE_INFINITY : disposal;
    }),
    tonnesPerUnit: Float64Array.from(goods, (id) => continent.goods[id].tonnesPerUnit),
    travels: Int8Array.from(goods.flatMap((good) => modes.map((mode) => (mayTravel(continent, good, mode) ? 1 : 0)))),
    makes,
    takes: sparseRows(recipes, (id) => continent.recipes[id].takes, goodAt),
    needs: sparseRows(recipes, (id) => continent.recipes[id].needs, resourceAt),
  };
  const placed = { ...shared, ...indexSites(continent, sites, positions(areas), goodAt, recipeAt, resourceAt) };
  return {
    ...placed,
    ...indexLinks(continent, areas, modes, goodAt),
    siteLimits: siteLimits(continent, sites, goodAt),
    rules: indexOptions(placed),
  };
}

/** Resources that an area has, or a recipe or module needs, sorted. */
function namedResources(continent: Continent): string[] {
  const names = new Set<string>();
  const gather = (amounts: Amounts): void => {
    for (const id of Object.keys(amounts)) names.add(id);
  };
  for (const area of Object.values(continent.areas)) gather(area.resources);
  for (const recipe of Object.values(continent.recipes)) gather(recipe.needs);
  for (const site of Object.values(continent.sites)) for (const size of site.sizes) gather(size.needs);
  return [...names].sort();
}

function areaTable(
  areas: readonly string[],
  at: ReadonlyMap<string, number>,
  width: number,
  absent: number,
  amounts: (area: string) => Amounts,
): Float64Array {
  const table = new Float64Array(areas.length * width).fill(absent);
  areas.forEach((area, a) => {
    for (const [id, amount] of Object.entries(amounts(area))) table[a * width + at.get(id)!] = amount;
  });
  return table;
}

function indexSites(
  continent: Continent,
  ids: readonly string[],
  areaAt: ReadonlyMap<string, number>,
  goodAt: ReadonlyMap<string, number>,
  recipeAt: ReadonlyMap<string, number>,
  resourceAt: ReadonlyMap<string, number>,
) {
  const sites = ids.map((id) => continent.sites[id]);
  const modules = sites.flatMap((site, i) => site.sizes.map((size) => ({ i, site, size })));
  const activities = modules.flatMap(({ site, size }, k) =>
    [...site.recipes].sort().map((recipe) => ({ k, site, size, recipe })),
  );
  const moduleStart = new Int32Array(sites.length + 1);
  sites.forEach((site, i) => {
    moduleStart[i + 1] = moduleStart[i] + site.sizes.length;
  });
  const activityStart = new Int32Array(modules.length + 1);
  modules.forEach(({ site }, k) => {
    activityStart[k + 1] = activityStart[k] + site.recipes.length;
  });
  return {
    siteArea: Int32Array.from(sites, (site) => areaAt.get(site.area)!),
    siteEnergy: Float64Array.from(sites, (site) => site.siteEnergy),
    minimumLoad: Float64Array.from(sites, (site) => site.minimumLoad),
    oneSize: Int8Array.from(sites, (site) => (site.oneSize ? 1 : 0)),
    mustOpen: Int8Array.from(sites, (site) => (site.open ? 1 : 0)),
    moduleStart,
    moduleSite: Int32Array.from(modules, ({ i }) => i),
    standing: Float64Array.from(modules, ({ size }) => size.stand),
    keptLeast: new Float64Array(modules.length),
    keptMost: Float64Array.from(modules, ({ site, size }) => (site.open === false ? 0 : size.stand)),
    builtLeast: new Float64Array(modules.length),
    builtMost: Float64Array.from(modules, ({ site, size }) => (site.open === false ? 0 : size.most - size.stand)),
    most: Float64Array.from(modules, ({ site, size }) => (site.open === false ? 0 : size.most)),
    build: Float64Array.from(modules, ({ size }) => size.buildPerYear),
    keep: Float64Array.from(modules, ({ size }) => size.keep),
    closing: Float64Array.from(modules, ({ size }) => size.closing),
    moduleNeeds: sparseRows(modules, ({ size }) => size.needs, resourceAt),
    builtIn: sparseRows(modules, ({ size }) => goodsBuiltIn(size), goodAt),
    activityStart,
    activityModule: Int32Array.from(activities, ({ k }) => k),
    activityRecipe: Int32Array.from(activities, ({ recipe }) => recipeAt.get(recipe)!),
    capacity: Float64Array.from(activities, ({ size, recipe }) => size.capacity[recipe]),
    runEnergy: Float64Array.from(activities, ({ site, size, recipe }) =>
      energyPerRun(continent, site, size, continent.recipes[recipe]),
    ),
  };
}

function siteLimits(
  continent: Continent,
  sites: readonly string[],
  goodAt: ReadonlyMap<string, number>,
): readonly SiteLimit[] {
  const limits = Object.entries(continent.options.mostSites).sort(([a], [b]) => (a < b ? -1 : 1));
  return limits.map(([good, most]) => ({
    good: goodAt.get(good)!,
    most,
    sites: Int32Array.from(
      sites.flatMap((id, i) =>
        continent.sites[id].recipes.some((recipe) => (continent.recipes[recipe].makes[good] ?? 0) > 0) ? [i] : [],
      ),
    ),
  }));
}
