import type { CertificateSplit } from "../problems/location-result.ts";

/**
 * What `locateFacilities` proves of a good, in plain lists: its tree of nodes with whole prices. The problem is not in it: a
 * checker writes it down from the continent. Areas with demand, by id, are customers; sizes of sites, or numbers of their
 * modules, by site, size and falling number, then supplies by area, then shortage, are sites.
 */
export interface LocatedProof {
  /** Steps of cost that make one MJ/yr, and of amount that make one unit a year. */
  readonly costScale: number;
  readonly amountScale: number;
  /** Steps of prices that make one of cost; no plan costs less than `threshold` of them. */
  readonly stepsPerUnit: number;
  readonly threshold: number;
  /** Numbers of copies are sites of their own. */
  readonly copiesApart?: true;
  readonly nodes: readonly LocatedNode[];
}

/** A node of the tree; as in the certificate of a location problem. */
export interface LocatedNode {
  readonly evidence: readonly LocatedEvidence[];
  readonly split?: CertificateSplit;
  readonly blocked?: readonly number[];
}

/** Sites that answer together; as in the certificate of a location problem. */
export interface LocatedCluster {
  readonly sites: readonly number[];
  readonly sets: readonly number[];
  readonly prices: readonly number[];
}

/** Prices that bound a node; as in the certificate of a location problem. */
export interface LocatedEvidence {
  readonly prices: readonly number[];
  readonly capacityPrices?: readonly number[];
  readonly secondPrices?: readonly number[];
  readonly pricedSites?: readonly number[];
  readonly aggregatePrice: number;
  readonly clusters?: readonly LocatedCluster[];
  readonly wholeSites?: readonly number[];
  readonly coversDemand?: true;
  readonly triesPlans?: true;
  readonly setPrices?: readonly number[];
}
