import type { RoomSearch } from "./room-state.ts";

/** Takes the choice at hand as the best where it has room for all and gains more. */
export function keepIfBetter(search: RoomSearch): void {
  const { choice, gain, made, best } = search;
  for (let r = 0; r < made.length; r++) if (made[r] < 1) return;
  let sum = 0;
  for (let j = 0; j < gain.length; j++) if (choice[j] === 1) sum += gain[j];
  if (!(sum > search.bestGain)) return;
  search.bestGain = sum;
  best.set(choice);
}

/** Tries the best choice of the last search. */
export function tryFormer(search: RoomSearch): void {
  const { choice, best, given, givenLeast, givenMost } = search;
  let count = 0;
  for (let j = 0; j < best.length; j++) {
    count += best[j];
    if (given[j] !== 0 && given[j] > 0 !== (best[j] === 1)) return;
  }
  if (count < givenLeast || count > givenMost) return;
  choice.set(best);
  weigh(search);
  keepIfBetter(search);
}

/** What the choice has room for. */
function weigh(search: RoomSearch): void {
  const { rows, choice, made } = search;
  const m = made.length;
  search.visits += choice.length * m;
  made.fill(0);
  for (let j = 0; j < choice.length; j++) {
    if (choice[j] === 0) continue;
    for (let r = 0; r < m; r++) made[r] += rows.capacity[j * m + r];
  }
}

/** Opens what a choice lacks most cheaply, then shuts what it does not need, and keeps it if better. */
export function complete(search: RoomSearch): void {
  const { rows, choice, gain, made, state, reduced } = search;
  const { capacity } = rows;
  const n = gain.length;
  const m = made.length;
  weigh(search);
  let count = 0;
  for (let j = 0; j < n; j++) count += choice[j];
  for (;;) {
    let lacks = count < search.least;
    for (let r = 0; r < m; r++) lacks ||= made[r] < 1;
    if (!lacks) break;
    let pick = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < n && count < search.most; j++) {
      if (choice[j] === 1 || state[j] !== 0) continue;
      let helps = 1e-3;
      for (let r = 0; r < m; r++) helps += Math.min(Math.max(0, 1 - made[r]), capacity[j * m + r]);
      const worth = reduced[j] < 0 ? reduced[j] / helps : reduced[j] * helps;
      if (worth <= most) continue;
      most = worth;
      pick = j;
    }
    if (pick < 0) return;
    choice[pick] = 1;
    count++;
    for (let r = 0; r < m; r++) made[r] += capacity[pick * m + r];
    search.visits += n * m;
  }
  for (;;) {
    let pick = -1;
    for (let j = 0; j < n && count > search.least; j++) {
      if (choice[j] === 0 || state[j] !== 0 || gain[j] >= 0 || (pick >= 0 && gain[j] >= gain[pick])) continue;
      let isSpare = true;
      for (let r = 0; r < m; r++) isSpare &&= made[r] - capacity[j * m + r] >= 1;
      if (isSpare) pick = j;
    }
    if (pick < 0) break;
    choice[pick] = 0;
    count--;
    for (let r = 0; r < m; r++) made[r] -= capacity[pick * m + r];
    search.visits += n * m;
  }
  keepIfBetter(search);
}
