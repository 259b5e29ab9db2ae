import type { Answers } from "./answers.ts";
import { leastOfLines } from "./copy-lines.ts";

/**
 * The linear multiplier of "open capacity covers total demand": sites in order of reduced cost per unit of capacity
 * until it is covered; the last one's rate. Zero when the sites worth opening suffice.
 */
export function aggregatePrice(answers: Answers): number {
  const { instance, active, activeCount, value, count, lower, scratch } = answers;
  const { capacity, totalDemand } = instance;
  let room = 0;
  let waiting = 0;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] > 0 || value[i] <= 0) room += capacity[i] * count[i];
    else if (capacity[i] > 0) scratch[waiting++] = i;
  }
  if (room >= totalDemand) return 0;
  // Selecting the cheapest one by one needs few rounds, because the first ones usually suffice.
  while (waiting > 0) {
    let best = 0;
    let bestRate = Number.POSITIVE_INFINITY;
    for (let w = 0; w < waiting; w++) {
      const i = scratch[w];
      const rate = value[i] / (capacity[i] * count[i]);
      if (rate < bestRate) {
        bestRate = rate;
        best = w;
      }
    }
    const i = scratch[best];
    room += capacity[i] * count[i];
    if (room >= totalDemand) return bestRate;
    scratch[best] = scratch[--waiting];
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
}
