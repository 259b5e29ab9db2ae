/** What the prices of a certificate prove of all plans, and of those that have a size open, or have it not. */
import type { CoupledProblem } from "../../problems/coupled.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";
import { readPrices } from "./coupled-bound.ts";
import type { LabelProof } from "./coupled-labels.ts";
import { E, provedValue } from "./coupled-offers.ts";

/** The proof, rounded down; a sentence instead where the prices do not fit the problem, which has no roofs. */
export function proveByPrices(problem: CoupledProblem, prices: CoupledPrices): LabelProof | string {
  const read = readPrices(problem, prices);
  if (typeof read === "string") return read;
  const { worth, supplied, lots } = read;
  const proved = provedValue(worth, [...supplied, ...lots.map(({ gain }) => Math.max(0, gain))]);
  if (typeof proved === "string") return proved;
  const lotOf = new Map(lots.flatMap((lot) => lot.sizes.map((size) => [size, lot] as const)));
  return {
    bound: proved,
    boundWhere(size, isOpen) {
      const lot = lotOf.get(size);
      if (lot === undefined) return proved;
      const gain = Math.max(0, lot.gain);
      const other = isOpen ? lot.gainWhere(size, true) : Math.max(0, lot.gainWhere(size, false));
      return proved + gain - other - 4 * E * (Math.abs(proved) + Math.abs(gain) + Math.abs(other));
    },
  };
}
