import { measureExtras } from "../../kernels/location/whole-fixing.ts";
import { packSets } from "../../kernels/location/whole-packing.ts";
import { listSets } from "../../kernels/location/whole-sets.ts";
import type { Evidence } from "../../problems/location-result.ts";
import { thinPieces } from "./thin-whole.ts";
import type { WholeState } from "./whole-state.ts";

/** With more sites the lists of all levels would take too much memory, here and for the checker. */
const MOST_SITES = 3000;
/** Listing and trying may take so many steps each: about as long as a node's prices take. More of them take as long to check. */
const MOST_STEPS = 200_000;
/** After a try that took too long the window shrinks, after one that did not it grows. */
const SHRINK = 0.8;
const GROW = 1.1;
/** The whole node is tried where the cut is not further off than the window so many times. */
const REACH = 1.5;
/** Further off, plans within the window are looked for in one node of so many: nothing is proven by that. */
const PROBE_EVERY = 4;
/** A node that takes fewer steps is checked soon enough. */
const HEAVY = 4000;

/**
 * Tries all plans of the present node that cost less than the cut, or than its bound and the window where that is
 * less. Right after an answer at `state.prices` and its extras.
 *
 * Gives: whether the node is closed by it (the evidence is written down). A better plan that it finds is taken over.
 */
export function packNode(state: WholeState): boolean {
  const { whole, prices, planner, fixing, instance } = state;
  const { customerCount: n, siteCount: m } = instance;
  // Sets of customers know nothing of numbers of sites or of groups.
  if (instance.groupCount > 0 || instance.fewest > 0 || instance.most < m || m > MOST_SITES) return false;
  const { packing } = state;
  const { sets } = packing;
  const { cut } = state;
  const isNear = cut - state.bound <= state.window * REACH;
  if (!isNear && !state.isDiving && state.nodeCount % PROBE_EVERY !== 0) return false;
  // Pieces that only say again what later ones do are of no use to the checker, either.
  if (isNear && state.pieces.length > 1) {
    if (thinPieces(state, false)) return true;
    state.bound = state.answer(prices, false);
    measureExtras(fixing);
  }
  const { bound } = state;
  const evidence = state.takeEvidence(prices);
  if (evidence === undefined) return false;
  const aim = isNear ? cut : Math.ceil(bound + state.window);
  listSets(sets, whole, prices, aim - bound, fixing.extraOpen, MOST_STEPS);
  let isDone = sets.isWhole;
  whole.answers.visits += sets.steps;
  if (isDone && !sets.isOver) {
    isDone = packSets(packing, total(prices), aim, MOST_STEPS);
    whole.answers.visits += packing.steps;
    if (packing.least < Number.POSITIVE_INFINITY) {
      const copies = new Int32Array(instance.siteCount);
      const assignment = new Int32Array(n);
      for (let l = 0; l < packing.bestCount; l++) readSet(state, packing.best[l], copies, assignment);
      planner.offer(copies, assignment);
    }
  }
  if (!isDone) {
    state.window = Math.min(state.window, aim - bound) * SHRINK;
    return false;
  }
  state.window = Math.max(state.window, (aim - bound) * GROW);
  if (aim < state.cut) return false;
  if (!state.isDiving) close(state, { ...evidence, triesPlans: true });
  return true;
}

/** Writes down what closes the present node, and keeps what it takes to make that lighter when the search has ended. */
function close(state: WholeState, evidence: Evidence): void {
  const { packing, pieces, tried, nodeId } = state;
  const { sets } = packing;
  pieces.push(evidence);
  // Where all were over at once, sets that are left from elsewhere say nothing.
  const steps = sets.isOver ? 0 : sets.steps + packing.steps;
  if (steps >= HEAVY) tried.push({ node: nodeId, bounds: state.bounds(), evidence, steps });
}

function total(prices: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < prices.length; j++) sum += prices[j];
  return sum;
}

function readSet({ packing, instance }: WholeState, set: number, copies: Int32Array, assignment: Int32Array): void {
  if (set < 0) return;
  const { sets } = packing;
  let s = 0;
  while (sets.first[s + 1] <= set) s++;
  copies[sets.site[s]] = 1;
  for (let j = 0; j < instance.customerCount; j++)
    if ((sets.mask[set * sets.words + (j >> 5)] >> (j & 31)) & 1) assignment[j] = sets.site[s];
}
