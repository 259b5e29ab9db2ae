import { type Sliceable, VISITS_PER_WORK_UNIT } from "../../base/control.ts";
import { seededRandom } from "../../base/random.ts";
import { type FlipSearch, startFlips, stepFlips } from "../../kernels/location/flip-search.ts";
import type { SearchState } from "./search-state.ts";

/** The tabu search's part of all work, first and then beside the tree: most where it finds the most. */
export const FLIPS_FIRST_PART = 0.5;
export const FLIPS_PART = 0.1;
/** After so many rounds without a better plan there is hardly one. */
const IDLE_ROUNDS = 400;
const FLIPS_FROM_GAP = 5e-4;
/**
 * Of fewer undecided sites a few nodes of many answers tell the best ones before long, without a tabu search beside them:
 * capc, with 25, takes half of the work.
 */
export const MANY_UNDECIDED = 40;
const FLIPS_A_ROUND = 50;

/** A tabu search that goes on beside the tree. */
export interface FlipRun {
  readonly search: FlipSearch;
  /** Work it has taken. */
  work: number;
  /** Rounds since it last found a better plan. */
  idle: number;
}

/**
 * Tabu search knows plans without capacities, numbers and groups; a small gap, and one that few sites make, is closed sooner
 * by a few nodes.
 */
export function canFlip({ instance, planner, bound, answers }: SearchState): boolean {
  return (
    !instance.hasCapacity &&
    instance.groupCount === 0 &&
    instance.fewest === 0 &&
    instance.most === instance.siteCount &&
    instance.site.length === instance.siteCount * instance.customerCount &&
    instance.state.every((s) => s === 0) &&
    planner.hasPlan &&
    answers.orderCount >= MANY_UNDECIDED &&
    planner.best - bound >= FLIPS_FROM_GAP * planner.best
  );
}

export function startFlipRun({ instance, planner }: SearchState): FlipRun {
  return { search: startFlips(instance, planner.copies, seededRandom(1)), work: 0, idle: 0 };
}

/** Goes on with the tabu search until it has had its part of all work, or has long found nothing better. */
export function* searchFlips(state: SearchState, run: FlipRun, part: number): Sliceable<void> {
  const { planner, control } = state;
  const { search } = run;
  let hasFound = false;
  while (run.work < part * control.work && run.idle < IDLE_ROUNDS && control.interruption() === undefined) {
    const isBetter = stepFlips(search, FLIPS_A_ROUND);
    hasFound ||= isBetter;
    run.idle = isBetter ? 0 : run.idle + 1;
    run.work += search.visits / VISITS_PER_WORK_UNIT;
    control.spend(search.visits);
    search.visits = 0;
    yield;
  }
  if (hasFound) planner.try(Int32Array.from(search.bestOpen));
}
