import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { LinearBuilder } from "./linear-builder.ts";
import { Columns, type LinearVariant } from "./linear-columns.ts";
import { linkRows, terminalRows } from "./linear-link-rows.ts";
import { OptionFormulation, type OptionRows } from "./linear-options.ts";
import {
  balanceRows,
  capacityRows,
  resourceRows,
  type SwitchRows,
  surplusRows,
  switchRows,
  unmetRows,
} from "./linear-rows.ts";
import { chooseScale, type Scale } from "./linear-scale.ts";
import { strongRows, tightenedModules } from "./strong-rows.ts";
import { usefulHandling, usefulRoom } from "./useful-room.ts";

/** A linear problem and the way home from its solutions. */
export interface LinearFormulation {
  readonly problem: LinearProblem;
  /** MJ/yr = (problem's objective) * scale.energy + offset. */
  readonly scale: Scale;
  readonly offset: number;
  /** Whole numbers are rounded, values below zero by rounding are cut off. */
  lift(solution: LinearSolution): Decision;
  /** Column of each variable, -1 where it can only be zero. */
  readonly columns: Columns;
  /** Per tag, the columns of its shipments. */
  readonly shipments: readonly (readonly number[])[];
  readonly rows: LinearRows;
}

/** Where rows are found; -1: there is none. */
export interface LinearRows extends SwitchRows {
  /** area * G + good. */
  readonly balance: Int32Array;
  /** Per arc, its capacity. */
  readonly link: Int32Array;
  /** Per node, the room of its terminal. */
  readonly terminal: Int32Array;
  /** area * K + resource. */
  readonly resource: Int32Array;
  /** Per module, its minimum load. */
  readonly minimumLoad: Int32Array;
  readonly option: OptionRows;
}

/** What whoever adds columns and rows of its own to the problem may build on. */
export type LinearParts = Pick<LinearFormulation, "columns" | "rows" | "scale"> & { readonly builder: LinearBuilder };

/**
 * The reference formulation of a continent: every variable and row of docs/mathematics.md, one for one.
 *
 * Shapes: columns in the order modules (kept, built), runs, supplied, surplus, unmet, flow, load, unload, shipments
 *         of the strong form, switches, shipments of tags, choices of their sources.
 * Units:  amounts in `scale.amount` t, energies in `scale.energy` MJ, so that a solver meets numbers near one.
 *
 * @param extend adds to the problem before it is built; its columns come after all others.
 */
export function formulateLinear(
  indexed: Indexed,
  variant: LinearVariant = {},
  extend?: (parts: LinearParts) => void,
): LinearFormulation {
  const scale = chooseScale(indexed);
  const builder = new LinearBuilder();
  const columns = new Columns(indexed, variant, scale, builder);
  const tightened = variant.strong ? tightenedModules(indexed) : undefined;
  const balance = balanceRows(indexed, columns, scale, builder, tightened);
  const gates = tightened && { tightened, rows: strongRows(indexed, columns, balance, scale, builder) };
  const minimumLoad = capacityRows(indexed, columns, scale, builder);
  const link = linkRows(indexed, columns, scale, builder, variant.parts ? usefulRoom(indexed) : undefined);
  const handling = variant.parts ? usefulHandling(indexed) : undefined;
  const terminal = terminalRows(indexed, columns, scale, builder, handling);
  const resource = resourceRows(indexed, columns, scale, builder);
  surplusRows(indexed, columns, builder);
  const switches = switchRows(indexed, columns, variant.modules !== undefined, builder);
  const options = new OptionFormulation(indexed, columns, balance, gates, variant, scale, builder);
  unmetRows(indexed, columns, variant.unmet?.budgets ?? [], scale, builder);
  const rows = { balance, link, terminal, resource, minimumLoad, ...switches, option: options.rows };
  extend?.({ builder, columns, rows, scale });
  return {
    problem: builder.build(),
    scale,
    offset: columns.offset,
    lift: ({ value }) => {
      const decision = columns.lift(value);
      options.lift(value, decision);
      return decision;
    },
    columns,
    shipments: options.shipments,
    rows,
  };
}
