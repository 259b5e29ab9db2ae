/**
 * A coupled problem arranged for the kernels.
 *
 * A *cell* is a good at a place, good * p + place. A *works* is a number of equal modules of one size, standing or new,
 * counted in units of the site's main good. Works of one cell whose modules are few answer a set of prices together,
 * as a *group*: for each set of its works that may be open at once the group knows what opening it costs and what it
 * can make. Works with many modules make a group of their own.
 *
 * Shapes: lists by owner are compressed (start, then entries). Groups ascend by cell.
 * Memory: linear in sizes, activities and, with at most five works a group, groups.
 */
import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import { groupWorks, type WorksGroups } from "./groups.ts";
import { type NearPlaces, nearPlaces } from "./near-places.ts";

export interface CoupledInstance extends WorksGroups {
  readonly problem: CoupledProblem;
  readonly placeCount: number;
  readonly goodCount: number;
  /** Cells. */
  readonly demand: Float64Array;
  readonly supply: Float64Array;
  /** Goods; Infinity where demand must be met, or letting go is forbidden. */
  readonly shortage: Float64Array;
  readonly disposal: Float64Array;
  /** Goods: the good's freight table (p * p) and what its entries are multiplied by; local goods have none. */
  readonly table: readonly (Float64Array | undefined)[];
  readonly rate: Float64Array;
  /** Freight tables: places by freight, once somebody has asked for them. */
  readonly near: (NearPlaces | undefined)[];

  readonly sizeCount: number;
  /** Sizes: the cell of what they make, the site, and the most a module makes, units of the main good a year. */
  readonly sizeCell: Int32Array;
  readonly sizeSite: Int32Array;
  readonly sizeCapacity: Float64Array;
  /** Sizes by the good that they make: those of good g are goodSizes[goodStart[g]] .. goodSizes[goodStart[g + 1] - 1]. */
  readonly goodStart: Int32Array;
  readonly goodSizes: Int32Array;
  /** Modules of a size, with those that stand. */
  readonly sizeMost: Float64Array;
  /** Sizes + 1: goods that a size may take, and the most of them that all its modules together can take. */
  readonly inputStart: Int32Array;
  readonly inputGood: Int32Array;
  readonly inputMost: Float64Array;
  /** Sizes + 1. */
  readonly activityStart: Int32Array;
  /** Activities: main good per run, cost per unit of it, and units of it that a module can make in a year. */
  readonly activityYield: Float64Array;
  readonly activityCost: Float64Array;
  readonly activityCapacity: Float64Array;
  /** Activities + 1: which of the size's inputs (places in inputGood) are taken, per unit of the main good. */
  readonly takeStart: Int32Array;
  readonly takeInput: Int32Array;
  readonly takeAmount: Float64Array;
  /** Activities + 1: by-products, by gate, per unit of the main good. */
  readonly besideStart: Int32Array;
  readonly besideGate: Int32Array;
  readonly besideAmount: Float64Array;
  /** Gates: cells at which by-products leave works. */
  readonly gateCell: Int32Array;
  /** Cells with supply. */
  readonly supplyCell: Int32Array;
  /** Per cell, 1 where anything may leave: works, supply or by-products. */
  readonly isSource: Int8Array;
  /** What taking down all that stands costs; kept works count against it. */
  readonly closingAll: number;
}

const NONE = Number.POSITIVE_INFINITY;

/**
 * Arranges a problem that has passed `checkCoupled`.
 *
 * @param arrays where the arrays are taken from.
 */
