/**
 * A coupled problem seen by whom everything is made for in the end: each unit that is made carries as its *label* the
 * place whose final demand it goes into. What a place needs of a good, down all chains, is known where every good is made
 * in one way only; so no works ever makes, and no works ever takes, more for a label than that.
 *
 * Shapes: p labels, one for each place. A *taker* is an input of the works at one cell, whatever their sizes; it has a node
 *         for each label. Final demand has one node, as its label is its place. Node arrays: final demands, then takers by
 *         label: node finalCount + taker * p + label.
 */
import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import type { CoupledInstance } from "./instance.ts";
import { startPrices } from "./start-prices.ts";

export interface Labels {
  readonly instance: CoupledInstance;
  readonly nodeCount: number;
  /** Nodes: label, and the most that may go there. */
  readonly label: Int32Array;
  readonly most: Float64Array;
  /** Cells: the node of final demand, -1 where there is none. */
  readonly demandNode: Int32Array;
  readonly finalCount: number;
  /** Cells + 1: takers of the cell's good at its place. */
  readonly takerStart: Int32Array;
  readonly taker: Int32Array;
  /** Groups + 1: takers of what the group's works take, and how much a unit. */
  readonly groupTakerStart: Int32Array;
  readonly groupTaker: Int32Array;
  readonly groupTakes: Float64Array;
  /** Takers: the good that is taken, and the cell whose works take it. */
  readonly takerGood: Int32Array;
  readonly takerCell: Int32Array;
  /** Cells read as (good, label): what the label's place needs of the good, for itself and in all that is made of it. */
  readonly requirement: Float64Array;
  /** Cells: no works gains by what is sent to a node that pays no more. Prices below it prove less, so none need be lower. */
  readonly floor: Float64Array;
}

/** A hair more, so that rounding never makes a requirement too small. */
const HAIR = 2 ** -40;

/**
 * Gives: undefined where labels do not apply: a good is made in several ways, or beside another; the works of a place are
 *        too many to answer together, or under a roof with others; or something is made of itself.
 *
 * @param order goods, each before what it is made of.
 * @param arrays where the arrays are taken from.
 */
export function buildLabels(
  instance: CoupledInstance,
  order: Int32Array,
  arrays: ArraySource = OWN_ARRAYS,
): Labels | undefined {
  const { placeCount: p, goodCount: g, demand, groupCell, groupStart, gateCell, activityCost, problem } = instance;
  const { activityStart, takeStart, takeInput, takeAmount, inputGood, sizeCell, sizeCount } = instance;
  if (problem.siteRoof !== undefined || gateCell.length > 0 || activityCost.some((cost) => cost < 0)) return undefined;
  for (let q = 0; q < groupCell.length; q++) {
    if (q > 0 && groupCell[q] === groupCell[q - 1]) return undefined;
    for (let i = groupStart[q]; i < groupStart[q + 1]; i++) if (instance.worksCopies[i] !== 1) return undefined;
  }
  // What a unit of each good takes, from the first size that makes it; every other size must take the same.
  const activityOf = arrays.ints(g).fill(-1);
  for (let k = 0; k < sizeCount; k++) {
    if (activityStart[k + 1] !== activityStart[k] + 1) return undefined;
    const good = Math.floor(sizeCell[k] / p);
    if (activityOf[good] < 0) activityOf[good] = activityStart[k];
    if (!takesTheSame(instance, activityOf[good], activityStart[k])) return undefined;
  }
  const requirement = arrays.floats(demand.length);
  requirement.set(demand);
  for (const good of order) {
    if (activityOf[good] < 0) continue;
    for (let e = takeStart[activityOf[good]]; e < takeStart[activityOf[good] + 1]; e++) {
      const input = inputGood[takeInput[e]];
      for (let d = 0; d < p; d++) requirement[input * p + d] += takeAmount[e] * requirement[good * p + d];
    }
  }
  for (let cell = 0; cell < requirement.length; cell++) requirement[cell] *= 1 + HAIR;
  return arrange(instance, activityOf, requirement, arrays);
}

