import { type Answers, bookTaken, noteMissing } from "./answer-state.ts";
import { gather } from "./gather-nodes.ts";

/** The best set of a group's works. */
export function answerSets(answers: Answers, price: Float64Array, q: number, everywhere: boolean): number {
  const { instance, sizeCost, order, alone } = answers;
  const { groupStart, groupCell, worksSize, setStart, setMask, setFixed, setCapacity } = instance;
  const first = groupStart[q];
  const last = groupStart[q + 1];
  let count = 0;
  for (let works = first; works < last; works++) {
    const cost = sizeCost[worksSize[works]];
    let at = count++;
    for (; at > 0 && sizeCost[worksSize[order[at - 1]]] > cost; at--) order[at] = order[at - 1];
    order[at] = works;
  }
  const least = sizeCost[worksSize[order[0]]];
  const cell = groupCell[q];
  const items = gather(
    answers,
    price,
    cell,
    least,
    instance.groupLeastRate[q],
    instance.groupLeastFixed[q],
    everywhere,
  );
  if (items === 0 && instance.groupLeastFixed[q] >= 0) return 0;
  const top = items > 0 ? answers.worth[0] : 0;
  // No set earns more than its works would, each alone.
  for (let z = 0; z < count; z++) alone[z] = fillSet(answers, first, count, 1 << z, least);
  let best = 0;
  let bestMask = 0;
  for (let e = setStart[q]; e < setStart[q + 1]; e++) {
    if (top * setCapacity[e] - setFixed[e] <= best) continue;
    const mask = setMask[e];
    let most = -setFixed[e];
    for (let z = 0; z < count; z++) if (((mask >> z) & 1) === 1) most += alone[z];
    if (most <= best) continue;
    const gain = (mask & (mask - 1)) === 0 ? most : fillSet(answers, first, count, mask, least) - setFixed[e];
    if (gain > best) {
      best = gain;
      bestMask = mask;
    }
  }
  if (bestMask !== 0) takeSet(answers, first, count, bestMask, least, cell, everywhere);
  return best;
}

/** What a set of works earns before its fixed cost. */
export function fillSet(answers: Answers, first: number, count: number, mask: number, least: number): number {
  const { instance, nodes, order, sizeCost, worth, item, itemCount } = answers;
  const { worksSize, sizeCapacity } = instance;
  const most = nodes.most;
  let earned = 0;
  let at = 0;
  let used = 0;
  for (let z = 0; z < count && at < itemCount; z++) {
    const works = order[z];
    if (((mask >> (works - first)) & 1) === 0) continue;
    const size = worksSize[works];
    const extra = sizeCost[size] - least;
    let room = sizeCapacity[size];
    while (at < itemCount && room > 0) {
      const gain = worth[at] - extra;
      if (gain <= 0) break;
      const j = item[at];
      const left = j < 0 ? room : most[j] - used;
      if (j >= 0 && left <= room) {
        earned += gain * left;
        room -= left;
        used = 0;
        at++;
      } else {
        earned += gain * room;
        used += room;
        room = 0;
      }
    }
    answers.visits += at;
  }
  return earned;
}

/** Books a set's answer in slope and open. */
function takeSet(
  answers: Answers,
  first: number,
  count: number,
  mask: number,
  least: number,
  cell: number,
  everywhere: boolean,
): void {
  const { instance, nodes, order, sizeCost, worth, item, itemCount, slope, open } = answers;
  const { worksSize, sizeCapacity } = instance;
  const most = nodes.most;
  let at = 0;
  let used = 0;
  for (let z = 0; z < count; z++) {
    const works = order[z];
    if (((mask >> (works - first)) & 1) === 0) continue;
    open[works] = 1;
    const size = worksSize[works];
    const extra = sizeCost[size] - least;
    let room = sizeCapacity[size];
    while (at < itemCount && room > 0 && worth[at] > extra) {
      const j = item[at];
      const left = j < 0 ? room : most[j] - used;
      const sent = Math.min(left, room);
      if (j >= 0) {
        slope[j] -= sent;
        if (everywhere) noteMissing(answers, cell, j);
      }
      room -= sent;
      if (j >= 0 && left <= sent) {
        used = 0;
        at++;
      } else used += sent;
    }
    bookTaken(answers, size, sizeCapacity[size] - room);
  }
}

/** One works with many modules: each further one earns less, so they are added while they pay. */
export function answerMany(answers: Answers, price: Float64Array, q: number, everywhere: boolean): number {
  const { instance, nodes, sizeCost, worth, item, slope, open } = answers;
  const { groupStart, groupCell, worksSize, worksCopies, worksFixed, sizeCapacity, groupSiteCost } = instance;
  const works = groupStart[q];
  const size = worksSize[works];
  const cell = groupCell[q];
  const rate = instance.groupLeastRate[q];
  const count = gather(answers, price, cell, sizeCost[size], rate, instance.groupLeastFixed[q], everywhere);
  if (count === 0 && instance.groupLeastFixed[q] >= 0) return 0;
  const fixed = worksFixed[works];
  let gain = -groupSiteCost[q];
  let modules = 0;
  let at = 0;
  let used = 0;
  for (; modules < worksCopies[works]; modules++) {
    let room = sizeCapacity[size];
    let earned = -fixed;
    let next = at;
    let nextUsed = used;
    while (next < count && room > 0) {
      const left = item[next] < 0 ? room : nodes.most[item[next]] - nextUsed;
      const sent = Math.min(left, room);
      earned += worth[next] * sent;
      room -= sent;
      if (left <= sent && item[next] >= 0) {
        next++;
        nextUsed = 0;
      } else nextUsed += sent;
    }
    if (earned <= 0) break;
    gain += earned;
    at = next;
    used = nextUsed;
  }
  if (gain <= 0 || modules === 0) return 0;
  open[works] = modules;
  let made = 0;
  for (let k = 0; k < count && k <= at; k++) {
    const j = item[k];
    const sent = k < at ? nodes.most[j] : used;
    made += sent;
    if (j < 0 || sent === 0) continue;
    slope[j] -= sent;
    if (everywhere) noteMissing(answers, cell, j);
  }
  bookTaken(answers, size, made);
  return gain;
}
