/** What a location solver returns, and the proof that comes with it: plain data, fit for structuredClone. */

export interface LocationResult {
  readonly status: "optimal" | "feasible" | "infeasible" | "unknown";
  /** Why the run ended: proved, within the asked gap, or interrupted. */
  readonly stop: "proved" | "gap" | "finished" | "time" | "work" | "cancelled";
  /** The sites that are open, ascending. */
  readonly open: Int32Array;
  /** Copies open at each site; zero where closed. */
  readonly copies: Int32Array;
  /** The site of each customer, where service is not split. */
  readonly assignment?: Int32Array;
  /** Who serves how much of whom, where service may be split. */
  readonly flow?: LocationFlow;
  /** Cost of the plan, in the problem's own unit; NaN never: Infinity without a plan. */
  readonly objective: number;
  /** No plan costs less, in the problem's own unit; the certificate proves it. */
  readonly bound: number;
  /** (objective - bound) / |objective|; 0 when optimal, Infinity without a plan. */
  readonly gap: number;
  readonly certificate?: LocationCertificate;
  /** Work units spent. */
  readonly work: number;
  /** Nodes of the search tree that were looked at. */
  readonly nodeCount: number;
}

/** A certificate by itself, as of a search that has found no plan: a checker says what it proves. */
export function resultWithoutPlan(siteCount: number, certificate: LocationCertificate): LocationResult {
  return {
    status: "unknown",
    stop: "finished",
    open: new Int32Array(0),
    copies: new Int32Array(siteCount),
    objective: Number.POSITIVE_INFINITY,
    bound: Number.NEGATIVE_INFINITY,
    gap: Number.POSITIVE_INFINITY,
    certificate,
    work: 0,
    nodeCount: 0,
  };
}

/** Shipments of a plan with split service; amounts in the problem's unit of demand. */
export interface LocationFlow {
  readonly site: Int32Array;
  readonly customer: Int32Array;
  readonly amount: Float64Array;
}

/**
 * A proof that no plan costs less than `threshold`.
 *
 * Units: every price is a whole number of steps; `costScale * stepsPerUnit` steps make one unit of cost.
 *        A capacity price is steps per scaled unit of demand. Scaled, demand adds up to 2^50 at most; prices of customers
 *        stay within 2^52 steps either way, so that nothing is rounded.
 * Reads: from node 0 down. In each node every piece of evidence bounds what is left (with customers' prices, the
 *        site answers of the relaxed problem add up to a lower bound), and closes or opens what the threshold forbids;
 *        then the node is finished or split in two, which together leave nothing out.
 */
export interface LocationCertificate {
  readonly costScale: number;
  readonly demandScale: number;
  readonly stepsPerUnit: number;
  readonly threshold: number;
  readonly nodes: readonly CertificateNode[];
  /** Sites are numbers of copies: the certificate speaks of the problem that `copiesApart` makes. */
  readonly copiesApart?: boolean;
}

export interface CertificateNode {
  readonly evidence: readonly Evidence[];
  readonly split?: CertificateSplit;
  /** Customers who together want more than the sites that may still serve any of them have: nothing is left here. */
  readonly blocked?: Int32Array;
}

export type CertificateSplit =
  /** Node `below` has at most `at` copies of `site` open, node `above` at least `at + 1`. */
  | {
      readonly kind: "site";
      readonly site: number;
      readonly at: number;
      readonly below: number;
      readonly above: number;
    }
  /** Node `below` has at most `at` sites open, node `above` at least `at + 1`. */
  | { readonly kind: "count"; readonly at: number; readonly below: number; readonly above: number }
  /** Node `above` serves the customer from the site, node `below` does not (single source only). */
  | {
      readonly kind: "pair";
      readonly site: number;
      readonly customer: number;
      readonly below: number;
      readonly above: number;
    };

/** A few sites that answer prices together, so that no customer pays two of them. For sites of one copy. */
export interface ClusterEvidence {
  /** Ascending. */
  readonly sites: Int32Array;
  /** Sets of them that may be open, ascending: bit k is the site at place k. */
  readonly sets: Int32Array;
  /** For each set, one after the other, what a unit of each of its sites' capacity is worth when just these are open. */
  readonly prices: Float64Array;
}

export interface Evidence {
  /** For each customer: what being served is worth. In single precision where that holds the prices exactly. */
  readonly prices: Float64Array | Float32Array;
  /** For each site, or each of `pricedSites`: what a unit of its capacity is worth. Absent: zero. */
  readonly capacityPrices?: Float64Array | Float32Array;
  /** A second choice for sites of several copies, whose answer needs two lines. */
  readonly secondPrices?: Float64Array | Float32Array;
  /** The sites that capacity prices are given for, ascending; others' are zero. Absent: all sites, in order. */
  readonly pricedSites?: Int32Array;
  /** What a unit of total capacity is worth. */
  readonly aggregatePrice: number;
  /** Sites that answer together, each in one cluster at most. Where there are any, numbers of sites decide nothing. */
  readonly clusters?: readonly ClusterEvidence[];
  /**
   * Single source: 1 for each site whose answer is a knapsack of whole customers, which the checker solves exactly;
   * 0 where `capacityPrices` bounds it. It narrows who may be served from where, too.
   */
  readonly wholeSites?: Int8Array;
  /**
   * Sites are chosen so that their capacities cover the demand, exactly. Without `wholeSites` the sets of sites that do
   * and cost less than the threshold are so few that the checker tries them all.
   */
  readonly coversDemand?: boolean;
  /**
   * With `wholeSites`: the sets of customers that sites may have at these prices are so few that trying them all shows
   * that no plan is left here, which the checker does again.
   */
  readonly triesPlans?: boolean;
  /** With `triesPlans`: the prices at which the sets, once listed at `prices`, are tried. Absent: the same. */
  readonly setPrices?: Float64Array | Float32Array;
}

/** What a checker says. */
export interface LocationVerdict {
  readonly valid: boolean;
  readonly violations: readonly string[];
  /** The plan's cost, computed afresh. */
  readonly objective: number;
  /** The bound that the certificate supports; -Infinity when it supports none. */
  readonly certifiedBound: number;
}
