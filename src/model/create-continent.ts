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
 * Throws: InvalidContinentError with everything that is wrong.
 */
export function createContinent(spec: ContinentSpec): Continent {
  const { continent, issues } = readContinent(spec);
  if (continent === undefined) throw new InvalidContinentError(issues);
  return freezeDeeply(continent);
}
