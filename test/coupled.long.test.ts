import { describe, expect, test } from "vitest";
import { compareCoupled } from "./conformance/coupled.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";

describe("planCoupled on a thousand random problems", async () => {
  const judge = await coupledJudge();
  test("never beats HiGHS nor proves more than its optimum, and its plans are good", () => {
    const gaps: number[] = [];
    for (let seed = 1000; seed < 2000; seed++) {
      const gap = compareCoupled(seed, judge);
      if (gap !== undefined) gaps.push(gap);
    }
    gaps.sort((a, b) => a - b);
    expect(gaps.length).toBeGreaterThan(500);
    expect(gaps[gaps.length >> 1]).toBeLessThan(0.01);
  });
});
