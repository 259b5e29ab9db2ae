import type { Amounts, Continent } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import { NOTHING } from "./averages.ts";
import { lookUp } from "./freight-prices.ts";
import { Ledger } from "./ledger.ts";
import type { Tally } from "./tally.ts";

/** What is left of a good in an area is nothing where it is no more than this share of what comes and goes. */
const ROUNDED = 2 ** -40;

/** What is kept of each good in each area, and so which product bears what of a run's energy. */
export class KeptGoods {
  readonly #supplied = new Ledger();
  readonly #surplus = new Ledger();

  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly tally: Tally,
  ) {
    for (const { area, good, supplied, surplus } of plan.balances) {
      this.#supplied.add([area, good], supplied);
      this.#surplus.add([area, good], surplus);
    }
  }

  /** What comes into an area (made, supplied, unloaded) less what is let go. */
  left(area: string, good: string): number {
    const comes =
      this.tally.made.value(area, good) + this.#supplied.value(area, good) + this.tally.unloaded.value(area, good);
    const surplus = this.#surplus.value(area, good);
    const left = comes - surplus;
    return left > Math.max(NOTHING, ROUNDED * (comes + surplus)) ? left : 0;
  }

  /**
   * Each product's part of a run's energy: by what of it is kept, at its guide price; by weight where that is asked for, or
   * where all are worth nothing; by number where they weigh nothing. Undefined where nothing is kept.
   */
  shares(area: string, makes: Amounts): [good: string, share: number][] | undefined {
    const { certificate, allocation } = this.plan;
    const kept = Object.entries(makes).map(([good, amount]) => {
      const left = this.left(area, good);
      const part = left > 0 ? left / (left + this.#surplus.value(area, good)) : 0;
      const price = lookUp(lookUp(certificate.prices, good) ?? {}, area) ?? 0;
      return { good, amount: amount * part, price, weight: this.continent.goods[good].tonnesPerUnit };
    });
    const byWeight = kept.map(({ amount, weight }) => amount * weight);
    const byPrice = allocation === "mass" ? byWeight : kept.map(({ amount, price }) => amount * Math.max(0, price));
    for (const parts of [byPrice, byWeight, kept.map(({ amount }) => amount)]) {
      const sum = parts.reduce((total, part) => total + part, 0);
      if (sum > 0) return kept.map(({ good }, k) => [good, parts[k] / sum]);
    }
    return undefined;
  }
}
