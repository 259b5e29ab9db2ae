import { describe, expect, test } from "vitest";
import { add, compare, type Exact, exactly, multiply, ZERO } from "../src/base/exact.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { bestGates, leastAtGates, type Outlet, type Part } from "../src/verify/plan/gate-prices.ts";
import { NONE_FINE } from "../src/verify/plan/intake.ts";
import { LeastFirst } from "../src/verify/plan/least-first.ts";
import { Outlets } from "../src/verify/plan/outlets.ts";
import type { Situation } from "../src/verify/plan/situation.ts";
import { costAtGates, mostMade, type OpenSize, partsOf } from "../src/verify/plan/size-costs.ts";

const EXPONENT = 20;
const SCALE = 2 ** EXPONENT;

/** Sizes with figures of every magnitude, as they come out of divisions. */
function randomSize(random: Random, goods: readonly string[]): OpenSize {
  const any = (size: number): number => ((random.next() - 0.3) * size) / 3;
  const kept = random.integer(0, 2);
  return {
    costs: {
      minimumLoad: [0, 0, 0.4][random.integer(0, 2)],
      modules: { kept: exactly(any(1e6)), built: exactly(any(1e9)) },
      runs: [exactly(any(5000)), exactly(any(1e4))],
      capacities: [random.integer(1, 1e6) / 7, random.integer(1, 1e6) / 3],
      makes: [0, 1].map(() => Object.fromEntries(goods.map((good) => [good, random.next() * 2]))),
    },
    range: {
      kept: { least: random.integer(0, kept), most: kept },
      built: { least: 0, most: random.integer(1, 200) },
    },
  };
}

function randomOutlet(random: Random): Outlet {
  const count = random.integer(0, 30);
  const margin = Array.from({ length: count }, () => random.integer(-1000, 6000) * SCALE).sort((a, b) => b - a);
  const whole = margin.map(() => BigInt(random.integer(0, 2 ** 40)) << 40n);
  const sums = { roomNearly: [0], worthNearly: [0], grossNearly: [0] };
  margin.forEach((each, k) => {
    const amount = Number(whole[k]) * 2 ** -60;
    sums.roomNearly.push(sums.roomNearly[k] + amount);
    sums.worthNearly.push(sums.worthNearly[k] + amount * each);
    sums.grossNearly.push(sums.grossNearly[k] + amount * Math.abs(each));
  });
  const distinct = margin.every((each, k) => each !== margin[k - 1]);
  const lowest = [Number.NEGATIVE_INFINITY, -5 * SCALE][random.integer(0, 1)];
  const outlet = { margin, whole, ...sums, destinations: count, lowest, gate: 100 * SCALE };
  return distinct ? outlet : randomOutlet(random);
}

/** What exact arithmetic makes of it, from the outlets alone. */
function exactCost(sizes: OpenSize[], goods: string[], ways: Outlet[], gates: readonly number[]): Exact {
  const situation = { market: { exponent: EXPONENT }, strong: false } as unknown as Situation;
  const outlets = new Outlets(situation, new Float64Array(0), NONE_FINE, []);
  return costAtGates(EXPONENT, outlets, sizes, goods, ways, gates);
}

describe("gate prices", () => {
  test("what doubles say a cost cannot be below is not above the exact cost, and within a billionth of it", () => {
    const random = seededRandom(4);
    for (let round = 0; round < 1500; round++) {
      const goods = ["a", "b"].slice(0, random.integer(1, 2));
      const sizes = Array.from({ length: random.integer(1, 3) }, () => randomSize(random, goods));
      const ways = goods.map(() => randomOutlet(random));
      const parts = partsOf(sizes, goods, SCALE);
      // At its best gates a cost is often a small difference of large sums.
      const gates = random.next() < 0.5 ? bestGates(parts, ways) : goods.map(() => random.integer(-1e9, 6e9));
      const exact = multiply(exactCost(sizes, goods, ways, gates), exactly(SCALE));
      const least = leastAtGates(parts, ways, gates);
      expect(compare(exactly(least), exact)).toBeLessThanOrEqual(0);
      const magnitude = parts.reduce((sum, part) => sum + grossOf(part, gates), 0) + sumOfGross(ways, gates);
      expect(compare(exact, add(exactly(least), exactly(magnitude * 1e-9 + 1000)))).toBeLessThanOrEqual(0);
    }
  });

  test("one gate's best price is not improved on by any margin nor by its neighbours", () => {
    const random = seededRandom(5);
    for (let round = 0; round < 300; round++) {
      const sizes = Array.from({ length: random.integer(1, 2) }, () => randomSize(random, ["a"]));
      const way = randomOutlet(random);
      const [gate] = bestGates(partsOf(sizes, ["a"], SCALE), [way]);
      expect(gate).toBeGreaterThanOrEqual(way.lowest);
      const best = exactCost(sizes, ["a"], [way], [gate]);
      // A step of the gate is worth as much as could go through it, and bends lie between steps.
      const step = (sizes.reduce((sum, size) => sum + mostMade(size, "a"), 0) + way.roomNearly.at(-1)!) / SCALE;
      const nearly = compare(best, ZERO) < 0 ? multiply(best, exactly(1 - 1e-9)) : multiply(best, exactly(1 + 1e-9));
      const most = add(nearly, exactly(step));
      for (const other of [...way.margin, gate - 1, gate + 1, gate - SCALE, gate + SCALE]) {
        if (other < way.lowest) continue;
        const cost = exactCost(sizes, ["a"], [way], [other]);
        expect(compare(cost, most)).toBeLessThanOrEqual(0);
      }
    }
  });
});

