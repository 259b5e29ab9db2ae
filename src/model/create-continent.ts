import { InvalidContinentError } from "../base/errors.ts";
import { freezeDeeply } from "./freeze.ts";
import { readContinent } from "./read-continent.ts";
import type { ContinentSpec } from "./spec.ts";
import type { Continent } from "./types.ts";

/**
 * Makes a continent from its description: checks everything, fills in defaults, rounds (amounts to
 * thousandths, distances to metres, yearly energies to whole MJ; `rounding` counts how often) and sorts.
 * The result is plain data, frozen all through.
 *
 * ```ts
 * const continent = createContinent({
 *   goods: { bread: {} },
 *   recipes: { bake: { makes: { bread: 1 }, energy: 3000 } }, // MJ a run
 *   areas: { north: { at: [10, 60], demand: { bread: 6e4 } } }, // t/yr
 *   sites: { oven: { area: "north", recipes: ["bake"], sizes: [{ capacity: 1e5, energyToBuild: 1e8 }] } },
 * });
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong.
 */
export function createContinent(spec: ContinentSpec): Continent {
  const { continent, issues } = readContinent(spec);
  if (continent === undefined) throw new InvalidContinentError(issues);
  return freezeDeeply(continent);
}