export function buildInstance(problem: CoupledProblem, arrays: ArraySource = OWN_ARRAYS): CoupledInstance {
  const { placeCount: p, goodCount: g, sizeStart } = problem;
  const siteCount = problem.sitePlace.length;
  const sizeCount = sizeStart[siteCount];
  const sizeCell = arrays.ints(sizeCount);
  const sizeSite = arrays.ints(sizeCount);
  for (let i = 0; i < siteCount; i++) {
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      sizeSite[k] = i;
      sizeCell[k] = problem.siteGood[i] * p + problem.sitePlace[i];
    }
  }
  const sizeMost = copyOf(problem.most, sizeCount, 1, arrays);
  const activities = listActivities(problem, sizeCell, sizeMost, arrays);
  const supply = copyOf(problem.supply, p * g, 0, arrays);
  const supplyCell = cellsWith(supply, arrays);
  const isSource = arrays.bytes(p * g);
  for (const cells of [sizeCell, activities.gateCell, supplyCell])
    for (let at = 0; at < cells.length; at++) isSource[cells[at]] = 1;
  const tables = problem.freight.map((freight) => freightMatrix(freight, p));
  let closingAll = 0;
  for (let k = 0; k < sizeCount; k++) closingAll += (problem.standing?.[k] ?? 0) * (problem.closingCost?.[k] ?? 0);
  return {
    problem,
    placeCount: p,
    goodCount: g,
    demand: copyOf(problem.demand, p * g, 0, arrays),
    supply,
    shortage: copyOf(problem.shortageCost, g, NONE, arrays),
    disposal: copyOf(problem.disposalCost, g, 0, arrays),
    table: Array.from({ length: g }, (_, good) => tables[problem.freightTable[good]]),
    rate: copyOf(problem.freightRate, g, 1, arrays),
    near: new Array(tables.length),
    sizeCount,
    sizeCell,
    sizeSite,
    ...sizesByGood(sizeCell, p, g, arrays),
    sizeMost,
    ...activities,
    supplyCell,
    isSource,
    closingAll,
    ...groupWorks(problem, sizeCell, sizeSite, activities.sizeCapacity, arrays),
  };
}

type Activities = Pick<
  CoupledInstance,
  | ("sizeCapacity" | "inputStart" | "inputGood" | "inputMost" | "activityStart" | "activityYield" | "activityCost")
  | ("activityCapacity" | "takeStart" | "takeInput" | "takeAmount" | "besideStart" | "besideGate" | "besideAmount")
  | "gateCell"
>;

/** What the activities of all sizes make and take for a unit of the main good. */
function listActivities(
  problem: CoupledProblem,
  sizeCell: Int32Array,
  sizeMost: Float64Array,
  arrays: ArraySource,
): Activities {
  const { placeCount: p, goodCount: g, activityStart, makes, takes } = problem;
  const sizeCount = sizeCell.length;
  const activityCount = activityStart[sizeCount];
  const sizeCapacity = arrays.floats(sizeCount);
  const activityYield = arrays.floats(activityCount);
  const activityCost = arrays.floats(activityCount);
  const activityCapacity = arrays.floats(activityCount);
  const inputStart = arrays.ints(sizeCount + 1);
  const takeStart = arrays.ints(activityCount + 1);
  const besideStart = arrays.ints(activityCount + 1);
  let mostTakes = 0;
  let mostMakes = 0;
  for (let activity = 0; activity < activityCount; activity++) {
    const recipe = problem.activityRecipe[activity];
    mostTakes += takes.start[recipe + 1] - takes.start[recipe];
    mostMakes += makes.start[recipe + 1] - makes.start[recipe];
  }
  const inputGood = arrays.ints(mostTakes);
  const inputMost = arrays.floats(mostTakes);
  const takeInput = arrays.ints(mostTakes);
  const takeAmount = arrays.floats(mostTakes);
  // Each makes its main good, and that is not beside.
  const besideGate = arrays.ints(mostMakes - activityCount);
  const besideAmount = arrays.floats(mostMakes - activityCount);
  const gateCell = arrays.ints(Math.min(p * g, mostMakes - activityCount));
  const gateOf = arrays.ints(p * g).fill(-1);
  let taken = 0;
  let beside = 0;
  let gates = 0;
  for (let k = 0; k < sizeCount; k++) {
    const main = Math.floor(sizeCell[k] / p);
    const place = sizeCell[k] % p;
    const first = inputStart[k];
    inputStart[k + 1] = listInputs(problem, k, inputGood, first);
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const recipe = problem.activityRecipe[activity];
      let made = 0;
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        if (makes.good[e] === main) made += makes.amount[e];
      }
      activityYield[activity] = made;
      activityCost[activity] = problem.activityCost[activity] / made;
      activityCapacity[activity] = problem.activityCapacity[activity] * made;
      sizeCapacity[k] = Math.max(sizeCapacity[k], activityCapacity[activity]);
      for (let at = first; at < inputStart[k + 1]; at++) {
        let amount = 0;
        for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
          if (takes.good[e] === inputGood[at]) amount += takes.amount[e];
        }
        if (amount === 0) continue;
        takeInput[taken] = at;
        takeAmount[taken++] = amount / made;
        // A hair is added so that rounding never lets a works take more than its cap.
        const most = amount * problem.activityCapacity[activity] * sizeMost[k] * (1 + 2 ** -48);
        inputMost[at] = Math.max(inputMost[at], most);
      }
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        if (makes.good[e] === main) continue;
        const cell = makes.good[e] * p + place;
        if (gateOf[cell] < 0) {
          gateOf[cell] = gates;
          gateCell[gates++] = cell;
        }
        besideGate[beside] = gateOf[cell];
        besideAmount[beside++] = makes.amount[e] / made;
      }
      takeStart[activity + 1] = taken;
      besideStart[activity + 1] = beside;
    }
  }
  const inputs = inputStart[sizeCount];
  return {
    sizeCapacity,
    inputStart,
    inputGood: firstOf(inputGood, inputs),
    inputMost: firstOf(inputMost, inputs),
    activityStart: copyInts(activityStart, arrays),
    activityYield,
    activityCost,
    activityCapacity,
    takeStart,
    takeInput: firstOf(takeInput, taken),
    takeAmount: firstOf(takeAmount, taken),
    besideStart,
    besideGate: firstOf(besideGate, beside),
    besideAmount: firstOf(besideAmount, beside),
    gateCell: firstOf(gateCell, gates),
  };
}

