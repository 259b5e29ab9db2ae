import { exactly, nearest } from "../../base/exact.ts";
import { exactWhole, wholeScale } from "../../base/scale.ts";

/**
 * A unit of which all of some numbers are whole multiples, so that sums and products of them are exact.
 *
 * Where every number of a problem is a decimal of at most fifteen places it is read as that decimal, as solvers read it: what
 * is supplied as 0.1 and 0.2 meets a demand of 0.3. Else all are read as the binary fractions that doubles are, of which
 * there is a common unit, however far apart they lie.
 */
export interface WholeUnit {
  /** So many make one: a power of ten, times two to the power of minus `exponent`. */
  readonly scale: number;
  /** 0 for decimals, else 0 or below. */
  readonly exponent: number;
  /** How many of the unit a finite value is, exactly. */
  whole(value: number): bigint;
}

/**
 * The unit of a problem's numbers and of those that a solution shows.
 *
 * Shapes: lists of any length; infinite numbers are passed over (they mean "no limit").
 * Gives:  undefined where the problem's are decimals and one of the solution's is none.
 */
export function wholeUnit(
  given: readonly ArrayLike<number>[],
  shown: readonly ArrayLike<number>[],
): WholeUnit | undefined {
  const scaleOf = (lists: readonly ArrayLike<number>[]): number =>
    Math.max(1, ...lists.map((list) => wholeScale(list) ?? Number.NaN));
  const ofGiven = scaleOf(given);
  if (Number.isNaN(ofGiven)) return binaryUnit([...given, ...shown]);
  const scale = Math.max(ofGiven, scaleOf(shown));
  return Number.isNaN(scale) ? undefined : { scale, exponent: 0, whole: (value) => exactWhole(value, scale) };
}

function binaryUnit(lists: readonly ArrayLike<number>[]): WholeUnit {
  let least = 0;
  for (const list of lists) {
    for (let k = 0; k < list.length; k++)
      if (Number.isFinite(list[k])) least = Math.min(least, exactly(list[k]).exponent);
  }
  const whole = (value: number): bigint => {
    const { mantissa, exponent } = exactly(value);
    return mantissa << BigInt(exponent - least);
  };
  return { scale: 1, exponent: least, whole };
}

/** So many products of one unit and another as a double, rounded; Infinity beyond the largest. */
export function productOf(amount: WholeUnit, cost: WholeUnit, count: bigint): number {
  const scale = amount.scale * cost.scale;
  const exponent = amount.exponent + cost.exponent;
  if (exponent < 0) return nearest({ mantissa: count, exponent }) / scale;
  const value = Number(count);
  return Number.isFinite(value) ? value / scale : Number(count / BigInt(scale));
}

/** Whether a stated figure is a count of such products: to the last digit where all are decimals, else but for rounding. */
export function isStated(stated: number, value: number, amount: WholeUnit, cost: WholeUnit): boolean {
  if (stated === value) return true;
  return amount.exponent + cost.exponent < 0 && Math.abs(stated - value) <= ROUNDED * Math.abs(value);
}

/** A few roundings of a double change it by less than this part. */
const ROUNDED = 2 ** -50;
