import { describe, expect, test } from "vitest";
import { highs } from "../src/highs.ts";
import type { LinearBackend, LinearProblem, LinearProgress } from "../src/problems/linear.ts";
import { LIMITS, linearProblem, marketSplit, randomProblem } from "./conformance/linear-problems.ts";

type Control = Parameters<NonNullable<LinearBackend["solveAsync"]>>[2];

describe("HiGHS in a thread", async () => {
  const backend = await highs();

  function solveAsync(problem: LinearProblem, control: Control = {}, timeLimitMs?: number) {
    if (backend.solveAsync === undefined) throw new Error("HiGHS must offer solveAsync.");
    return backend.solveAsync(problem, { ...LIMITS, ...(timeLimitMs === undefined ? {} : { timeLimitMs }) }, control);
  }

  test("gives the same answers as on the main thread", async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const problem = linearProblem(randomProblem(seed, "mixed"));
      expect(await solveAsync(problem)).toEqual(backend.solve(problem, LIMITS));
    }
  });

  test("answers several problems at once", async () => {
    const problems = [11, 12, 13].map((seed) => linearProblem(randomProblem(seed, "whole")));
    const answers = await Promise.all(problems.map((problem) => solveAsync(problem)));
    expect(answers).toEqual(problems.map((problem) => backend.solve(problem, LIMITS)));
  });

  test("lets the event loop turn while it works", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 10);
    await solveAsync(marketSplit(40, 4), {}, 500);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
  });

  test("ends at an abort in the middle, with the best point so far", async () => {
    const controller = new AbortController();
    const { status, stop, value, bound, objective } = await solveAsync(marketSplit(40, 4), {
      signal: controller.signal,
      onProgress: ({ incumbent }) => {
        if (incumbent !== undefined) controller.abort();
      },
    });
    expect({ status, stop, length: value.length }).toEqual({ status: "feasible", stop: "cancelled", length: 48 });
    expect(bound).toBeLessThanOrEqual(objective);
  });

  test("does not start when it was aborted before", async () => {
    const { status, stop } = await solveAsync(marketSplit(5, 1), { signal: AbortSignal.abort() });
    expect({ status, stop }).toEqual({ status: "unknown", stop: "cancelled" });
  });

  test("works again after an abort", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await solveAsync(marketSplit(40, 4), { signal: controller.signal });
    expect((await solveAsync(marketSplit(5, 1))).status).toBe("optimal");
  });

  test("keeps a time limit", async () => {
    const { stop } = await solveAsync(marketSplit(40, 4), {}, 300);
    expect(stop).toBe("time");
  });

  test("forwards progress in order", async () => {
    const seen: LinearProgress[] = [];
    await solveAsync(marketSplit(40, 4), { onProgress: (progress) => seen.push(progress) }, 1000);
    const incumbents = seen.map(({ incumbent }) => incumbent ?? Number.POSITIVE_INFINITY);
    expect(incumbents.length).toBeGreaterThan(0);
    expect(incumbents).toEqual(incumbents.toSorted((a, b) => b - a));
  });

  test("rejects with what a listener throws", async () => {
    const onProgress = () => {
      throw new Error("the listener's own");
    };
    await expect(solveAsync(marketSplit(40, 4), { onProgress }, 5000)).rejects.toThrow("the listener's own");
  });

  test("says so when its script cannot be found", async () => {
    const lost = await highs({ workerUrl: new URL("./nowhere.js", import.meta.url) });
    await expect(lost.solveAsync?.(marketSplit(5, 1), LIMITS, {})).rejects.toThrow(/thread of HiGHS/);
  });
});
