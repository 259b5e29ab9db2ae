import type { Size } from "../../model/types.ts";
import type { Source } from "../../plan/types.ts";

/** The prices of a bound and the least that each part of a plan takes at them, MJ/yr, to the nearest double. */
export interface BoundTerms {
  /** Sites that answer together, or of a good of which only so many may be open; against all their modules closed. */
  readonly sites: readonly { readonly sites: readonly string[]; readonly least: number }[];
  readonly supplies: readonly { readonly area: string; readonly good: string; readonly least: number }[];
  /** By link id, and by terminal as JSON.stringify([area, mode]). */
  readonly links: ReadonlyMap<string, number>;
  readonly terminals: ReadonlyMap<string, number>;
  /** MJ per unit: a good's own price in an area, what final demand pays there, and what a size does for an input. */
  ownPrice(good: string, area: string): number;
  demandPrice(good: string, area: string): number;
  inputPrice(site: string, size: string, good: string): number;
  /** MJ per unit: the cheapest way, room at its price. */
  freight(good: string, from: string, to: string): number;
  scarcity(area: string, resource: string): number;
  /** Goods that are sold where they are made, at the price there: some is lost on the way, or links make or take goods. */
  readonly atGate: ReadonlySet<string>;
  /** Goods whose options ask who serves whom, so that final demand is served apart. */
  isServedApart(good: string): boolean;
  /** Rows of options: MJ/yr whatever is decided; MJ for a unit made, a module, and a unit that serves final demand. */
  readonly optionConstant: number;
  chargeOfMaking(site: string, good: string): number;
  chargeOfModule(site: string, size: Size): number;
  chargeOfService(good: string, source: Source, area: string): number;
}
