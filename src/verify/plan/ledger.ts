import { type Exact, ExactSum, exactly, multiply, nearest, sign } from "../../base/exact.ts";

/** A balance may be off by this much of the good's unit: a kilogram where the unit is the tonne. */
export const OPEN = 0.001;

/** Doubles of a large balance cannot be nearer to each other than this share of what passes through it. */
const DOUBLES = 2 ** -48;

/** Limits may be passed by this share of themselves: the rounding of a solver's last division, no more. */
export const ROUNDING = 1e-9;

/** Between ids: no id of a continent has it, so that no others than the same ids make the same name. */
const BETWEEN = "\0";

/** An exact sum, with the sum of magnitudes beside it to judge rounding by. */
export class Total {
  readonly sum = new ExactSum();
  gross = 0;

  add(amount: Exact): void {
    this.sum.addExact(amount);
    this.gross = finite(this.gross + Math.abs(nearest(amount)));
  }

  addDouble(amount: number): void {
    this.sum.add(amount);
    this.gross = finite(this.gross + Math.abs(amount));
  }

  /** Takes in all that another has taken in. */
  addAll({ sum, gross }: Total): void {
    this.sum.addExact(sum.exact);
    this.gross = finite(this.gross + gross);
  }

  /** The sum as the nearest double. */
  get value(): number {
    return finite(this.sum.value);
  }

  /** By how much a stated figure is off, 0 where that is within a share of the magnitudes. */
  offBy(stated: number, share: number): number {
    const off = Math.abs(finite(new ExactSum().addExact(this.sum.exact).add(-stated).value));
    return off > share * this.gross ? off : 0;
  }
}

interface Cell {
  readonly ids: readonly string[];
  readonly total: Total;
}

/** Totals in cells named by ids. Nothing that is added makes no cell: there is none where only that went in. */
export class Ledger {
  readonly #cells = new Map<string, Cell>();

  add(ids: readonly string[], amount: number, factor = 1): void {
    if (amount === 0 || factor === 0) return;
    if (factor === 1) this.#totalOf(ids).addDouble(amount);
    else this.addExact(ids, multiply(exactly(amount), exactly(factor)));
  }

  addExact(ids: readonly string[], amount: Exact): void {
    if (sign(amount) !== 0) this.#totalOf(ids).add(amount);
  }

  #totalOf(ids: readonly string[]): Total {
    const name = nameOf(ids);
    let cell = this.#cells.get(name);
    if (cell === undefined) {
      cell = { ids, total: new Total() };
      this.#cells.set(name, cell);
    }
    return cell.total;
  }

  /** The sum in a cell as the nearest double; 0 where nothing was added. */
  value(...ids: readonly string[]): number {
    return this.#cells.get(nameOf(ids))?.total.value ?? 0;
  }

  *cells(): Generator<{ readonly ids: readonly string[]; readonly value: number; readonly gross: number }> {
    for (const { ids, total } of this.#cells.values()) yield { ids, value: total.value, gross: total.gross };
  }

  /** Every cell of this ledger or the other: by how much the two differ there, and its magnitudes here. */
  *beside(other: Ledger): Generator<{ readonly ids: readonly string[]; readonly off: number; readonly gross: number }> {
    for (const [name, { ids, total }] of this.#cells) {
      const off = Math.abs(total.value - (other.#cells.get(name)?.total.value ?? 0));
      yield { ids, off, gross: total.gross };
    }
    for (const [name, { ids, total }] of other.#cells)
      if (!this.#cells.has(name)) yield { ids, off: Math.abs(total.value), gross: 0 };
  }
}

function nameOf(ids: readonly string[]): string {
  let name = "";
  for (const id of ids) name += id + BETWEEN;
  return name;
}

/** Hands over every cell of either ledger where the two differ by more than is allowed. */
export function compareCells(
  ours: Ledger,
  theirs: Ledger,
  allowed: (ids: readonly string[], gross: number) => number,
  differ: (ids: readonly string[], off: number) => void,
): void {
  for (const { ids, off, gross } of ours.beside(theirs)) if (off > allowed(ids, gross)) differ(ids, off);
}

/** Sums of a hostile plan may pass the largest double; they stay there, so that no figure becomes infinite or NaN. */
export function finite(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** What an amount may be off by where so much passes through. */
export function amountTolerance(gross: number): number {
  return Math.max(OPEN, gross * DOUBLES);
}
