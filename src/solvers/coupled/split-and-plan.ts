import type { Control, Sliceable } from "../../base/control.ts";
import type { CoupledPlan } from "../../problems/coupled-result.ts";
import type { BranchSearch } from "./branch-search.ts";
import type { StageSearch } from "./stage-search.ts";

/** Trials that a pass may make, and plans' part of the work. */
const TRIALS = 150;
const PLANS_SHARE = 0.25;
/** Plans are left alone after so many passes without a better one. */
const PATIENCE = 60;
/** A case that proves a plan to one part in so many is never split. */
const OPTIMAL_GAP = 1e-9;

/** What the search around it knows and does. */
export interface SplitContext {
  readonly gap: number;
  readonly incumbent: () => number;
  readonly isEnough: () => boolean;
  readonly report: () => void;
  /** Another way to plans, where there is one; a better plan than before. */
  readonly elsewhere?: () => Sliceable<CoupledPlan | undefined>;
}

/** Splits cases and searches plans in turn, until nothing is left to split, the gap is enough or the run is to end. */
export function* splitAndPlan(
  branches: BranchSearch,
  stages: StageSearch,
  control: Control,
  { gap, incumbent, isEnough, report, elsewhere }: SplitContext,
): Sliceable<void> {
  let planned = 0;
  let split = 0;
  for (let passes = 0; !isEnough() && control.interruption() === undefined; report()) {
    const before = control.work;
    const cost = incumbent();
    if (planned > PLANS_SHARE * (planned + split) || passes > PATIENCE) {
      if (!(yield* branches.split(cost, cost * (1 - Math.max(gap, OPTIMAL_GAP))))) break;
      split += control.work - before;
      continue;
    }
    const { averageOpen } = branches;
    const kind = passes++ % 4;
    if (kind === 0) yield* stages.answered(branches.answer, TRIALS);
    else if (kind === 2) yield* stages.from(averageOpen, TRIALS);
    else if (kind === 1 || elsewhere === undefined) yield* stages.again(averageOpen, TRIALS);
    else {
      const plan = yield* elsewhere();
      if (plan !== undefined) yield* stages.given(plan, TRIALS);
    }
    if (incumbent() < cost) passes = 0;
    planned += control.work - before;
  }
}
