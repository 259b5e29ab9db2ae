/**
 * A coupled problem seen by whom everything is made for in the end: each unit that is made carries as its *label* the
 * place whose final demand it goes into. What a place needs of a good, down all chains, is known where every good is made
 * in one way only; so no works ever makes, and no works ever takes, more for a label than that.
 *
 * Shapes: p labels, one for each place. A *taker* is an input of the works at one cell, whatever their sizes; it has a node
 *         for each label. Final demand has one node, as its label is its place. Node arrays: final demands, then takers by
 *         label: node finalCount + taker * p + label.
 */
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
 */
export function buildLabels(instance: CoupledInstance, order: Int32Array): Labels | undefined {
  const { placeCount: p, goodCount: g, demand, groupCell, groupStart, gateCell, activityCost, problem } = instance;
  const { activityStart, takeStart, takeInput, takeAmount, inputGood, sizeCell, sizeCount } = instance;
  if (problem.siteRoof !== undefined || gateCell.length > 0 || activityCost.some((cost) => cost < 0)) return undefined;
  for (let q = 0; q < groupCell.length; q++) {
    if (q > 0 && groupCell[q] === groupCell[q - 1]) return undefined;
    for (let i = groupStart[q]; i < groupStart[q + 1]; i++) if (instance.worksCopies[i] !== 1) return undefined;
  }
  // What a unit of each good takes, from the first size that makes it; every other size must take the same.
  const takes: (Map<number, number> | undefined)[] = new Array(g);
  for (let k = 0; k < sizeCount; k++) {
    if (activityStart[k + 1] !== activityStart[k] + 1) return undefined;
    const own = new Map<number, number>();
    for (let e = takeStart[activityStart[k]]; e < takeStart[activityStart[k] + 1]; e++)
      own.set(inputGood[takeInput[e]], takeAmount[e]);
    const good = Math.floor(sizeCell[k] / p);
    takes[good] ??= own;
    if (own.size !== takes[good].size) return undefined;
    for (const [input, amount] of own) if (takes[good].get(input) !== amount) return undefined;
  }
  const requirement = demand.slice();
  for (const good of order) {
    for (const [input, amount] of takes[good] ?? []) {
      for (let d = 0; d < p; d++) requirement[input * p + d] += amount * requirement[good * p + d];
    }
  }
  for (let cell = 0; cell < requirement.length; cell++) requirement[cell] *= 1 + HAIR;
  return arrange(instance, takes, requirement);
}

function arrange(
  instance: CoupledInstance,
  takes: readonly (ReadonlyMap<number, number> | undefined)[],
  requirement: Float64Array,
): Labels {
  const { placeCount: p, demand, groupCell, groupStart, worksSize, sizeCapacity } = instance;
  const demandNode = new Int32Array(demand.length).fill(-1);
  const label: number[] = [];
  const most: number[] = [];
  for (let cell = 0; cell < demand.length; cell++) {
    if (!(demand[cell] > 0)) continue;
    demandNode[cell] = label.push(cell % p) - 1;
    most.push(demand[cell]);
  }
  const finalCount = label.length;
  const groupTakerStart = new Int32Array(groupCell.length + 1);
  const groupTaker: number[] = [];
  const groupTakes: number[] = [];
  const takerGood: number[] = [];
  const takerCell: number[] = [];
  const takersOf: number[][] = Array.from(demand, () => []);
  for (let q = 0; q < groupCell.length; q++) {
    const cell = groupCell[q];
    const good = Math.floor(cell / p);
    let capacity = 0;
    for (let i = groupStart[q]; i < groupStart[q + 1]; i++) capacity += sizeCapacity[worksSize[i]];
    for (const [input, amount] of [...(takes[good] ?? [])].sort(([a], [b]) => a - b)) {
      const taker = takerGood.push(input) - 1;
      takerCell.push(cell);
      takersOf[input * p + (cell % p)].push(taker);
      groupTaker.push(taker);
      groupTakes.push(amount);
      for (let d = 0; d < p; d++) {
        label.push(d);
        most.push(amount * Math.min(capacity, requirement[good * p + d]) * (1 + HAIR));
      }
    }
    groupTakerStart[q + 1] = groupTaker.length;
  }
  const takerStart = new Int32Array(demand.length + 1);
  for (let cell = 0; cell < demand.length; cell++) takerStart[cell + 1] = takerStart[cell] + takersOf[cell].length;
  return {
    instance,
    nodeCount: label.length,
    label: Int32Array.from(label),
    most: Float64Array.from(most),
    demandNode,
    finalCount,
    takerStart,
    taker: Int32Array.from(takersOf.flat()),
    groupTakerStart,
    groupTaker: Int32Array.from(groupTaker),
    groupTakes: Float64Array.from(groupTakes),
    takerGood: Int32Array.from(takerGood),
    takerCell: Int32Array.from(takerCell),
    requirement,
    floor: startPrices(instance, 0).map((price) => price * (1 - HAIR)),
  };
}
