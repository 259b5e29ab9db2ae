/**
 * For each place, all places by what freight between them costs, nearest first: whoever looks for the few that matter
 * stops where freight alone is too much.
 *
 * Shapes: p * p; row `a` of `order` holds places, those that cannot be reached last. Ties go to the lowest place.
 * Complexity: O(p^2 log p) for each table, once.
 */
export interface NearPlaces {
  /** Rows by place of departure: where its goods go. */
  readonly leaving: Int32Array;
  /** Rows by place of arrival: where its goods come from. */
  readonly arriving: Int32Array;
}

/** A row that takes more moves a place to be mended is ordered anew. */
const MOST_MOVES = 8;

/** Entries are first ordered by so many steps between nothing and the dearest, then exactly. */
const STEPS = 2 ** 30;

/** @param former of another table, whose order is nearly this one's: then most rows cost next to nothing. */
export function nearPlaces(table: Float64Array, placeCount: number, former?: NearPlaces): NearPlaces {
  const isEven = isSymmetric(table, placeCount);
  const leaving = orderRows(table, placeCount, placeCount, 1, former?.leaving);
  return { leaving, arriving: isEven ? leaving : orderRows(table, placeCount, 1, placeCount, former?.arriving) };
}

/** Rows whose entries are `along` apart and whose beginnings are `across` apart. */
function orderRows(table: Float64Array, p: number, across: number, along: number, former?: Int32Array): Int32Array {
  const order = new Int32Array(p * p);
  const key = new Float64Array(p);
  const row = new Float64Array(p);
  for (let a = 0; a < p; a++) {
    if (former !== undefined) {
      for (let b = 0; b < p; b++) row[b] = table[a * across + b * along];
      order.set(former.subarray(a * p, (a + 1) * p), a * p);
      if (mendRow(order, a * p, row, MOST_MOVES * p)) continue;
    }
    let dearest = 0;
    for (let b = 0; b < p; b++) {
      row[b] = table[a * across + b * along];
      if (row[b] < Number.POSITIVE_INFINITY && row[b] > dearest) dearest = row[b];
    }
    const scale = dearest > 0 ? STEPS / dearest : 0;
    for (let b = 0; b < p; b++)
      key[b] = (row[b] < Number.POSITIVE_INFINITY ? Math.floor(row[b] * scale) : 2 * STEPS) * p + b;
    key.sort();
    for (let k = 0; k < p; k++) {
      const place = key[k] % p;
      let at = a * p + k;
      for (; at > a * p && row[order[at - 1]] > row[place]; at--) order[at] = order[at - 1];
      order[at] = place;
    }
  }
  return order;
}

/** Puts a row that is nearly in order in order; false where that would take more moves than this. */
function mendRow(order: Int32Array, first: number, row: Float64Array, mostMoves: number): boolean {
  let moves = 0;
  for (let k = first + 1; k < first + row.length && moves <= mostMoves; k++) {
    const place = order[k];
    let at = k;
    for (; at > first; at--) {
      const other = order[at - 1];
      if (row[other] < row[place] || (row[other] === row[place] && other < place)) break;
      order[at] = other;
    }
    order[at] = place;
    moves += k - at;
  }
  return moves <= mostMoves;
}

function isSymmetric(table: Float64Array, p: number): boolean {
  for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) if (table[a * p + b] !== table[b * p + a]) return false;
  return true;
}
