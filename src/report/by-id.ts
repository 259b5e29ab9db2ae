/** Compares two ids by code unit, the order in which everything of a plan is listed. */
export function byId(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The entries of a record in the order of their ids. */
export function sortedEntries<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.keys(record)
    .sort(byId)
    .map((id) => [id, record[id]]);
}

/** Adds to a number kept under an id. */
export function addTo(totals: Map<string, number>, id: string, amount: number): void {
  totals.set(id, (totals.get(id) ?? 0) + amount);
}
