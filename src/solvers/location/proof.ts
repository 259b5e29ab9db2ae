import type { Pricing } from "../../kernels/location/certify.ts";
import type { PricedClusters } from "../../kernels/location/certify-clusters.ts";
import { MOST_MEMBERS, SETS, UNKNOWN } from "../../kernels/location/clusters.ts";
import type { CertificateNode, CertificateSplit, ClusterEvidence, Evidence } from "../../problems/location-result.ts";

interface OpenNode {
  evidence: Evidence[];
  /** Evidence of the node that is worked at, before it is packed. */
  pricings: Pricing[];
  split: CertificateSplit | undefined;
  blocked: Int32Array | undefined;
  /** The node it was split from; -1 for the root. */
  parent: number;
  /** Some node below leans on its evidence. */
  isNeeded: boolean;
  ruling: Ruling | undefined;
}

/** What a node's evidence has ruled out, where no site has copies: of sites that must open i, of those that must not ~i. */
export interface Ruling {
  readonly sites: Int32Array;
  readonly fewest: number;
  readonly most: number;
}

/** Writes the certificate down while the search goes on. */
export class Proof {
  readonly #nodes: OpenNode[] = [];
  /** Evidence of nodes that were split is left out where no node leans on it. */
  leavesOut = false;

  addNode(): number {
    this.#nodes.push({
      evidence: [],
      pricings: [],
      split: undefined,
      blocked: undefined,
      parent: -1,
      isNeeded: false,
      ruling: undefined,
    });
    return this.#nodes.length - 1;
  }

  /** Evidence that is kept as it is. */
  addEvidence(node: number, evidence: Evidence): void {
    this.#nodes[node].evidence.push(evidence);
  }

  /** Evidence that may still be dropped, until the node is sealed. */
  addPricing(node: number, pricing: Pricing): void {
    this.#nodes[node].pricings.push(pricing);
  }

  pricingsOf(node: number): readonly Pricing[] {
    return this.#nodes[node].pricings;
  }

  keepPricings(node: number, pricings: Pricing[]): void {
    this.#nodes[node].pricings = pricings;
  }

  /** The node's evidence will not change any more: it is packed into as little room as holds it exactly. */
  seal(node: number): void {
    const { evidence, pricings } = this.#nodes[node];
    for (const pricing of pricings) evidence.push(pack(pricing));
    this.#nodes[node].pricings = [];
  }

  split(node: number, split: CertificateSplit): void {
    this.#nodes[node].split = split;
    for (const child of [split.below, split.above]) this.#nodes[child].parent = node;
  }

  /** The node is closed by its own evidence after all. */
  unsplit(node: number): void {
    this.#nodes[node].split = undefined;
  }

  parentOf(node: number): number {
    return this.#nodes[node].parent;
  }

  splitOf(node: number): CertificateSplit | undefined {
    return this.#nodes[node].split;
  }

  isBlocked(node: number): boolean {
    return this.#nodes[node].blocked !== undefined;
  }

  /** Notes what a node's own evidence has ruled out. */
  rule(node: number, ruling: Ruling): void {
    this.#nodes[node].ruling = ruling;
  }

  /** What was noted of it; undefined where there is no base that nodes below could rest on. */
  rulingOf(node: number): Ruling | undefined {
    return this.#nodes[node].ruling;
  }

  /** The nodes on the way up to a node above that none leans on so far, the nearest first. */
  unneededAbove(node: number, above: number): number[] {
    const found: number[] = [];
    for (let at = this.#nodes[node].parent; at !== above && !this.#nodes[at].isNeeded; at = this.#nodes[at].parent)
      found.push(at);
    return found;
  }

  /** Nodes below rest on its evidence, as on that of all nodes above it. */
  need(node: number): void {
    this.#nodes[node].isNeeded = true;
  }

  /** The node leans on all evidence above it. */
  lean(node: number): void {
    for (let at = this.#nodes[node].parent; at >= 0 && !this.#nodes[at].isNeeded; at = this.#nodes[at].parent)
      this.#nodes[at].isNeeded = true;
  }

  /** The last so many pieces of evidence on the way from a node above to this one, without those of the two and of needed nodes. */
  lastAbove(node: number, count: number, above: number): Evidence[] {
    const pieces: Evidence[] = [];
    for (let at = this.#nodes[node].parent; at !== above && pieces.length < count; at = this.#nodes[at].parent) {
      if (this.#nodes[at].isNeeded) break;
      pieces.unshift(...this.#nodes[at].evidence.slice(pieces.length - count));
    }
    return pieces;
  }

  /** These customers want more than the sites that may serve them have. */
  block(node: number, customers: Int32Array): void {
    this.#nodes[node].blocked = customers;
  }

  /** The nodes that are left, numbered anew in the same order. */
  read(): CertificateNode[] {
    const nodes = this.#nodes;
    const number = new Int32Array(nodes.length).fill(-1);
    let count = 0;
    for (let node = 0; node < nodes.length; node++)
      if (node === 0 || (number[nodes[node].parent] >= 0 && nodes[nodes[node].parent].split !== undefined))
        number[node] = count++;
    return nodes.flatMap(({ evidence, split, blocked, isNeeded }, node) => {
      if (number[node] < 0) return [];
      this.seal(node);
      return {
        evidence: this.leavesOut && node > 0 && split !== undefined && !isNeeded ? [] : evidence,
        ...(split === undefined ? {} : { split: { ...split, below: number[split.below], above: number[split.above] } }),
        ...(blocked === undefined ? {} : { blocked }),
      };
    });
  }
}

function pack({ prices, capacityPrices, secondPrices, aggregatePrice, clusters, coversDemand }: Pricing): Evidence {
  if (capacityPrices === undefined) return { prices, aggregatePrice };
  const pricedSites: number[] = [];
  for (let i = 0; i < capacityPrices.length; i++)
    if (capacityPrices[i] > 0 || (secondPrices !== undefined && secondPrices[i] > 0)) pricedSites.push(i);
  return {
    prices: inSinglePrecision(prices),
    capacityPrices: inSinglePrecision(pick(capacityPrices, pricedSites)),
    ...(secondPrices === undefined ? {} : { secondPrices: inSinglePrecision(pick(secondPrices, pricedSites)) }),
    pricedSites: Int32Array.from(pricedSites),
    aggregatePrice,
    ...(clusters === undefined ? {} : { clusters: packClusters(clusters) }),
    ...(coversDemand === true ? { coversDemand } : {}),
  };
}

/** Evidence without clusters or copies as it was before it was packed. */
export function unpack(
  { prices, capacityPrices, pricedSites, aggregatePrice, coversDemand }: Evidence,
  siteCount: number,
): Pricing {
  const spread = new Float64Array(siteCount).fill(-1);
  pricedSites?.forEach((i, t) => {
    spread[i] = capacityPrices![t];
  });
  return {
    prices: Float64Array.from(prices),
    capacityPrices: spread,
    aggregatePrice,
    coversDemand: coversDemand === true,
  };
}

/** The sets of two sites and more whose prices are known. */
function packClusters({ groups, price }: PricedClusters): ClusterEvidence[] {
  return groups.map((group, c) => {
    const sets: number[] = [];
    const prices: number[] = [];
    for (let set = 0; set < 1 << group.length; set++) {
      const own = group.flatMap((_, k) => ((set >> k) & 1 ? [price[(c * SETS + set) * MOST_MEMBERS + k]] : []));
      if (own.length < 2 || own.includes(UNKNOWN)) continue;
      sets.push(set);
      prices.push(...own);
    }
    return { sites: Int32Array.from(group), sets: Int32Array.from(sets), prices: Float64Array.from(prices) };
  });
}

function pick(prices: Float64Array, sites: readonly number[]): Float64Array {
  const picked = new Float64Array(sites.length);
  for (let t = 0; t < sites.length; t++) picked[t] = prices[sites[t]];
  return picked;
}

/** The same numbers in half the room, where that holds them exactly. */
export function inSinglePrecision(prices: Float64Array): Float64Array | Float32Array {
  const single = new Float32Array(prices.length);
  for (let k = 0; k < prices.length; k++) {
    const price = prices[k];
    single[k] = price;
    if (single[k] !== price) return prices;
  }
  return single;
}
