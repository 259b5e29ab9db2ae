/** Which nodes pay a works or a supply, dearest first, and what their labels let them take. See `label-answers.ts`. */
import { nearOf } from "./instance.ts";
import type { LabelAnswers } from "./label-answers.ts";
import { settleFalling, sortFalling } from "./sort-falling.ts";

const NONE = Number.POSITIVE_INFINITY;
/** So many nodes that did not pay before are put in their places one by one. */
const FEW_NEW = 8;

/**
 * Lists the nodes that pay more than freight, inputs and `cost`, dearest first, with what labels let them take. Those that
 * paid before come in the order in which they did, so that there is little to sort.
 *
 * @param seller the group, or behind the groups the supply.
 */
export function gatherLabels(
  answers: LabelAnswers,
  price: Float64Array,
  seller: number,
  cell: number,
  cost: number,
): void {
  const { labels, left, item, worth, room, lastItems, lastCount } = answers;
  const { instance, label, most, requirement } = labels;
  const p = instance.placeCount;
  const good = Math.floor(cell / p);
  const before = gatherLast(answers, price, seller, cell, cost);
  const count = gatherNew(answers, price, cell, cost, before);
  if (count - before > FEW_NEW) sortFalling(worth, item, count);
  else settleFalling(worth, item, count);
  if (lastItems[seller].length < count) lastItems[seller] = answers.arrays.ints(2 * count);
  const last = lastItems[seller];
  for (let k = 0; k < count; k++) last[k] = item[k];
  lastCount[seller] = count;
  for (let d = 0; d < p; d++) left[d] = requirement[good * p + d];
  for (let k = 0; k < count; k++) {
    const d = label[item[k]];
    const most_ = Math.min(most[item[k]], left[d]);
    room[k] = most_;
    left[d] -= most_;
  }
  answers.itemCount = count;
  answers.visits += 2 * count;
}

/** Lists those that paid last and still do; gives how many they are. */
function gatherLast(answers: LabelAnswers, price: Float64Array, seller: number, cell: number, cost: number): number {
  const { labels, inputCost, item, worth, lastItems, lastCount, place, seen } = answers;
  const { instance, label } = labels;
  const p = instance.placeCount;
  const good = Math.floor(cell / p);
  const from = cell - good * p;
  const table = instance.table[good];
  const rate = instance.rate[good];
  const stamp = ++answers.stamp;
  const last = lastItems[seller];
  const lasting = lastCount[seller];
  let count = 0;
  for (let k = 0; k < lasting; k++) {
    const j = last[k];
    const to = place[j];
    const freight = to === from || table === undefined ? 0 : rate * table[from * p + to];
    const gain = price[j] - (freight + cost) - inputCost[label[j]];
    seen[j] = stamp;
    if (gain <= 0) continue;
    worth[count] = gain;
    item[count++] = j;
  }
  return count;
}

/** Lists those that pay and did not before behind `count` others; gives how many they are in all. */
function gatherNew(answers: LabelAnswers, price: Float64Array, cell: number, cost: number, count: number): number {
  const { labels, inputCost, item, worth, dearest, dearestOfGood, seen, stamp, paying, payingCount } = answers;
  const { instance, demandNode, takerStart, taker, finalCount } = labels;
  const p = instance.placeCount;
  const good = Math.floor(cell / p);
  const from = cell - good * p;
  const table = instance.table[good];
  const rate = instance.rate[good];
  const near = nearOf(instance, good);
  let leastInput = NONE;
  for (let d = 0; d < p; d++) if (inputCost[d] < leastInput) leastInput = inputCost[d];
  const top = dearestOfGood[good] - leastInput;
  const first = from * p;
  const end = near === undefined ? first : first + p;
  // The place itself, then the others, nearest first, until nobody there could pay so much freight.
  for (let k = first - 1; k < end; k++) {
    const to = k < first || near === undefined ? from : near.leaving[k];
    if (k >= first && to === from) continue;
    const entry = k < first || table === undefined ? 0 : table[first + to];
    if (entry === NONE) break;
    const least = rate * entry + cost;
    if (least >= top) break;
    answers.visits++;
    const at = good * p + to;
    const final = demandNode[at];
    if (final >= 0 && seen[final] !== stamp) {
      const gain = price[final] - least - inputCost[to];
      if (gain > 0) {
        worth[count] = gain;
        item[count++] = final;
      }
    }
    for (let e = takerStart[at]; e < takerStart[at + 1]; e++) {
      // Most takers are too far for whatever they pay.
      if (dearest[taker[e]] - leastInput <= least) continue;
      const firstNode = finalCount + taker[e] * p;
      const last = taker[e] * p + payingCount[taker[e]];
      for (let z = taker[e] * p; z < last; z++) {
        const d = paying[z];
        const gain = price[firstNode + d] - least - inputCost[d];
        if (gain <= 0 || seen[firstNode + d] === stamp) continue;
        worth[count] = gain;
        item[count++] = firstNode + d;
      }
      answers.visits += payingCount[taker[e]];
    }
  }
  answers.visits += p;
  return count;
}
