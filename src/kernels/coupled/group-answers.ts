import { type Answers, noteMissing } from "./answer-state.ts";
import { leastSpare } from "./closed-groups.ts";
import { gather } from "./gather-nodes.ts";

/**
 * What a group gains at best, and in `bestMask` how: the set of works that opens, or how many modules of a works with many;
 * 0 where it stays closed.
 *
 * @param must some module has to be open, whether that pays or not; not for works with many.
 */
export function bestOfGroup(
  answers: Answers,
  price: Float64Array,
  q: number,
  everywhere: boolean,
  must: boolean,
): number {
  answers.spare = 0;
  return hasMany(answers, q) ? bestMany(answers, price, q, everywhere) : bestSet(answers, price, q, everywhere, must);
}

/** Books in slope and open what `bestOfGroup` has just found. */
export function takeBest(answers: Answers, q: number, everywhere: boolean): void {
  if (answers.bestMask === 0) return;
  if (hasMany(answers, q)) takeMany(answers, q, everywhere);
  else takeSet(answers, q, everywhere);
}

function hasMany({ instance: { groupStart, worksCopies } }: Answers, q: number): boolean {
  return groupStart[q + 1] === groupStart[q] + 1 && worksCopies[groupStart[q]] > 1;
}

function bestSet(answers: Answers, price: Float64Array, q: number, everywhere: boolean, must: boolean): number {
  const { instance, sizeCost, order, alone } = answers;
  const { groupStart, groupCell, worksSize, setStart, setMask, setFixed, setCapacity } = instance;
  const first = groupStart[q];
  const last = groupStart[q + 1];
  const count = last - first;
  orderWorks(answers, first, last);
  const least = sizeCost[worksSize[order[0]]];
  const rate = must ? Number.NEGATIVE_INFINITY : instance.groupLeastRate[q];
  const fixed = must ? Number.NEGATIVE_INFINITY : instance.groupLeastFixed[q];
  answers.bestMask = 0;
  const items = gather(answers, price, groupCell[q], least, rate, fixed, everywhere);
  if (items === 0 && fixed >= 0) {
    answers.spare = leastSpare(instance, q, answers.top, answers.total);
    return 0;
  }
  // No set earns more than its works would, each alone.
  for (let z = 0; z < count; z++) alone[z] = fillSet(answers, first, count, 1 << z, least);
  let best = must ? Number.NEGATIVE_INFINITY : 0;
  let spare = Number.POSITIVE_INFINITY;
  for (let e = setStart[q]; e < setStart[q + 1]; e++) {
    const mask = setMask[e];
    let most = -setFixed[e];
    for (let z = 0; z < count; z++) if (((mask >> z) & 1) === 1) most += alone[z];
    if (-most < spare * setCapacity[e]) spare = -most / setCapacity[e];
    if (most <= best) continue;
    const gain = (mask & (mask - 1)) === 0 ? most : fillSet(answers, first, count, mask, least) - setFixed[e];
    if (gain > best) {
      best = gain;
      answers.bestMask = mask;
    }
  }
  answers.spare = Math.max(0, spare);
  return best;
}

/** Puts a group's works in order, those that make a unit at the least cost first. */
export function orderWorks({ instance, sizeCost, order }: Answers, first: number, last: number): void {
  const { worksSize } = instance;
  let count = 0;
  for (let works = first; works < last; works++) {
    const cost = sizeCost[worksSize[works]];
    let at = count++;
    for (; at > 0 && sizeCost[worksSize[order[at - 1]]] > cost; at--) order[at] = order[at - 1];
    order[at] = works;
  }
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

function takeSet(answers: Answers, q: number, everywhere: boolean): void {
  const { instance, nodes, order, sizeCost, worth, item, itemCount, slope, open, made, bestMask: mask } = answers;
  const { groupStart, groupCell, worksSize, sizeCapacity } = instance;
  const first = groupStart[q];
  const count = groupStart[q + 1] - first;
  const least = sizeCost[worksSize[order[0]]];
  const cell = groupCell[q];
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
    made[works] = sizeCapacity[size] - room;
  }
}

/** One works with many modules: each further one earns less, so they are added while they pay. */
function bestMany(answers: Answers, price: Float64Array, q: number, everywhere: boolean): number {
  const { instance, nodes, sizeCost, worth, item } = answers;
  const { groupStart, groupCell, worksSize, worksCopies, worksFixed, sizeCapacity, groupSiteCost } = instance;
  const works = groupStart[q];
  const size = worksSize[works];
  const cell = groupCell[q];
  answers.bestMask = 0;
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
  answers.bestMask = modules;
  answers.bestAt = at;
  answers.bestUsed = used;
  return gain;
}

function takeMany(answers: Answers, q: number, everywhere: boolean): void {
  const { instance, nodes, item, itemCount, slope, open, made, bestMask, bestAt, bestUsed } = answers;
  const works = instance.groupStart[q];
  const cell = instance.groupCell[q];
  open[works] = bestMask;
  let all = 0;
  for (let k = 0; k < itemCount && k <= bestAt; k++) {
    const j = item[k];
    const sent = k < bestAt ? nodes.most[j] : bestUsed;
    all += sent;
    if (j < 0 || sent === 0) continue;
    slope[j] -= sent;
    if (everywhere) noteMissing(answers, cell, j);
  }
  made[works] = all;
}
