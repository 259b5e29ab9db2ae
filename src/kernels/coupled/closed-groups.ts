/**
 * Which groups are known to stay closed: prices move little from one answer to the next, and a group that was far from
 * paying when it was last looked at cannot pay before they have risen by what it lacked.
 *
 * Exact:  what a set of works earns is at most what it earned then and its capacity times the most that a price which it
 *         can be paid has risen by since, and the cost of a unit has fallen by.
 * Memory: O(nodes + sizes + groups).
 */
import type { Answers } from "./answer-state.ts";
import type { CoupledInstance } from "./instance.ts";

export interface ClosedGroups {
  /** Nodes: the prices that were answered last along the arcs. */
  readonly before: Float64Array;
  /** Goods: by how much a price rose at most from one answer to the next, all answers together. */
  readonly risen: Float64Array;
  /** Goods and cells: by how much one rose at most from the last answer to this. */
  readonly rise: Float64Array;
  readonly cellRise: Float64Array;
  /** Groups: what `risen` and the fall of costs must come to before the group has to be looked at; -Infinity where at once. */
  readonly until: Float64Array;
  /** Sizes: cost of a unit when the group was last looked at. */
  readonly cost: Float64Array;
}

/** Nothing is known yet. @param price nodes: near the first prices that will be asked about. */
export function startClosed(instance: CoupledInstance, price: Float64Array): ClosedGroups {
  return {
    before: price.slice(),
    risen: new Float64Array(instance.goodCount),
    rise: new Float64Array(instance.goodCount),
    cellRise: new Float64Array(instance.demand.length),
    until: new Float64Array(instance.groupCell.length).fill(Number.NEGATIVE_INFINITY),
    cost: new Float64Array(instance.sizeCount),
  };
}

/** Notes by how much the prices of a good have risen since they were last answered. */
export function noteRises({ closed, instance, nodes }: Answers, price: Float64Array, good: number): void {
  const { before, risen, rise, cellRise } = closed;
  const { nodeStart } = nodes;
  const p = instance.placeCount;
  let most = 0;
  for (let cell = good * p; cell < (good + 1) * p; cell++) {
    let here = 0;
    for (let j = nodeStart[cell]; j < nodeStart[cell + 1]; j++) {
      const by = price[j] - before[j];
      if (by > here) here = by;
      before[j] = price[j];
    }
    cellRise[cell] = here;
    if (here > most) most = here;
  }
  rise[good] = most;
  risen[good] += most;
}

/** Whether a group cannot pay yet. */
export function staysClosed(answers: Answers, q: number, good: number): boolean {
  const { closed, instance, sizeCost, arcs } = answers;
  const { until, risen, rise, cost, cellRise } = closed;
  if (until[q] === Number.NEGATIVE_INFINITY) return false;
  const { groupStart, groupCell, worksSize, placeCount: p } = instance;
  let fall = Number.NEGATIVE_INFINITY;
  for (let works = groupStart[q]; works < groupStart[q + 1]; works++) {
    const size = worksSize[works];
    const by = cost[size] - sizeCost[size];
    if (by > fall) fall = by;
  }
  const moved = risen[good] + fall;
  if (moved < until[q]) return true;
  // It may be that prices rose this time where the group sends nothing.
  const cell = groupCell[q];
  const most = rise[good];
  let own = 0;
  for (let e = arcs.start[cell]; e < arcs.start[cell + 1] && own < most; e++) {
    const by = cellRise[good * p + arcs.place[e]];
    if (by > own) own = by;
  }
  answers.visits += arcs.start[cell + 1] - arcs.start[cell];
  until[q] += most - own;
  return moved < until[q];
}

/** Remembers by how much the group that was just looked at is from paying. */
export function noteSpare({ closed, instance, sizeCost, spare, bestMask }: Answers, q: number, good: number): void {
  const { until, risen, cost } = closed;
  const { groupStart, worksSize } = instance;
  until[q] = bestMask === 0 ? risen[good] + spare : Number.NEGATIVE_INFINITY;
  for (let works = groupStart[q]; works < groupStart[q + 1]; works++) {
    const size = worksSize[works];
    cost[size] = sizeCost[size];
  }
}

/** By how much prices must rise at least before a set pays, where a unit earns so much at most, and all that can be sent so much. */
export function leastSpare(
  { setStart, setFixed, setCapacity }: CoupledInstance,
  q: number,
  top: number,
  total: number,
): number {
  let spare = Number.POSITIVE_INFINITY;
  for (let e = setStart[q]; e < setStart[q + 1]; e++) {
    const rate = setFixed[e] / setCapacity[e];
    spare = Math.min(spare, rate - Math.min(top, total / setCapacity[e]));
  }
  return spare;
}
