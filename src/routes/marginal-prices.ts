import { formulateCoupled } from "../formulations/coupled.ts";
import { coupledLimits, coupledObstacles } from "../formulations/coupled-limits.ts";
import { JointShipments } from "../formulations/joint-shipments.ts";
import { formulateLinear } from "../formulations/linear.ts";
import { chooseScale } from "../formulations/linear-scale.ts";
import { MarginalRows } from "../formulations/marginal.ts";
import { ask, type Route } from "../formulations/request.ts";
import { withColumns } from "../formulations/start-basis.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Certificate, MarginalPrice, Shipment } from "../plan/types.ts";
import type { CoupledShipments } from "../problems/coupled-result.ts";
import type { LinearBasis, LinearLimits, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { isSmallLinear, solveSmallLinear } from "../solvers/small-linear.ts";
import { marginalFlows } from "./flow-good.ts";
import { certificatePrices } from "./from-plan.ts";

const PHASE = "marginal prices";

/** What demand lacks while too few pairs are looked at costs so many times the dearest price; and so often more yet. */
const MUCH = 100;
const DEARER = 2;

/**
 * What one unit more, and one less, of each good in each area takes with the modules as they are: the right and the
 * left derivative of the least energy by final demand, exact also where the cheapest flows are degenerate.
 *
 * One linear problem gives flows and duals. Duals that are the only ones are both derivatives; for the others, merged
 * into classes of areas and goods that flows tie together, a small problem for each side gives them. Where links have no
 * limits the linear problem is that of shipments over pairs of areas (JointShipments), as many as matter.
 *
 * Where each good is a flow of its own, the flow gives both, and no linear solver is asked.
 *
 * Who serves whom, where one source alone may, stays as it is, and so do the amounts that caps on shares and reserves
 * come to.
 *
 * @param modules what they run, where it is there, with the plan's shipments, is where the search for flows starts.
 * @param certificate of the plan; its prices say which pairs are looked at first.
 * Gives: in the order of areas, then goods; undefined where the flows were not solved.
 */
export function* marginalPrices(
  indexed: Indexed,
  modules: Decision,
  certificate: Certificate,
  limits: LinearLimits,
  shipments: readonly Shipment[] = [],
): Route<MarginalPrice[] | undefined> {
  const flows = yield* marginalFlows(indexed, modules);
  if (flows !== undefined) return flows;
  const isShipped = coupledObstacles(indexed).length === 0 && coupledLimits(indexed).length === 0;
  const shipped = isShipped ? yield* byShipments(indexed, modules, certificate, limits, shipments) : undefined;
  const asked = shipped ?? (yield* byLinks(indexed, modules, limits));
  if (asked === undefined) return undefined;
  const { rows, perUnit } = asked;
  const known = new Map<string, number>();

  /** What one unit of a root's row more, or less, costs beyond its dual; Infinity where it cannot be had. */
  function* beyond(root: number, sign: 1 | -1): Route<number> {
    const key = `${root} ${sign}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let cost = rows.atSight(root, sign) ?? Number.NaN;
    const problem = Number.isNaN(cost) ? rows.question(root, sign) : undefined;
    if (problem !== undefined) {
      cost = Number.POSITIVE_INFINITY;
      let answer: LinearSolution | undefined = isSmallLinear(problem) ? solveSmallLinear(problem) : undefined;
      if (answer === undefined || answer.status === "unknown") answer = yield* ask({ phase: PHASE, problem, limits });
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
    if (asked.goesUnmet(cell)) {
      prices.push({ ...where, more: shortage, less: shortage });
      continue;
    }
    const row = asked.rowOf(cell);
    if (row < 0) {
      prices.push({ ...where, more: Number.isFinite(shortage) ? shortage : "cannot", less: "cannot" });
      continue;
    }
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

/** What derivatives are read from. */
interface Asked {
  readonly rows: MarginalRows;
  /** MJ per unit, for a cost of one per unit of a row. */
  readonly perUnit: number;
  /** The row that the final demand of a cell stands in; -1 where nothing of the good can be had. */
  rowOf(cell: number): number;
  /** Whether all of a demand goes unmet: then so does what is more or less of it. */
  goesUnmet(cell: number): boolean;
}

/** From the flows on all links. */
function* byLinks(indexed: Indexed, modules: Decision, limits: LinearLimits): Route<Asked | undefined> {
  const { problem, scale, columns, rows } = formulateLinear(indexed, { modules, sources: modules });
  const solution = yield* ask({ phase: PHASE, problem, limits });
  if (solution.status !== "optimal" || solution.rowDual.length === 0) return undefined;
  const { rules, areas, goods } = indexed;
  return {
    rows: new MarginalRows(problem, solution),
    perUnit: scale.energy / scale.amount,
    // Of a good whose options ask who serves whom, final demand has a row of its own.
    rowOf: (cell) => {
      const t = rules.taggedAt[cell % goods.length];
      const row = t < 0 ? -1 : rows.option.served[t * areas.length + Math.floor(cell / goods.length)];
      return row < 0 ? rows.balance[cell] : row;
    },
    goesUnmet: (cell) => isAtUpper(problem, solution, columns.unmet[cell]),
  };
}

/** From the shipments between areas; undefined where even all pairs do not suffice. */
function* byShipments(
  indexed: Indexed,
  decision: Decision,
  certificate: Certificate,
  limits: LinearLimits,
  shipments: readonly Shipment[],
): Route<Asked | undefined> {
  const { areas, goods } = indexed;
  const { problem: coupled, startPrice, startPlan } = formulateCoupled(indexed);
  const scale = chooseScale(indexed);
  const price = startPrice(certificatePrices(indexed, certificate));
  const joint = new JointShipments(coupled, scale, startPlan(decision, shipmentsAt(indexed, shipments)), price, true);
  let cost = price.reduce((most, each) => Math.max(most, Math.abs(each)), 1) * MUCH;
  let basis: LinearBasis | undefined;
  for (let dearer = 0; ; ) {
    const formulation = joint.formulate({ cost, isAllowed: true });
    const { problem, prices, row, unmet } = formulation;
    const start = basis === undefined ? formulation.start() : withColumns(basis, problem);
    const solution: LinearSolution = yield* ask({ phase: PHASE, problem, limits: { ...limits, basis: start } });
    if (solution.status !== "optimal" || solution.rowDual.length === 0) return undefined;
    basis = solution.basis;
    if (joint.grow(prices(solution)) > 0) continue;
    if (formulation.lacks(solution.value)) {
      if (dearer++ === DEARER) return undefined;
      cost *= MUCH;
      continue;
    }
    const classes = new MarginalRows(problem, solution);
    joint.complete(prices(solution), classNumbers(classes, row));
    // The pairs taken in come last, and nothing is sent between them.
    const all = joint.formulate({ cost, isAllowed: false }).problem;
    const value = new Float64Array(all.columnCount);
    value.set(solution.value);
    const at = (cell: number): number => (cell % goods.length) * areas.length + Math.floor(cell / goods.length);
    return {
      rows: new MarginalRows(all, { ...solution, value }),
      perUnit: scale.energy / scale.amount,
      rowOf: (cell) => row[at(cell)],
      goesUnmet: (cell) => isAtUpper(all, { ...solution, value }, unmet[at(cell)]),
    };
  }
}

/** A plan's shipments by index. */
function shipmentsAt({ goods, areas }: Indexed, shipments: readonly Shipment[]): CoupledShipments {
  const goodAt = new Map(goods.map((good, at) => [good, at]));
  const areaAt = new Map(areas.map((area, at) => [area, at]));
  return {
    good: Int32Array.from(shipments, ({ good }) => goodAt.get(good)!),
    from: Int32Array.from(shipments, ({ from }) => areaAt.get(from)!),
    to: Int32Array.from(shipments, ({ to }) => areaAt.get(to)!),
    amount: Float64Array.from(shipments, ({ tonnes }) => tonnes),
  };
}

/** By cell, the same number for balances of which more can be asked alike. */
function classNumbers(rows: MarginalRows, rowOf: Int32Array): Int32Array {
  const numbers = new Map<string, number>();
  return rowOf.map((row, cell) => {
    if (row < 0) return -1 - cell;
    const { root, factor } = rows.classOf(row);
    const key = root < 0 ? "" : `${root} ${factor.toPrecision(12)}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

function isAtUpper({ upper }: LinearProblem, { value }: LinearSolution, column: number): boolean {
  return column >= 0 && value[column] >= upper[column] * (1 - 1e-9);
}
