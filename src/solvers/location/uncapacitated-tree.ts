import type { Bounded, Prices } from "./uncapacitated-nodes.ts";

/** A site that is decided: itself where it opens, its complement (~site) where it is closed. */
export type DecidedSite = number;

/** A part of the tree as the search found it. */
export interface TreePart {
  /** The part that it was split from, -1 for the root, and the decision that makes it; undefined where there is none. */
  readonly parent: number;
  readonly decision: DecidedSite | undefined;
  /** Prices that bound it, in steps; absent where some customer has no site left. */
  prices: Prices | undefined;
  bound: number;
  /** What these prices decided, and among how many sites that could open. */
  decided: Int32Array;
  activeCount: number;
  /** Its two parts, or the one that is left when all sites are decided; -1 for none. */
  below: number;
  above: number;
}

const NOTHING = new Int32Array(0);

/** Remembers what a search did, so that the proof can be written when it is known what is needed for it. */
export class UncapacitatedTree {
  readonly parts: TreePart[] = [];

  /** Begins with the root. */
  constructor() {
    this.#add(-1, undefined);
  }

  #add(parent: number, decision: DecidedSite | undefined): number {
    const rest = { prices: undefined, bound: 0, decided: NOTHING, activeCount: 0, below: -1, above: -1 };
    return this.parts.push({ parent, decision, ...rest }) - 1;
  }

  /** Prices close the part, whatever it was split into. */
  close(id: number, { proving, bound }: Bounded): void {
    const part = this.parts[id];
    part.prices = proving;
    part.bound = bound;
  }

  /** Prices leave it open, but decide sites. */
  narrow(id: number, bounded: Bounded, decided: Int32Array, activeCount: number): void {
    this.close(id, bounded);
    const part = this.parts[id];
    part.decided = decided;
    part.activeCount = activeCount;
  }

  /** Closes the site below and opens it above, the next part. */
  split(id: number, site: number): number {
    const part = this.parts[id];
    part.below = this.#add(id, ~site);
    part.above = this.#add(id, site);
    return part.below;
  }

  /** The one plan that is left makes a part of its own. */
  settle(id: number): number {
    const only = this.#add(id, undefined);
    this.parts[id].below = only;
    return only;
  }
}
