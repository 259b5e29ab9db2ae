/** Sets are moved to their places one by one, up to so many moves a set; before that roughly where it takes more. */
const MOST_MOVES = 8;
/** Costs are told apart to a part in so many when they are ordered roughly. */
const GRAINS = 2 ** 26;

/**
 * Puts the numbers from `from` to `to - 1` into a list, at these places, the cheapest first, ties to the lower number. Costs that
 * are nearly in order take few moves.
 *
 * Shapes: costs by number; at most 2^26 of them.
 * Complexity: as sorting numbers; where costs are spread so unevenly that parts of their range tell nothing, somewhat more.
 */
export function orderByCost(list: Int32Array, from: number, to: number, cost: Float64Array): void {
  for (let k = from; k < to; k++) list[k] = k;
  if (!moveForward(list, from, to, cost, 1, MOST_MOVES * (to - from))) orderAny(list, from, to, cost);
}

/** The same for costs in any order. */
export function orderAny(list: Int32Array, from: number, to: number, cost: Float64Array): void {
  const mostMoves = MOST_MOVES * (to - from);
  orderByParts(list, from, to, cost);
  if (moveForward(list, from, to, cost, 1, mostMoves)) return;
  orderRoughly(list, from, to, cost);
  if (moveForward(list, from, to, cost, 1, mostMoves)) return;
  // Next to one that is beyond all measure, the others are roughly alike: Shell's sort.
  let apart = 1;
  while (apart < (to - from) / 3) apart = 3 * apart + 1;
  for (; apart >= 1; apart = (apart - 1) / 3) moveForward(list, from, to, cost, apart, Number.POSITIVE_INFINITY);
}

/** Moves each in front of those some steps of `apart` places before it that cost more; false where that is too many moves. */
function moveForward(
  list: Int32Array,
  from: number,
  to: number,
  cost: Float64Array,
  apart: number,
  mostMoves: number,
): boolean {
  let moves = 0;
  for (let a = from + apart; a < to; a++) {
    const k = list[a];
    const own = cost[k];
    let b = a - apart;
    for (; b >= from; b -= apart) {
      const other = list[b];
      if (cost[other] < own || (cost[other] === own && other < k)) break;
      list[b + apart] = other;
      moves++;
    }
    list[b + apart] = k;
    if (moves > mostMoves) return false;
  }
  return true;
}

/** By as many parts as there are of what the dearest costs beyond the cheapest, in a pass over each. */
function orderByParts(list: Int32Array, from: number, to: number, cost: Float64Array): void {
  const count = to - from;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let k = from; k < to; k++) {
    if (cost[k] < least) least = cost[k];
    if (cost[k] > greatest) greatest = cost[k];
  }
  const grain = greatest > least ? count / (greatest - least) : 0;
  const next = new Int32Array(count + 2);
  for (let k = from; k < to; k++) next[1 + Math.floor((cost[k] - least) * grain)]++;
  for (let p = 1; p <= count; p++) next[p] += next[p - 1];
  for (let k = from; k < to; k++) list[from + next[Math.floor((cost[k] - least) * grain)]++] = k;
}

/** By parts of what the dearest costs beyond the cheapest: part and number go into one whole number, which sorts faster. */
function orderRoughly(list: Int32Array, from: number, to: number, cost: Float64Array): void {
  const count = to - from;
  let least = cost[from];
  let greatest = least;
  for (let k = from + 1; k < to; k++) {
    if (cost[k] < least) least = cost[k];
    if (cost[k] > greatest) greatest = cost[k];
  }
  const grain = GRAINS / (greatest - least);
  const sorted = new Float64Array(count);
  for (let q = 0; q < count; q++) sorted[q] = Math.floor((cost[from + q] - least) * grain) * count + q;
  sorted.sort();
  for (let q = 0; q < count; q++) list[from + q] = from + sorted[q] - Math.floor(sorted[q] / count) * count;
}
