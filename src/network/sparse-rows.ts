import type { Amounts } from "../model/types.ts";

/** Rows of (index, value) pairs, compressed: row r is entries start[r] .. start[r + 1] - 1. */
export interface SparseRows {
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export function positions(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, i) => [id, i]));
}

/** One row per owner, entries sorted by index, zeros dropped. */
export function sparseRows<Owner>(
  owners: readonly Owner[],
  amounts: (owner: Owner) => Amounts,
  at: ReadonlyMap<string, number>,
): SparseRows {
  const start = new Int32Array(owners.length + 1);
  const entries: [number, number][] = [];
  owners.forEach((owner, r) => {
    const row = Object.entries(amounts(owner)).filter(([, amount]) => amount !== 0);
    for (const [id, amount] of row.sort(([a], [b]) => at.get(a)! - at.get(b)!)) entries.push([at.get(id)!, amount]);
    start[r + 1] = entries.length;
  });
  return {
    start,
    index: Int32Array.from(entries, ([index]) => index),
    value: Float64Array.from(entries, ([, value]) => value),
  };
}
