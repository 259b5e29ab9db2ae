import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { loopAverages, type Way } from "../src/plan/loop-averages.ts";
import { Averages } from "../src/verify/plan/averages.ts";
import { solveDense } from "./dense-solve.ts";

/** What comes into places by chance: from outside, and from each other in many circles; some of it leaves. */
function network(seed: number, count: number, waysEach: number) {
  const random = seededRandom(seed);
  const averages = new Averages();
  const own = Float64Array.from({ length: count }, () => random.integer(0, 1000));
  const factor = new Float64Array(count * count);
  for (let to = 0; to < count; to++) {
    // One way from the place before makes all of them one circle.
    for (const from of [
      (to + count - 1) % count,
      ...Array.from({ length: waysEach }, () => random.integer(0, count - 1)),
    ])
      factor[to * count + from] += 0.1 + random.next();
  }
  const inflow = own.map((_, place) => {
    let leaving = 0;
    for (let to = 0; to < count; to++) leaving += factor[to * count + place];
    return leaving * (1.01 + random.next()) + 0.5;
  });
  for (let place = 0; place < count; place++) averages.place([String(place)], () => inflow[place]);
  const leaves = inflow.map((comes, from) => {
    for (let to = 0; to < count; to++) comes -= factor[to * count + from];
    return comes;
  });
  const ways: Way[] = [];
  for (let to = 0; to < count; to++) {
    averages.give(to, own[to]);
    averages.leave(to, leaves[to]);
    for (let from = 0; from < count; from++) {
      const amount = factor[to * count + from];
      if (amount === 0) continue;
      averages.bring(to, from, amount);
      ways.push({ from, into: to, amount });
    }
  }
  return { averages, own, factor, inflow, loop: { given: own, leaves, ways } };
}

describe("averages that hang on each other", () => {
  test("are those that elimination of all of them gives, in circles of any kind", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const count = 2 + seed;
      const { averages, own, factor, inflow, loop } = network(seed, count, seed % 4);
      const matrix = factor.map((value, at) => (at % (count + 1) === 0 ? inflow[at / (count + 1)] : 0) - value);
      const wanted = own.slice();
      expect(solveDense(matrix, wanted)).toBe(true);
      const { average, lost } = averages.solve()!;
      expect(lost).toBe(0);
      const written = loopAverages(loop)!;
      for (let place = 0; place < count; place++)
        for (const one of [average, written])
          expect(Math.abs(one[place] / wanted[place] - 1), `seed ${seed}, place ${place}`).toBeLessThan(1e-11);
    }
  });

  test("keep what is given: what leaves carries all of it away, from thousands of places in circles, too", () => {
    const count = 3000;
    const { averages, own, loop } = network(77, count, 0);
    const given = own.reduce((sum, one) => sum + one, 0);
    for (const average of [averages.solve()!.average, loopAverages(loop)!]) {
      const leaving = average.reduce((sum, one, from) => sum + loop.leaves[from] * one, 0);
      expect(leaving / given).toBeCloseTo(1, 12);
    }
  });

  test("are right to the last digits however little leaves a circle, for who writes plans and who checks them alike", () => {
    for (const leak of [1e-3, 1e-9, 1e-12]) {
      // A million tonnes go back and forth and a hair of them leaves; elsewhere in the loop plenty does.
      const places = ["there", "back", "wide"];
      const given = Float64Array.of(3, 4, 5);
      const leaves = Float64Array.of(0, 0, 1e6);
      const ways = [
        { from: 0, into: 1, amount: 1e6 },
        { from: 1, into: 0, amount: 1e6 },
        { from: 1, into: 2, amount: leak },
        { from: 2, into: 0, amount: leak / 2 },
      ];
      const averages = new Averages();
      for (const [k, name] of places.entries()) {
        const goes = ways.reduce((sum, { from, amount }) => (from === k ? sum + amount : sum), leaves[k]);
        averages.give(
          averages.place([name], () => goes),
          given[k],
        );
        averages.leave(k, leaves[k]);
      }
      for (const { from, into, amount } of ways) averages.bring(into, from, amount);
      // All that is given leaves by the wide place, and the leak carries what is given to the two, with what comes back.
      const wide = 12 / 1e6;
      const back = (3 + 4 + (leak / 2) * wide) / leak;
      for (const average of [averages.solve()!.average, loopAverages({ given, leaves, ways })!]) {
        expect(Math.abs(average[2] / wide - 1)).toBeLessThan(1e-14);
        expect(Math.abs(average[1] / back - 1)).toBeLessThan(1e-14);
      }
    }
  });

  test("are nothing where nothing comes in and where a circle keeps everything; what is given there is lost", () => {
    const averages = new Averages();
    const [empty, one, other, after] = ["empty", "one", "other", "after"].map((name) =>
      averages.place([name], () => (name === "empty" ? 0 : 10)),
    );
    averages.give(empty, 3);
    averages.give(one, 50);
    averages.bring(one, other, 10);
    averages.bring(other, one, 10);
    averages.give(after, 20);
    averages.leave(after, 10);
    averages.bring(after, one, 1e-9);
    const { average, lost } = averages.solve()!;
    expect([empty, one, other, after].map((place) => average[place])).toEqual([0, 0, 0, 2]);
    expect(lost).toBe(53);
  });

  test("are nothing where a place keeps all that comes in but for rounding, on either side of it", () => {
    for (const comes of [100 - 1e-13, 100, 100 + 1e-13]) {
      const averages = new Averages();
      const place = averages.place(["place"], () => comes);
      averages.give(place, 7);
      averages.bring(place, place, 100);
      const { average, lost } = averages.solve()!;
      expect([average[place], lost]).toEqual([0, 7]);
    }
  });

  test("lose what a circle brings to a place in which nothing is kept, and have nothing from there", () => {
    const averages = new Averages();
    const [circle, empty] = ["circle", "empty"].map((name) =>
      averages.place([name], () => (name === "empty" ? 0 : 10)),
    );
    averages.give(circle, 50);
    averages.leave(circle, 6);
    averages.bring(empty, circle, 4);
    averages.bring(circle, empty, 1e-8);
    const { average, lost } = averages.solve()!;
    expect([average[circle], average[empty], lost]).toEqual([5, 0, 20]);
  });
});
