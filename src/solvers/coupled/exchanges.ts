/** Works that close and works that open together. */
export interface Exchange {
  readonly closes: readonly number[];
  readonly opens: readonly number[];
}

/** What an exchange could save at most, and what it is expected to save. */
export interface Prospect extends Exchange {
  readonly most: number;
  readonly expected: number;
}

/** How quickly what was expected too high is taken off what is expected next. */
const LEARNING = 0.5;

/**
 * What is known of exchanges of works from those that were tried: bounds on what they save are far too high where works are
 * full, but too high by much the same whenever the same works take part.
 */
export class ExchangeRecord {
  /** Works: by how much more is promised than saved. */
  readonly #tooHigh: Float64Array;
  /** Exchanges that failed, and what they may promise before they are tried again. */
  readonly #failed: Map<string, number>;
  /** Works of whoever asks: those of the record; the same where it is absent. */
  readonly #of: Int32Array | undefined;

  constructor(worksCount: number, shared?: ExchangeRecord, of?: Int32Array) {
    this.#tooHigh = shared === undefined ? new Float64Array(worksCount) : shared.#tooHigh;
    this.#failed = shared === undefined ? new Map() : shared.#failed;
    this.#of = of;
  }

  /** The same record for works that are modules of those of this one. */
  of(works: Int32Array): ExchangeRecord {
    return new ExchangeRecord(works.length, this, works);
  }

  /** What is expected of an exchange of one works for one, of which -1 is none. */
  expectedOf(closes: number, opens: number, most: number): number {
    let expected = most;
    if (closes >= 0) expected -= this.#tooHigh[this.#known(closes)];
    if (opens >= 0) expected -= this.#tooHigh[this.#known(opens)];
    return expected;
  }

  prospect(closes: readonly number[], opens: readonly number[], most: number): Prospect {
    let expected = most;
    for (const i of closes) expected -= this.#tooHigh[this.#known(i)];
    for (const i of opens) expected -= this.#tooHigh[this.#known(i)];
    return { closes, opens, most, expected };
  }

  /** Whether an exchange failed before and does not promise more now. */
  isKnownToFail({ closes, opens, most }: Prospect): boolean {
    return most <= (this.#failed.get(this.#nameOf(closes, opens)) ?? 0);
  }

  /** Remembers what an exchange saved, and how much less that was than expected. */
  learn({ closes, opens, most, expected }: Prospect, saved: number): void {
    const share = (LEARNING * (expected - saved)) / (closes.length + opens.length);
    for (const i of closes) this.#tooHigh[this.#known(i)] += share;
    for (const i of opens) this.#tooHigh[this.#known(i)] += share;
    if (saved <= 0) this.#failed.set(this.#nameOf(closes, opens), most - LEARNING * saved);
  }

  #known(works: number): number {
    return this.#of === undefined ? works : this.#of[works];
  }

  #nameOf(closes: readonly number[], opens: readonly number[]): string {
    const of = this.#of;
    if (of === undefined) return `${closes.join()}>${opens.join()}`;
    return `${closes.map((i) => of[i]).join()}>${opens.map((i) => of[i]).join()}`;
  }
}
