import type { Pricing } from "../../kernels/location/certify.ts";
import type { CertificateNode, CertificateSplit, Evidence } from "../../problems/location-result.ts";

interface OpenNode {
  evidence: Evidence[];
  /** Evidence of the node that is worked at, before it is packed. */
  pricings: Pricing[];
  split: CertificateSplit | undefined;
  blocked: Int32Array | undefined;
}

/** Writes the certificate down while the search goes on. */
export class Proof {
  readonly #nodes: OpenNode[] = [];

  addNode(): number {
    this.#nodes.push({ evidence: [], pricings: [], split: undefined, blocked: undefined });
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
  }

  /** These customers want more than the sites that may serve them have. */
  block(node: number, customers: Int32Array): void {
    this.#nodes[node].blocked = customers;
  }

  read(): CertificateNode[] {
    return this.#nodes.map(({ evidence, split, blocked }, node) => {
      this.seal(node);
      return {
        evidence,
        ...(split === undefined ? {} : { split }),
        ...(blocked === undefined ? {} : { blocked }),
      };
    });
  }
}

function pack({ prices, capacityPrices, secondPrices, aggregatePrice }: Pricing): Evidence {
  if (capacityPrices === undefined) return { prices, aggregatePrice };
  const pricedSites = Int32Array.from(capacityPrices.keys()).filter(
    (i) => capacityPrices[i] > 0 || (secondPrices?.[i] ?? 0) > 0,
  );
  const ofPriced = (own: Float64Array): Float64Array => Float64Array.from(pricedSites, (i) => own[i]);
  return {
    prices: inSinglePrecision(prices),
    capacityPrices: inSinglePrecision(ofPriced(capacityPrices)),
    ...(secondPrices === undefined ? {} : { secondPrices: inSinglePrecision(ofPriced(secondPrices)) }),
    pricedSites,
    aggregatePrice,
  };
}

function inSinglePrecision(prices: Float64Array): Float64Array | Float32Array {
  const single = Float32Array.from(prices);
  return single.every((price, at) => price === prices[at]) ? single : prices;
}
