import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { InternalError, InvalidOptionError } from "../src/base/errors.ts";
import type { SharedTask, WorkerPool } from "../src/base/workers.ts";
import { startCommon } from "../src/kernels/coupled/answer-state.ts";
import { nearestArcs } from "../src/kernels/coupled/arcs.ts";
import { buildInstance } from "../src/kernels/coupled/instance.ts";
import { fineNodes, spreadPrices } from "../src/kernels/coupled/price-nodes.ts";
import { startPrices } from "../src/kernels/coupled/start-prices.ts";
import { planCoupled, planCoupledAsync } from "../src/solvers/plan-coupled.ts";
import { awaitRound, bookDone, newBoard, openRound, takeItem } from "../src/workers/board.ts";
import { shareArrays } from "../src/workers/share-arrays.ts";
import { workerPool } from "../src/workers.ts";

/** Large enough that rounds are worth sharing. */
const problem = goodsAndAreas(120, 12, 3);
const LIMITS = { workLimit: 5, seed: 1 };

let pool: WorkerPool;
beforeAll(async () => {
  pool = await workerPool({ threads: 2 });
});
afterAll(() => pool.close());

/** A pool that counts the items that are done, and those of them that this thread did. */
function counting(counts: { all: number; here: number }): WorkerPool {
  return {
    threads: pool.threads,
    close: () => pool.close(),
    share: (kind, task) => {
      const shared = pool.share(kind, task);
      if (shared === undefined) return undefined;
      const run: SharedTask<typeof task>["run"] = (count, own) => {
        counts.all += count;
        shared.run(count, (item) => {
          counts.here++;
          own(item);
        });
      };
      return { ...shared, run };
    },
  };
}

describe("a pool of workers", () => {
  test("changes no byte of a plan, its prices or the work that is booked", () => {
    const alone = planCoupled(problem, LIMITS);
    const counts = { all: 0, here: 0 };
    const together = planCoupled(problem, { ...LIMITS, workers: counting(counts) });
    expect(together).toEqual(alone);
    expect(alone.plan).toBeDefined();
    // Some rounds were shared, and goods answered elsewhere.
    expect(counts.all).toBeGreaterThan(100);
    expect(counts.here).toBeLessThan(counts.all);
  });

  test("serves runs that take turns", async () => {
    const others = [1, 2].map((seed) => ({ workLimit: 3, seed }));
    const alone = others.map((options) => planCoupled(problem, options));
    const together = await Promise.all(
      others.map((options) => planCoupledAsync(problem, { ...options, workers: pool })),
    );
    expect(together).toEqual(alone);
  });

  test("may be closed in the middle of a run, which goes on alone to the same end", async () => {
    const own = await workerPool({ threads: 1 });
    const alone = planCoupled(problem, LIMITS);
    let reports = 0;
    const onProgress = (): void => {
      if (++reports === 3) void own.close();
    };
    expect(await planCoupledAsync(problem, { ...LIMITS, workers: own, onProgress })).toEqual(alone);
    expect(reports).toBeGreaterThan(3);
    expect(own.threads).toBe(0);
  });

  test("copies arrays anew for every task, as whose they are may have changed them since", () => {
    const amounts = Float64Array.of(1, 2);
    const before = pool.share("answers", { amounts })!;
    amounts[0] = 7;
    expect(pool.share("answers", { amounts })!.task.amounts[0]).toBe(7);
    expect(before.task.amounts[0]).toBe(1);
    expect(before.renew({ ...before.task }).amounts).toBe(before.task.amounts);
  });

  test("is left in order by a run that is cancelled", async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const cut = await planCoupledAsync(problem, { signal: controller.signal, workers: pool, onProgress });
    expect(cut.stop).toBe("cancelled");
    expect(planCoupled(problem, { workLimit: 4, workers: pool })).toEqual(planCoupled(problem, { workLimit: 4 }));
  });

  test("ends, and says so, when a thread breaks down at its part", async () => {
    const own = await workerPool({ threads: 1 });
    const instance = buildInstance(problem);
    const nodes = fineNodes(instance);
    const price = spreadPrices(nodes, startPrices(instance));
    const common = startCommon(instance, nodes, nearestArcs(instance, nodes.cellMost, 2), price);
    // Without the list of its goods' groups a thread can start, and not do anything.
    const broken = own.share("answers", { ...common, price, goodOf: Int32Array.of(0, 1, 2), goodGroup: undefined })!;
    const slowly = (): void => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    };
    expect(() => {
      for (let round = 0; round < 20; round++) broken.run(3, slowly);
    }).toThrow(InternalError);
    expect(own.threads).toBe(0);
    expect(() => broken.run(3, () => undefined)).not.toThrow();
  });

  test("throws on what fails here, once the others are done", () => {
    const shared = pool.share("answers", { goodOf: new Int32Array(0) })!;
    const fails = (): void => {
      throw new RangeError("no room");
    };
    expect(() => shared.run(4, fails)).toThrow("no room");
    expect(planCoupled(problem, { workLimit: 2, workers: pool })).toEqual(planCoupled(problem, { workLimit: 2 }));
  });

  test("without threads, or with too few processors for any, shares nothing", async () => {
    const none = await workerPool({ threads: 0 });
    expect(none.threads).toBe(0);
    expect(none.share("answers", {})).toBeUndefined();
    expect(planCoupled(problem, { workLimit: 2, workers: none })).toEqual(planCoupled(problem, { workLimit: 2 }));
    await expect(workerPool({ threads: 1.5 })).rejects.toThrow(InvalidOptionError);
  });

  test("cannot be had where its script is not", async () => {
    const workerUrl = new URL("./nowhere.js", import.meta.url);
    await expect(workerPool({ threads: 1, workerUrl })).rejects.toThrow("A thread of the pool broke down");
  });
});

