/**
 * The linear relaxation of a choice of lots that must have room: which multipliers on the rows bound it best.
 *
 * Problem: minimise cost z over 0 <= z <= 1, some z fixed, with capacity z - s = 0 for each row, 1 <= s, and the number of
 *          lots open between two limits.
 * Method:  the dual simplex with bounds on all variables, so that any basis may be started from; variables that are passed
 *          on the way to the entering one flip from bound to bound.
 * Shapes:  n lots, then q = rows + 1 logical variables, the last of them the number of lots.
 * Gives:   multipliers and values; figures are doubles and prove nothing by themselves.
 * Memory:  O(n q), taken in start.
 * Source:  Koberstein, Progress in the dual simplex algorithm for solving large scale LP problems (2008).
 */
export interface RoomLinear {
  readonly lotCount: number;
  readonly size: number;
  /** Lots * q, the last of each ones for the count. */
  readonly column: Float64Array;
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly basis: Int32Array;
  /** Variables: place in the basis, or -1. */
  readonly place: Int32Array;
  readonly inverse: Float64Array;
  readonly work: Float64Array;
  readonly reduced: Float64Array;
  readonly alpha: Float64Array;
  /** Variables: their values. */
  readonly value: Float64Array;
  readonly dual: Float64Array;
  /** Entries of columns and of the basis that were looked at. */
  visits: number;
}

const SMALL = 1e-9;
const MOST_PIVOTS = 60;

export function startRoomLinear(lotCount: number, rowCount: number, capacity: Float64Array): RoomLinear {
  const q = rowCount + 1;
  const all = lotCount + q;
  const column = new Float64Array(lotCount * q).fill(1);
  for (let j = 0; j < lotCount; j++) for (let r = 0; r < rowCount; r++) column[j * q + r] = capacity[j * rowCount + r];
  const linear: RoomLinear = {
    lotCount,
    size: q,
    column,
    cost: new Float64Array(all),
    lower: new Float64Array(all),
    upper: new Float64Array(all).fill(1),
    basis: new Int32Array(q),
    place: new Int32Array(all).fill(-1),
    inverse: new Float64Array(q * q),
    work: new Float64Array(q * q),
    reduced: new Float64Array(all),
    alpha: new Float64Array(all),
    value: new Float64Array(all),
    dual: new Float64Array(q),
    visits: 0,
  };
  for (let r = 0; r < rowCount; r++) {
    linear.lower[lotCount + r] = 1;
    let sum = 1;
    for (let j = 0; j < lotCount; j++) sum += capacity[j * rowCount + r];
    linear.upper[lotCount + r] = sum;
  }
  restoreLogicals(linear);
  return linear;
}

function restoreLogicals({ basis, lotCount }: RoomLinear): void {
  for (let r = 0; r < basis.length; r++) basis[r] = lotCount + r;
}

/** Solves from the basis at hand. False where it shows that there is no point; `dual` is then a ray along which the bound rises without end. */
export function solveRoomLinear(linear: RoomLinear): boolean {
  if (!invert(linear)) {
    restoreLogicals(linear);
    invert(linear);
  }
  priceOut(linear);
  for (let pivot = 0; pivot < MOST_PIVOTS; pivot++) {
    const row = leavingRow(linear);
    if (row < 0) return true;
    if (!exchange(linear, row)) return false;
  }
  return true;
}

/** Writes the inverse of the basis; false where it has none. */
function invert(linear: RoomLinear): boolean {
  const { basis, size: q, lotCount: n, column, inverse, work, place } = linear;
  linear.visits += 2 * q * q * q;
  inverse.fill(0);
  place.fill(-1);
  for (let k = 0; k < q; k++) {
    place[basis[k]] = k;
    inverse[k * q + k] = 1;
    for (let r = 0; r < q; r++) work[r * q + k] = basis[k] < n ? column[basis[k] * q + r] : basis[k] === n + r ? -1 : 0;
  }
  for (let k = 0; k < q; k++) {
    let best = k;
    for (let r = k + 1; r < q; r++) if (Math.abs(work[r * q + k]) > Math.abs(work[best * q + k])) best = r;
    const pivot = work[best * q + k];
    if (Math.abs(pivot) < SMALL) return false;
    for (let c = 0; c < q; c++) {
      const [a, b] = [k * q + c, best * q + c];
      if (best !== k) {
        const [held, other] = [work[a], inverse[a]];
        work[a] = work[b];
        work[b] = held;
        inverse[a] = inverse[b];
        inverse[b] = other;
      }
      work[a] /= pivot;
      inverse[a] /= pivot;
    }
    for (let r = 0; r < q; r++) {
      const factor = work[r * q + k];
      if (r === k || factor === 0) continue;
      for (let c = 0; c < q; c++) {
        work[r * q + c] -= factor * work[k * q + c];
        inverse[r * q + c] -= factor * inverse[k * q + c];
      }
    }
  }
  return true;
}

