import { formulateLinear } from "../formulations/linear.ts";
import { formulateRefinement, largestMiss } from "../formulations/refine.ts";
import type { Route } from "../formulations/request.ts";
import { mayBeOpen } from "../network/allowed-modules.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { LinearBasis, LinearProblem, LinearSolution } from "../problems/linear.ts";

/** Flows that miss every row by less than this, in the problem's units near one, need no refinement. */
const EXACT_ENOUGH = 1e-10;

/** Rounds of refinement; one is nearly always enough. */
const REFINEMENTS = 3;

/** Flows may miss a balance by a tenth of a kilogram (t); the checker refuses a kilogram. */
export const CLOSE_ENOUGH = 1e-4;

/**
 * The cheapest flows of all goods together with these modules and sources; undefined where there are none, or none that
 * keep every row closely enough.
 *
 * @param solve asks for the solution of a linear problem without whole numbers.
 */
export function* jointFlows(
  indexed: Indexed,
  modules: Decision,
  sources: Decision,
  solve: (problem: LinearProblem) => Route<LinearSolution>,
): Route<Decision | undefined> {
  if (!mayBeOpen(indexed, modules)) return undefined;
  const { problem, lift, scale } = formulateLinear(indexed, { modules, sources });
  const found = yield* solveClosely(problem, solve);
  return found === undefined || found.miss * scale.amount > CLOSE_ENOUGH ? undefined : lift(found.solution);
}

/** An optimal point of a linear problem, refined where it misses rows, and by how much it still does; else undefined. */
export function* solveClosely(
  problem: LinearProblem,
  solve: (problem: LinearProblem, basis?: LinearBasis) => Route<LinearSolution>,
  start?: LinearBasis,
): Route<{ readonly solution: LinearSolution; readonly miss: number } | undefined> {
  let solution = yield* solve(problem, start);
  if (solution.status !== "optimal") return undefined;
  for (let round = 0; round < REFINEMENTS && largestMiss(problem, solution.value) > EXACT_ENOUGH; round++) {
    const refinement = formulateRefinement(problem, solution.value);
    const correction = yield* solve(refinement.problem, solution.basis);
    if (correction.status !== "optimal") break;
    solution = { ...solution, value: refinement.lift(correction) };
  }
  return { solution, miss: largestMiss(problem, solution.value) };
}