describe("a round", () => {
  test("gives each item once, and none to who comes from another round", () => {
    const board = newBoard();
    const first = openRound(board, 0, 7, 1, 3);
    expect([0, 1, 2, 3].map(() => takeItem(board, first))).toEqual([0, 1, 2, -1]);
    for (let item = 0; item < 3; item++) bookDone(board, false);
    expect(awaitRound(board, 0, true)).toBe("done");
    const second = openRound(board, first, 7, 1, 2);
    expect(takeItem(board, first)).toBe(-1);
    expect(takeItem(board, second)).toBe(0);
    bookDone(board, true);
    expect(awaitRound(board, 1, true)).toBe("late");
    expect(takeItem(board, second)).toBe(1);
    bookDone(board, false);
    expect(awaitRound(board, 0, true)).toBe("failed");
  });

  test("gives nothing, while it is opened, to who still looks for items of the last one", () => {
    const board = newBoard();
    const store: (words: Int32Array, word: number, value: number) => number = Atomics.store.bind(Atomics);
    let looker = 0;
    const taken: number[] = [];
    const storeWatched: typeof store = (...stored) => {
      const value = store(...stored);
      taken.push(takeItem(board, looker));
      return value;
    };
    const spy = vi.spyOn(Atomics, "store").mockImplementation(storeWatched as never);
    try {
      for (const count of [2, 5, 1, 9]) {
        const tag = openRound(board, looker, count, 1, count);
        for (let item = 0; item < count; item++) expect(takeItem(board, tag)).toBe(item);
        looker = tag;
      }
    } finally {
      spy.mockRestore();
    }
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.every((item) => item === -1)).toBe(true);
  });

  test("has a tag that comes round", () => {
    const board = newBoard();
    let tag = 0;
    for (let round = 0; round < 70_000; round++) {
      const before = tag;
      tag = openRound(board, tag, 1, 0, 1);
      if (tag === before || takeItem(board, before) >= 0 || takeItem(board, tag) !== 0)
        throw new Error(`round ${round}, tag ${tag}`);
    }
    expect(tag).toBeLessThan(70_000);
  });
});

describe("sharing", () => {
  test("copies typed arrays and numbers once, and keeps what is shared already", () => {
    const known = new WeakMap<object, object>();
    const amounts = Float64Array.of(1, 2);
    const data = { one: amounts, two: { again: amounts, list: [3, 4], mark: Int8Array.of(1) }, none: undefined, n: 5 };
    const shared = shareArrays(data, known);
    expect(shared).toEqual({ ...data, two: { ...data.two, list: Float64Array.of(3, 4) } });
    expect(shared.one.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.two.mark.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.two.again).toBe(shared.one);
    expect(shareArrays({ other: amounts, one: shared.one }, known)).toEqual({ other: amounts, one: amounts });
    expect(shareArrays({ one: shared.one }, known).one).toBe(shared.one);
  });
});