/** Whether two activities take as much of the same goods; both list them ascending. */
function takesTheSame(instance: CoupledInstance, one: number, other: number): boolean {
  const { takeStart, takeInput, takeAmount, inputGood } = instance;
  const count = takeStart[one + 1] - takeStart[one];
  if (takeStart[other + 1] - takeStart[other] !== count) return false;
  for (let k = 0; k < count; k++) {
    const [a, b] = [takeStart[one] + k, takeStart[other] + k];
    if (inputGood[takeInput[a]] !== inputGood[takeInput[b]] || takeAmount[a] !== takeAmount[b]) return false;
  }
  return true;
}

/** @param activityOf goods: an activity by which it is made, -1 where there is none. */
function arrange(
  instance: CoupledInstance,
  activityOf: Int32Array,
  requirement: Float64Array,
  arrays: ArraySource,
): Labels {
  const { placeCount: p, demand, groupCell, groupStart, worksSize, sizeCapacity } = instance;
  const { takeStart, takeInput, takeAmount, inputGood } = instance;
  let finalCount = 0;
  for (let cell = 0; cell < demand.length; cell++) if (demand[cell] > 0) finalCount++;
  const groupTakerStart = arrays.ints(groupCell.length + 1);
  for (let q = 0; q < groupCell.length; q++) {
    const activity = activityOf[Math.floor(groupCell[q] / p)];
    groupTakerStart[q + 1] = groupTakerStart[q] + takeStart[activity + 1] - takeStart[activity];
  }
  const takerCount = groupTakerStart[groupCell.length];
  const nodeCount = finalCount + takerCount * p;
  const demandNode = arrays.ints(demand.length).fill(-1);
  const label = arrays.ints(nodeCount);
  const most = arrays.floats(nodeCount);
  for (let cell = 0, node = 0; cell < demand.length; cell++) {
    if (!(demand[cell] > 0)) continue;
    label[node] = cell % p;
    most[node] = demand[cell];
    demandNode[cell] = node++;
  }
  const groupTaker = arrays.ints(takerCount);
  const groupTakes = arrays.floats(takerCount);
  const takerGood = arrays.ints(takerCount);
  const takerCell = arrays.ints(takerCount);
  for (let q = 0; q < groupCell.length; q++) {
    const good = Math.floor(groupCell[q] / p);
    const first = takeStart[activityOf[good]];
    let capacity = 0;
    for (let i = groupStart[q]; i < groupStart[q + 1]; i++) capacity += sizeCapacity[worksSize[i]];
    for (let taker = groupTakerStart[q]; taker < groupTakerStart[q + 1]; taker++) {
      const e = first + taker - groupTakerStart[q];
      const node = finalCount + taker * p;
      groupTaker[taker] = taker;
      groupTakes[taker] = takeAmount[e];
      takerGood[taker] = inputGood[takeInput[e]];
      takerCell[taker] = groupCell[q];
      for (let d = 0; d < p; d++) {
        label[node + d] = d;
        most[node + d] = takeAmount[e] * Math.min(capacity, requirement[good * p + d]) * (1 + HAIR);
      }
    }
  }
  const floor = startPrices(instance, 0);
  for (let cell = 0; cell < floor.length; cell++) floor[cell] *= 1 - HAIR;
  return {
    instance,
    nodeCount,
    label,
    most,
    demandNode,
    finalCount,
    ...takersByCell(takerGood, takerCell, p, demand.length, arrays),
    groupTakerStart,
    groupTaker,
    groupTakes,
    takerGood,
    takerCell,
    requirement,
    floor,
  };
}

/** Cells: who takes the cell's good at its place. */
function takersByCell(
  takerGood: Int32Array,
  takerCell: Int32Array,
  p: number,
  cellCount: number,
  arrays: ArraySource,
): Pick<Labels, "takerStart" | "taker"> {
  const takerStart = arrays.ints(cellCount + 1);
  const next = arrays.ints(cellCount);
  const taker = arrays.ints(takerGood.length);
  for (let t = 0; t < taker.length; t++) takerStart[takerGood[t] * p + (takerCell[t] % p) + 1]++;
  for (let cell = 0; cell < cellCount; cell++) takerStart[cell + 1] += takerStart[cell];
  for (let t = 0; t < taker.length; t++) {
    const cell = takerGood[t] * p + (takerCell[t] % p);
    taker[takerStart[cell] + next[cell]++] = t;
  }
  return { takerStart, taker };
}
