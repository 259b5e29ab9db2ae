import type { Sliceable } from "../../base/control.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import type { Proof } from "./proof.ts";
import type { Prices } from "./uncapacitated-nodes.ts";
import type { DecidedSite, TreePart, UncapacitatedTree } from "./uncapacitated-tree.ts";

/** Prices of so many pieces of evidence are one behind the other in memory, as a check reads them, which is faster by a third. */
const TOGETHER = 64;
/** Parts looked at before others may have the thread. */
const AT_ONCE = 256;
/**
 * Prices that are not needed are kept where a check is faster with them: where the sites that they close, times the pieces of
 * evidence that are weighed without these, are so many times the sites that could open.
 */
const WORTH_KEEPING = 6;

/**
 * Writes down the proof of a tree that is searched to its end, without what it can do without.
 *
 * What a part's prices prove falls by what each site that was decided above it earns there, were it not; most earn nothing.
 * So from the leaves up it is known which decisions a part needs. Prices that decide none of those are left out, and a part
 * one of whose halves does not need the site that they differ in is that half.
 *
 * Complexity: for each leaf the pairs that earn anything, and the decisions above it.
 */
export class UncapacitatedProof {
  readonly #parts: readonly TreePart[];
  readonly #instance: LocationInstance;
  readonly #rootStates: Int8Array;
  readonly #threshold: number;
  /** Of each site: its own cost less what it earns by the prices that were weighed last. */
  readonly #value: Float64Array;
  /** The sites whose decisions above it each part needs: bit i % 32 of word i / 32; empty once they are taken over. */
  readonly #needs: Int32Array[] = [];
  readonly #isKept: Uint8Array;
  /** The half that does for both, -1 where there is none. */
  readonly #half: Int32Array;
  /** Pieces of evidence in each part that no other piece there comes before. */
  readonly #firstPieces: Int32Array;
  /** Room for prices, and how much of it is taken. */
  #room = new Float32Array(0);
  #taken = 0;
  /** Pairs visited. */
  visits = 0;

  /** @param rootStates what the root's own evidence, written down already, has decided: 1 open, -1 closed */
  constructor({ parts }: UncapacitatedTree, instance: LocationInstance, rootStates: Int8Array, threshold: number) {
    this.#parts = parts;
    this.#instance = instance;
    this.#rootStates = rootStates;
    this.#threshold = threshold;
    this.#value = new Float64Array(instance.siteCount);
    this.#isKept = new Uint8Array(parts.length);
    this.#half = new Int32Array(parts.length).fill(-1);
    this.#firstPieces = new Int32Array(parts.length);
  }

  *write(proof: Proof, root: number): Sliceable<void> {
    for (let id = this.#parts.length - 1; id >= 0; id--) {
      this.#thin(id);
      if (id % AT_ONCE === 0) yield;
    }
    this.#copy(proof, root);
  }

  #copy(proof: Proof, root: number): void {
    const waiting = [[0, root]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      let id = next[0];
      const node = next[1];
      this.#addEvidence(proof, node, id);
      while (this.#half[id] >= 0) {
        id = this.#half[id];
        this.#addEvidence(proof, node, id);
      }
      const { below: first, above: second } = this.#parts[id];
      if (first < 0) continue;
      const below = proof.addNode();
      const above = proof.addNode();
      proof.split(node, { kind: "site", site: this.#parts[second].decision!, at: 0, below, above });
      waiting.push([second, above], [first, below]);
    }
  }

  #addEvidence(proof: Proof, node: number, id: number): void {
    const { prices } = this.#parts[id];
    if (this.#isKept[id] === 1 && prices !== undefined)
      proof.addEvidence(node, { prices: this.#putTogether(prices), aggregatePrice: 0 });
  }

  #putTogether(prices: Prices): Prices {
    if (prices instanceof Float64Array) return prices;
    if (this.#taken + prices.length > this.#room.length) {
      this.#room = new Float32Array(TOGETHER * prices.length);
      this.#taken = 0;
    }
    const copy = this.#room.subarray(this.#taken, this.#taken + prices.length);
    this.#taken += prices.length;
    copy.set(prices);
    return copy;
  }

  /** Finds what the part needs, and what of it, whose own parts have been thinned. */
  #thin(id: number): void {
    const part = this.#parts[id];
    const { prices, bound } = part;
    if (prices !== undefined && bound >= this.#threshold) {
      // At a lower threshold than the search had, the part's own prices may close it.
      part.below = -1;
      this.#needs[id] = this.#startNeeds();
      this.#weigh(prices);
      this.#addDecisions(this.#needs[id], id, bound - this.#threshold);
      this.#keep(id);
    } else if (part.below < 0) this.#needs[id] = this.#cutOff(id);
    else {
      this.#needs[id] = this.#joinHalves(id);
      if (prices !== undefined) this.#thinPrices(id, prices);
    }
  }

  #startNeeds(): Int32Array {
    return new Int32Array((this.#value.length + 31) >> 5);
  }

  #keep(id: number): void {
    this.#isKept[id] = 1;
    this.#firstPieces[id] = 1;
  }

  #joinHalves(id: number): Int32Array {
    const { below, above } = this.#parts[id];
    const needs = this.#needs;
    const first = this.#firstPieces;
    const own = needs[below];
    needs[below] = NONE;
    if (above < 0) return this.#takeHalf(id, below, own);
    const other = needs[above];
    needs[above] = NONE;
    const site = this.#parts[above].decision!;
    const isFree = !has(own, site);
    if (isFree && (has(other, site) || first[below] <= first[above])) return this.#takeHalf(id, below, own);
    if (!has(other, site)) return this.#takeHalf(id, above, other);
    first[id] = first[below] + first[above];
    for (let w = 0; w < own.length; w++) own[w] |= other[w];
    own[site >> 5] &= ~(1 << (site & 31));
    return own;
  }

