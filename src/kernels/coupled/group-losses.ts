import type { Answers } from "./answer-state.ts";
import { gather } from "./gather-nodes.ts";
import { fillSet, orderWorks } from "./group-answers.ts";
import { countFrom, noteGain } from "./set-losses.ts";

/**
 * Works: how much higher the value is for plans in which a works is open, and for plans in which it is not; over all pairs
 * of places. Works with many modules lose nothing either way, since no case decides them.
 *
 * Needs:  the last answer was to these prices, over all pairs.
 */
export function groupLosses(answers: Answers, price: Float64Array, opening: Float64Array, closing: Float64Array): void {
  const { instance, sizeCost, order } = answers;
  const { groupStart, groupCell, worksSize, worksCopies, setStart, setMask, setFixed } = instance;
  const any = Number.NEGATIVE_INFINITY;
  opening.fill(0);
  closing.fill(0);
  for (let q = 0; q < groupCell.length; q++) {
    const first = groupStart[q];
    const last = groupStart[q + 1];
    if (worksCopies[first] > 1) continue;
    orderWorks(answers, first, last);
    const least = sizeCost[worksSize[order[0]]];
    gather(answers, price, groupCell[q], least, any, any, true);
    let best = 0;
    for (let works = first; works < last; works++) opening[works] = Number.POSITIVE_INFINITY;
    for (let e = setStart[q]; e < setStart[q + 1]; e++) {
      const gain = fillSet(answers, first, last - first, setMask[e], least) - setFixed[e];
      best = Math.max(best, gain);
      noteGain(opening, closing, first, last, setMask[e], gain);
    }
    countFrom(best, opening, closing, first, last);
  }
}
