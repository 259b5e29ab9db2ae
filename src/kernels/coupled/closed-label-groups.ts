/**
 * Which groups are known to stay closed where prices tell by label whom things are made for: as in `closed-groups.ts`, by
 * what prices have risen since a group was last looked at, and what its inputs have become cheaper by.
 */
import type { ArraySource } from "../../base/array-store.ts";
import type { LabelAnswers } from "./label-answers.ts";
import type { Labels } from "./labels.ts";

export interface ClosedLabelGroups {
  /** Nodes: the prices that were answered last. */
  readonly before: Float64Array;
  /**
   * Goods: by how much a price rose at most from one answer to the next, all answers together, and this time; takers: by
   * how much one fell.
   */
  readonly risen: Float64Array;
  readonly rise: Float64Array;
  readonly fallen: Float64Array;
  /** Groups: what both must come to before the group has to be looked at; -Infinity where at once. */
  readonly until: Float64Array;
}

/** Nothing is known yet. */
export function startClosedLabels({ instance, nodeCount, takerGood }: Labels, arrays: ArraySource): ClosedLabelGroups {
  return {
    before: arrays.floats(nodeCount),
    risen: arrays.floats(instance.goodCount),
    rise: arrays.floats(instance.goodCount),
    fallen: arrays.floats(takerGood.length),
    until: arrays.floats(instance.groupCell.length).fill(Number.NEGATIVE_INFINITY),
  };
}

/** Notes by how much prices have moved since they were last answered; at the first answer all groups are looked at anyway. */
export function noteMoves({ closed, labels, moving }: LabelAnswers, price: Float64Array): void {
  const { before, risen, rise, fallen } = closed;
  const { instance, demandNode, finalCount, takerGood } = labels;
  const { placeCount: p, goodCount: g } = instance;
  const { node, count } = moving;
  if (count === 0) before.set(price);
  rise.fill(0);
  for (let cell = 0; cell < demandNode.length; cell++) {
    const j = demandNode[cell];
    if (j < 0) continue;
    const good = Math.floor(cell / p);
    const by = price[j] - before[j];
    if (by > rise[good]) rise[good] = by;
    before[j] = price[j];
  }
  let k = 0;
  while (k < count && node[k] < finalCount) k++;
  while (k < count) {
    const taker = Math.floor((node[k] - finalCount) / p);
    const end = finalCount + (taker + 1) * p;
    let up = 0;
    let down = 0;
    for (; k < count && node[k] < end; k++) {
      const j = node[k];
      const by = price[j] - before[j];
      if (by > up) up = by;
      if (by < down) down = by;
      before[j] = price[j];
    }
    fallen[taker] -= down;
    if (up > rise[takerGood[taker]]) rise[takerGood[taker]] = up;
  }
  for (let good = 0; good < g; good++) risen[good] += rise[good];
}

/** By how much a unit of a group may be worth more by now than at the first answer. */
function moved({ closed, labels }: LabelAnswers, q: number): number {
  const { risen, fallen } = closed;
  const { instance, groupTakerStart, groupTaker, groupTakes } = labels;
  let sum = risen[Math.floor(instance.groupCell[q] / instance.placeCount)];
  for (let e = groupTakerStart[q]; e < groupTakerStart[q + 1]; e++) sum += groupTakes[e] * fallen[groupTaker[e]];
  return sum;
}

/** Whether a group cannot pay yet. */
export function labelsStayClosed(answers: LabelAnswers, q: number): boolean {
  return moved(answers, q) < answers.closed.until[q];
}

/** Remembers by how much a unit of the group that was just looked at must be worth more before it pays; open groups pay. */
export function noteLabelSpare(answers: LabelAnswers, q: number, spare: number, isOpen: boolean): void {
  answers.closed.until[q] = isOpen ? Number.NEGATIVE_INFINITY : moved(answers, q) + spare;
}
