import type { CertificateNode, CertificateSplit, Evidence } from "../../problems/location-result.ts";

interface OpenNode {
  evidence: Evidence[];
  split: CertificateSplit | undefined;
  blocked: Int32Array | undefined;
}

/** Writes the certificate down while the search goes on. */
export class Proof {
  readonly #nodes: OpenNode[] = [];

  addNode(): number {
    this.#nodes.push({ evidence: [], split: undefined, blocked: undefined });
    return this.#nodes.length - 1;
  }

  addEvidence(node: number, evidence: Evidence): void {
    this.#nodes[node].evidence.push(evidence);
  }

  evidenceOf(node: number): readonly Evidence[] {
    return this.#nodes[node].evidence;
  }

  keepEvidence(node: number, evidence: Evidence[]): void {
    this.#nodes[node].evidence = evidence;
  }

  split(node: number, split: CertificateSplit): void {
    this.#nodes[node].split = split;
  }

  /** These customers want more than the sites that may serve them have. */
  block(node: number, customers: Int32Array): void {
    this.#nodes[node].blocked = customers;
  }

  read(): CertificateNode[] {
    return this.#nodes.map(({ evidence, split, blocked }) => ({
      evidence,
      ...(split === undefined ? {} : { split }),
      ...(blocked === undefined ? {} : { blocked }),
    }));
  }
}
