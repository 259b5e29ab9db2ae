import { type Control, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { formulateLinear } from "../formulations/linear.ts";
import { ask, type Route } from "../formulations/request.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { CheckedOptions } from "../plan/options.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { LinearBasis, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { isSmallLinear, solveSmallLinear } from "../solvers/small-linear.ts";
import { isSmallWhole, searchSmallWhole } from "../solvers/small-whole.ts";
import { jointFlows } from "./joint-flows.ts";

/** Cells of tableaus that the search for modules may visit, as the rest of the run's work allows; without some, no plan. */
const MOST_VISITS = 4e8;
const FEWEST_VISITS = 6e7;

/** Parts of modules below this are the solver's rounding. */
const PART = 1e-6;

const UNSOLVED: LinearSolution = {
  status: "unknown",
  value: new Float64Array(0),
  objective: Number.POSITIVE_INFINITY,
  bound: Number.NEGATIVE_INFINITY,
  rowDual: new Float64Array(0),
  iterations: 0,
};

/** Whether plans that meet every limit can be found without a backend. */
export function canMendAlone(indexed: Indexed): boolean {
  return indexed.moduleSite.length < MOST_MODULES && isSmallWhole(formulateLinear(indexed).problem);
}

export interface MendedPlan {
  readonly best?: Decision | undefined;
  readonly impossible?: boolean;
}

/** More modules than this make no small problem, and need not be written down to see that. */
const MOST_MODULES = 300;

/**
 * Makes a plan that meets every limit from one that a search has found without looking at some of them: all flows
 * together with its modules; other modules too, by our own search where the problem is small, and else with what must be
 * added to the modules in parts, rounded up.
 *
 * @param placed undefined where the search found nothing.
 * Gives: the best plan, undefined where none was found; `impossible` where our own search has looked at all there is.
 */
export function* mendPlan(
  indexed: Indexed,
  placed: Decision | undefined,
  options: CheckedOptions,
  control: Control,
): Route<MendedPlan> {
  let best: Decision | undefined;
  const energy = (decision: Decision | undefined): number =>
    decision === undefined ? Number.POSITIVE_INFINITY : objectiveOf(indexed, decision);
  const solve = (problem: LinearProblem): Route<LinearSolution> => solveLinear(problem, options);
  const offer = function* (modules: Decision): Route<void> {
    const found = yield* jointFlows(indexed, modules, modules, solve);
    if (found !== undefined && energy(found) < energy(best)) best = found;
  };
  if (placed !== undefined) yield* offer(placed);
  if (canMendAlone(indexed)) {
    const { problem, scale, offset, lift } = formulateLinear(indexed);
    const most = Math.max(FEWEST_VISITS, Math.min(MOST_VISITS, control.remainingWork * VISITS_PER_WORK_UNIT));
    const search = searchSmallWhole(problem, most, (energy(best) - offset) / scale.energy);
    control.spend(search.visits);
    if (search.best !== undefined) yield* offer(lift({ ...UNSOLVED, ...search.best }));
    if (best === undefined) return { impossible: search.finished && search.best === undefined };
    return { best };
  }
  if (best !== undefined) return { best };
  for (const least of placed === undefined ? [undefined] : [placed, undefined]) {
    const { problem, columns } = formulateLinear(least === undefined ? indexed : atLeast(indexed, least), {
      parts: true,
    });
    const { value, status } = yield* solve({ ...problem, whole: new Int8Array(problem.columnCount) });
    if (status !== "optimal") continue;
    const up = (column: Int32Array): Float64Array =>
      Float64Array.from(column, (at) => (at < 0 ? 0 : Math.ceil(value[at] - PART)));
    const modules = columns.lift(value);
    modules.kept.set(up(columns.kept));
    modules.built.set(up(columns.built));
    modules.linkBuilt.set(up(columns.linkBuilt));
    modules.terminalBuilt.set(up(columns.terminalBuilt));
    yield* offer(modules);
    if (best !== undefined) return { best };
  }
  return {};
}

/** The same with at least these modules. */
function atLeast(indexed: Indexed, { kept, built, linkBuilt, terminalBuilt }: Decision): Indexed {
  return {
    ...indexed,
    keptLeast: kept,
    builtLeast: built,
    linkSizeLeast: linkBuilt,
    terminalSizeLeast: terminalBuilt,
  };
}

/**
 * By the backend where there is one and the problem is not small; "unknown" where neither will do.
 *
 * @param essential whether it may take its time, whatever is left of the run's.
 */
export function* solveLinear(
  problem: LinearProblem,
  { backend, seed }: CheckedOptions,
  essential = true,
  basis?: LinearBasis,
): Route<LinearSolution> {
  if (isSmallLinear(problem)) return solveSmallLinear(problem);
  if (backend === undefined) return UNSOLVED;
  return yield* ask({ phase: "flows", problem, limits: { gap: 0, seed, ...(basis ? { basis } : {}) }, essential });
}
