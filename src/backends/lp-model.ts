import solver from "javascript-lp-solver";
import type { LinearProblem } from "../problems/linear.ts";
import { scalingOf } from "./scaling.ts";

type Model = InstanceType<typeof solver.Model>;
type Variable = ReturnType<Model["addVariable"]>;
type Constraint = ReturnType<Model["smallerThan"]>;

/** A problem in javascript-lp-solver's words, and the way home. */
export interface LpModel {
  readonly model: Model;
  /** Column values of the problem, from the model's variables as they stand. */
  point(): Float64Array;
  /** Row duals of the problem, from the model's last tableau. */
  rowDual(): Float64Array;
}

/** A column is base + sum of factor times variable: none for a fixed column, two for a free one. */
interface Expression {
  readonly base: number;
  readonly parts: readonly { readonly variable: Variable; readonly factor: number }[];
}

/** What the solver takes for zero, on scaled data. */
const PRECISION = 1e-8;

/** A whole-number column's bound this close to a whole number means that number. */
const WHOLE_SLACK = 1e-9;

/** Column bounds with those of whole-number columns drawn in to whole numbers; undefined where they cross. */
export function drawnInBounds(problem: LinearProblem): { lower: Float64Array; upper: Float64Array } | undefined {
  const lower = problem.lower.map((low, j) => (problem.whole[j] === 1 ? Math.ceil(low - WHOLE_SLACK) : low));
  const upper = problem.upper.map((high, j) => (problem.whole[j] === 1 ? Math.floor(high + WHOLE_SLACK) : high));
  return lower.every((low, j) => low <= upper[j]) ? { lower, upper } : undefined;
}

/**
 * Writes the problem for a solver that knows only variables from zero up, and one-sided rows: a column is
 * shifted to its lower bound, mirrored at its upper bound where it has only that, split in two where it has
 * neither; an upper bound is a row more, and so is the other side of a range.
 */
export function writeLpModel(problem: LinearProblem): LpModel {
  const { columnCount, rowCount, lower, upper, start, index, value } = problem;
  const scaling = scalingOf(problem);
  const { amount } = scaling;
  const model = new solver.Model(PRECISION).minimize();
  // Its presolve settles bounds within 1e-6, which nothing could verify.
  model.usePresolve = false;

  const columns = Array.from({ length: columnCount }, (_, j) => writeColumn(j));
  const shift = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    for (let k = start[j]; k < start[j + 1]; k++) shift[index[k]] += value[k] * columns[j].base;
  }
  const rows = Array.from({ length: rowCount }, (_, i) => {
    const boundOf = (bound: number): number => ((bound - shift[i]) * scaling.row[i]) / amount;
    return {
      least:
        problem.rowLower[i] === Number.NEGATIVE_INFINITY ? undefined : model.greaterThan(boundOf(problem.rowLower[i])),
      most:
        problem.rowUpper[i] === Number.POSITIVE_INFINITY ? undefined : model.smallerThan(boundOf(problem.rowUpper[i])),
    };
  });
  for (let j = 0; j < columnCount; j++) {
    for (let k = start[j]; k < start[j + 1]; k++) {
      const { least, most } = rows[index[k]];
      for (const { variable, factor } of columns[j].parts) {
        const coefficient = (value[k] * factor * scaling.row[index[k]]) / amount;
        least?.addTerm(coefficient, variable);
        most?.addTerm(coefficient, variable);
      }
    }
  }

  function writeColumn(j: number): Expression {
    const low = lower[j];
    const high = upper[j];
    const unit = scaling.column[j] * amount;
    const add = (base: number, ...factors: number[]): Expression => ({
      base,
      parts: factors.map((factor) => ({
        factor,
        variable: model.addVariable(problem.cost[j] * (factor / amount) * scaling.cost, null, problem.whole[j] === 1),
      })),
    });
    if (low === high) return add(low);
    if (low === Number.NEGATIVE_INFINITY)
      return high === Number.POSITIVE_INFINITY ? add(0, unit, -unit) : add(high, -unit);
    const column = add(low, unit);
    if (high !== Number.POSITIVE_INFINITY) model.smallerThan((high - low) / unit).addTerm(1, column.parts[0].variable);
    return column;
  }

  return {
    model,
    point: () =>
      Float64Array.from(columns, ({ base, parts }) =>
        parts.reduce((total, { variable, factor }) => total + factor * variable.value, base),
      ),
    rowDual: () =>
      Float64Array.from(rows, ({ least, most }, i) => {
        const scaled = dualOf(model, most) - dualOf(model, least);
        return (scaled * scaling.row[i]) / scaling.cost + 0;
      }),
  };
}

/** The entry of the cost row under the slack of a one-sided row; zero where the slack is basic. */
function dualOf({ tableau }: Model, constraint: Constraint | undefined): number {
  if (constraint === undefined) return 0;
  const column = tableau.colByVarIndex[constraint.slack.index];
  return column > 0 ? tableau.matrix[tableau.costRowIndex * tableau.width + column] : 0;
}
