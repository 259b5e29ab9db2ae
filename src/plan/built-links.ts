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

/** A terminal of which something is built: what that takes, and what it handles. */
export interface BuiltTerminal {
  readonly node: number;
  readonly construction: number;
  readonly standing: number;
  /** Parts of what is loaded and unloaded, by good; shares add to 1; empty where nothing is. */
  readonly handled: readonly { readonly unloaded: boolean; readonly good: number; readonly share: number }[];
}

/** Terminals of which something is built; their energy is for what they handle, as that of links. */
export function builtTerminals(indexed: Indexed, decision: Decision): BuiltTerminal[] {
  const { nodeArea, goods, tonnesPerUnit, terminalSizeStart, terminalSizeBuild, terminalSizeKeep } = indexed;
  return Array.from(nodeArea.keys()).flatMap((node): BuiltTerminal[] => {
    let construction = 0;
    let standing = 0;
    for (let size = terminalSizeStart[node]; size < terminalSizeStart[node + 1]; size++) {
      construction += terminalSizeBuild[size] * decision.terminalBuilt[size];
      standing += terminalSizeKeep[size] * decision.terminalBuilt[size];
    }
    if (construction === 0 && standing === 0) return [];
    const parts = [decision.load, decision.unload].flatMap((table, which) =>
      goods.flatMap((_, good) => {
        const amount = table[node * goods.length + good];
        return amount > DUST ? [{ unloaded: which === 1, good, amount, tonnes: amount * tonnesPerUnit[good] }] : [];
      }),
    );
    return [{ node, construction, standing, handled: withShares(parts) }];
  });
}

/** Shares by the tonne; by the unit where nothing weighs anything. */
function withShares<Part extends { readonly amount: number; readonly tonnes: number }>(
  parts: readonly Part[],
): (Part & { readonly share: number })[] {
  const tonnes = parts.reduce((sum, part) => sum + part.tonnes, 0);
  const amount = parts.reduce((sum, part) => sum + part.amount, 0);
  return parts.map((part) => ({ ...part, share: tonnes > 0 ? part.tonnes / tonnes : part.amount / amount }));
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
    found.push({ link, construction, standing, carried: withShares(flows) });
  }
  return found;
}
