import type { Answers } from "./answers.ts";
import { leastOfLines } from "./copy-lines.ts";

/**
 * The linear multiplier of "open capacity covers total demand": sites in order of reduced cost per unit of capacity
 * until it is covered; the last one's rate. Zero when the sites worth opening suffice.
 * Notes the last one and the part of it that is open: only with it the answer says where the bound rises.
 */
export function aggregatePrice(answers: Answers): number {
  const { instance, active, activeCount, value, count, lower, rateOrder, rateValue } = answers;
  const { capacity, totalDemand } = instance;
  let room = 0;
  answers.partSite = -1;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    const isIn = lower[i] > 0 || value[i] <= 0;
    if (isIn) room += capacity[i] * count[i];
    rateValue[i] = isIn || capacity[i] === 0 ? Number.POSITIVE_INFINITY : value[i] / (capacity[i] * count[i]);
  }
  if (room >= totalDemand) return 0;
  // Insertion: the order of the last call is nearly right.
  for (let a = 0; a < activeCount; a++) {
    const i = rateOrder[a];
    const rate = rateValue[i];
    let b = a - 1;
    for (; b >= 0 && rateValue[rateOrder[b]] > rate; b--) rateOrder[b + 1] = rateOrder[b];
    rateOrder[b + 1] = i;
  }
  for (let a = 0; a < activeCount; a++) {
    const i = rateOrder[a];
    if (rateValue[i] === Number.POSITIVE_INFINITY) return 0;
    const missing = totalDemand - room;
    room += capacity[i] * count[i];
    if (room < totalDemand) continue;
    if (!instance.hasCopies && instance.groupCount === 0) {
      answers.partSite = i;
      answers.part = missing / capacity[i];
    }
    return rateValue[i];
  }
  return 0;
}

/** Lowers every site's value by the worth of its capacity to the total. */
export function chargeAggregate(answers: Answers): void {
  const { instance, active, activeCount, value, count, upper, lower, slope, secondSlope } = answers;
  const price = answers.aggregatePrice;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (instance.hasCopies) {
      slope[i] -= price * instance.capacity[i];
      secondSlope[i] -= price * instance.capacity[i];
      if (upper[i] > 1) {
        leastOfLines(answers, i, Math.max(1, lower[i]), upper[i]);
        continue;
      }
    }
    value[i] -= price * instance.capacity[i] * count[i];
  }
  // Neither open nor closed costs more: rounding must not choose.
  if (answers.partSite >= 0) value[answers.partSite] = 0;
}
