/** The most decimals a number may carry and still be scaled to a whole number. */
const MOST_DECIMALS = 15;

/**
 * Below this a product with a scale is nearer to the whole number meant than to any other: the double is off that decimal by
 * a quarter of a unit at most, and its product is rounded by half as much again.
 */
const NEAREST = 2 ** 51;

/**
 * The smallest power of ten that makes every value whole, or undefined where there is none with at most
 * fifteen decimals. 0.25 and 1.5 give 100. A value counts as a decimal with d places when it is the double
 * nearest to that decimal, which is what a person who typed it meant, and to no other of d places: of 10^15 and a half, doubles
 * do not tell which decimal it was.
 *
 * Shapes: any length. Non-finite values are passed over (they mean "no limit").
 */
export function wholeScale(values: ArrayLike<number>): number | undefined {
  if (values instanceof Float64Array && areWhole(values)) return 1;
  let scale = 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // Most are whole anyway, which is seen without dividing.
    if (Math.floor(value) === value) continue;
    const whole = Math.round(value * scale);
    if (whole / scale === value && Math.abs(whole) < NEAREST) continue;
    if (!Number.isFinite(value)) continue;
    const own = decimalScale(value);
    if (own === undefined) return undefined;
    if (own > scale) scale = own;
  }
  return scale;
}

/** Whether all are whole and finite; four sums at once do not wait for one another. */
function areWhole(values: Float64Array): boolean {
  const { length } = values;
  const rest = length % 4;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < rest; i++) a += values[i] - Math.floor(values[i]);
  for (let i = rest; i < length; i += 4) {
    a += values[i] - Math.floor(values[i]);
    b += values[i + 1] - Math.floor(values[i + 1]);
    c += values[i + 2] - Math.floor(values[i + 2]);
    d += values[i + 3] - Math.floor(values[i + 3]);
  }
  return a + b + c + d === 0;
}

/** The same of one value. */
function decimalScale(value: number): number | undefined {
  // Exact up to 10^22, as `10 ** decimals` need not be on every engine.
  let scale = 1;
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const whole = Math.round(value * scale);
    if (Math.abs(whole) >= NEAREST) return undefined;
    if (whole / scale === value) return scale;
    scale *= 10;
  }
  return undefined;
}

/** Multiplies by a scale from `wholeScale` and rounds to the whole number meant. Infinity stays. */
export function toWhole(value: number, scale: number): number {
  return Number.isFinite(value) ? Math.round(value * scale) : value;
}

/**
 * Puts values into steps, so many to a whole number at the scale, each in its place; Infinity stays. Gives the least of them, NaN
 * where one is no whole number at the scale: then not all are in steps.
 */
export function putInSteps(values: Float64Array, scale: number, stepsPerUnit: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    const whole = Math.round(value * scale);
    if (whole / scale !== value || Math.abs(whole) > Number.MAX_SAFE_INTEGER) {
      if (value === Number.POSITIVE_INFINITY) continue;
      return Number.NaN;
    }
    const steps = whole * stepsPerUnit;
    values[k] = steps;
    if (steps < least) least = steps;
  }
  return least;
}

/**
 * The same without any rounding, however large: a decimal of few digits may become whole at one scale and be rounded in
 * double precision at a much finer one.
 *
 * @param value finite, with no more decimals than the scale, a power of ten from `wholeScale`, has noughts.
 */
export function exactWhole(value: number, scale: number): bigint {
  const product = value * scale;
  if (Math.abs(product) < NEAREST) return BigInt(Math.round(product));
  const own = wholeScale([value]) ?? scale;
  return BigInt(Math.round(value * own)) * BigInt(scale / own);
}

/**
 * The largest power of ten that is not above a value, as the double nearest to it: 1000 for 1000 and 9999.5, 0.01 for 0.05.
 * Logarithms and powers are only nearly right, and not alike on all engines, so that `10 ** Math.floor(Math.log10(value))`
 * may be ten times too small at a power of ten; how a number is written is laid down to the last digit.
 *
 * @param value finite and above zero
 */
export function powerOfTenBelow(value: number): number {
  const written = value.toExponential();
  return Number(`1${written.slice(written.indexOf("e"))}`);
}

/** 2^512, 2^256, ... 2: each the root of the one before. */
const ROOTS_OF_TWO = [2 ** 512, 2 ** 256, 2 ** 128, 2 ** 64, 2 ** 32, 2 ** 16, 256, 16, 4, 2] as const;

/**
 * The largest power of two that is not above a value: 8 for 8 and 15.9, 0.25 for 0.3. Without logarithms, which are not alike
 * on all engines: what a solver is fed would differ with it.
 *
 * @param value finite and above zero
 */
export function powerOfTwoBelow(value: number): number {
  let power = 1;
  for (const factor of ROOTS_OF_TWO) {
    if (power * factor <= value) power *= factor;
    else if (power / factor >= value) power /= factor;
  }
  // Halves that are left over: one where the value is no power of two itself, more below 2^-1023.
  while (power > value) power /= 2;
  return power;
}
