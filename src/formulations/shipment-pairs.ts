import { type CoupledFreight, type CoupledProblem, freightMatrix } from "../problems/coupled.ts";

/**
 * Pairs of places between which a good may be sent, each at most once, and what a plan sends there. They only become more,
 * so that a pair keeps its number.
 *
 * Units: as CoupledProblem.
 */
export class ShipmentPairs {
  readonly good: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** Units. */
  readonly sent: number[] = [];
  readonly #problem: CoupledProblem;
  readonly #freight: readonly Float64Array[];
  /** Numbers of pairs by good, place of departure and arrival. */
  readonly #known = new Map<number, number>();

  constructor(problem: CoupledProblem) {
    this.#problem = problem;
    this.#freight = problem.freight.map((table: CoupledFreight) => freightMatrix(table, problem.placeCount));
  }

  get count(): number {
    return this.good.length;
  }

  /** Freight of one unit of the good's rate, by place of departure and arrival; undefined where it cannot leave its place. */
  tableOf(good: number): Float64Array | undefined {
    const table = this.#problem.freightTable[good];
    return table < 0 ? undefined : this.#freight[table];
  }

  /** What it costs to send one unit from place to place. */
  freightOf(good: number, from: number, to: number): number {
    if (from === to) return 0;
    const entry = this.tableOf(good)?.[from * this.#problem.placeCount + to] ?? Number.POSITIVE_INFINITY;
    return entry === Number.POSITIVE_INFINITY ? entry : entry * (this.#problem.freightRate?.[good] ?? 1);
  }

  /** Adds a pair that is not there yet, and the amount to what is sent along it; nothing where there is no way. */
  add(good: number, from: number, to: number, amount = 0): void {
    const p = this.#problem.placeCount;
    const key = (good * p + from) * p + to;
    const table = this.tableOf(good);
    if (from === to || table === undefined) return;
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.sent[known] += amount;
      return;
    }
    if (table[from * p + to] === Number.POSITIVE_INFINITY) return;
    this.#known.set(key, this.count);
    this.good.push(good);
    this.from.push(from);
    this.to.push(to);
    this.sent.push(amount);
  }
}
