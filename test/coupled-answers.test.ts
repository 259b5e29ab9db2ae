import { describe, expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { type Answers, startAnswers } from "../src/kernels/coupled/answer-state.ts";
import { answer } from "../src/kernels/coupled/answers.ts";
import { nearestArcs } from "../src/kernels/coupled/arcs.ts";
import { buildInstance } from "../src/kernels/coupled/instance.ts";
import { nearPlaces } from "../src/kernels/coupled/near-places.ts";
import { fineNodes, spreadPrices } from "../src/kernels/coupled/price-nodes.ts";
import { startPrices } from "../src/kernels/coupled/start-prices.ts";
import { checkCoupled } from "../src/problems/check-coupled.ts";
import { randomCoupled } from "./conformance/random-coupled.ts";

/** A problem's answers along so many arcs a place, and prices to begin with. */
function asked(seed: number, nearest: number): { answers: () => Answers; price: Float64Array } {
  const problem = seed % 2 === 0 ? goodsAndAreas(9, 7, seed) : randomCoupled(seededRandom(seed));
  checkCoupled(problem);
  const instance = buildInstance(problem);
  const nodes = fineNodes(instance);
  const price = spreadPrices(nodes, startPrices(instance));
  const arcs = nearestArcs(instance, nodes.cellMost, nearest);
  return { answers: () => startAnswers(instance, nodes, arcs, price), price };
}

function moved(price: Float64Array, random: Random, part: number): Float64Array {
  return price.map((v) => v * (1 + part * (random.next() - 0.3)));
}

describe("answers to prices", () => {
  test("do not depend on the prices asked about before", () => {
    let opened = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const { answers, price } = asked(seed, 4);
      const used = answers();
      for (let round = 0; round < 8; round++) {
        const at = moved(price, random, 0.2 * (round + 1));
        const fresh = answers();
        const value = answer(fresh, at, false);
        expect(answer(used, at, false)).toBeCloseTo(
          value,
          Math.max(0, 11 - Math.ceil(Math.log10(Math.abs(value) + 1))),
        );
        expect(used.open).toEqual(fresh.open);
        for (const modules of fresh.open) opened += modules;
      }
    }
    expect(opened).toBeGreaterThan(500);
  });

  test("are the same, and take fewer visits, where groups that were far from paying are not looked at again", () => {
    let [skipped, opened, closed] = [0, 0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const { answers, price } = asked(seed, 4);
      const used = answers();
      const at = moved(price, random, 0.4);
      let before = new Float64Array(used.open.length);
      for (let round = 0; round < 25; round++) {
        const fresh = answers();
        const visits = used.visits;
        const value = answer(fresh, at, false);
        expect(Math.abs(answer(used, at, false) - value)).toBeLessThanOrEqual(1e-11 * Math.abs(value));
        expect(used.open).toEqual(fresh.open);
        if (round > 0 && used.visits - visits < fresh.visits) skipped++;
        for (let i = 0; i < before.length; i++) {
          if (used.open[i] > before[i]) opened++;
          if (used.open[i] < before[i]) closed++;
        }
        before = used.open.slice();
        // Up and down by turns, each price by its own part, so that works open and close.
        for (let j = 0; j < at.length; j++) at[j] *= 1 + (round % 8 < 4 ? 0.004 : -0.004) * random.next();
      }
    }
    expect(skipped).toBeGreaterThan(100);
    expect(Math.min(opened, closed)).toBeGreaterThan(100);
  });

  test("along all arcs are those over all pairs of places", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const { answers, price } = asked(seed, 1000);
      const given = answers();
      for (let round = 0; round < 4; round++) {
        const at = moved(price, random, 0.3 * (round + 1));
        const along = answer(given, at, false);
        const over = answer(given, at, true);
        expect(Math.abs(over - along)).toBeLessThanOrEqual(1e-11 * Math.abs(along));
        expect(given.missingCount).toBe(0);
      }
    }
  });
});

describe("places by freight", () => {
  test("are each once, nearest first both ways, those that cannot be reached last", () => {
    for (let seed = 1; seed <= 15; seed++) {
      const random = seededRandom(seed);
      const p = random.integer(1, 12);
      const isEven = seed % 3 === 0;
      const table = Float64Array.from({ length: p * p }, () =>
        random.next() < 0.2 ? Number.POSITIVE_INFINITY : random.integer(0, 4) + (seed % 2) * 1e-12 * random.next(),
      );
      if (isEven) for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) table[a * p + b] = table[b * p + a];
      const near = nearPlaces(table, p);
      for (let a = 0; a < p; a++) {
        for (const [order, entry] of [
          [near.leaving, (b: number) => table[a * p + b]],
          [near.arriving, (b: number) => table[b * p + a]],
        ] as const) {
          const row = Array.from(order.subarray(a * p, (a + 1) * p));
          expect([...row].sort((x, y) => x - y)).toEqual(row.map((_, k) => k));
          expect(row.map(entry)).toEqual(row.map(entry).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0)));
        }
      }
    }
  });
});
