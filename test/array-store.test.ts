import { describe, expect, test } from "vitest";
import { ArrayStore } from "../src/base/array-store.ts";
import { seededRandom } from "../src/base/random.ts";
import { placingOrder } from "../src/kernels/coupled/good-order.ts";
import { buildInstance } from "../src/kernels/coupled/instance.ts";
import { buildLabels } from "../src/kernels/coupled/labels.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";
import { chains } from "./coupled-chains.ts";

describe("arrays that are taken again", () => {
  test("never touch each other, and are filled with zeros, whatever was in them and whatever was taken before", () => {
    const random = seededRandom(7);
    const store = new ArrayStore();
    for (let task = 0; task < 40; task++) {
      store.reset();
      const taken: (Float64Array | Int32Array | Int8Array)[] = [];
      for (let k = random.integer(0, 30); k > 0; k--) {
        const length = random.integer(0, task % 3 === 0 ? 20_000 : 30);
        const array = [() => store.floats(length), () => store.ints(length), () => store.bytes(length)][k % 3]();
        expect(array.length).toBe(length);
        expect(array.every((value) => value === 0)).toBe(true);
        taken.push(array.fill(taken.length + 1));
      }
      taken.forEach((array, k) => {
        expect(array.every((value) => value === k + 1)).toBe(true);
      });
    }
  });

  test("are the same memory from the second task on", () => {
    const store = new ArrayStore();
    const buffers = [1, 2, 3, 4].map(() => {
      store.reset();
      store.floats(50_000);
      return store.ints(100_000).buffer;
    });
    expect(buffers[2]).toBe(buffers[1]);
    expect(buffers[3]).toBe(buffers[1]);
  });

  test("make the same instances and labels as arrays of their own", () => {
    const random = seededRandom(11);
    const store = new ArrayStore();
    let labelled = 0;
    for (let seed = 1; seed <= 12; seed++) {
      for (const problem of [chains(seed), randomCoupled(random), withRoofs(randomCoupled(random), random)]) {
        store.reset();
        const own = buildInstance(problem);
        const again = buildInstance(problem, store);
        expect(again, `seed ${seed}`).toEqual(own);
        const order = placingOrder(own);
        if (order === undefined) continue;
        const labels = buildLabels(own, order);
        if (labels !== undefined) labelled++;
        expect(buildLabels(again, order, store), `seed ${seed}`).toEqual(labels);
      }
    }
    expect(labelled).toBeGreaterThan(3);
  });
});
