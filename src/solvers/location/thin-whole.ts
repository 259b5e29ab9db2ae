import { isHopeless } from "../../kernels/location/answers.ts";
import { allowedPairs, restrictWhole } from "../../kernels/location/whole-answers.ts";
import { fixWhole } from "../../kernels/location/whole-fixing.ts";
import type { Evidence } from "../../problems/location-result.ts";
import type { NodeBounds, WholeState } from "./whole-state.ts";

/** An open node may keep so many more pairs than all its evidence leaves, where that saves some pieces of it, or all. */
const MORE_PAIRS = 1.15;
const MORE_WITH_NONE = 1.05;
/** So few at the root, from which all others start. */
const MORE_AT_ROOT = 1.05;
/** Up to so many of a node's pieces are asked whether they do alone. */
const MOST_KEPT = 6;

/**
 * The present node is finished with: it is closed, or about to be split. Of its evidence only some pieces are
 * written down, where they prove as much without the others, or nearly: then the node goes on with what they prove.
 * A node below the root that stays open may do without any.
 *
 * Gives: whether the node is closed: a plan found after the last pieces were written may have them close it now.
 */
export function sealNode(state: WholeState, isClosed: boolean): boolean {
  const { pieces, proof, nodeId } = state;
  // Before plans were tried the pieces were thinned already.
  const isThin = pieces.length <= (isClosed ? 1 : 0) || pieces[pieces.length - 1].triesPlans === true;
  const closes = !isThin && thinPieces(state, isClosed);
  for (const evidence of state.pieces) proof.addEvidence(nodeId, evidence);
  state.pieces = [];
  return isClosed || closes;
}

/**
 * Keeps only some pieces of the present node's evidence, if any, where they prove as much, or nearly; then the node goes
 * on with what they prove, answered at its best prices. Gives whether they close it.
 */
export function thinPieces(state: WholeState, isClosed: boolean): boolean {
  const { pieces } = state;
  const end = state.bounds();
  const isRoot = state.nodeId === 0;
  const least = isClosed || isRoot ? 1 : 0;
  for (const kept of fewerOf(pieces, least)) {
    const replayed = replay(state, kept);
    const more = isRoot ? MORE_AT_ROOT : kept.length === 0 ? MORE_WITH_NONE : MORE_PAIRS;
    if (!replayed.closes && (isClosed || !isNearly(state, end, more))) continue;
    state.pieces = [...replayed.pieces];
    if (!replayed.closes) state.answer(state.prices, false);
    return replayed.closes;
  }
  goTo(state, end);
  state.answer(state.prices, false);
  return false;
}

/** Fewer pieces, the fewest first: the last ones, and as many spread evenly over all up to the last. */
function* fewerOf(pieces: readonly Evidence[], least: number): Generator<readonly Evidence[]> {
  const last = pieces.length - 1;
  for (let count = least; count <= last && count <= MOST_KEPT; count++) {
    yield pieces.slice(pieces.length - count);
    const apart = count > 1 ? Math.floor(last / (count - 1)) : 1;
    if (apart > 1) yield pieces.filter((_, k) => (last - k) % apart === 0 && last - k < count * apart);
  }
}

/** From the node's start, rules out what these pieces' prices allow; gives the pieces that did. */
function replay(state: WholeState, pieces: readonly Evidence[]): { pieces: readonly Evidence[]; closes: boolean } {
  const { whole, fixing, cut } = state;
  const written: Evidence[] = [];
  goTo(state, state.start);
  const prices = new Float64Array(state.prices.length);
  for (const piece of pieces) {
    prices.set(piece.prices);
    const bound = state.answer(prices, false);
    const evidence = state.takeEvidence(prices);
    if (evidence === undefined || bound === Number.POSITIVE_INFINITY) break;
    if (bound >= cut) return { pieces: [...written, evidence], closes: true };
    if (fixWhole(fixing, prices, bound, cut) === 0) continue;
    written.push(evidence);
    restrictWhole(whole, allowedPairs(whole));
    if (isHopeless(whole.answers)) return { pieces: written, closes: true };
  }
  return { pieces: written, closes: false };
}

/** Takes the state to what a node allows. */
export function goTo(state: WholeState, { lower, upper, fewest, most, allowed }: NodeBounds): void {
  const { whole } = state;
  const { answers } = whole;
  answers.lower.set(lower);
  answers.upper.set(upper);
  answers.fewest = fewest;
  answers.most = most;
  restrictWhole(whole, allowed);
}

/** Whether the present bounds allow no site that the others don't, and no more than so many times their pairs. */
function isNearly({ whole }: WholeState, { lower, upper, fewest, most, allowed }: NodeBounds, more: number): boolean {
  const { answers } = whole;
  if (answers.fewest < fewest || answers.most > most) return false;
  for (let i = 0; i < lower.length; i++) if (answers.lower[i] < lower[i] || answers.upper[i] > upper[i]) return false;
  return allowedPairs(whole).length <= more * allowed.length;
}
