import { mayTravel } from "./energy.ts";
import type { Amounts, Area, Continent, Recipe, Site } from "./types.ts";

/**
 * The part of a continent that some goods are the matter of: their demand, supplies, recipes and works, the links and
 * terminals that they may use, the resources that their works need, the options about them. All areas and modes stay.
 *
 * Where no works, no link that makes, takes or is built, and no terminal that is built has to do with goods of two such
 * parts, every plan of the continent is a plan of each part, and what it takes is what they take together.
 */
export function partOfContinent(continent: Continent, goods: readonly string[]): Continent {
  const chosen = new Set(goods);
  const own = <Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    kept(record, (good) => chosen.has(good));
  const isOwn = ({ good }: { readonly good: string }): boolean => chosen.has(good);
  const travels = new Set(
    Object.keys(continent.modes).filter((mode) => goods.some((good) => mayTravel(continent, good, mode))),
  );
  const recipes = kept(continent.recipes, (_, recipe) => madeAndTaken(recipe).every((good) => chosen.has(good)));
  const sites = kept(continent.sites, (_, site) => site.recipes.every((recipe) => Object.hasOwn(recipes, recipe)));
  const needed = resourcesNeeded(recipes, sites);
  const { singleSource, mostSites, shareCaps, reserve } = continent.options;
  return {
    ...continent,
    goods: own(continent.goods),
    recipes,
    areas: mapped(
      continent.areas,
      (area, id): Area => ({
        ...area,
        demand: own(area.demand),
        supply: own(area.supply),
        resources: kept(area.resources, (resource) => needed.get(id)?.has(resource) === true),
      }),
    ),
    sites,
    links: continent.links.filter(({ mode }) => travels.has(mode)),
    terminals: continent.terminals.filter(({ mode }) => travels.has(mode)),
    options: {
      singleSource: singleSource.filter((good) => chosen.has(good)),
      mostSites: own(mostSites),
      shareCaps: shareCaps.filter(isOwn),
      reserve: reserve.filter(isOwn),
    },
    shortage: own(continent.shortage),
  };
}

/** The goods that a recipe, or a link for carrying, makes and takes. */
export function madeAndTaken({ makes, takes }: Pick<Recipe, "makes" | "takes">): string[] {
  return [...goodsIn(makes), ...goodsIn(takes)];
}

/** The goods that an amount is named of, and not of nothing. */
export function goodsIn(amounts: Amounts): string[] {
  return Object.keys(amounts).filter((good) => amounts[good] !== 0);
}

/** The resources that the works of each area need, running or standing. */
function resourcesNeeded(
  recipes: Readonly<Record<string, Recipe>>,
  sites: Readonly<Record<string, Site>>,
): Map<string, Set<string>> {
  const needed = new Map<string, Set<string>>();
  for (const site of Object.values(sites)) {
    const own = needed.get(site.area) ?? new Set<string>();
    needed.set(site.area, own);
    const note = (amounts: Amounts): void => {
      for (const resource of Object.keys(amounts)) own.add(resource);
    };
    for (const recipe of site.recipes) note(recipes[recipe].needs);
    for (const { needs } of site.sizes) note(needs);
  }
  return needed;
}

function kept<Value>(
  record: Readonly<Record<string, Value>>,
  isKept: (id: string, value: Value) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([id, value]) => isKept(id, value)));
}

function mapped<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, id: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value, id)]));
}
