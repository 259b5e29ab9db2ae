import { raiseOnSets, setVisits } from "../../kernels/location/set-prices.ts";
import { measureExtras } from "../../kernels/location/whole-fixing.ts";
import { listSets } from "../../kernels/location/whole-sets.ts";
import type { WholeState } from "./whole-state.ts";

/** Nodes are polished where the cut is not further off than the window of tried plans so many times. */
const REACH = 2.5;
/** Nor further than what sets can be listed for so many times: where plans are not tried, there is no other measure. */
const REACH_OF_SETS = 10;
const MOST_ROUNDS = 6;
/** Listing sets may take so many steps a round. */
const MOST_STEPS = 60_000;
/** What is best for more sets than this takes longer to find than it saves. */
const MOST_SETS = 1500;
/** After a listing that took too long, or found too many, the window shrinks, after one that did not it grows. */
const SHRINK = 0.8;
const GROW = 1.1;
/** Parts of the way to the best prices for the sets alone: sets that are not listed may be cheap there. */
const LENGTHS = [1, 0.5, 0.25, 0.12];
/** It ends where a round closed less than this part of what is open. */
const WORTH = 0.02;

/**
 * Raises the bound of a node that is near the cut once more: lists the sets that sites may have at its best prices for little
 * more than the best, moves the prices to what is best for these alone, and goes as far that way as the bound rises.
 *
 * Gives: whether it rose; then `state.prices` are the new ones, which the last answer may not be of. Otherwise all is as before.
 * Source: Dantzig and Wolfe, Decomposition principle for linear programs (1960), where all cheap columns are known at once.
 */
export function polishWhole(state: WholeState): boolean {
  const { whole, fixing, prices } = state;
  if (state.cut - state.bound > Math.min(state.window * REACH, state.polishWindow * REACH_OF_SETS)) return false;
  const { setPrices } = state;
  if (setPrices === undefined) return false;
  // Where prices are not moved on sets there may be too many sites to make room for lists.
  const { sets } = state.packing;
  const first = state.bound;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const bound = state.answer(prices, false);
    if (bound >= state.cut) break;
    measureExtras(fixing);
    const window = Math.min(state.polishWindow, state.cut - bound);
    listSets(sets, whole, prices, window, fixing.extraOpen, MOST_STEPS);
    whole.answers.visits += sets.steps;
    if (!sets.isWhole || sets.count > MOST_SETS) {
      state.polishWindow = window * SHRINK;
      continue;
    }
    if (window === state.polishWindow) state.polishWindow *= GROW;
    if (sets.isOver || sets.count === 0) break;
    raiseOnSets(setPrices, sets, bound + window - whole.paid);
    whole.answers.visits += setVisits(setPrices);
    if (!goAlong(state, setPrices.change, bound)) break;
    if (state.bound - bound < WORTH * (state.cut - bound)) break;
  }
  if (state.bound > first) return true;
  state.answer(prices, false);
  measureExtras(fixing);
  return false;
}

/** Moves the prices by the part of the change that raises the bound most; whether any does. */
function goAlong(state: WholeState, change: Float64Array, before: number): boolean {
  const { prices } = state;
  const start = prices.slice();
  const trial = new Float64Array(prices.length);
  let best = before;
  for (const length of LENGTHS) {
    for (let j = 0; j < trial.length; j++) trial[j] = start[j] + Math.round(length * change[j]);
    const bound = state.answer(trial, false);
    if (bound > best && Number.isSafeInteger(bound)) {
      best = bound;
      prices.set(trial);
    } else if (best > before) break;
  }
  state.bound = Math.max(state.bound, best);
  return best > before;
}
