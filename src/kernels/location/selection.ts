import type { Answers } from "./answers.ts";
import { MOST_MEMBERS, otherwiseOf } from "./clusters.ts";
import { lineValue } from "./copy-lines.ts";

/**
 * Which sites to open, given what each is worth: the least sum of values with at most one a group and the number of
 * open sites within [fewest, most]. And what that says about every other choice.
 *
 * Units:  values in steps.
 * Complexity: O(free sites) when the order has hardly changed since the last call.
 * Gives:  the sum over the sites chosen; Infinity when the numbers cannot be met.
 */
export function select(answers: Answers): number {
  if (answers.clusters.count > 0) return selectApart(answers);
  const { lower, value, taken, count, active, activeCount, order, orderCount, candidate, instance, most, fewest } =
    answers;
  let sum = 0;
  let musts = 0;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] > 0) {
      sum += value[i];
      taken[i] = count[i];
      musts++;
    } else taken[i] = 0;
  }
  sortByValue(order, orderCount, value);
  let candidates = 0;
  if (instance.groupCount === 0) {
    for (; candidates < orderCount; candidates++) candidate[candidates] = order[candidates];
  } else {
    const { groupMark } = answers;
    const stamp = ++answers.groupStamp;
    for (let t = 0; t < orderCount; t++) {
      const g = instance.group[order[t]];
      if (g >= 0) {
        if (groupMark[g] === stamp) continue;
        groupMark[g] = stamp;
      }
      candidate[candidates++] = order[t];
    }
  }
  let chosen = 0;
  while (chosen < candidates) {
    const i = candidate[chosen];
    const count_ = musts + chosen;
    if (!((value[i] < 0 && count_ < most) || count_ < fewest)) break;
    sum += value[i];
    taken[i] = count[i];
    chosen++;
  }
  answers.candidateCount = candidates;
  answers.chosenCount = chosen;
  answers.mustCount = musts;
  if (musts > most || musts + candidates < fewest) return Number.POSITIVE_INFINITY;
  return sum;
}

/** Without groups and numbers: every site by itself, clusters as they have answered. */
function selectApart(answers: Answers): number {
  const { lower, value, taken, count, active, activeCount, order, orderCount, clusters } = answers;
  let sum = clusters.total;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    const c = clusters.ofSite[i];
    if (c < 0) {
      taken[i] = lower[i] > 0 || value[i] < 0 ? count[i] : 0;
      if (taken[i] > 0) sum += value[i];
    } else taken[i] = 0;
  }
  for (let c = 0; c < clusters.count; c++)
    for (let k = 0; k < clusters.size[c]; k++)
      if ((clusters.best[c] >> k) & 1) taken[clusters.member[c * MOST_MEMBERS + k]] = 1;
  sortByValue(order, orderCount, value);
  return sum;
}

/** Rules out what lifts the sum of sites and clusters by `room` or more, each by itself. */
function tightenApart(
  { active, activeCount, lower, upper, value, clusters }: Answers,
  room: number,
  apply: boolean,
): number {
  let changes = 0;
  const rule = (i: number, isOpen: boolean): void => {
    changes++;
    if (!apply) return;
    if (isOpen) lower[i] = 1;
    else upper[i] = 0;
  };
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] === upper[i] || clusters.ofSite[i] >= 0 || !(Math.abs(value[i]) >= room)) continue;
    rule(i, value[i] < 0);
  }
  for (let c = 0; c < clusters.count; c++) {
    for (let k = 0; k < clusters.size[c]; k++) {
      const i = clusters.member[c * MOST_MEMBERS + k];
      if (lower[i] < upper[i] && otherwiseOf(clusters, c, k) >= room) rule(i, ((clusters.best[c] >> k) & 1) === 1);
    }
  }
  return changes;
}

/** Insertion sort: near to linear, since the order of the last call is nearly right; ties keep their order. */
function sortByValue(order: Int32Array, count: number, value: Float64Array): void {
  for (let a = 1; a < count; a++) {
    const i = order[a];
    const v = value[i];
    let b = a - 1;
    while (b >= 0 && value[order[b]] > v) {
      order[b + 1] = order[b];
      b--;
    }
    order[b + 1] = i;
  }
}

/**
 * Tightens lower, upper, fewest and most by what the present values forbid: every change of the choice that lifts
 * the bound to `cut` is ruled out. Counts the changes; with `apply` false it only says whether there would be any.
 *
 * The sums tried are exact consequences of one exchange: open or close one site, let the next best candidate
 * leave or enter where the numbers ask for it.
 */
