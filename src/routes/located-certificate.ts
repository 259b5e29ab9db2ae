import { lengthOf, locatedProof } from "../formulations/located-proof.ts";
import type { LocationFormulation } from "../formulations/location.ts";
import type { Route } from "../formulations/request.ts";
import { partOfContinent } from "../model/continent-part.ts";
import { matters } from "../network/flow-obstacles.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Certificate, CertificatePart } from "../plan/types.ts";
import type { LocationResult } from "../problems/location-result.ts";
import { provenBound } from "../verify/plan/cases.ts";
import { boundOfLocated } from "../verify/plan/located.ts";

/** A good that was planned as a facility location problem. */
export interface Located {
  readonly good: number;
  readonly formulation: LocationFormulation;
  readonly result: LocationResult;
}

/** More numbers than these make a proof of tens of megabytes of text, which nobody would keep with a plan. */
const MOST_NUMBERS = 1_000_000;

/**
 * Each cost that the checker reckons may be two steps below the search's, and each site may serve everybody, so that
 * bounds may differ by so many steps a pair, and what is ruled out by twice as many. If that does not do, more is given up.
 */
const STEPS_A_PAIR = 4;
const GIVE_UP = [1, 64, 4096] as const;

/**
 * The same certificate with each good proved apart, those that are given by what their search for locations has proved:
 * also where prices of all goods together leave a gap, as where each area has one source.
 *
 * Gives: the certificate with the bound that the checker finds in it; undefined where none of the proofs holds there.
 */
export function* locatedCertificate(
  indexed: Indexed,
  prices: Certificate,
  searched: readonly Located[],
): Route<Certificate | undefined> {
  const { goods, continent } = indexed;
  const parts: CertificatePart[] = [];
  for (const [good, id] of goods.entries()) {
    if (!matters(indexed, good)) continue;
    const one = searched.find((other) => other.good === good);
    const located = one && proofThatHolds(partOfContinent(continent, [id]), id, one);
    parts.push({ goods: [id], ...(located ? { located } : {}) });
    yield undefined;
  }
  if (parts.every(({ located }) => located === undefined)) return undefined;
  const certificate = { ...prices, parts };
  const bound = provenBound(continent, certificate);
  return Number.isFinite(bound) ? { ...certificate, bound } : undefined;
}

/** The proof with as much of its threshold as the checker confirms. */
function proofThatHolds(
  own: Indexed["continent"],
  good: string,
  { formulation, result }: Located,
): CertificatePart["located"] {
  const { certificate } = result;
  // Amounts are whole already, so a search has no reason to scale them.
  if (certificate === undefined || certificate.demandScale !== 1 || lengthOf(certificate) > MOST_NUMBERS)
    return undefined;
  const { siteCount, customerCount } = formulation.problem;
  const least = STEPS_A_PAIR * siteCount * (customerCount + 1) * certificate.stepsPerUnit;
  for (const times of GIVE_UP) {
    const located = locatedProof(formulation, certificate, times * least);
    if (Number.isFinite(boundOfLocated(own, [good], located))) return located;
  }
  return undefined;
}