  #takeHalf(id: number, half: number, needs: Int32Array): Int32Array {
    this.#half[id] = half;
    this.#firstPieces[id] = this.#firstPieces[half];
    return needs;
  }

  /** Keeps the prices of an open part where they decide a site that what is below needs, or where that makes a check faster. */
  #thinPrices(id: number, prices: Prices): void {
    const { decided, bound, activeCount } = this.#parts[id];
    const needs = this.#needs[id];
    if (decided.some((own) => has(needs, siteOf(own)))) {
      this.#weigh(prices);
      const room = this.#threshold - bound;
      let slack = Number.POSITIVE_INFINITY;
      for (const own of decided) {
        const site = siteOf(own);
        if (!has(needs, site)) continue;
        slack = Math.min(slack, Math.abs(this.#value[site]) - room);
        needs[site >> 5] &= ~(1 << (site & 31));
      }
      this.#addDecisions(needs, id, slack);
      this.#keep(id);
      return;
    }
    let closed = 0;
    for (const own of decided) if (own < 0) closed++;
    if (this.#firstPieces[id] * closed >= WORTH_KEEPING * activeCount) this.#keep(id);
  }

  /**
   * Adds what was decided above the part that the prices weighed last need there, if they may lose no more than the slack.
   * The nearest decisions are left out first, as long as it lasts.
   */
  #addDecisions(needs: Int32Array, id: number, slack: number): void {
    let left = slack;
    for (let at = id; at >= 0; at = this.#parts[at].parent) {
      const { decision, decided } = this.#parts[at];
      if (at !== id) for (let k = 0; k < decided.length; k++) left -= this.#take(needs, decided[k], left);
      if (decision !== undefined) left -= this.#take(needs, decision, left);
    }
  }

  /** Adds the decision to what is needed, where it earns more than the slack; gives how much of that it takes otherwise. */
  #take(needs: Int32Array, own: DecidedSite, slack: number): number {
    const site = siteOf(own);
    const loss = own < 0 ? -this.#value[site] : this.#value[site];
    if (loss <= 0) return 0;
    if (loss <= slack) return loss;
    needs[site >> 5] |= 1 << (site & 31);
    return 0;
  }

  #weigh(prices: Prices): void {
    const { openCost, start, site, cost } = this.#instance;
    const value = this.#value;
    let visits = 0;
    value.set(openCost);
    for (let j = 0; j < prices.length; j++) {
      const price = prices[j];
      const last = start[j + 1];
      let t = start[j];
      visits -= t;
      for (; t < last && cost[t] < price; t++) value[site[t]] -= price - cost[t];
      visits += t;
    }
    this.visits += visits;
  }

  /** What leaves some customer without a site. */
  #cutOff(id: number): Int32Array {
    const { customerCount, start, site } = this.#instance;
    const needs = this.#startNeeds();
    for (let at = id; at >= 0; at = this.#parts[at].parent) {
      const { decision, decided } = this.#parts[at];
      for (const own of decision === undefined ? decided : [...decided, decision])
        if (own < 0) needs[~own >> 5] |= 1 << (~own & 31);
    }
    const isClosed = (i: number): boolean => this.#rootStates[i] < 0 || has(needs, i);
    for (let j = 0; j < customerCount; j++) {
      const sites = site.subarray(start[j], start[j + 1]);
      if (!sites.every(isClosed)) continue;
      const own = this.#startNeeds();
      for (const i of sites) if (has(needs, i)) own[i >> 5] |= 1 << (i & 31);
      return own;
    }
    return needs;
  }
}

const NONE = new Int32Array(0);

function siteOf(own: DecidedSite): number {
  return own < 0 ? ~own : own;
}

function has(sites: Int32Array, i: number): boolean {
  return ((sites[i >> 5] >> (i & 31)) & 1) === 1;
}
