import type { Indexed } from "../network/indexed.ts";
import { hasOptionRules } from "../network/option-rules.ts";
import type { OptionPrices, Prices } from "../network/prices.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { formulateLinear, type LinearFormulation } from "./linear.ts";
import type { Columns } from "./linear-columns.ts";
import type { Scale } from "./linear-scale.ts";
import { tightenedModules } from "./strong-rows.ts";

/** Shipments by destination beyond which the strong relaxation takes a simplex longer than it is worth. */
const MOST_SHIPMENTS = 250_000;

/** Flows on arcs and over terminals beyond which, where room is limited, a whole-number search takes minutes. */
const MOST_FLOWS = 5_000;

/** The reference formulation with parts of modules allowed, and the prices in its duals. */
export interface Relaxation {
  readonly form: "weak" | "strong";
  readonly problem: LinearProblem;
  /** MJ/yr = (problem's objective) * scale.energy + offset. */
  readonly scale: Scale;
  readonly offset: number;
  readonly columns: Columns;
  /** Per tag, the columns of its shipments. */
  readonly shipments: readonly (readonly number[])[];
  /** Prices of goods, resources and room on links; zero where a row does not exist. */
  lift(solution: LinearSolution): Prices;
}

/**
 * The linear relaxation: no number whole. Weak: every row as it is; at its duals the weak bound is its value.
 * Strong: works ship by destination, at most what a destination can use for each open module; at its duals the
 * strong bound is at least its value.
 *
 * Units: the problem's duals are per unit of its rows; `lift` gives MJ per unit of the good, of the resource,
 *        and per tonne of room.
 */
export function formulateRelaxation(indexed: Indexed, form: "weak" | "strong"): Relaxation {
  const formulation = formulateLinear(indexed, { strong: form === "strong", parts: true });
  const { problem, scale, offset, columns, shipments } = formulation;
  return {
    form,
    scale,
    offset,
    columns,
    shipments,
    problem: { ...problem, whole: new Int8Array(problem.columnCount) },
    lift: ({ rowDual }) => pricesOf(indexed, formulation, rowDual, scale.energy),
  };
}

/** The prices in row duals of which one unit is worth so many MJ. */
export function pricesOf(
  indexed: Indexed,
  { rows, scale }: Pick<LinearFormulation, "rows" | "scale">,
  rowDual: Float64Array,
  energy: number,
): Prices {
  const perAmount = energy / scale.amount;
  const dual = (row: number): number => (row < 0 ? 0 : rowDual[row]);
  return {
    good: Float64Array.from(rows.balance, (row) => dual(row) * perAmount),
    resource: Float64Array.from(rows.resource, (row, cell) => {
      // The row is divided by what is there, so its dual is the worth of all of it.
      return (Math.max(0, -dual(row)) * energy) / (indexed.available[cell] || 1);
    }),
    link: Float64Array.from(rows.link, (row) => Math.max(0, -dual(row)) * perAmount),
    terminal: Float64Array.from(rows.terminal, (row) => Math.max(0, -dual(row)) * perAmount),
    ...(hasOptionRules(indexed) ? { option: optionPrices(indexed, rows, dual, perAmount) } : {}),
  };
}

/** Prices of the options' rows; where nothing is asked for, final demand has the good's own price. */
function optionPrices(
  { rules, areas, goods }: Indexed,
  { balance, option }: LinearFormulation["rows"],
  dual: (row: number) => number,
  perAmount: number,
): OptionPrices {
  return {
    served: Float64Array.from(option.served, (row, place) => {
      const cell = (place % areas.length) * goods.length + rules.tagged[Math.floor(place / areas.length)];
      return dual(row < 0 ? balance[cell] : row) * perAmount;
    }),
    share: Float64Array.from(option.share, (row) => Math.max(0, -dual(row)) * perAmount),
    reserve: Float64Array.from(option.reserve, (row) => Math.max(0, dual(row)) * perAmount),
  };
}

/** Whether the strong relaxation applies (links and terminals unlimited) and is small enough for a simplex to end soon. */
export function strongRelaxationFits(indexed: Indexed): boolean {
  return !hasLimitedRoom(indexed) && shipmentsAreFew(indexed);
}

/** Whether a linear solver should end soon: the strong relaxation fits, or, where room is limited, flows are few as well. */
export function linearFits(indexed: Indexed): boolean {
  return shipmentsAreFew(indexed) && (!hasLimitedRoom(indexed) || flowsOf(indexed) <= MOST_FLOWS);
}

/** About how many variables the reference formulation has. */
export function linearSize(indexed: Indexed): number {
  return flowsOf(indexed) + indexed.moduleSite.length;
}

function flowsOf({ arcTail, nodeArea, goods }: Indexed): number {
  return (arcTail.length + 2 * nodeArea.length) * goods.length;
}

function hasLimitedRoom({ arcCapacity, nodeCapacity }: Indexed): boolean {
  return arcCapacity.some(Number.isFinite) || nodeCapacity.some(Number.isFinite);
}

function shipmentsAreFew(indexed: Indexed): boolean {
  const tightened = tightenedModules(indexed);
  let shipments = 0;
  indexed.activityModule.forEach((module, activity) => {
    const recipe = indexed.activityRecipe[activity];
    const products = indexed.makes.start[recipe + 1] - indexed.makes.start[recipe];
    shipments += tightened[module] * products * indexed.areas.length;
  });
  return shipments <= MOST_SHIPMENTS;
}
