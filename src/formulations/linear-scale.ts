import { powerOfTenBelow } from "../base/scale.ts";
import type { Indexed } from "../network/indexed.ts";

/** Units of a linear problem: t (or the good's unit) per unit of amount, MJ per unit of cost. */
export interface Scale {
  readonly amount: number;
  readonly energy: number;
}

/** The largest unit of amount: a solver's tolerance of 1e-7 of it must stay far below the kilogram. */
const LARGEST_AMOUNT = 1000;

/** A common energy of a tonne of goods, MJ: with it costs per unit of amount come near one. */
const COMMON_ENERGY = 1000;

/**
 * Powers of ten that bring amounts and costs near one. Foreign solvers work in doubles with absolute
 * tolerances; numbers near one are what those tolerances are made for.
 */
export function chooseScale(indexed: Indexed): Scale {
  let largest = 0;
  for (const amount of indexed.demand) largest = Math.max(largest, amount);
  const amount = largest > 0 ? Math.min(LARGEST_AMOUNT, powerOfTenBelow(largest / 100)) : 1;
  return { amount, energy: amount * COMMON_ENERGY };
}
