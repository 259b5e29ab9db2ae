import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { solveDense } from "../src/kernels/dense-solve.ts";
import { Averages } from "../src/verify/plan/averages.ts";

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
  for (let to = 0; to < count; to++) {
    averages.give(to, own[to]);
    for (let from = 0; from < count; from++)
      if (factor[to * count + from] > 0) averages.bring(to, from, factor[to * count + from]);
  }
  return { averages, own, factor, inflow };
}

describe("averages that hang on each other", () => {
  test("are those that elimination of all of them gives, in circles of any kind", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const count = 2 + seed;
      const { averages, own, factor, inflow } = network(seed, count, seed % 4);
      const matrix = factor.map((value, at) => (at % (count + 1) === 0 ? inflow[at / (count + 1)] : 0) - value);
      const wanted = own.slice();
      expect(solveDense(matrix, wanted)).toBe(true);
      const { average, lost } = averages.solve()!;
      expect(lost).toBe(0);
      for (let place = 0; place < count; place++)
        expect(Math.abs(average[place] / wanted[place] - 1), `seed ${seed}, place ${place}`).toBeLessThan(1e-11);
    }
  });

  test("keep what is given: what leaves carries all of it away, from thousands of places in circles, too", () => {
    const count = 3000;
    const { averages, own, factor, inflow } = network(77, count, 0);
    const { average } = averages.solve()!;
    let leaving = 0;
    for (let from = 0; from < count; from++) {
      let stays = 0;
      for (let to = 0; to < count; to++) stays += factor[to * count + from];
      leaving += (inflow[from] - stays) * average[from];
    }
    expect(leaving / own.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
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
    averages.bring(after, one, 5);
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
    averages.bring(empty, circle, 4);
    averages.bring(circle, empty, 1e-8);
    const { average, lost } = averages.solve()!;
    expect([average[circle], average[empty], lost]).toEqual([5, 0, 20]);
  });
});
