import { energyPerRun, energyPerTonne, mayTravel, terminalEnergy } from "../model/energy.ts";
import type { Amounts, Continent } from "../model/types.ts";

/** Rows of (index, value) pairs, compressed: row r is entries start[r] .. start[r + 1] - 1. */
export interface SparseRows {
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

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

  /** S + 1: the modules of site i are moduleStart[i] .. moduleStart[i + 1] - 1. */
  readonly moduleStart: Int32Array;
  /** Per module. */
  readonly moduleSite: Int32Array;
  readonly standing: Float64Array;
  readonly most: Float64Array;
  /** MJ/yr of a new module besides keep. */
  readonly build: Float64Array;
  readonly keep: Float64Array;
  readonly closing: Float64Array;
  /** Rows of resources, per open module. */
  readonly moduleNeeds: SparseRows;

  /** Modules + 1: the activities of module k are activityStart[k] .. activityStart[k + 1] - 1. */
  readonly activityStart: Int32Array;
  readonly activityModule: Int32Array;
  readonly activityRecipe: Int32Array;
  /** Runs/yr of one module if it ran only this recipe. */
  readonly capacity: Float64Array;
  /** MJ per run. */
  readonly runEnergy: Float64Array;

  /** Nodes (area, mode) that some link touches. */
  readonly nodeArea: Int32Array;
  readonly nodeMode: Int32Array;
  /** A * M, the node or -1. */
  readonly nodeOf: Int32Array;
  /** M, MJ per tonne to load, and again to unload. */
  readonly terminal: Float64Array;

  /** Arcs: each way of each link, between nodes. */
  readonly arcTail: Int32Array;
  readonly arcHead: Int32Array;
  /** Position in continent.links, and 0 out or 1 back. */
  readonly arcLink: Int32Array;
  readonly arcWay: Int8Array;
  /** MJ per tonne. */
  readonly arcEnergy: Float64Array;
  /** t/yr; Infinity where unlimited. */
  readonly arcCapacity: Float64Array;

  /** Options "at most so many sites of a good", each with the sites that could make it. */
  readonly siteLimits: readonly SiteLimit[];
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

  const makes = sparse(recipes, (id) => continent.recipes[id].makes, goodAt);
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
    takes: sparse(recipes, (id) => continent.recipes[id].takes, goodAt),
    needs: sparse(recipes, (id) => continent.recipes[id].needs, resourceAt),
  };
  return {
    ...shared,
    ...indexSites(continent, sites, positions(areas), recipeAt, resourceAt),
    ...indexLinks(continent, areas, modes),
    siteLimits: siteLimits(continent, sites, goodAt),
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

function positions(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, i) => [id, i]));
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

/** One row per owner, entries sorted by index, zeros dropped. */
function sparse<Owner>(
  owners: readonly Owner[],
  amounts: (owner: Owner) => Amounts,
  at: ReadonlyMap<string, number>,
): SparseRows {
  const start = new Int32Array(owners.length + 1);
  const entries: [number, number][] = [];
  owners.forEach((owner, r) => {
    const row = Object.entries(amounts(owner)).filter(([, amount]) => amount !== 0);
    for (const [id, amount] of row.sort(([a], [b]) => at.get(a)! - at.get(b)!)) entries.push([at.get(id)!, amount]);
    start[r + 1] = entries.length;
  });
  return {
    start,
    index: Int32Array.from(entries, ([index]) => index),
    value: Float64Array.from(entries, ([, value]) => value),
  };
}

function indexSites(
  continent: Continent,
  ids: readonly string[],
  areaAt: ReadonlyMap<string, number>,
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
    moduleStart,
    moduleSite: Int32Array.from(modules, ({ i }) => i),
    standing: Float64Array.from(modules, ({ size }) => size.stand),
    most: Float64Array.from(modules, ({ size }) => size.most),
    build: Float64Array.from(modules, ({ size }) => size.buildPerYear),
    keep: Float64Array.from(modules, ({ size }) => size.keep),
    closing: Float64Array.from(modules, ({ size }) => size.closing),
    moduleNeeds: sparse(modules, ({ size }) => size.needs, resourceAt),
    activityStart,
    activityModule: Int32Array.from(activities, ({ k }) => k),
    activityRecipe: Int32Array.from(activities, ({ recipe }) => recipeAt.get(recipe)!),
    capacity: Float64Array.from(activities, ({ size, recipe }) => size.capacity[recipe]),
    runEnergy: Float64Array.from(activities, ({ site, size, recipe }) =>
      energyPerRun(continent, site, size, continent.recipes[recipe]),
    ),
  };
}

function indexLinks(continent: Continent, areas: readonly string[], modes: readonly string[]) {
  const areaAt = positions(areas);
  const modeAt = positions(modes);
  const nodeOf = new Int32Array(areas.length * modes.length).fill(-1);
  for (const { from, to, mode } of continent.links) {
    nodeOf[areaAt.get(from)! * modes.length + modeAt.get(mode)!] = 0;
    nodeOf[areaAt.get(to)! * modes.length + modeAt.get(mode)!] = 0;
  }
  const present: number[] = [];
  nodeOf.forEach((mark, cell) => {
    if (mark === 0) nodeOf[cell] = present.push(cell) - 1;
  });
  const arcs = continent.links.flatMap((link, position) => {
    const out = nodeOf[areaAt.get(link.from)! * modes.length + modeAt.get(link.mode)!];
    const back = nodeOf[areaAt.get(link.to)! * modes.length + modeAt.get(link.mode)!];
    const ways = [{ tail: out, head: back, way: 0 as const }];
    if (!link.bothWays) return ways.map((arc) => ({ ...arc, link, position }));
    return [...ways, { tail: back, head: out, way: 1 as const }].map((arc) => ({ ...arc, link, position }));
  });
  return {
    nodeArea: Int32Array.from(present, (cell) => Math.floor(cell / modes.length)),
    nodeMode: Int32Array.from(present, (cell) => cell % modes.length),
    nodeOf,
    terminal: Float64Array.from(modes, (mode) => terminalEnergy(continent, mode)),
    arcTail: Int32Array.from(arcs, ({ tail }) => tail),
    arcHead: Int32Array.from(arcs, ({ head }) => head),
    arcLink: Int32Array.from(arcs, ({ position }) => position),
    arcWay: Int8Array.from(arcs, ({ way }) => way),
    arcEnergy: Float64Array.from(arcs, ({ link, way }) => energyPerTonne(continent, link, way)),
    arcCapacity: Float64Array.from(arcs, ({ link }) => link.capacity ?? Number.POSITIVE_INFINITY),
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
