import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { sortEnough } from "../src/kernels/coupled/sort-falling.ts";

describe("keys sorted downwards as far as their amounts are needed", () => {
  test("begin as all of them sorted do, with their items, and the rest is no larger", () => {
    const random = seededRandom(3);
    let cut = 0;
    for (let round = 0; round < 400; round++) {
      const count = random.integer(0, 600);
      const kinds = random.integer(1, 4) === 1 ? random.integer(1, 9) : 1e6;
      const given = Array.from({ length: count }, () => random.integer(1, kinds));
      const amount = Float64Array.from(given, () => random.integer(0, 20));
      const all = amount.reduce((sum, each) => sum + each, 0);
      const room = random.integer(0, 1 + Math.round(all * 1.2));
      const key = Float64Array.from(given);
      const item = Int32Array.from(given.keys());
      const sorted = sortEnough(key, item, count, amount, room);
      const falling = Float64Array.from(given).sort().reverse();
      expect([...item].sort((a, b) => a - b)).toEqual([...given.keys()]);
      expect(Array.from(item, (i) => given[i])).toEqual([...key]);
      expect([...key.subarray(0, sorted)]).toEqual([...falling.subarray(0, sorted)]);
      const taken = item.subarray(0, sorted).reduce((sum, i) => sum + amount[i], 0);
      expect(taken).toBeGreaterThanOrEqual(Math.min(room, all));
      if (sorted < count) cut++;
    }
    expect(cut).toBeGreaterThan(100);
  });
});
