import type { CoupledInstance } from "./instance.ts";

/** Whether every module answers alone, so that groups are what is decided. */
export function areAlone({ groupStart }: CoupledInstance): boolean {
  return groupStart.every((first, q) => q === 0 || first - groupStart[q - 1] === 1);
}

/**
 * Goods: how much a unit counts; undefined where works take several goods, or amounts that do not fit together, make
 * something beside, have several activities or many modules.
 *
 * @param goods only these are asked about; all when absent.
 */
export function stageFactors(instance: CoupledInstance, goods?: ReadonlySet<number>): Float64Array | undefined {
  const {
    goodCount: g,
    placeCount: p,
    sizeCount,
    sizeCell,
    activityStart,
    takeStart,
    takeInput,
    takeAmount,
  } = instance;
  const isAsked = (cell: number): boolean => goods?.has(Math.floor(cell / p)) ?? true;
  if (instance.gateCell.some(isAsked)) return undefined;
  if (instance.worksSize.some((size, i) => instance.worksCopies[i] !== 1 && isAsked(sizeCell[size]))) return undefined;
  const factor = new Float64Array(g);
  for (let changes = true, next = 0; changes || next < g; ) {
    if (!changes) {
      while (next < g && factor[next] > 0) next++;
      if (next < g) factor[next] = 1;
    }
    changes = false;
    for (let k = 0; k < sizeCount; k++) {
      if (!isAsked(sizeCell[k])) continue;
      const activity = activityStart[k];
      const first = takeStart[activity];
      if (activityStart[k + 1] !== activity + 1 || takeStart[activity + 1] > first + 1) return undefined;
      if (takeStart[activity + 1] === first) continue;
      const good = Math.floor(sizeCell[k] / p);
      const input = instance.inputGood[takeInput[first]];
      const amount = takeAmount[first];
      if (factor[good] === 0 && factor[input] === 0) continue;
      if (factor[good] === 0) factor[good] = factor[input] * amount;
      else if (factor[input] === 0) factor[input] = factor[good] / amount;
      else if (factor[input] * amount !== factor[good]) return undefined;
      else continue;
      changes = true;
    }
  }
  return factor;
}

/**
 * Goods: what a unit, as factors count it, costs at least where it leaves the cheapest works, with all that it is made of; 0 for
 * goods without works. Any numbers would do: they only say what costs are told beside.
 *
 * @param works those that count.
 */
export function shiftsOf(instance: CoupledInstance, factor: Float64Array, works: Int32Array): Float64Array {
  const { goodCount: g, placeCount: p, worksSize, sizeCell, activityStart, activityCost } = instance;
  const { takeStart, takeInput, inputGood } = instance;
  const shift = new Float64Array(g);
  const isMade = new Int8Array(g);
  for (let at = 0; at < works.length; at++) isMade[Math.floor(sizeCell[worksSize[works[at]]] / p)] = 1;
  const least = new Float64Array(g).fill(Number.POSITIVE_INFINITY);
  const input = new Int32Array(g).fill(-1);
  for (let at = 0; at < works.length; at++) {
    const size = worksSize[works[at]];
    const good = Math.floor(sizeCell[size] / p);
    const activity = activityStart[size];
    least[good] = Math.min(least[good], activityCost[activity] / factor[good]);
    if (takeStart[activity + 1] > takeStart[activity]) input[good] = inputGood[takeInput[takeStart[activity]]];
  }
  for (let good = 0; good < g; good++) {
    // Down to what takes nothing; a good that is made of itself would go on for ever.
    for (let at = good, steps = 0; at >= 0 && isMade[at] === 1 && steps < g; at = input[at], steps++)
      shift[good] += least[at];
  }
  return shift;
}
