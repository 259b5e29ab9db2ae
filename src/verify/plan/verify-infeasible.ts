import type { Continent } from "../../model/types.ts";
import { certificateShape } from "../../plan/plan-shape.ts";
import type { Certificate } from "../../plan/types.ts";
import { provenBound, roundingOf, withoutEnergy } from "./cases.ts";
import { certifiedBound } from "./certified-bound.ts";

/** What a check of a certificate of infeasibility found; recomputed with no solver. */
export interface InfeasibleVerdict {
  /** No plan can meet the needs. */
  readonly valid: boolean;
  /**
   * What the prices prove that any plan takes, though every energy is zero; in the prices' own unit. Above 0 by more
   * than the rounding of the data is worth (a gram in each balance): valid.
   * Infinity where the certificate proves case by case that there is no plan.
   */
  readonly shortfall: number;
}

/**
 * Checks that needs cannot be met, with no solver and no trust. Were every energy of the continent zero, and demand
 * that may go unmet unmet at no penalty, then any plan would take nothing; so prices that prove a bound above zero
 * prove that there is no plan (a ray of the linear relaxation, after Farkas). Where parts of works would do and whole
 * works do not, the certificate proves the same case by case. Prices that prove nothing disprove nothing: needs may yet
 * be impossible to meet.
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
  if (!readable) return { valid: false, shortfall: Number.NEGATIVE_INFINITY };
  if (certificate.cases !== undefined) {
    const valid = provenBound(continent, certificate) === Number.POSITIVE_INFINITY;
    return { valid, shortfall: valid ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY };
  }
  const shortfall = certifiedBound(withoutEnergy(continent), certificate);
  return { valid: shortfall > roundingOf(certificate), shortfall };
}
