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

/** Entries are first ordered by so many steps between nothing and the dearest, then exactly. */
const STEPS = 2 ** 30;

export function nearPlaces(table: Float64Array, placeCount: number): NearPlaces {
  const isEven = isSymmetric(table, placeCount);
  const leaving = orderRows(table, placeCount, placeCount, 1);
  return { leaving, arriving: isEven ? leaving : orderRows(table, placeCount, 1, placeCount) };
}

/** Rows whose entries are `along` apart and whose beginnings are `across` apart. */
function orderRows(table: Float64Array, p: number, across: number, along: number): Int32Array {
  const order = new Int32Array(p * p);
  const key = new Float64Array(p);
  const row = new Float64Array(p);
  for (let a = 0; a < p; a++) {
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

function isSymmetric(table: Float64Array, p: number): boolean {
  for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) if (table[a * p + b] !== table[b * p + a]) return false;
  return true;
}
