import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Control, run, runSliced } from "../src/base/control.ts";
import { add, compare, ExactSum, exactly, multiply, nearest, roundDown, subtract } from "../src/base/exact.ts";
import { seededRandom } from "../src/base/random.ts";
import { exactWhole, powerOfTenBelow, powerOfTwoBelow, toWhole, wholeScale } from "../src/base/scale.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 });

describe("exact arithmetic", () => {
  test.prop([finite])("gives a double back unchanged", (x) => {
    expect(nearest(exactly(x))).toBe(x === 0 ? 0 : x);
    expect(roundDown(exactly(x))).toBe(x === 0 ? 0 : x);
  });

  test.prop([finite, finite])("adds without loss: (a + b) - b is a", (a, b) => {
    expect(nearest(subtract(add(exactly(a), exactly(b)), exactly(b)))).toBe(a === 0 ? 0 : a);
  });

  test.prop([finite, finite, finite])("distributes exactly", (a, b, c) => {
    const left = multiply(exactly(a), add(exactly(b), exactly(c)));
    const right = add(multiply(exactly(a), exactly(b)), multiply(exactly(a), exactly(c)));
    expect(compare(left, right)).toBe(0);
  });

  test.prop([finite, finite])("rounds down to a double that is not above, and the next one is", (a, b) => {
    const sum = add(exactly(a), exactly(b));
    const down = roundDown(sum);
    expect(compare(exactly(down), sum)).toBeLessThanOrEqual(0);
    expect(Math.abs(down - (a + b))).toBeLessThanOrEqual(Math.abs(a + b) * 2 ** -51 + Number.MIN_VALUE);
  });

  const anywhere = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    fc.integer({ min: -1000, max: 1000 }),
  );

  test.prop([fc.array(fc.tuple(anywhere, fc.option(anywhere)), { maxLength: 12 })], { numRuns: 400 })(
    "sums and products come to the last digit to what whole numbers of any length say",
    (terms) => {
      const sum = new ExactSum();
      let whole = exactly(0);
      for (const [a, b] of terms) {
        if (b === null) sum.add(a);
        else sum.addProduct(a, b);
        whole = add(whole, b === null ? exactly(a) : multiply(exactly(a), exactly(b)));
        expect(sum.value).toBe(nearest(whole));
      }
      expect(compare(sum.exact, whole)).toBe(0);
      expect(sum.value).toBe(nearest(whole));
    },
  );

  test("refuses what is no finite number", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new ExactSum().add(value)).toThrow(RangeError);
      expect(() => new ExactSum().addProduct(value, 1)).toThrow(RangeError);
      expect(() => new ExactSum().addProduct(0, value)).toThrow(RangeError);
    }
  });

  test("sums what doubles lose", () => {
    expect(new ExactSum().add(1e16).add(1).add(-1e16).value).toBe(1);
    expect(new ExactSum().addProduct(2 ** 60 + 2 ** 10, 2 ** 60).addProduct(-(2 ** 60), 2 ** 60).value).toBe(2 ** 70);
  });
});

