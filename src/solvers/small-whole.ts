import {
  copyDualSimplex,
  type DualSimplex,
  holdColumn,
  MORE,
  OPTIMAL,
  readDualSimplex,
  STUCK,
  startDualSimplex,
  stepDualSimplex,
  suitsDualSimplex,
} from "../kernels/dual-simplex.ts";
import type { LinearProblem } from "../problems/linear.ts";

/** The most cells of the dense tableau, of which there is one for each level of the search. */
const MOST_CELLS = 2 ** 17;

/** Values this close to a whole number are whole. */
const WHOLE = 1e-7;

/** A branch must promise to be better by this part. */
const BETTER = 1e-9;

export function isSmallWhole(problem: LinearProblem): boolean {
  return problem.columnCount * problem.rowCount <= MOST_CELLS && suitsDualSimplex(problem);
}

export interface WholePoint {
  readonly value: Float64Array;
  readonly objective: number;
}

/**
 * Good points of a small linear problem with whole numbers: depth first, the column nearest above a whole number rounded
 * up first, since what opens works makes plans possible; a branch ends where parts of modules would cost as much as the
 * best point. Every node goes on from its parent's tableau.
 *
 * @param most cells that may be visited.
 * @param better only points that cost less are wanted.
 * Gives: the best point found, undefined without one; `finished` where all was looked at, so that none is better.
 */
export function searchSmallWhole(
  problem: LinearProblem,
  most: number,
  better = Number.POSITIVE_INFINITY,
): { readonly best?: WholePoint; readonly finished: boolean; readonly visits: number } {
  let best: WholePoint | undefined;
  let least = better;
  const open: DualSimplex[] = [startDualSimplex(problem)];
  const cells = problem.columnCount * problem.rowCount;
  let visits = 0;
  // What the simplex could not end may hold points.
  let isAllSeen = true;
  while (open.length > 0 && visits < most) {
    const state = open.pop()!;
    let code = MORE;
    while (code === MORE) code = stepDualSimplex(state, Number.MAX_SAFE_INTEGER);
    visits += cells * (1 + state.pivots);
    if (code === STUCK) isAllSeen = false;
    if (code !== OPTIMAL) continue;
    const { value } = readDualSimplex(state);
    const objective = value.reduce((sum, x, j) => sum + x * problem.cost[j], 0);
    if (!(objective < least - BETTER * Math.abs(least) || least === Number.POSITIVE_INFINITY)) continue;
    const column = furthestUp(problem, value);
    if (column < 0) {
      best = { value, objective };
      least = objective;
      continue;
    }
    const below = copyDualSimplex(state);
    holdColumn(below, column, state.lower[column], Math.floor(value[column]));
    holdColumn(state, column, Math.ceil(value[column]), state.upper[column]);
    state.pivots = 0;
    below.pivots = 0;
    open.push(below, state);
  }
  return { ...(best ? { best } : {}), finished: isAllSeen && open.length === 0, visits };
}

/** The column that must be whole and lies furthest above a whole number, by as much as still lacks to the next; or -1. */
function furthestUp({ columnCount, whole }: LinearProblem, value: Float64Array): number {
  let best = -1;
  let most = WHOLE;
  for (let j = 0; j < columnCount; j++) {
    if (whole[j] === 0) continue;
    const part = value[j] - Math.floor(value[j]);
    if (part <= most || part >= 1 - WHOLE) continue;
    most = part;
    best = j;
  }
  return best;
}