describe("gate prices of two goods", () => {
  /** What must be made of both, at any price, and each has a taker for one unit only. */
  const ways = [1000, 1001].map((margin): Outlet => {
    const sums = { roomNearly: [0, 1], worthNearly: [0, margin], grossNearly: [0, margin] };
    const none = Number.NEGATIVE_INFINITY;
    return { margin: [margin], whole: [1n << 60n], ...sums, destinations: 1, lowest: none, gate: margin };
  });
  const costs = { minimumLoad: 1, modules: { kept: ZERO, built: ZERO }, runs: [ZERO, ZERO], capacities: [1, 1] };
  const makes = [
    { a: 2, b: 3 },
    { a: 3, b: 2 },
  ];
  const forced: OpenSize = {
    costs: { ...costs, makes },
    range: { kept: { least: 0, most: 0 }, built: { least: 1, most: 1 } },
  };

  test("stay where doubles tell them from margins, though lower ones seem better without end", () => {
    const gates = bestGates(partsOf([forced], ["a", "b"], SCALE), ways);
    const left = makes.map(({ a, b }) => -BigInt(a) * BigInt(gates[0]) - BigInt(b) * BigInt(gates[1]));
    const [least] = left.sort((one, other) => (one < other ? -1 : 1));
    const shipped = ways.reduce((sum, { margin }, k) => sum + BigInt(gates[k]) - BigInt(margin[0]), 0n);
    const cost = exactCost([forced], ["a", "b"], ways, gates);
    expect(compare(cost, { mantissa: least + shipped, exponent: -EXPONENT })).toBe(0);
    for (const gate of gates) expect(Math.abs(gate)).toBeLessThanOrEqual(2 ** 51);
  });

  test("count costs that are less than half the smallest double", () => {
    const half = { mantissa: -1n, exponent: -1075 };
    for (const [modules, runs] of [
      [{ kept: half, built: half }, [ZERO]],
      [{ kept: ZERO, built: ZERO }, [half]],
    ] as const) {
      const saving: OpenSize = {
        costs: { minimumLoad: 0, modules, runs, capacities: [1], makes: [{}] },
        range: { kept: { least: 0, most: 1 }, built: { least: 0, most: 1 } },
      };
      expect(compare(exactCost([saving], [], [], []), ZERO)).toBeLessThan(0);
      expect(leastAtGates(partsOf([saving], [], SCALE), [], [])).toBeLessThan(0);
    }
  });

  test("prove nothing by sums that overflow", () => {
    const endless: Part = {
      lines: [],
      value: () => Number.NaN,
      levels: [],
      fixed: Number.POSITIVE_INFINITY,
      modules: 1,
    };
    expect(leastAtGates([endless], ways, [0, 0])).toBe(Number.NEGATIVE_INFINITY);
  });
});

function grossOf({ lines, fixed, modules }: Part, gates: readonly number[]): number {
  const largest = lines.map(({ cost, amounts }) =>
    amounts.reduce((sum, amount, k) => sum + Math.abs(amount * gates[k]), Math.abs(cost)),
  );
  return modules * (Math.max(...largest) + fixed);
}

function sumOfGross(ways: readonly Outlet[], gates: readonly number[]): number {
  return ways.reduce(
    (sum, { roomNearly, grossNearly }, k) => sum + Math.abs(gates[k]) * roomNearly.at(-1)! + grossNearly.at(-1)!,
    0,
  );
}

describe("a heap", () => {
  test("gives its items by rising keys, pushed one by one or filled at once", () => {
    const random = seededRandom(6);
    for (let round = 0; round < 200; round++) {
      const keys = Array.from({ length: random.integer(1, 60) }, () => random.integer(0, 40));
      const sorted = keys.toSorted((a, b) => a - b);
      const heap = new LeastFirst(keys.length);
      keys.forEach((key, item) => {
        heap.push(key, item);
      });
      const drain = (): number[] => sorted.map(() => keys[heap.pop()]);
      expect(drain()).toEqual(sorted);
      heap.fill(keys, keys.length);
      expect(drain()).toEqual(sorted);
      expect(heap.size).toBe(0);
    }
  });
});
