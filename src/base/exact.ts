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
  refuseInfinite(value);
  if (Number.isSafeInteger(value)) return { mantissa: BigInt(value), exponent: 0 };
  scratch.setFloat64(0, value);
  const head = scratch.getInt32(0);
  const biased = (head >>> 20) & 0x7ff;
  const fraction = (head & 0xfffff) * 2 ** 32 + scratch.getUint32(4);
  const magnitude = biased === 0 ? fraction : fraction + 2 ** 52;
  return { mantissa: BigInt(value < 0 ? -magnitude : magnitude), exponent: Math.max(biased, 1) - 1075 };
}

function refuseInfinite(value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`exact arithmetic needs a finite number, got ${value}`);
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

export function maximum(a: Exact, b: Exact): Exact {
  return compare(a, b) >= 0 ? a : b;
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

/** Between these magnitudes a product of two doubles and what rounding takes off it are doubles both. */
const SMALLEST_PRODUCT = 2 ** -900;
const LARGEST_FACTOR = 2 ** 500;
/** Splits a double in two of half its digits. */
const SPLITTER = 2 ** 27 + 1;

/** What a rounded product of two doubles lacks, without rounding; NaN where no double may hold it. */
function lackOfProduct(a: number, b: number, product: number): number {
  if (!(Math.abs(product) >= SMALLEST_PRODUCT && Math.abs(a) <= LARGEST_FACTOR && Math.abs(b) <= LARGEST_FACTOR))
    return product === 0 && (a === 0 || b === 0) ? 0 : Number.NaN;
  const [largeA, largeB] = [SPLITTER * a, SPLITTER * b];
  const highA = largeA - (largeA - a);
  const highB = largeB - (largeB - b);
  const [lowA, lowB] = [a - highA, b - highB];
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/**
 * Adds many doubles, and products of two doubles, without any rounding; the result is rounded once. Most sums never need more
 * digits than two doubles have together, so whole numbers of any length are made only where one does.
 *
 * Source: Knuth, The Art of Computer Programming 2 (1969), section 4.2.2, theorem C, for what a sum of two doubles lacks;
 *         Dekker, A floating-point technique for extending the available precision (1971), for products.
 */
export class ExactSum {
  #total: Exact = ZERO;
  /** What was added to the total since, as a sum of two doubles. */
  #high = 0;
  #low = 0;

  add(value: number): this {
    refuseInfinite(value);
    const high = this.#high + value;
    const added = high - this.#high;
    const lack = this.#high - (high - added) + (value - added);
    const low = this.#low + lack;
    const addedLow = low - this.#low;
    if (this.#low - (low - addedLow) + (lack - addedLow) === 0) {
      this.#high = high;
      this.#low = low;
    } else {
      // A third double would be needed, or the sum is beyond all doubles.
      this.#settle();
      this.#high = value;
    }
    return this;
  }

  addProduct(a: number, b: number): this {
    const product = a * b;
    const lack = lackOfProduct(a, b, product);
    if (Number.isNaN(lack)) return this.addExact(multiply(exactly(a), exactly(b)));
    return lack === 0 ? this.add(product) : this.add(product).add(lack);
  }

  addExact(value: Exact): this {
    this.#total = add(this.#total, value);
    return this;
  }

  get exact(): Exact {
    this.#settle();
    return this.#total;
  }

  /** The sum as the nearest double. */
  get value(): number {
    const sum = this.#high + this.#low;
    if (this.#total.mantissa !== 0n || !Number.isFinite(sum)) return nearest(this.exact);
    return sum === 0 ? 0 : sum;
  }

  #settle(): void {
    if (this.#high !== 0) this.#total = add(this.#total, exactly(this.#high));
    if (this.#low !== 0) this.#total = add(this.#total, exactly(this.#low));
    this.#high = 0;
    this.#low = 0;
  }
}
