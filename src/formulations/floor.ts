import { mayUse } from "../network/gate-goods.ts";
import type { Indexed, SparseRows } from "../network/indexed.ts";
import { overheadOf } from "../network/start-prices.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { roomOf } from "./intake.ts";
import { LinearBuilder } from "./linear-builder.ts";
import { chooseScale } from "./linear-scale.ts";

/** The floor as a linear problem, and the way home to MJ/yr. */
export interface FloorFormulation {
  readonly problem: LinearProblem;
  /** The floor, MJ/yr; 0 where the problem has no solution (then no plan has one either). */
  lift(solution: LinearSolution): number;
  /** G, MJ per unit: what each good is worth at that point; undefined without duals. */
  liftWorth(solution: LinearSolution): Float64Array | undefined;
}

/**
 * The least energy if the continent were one point: supplies and resources summed, every recipe at its leanest
 * works, freight, building and standing ready for nothing; what links make, when full, for nothing too. A yardstick for what siting can influence, not a proof.
 *
 * Shapes: one column for each recipe that some site has, each supply, surplus and shortage of a good; one row for
 *         each good and each resource that is limited everywhere.
 *
 * @param overhead counts building and standing ready, spread over a full load: no floor any more, but what goods are
 *        worth is then closer to what they are worth on the continent.
 */
export function formulateFloor(indexed: Indexed, overhead = false): FloorFormulation {
  const scale = chooseScale(indexed);
  const perAmount = scale.amount / scale.energy;
  const builder = new LinearBuilder();
  const demand = summedOverAreas(indexed.demand, indexed.goods.length);
  const supply = summedOverAreas(indexed.supply, indexed.goods.length);
  const available = summedOverAreas(indexed.available, indexed.resources.length);
  const balance = Array.from(demand, (amount) => builder.row(amount / scale.amount, amount / scale.amount));
  const resource = Array.from(available, (amount) => builder.row(Number.NEGATIVE_INFINITY, amount / scale.amount));
  indexed.goods.forEach((_, good) => {
    if (supply[good] > 0) builder.entry(balance[good], builder.column(0, 0, supply[good] / scale.amount), 1);
    if (Number.isFinite(indexed.disposal[good])) {
      const surplus = builder.column(indexed.disposal[good] * perAmount, 0, Number.POSITIVE_INFINITY);
      builder.entry(balance[good], surplus, -1);
    }
    if (Number.isFinite(indexed.shortage[good]) && demand[good] > 0) {
      const unmet = builder.column(indexed.shortage[good] * perAmount, 0, demand[good] / scale.amount);
      builder.entry(balance[good], unmet, 1);
    }
  });
  const { given, gone } = linksAtOnePoint(indexed);
  indexed.goods.forEach((_, good) => {
    if (given[good] > 0) builder.entry(balance[good], builder.column(0, 0, given[good] / scale.amount), 1);
    if (gone[good]) builder.entry(balance[good], builder.column(0, 0, Number.POSITIVE_INFINITY), -1);
  });
  const leanest = leanestRuns(indexed, overhead);
  indexed.recipes.forEach((_, recipe) => {
    if (!Number.isFinite(leanest[recipe])) return;
    const runs = builder.column(leanest[recipe] * perAmount, 0, Number.POSITIVE_INFINITY);
    const enter = (rows: SparseRows, into: readonly number[], sign: number): void => {
      for (let e = rows.start[recipe]; e < rows.start[recipe + 1]; e++) {
        builder.entry(into[rows.index[e]], runs, sign * rows.value[e]);
      }
    };
    enter(indexed.makes, balance, 1);
    enter(indexed.takes, balance, -1);
    enter(indexed.needs, resource, 1);
  });
  return {
    problem: builder.build(),
    lift: ({ status, objective }: LinearSolution) => (status === "optimal" ? Math.max(0, objective) * scale.energy : 0),
    liftWorth: ({ rowDual }: LinearSolution) =>
      rowDual.length === 0 ? undefined : Float64Array.from(balance, (row) => rowDual[row] / perAmount),
  };
}

/** What links may bring forth when full, for nothing here; and 1 for each good of which some may be lost on the way. */
function linksAtOnePoint(indexed: Indexed): { given: Float64Array; gone: Int8Array } {
  const { goods, arcLink, arcLoss, linkMakes } = indexed;
  const given = new Float64Array(goods.length);
  const gone = new Int8Array(goods.length);
  arcLink.forEach((link, arc) => {
    const { start, index, value } = linkMakes;
    for (let e = start[link]; e < start[link + 1]; e++) given[index[e]] += value[e] * roomOf(indexed, arc);
    if (arcLoss[arc] === 0) return;
    for (let good = 0; good < goods.length; good++) if (mayUse(indexed, good, arc)) gone[good] = 1;
  });
  return { given, gone };
}

/** A table over areas and things summed over areas; Infinity where any is. */
function summedOverAreas(table: Float64Array, width: number): Float64Array {
  const sum = new Float64Array(width);
  table.forEach((amount, cell) => {
    sum[cell % width] += amount;
  });
  return sum;
}

/** R: the least MJ per run at any works; Infinity for a recipe that no works has. */
function leanestRuns(indexed: Indexed, overhead: boolean): Float64Array {
  const leanest = new Float64Array(indexed.recipes.length).fill(Number.POSITIVE_INFINITY);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const module = indexed.activityModule[activity];
    if (indexed.most[module] === 0) return;
    const energy =
      indexed.runEnergy[activity] + (overhead ? overheadOf(indexed, module) / indexed.capacity[activity] : 0);
    leanest[recipe] = Math.min(leanest[recipe], energy);
  });
  return leanest;
}
