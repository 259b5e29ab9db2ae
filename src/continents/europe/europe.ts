import { createContinent } from "../../model/create-continent.ts";
import type { Continent } from "../../model/types.ts";
import { type EuropeOptions, europeSpec } from "./spec.ts";

/**
 * A sample continent: Europe with Turkey, Russia west of 60 degrees east and Cyprus, in as many areas as asked for
 * (24 unless said, up to some 700), with sixteen goods in chains: steel by two ways, cement, glass, paper, ammonia,
 * flour and bread, and all they are made of. Every number is in `europeFigures`, with its source and range; many are
 * rough and say so. Land and sea links are modelled, not surveyed.
 *
 * ```ts
 * const grain = europe({ areas: 12, goods: ["bread"], figures: { "rail-energy": 0.1 } });
 * ```
 *
 * Units:  t/yr, MJ, km, degrees.
 * Throws: InvalidOptionError with every issue.
 */
export function europe(options: EuropeOptions = {}): Continent {
  return createContinent(europeSpec(options));
}
