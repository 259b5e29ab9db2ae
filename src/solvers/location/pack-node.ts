import { total } from "../../base/total.ts";
import { raiseOnSets, setVisits } from "../../kernels/location/set-prices.ts";
import { measureExtras } from "../../kernels/location/whole-fixing.ts";
import { packSets } from "../../kernels/location/whole-packing.ts";
import { listSets } from "../../kernels/location/whole-sets.ts";
import type { Evidence } from "../../problems/location-result.ts";
import { inSinglePrecision } from "./proof.ts";
import { thinPieces } from "./thin-whole.ts";
import type { WholeState } from "./whole-state.ts";

/** With more sites the lists of all levels would take too much memory, here and for the checker. */
const MOST_SITES = 3000;
/** Listing and trying may take so many steps each: about as long as a node's prices take. More of them take as long to check. */
const MOST_STEPS = 200_000;
/** Plans are tried at the prices of the lists where that takes no more steps a set. */
const FEW_STEPS = 8;
/** After a try that took too long the window shrinks, after one that did not it grows. */
const SHRINK = 0.8;
const GROW = 1.1;
/** The whole node is tried where the cut is not further off than the window so many times. */
const REACH = 1.5;
/** Further off, plans within the window are looked for in one node of so many: nothing is proven by that. */
const PROBE_EVERY = 4;

/**
 * Tries all plans of the present node that cost less than the cut, or than its bound and the window where that is
 * less. Right after an answer at `state.prices` and its extras.
 *
 * Gives: whether the node is closed by it (the evidence is written down). A better plan that it finds is taken over.
 */
export function packNode(state: WholeState): boolean {
  const { whole, prices, fixing, instance } = state;
  const { siteCount: m } = instance;
  // Sets of customers know nothing of numbers of sites or of groups.
  if (instance.groupCount > 0 || instance.fewest > 0 || instance.most < m || m > MOST_SITES) return false;
  const { sets } = state.packing;
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
  whole.answers.visits += sets.steps;
  const trial = sets.isWhole ? tryPlans(state, aim) : undefined;
  if (trial === undefined) {
    state.window = Math.min(state.window, aim - bound) * SHRINK;
    return false;
  }
  state.window = Math.max(state.window, (aim - bound) * GROW);
  if (aim < state.cut) return false;
  if (!state.isDiving) state.pieces.push({ ...evidence, triesPlans: true, ...trial });
  return true;
}

/**
 * Tries all plans of the sets listed that cost less than `aim`: at the prices that these were listed at where that is soon
 * done, else at prices moved on the sets, where there is room for that.
 *
 * Gives: those prices, if any; undefined where it takes too long.
 */
function tryPlans(state: WholeState, aim: number): Pick<Evidence, "setPrices"> | undefined {
  const { packing, prices, setPrices, instance, whole } = state;
  const { sets } = packing;
  const { paid } = whole;
  if (sets.isOver) return {};
  const room = aim - paid;
  if (pack(state, paid, aim, setPrices === undefined ? MOST_STEPS : FEW_STEPS * sets.count)) return {};
  if (setPrices === undefined) return undefined;
  const least = raiseOnSets(setPrices, sets, room);
  whole.answers.visits += setVisits(setPrices);
  const { change } = setPrices;
  let size = 0;
  for (const own of change) size += Math.abs(own);
  // Each site's sets may cost so much less or more then.
  if (!state.mayAddUp(prices, (instance.siteCount + 1) * size)) return undefined;
  const isClosed = total(change) + least >= room;
  if (!isClosed && !pack(state, paid + total(change), aim, MOST_STEPS)) return undefined;
  // Prices of polished nodes are often the best for their sets, too.
  if (size === 0) return {};
  return { setPrices: inSinglePrecision(prices.map((price, j) => price + change[j])) };
}

/** Tries the plans of the sets that cost less than `aim`, and takes over what is found; whether all were tried. */
function pack(state: WholeState, spent: number, aim: number, mostSteps: number): boolean {
  const { packing, instance, planner, whole } = state;
  const isDone = packSets(packing, spent, aim, mostSteps);
  whole.answers.visits += packing.steps;
  if (packing.least < Number.POSITIVE_INFINITY) {
    const copies = new Int32Array(instance.siteCount);
    // Whom a site owns it serves; every owner is open, and has a set, if an empty one.
    const assignment = whole.owner.slice();
    for (let l = 0; l < packing.bestCount; l++) readSet(state, packing.best[l], copies, assignment);
    planner.offer(copies, assignment);
  }
  return isDone;
}

function readSet({ packing }: WholeState, set: number, copies: Int32Array, assignment: Int32Array): void {
  if (set < 0) return;
  const { sets } = packing;
  let s = 0;
  while (sets.first[s + 1] <= set) s++;
  copies[sets.site[s]] = 1;
  for (let b = 0; b < sets.customerCount; b++)
    if ((sets.mask[set * sets.words + (b >> 5)] >> (b & 31)) & 1) assignment[sets.customerOf[b]] = sets.site[s];
}
