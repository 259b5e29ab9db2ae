import type { LinkedGoods } from "./good-trees.ts";
import type { CoupledInstance } from "./instance.ts";

/** A plan, as far as a tree's problem is told by it. */
export interface PlannedWorks {
  /** Works: modules open. */
  readonly open: Float64Array;
  /** Activities: units of the main good made. */
  readonly byActivity: Float64Array;
}

/** A tree of goods as a problem of its own. */
export interface TreeProblem {
  /** Works of the tree's goods are listed module by module. */
  readonly instance: CoupledInstance;
  /** Its works: those of the whole that they are modules of. */
  readonly works: Int32Array;
  /** Goods: how much a unit counts, so that linked works neither add nor lose. */
  readonly factor: Float64Array;
}

/** Beside what is open of a works with many modules, so many more may be opened. */
const FURTHER_MODULES = 1;

/** What a tree's works take of its goods unlinked may grow by this part. */
const SPARE = 1e-3;

/**
 * A tree of goods as a problem of its own: what its goods are made of beside it is counted at prices, and what others take
 * of its goods is wanted where a plan's works take it. At the plan itself both are what they are, and others do not move.
 *
 * @param price cells: what a unit costs where it is used; and gates: what by-products are worth.
 * @param plan what is open and run.
 * @param other another plan whose open works are listed as well.
 */
export function treeInstance(
  instance: CoupledInstance,
  { goods, isIn, link }: LinkedGoods,
  price: Float64Array,
  gatePrice: Float64Array,
  plan: PlannedWorks,
  other = plan.open,
): TreeProblem {
  const { placeCount: p, sizeCount, sizeCell, activityStart, takeStart, takeInput, takeAmount, inputGood } = instance;
  const { besideStart, besideGate, besideAmount } = instance;
  const { byActivity } = plan;
  const demand = instance.demand.slice();
  const activityCost = instance.activityCost.slice();
  const linkedStart = new Int32Array(takeStart.length);
  const linkedInput = new Int32Array(takeInput.length);
  const linkedAmount = new Float64Array(takeAmount.length);
  const linkAmount = Float64Array.from(link, (input, good) =>
    isIn[good] === 1 && input >= 0 ? usualAmount(instance, good, input, byActivity) : 0,
  );
  let linked = 0;
  for (let size = 0; size < sizeCount; size++) {
    const good = Math.floor(sizeCell[size] / p);
    const place = sizeCell[size] % p;
    for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++) {
      for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++) {
        const input = inputGood[takeInput[e]];
        const cell = input * p + place;
        const isLinked = isIn[good] === 1 && link[good] === input && takeAmount[e] === linkAmount[good];
        if (isLinked) {
          linkedInput[linked] = takeInput[e];
          linkedAmount[linked++] = takeAmount[e];
          continue;
        }
        if (isIn[good] === 1) activityCost[activity] += takeAmount[e] * price[cell];
        if (isIn[input] === 1)
          demand[cell] += takeAmount[e] * byActivity[activity] * (1 + (isIn[good] === 1 ? SPARE : 0));
      }
      linkedStart[activity + 1] = linked;
      if (isIn[good] === 0) continue;
      for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++)
        activityCost[activity] -= besideAmount[e] * gatePrice[besideGate[e]];
    }
  }
  const { of, ...works } = listModules(instance, isIn, plan.open, other);
  const factor = new Float64Array(isIn.length);
  for (const good of goods.toReversed()) factor[good] = link[good] < 0 ? 1 : factor[link[good]] * linkAmount[good];
  return {
    factor,
    works: of,
    instance: {
      ...instance,
      ...works,
      demand,
      activityCost,
      takeStart: linkedStart,
      takeInput: linkedInput,
      takeAmount: linkedAmount,
    },
  };
}

/** What a unit of a good takes of another where most is made of it; of equals the most. */
function usualAmount(
  { goodStart, goodSizes, activityStart, takeStart, takeInput, takeAmount, inputGood }: CoupledInstance,
  good: number,
  input: number,
  byActivity: Float64Array,
): number {
  const made = new Map<number, number>();
  for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
    for (let activity = activityStart[goodSizes[at]]; activity < activityStart[goodSizes[at] + 1]; activity++) {
      for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++) {
        if (inputGood[takeInput[e]] !== input) continue;
        made.set(takeAmount[e], (made.get(takeAmount[e]) ?? 0) + byActivity[activity]);
      }
    }
  }
  let usual = 0;
  let most = 0;
  for (const [amount, sum] of made) {
    if (sum < most || (sum === most && amount < usual)) continue;
    usual = amount;
    most = sum;
  }
  return usual;
}

type OwnWorks = Pick<CoupledInstance, "worksSize" | "worksKept" | "worksCopies" | "worksFixed" | "cellWorks">;

/** The works of a tree's goods, module by module: those that are open in one of two plans, and some more. */
function listModules(
  { placeCount: p, cellWorks, worksSize, worksKept, worksCopies, worksFixed }: CoupledInstance,
  isIn: Int8Array,
  open: Float64Array,
  other: Float64Array,
): OwnWorks & { readonly of: Int32Array } {
  const modules = (i: number): number => Math.min(worksCopies[i], Math.max(open[i], other[i]) + FURTHER_MODULES);
  const start = new Int32Array(cellWorks.length);
  for (let cell = 0; cell + 1 < cellWorks.length; cell++) {
    start[cell + 1] = start[cell];
    if (isIn[Math.floor(cell / p)] === 0) continue;
    for (let i = cellWorks[cell]; i < cellWorks[cell + 1]; i++) start[cell + 1] += modules(i);
  }
  const of = new Int32Array(start[cellWorks.length - 1]);
  for (let cell = 0, at = 0; cell + 1 < cellWorks.length; cell++) {
    if (isIn[Math.floor(cell / p)] === 0) continue;
    for (let i = cellWorks[cell]; i < cellWorks[cell + 1]; i++) for (let c = modules(i); c > 0; c--) of[at++] = i;
  }
  const ownSize = new Int32Array(of.length);
  const ownKept = new Int8Array(of.length);
  const ownFixed = new Float64Array(of.length);
  for (let at = 0; at < of.length; at++) {
    ownSize[at] = worksSize[of[at]];
    ownKept[at] = worksKept[of[at]];
    ownFixed[at] = worksFixed[of[at]];
  }
  const ownCopies = new Float64Array(of.length).fill(1);
  return {
    of,
    worksSize: ownSize,
    worksKept: ownKept,
    worksCopies: ownCopies,
    worksFixed: ownFixed,
    cellWorks: start,
  };
}

/** Modules that are open, by the works of a tree's problem: of equal ones the first. */
export function openInTree(works: Int32Array, open: Float64Array): Float64Array {
  const own = new Float64Array(works.length);
  for (let at = 0, first = 0; at < works.length; at++) {
    if (works[at] !== works[first]) first = at;
    own[at] = at - first < open[works[at]] ? 1 : 0;
  }
  return own;
}

/** Sums over the modules of each works of the whole. */
export function byWholeWorks(works: Int32Array, own: Float64Array, count: number): Float64Array {
  const whole = new Float64Array(count);
  for (let at = 0; at < works.length; at++) whole[works[at]] += own[at];
  return whole;
}
