import { describe, expect, test } from "vitest";
import { knownTwoStage, readTwoStage } from "../bench/instances/two-stage.ts";
import { hasInstances, INSTANCE_FOLDER } from "../bench/location-instances.ts";
import { seededRandom } from "../src/base/random.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { compareCoupled } from "./conformance/coupled.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";
import { randomStages } from "./conformance/random-stages.ts";

describe("planCoupled on five hundred random problems", async () => {
  const judge = await coupledJudge();
  test("never beats HiGHS nor proves more than its optimum, and its plans are good", () => {
    const gaps: number[] = [];
    for (let seed = 1000; seed < 1300; seed++) {
      const gap = compareCoupled(seed, judge);
      if (gap !== undefined) gaps.push(gap);
    }
    gaps.sort((a, b) => a - b);
    expect(gaps.length).toBeGreaterThan(150);
    expect(gaps[gaps.length >> 1]).toBeLessThan(0.01);
  });

  test("never does where works stand under one roof, nor in stages, which are mostly planned to the best", () => {
    const gaps: number[] = [];
    for (let seed = 1000; seed < 1040; seed++) {
      compareCoupled(seed, judge, withRoofs(randomCoupled(seededRandom(seed)), seededRandom(seed + 1e6)));
      const gap = compareCoupled(seed, judge, randomStages(seededRandom(seed)));
      if (gap !== undefined) gaps.push(gap);
    }
    expect(gaps.length).toBeGreaterThan(20);
    expect(gaps.filter((gap) => gap < 1e-6).length).toBeGreaterThan(0.75 * gaps.length);
  });
});

describe.skipIf(!hasInstances)("public two-stage instances (the optional instance folder is absent: skipped)", () => {
  const known = hasInstances ? knownTwoStage(INSTANCE_FOLDER).filter(({ goods }) => goods === "one") : [];
  test.each(known)(
    "$name: proves no less than what is published, and plans near the best known",
    ({ name, best, bound }) => {
      const problem = readTwoStage(`${INSTANCE_FOLDER}/${name}.txt.gz`);
      const result = planCoupled(problem, { workLimit: 150 });
      const { violations, certifiedBound } = verifyCoupled(problem, result);
      expect(violations).toEqual([]);
      expect(certifiedBound).toBeGreaterThanOrEqual(bound!);
      expect(certifiedBound).toBeLessThanOrEqual(best * (1 + 1e-9));
      expect(result.objective).toBeLessThanOrEqual(best * 1.005);
    },
  );
});
