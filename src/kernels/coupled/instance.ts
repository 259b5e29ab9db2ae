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

/** Arranges a problem that has passed `checkCoupled`. */
export function buildInstance(problem: CoupledProblem): CoupledInstance {
  const { placeCount: p, goodCount: g, sizeStart, activityStart, makes, takes } = problem;
  const siteCount = problem.sitePlace.length;
  const sizeCount = sizeStart[siteCount];
  const activityCount = activityStart[sizeCount];
  const sizeCell = new Int32Array(sizeCount);
  const sizeSite = new Int32Array(sizeCount);
  for (let i = 0; i < siteCount; i++) {
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      sizeSite[k] = i;
      sizeCell[k] = problem.siteGood[i] * p + problem.sitePlace[i];
    }
  }
  const sizeMost = Float64Array.from({ length: sizeCount }, (_, k) => problem.most?.[k] ?? 1);
  const sizeCapacity = new Float64Array(sizeCount);
  const activityYield = new Float64Array(activityCount);
  const activityCost = new Float64Array(activityCount);
  const activityCapacity = new Float64Array(activityCount);
  const inputStart = new Int32Array(sizeCount + 1);
  const takeStart = new Int32Array(activityCount + 1);
  const besideStart = new Int32Array(activityCount + 1);
  const inputGood: number[] = [];
  const inputMost: number[] = [];
  const takeInput: number[] = [];
  const takeAmount: number[] = [];
  const besideGate: number[] = [];
  const besideAmount: number[] = [];
  const gateCell: number[] = [];
  const gateOf = new Int32Array(p * g).fill(-1);
  for (let k = 0; k < sizeCount; k++) {
    const main = Math.floor(sizeCell[k] / p);
    const place = sizeCell[k] % p;
    const first = inputStart[k];
    inputStart[k + 1] = first + listInputs(problem, k, inputGood);
    for (let at = first; at < inputStart[k + 1]; at++) inputMost.push(0);
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
        let taken = 0;
        for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
          if (takes.good[e] === inputGood[at]) taken += takes.amount[e];
        }
        if (taken === 0) continue;
        takeInput.push(at);
        takeAmount.push(taken / made);
        // A hair is added so that rounding never lets a works take more than its cap.
        const most = taken * problem.activityCapacity[activity] * sizeMost[k] * (1 + 2 ** -48);
        inputMost[at] = Math.max(inputMost[at], most);
      }
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        if (makes.good[e] === main) continue;
        const cell = makes.good[e] * p + place;
        if (gateOf[cell] < 0) gateOf[cell] = gateCell.push(cell) - 1;
        besideGate.push(gateOf[cell]);
        besideAmount.push(makes.amount[e] / made);
      }
      takeStart[activity + 1] = takeInput.length;
      besideStart[activity + 1] = besideGate.length;
    }
  }
  const supply = numbers(problem.supply, p * g, 0);
  const supplyCell = Int32Array.from(supply.keys()).filter((cell) => supply[cell] > 0);
  const isSource = new Int8Array(p * g);
  for (const cells of [sizeCell, gateCell, supplyCell])
    for (let at = 0; at < cells.length; at++) isSource[cells[at]] = 1;
  const tables = problem.freight.map((freight) => freightMatrix(freight, p));
  let closingAll = 0;
  for (let k = 0; k < sizeCount; k++) closingAll += (problem.standing?.[k] ?? 0) * (problem.closingCost?.[k] ?? 0);
  return {
    problem,
    placeCount: p,
    goodCount: g,
    demand: Float64Array.from(problem.demand),
    supply,
    shortage: numbers(problem.shortageCost, g, NONE),
    disposal: numbers(problem.disposalCost, g, 0),
    table: Array.from({ length: g }, (_, good) => tables[problem.freightTable[good]]),
    rate: numbers(problem.freightRate, g, 1),
    near: new Array(tables.length),
    sizeCount,
    sizeCell,
    sizeSite,
    sizeCapacity,
    ...sizesByGood(sizeCell, p, g),
    sizeMost,
    inputStart,
    inputGood: Int32Array.from(inputGood),
    inputMost: Float64Array.from(inputMost),
    activityStart: Int32Array.from(activityStart),
    activityYield,
    activityCost,
    activityCapacity,
    takeStart,
    takeInput: Int32Array.from(takeInput),
    takeAmount: Float64Array.from(takeAmount),
    besideStart,
    besideGate: Int32Array.from(besideGate),
    besideAmount: Float64Array.from(besideAmount),
    gateCell: Int32Array.from(gateCell),
    supplyCell,
    isSource,
    closingAll,
    ...groupWorks(problem, sizeCell, sizeSite, sizeCapacity),
  };
}

/** Every good's sizes, ascending. */
function sizesByGood(sizeCell: Int32Array, p: number, g: number): { goodStart: Int32Array; goodSizes: Int32Array } {
  const goodStart = new Int32Array(g + 1);
  for (let k = 0; k < sizeCell.length; k++) goodStart[Math.floor(sizeCell[k] / p) + 1]++;
  for (let good = 0; good < g; good++) goodStart[good + 1] += goodStart[good];
  const next = goodStart.slice();
  const goodSizes = new Int32Array(sizeCell.length);
  for (let k = 0; k < sizeCell.length; k++) goodSizes[next[Math.floor(sizeCell[k] / p)]++] = k;
  return { goodStart, goodSizes };
}

/** Adds the goods that any activity of a size takes, ascending; gives how many. */
function listInputs({ takes, activityStart, activityRecipe }: CoupledProblem, k: number, into: number[]): number {
  const goods = new Set<number>();
  for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
    const recipe = activityRecipe[activity];
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) goods.add(takes.good[e]);
  }
  for (const good of [...goods].sort((a, b) => a - b)) into.push(good);
  return goods.size;
}

function numbers(values: ArrayLike<number> | undefined, length: number, otherwise: number): Float64Array {
  return values === undefined ? new Float64Array(length).fill(otherwise) : Float64Array.from(values);
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
