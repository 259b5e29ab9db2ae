import type { Control } from "../../base/control.ts";
import { type ChainPlans, isSettled } from "./chain-choice.ts";

/** How many rounds prices are raised at a time, arcs added in between, and until when. */
export const ROUNDS = {
  /** Coarse prices, which guide plans: these need one price a place. */
  coarse: [20, 30, 50, 100],
  /** They may take so much of what is left of the limits: the rest is for a plan. */
  mostCoarse: 0.5,
  /** Fine prices, which prove the bound: before the first plan that is worth its time, and then after each. */
  fine: [20, 80, 100],
  further: 100,
  /** Where cases over whole stages follow, which go on from the averages of these. */
  stages: { fine: [20, 30, 50, 100, 200, 250], further: 250 },
  /** They are left alone when so many rounds raise the bound by less than this part, and after so many times. */
  little: 2e-5,
  mostRaises: 40,
  /** Prices by label, which prove more where places are few enough for them. */
  label: [60, 120, 180],
  mostLabelled: 120,
  /** A search ends after so many passes for each chain without a better plan. */
  patience: 60,
};

/** How far the turns of prices and plans have come. */
export const FIRST_TURN = {
  raises: 0,
  /** Whether prices may rise further. */
  rises: true,
  /** Passes since a better plan. */
  passes: 0,
  /** Work that raising prices took last; that had gone into plans then; and when it was last asked. */
  raised: 0,
  planned: 0,
  asked: 0,
};

/**
 * Whether prices are to rise again: after each plan; but where trees of goods have turns, which take very different work, when
 * these have had as much work as prices had last, or had nothing to do.
 */
export function pricesAreDue(turns: typeof FIRST_TURN, planWork: number, chains: readonly ChainPlans[]): boolean {
  const isIdle = planWork === turns.asked;
  turns.asked = planWork;
  return turns.rises && (chains.every(isSettled) || isIdle || planWork - turns.planned >= turns.raised);
}

/** A plan in hand, after a former one, that is proved within so many times the gap asked for is left as it is. */
export const AGAIN = { nearly: 1.05 };

/** Rounds over the coarse prices, as long as the next ones are not expected to take more than they may. */
export function* coarseRounds(control: Control): Generator<number> {
  const spent = control.spentFromNow();
  let done = 0;
  for (const rounds of ROUNDS.coarse) {
    if (done > 0 && spent() * (1 + rounds / done) > ROUNDS.mostCoarse) return;
    done += rounds;
    yield rounds;
  }
}

/** With more fine prices a case takes as long as a plan, and proves next to nothing: at 600 x 20 eight seconds gave 0.01 PJ. */
export const MOST_CASE_PRICES = 20_000;
/**
 * Trials a pass may make for one good: at most; in the first pass, which only has to bring a plan to aim at; and after a former
 * plan, whose prices are nearly right and whose works are nearly all good.
 */
export const TRIALS = { most: 2000, first: 30, again: 100 };
