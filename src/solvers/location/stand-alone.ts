import { isHopeless } from "../../kernels/location/answers.ts";
import type { Pricing } from "../../kernels/location/certify.ts";
import { unpack } from "./proof.ts";
import { type Base, type Bounds, boundsOf, type SearchState } from "./search-state.ts";
import { goTo, replay, thinEvidence } from "./thin-evidence.ts";

/** So many pieces from above may be taken over in place of all that is there: two cost more than they save. */
const MOST_ABOVE = 1;

/** Below a child of the root so many pieces of evidence are expected, half as many below its children, a third below theirs. */
const PIECES_BELOW = 96;

/**
 * Rests a closed node on its base's evidence, its own, and what others lean on already, where these suffice: what nodes
 * between have ruled out costs little to close again, and evidence that no node leans on is left out. Where the last piece
 * leaves a little, it is asked whether any whole sites make up the room for less.
 */
export function standAlone(state: SearchState): void {
  const { proof, nodeId, start, base, answers, instance, groups } = state;
  if (base === undefined || groups.length > 0 || proof.isBlocked(nodeId)) {
    thinEvidence(state, true);
    proof.lean(nodeId);
    return;
  }
  const unneeded = proof.unneededAbove(nodeId, base.at);
  const from = boundsAlone(state, base, proof.parentOf(unneeded.at(-1) ?? nodeId));
  const own = proof.pricingsOf(nodeId);
  const isApart = !isSame(from, start);
  if (isApart) {
    goTo(state, from);
    if (isHopeless(answers)) {
      proof.keepPricings(nodeId, []);
      return;
    }
  }
  const above = isApart ? proof.lastAbove(nodeId, MOST_ABOVE, base.at) : [];
  const pieces = [...above.map((evidence) => unpack(evidence, instance.siteCount)), ...own];
  const most = isApart ? pieces.length : own.length - 1;
  for (let kept = leansOnLast(own) ? 2 : 1; kept <= most; kept = kept < most ? Math.min(2 * kept, most) : kept + 1) {
    const replayed = replay(state, from, pieces.slice(-kept), true);
    if (!replayed.closes) continue;
    proof.keepPricings(nodeId, replayed.pricings);
    return;
  }
  if (isApart) {
    thinEvidence(state, true);
    leanOnFew(state, base, unneeded);
  }
}

/** Lets the present node lean on evidence above it, but for that of the nearest nodes which it can do without. */
function leanOnFew(state: SearchState, base: Base, unneeded: readonly number[]): void {
  const { proof, nodeId } = state;
  const own = proof.pricingsOf(nodeId);
  let below = nodeId;
  for (let left = 1; left < unneeded.length; left *= 2) {
    const replayed = replay(state, boundsAlone(state, base, unneeded[left]), own, true);
    if (!replayed.closes) break;
    proof.keepPricings(nodeId, replayed.pricings);
    below = unneeded[left - 1];
  }
  proof.lean(below);
}

/**
 * What nodes below the present one, which is about to be split, rest on: on this one, too, where it rests on its parent, and
 * its evidence rules out so many sites that looking at them in all evidence below would take longer than reading its own.
 *
 * @param depth of the nodes below; the root's children have 0
 */
export function baseBelow({ proof, nodeId, base, answers }: SearchState, depth: number): Base | undefined {
  if (base === undefined || nodeId === base.at || proof.parentOf(nodeId) !== base.at) return base;
  const bounds = boundsOf(answers);
  const before = usable(base.bounds);
  const ruledOut = before - usable(bounds);
  if (proof.pricingsOf(nodeId).length * before * depth > PIECES_BELOW * ruledOut) return base;
  proof.need(nodeId);
  return { at: nodeId, bounds };
}

/** How many sites may open. */
function usable({ upper }: Bounds): number {
  let count = 0;
  for (let i = 0; i < upper.length; i++) if (upper[i] > 0) count++;
  return count;
}

/** Notes what the present node's evidence has ruled out: should any node below lean on it, others may, too. */
export function noteRuling({ proof, nodeId, base, start, answers }: SearchState): void {
  if (base === undefined) return;
  const { lower, upper, fewest, most } = answers;
  const sites: number[] = [];
  for (let i = 0; i < lower.length; i++) {
    if (lower[i] > start.lower[i]) sites.push(i);
    else if (upper[i] < start.upper[i]) sites.push(~i);
  }
  proof.rule(nodeId, { sites: Int32Array.from(sites), fewest, most });
}

/**
 * What the base and the decisions on the way down from it leave of the present node, with the evidence of the nodes on the way
 * down to `leaned`.
 */
function boundsAlone({ proof, nodeId }: SearchState, { at, bounds }: Base, leaned: number): Bounds {
  const { lower, upper, fewest, most } = bounds;
  const least = lower.slice();
  const greatest = upper.slice();
  let [few, many] = [fewest, most];
  for (let node = nodeId; node !== at; node = proof.parentOf(node)) {
    const parent = proof.parentOf(node);
    // Those above have lower numbers.
    const ruling = parent > leaned || parent === at ? undefined : proof.rulingOf(parent);
    if (ruling !== undefined) {
      few = Math.max(few, ruling.fewest);
      many = Math.min(many, ruling.most);
      for (const own of ruling.sites) {
        if (own < 0) greatest[~own] = 0;
        else least[own] = 1;
      }
    }
    const split = proof.splitOf(parent)!;
    if (split.kind === "pair") continue;
    const isBelow = node === split.below;
    if (split.kind === "site") {
      if (isBelow) greatest[split.site] = Math.min(greatest[split.site], split.at);
      else least[split.site] = Math.max(least[split.site], split.at + 1);
    } else if (isBelow) many = Math.min(many, split.at);
    else few = Math.max(few, split.at + 1);
  }
  return { lower: least, upper: greatest, fewest: few, most: many };
}

function isSame(one: Bounds, other: Bounds): boolean {
  if (one.fewest !== other.fewest || one.most !== other.most) return false;
  for (let i = 0; i < one.lower.length; i++)
    if (one.lower[i] !== other.lower[i] || one.upper[i] !== other.upper[i]) return false;
  return true;
}

/** Whether the last piece closes what the one before has left of all sets of sites: it hardly does so by itself. */
function leansOnLast(pricings: readonly Pricing[]): boolean {
  const { length } = pricings;
  return length > 1 && pricings[length - 1].coversDemand !== true && pricings[length - 2].coversDemand === true;
}
