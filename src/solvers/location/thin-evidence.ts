import { type Answers, answer, isHopeless, restrict } from "../../kernels/location/answers.ts";
import { certify, type Pricing, takeEvidence } from "../../kernels/location/certify.ts";
import { priceSites } from "../../kernels/location/price-sites.ts";
import { type Bounds, boundsOf, type SearchState } from "./search-state.ts";

/**
 * Drops the present node's evidence that proves nothing more than its last piece does, or its last two, four ...
 * For a node that is finished with: `isClosed`, or about to be split, whose bounds stay or become tighter.
 */
export function thinEvidence(state: SearchState, isClosed: boolean): void {
  const { answers, proof, nodeId, groups, start } = state;
  const pricings = proof.pricingsOf(nodeId);
  if (pricings.length < 2) return;
  const found = boundsOf(answers);
  for (let kept = 1; kept < pricings.length; kept *= 2) {
    const replayed = replay(state, start, pricings.slice(-kept), false);
    state.useClusters(groups);
    if (!replayed.closes && (isClosed || !isWithin(answers, found))) continue;
    proof.keepPricings(nodeId, replayed.pricings);
    return;
  }
  goTo(state, found);
}

/**
 * Rules out, from these bounds on, what these pieces allow; gives the pieces that changed something.
 *
 * @param lastMayCover the last piece may decide by whole sites that make up the room, whether it did before or not
 */
export function replay(
  state: SearchState,
  from: Bounds,
  pieces: readonly Pricing[],
  lastMayCover: boolean,
): { readonly pricings: Pricing[]; readonly closes: boolean } {
  const { answers, cut } = state;
  goTo(state, from);
  const pricings: Pricing[] = [];
  for (const [k, piece] of pieces.entries()) {
    const mayCover = piece.coversDemand === true || (lastMayCover && k === pieces.length - 1);
    const pricing = pricedAgain(state, piece);
    const bound = certify(answers, pricing);
    if (!Number.isFinite(bound)) continue;
    if (bound >= cut) return { pricings: [...pricings, pricing], closes: true };
    const { changes, coversDemand } = state.rule(bound, mayCover);
    if (changes === 0) continue;
    pricings.push({ ...pricing, coversDemand });
    restrict(answers, answers, state.forbidden);
    if (isHopeless(answers)) return { pricings, closes: true };
  }
  return { pricings, closes: false };
}

/** A piece of evidence with capacity prices for all sites that may open now. */
function pricedAgain(state: SearchState, piece: Pricing): Pricing {
  const { answers, instance } = state;
  const { prices, clusters } = piece;
  state.useClusters(clusters?.groups ?? []);
  if (clusters === undefined && !instance.hasCopies) {
    priceSites(answers, piece);
    return piece;
  }
  answer(answers, prices, false);
  return takeEvidence(answers, prices, !instance.hasCopies);
}

export function goTo(state: SearchState, { lower, upper, fewest, most }: Bounds): void {
  const { answers } = state;
  answers.lower.set(lower);
  answers.upper.set(upper);
  answers.fewest = fewest;
  answers.most = most;
  restrict(answers, state.pairs, state.forbidden);
}

/** Whether the answers' bounds allow nothing that these do not. */
function isWithin(answers: Answers, { lower, upper, fewest, most }: Bounds): boolean {
  if (answers.fewest < fewest || answers.most > most) return false;
  for (let i = 0; i < lower.length; i++) if (answers.lower[i] < lower[i] || answers.upper[i] > upper[i]) return false;
  return true;
}