describe("what is beyond doubles", () => {
  test("is rounded down to the largest of them, or to what is below all", () => {
    const beyond = multiply(exactly(Number.MAX_VALUE), exactly(2));
    expect(roundDown(beyond)).toBe(Number.MAX_VALUE);
    expect(roundDown(multiply(beyond, exactly(-1)))).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("scaling decimals", () => {
  test("finds the power of ten that makes all whole", () => {
    expect(wholeScale([0.25, 1.5, 3])).toBe(100);
    expect(wholeScale([1, 2, Number.POSITIVE_INFINITY])).toBe(1);
    expect(wholeScale([1 / 3])).toBeUndefined();
    expect(toWhole(0.07, 100)).toBe(7);
  });

  test("finds none where a double is next to several decimals, and passes over whole numbers of any size", () => {
    // A third place would be told, as 0.125 is, if so large a number left room for it.
    for (const value of [1e15 + 0.5, 8e14 + 0.25, 2 ** 51 + 0.5, -(2 ** 51) - 0.5])
      for (const values of [[value], [0.001, value], [value, 0.001]]) expect(wholeScale(values)).toBeUndefined();
    expect(wholeScale([2 ** 47 + 0.5, -(2 ** 47) - 0.5])).toBe(10);
    expect(wholeScale([0.1, 2 ** 53, 1e22, -1e300, 1e300])).toBe(10);
    expect(wholeScale([4.001, 1e-15])).toBe(1e15);
  });
});

/** The doubles next to one above zero. */
function neighbours(value: number): readonly [below: number, above: number] {
  const bits = new BigInt64Array(new Float64Array([value]).buffer)[0];
  const at = (of: bigint): number => new Float64Array(new BigInt64Array([of]).buffer)[0];
  return [at(bits - 1n), at(bits + 1n)];
}

describe("scaling the decimals of a typed array", () => {
  test("finds what the same numbers in a list give, wherever one is that is not whole", () => {
    for (let length = 1; length <= 9; length++) {
      for (let at = 0; at < length; at++) {
        for (const odd of [0.25, -0.5, 1 / 3, Infinity, -Infinity, Number.NaN, -0, 2 ** 53, 1e22]) {
          const values = Array.from({ length }, (_, k) => (k === at ? odd : k - 3));
          expect(wholeScale(Float64Array.from(values)), `${values}`).toBe(wholeScale(values));
        }
      }
    }
  });
});

describe("the power of ten below a number", () => {
  test("is every power of ten itself, the same just above it, and the one before just below it", () => {
    for (let exponent = -300; exponent <= 300; exponent++) {
      const power = Number(`1e${exponent}`);
      const [below, above] = neighbours(power);
      expect([power, above, 9.99 * power].map(powerOfTenBelow), `1e${exponent}`).toEqual([power, power, power]);
      expect(powerOfTenBelow(below), `just below 1e${exponent}`).toBe(Number(`1e${exponent - 1}`));
    }
  });

  test.prop([fc.double({ noNaN: true, min: 1e-300, max: 1e300 })])("is not above it, and ten times it is", (value) => {
    const power = powerOfTenBelow(value);
    expect(power).toBeLessThanOrEqual(value);
    expect(Number(power.toExponential().replace(/e(.*)/, (_, e) => `e${Number(e) + 1}`))).toBeGreaterThan(value);
  });
});

describe("the power of two below a number", () => {
  test("is every power of two itself, the same just above it, and the one before just below it", () => {
    let power = Number.MIN_VALUE;
    for (let before = 0; Number.isFinite(power); before = power, power *= 2) {
      const [below, above] = neighbours(power);
      expect(powerOfTwoBelow(power), `${power}`).toBe(power);
      if (Number.isFinite(above) && above < 2 * power)
        expect(powerOfTwoBelow(above), `just above ${power}`).toBe(power);
      if (before > 0) expect(powerOfTwoBelow(below), `just below ${power}`).toBe(before);
    }
    expect(powerOfTwoBelow(Number.MAX_VALUE)).toBe(2 ** 1023);
  });
});

describe("the whole number of a decimal", () => {
  test("is the same at every scale that is fine enough, up to where doubles end", () => {
    for (let exponent = 0; exponent <= 13; exponent++) {
      for (let count = 4001; count < 4501; count += 7) {
        const value = count / 10 ** exponent;
        const own = exactWhole(value, 10 ** exponent);
        expect(own).toBe(BigInt(count));
        for (let finer = exponent; finer <= 15; finer++)
          expect(exactWhole(value, 10 ** finer), `${value} at 1e${finer}`).toBe(own * 10n ** BigInt(finer - exponent));
      }
    }
  });
});

describe("seeded chance", () => {
  test.prop([fc.integer(), fc.integer({ min: 1, max: 1000 })])("repeats, and stays in its range", (seed, span) => {
    const a = seededRandom(seed);
    const b = seededRandom(seed);
    for (let i = 0; i < 20; i++) {
      const value = a.integer(0, span);
      expect(b.integer(0, span)).toBe(value);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(span);
    }
  });
});

describe("control", () => {
  function* countTo(n: number) {
    let sum = 0;
    for (let i = 1; i <= n; i++) {
      sum += i;
      yield;
    }
    return sum;
  }

  test("sliced and unsliced runs give the same answer", async () => {
    expect(await runSliced(countTo(1000))).toBe(run(countTo(1000)));
  });

  test("names the limit that was reached, work before time", () => {
    const control = new Control({ workLimit: 2, timeLimitMs: 0 });
    expect(control.interruption()).toBe("time");
    control.spend(2e6);
    expect(control.interruption()).toBe("work");
    const abort = new AbortController();
    abort.abort();
    expect(new Control({ signal: abort.signal }).interruption()).toBe("cancelled");
    expect(new Control().interruption()).toBeUndefined();
  });

  test("ends earlier by the time held back, at most half of the limit, until that is given back", () => {
    const control = new Control({ timeLimitMs: 1e9 });
    control.holdBack(4e8);
    expect(control.remainingMs).toBeLessThanOrEqual(6e8);
    expect(control.remainingMs).toBeGreaterThan(5e8);
    control.holdBack(1e9);
    expect(control.remainingMs).toBeGreaterThan(4e8);
    control.holdBack(0);
    expect(control.remainingMs).toBeGreaterThan(9e8);
    const without = new Control();
    without.holdBack(1e9);
    expect(without.remainingMs).toBe(Number.POSITIVE_INFINITY);
    expect(without.interruption()).toBeUndefined();
  });
});
