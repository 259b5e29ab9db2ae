import { expect } from "vitest";
import type { Continent } from "../src/model/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** Two solvers' optima may differ by their tolerances, relative. */
const SAME = 1e-6;

/** Planned as location problems, a continent has the objective of the linear reference, and its proof holds. */
export function expectSamePlan(seed: number, continent: Continent, backend: LinearBackend): void {
  const outcome = planContinent(continent, { gap: 0 });
  const reference = planContinent(continent, { gap: 0, method: "linear", backend, repairs: false });
  if (!("plan" in reference)) {
    expect(outcome.status, `status of seed ${seed}`).toBe(reference.status);
    return;
  }
  if (!("plan" in outcome)) throw new Error(`seed ${seed}: the location route says ${outcome.status}`);
  const { objective, bound } = reference;
  expect(Math.abs(outcome.objective - objective) / Math.abs(objective), `objective of seed ${seed}`).toBeLessThan(SAME);
  expect(outcome.bound, `bound of seed ${seed}`).toBeLessThanOrEqual(outcome.objective * (1 + 1e-12));
  expect(bound, `reference bound of seed ${seed}`).toBeLessThanOrEqual(outcome.objective * (1 + 1e-9));
  expect(verifyPlan(continent, outcome.plan).violations, `violations of seed ${seed}`).toEqual([]);
}
