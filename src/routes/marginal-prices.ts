import { formulateLinear, type LinearFormulation } from "../formulations/linear.ts";
import { MarginalRows } from "../formulations/marginal.ts";
import { ask, type Route } from "../formulations/request.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { MarginalPrice } from "../plan/types.ts";
import type { LinearLimits, LinearSolution } from "../problems/linear.ts";
import { marginalFlows } from "./flow-good.ts";

const PHASE = "marginal prices";

/**
 * What one unit more, and one less, of each good in each area takes with the modules as they are: the right and the
 * left derivative of the least energy by final demand, exact also where the cheapest flows are degenerate.
 *
 * One linear problem gives flows and duals. Duals that are the only ones are both derivatives; for the others, merged
 * into classes of areas and goods that flows tie together, a small problem for each side gives them.
 *
 * Where each good is a flow of its own, the flow gives both, and no linear solver is asked.
 *
 * Who serves whom, where one source alone may, stays as it is, and so do the amounts that caps on shares and reserves
 * come to.
 *
 * Gives: in the order of areas, then goods; undefined where the flows were not solved.
 */
export function* marginalPrices(
  indexed: Indexed,
  modules: Decision,
  limits: LinearLimits,
): Route<MarginalPrice[] | undefined> {
  const flows = yield* marginalFlows(indexed, modules);
  if (flows !== undefined) return flows;
  const formulation = formulateLinear(indexed, { modules, sources: modules });
  const solution = yield* ask({ phase: PHASE, problem: formulation.problem, limits });
  if (solution.status !== "optimal" || solution.rowDual.length === 0) return undefined;
  const rows = new MarginalRows(formulation.problem, solution);
  const perUnit = formulation.scale.energy / formulation.scale.amount;
  const known = new Map<string, number>();

  /** What one unit of a root's row more, or less, costs beyond its dual; Infinity where it cannot be had. */
  function* beyond(root: number, sign: 1 | -1): Route<number> {
    const key = `${root} ${sign}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const problem = rows.question(root, sign);
    let cost = Number.POSITIVE_INFINITY;
    if (problem !== undefined) {
      const answer: LinearSolution = yield* ask({ phase: PHASE, problem, limits });
      if (answer.status === "optimal") cost = Math.max(0, answer.objective);
      else if (answer.status !== "infeasible") cost = Number.NaN;
    }
    known.set(key, cost);
    return cost;
  }

  const prices: MarginalPrice[] = [];
  for (let cell = 0; cell < indexed.demand.length; cell++) {
    const good = cell % indexed.goods.length;
    const where = { area: indexed.areas[Math.floor(cell / indexed.goods.length)], good: indexed.goods[good] };
    const shortage = indexed.shortage[good];
    if (goesUnmet(formulation, solution, cell)) {
      prices.push({ ...where, more: shortage, less: shortage });
      continue;
    }
    const row = demandRow(indexed, formulation, cell);
    const { root, factor } = rows.classOf(row);
    const up = factor > 0 ? 1 : -1;
    const above = root < 0 ? 0 : Math.abs(factor) * (yield* beyond(root, up));
    const below = root < 0 ? 0 : Math.abs(factor) * (yield* beyond(root, up === 1 ? -1 : 1));
    const dual = rows.dual(row);
    const more = Math.min((dual + above) * perUnit, shortage);
    // Where both are the shortage's weight, rounding must not put one less above one more.
    const less = indexed.demand[cell] > 0 ? Math.min(more, (dual - below) * perUnit) : Number.NEGATIVE_INFINITY;
    if (Number.isNaN(more) || Number.isNaN(less)) return undefined;
    prices.push({
      ...where,
      more: Number.isFinite(more) ? more : "cannot",
      less: Number.isFinite(less) ? less : "cannot",
    });
  }
  return prices;
}

/** The row that final demand stands in: of a good whose options ask who serves whom it has one of its own. */
function demandRow({ rules, areas, goods }: Indexed, { rows }: LinearFormulation, cell: number): number {
  const t = rules.taggedAt[cell % goods.length];
  const row = t < 0 ? -1 : rows.option.served[t * areas.length + Math.floor(cell / goods.length)];
  return row < 0 ? rows.balance[cell] : row;
}

/** Whether all of a demand goes unmet: then so does what is more or less of it. */
function goesUnmet({ columns, problem }: LinearFormulation, { value }: LinearSolution, cell: number): boolean {
  const column = columns.unmet[cell];
  return column >= 0 && value[column] >= problem.upper[column] * (1 - 1e-9);
}
