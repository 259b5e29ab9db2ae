import type { Answers } from "./answer-state.ts";
import { gather } from "./gather-nodes.ts";
import { fillSet } from "./group-answers.ts";

/**
 * What one module of each works would gain alone at the prices of the last answer, as a part of its fixed cost (of one
 * unit of cost where that is nothing); over the arcs.
 */
export function worksGains(answers: Answers, price: Float64Array, gain: Float64Array): void {
  const { instance, sizeCost, order } = answers;
  const { worksSize, worksFixed, sizeCell } = instance;
  const any = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < worksSize.length; i++) {
    const size = worksSize[i];
    gather(answers, price, sizeCell[size], sizeCost[size], any, any, false);
    order[0] = i;
    const fixed = worksFixed[i];
    gain[i] = (fillSet(answers, i, 1, 1, sizeCost[size]) - fixed) / Math.max(1, Math.abs(fixed));
  }
}
