/**
 * What lots answer to given prices, in a case that may have decided some of them.
 *
 * Gives:   what all of them gain together; -Infinity where the case cannot be.
 * Exact:   lots of a family gain independently, so of the free ones those that gain most are open: all that gain anything,
 *          more of them where the case asks for more, fewer where it allows fewer. Where they must have room together,
 *          what no choice exceeds counts (`room.ts`).
 * Complexity: that of the groups' answers, and once more for those that open; a pass over the lots for each lot too many
 *          or too few.
 */
import type { Answers } from "./answer-state.ts";
import { bestOfGroup, takeBest } from "./group-answers.ts";
import type { Lots } from "./lots.ts";
import { searchRoom } from "./room.ts";

/** Entries of rows and columns that a search for room looks at in the time of one arc visit; measured on two stages of five goods. */
const ENTRIES_A_VISIT = 2;

export function answerLots(answers: Answers, lots: Lots, price: Float64Array, everywhere: boolean): number {
  const { lotCount, roofCount, groupStart, group, cost, family, state, gain, isOpen } = lots;
  for (let lot = 0; lot < lotCount; lot++) {
    const must = lot >= roofCount && family[lot] >= 0;
    let sum = -cost[lot];
    if (state[lot] >= 0)
      for (let k = groupStart[lot]; k < groupStart[lot + 1]; k++)
        sum += bestOfGroup(answers, price, group[k], everywhere, must);
    gain[lot] = sum;
    isOpen[lot] = state[lot] > 0 || (state[lot] === 0 && sum > 0) ? 1 : 0;
  }
  if (!keepCounts(lots)) return Number.NEGATIVE_INFINITY;
  let value = chooseWithRoom(answers, lots);
  if (value === Number.NEGATIVE_INFINITY) return value;
  for (let lot = 0; lot < lotCount; lot++) {
    if (isOpen[lot] === 0) continue;
    value += gain[lot];
    const must = lot >= roofCount && family[lot] >= 0;
    for (let k = groupStart[lot]; k < groupStart[lot + 1]; k++) {
      bestOfGroup(answers, price, group[k], everywhere, must);
      takeBest(answers, group[k], everywhere);
    }
  }
  return value;
}

/**
 * Opens in each family that is searched for room the best choice found there. Gives by how much more no choice exceeds them;
 * -Infinity where there is none.
 */
function chooseWithRoom(answers: Answers, { room, roomNodes, gain, state, isOpen, least, most }: Lots): number {
  let beyond = 0;
  for (const search of room) {
    const { lot, family } = search.rows;
    for (let k = 0; k < lot.length; k++) {
      search.gain[k] = gain[lot[k]];
      search.given[k] = state[lot[k]];
    }
    search.givenLeast = least[family];
    search.givenMost = most[family];
    const before = search.visits;
    beyond += searchRoom(search, roomNodes);
    answers.visits += (search.visits - before) / ENTRIES_A_VISIT;
    const isFound = search.bestGain > Number.NEGATIVE_INFINITY;
    for (let k = 0; k < lot.length; k++) {
      if (isFound) isOpen[lot[k]] = search.best[k];
      if (isOpen[lot[k]] === 1) beyond -= gain[lot[k]];
    }
    if (!(beyond > Number.NEGATIVE_INFINITY)) return Number.NEGATIVE_INFINITY;
  }
  return beyond;
}

/** Opens and closes free lots until every family has as many as it may; false where that cannot be. */
function keepCounts({ lotCount, family, state, gain, isOpen, least, most, countOf }: Lots): boolean {
  countOf.fill(0);
  for (let lot = 0; lot < lotCount; lot++) if (isOpen[lot] === 1 && family[lot] >= 0) countOf[family[lot]]++;
  for (let of = 0; of < least.length; of++) {
    if (least[of] > most[of]) return false;
    while (countOf[of] < least[of] || countOf[of] > most[of]) {
      const opens = countOf[of] < least[of];
      let best = -1;
      for (let lot = 0; lot < lotCount; lot++) {
        if (family[lot] !== of || state[lot] !== 0 || (isOpen[lot] === 0) !== opens) continue;
        if (best < 0 || (opens ? gain[lot] > gain[best] : gain[lot] < gain[best])) best = lot;
      }
      if (best < 0) return false;
      isOpen[best] = opens ? 1 : 0;
      countOf[of] += opens ? 1 : -1;
    }
  }
  return true;
}
