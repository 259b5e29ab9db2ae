import type { Continent, Good, Link, Mode, Recipe, Site } from "../../model/types.ts";
import { certificateShape } from "../../plan/plan-shape.ts";
import type { Certificate } from "../../plan/types.ts";
import { certifiedBound } from "./certified-bound.ts";

/** What a check of a certificate of infeasibility found; recomputed with no solver. */
export interface InfeasibleVerdict {
  /** No plan can meet the needs. */
  readonly valid: boolean;
  /** What the prices prove that any plan takes, though every energy is zero; in the prices' own unit. Above 0: valid. */
  readonly shortfall: number;
}

/**
 * Checks that needs cannot be met, with no solver and no trust. Were every energy of the continent zero, and demand
 * that may go unmet unmet at no penalty, then any plan would take nothing; so prices that prove a bound above zero
 * prove that there is no plan (a ray of the linear relaxation, after Farkas). Prices that prove nothing disprove
 * nothing: needs may yet be impossible to meet.
 *
 * The certificate may come from a stranger. Throws: nothing.
 */
export function verifyInfeasible(continent: Continent, certificate: Certificate): InfeasibleVerdict {
  let readable = false;
  try {
    readable = certificateShape(certificate, "", () => {});
  } catch {
    // What cannot be read proves nothing.
  }
  const shortfall = readable ? certifiedBound(withoutEnergies(continent), certificate) : Number.NEGATIVE_INFINITY;
  return { valid: shortfall > 0, shortfall };
}

/** The same continent, in which nothing takes any energy. */
function withoutEnergies(continent: Continent): Continent {
  return {
    ...continent,
    modes: each(continent.modes, (mode): Mode => ({ ...mode, energyPerTonneKm: 0, terminal: 0 })),
    goods: each(
      continent.goods,
      (good): Good => ({ ...good, ...(good.disposal === "forbidden" ? {} : { disposal: 0 }) }),
    ),
    recipes: each(continent.recipes, (recipe): Recipe => ({ ...recipe, energy: 0 })),
    sites: each(
      continent.sites,
      (site): Site => ({
        ...site,
        siteEnergy: 0,
        sizes: site.sizes.map((size) => ({ ...size, energyToBuild: 0, buildPerYear: 0, keep: 0, closing: 0 })),
      }),
    ),
    links: continent.links.map(
      (link): Link => ({
        ...link,
        sizes: link.sizes.map((size) => ({ ...size, energyToBuild: 0, buildPerYear: 0, keep: 0 })),
      }),
    ),
    shortage: each(continent.shortage, () => 0),
  };
}

function each<Part>(record: Readonly<Record<string, Part>>, make: (part: Part) => Part): Record<string, Part> {
  return Object.fromEntries(Object.entries(record).map(([id, part]) => [id, make(part)]));
}
