import type { LinearProblem } from "../problems/linear.ts";

/** Gathers a linear problem column by column; rows are opened first or as they come. */
export class LinearBuilder {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #whole: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #entryColumn: number[] = [];
  readonly #entryRow: number[] = [];
  readonly #entryValue: number[] = [];

  get columnCount(): number {
    return this.#cost.length;
  }

  get rowCount(): number {
    return this.#rowLower.length;
  }

  /** Adds a column and gives its index. */
  column(cost: number, lower: number, upper: number, whole = false): number {
    this.#cost.push(cost);
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#whole.push(whole ? 1 : 0);
    return this.#cost.length - 1;
  }

  /** Adds a row lower <= ... <= upper and gives its index. */
  row(lower: number, upper: number): number {
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    return this.#rowLower.length - 1;
  }

  /** Adds to the coefficient of a column in a row; several for one cell add up. */
  entry(row: number, column: number, value: number): void {
    if (value === 0) return;
    this.#entryRow.push(row);
    this.#entryColumn.push(column);
    this.#entryValue.push(value);
  }

  /** The problem with its entries sorted by column, then row. */
  build(): LinearProblem {
    const columnCount = this.columnCount;
    const order = Array.from(this.#entryColumn, (_, k) => k).sort(
      (a, b) => this.#entryColumn[a] - this.#entryColumn[b] || this.#entryRow[a] - this.#entryRow[b],
    );
    const start = new Int32Array(columnCount + 1);
    const index: number[] = [];
    const value: number[] = [];
    let last = -1;
    for (const k of order) {
      const column = this.#entryColumn[k];
      const row = this.#entryRow[k];
      if (last >= 0 && this.#entryColumn[last] === column && this.#entryRow[last] === row) {
        value[value.length - 1] += this.#entryValue[k];
      } else {
        index.push(row);
        value.push(this.#entryValue[k]);
        start[column + 1]++;
      }
      last = k;
    }
    for (let j = 0; j < columnCount; j++) start[j + 1] += start[j];
    return {
      columnCount,
      rowCount: this.rowCount,
      cost: Float64Array.from(this.#cost),
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      start,
      index: Int32Array.from(index),
      value: Float64Array.from(value),
      whole: Int8Array.from(this.#whole),
    };
  }
}