export function tighten(answers: Answers, bound: number, cut: number, apply: boolean): number {
  const { instance, lower, upper, value, candidate, candidateCount, chosenCount, mustCount, fewest, most } = answers;
  const room = cut - bound;
  if (answers.clusters.count > 0) return tightenApart(answers, room, apply);
  const open = mustCount + chosenCount;
  const none = Number.POSITIVE_INFINITY;
  const last = chosenCount > 0 ? value[candidate[chosenCount - 1]] : -none;
  const next = chosenCount < candidateCount ? value[candidate[chosenCount]] : none;
  let changes = tightenNumbers(answers, room, apply);
  if (instance.groupCount > 0) changes += tightenSiblings(answers, room, apply, last);
  for (let t = 0; t < candidateCount; t++) {
    const i = candidate[t];
    const v = value[i];
    if (t < chosenCount) {
      let otherwise = next - v;
      if (open > fewest && -v < otherwise) otherwise = -v;
      if (instance.groupCount > 0) otherwise = Math.min(otherwise, bestSibling(answers, i) - v);
      if (otherwise >= room && lower[i] === 0) {
        changes++;
        if (!apply) return changes;
        lower[i] = 1;
      }
    } else {
      const otherwise = open < most ? v : v - last;
      if (Math.min(otherwise, v - last) >= room) {
        changes++;
        if (!apply) return changes;
        upper[i] = 0;
      }
    }
  }
  if (instance.hasCopies) changes += tightenCopies(answers, room, apply);
  return changes;
}

/** The range of the number of open sites: one more, two more ... at the next candidates' values. */
function tightenNumbers(answers: Answers, room: number, apply: boolean): number {
  const { value, candidate, candidateCount, chosenCount, mustCount, fewest, most } = answers;
  let newMost = Math.min(most, mustCount + candidateCount);
  let extra = 0;
  for (let k = chosenCount; k < candidateCount && mustCount + k < newMost; k++) {
    extra += value[candidate[k]];
    if (extra >= room) newMost = mustCount + k;
  }
  let newFewest = Math.max(fewest, mustCount);
  extra = 0;
  for (let k = chosenCount; k > 0 && mustCount + k > newFewest; k--) {
    extra -= value[candidate[k - 1]];
    if (extra >= room) newFewest = mustCount + k;
  }
  // Ranges that merely restate the count of sites are no change worth a record.
  const changes =
    (newMost < Math.min(most, mustCount + candidateCount) ? 1 : 0) + (newFewest > Math.max(fewest, mustCount) ? 1 : 0);
  if (apply) {
    answers.most = newMost;
    answers.fewest = newFewest;
  }
  return changes;
}

function bestSibling(answers: Answers, i: number): number {
  const { instance, order, orderCount, value } = answers;
  const g = instance.group[i];
  let best = Number.POSITIVE_INFINITY;
  if (g < 0) return best;
  for (let t = 0; t < orderCount; t++) {
    const s = order[t];
    if (s !== i && instance.group[s] === g && value[s] < best) best = value[s];
  }
  return best;
}

/** Members of a group that are not its best: each would take the best one's place. */
function tightenSiblings(answers: Answers, room: number, apply: boolean, last: number): number {
  const { instance, order, orderCount, value, taken, upper, candidate, candidateCount, chosenCount, mustCount, most } =
    answers;
  const { group } = instance;
  let changes = 0;
  for (let c = 0; c < candidateCount; c++) {
    const best = candidate[c];
    if (group[best] < 0) continue;
    for (let t = 0; t < orderCount; t++) {
      const s = order[t];
      if (s === best || group[s] !== group[best] || upper[s] === 0) continue;
      const v = value[s];
      const otherwise =
        taken[best] > 0 ? v - value[best] : Math.min(mustCount + chosenCount < most ? v : v - last, v - last);
      if (otherwise >= room) {
        changes++;
        if (!apply) return changes;
        upper[s] = 0;
      }
    }
  }
  return changes;
}

/** Numbers of copies at the ends of a chosen site's range, where even the site's own best line is too dear. */
function tightenCopies(answers: Answers, room: number, apply: boolean): number {
  const { lower, upper, value, taken, active, activeCount } = answers;
  let changes = 0;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (taken[i] === 0 || upper[i] <= 1) continue;
    while (upper[i] > Math.max(1, lower[i]) && lineValue(answers, i, upper[i]) - value[i] >= room) {
      changes++;
      if (!apply) return changes;
      upper[i]--;
    }
    while (lower[i] > 0 && lower[i] < upper[i] && lineValue(answers, i, lower[i]) - value[i] >= room) {
      changes++;
      if (!apply) return changes;
      lower[i]++;
    }
  }
  return changes;
}
