import { createContinent } from "./create-continent.ts";
import type { ContinentSpec } from "./spec.ts";
import type { Continent } from "./types.ts";

/**
 * `createContinent` for continents that are typed by hand: the ids are taken from the description itself, so
 * that a misspelled one does not compile, and an editor offers those there are. Meant for tens of ids; hundreds
 * slow the compiler, and descriptions that are computed have no ids to infer: use `createContinent` there.
 *
 * ```ts
 * defineContinent({
 *   goods: { bread: {} },
 *   recipes: { bake: { makes: { bread: 1 }, energy: 3000 } },
 *   areas: { north: { at: [10, 60], demand: { bread: 6e4 } } },
 *   sites: { oven: { area: "north", recipes: ["bake"], sizes: [{ capacity: 1e5, energyToBuild: 1e8 }] } },
 * });
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong.
 */
export function defineContinent<
  const Carrier extends string = never,
  const Mode extends string = never,
  const Freight extends string = never,
  const Good extends string = never,
  const Recipe extends string = never,
  const Area extends string = never,
  const Site extends string = never,
>(spec: ContinentSpec<Carrier, Mode, Freight, Good, Recipe, Area, Site>): Continent {
  // The door reads values, not types, and looks at every one of them.
  return createContinent(spec as ContinentSpec);
}
