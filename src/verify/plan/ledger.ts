import { type Exact, ExactSum, exactly, multiply, nearest } from "../../base/exact.ts";

/** A balance may be off by this much of the good's unit: a kilogram where the unit is the tonne. */
export const OPEN = 0.001;

/** Doubles of a large balance cannot be nearer to each other than this share of what passes through it. */
const DOUBLES = 2 ** -48;

/** Limits may be passed by this share of themselves: the rounding of a solver's last division, no more. */
export const ROUNDING = 1e-9;

/** Exact sums in cells named by ids, with the sum of magnitudes beside each to judge rounding by. */
export class Ledger {
  readonly #cells = new Map<string, { readonly ids: readonly string[]; readonly sum: ExactSum; gross: number }>();

  add(ids: readonly string[], amount: number, factor = 1): void {
    this.addExact(ids, multiply(exactly(amount), exactly(factor)));
  }

  addExact(ids: readonly string[], amount: Exact): void {
    const key = JSON.stringify(ids);
    const cell = this.#cells.get(key) ?? { ids, sum: new ExactSum(), gross: 0 };
    cell.sum.addExact(amount);
    cell.gross = finite(cell.gross + Math.abs(nearest(amount)));
    this.#cells.set(key, cell);
  }

  has(ids: readonly string[]): boolean {
    return this.#cells.has(JSON.stringify(ids));
  }

  /** The sum in a cell as the nearest double; 0 where nothing was added. */
  value(...ids: readonly string[]): number {
    return finite(this.#cells.get(JSON.stringify(ids))?.sum.value ?? 0);
  }

  /** By how much a stated figure is off, 0 where that is within a share of the cell's magnitudes. */
  offBy(ids: readonly string[], stated: number, share: number): number {
    const cell = this.#cells.get(JSON.stringify(ids)) ?? { sum: new ExactSum(), gross: 0 };
    const off = Math.abs(finite(new ExactSum().addExact(cell.sum.exact).add(-stated).value));
    return off > share * cell.gross ? off : 0;
  }

  *cells(): Generator<{ readonly ids: readonly string[]; readonly value: number; readonly gross: number }> {
    for (const { ids, sum, gross } of this.#cells.values()) yield { ids, value: finite(sum.value), gross };
  }
}

/** Hands over every cell of either ledger where the two differ by more than is allowed. */
export function compareCells(
  ours: Ledger,
  theirs: Ledger,
  allowed: (ids: readonly string[], gross: number) => number,
  differ: (ids: readonly string[], off: number) => void,
): void {
  for (const { ids, value, gross } of ours.cells()) {
    const off = Math.abs(value - theirs.value(...ids));
    if (off > allowed(ids, gross)) differ(ids, off);
  }
  for (const { ids, value } of theirs.cells()) {
    const unknown = !ours.has(ids) && Math.abs(value) > allowed(ids, 0);
    if (unknown) differ(ids, Math.abs(value));
  }
}

/** Sums of a hostile plan may pass the largest double; they stay there, so that no figure becomes infinite or NaN. */
export function finite(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** What an amount may be off by where so much passes through. */
export function amountTolerance(gross: number): number {
  return Math.max(OPEN, gross * DOUBLES);
}
