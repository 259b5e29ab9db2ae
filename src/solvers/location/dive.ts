import type { Sliceable } from "../../base/control.ts";
import { isHopeless } from "../../kernels/location/answers.ts";
import { allowedPairs, restrictWhole } from "../../kernels/location/whole-answers.ts";
import { packNode } from "./pack-node.ts";
import { raiseWhole } from "./raise-whole.ts";
import { tryLikely } from "./try-likely.ts";
import type { WholeState } from "./whole-state.ts";

/** Prices get this many iterations after each decision. */
const ITERATIONS = 30;
const STRIDE = 0.2;
/** A customer that a site serves so much of on average stays there; at least one is decided a round. */
const SETTLED = 0.9;
const ROUNDS = 60;
/** Rounds between looks for a plan on the way. */
const LOOK_EVERY = 4;

/**
 * Goes from the present node straight down to a plan: decides the site, or the customers, that the averages are surest
 * of, moves the prices, and again. Proves nothing, and leaves the state in disorder: the next node must be loaded.
 *
 * Gives: whether a better plan was found.
 */
export function* dive(state: WholeState): Sliceable<boolean> {
  const { whole, planner, control } = state;
  const { answers } = whole;
  const before = planner.best;
  state.isDiving = true;
  for (let round = 0; round < ROUNDS && control.interruption() === undefined; round++) {
    if (!decideSite(state) && !decideCustomers(state)) break;
    restrictWhole(whole, allowedPairs(whole));
    if (isHopeless(answers)) break;
    const outcome = yield* raiseWhole(state, { iterations: ITERATIONS, stride: STRIDE, isRoot: false });
    if (outcome === "open") {
      state.bound = state.answer(state.prices, false);
      state.narrow(state.prices, state.bound);
      if (isHopeless(answers)) break;
      state.bound = state.answer(state.prices, false);
      if (state.bound >= state.cut || packNode(state)) break;
    }
    if (round % LOOK_EVERY === 0) tryLikely(state);
    state.spend();
    if (outcome === "closed") break;
  }
  state.answer(state.prices, false);
  tryLikely(state);
  state.spend();
  state.isDiving = false;
  return planner.best < before;
}

/** Decides the undecided site whose average is nearest to 0 or 1, opening rather than closing; false if there is none. */
function decideSite(state: WholeState): boolean {
  const { average, whole } = state;
  const { lower, upper, active, activeCount } = whole.answers;
  let site = -1;
  let surest = -1;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] === upper[i]) continue;
    const sure = average[i] >= 0.5 ? average[i] + 1 : 1 - average[i];
    if (sure > surest) {
      surest = sure;
      site = i;
    }
  }
  if (site < 0) return false;
  if (average[site] >= 0.5) lower[site] = 1;
  else upper[site] = 0;
  return true;
}

/** Leaves the customers that mostly go to one site only that; false when every customer has one already. */
function decideCustomers(state: WholeState): boolean {
  const { pairAverage, whole, instance } = state;
  const { isAllowed } = whole;
  const { siteCount: m, customerCount: n } = instance;
  let surest = -1;
  let surestSite = -1;
  let most = -1;
  const keep = (i: number, j: number): void => {
    for (let other = 0; other < m; other++) if (other !== i) isAllowed[other * n + j] = 0;
  };
  for (let j = 0; j < n; j++) {
    let choices = 0;
    let best = -1;
    for (let i = 0; i < m; i++) {
      if (isAllowed[i * n + j] === 0) continue;
      choices++;
      if (best < 0 || pairAverage[i * n + j] > pairAverage[best * n + j]) best = i;
    }
    if (choices < 2) continue;
    const part = pairAverage[best * n + j];
    if (part > most) {
      most = part;
      surest = j;
      surestSite = best;
    }
    if (part >= SETTLED) keep(best, j);
  }
  if (surest < 0) return false;
  keep(surestSite, surest);
  return true;
}
