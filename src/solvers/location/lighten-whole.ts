import type { Sliceable } from "../../base/control.ts";
import { raiseOnSets } from "../../kernels/location/set-prices.ts";
import { measureExtras } from "../../kernels/location/whole-fixing.ts";
import { packSets } from "../../kernels/location/whole-packing.ts";
import { listSets } from "../../kernels/location/whole-sets.ts";
import type { Evidence } from "../../problems/location-result.ts";
import { goTo } from "./thin-whole.ts";
import type { NodeBounds, WholeState } from "./whole-state.ts";

/** Prices moved on its sets are of use where they leave no more than this part open. */
const WORTH = 0.9;
/** This part of the visits of the search may go into it: about as much of its time. */
const SHARE = 0.05;
/** A set weighed is as many visits as it has members, about. */
const MEMBERS = 4;

/** A closed node of the tree that is written, whose plans were tried at the prices of its last evidence. */
export interface TriedNode {
  readonly node: number;
  readonly bounds: NodeBounds;
  readonly evidence: Evidence;
  /** What listing its sets and trying them took. */
  readonly steps: number;
}

/**
 * Makes a finished proof of `threshold` lighter for the checker: the nodes whose plans were tried are closed at prices moved
 * on their sets, where it takes less to list and try sets at these; the heaviest first, as far as a small part of the
 * search's work goes.
 */
export function* lightenTried(state: WholeState, tried: readonly TriedNode[], threshold: number): Sliceable<void> {
  const { whole, proof, control } = state;
  const { answers } = whole;
  const heaviest = [...tried].sort((a, b) => b.steps - a.steps || a.node - b.node);
  // Without a threshold there is nothing to move prices towards.
  let left = Number.isFinite(threshold) ? SHARE * state.visits : 0;
  for (const one of heaviest) {
    if (left <= 0 || control.interruption() !== undefined) break;
    goTo(state, one.bounds);
    const lighter = lighterEvidence(state, one, threshold);
    if (lighter !== undefined) proof.replaceLast(one.node, lighter);
    left -= answers.visits;
    state.spend();
    yield;
  }
}

/** What closes a node that the state is at with less; undefined where that is not found. */
function lighterEvidence(state: WholeState, { evidence, steps }: TriedNode, threshold: number): Evidence | undefined {
  const { setPrices, packing } = state;
  const bound = listAt(state, Float64Array.from(evidence.prices), threshold, steps);
  const { sets } = packing;
  if (!sets.isWhole || sets.isOver || bound >= threshold) return undefined;
  const open = raiseOnSets(setPrices, sets, threshold - total(evidence.prices));
  state.whole.answers.visits += MEMBERS * setPrices.steps;
  if (open > WORTH * (threshold - bound)) return undefined;
  const prices = Float64Array.from(evidence.prices, (price, j) => price + Math.round(setPrices.change[j]));
  const moved = listAt(state, prices, threshold, steps);
  const closing = state.takeEvidence(prices);
  if (closing === undefined || moved >= threshold) return closing;
  if (!sets.isWhole) return undefined;
  const lighter = { ...closing, triesPlans: true };
  if (sets.isOver) return lighter;
  const isDone = packSets(packing, total(prices), threshold, steps - sets.steps);
  state.whole.answers.visits += packing.steps;
  return isDone ? lighter : undefined;
}

/** Lists the sets of the present node at other prices, if these don't close it; gives their bound. */
function listAt(state: WholeState, prices: Float64Array, threshold: number, steps: number): number {
  const { whole, fixing, packing } = state;
  const { sets } = packing;
  const bound = state.answer(prices, false);
  if (bound >= threshold) return bound;
  measureExtras(fixing);
  listSets(sets, whole, prices, threshold - bound, fixing.extraOpen, steps);
  whole.answers.visits += sets.steps;
  return bound;
}

function total(prices: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < prices.length; j++) sum += prices[j];
  return sum;
}