/** Duals, reduced costs, values at the bounds that these ask for, and the values of the basis. */
function priceOut(linear: RoomLinear): void {
  const { basis, size: q, lotCount: n, column, inverse, reduced, cost, place, value, lower, upper, dual } = linear;
  for (let r = 0; r < q; r++) {
    let sum = 0;
    for (let k = 0; k < q; k++) sum += cost[basis[k]] * inverse[k * q + r];
    dual[r] = sum;
  }
  for (let j = 0; j < n + q; j++) {
    let own = cost[j];
    if (j < n) for (let r = 0, e = j * q; r < q; r++, e++) own -= dual[r] * column[e];
    else own += dual[j - n];
    reduced[j] = place[j] >= 0 ? 0 : own;
    if (place[j] < 0) value[j] = own >= 0 ? lower[j] : upper[j];
  }
  settleBasis(linear);
  // Reduced costs, and the values of the basis from those of the others.
  linear.visits += 2 * n * q;
}

/** The values of the basis from those of the others. */
function settleBasis({ basis, size: q, lotCount: n, column, inverse, place, value, alpha }: RoomLinear): void {
  // What the others leave for each row; alpha has room to spare.
  for (let r = 0; r < q; r++) alpha[r] = place[n + r] < 0 ? value[n + r] : 0;
  for (let j = 0; j < n; j++) {
    if (place[j] >= 0 || value[j] === 0) continue;
    for (let r = 0, e = j * q; r < q; r++, e++) alpha[r] -= value[j] * column[e];
  }
  for (let k = 0; k < q; k++) {
    let sum = 0;
    for (let r = 0; r < q; r++) sum += inverse[k * q + r] * alpha[r];
    value[basis[k]] = sum;
  }
}

function leavingRow({ basis, value, lower, upper }: RoomLinear): number {
  let row = -1;
  let most = SMALL;
  for (let k = 0; k < basis.length; k++) {
    const j = basis[k];
    const off = Math.max(lower[j] - value[j], value[j] - upper[j]);
    if (off <= most) continue;
    most = off;
    row = k;
  }
  return row;
}

/** Takes a variable out of the basis and another in; false where none can come in. */
function exchange(linear: RoomLinear, row: number): boolean {
  const { basis, size: q, lotCount: n, column, inverse, reduced, place, value, lower, upper, alpha, dual } = linear;
  const out = basis[row];
  const rises = value[out] < lower[out];
  let off = rises ? lower[out] - value[out] : value[out] - upper[out];
  const sign = rises ? 1 : -1;
  for (let j = 0; j < n + q; j++) {
    alpha[j] = 0;
    if (place[j] >= 0 || upper[j] === lower[j]) continue;
    let own = 0;
    if (j < n) for (let r = 0, e = j * q; r < q; r++, e++) own += inverse[row * q + r] * column[e];
    else own = -inverse[row * q + (j - n)];
    alpha[j] = sign * own;
  }
  linear.visits += n * q;
  for (;;) {
    let entering = -1;
    let least = Number.POSITIVE_INFINITY;
    linear.visits += n + q;
    for (let j = 0; j < n + q; j++) {
      const own = alpha[j];
      const mayMove = value[j] === lower[j] && reduced[j] >= 0 ? own < -SMALL : own > SMALL;
      if (!mayMove) continue;
      const ratio = Math.abs(reduced[j] / own);
      if (ratio > least || (ratio === least && Math.abs(own) <= Math.abs(alpha[entering]))) continue;
      least = ratio;
      entering = j;
    }
    if (entering < 0) {
      for (let r = 0; r < q; r++) dual[r] = -sign * inverse[row * q + r];
      return false;
    }
    const flip = Math.abs(alpha[entering]) * (upper[entering] - lower[entering]);
    if (flip < off) {
      off -= flip;
      alpha[entering] = 0;
      continue;
    }
    basis[row] = entering;
    if (!invert(linear)) {
      basis[row] = out;
      invert(linear);
      alpha[entering] = 0;
      continue;
    }
    priceOut(linear);
    return true;
  }
}
