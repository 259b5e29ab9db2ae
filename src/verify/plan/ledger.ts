import { type Exact, ExactSum, exactly, multiply, nearest, sign } from "../../base/exact.ts";
import { ByIds } from "./by-ids.ts";

/** A balance may be off by this much of the good's unit: a kilogram where the unit is the tonne. */
export const OPEN = 0.001;

/** Doubles of a large balance cannot be nearer to each other than this share of what passes through it. */
const DOUBLES = 2 ** -48;

/** Limits may be passed by this share of themselves: the rounding of a solver's last division, no more. */
export const ROUNDING = 1e-9;

/** Numbers whose product counts, without any rounding. */
export type Factors = readonly [number, ...number[]];

/** Most goods weigh a tonne a unit. */
function withoutOnes([first, ...others]: Factors): Factors {
  return [first, ...others.filter((factor) => factor !== 1)];
}

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

  addProduct(factors: Factors): void {
    const [amount, factor = 1, ...others] = factors.length > 2 ? withoutOnes(factors) : factors;
    if (others.length > 0) {
      this.add(factors.map(exactly).reduce(multiply));
      return;
    }
    this.sum.addProduct(amount, factor);
    this.gross = finite(this.gross + Math.abs(amount * factor));
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
  readonly #byIds = new ByIds<Cell>();
  /** In the order in which something was added first. */
  readonly #cells: Cell[] = [];

  add(ids: readonly string[], amount: number, factor = 1): void {
    if (amount === 0 || factor === 0) return;
    if (factor === 1) this.#totalOf(ids).addDouble(amount);
    else this.#totalOf(ids).addProduct([amount, factor]);
  }

  addProduct(ids: readonly string[], factors: Factors): void {
    if (!factors.includes(0)) this.#totalOf(ids).addProduct(factors);
  }

  addExact(ids: readonly string[], amount: Exact): void {
    if (sign(amount) !== 0) this.#totalOf(ids).add(amount);
  }

  #totalOf(ids: readonly string[]): Total {
    const branch = this.#byIds.at(ids);
    if (branch.value === undefined) {
      branch.value = { ids, total: new Total() };
      this.#cells.push(branch.value);
    }
    return branch.value.total;
  }

  /** The sum in a cell as the nearest double; 0 where nothing was added. */
  value(...ids: readonly string[]): number {
    return this.#byIds.get(ids)?.total.value ?? 0;
  }

  *cells(): Generator<{ readonly ids: readonly string[]; readonly value: number; readonly gross: number }> {
    for (const { ids, total } of this.#cells) yield { ids, value: total.value, gross: total.gross };
  }

  /** Every cell of this ledger or the other: by how much the two differ there, and its magnitudes here. */
  *beside(other: Ledger): Generator<{ readonly ids: readonly string[]; readonly off: number; readonly gross: number }> {
    for (const { ids, total } of this.#cells)
      yield { ids, off: Math.abs(total.value - other.value(...ids)), gross: total.gross };
    for (const { ids, total } of other.#cells)
      if (this.#byIds.get(ids) === undefined) yield { ids, off: Math.abs(total.value), gross: 0 };
  }
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
