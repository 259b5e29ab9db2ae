import type { LocatedEvidence, LocatedNode, LocatedProof } from "../plan/types.ts";
import type { CertificateNode, Evidence, LocationCertificate } from "../problems/location-result.ts";
import type { LocationFormulation } from "./location.ts";

/**
 * What a certificate of a good's location problem proves, as plain lists that a plan can carry.
 *
 * @param slack steps by which the threshold is lowered: whoever checks the proof rounds costs down, and by other ways.
 */
export function locatedProof(
  { costScale, amountScale }: LocationFormulation,
  { costScale: finer, stepsPerUnit, threshold, copiesApart, nodes }: LocationCertificate,
  slack: number,
): LocatedProof {
  return {
    costScale: costScale * finer,
    amountScale,
    stepsPerUnit,
    threshold: threshold - slack,
    ...(copiesApart ? { copiesApart } : {}),
    nodes: nodes.map(nodeOf),
  };
}

/** So many numbers are in the prices of a certificate. */
export function lengthOf({ nodes }: LocationCertificate): number {
  let length = 0;
  for (const { evidence } of nodes)
    for (const { prices, capacityPrices, secondPrices, setPrices } of evidence)
      length += prices.length + (capacityPrices?.length ?? 0) + (secondPrices?.length ?? 0) + (setPrices?.length ?? 0);
  return length;
}

function nodeOf({ evidence, split, blocked }: CertificateNode): LocatedNode {
  return {
    evidence: evidence.map(evidenceOf),
    ...(split ? { split } : {}),
    ...(blocked ? { blocked: [...blocked] } : {}),
  };
}

function evidenceOf({
  prices,
  capacityPrices,
  secondPrices,
  pricedSites,
  aggregatePrice,
  clusters,
  wholeSites,
  coversDemand,
  triesPlans,
  setPrices,
}: Evidence): LocatedEvidence {
  return {
    prices: [...prices],
    ...(capacityPrices ? { capacityPrices: [...capacityPrices] } : {}),
    ...(secondPrices ? { secondPrices: [...secondPrices] } : {}),
    ...(pricedSites ? { pricedSites: [...pricedSites] } : {}),
    aggregatePrice,
    ...(clusters
      ? {
          clusters: clusters.map(({ sites, sets, prices: own }) => ({
            sites: [...sites],
            sets: [...sets],
            prices: [...own],
          })),
        }
      : {}),
    ...(wholeSites ? { wholeSites: [...wholeSites] } : {}),
    ...(coversDemand ? { coversDemand } : {}),
    ...(triesPlans ? { triesPlans } : {}),
    ...(setPrices ? { setPrices: [...setPrices] } : {}),
  };
}
