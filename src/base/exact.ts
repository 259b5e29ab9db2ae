/**
 * Exact arithmetic on doubles. Every finite double is a whole number times a power of two, so sums,
 * differences and products of doubles have exact values; they are held here as such.
 */

/** A whole number times a power of two: `mantissa * 2 ** exponent`. Build with `exactly`. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export const ZERO: Exact = { mantissa: 0n, exponent: 0 };

const scratch = new DataView(new ArrayBuffer(8));

/**
 * The exact value of a double.
 * Throws: RangeError when the double is not finite.
 */
export function exactly(value: number): Exact {
  if (value === 0) return ZERO;
  if (!Number.isFinite(value)) throw new RangeError(`exact arithmetic needs a finite number, got ${value}`);
  if (Number.isSafeInteger(value)) return { mantissa: BigInt(value), exponent: 0 };
  scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

export function add(a: Exact, b: Exact): Exact {
  if (a.mantissa === 0n) return b;
  if (b.mantissa === 0n) return a;
  if (a.exponent === b.exponent) return { mantissa: a.mantissa + b.mantissa, exponent: a.exponent };
  if (a.exponent > b.exponent) return add(b, a);
  return { mantissa: a.mantissa + (b.mantissa << BigInt(b.exponent - a.exponent)), exponent: a.exponent };
}

export function negate(a: Exact): Exact {
  return { mantissa: -a.mantissa, exponent: a.exponent };
}

export function subtract(a: Exact, b: Exact): Exact {
  return add(a, negate(b));
}

export function multiply(a: Exact, b: Exact): Exact {
  return { mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent };
}

/** -1, 0 or 1. */
export function sign(a: Exact): number {
  return a.mantissa === 0n ? 0 : a.mantissa > 0n ? 1 : -1;
}

/** Negative when a < b, zero when equal, positive when a > b. */
export function compare(a: Exact, b: Exact): number {
  return sign(subtract(a, b));
}

export function minimum(a: Exact, b: Exact): Exact {
  return compare(a, b) <= 0 ? a : b;
}

/** The largest double that is not above the exact value; -Infinity where all finite ones are. */
export function roundDown(a: Exact): number {
  const guess = nearest(a);
  if (!Number.isFinite(guess)) return guess > 0 ? Number.MAX_VALUE : guess;
  return compare(exactly(guess), a) <= 0 ? guess : nextBelow(guess);
}

/** The double next to the exact value (within one unit in the last place). */
export function nearest(a: Exact): number {
  let { mantissa, exponent } = a;
  let value = Number(mantissa);
  if (!Number.isFinite(value)) {
    // Keep so many leading bits that Number() sees a value it can round.
    const excess = mantissa.toString(16).length * 4 - 1000;
    mantissa >>= BigInt(excess);
    exponent += excess;
    value = Number(mantissa);
  }
  // Scaling by a power of two is exact.
  while (exponent > 1000 && value !== 0) {
    value *= 2 ** 1000;
    exponent -= 1000;
  }
  while (exponent < -1000 && value !== 0) {
    value *= 2 ** -1000;
    exponent += 1000;
  }
  return value === 0 ? 0 : value * 2 ** exponent;
}

/** The next double towards minus infinity. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  scratch.setFloat64(0, value);
  const bits = scratch.getBigInt64(0);
  scratch.setBigInt64(0, value > 0 ? bits - 1n : bits + 1n);
  return scratch.getFloat64(0);
}

/**
 * Adds many doubles, and products of two doubles, without any rounding; the result is rounded once.
 */
export class ExactSum {
  #total: Exact = ZERO;

  add(value: number): this {
    this.#total = add(this.#total, exactly(value));
    return this;
  }

  addProduct(a: number, b: number): this {
    this.#total = add(this.#total, multiply(exactly(a), exactly(b)));
    return this;
  }

  addExact(value: Exact): this {
    this.#total = add(this.#total, value);
    return this;
  }

  get exact(): Exact {
    return this.#total;
  }

  /** The sum as the nearest double. */
  get value(): number {
    return nearest(this.#total);
  }
}
