import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { Continent } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import {
  cyclicContinent,
  energiesTimes,
  expectBooksToAgree,
  expectMassToBalance,
  expectMutationsToBeSeen,
  goesInCircles,
  relabelled,
} from "./bodily-laws.ts";

/** Plans in which energy goes in circles; more of them in the long run. */
const PLANS = 5;

describe("plans with losses, link recipes and goods built in, in circles", () => {
  let backend: LinearBackend;
  const plans: { readonly seed: number; readonly continent: Continent; readonly plan: Plan }[] = [];

  beforeAll(async () => {
    backend = await highs();
    for (let seed = 1; plans.length < PLANS; seed++) {
      const continent = cyclicContinent(seed);
      const plan = requirePlan(planContinent(continent, { backend, gap: 0.1 }));
      if (goesInCircles(plan)) plans.push({ seed, continent, plan });
    }
  });

  test("have books that agree", () => {
    for (const { seed, plan } of plans) expectBooksToAgree(`seed ${seed}`, plan);
  });

  test("conserve every good at every place", () => {
    for (const { seed, continent, plan } of plans) expectMassToBalance(`seed ${seed}`, continent, plan);
  });

  test("do not pass the checker with one figure changed", () => {
    const seen = new Set<string>();
    for (const { seed, continent, plan } of plans) {
      for (const what of expectMutationsToBeSeen(continent, plan, seed, 12)) seen.add(what);
    }
    expect(seen.size).toBeGreaterThanOrEqual(5);
  });

  test("take as much energy under other ids, and twice as much where every energy is twice", () => {
    for (const { seed, continent } of plans.slice(0, 1)) {
      const optimum = (of: Continent): number => requirePlan(planContinent(of, { backend, gap: 1e-9 })).objective;
      const objective = optimum(continent);
      expect(optimum(relabelled(continent)) / objective, `seed ${seed}`).toBeCloseTo(1, 6);
      expect(optimum(energiesTimes(continent, 2)) / objective, `seed ${seed}`).toBeCloseTo(2, 6);
    }
  });
});
