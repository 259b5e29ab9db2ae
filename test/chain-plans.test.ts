import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { ChainPlans } from "../src/formulations/chain-plans.ts";
import { chainsOfGoods } from "../src/problems/chain-cases.ts";
import type { CoupledProblem, CoupledRows } from "../src/problems/coupled.ts";
import type { CoupledPlan, CoupledResult } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";

const TOLERANCE = 1e-6;

interface Sample {
  readonly problem: CoupledProblem;
  readonly results: readonly CoupledResult[];
  readonly chainCount: number;
}

/** Two problems of as many places as one: no good of the one has to do with those of the other. */
function sideBySide(one: CoupledProblem, other: CoupledProblem): CoupledProblem {
  const after = (values: ArrayLike<number>, by: number): number[] => Array.from(values, (value) => value + by);
  const both = (key: keyof CoupledProblem): number[] => [
    ...Array.from(one[key] as ArrayLike<number>),
    ...Array.from(other[key] as ArrayLike<number>),
  ];
  const starts = (first: ArrayLike<number>, second: ArrayLike<number>): number[] => [
    ...Array.from(first),
    ...after(second, first[first.length - 1]).slice(1),
  ];
  const rows = (first: CoupledRows, second: CoupledRows): CoupledRows => ({
    start: starts(first.start, second.start),
    good: [...Array.from(first.good), ...after(second.good, one.goodCount)],
    amount: [...Array.from(first.amount), ...Array.from(second.amount)],
  });
  const listed = ["demand", "supply", "shortageCost", "disposalCost", "freightRate", "sitePlace", "siteCost"] as const;
  const others = ["oneSize", "newCost", "most", "standing", "keptCost", "closingCost"] as const;
  const ofRuns = ["activityCapacity", "activityCost"] as const;
  return {
    ...one,
    ...Object.fromEntries([...listed, ...others, ...ofRuns].map((key) => [key, both(key)])),
    goodCount: one.goodCount + other.goodCount,
    recipeCount: one.recipeCount + other.recipeCount,
    freight: [...one.freight, ...other.freight],
    freightTable: [...Array.from(one.freightTable), ...Array.from(other.freightTable, (t) => (t < 0 ? t : t + 1))],
    makes: rows(one.makes, other.makes),
    takes: rows(one.takes, other.takes),
    siteGood: [...Array.from(one.siteGood), ...after(other.siteGood, one.goodCount)],
    sizeStart: starts(one.sizeStart, other.sizeStart),
    activityStart: starts(one.activityStart, other.activityStart),
    activityRecipe: [...Array.from(one.activityRecipe), ...after(other.activityRecipe, one.recipeCount)],
  };
}

/** Problems of several chains by chance, with plans of them. */
function samples(): Sample[] {
  return Array.from({ length: 40 }, (_, seed): Sample => {
    const random = seededRandom(seed + 1);
    const one = randomCoupled(random, 4);
    let other = randomCoupled(random, 4);
    while (other.placeCount !== one.placeCount) other = randomCoupled(random, 4);
    const plain = sideBySide(one, other);
    const problem = seed % 4 === 0 ? withRoofs(plain, random) : plain;
    // Each finds every second works too dear, so that neither is best in all.
    const results = [0, 1].map((odd): CoupledResult => {
      const newCost = Array.from(problem.newCost, (cost, size) => (size % 2 === odd ? 9 * cost : cost));
      const result = planCoupled({ ...problem, newCost }, { gap: 0.2, workLimit: 0.1 });
      return result.plan === undefined ? result : { ...result, objective: objectiveOf(problem, result, result.plan) };
    });
    return { problem, results, chainCount: new Set(chainsOfGoods(problem)).size };
  }).filter(({ results, chainCount }) => chainCount > 1 && results.every(({ plan }) => plan !== undefined));
}

function objectiveOf(problem: CoupledProblem, result: CoupledResult, plan: CoupledPlan): number {
  const verdict = verifyCoupled(problem, { ...result, plan });
  expect(verdict.violations.filter((violation) => !violation.includes("claimed"))).toEqual([]);
  return verdict.objective;
}

describe("the best plan of each chain", () => {
  const all = samples();

  test("is with those of the others a plan that costs what is said, and no more than any that was offered", () => {
    expect(all.length).toBeGreaterThan(10);
    let mixed = 0;
    for (const { problem, results } of all) {
      const chains = new ChainPlans(problem);
      for (const { plan } of results) chains.offer(plan!);
      const { plan, cost } = chains.best!;
      const objective = objectiveOf(problem, results[0], plan);
      expect(Math.abs(objective - cost)).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(objective)));
      for (const one of results) expect(cost).toBeLessThan(one.objective + TOLERANCE * Math.abs(one.objective));
      if (results.every((one) => one.plan !== plan)) mixed++;
    }
    expect(mixed).toBeGreaterThan(0);
  });

  test("is taken from a former plan as far as it still keeps every row", () => {
    for (const { problem, results } of all) {
      const [{ plan, objective }] = results;
      const same = new ChainPlans(problem);
      same.offerWhatHolds(plan!, TOLERANCE);
      expect(Math.abs(same.best!.cost - objective)).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(objective)));
      const cell = Array.from(problem.demand).findIndex((demand) => demand > 0);
      const more = Array.from(problem.demand, (demand, at) => (at === cell ? 2 * demand : demand));
      const changed = { ...problem, demand: more };
      const others = new ChainPlans(changed);
      others.offerWhatHolds(plan!, TOLERANCE);
      expect(others.best).toBeUndefined();
      const again = planCoupled(changed, { gap: 0.2, workLimit: 0.05 });
      if (again.plan === undefined) continue;
      others.offer(again.plan);
      expect(others.best!.cost).toBeLessThan(again.objective + TOLERANCE * Math.abs(again.objective));
      objectiveOf(changed, again, others.best!.plan);
    }
  });

  test("stays where another could not become better by so little", () => {
    for (const { problem, results } of all) {
      const chains = new ChainPlans(problem);
      const [{ plan: first }, { plan: second }] = results;
      chains.offer(first!);
      const hoped = objectiveOf(problem, results[1], chains.promising(second!, 1));
      expect(hoped).toBeLessThan(results[1].objective + TOLERANCE * Math.abs(results[1].objective));
      const better = new ChainPlans(problem);
      better.offer(first!);
      better.offer(second!);
      better.offer(chains.promising(second!, 0));
      const both = new ChainPlans(problem);
      both.offer(first!);
      both.offer(second!);
      expect(better.best!.cost).toBe(both.best!.cost);
    }
  });
});