/** The entries that were used, without room that was not. */
function firstOf<Values extends Int32Array | Float64Array>(values: Values, count: number): Values {
  return values.length === count ? values : (values.slice(0, count) as Values);
}

/** Every good's sizes, ascending. */
function sizesByGood(
  sizeCell: Int32Array,
  p: number,
  g: number,
  arrays: ArraySource,
): { goodStart: Int32Array; goodSizes: Int32Array } {
  const goodStart = arrays.ints(g + 1);
  for (let k = 0; k < sizeCell.length; k++) goodStart[Math.floor(sizeCell[k] / p) + 1]++;
  for (let good = 0; good < g; good++) goodStart[good + 1] += goodStart[good];
  const next = arrays.ints(g);
  const goodSizes = arrays.ints(sizeCell.length);
  for (let k = 0; k < sizeCell.length; k++) {
    const good = Math.floor(sizeCell[k] / p);
    goodSizes[goodStart[good] + next[good]++] = k;
  }
  return { goodStart, goodSizes };
}

/** Lists the goods that any activity of a size takes, ascending, from `first` on; gives where they end. */
function listInputs(
  { takes, activityStart, activityRecipe }: CoupledProblem,
  k: number,
  into: Int32Array,
  first: number,
): number {
  let end = first;
  for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
    const recipe = activityRecipe[activity];
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
      let at = end;
      while (at > first && into[at - 1] > takes.good[e]) at--;
      if (at > first && into[at - 1] === takes.good[e]) continue;
      for (let later = end++; later > at; later--) into[later] = into[later - 1];
      into[at] = takes.good[e];
    }
  }
  return end;
}

function copyOf(
  values: ArrayLike<number> | undefined,
  length: number,
  otherwise: number,
  arrays: ArraySource,
): Float64Array {
  const copy = arrays.floats(length);
  if (values === undefined) copy.fill(otherwise);
  else copy.set(values);
  return copy;
}

function copyInts(values: ArrayLike<number>, arrays: ArraySource): Int32Array {
  const copy = arrays.ints(values.length);
  copy.set(values);
  return copy;
}

/** The cells whose value is above zero. */
function cellsWith(values: Float64Array, arrays: ArraySource): Int32Array {
  let count = 0;
  for (let cell = 0; cell < values.length; cell++) if (values[cell] > 0) count++;
  const cells = arrays.ints(count);
  for (let cell = 0, at = 0; cell < values.length; cell++) if (values[cell] > 0) cells[at++] = cell;
  return cells;
}

/** Freight of one unit between two places; Infinity where there is no way. */
export function freightBetween(instance: CoupledInstance, good: number, from: number, to: number): number {
  const table = instance.table[good];
  if (table === undefined) return from === to ? 0 : NONE;
  const entry = table[from * instance.placeCount + to];
  return entry === NONE ? NONE : instance.rate[good] * entry;
}

/** Places by freight of a good, nearest first; undefined for a local good. */
export function nearOf({ table, near, problem, placeCount }: CoupledInstance, good: number): NearPlaces | undefined {
  const entries = table[good];
  if (entries === undefined) return undefined;
  const at = problem.freightTable[good];
  near[at] ??= nearPlaces(entries, placeCount);
  return near[at];
}
