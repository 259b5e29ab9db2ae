import { areasFor, citiesOf, type GatheredArea } from "./areas.ts";
import { figureValues } from "./figure.ts";
import { europeFigures } from "./figures.ts";
import { type GatheredDeposit, lotsOf } from "./lots.ts";
import { checkOptions, DEFAULT_AREAS, type EuropeOptions } from "./spec.ts";

/** A city that an area may be named after. */
export interface EuropePlace {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly at: readonly [number, number];
  readonly coastal: boolean;
}

/** Every city that `areas` may name, the largest first. */
export function europePlaces(): EuropePlace[] {
  const cities = citiesOf(figureValues(europeFigures, {}));
  return cities.map(({ id, name, country, at, coastal }) => ({ id, name, country, at, coastal }));
}

/** What was gathered where: the cities of each area, and each mine and well with its distance in km. */
export function europeGathering(options: Pick<EuropeOptions, "areas" | "figures"> = {}): {
  readonly areas: readonly GatheredArea[];
  readonly deposits: readonly GatheredDeposit[];
} {
  checkOptions(options);
  const value = figureValues(europeFigures, options.figures ?? {});
  const areas = areasFor(citiesOf(value), options.areas ?? DEFAULT_AREAS);
  return { areas, deposits: lotsOf(areas, value).flatMap((lot) => lot.deposits) };
}
