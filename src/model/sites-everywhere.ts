import { InvalidContinentError } from "../base/errors.ts";
import { isList } from "./describe-value.ts";
import { Door } from "./door.ts";
import type { SiteSpec } from "./spec.ts";

/** What `sitesEverywhere` takes: a site's description without its area. */
export interface SitesRequest extends Omit<SiteSpec, "area"> {
  /** Areas by id, as in a description, or a list of their ids. */
  readonly areas: Readonly<Record<string, unknown>> | readonly string[];
  /** What the sites' ids begin with. Default: the recipes, joined by "+". */
  readonly name?: string;
}

/**
 * The same candidate site in every area, by ids "bake:north", "bake:south"...
 *
 * ```ts
 * const sites = {
 *   ...sitesEverywhere({ areas, recipes: ["bake"], sizes: [{ capacity: 2e5, energyToBuild: 2e8, keep: 2e6 }] }),
 *   ...sitesEverywhere({ areas: ["north"], name: "ironworks", recipes: ["smelt"], sizes: ironworks, minimumLoad: 0.4 }),
 * };
 * ```
 *
 * Throws: InvalidContinentError where areas are no ids; the rest is checked with the continent.
 */
export function sitesEverywhere(request: SitesRequest): Record<string, SiteSpec> {
  const door = new Door();
  const read = door.record(request, "");
  const { areas, name: _, ...site } = Object.fromEntries(read ?? []);
  const ids = isList(areas)
    ? door.list(areas, "areas").map(({ value, path }) => door.id(value, path))
    : door.entries(areas, "areas").map(({ id }) => id);
  const recipes = door.list(site.recipes, "recipes").map(({ value, path }) => door.id(value, path));
  const name = read?.get("name") === undefined ? recipes.join("+") : door.id(read.get("name"), "name");
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  const sites: Record<string, SiteSpec> = {};
  // The door of the continent looks at the site's own fields.
  for (const area of ids) sites[`${name}:${area}`] = { ...(site as Omit<SiteSpec, "area">), area: area ?? "" };
  return sites;
}
