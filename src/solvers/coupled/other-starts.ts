import type { Random } from "../../base/random.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { averagePrices } from "../../kernels/coupled/plan-prices.ts";
import type { PassResult } from "./pass.ts";

/** Prices of a plan may exceed the advice by so much: scarce places would else look hopeless for ever. */
const DEAREST = 1.3;
const NOISE = [0, 0.01, 0.03];
/** Works of the incumbent that may be barred at once. */
const MOST_BARRED = 4;

/**
 * Cells: prices mixed by chance of those advised and of what things cost in the best plan, one unit more or on average.
 *
 * @param order the goods that the plan is about, each before what it is made of.
 */
export function mixedPrices(
  instance: CoupledInstance,
  order: Int32Array,
  advised: Float64Array,
  best: PassResult,
  random: Random,
): Float64Array {
  const average = averagePrices(instance, order, best.open, best.made, best.byActivity);
  const share = random.next();
  const averaged = random.next() < 0.5 ? random.next() : 0;
  const noise = NOISE[random.integer(0, NOISE.length - 1)];
  const price = advised.slice();
  for (let cell = 0; cell < price.length; cell++) {
    const most = DEAREST * advised[cell];
    const marginal = Math.min(best.marginal[cell], most);
    const mean = average[cell] < Number.POSITIVE_INFINITY ? Math.min(average[cell], most) : advised[cell];
    const own = (1 - averaged) * marginal + averaged * mean;
    price[cell] = (share * advised[cell] + (1 - share) * own) * (1 + noise * (2 * random.next() - 1));
  }
  return price;
}

/** A few open works by chance. */
export function someOf(open: Float64Array, random: Random): Set<number> {
  const all = Array.from(open.keys()).filter((i) => open[i] > 0);
  const count = random.integer(1, MOST_BARRED);
  return new Set(Array.from({ length: count }, () => all[random.integer(0, all.length - 1)]));
}
