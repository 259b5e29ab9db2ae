import type { LinkedGoods } from "./good-trees.ts";
import type { CoupledInstance } from "./instance.ts";

/**
 * A tree of goods as a problem of its own: what its goods are made of beside it is counted at prices, and what others take
 * of its goods is wanted where a plan's works take it. At the plan itself both are what they are, and others do not move.
 *
 * @param price cells: what a unit costs where it is used.
 * @param byActivity what each activity makes in the plan.
 */
export function treeInstance(
  instance: CoupledInstance,
  { isIn, link }: LinkedGoods,
  price: Float64Array,
  byActivity: Float64Array,
): CoupledInstance {
  const { placeCount: p, sizeCount, sizeCell, activityStart, takeStart, takeInput, takeAmount, inputGood } = instance;
  const demand = instance.demand.slice();
  const activityCost = instance.activityCost.slice();
  const linkedStart = new Int32Array(takeStart.length);
  const linkedInput = new Int32Array(takeInput.length);
  const linkedAmount = new Float64Array(takeAmount.length);
  let linked = 0;
  for (let size = 0; size < sizeCount; size++) {
    const good = Math.floor(sizeCell[size] / p);
    const place = sizeCell[size] % p;
    for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++) {
      for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++) {
        const input = inputGood[takeInput[e]];
        const cell = input * p + place;
        if (isIn[good] === 1 && link[good] === input) {
          linkedInput[linked] = takeInput[e];
          linkedAmount[linked++] = takeAmount[e];
        } else if (isIn[good] === 1) activityCost[activity] += takeAmount[e] * price[cell];
        else if (isIn[input] === 1) demand[cell] += takeAmount[e] * byActivity[activity];
      }
      linkedStart[activity + 1] = linked;
    }
  }
  return {
    ...instance,
    demand,
    activityCost,
    takeStart: linkedStart,
    takeInput: linkedInput,
    takeAmount: linkedAmount,
  };
}
