import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { DUST } from "./shipments.ts";

/** A part of what a link carries: one good on one arc, and its share of the link's tonnes both ways. */
interface Carried {
  readonly arc: number;
  readonly good: number;
  readonly share: number;
}

/** A link of which something is built: what that takes, and what it carries. */
export interface BuiltLink {
  /** Position in continent.links. */
  readonly link: number;
  /** MJ/yr: building spread over the life, and standing ready. */
  readonly construction: number;
  readonly standing: number;
  /** Shares add to 1; empty where the link carries nothing. */
  readonly carried: readonly Carried[];
}

/**
 * Links of which something is built. Their energy is for what they carry, by the tonne; by the unit where nothing they
 * carry weighs anything.
 */
export function builtLinks(indexed: Indexed, decision: Decision): BuiltLink[] {
  const { arcLink, goods, tonnesPerUnit, linkSizeStart, linkSizeBuild, linkSizeKeep } = indexed;
  const found: BuiltLink[] = [];
  for (let link = 0; link + 1 < linkSizeStart.length; link++) {
    let construction = 0;
    let standing = 0;
    for (let size = linkSizeStart[link]; size < linkSizeStart[link + 1]; size++) {
      construction += linkSizeBuild[size] * decision.linkBuilt[size];
      standing += linkSizeKeep[size] * decision.linkBuilt[size];
    }
    if (construction === 0 && standing === 0) continue;
    const flows: { arc: number; good: number; amount: number; tonnes: number }[] = [];
    arcLink.forEach((of, arc) => {
      if (of !== link) return;
      goods.forEach((_, good) => {
        const amount = decision.flow[arc * goods.length + good];
        if (amount > DUST) flows.push({ arc, good, amount, tonnes: amount * tonnesPerUnit[good] });
      });
    });
    const tonnes = flows.reduce((sum, flow) => sum + flow.tonnes, 0);
    const amount = flows.reduce((sum, flow) => sum + flow.amount, 0);
    const carried = flows.map((flow) => ({
      arc: flow.arc,
      good: flow.good,
      share: tonnes > 0 ? flow.tonnes / tonnes : flow.amount / amount,
    }));
    found.push({ link, construction, standing, carried });
  }
  return found;
}
