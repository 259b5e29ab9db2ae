import { isHopeless } from "../../kernels/location/answers.ts";
import type { Pricing } from "../../kernels/location/certify.ts";
import { unpack } from "./proof.ts";
import type { Bounds, SearchState } from "./search-state.ts";
import { goTo, replay, thinEvidence } from "./thin-evidence.ts";

/** So many pieces from above may be taken over in place of all that is there: two cost more than they save. */
const MOST_ABOVE = 1;

/**
 * Rests a closed node on the root's evidence and its own, where these suffice: what nodes between have ruled out cost little
 * to close again, and evidence that no node leans on is left out. Where the last piece leaves a little, it is asked whether any
 * whole sites make up the room for less.
 */
export function standAlone(state: SearchState): void {
  const { proof, nodeId, start, left, answers, instance, groups } = state;
  if (left === undefined || groups.length > 0 || proof.isBlocked(nodeId)) {
    thinEvidence(state, true);
    proof.lean(nodeId);
    return;
  }
  const from = boundsAlone(state, left);
  const own = proof.pricingsOf(nodeId);
  const isApart = !isSame(from, start);
  if (isApart) {
    goTo(state, from);
    if (isHopeless(answers)) {
      proof.keepPricings(nodeId, []);
      return;
    }
  }
  const above = isApart ? proof.lastAbove(nodeId, MOST_ABOVE) : [];
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
    proof.lean(nodeId);
  }
}

/** What the root's evidence and the decisions on the way down leave of the present node. */
function boundsAlone({ proof, nodeId }: SearchState, { lower, upper, fewest, most }: Bounds): Bounds {
  const least = lower.slice();
  const greatest = upper.slice();
  let [few, many] = [fewest, most];
  for (let node = nodeId, parent = proof.parentOf(node); parent >= 0; node = parent, parent = proof.parentOf(node)) {
    const split = proof.splitOf(parent)!;
    if (split.kind === "pair") continue;
    const { at, below } = split;
    if (split.kind === "site") {
      if (node === below) greatest[split.site] = Math.min(greatest[split.site], at);
      else least[split.site] = Math.max(least[split.site], at + 1);
    } else if (node === below) many = Math.min(many, at);
    else few = Math.max(few, at + 1);
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
