import { expect } from "vitest";
import type { Continent } from "../src/model/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** Two solvers' optima may differ by their tolerances, relative. */
const SAME = 1e-6;

/**
 * Planned good by good, or part by part, a continent has the objective of the linear reference, and its proof holds.
 *
 * @param own the backend for parts that need one.
 */
export function expectSamePlan(seed: number, continent: Continent, backend: LinearBackend, own?: LinearBackend): void {
  const outcome = planContinent(continent, { gap: 0, repairs: false, ...(own ? { backend: own } : {}) });
  const reference = planContinent(continent, { gap: 0, method: "linear", backend, repairs: false });
  if (!("plan" in reference)) {
    expect(outcome.status, `status of seed ${seed}`).toBe(reference.status);
    return;
  }
  if (!("plan" in outcome)) throw new Error(`seed ${seed}: good by good it is ${outcome.status}`);
  const { objective, bound } = reference;
  expect(Math.abs(outcome.objective - objective) / Math.abs(objective), `objective of seed ${seed}`).toBeLessThan(SAME);
  expect(outcome.bound, `bound of seed ${seed}`).toBeLessThanOrEqual(outcome.objective * (1 + 1e-12));
  expect(bound, `reference bound of seed ${seed}`).toBeLessThanOrEqual(outcome.objective * (1 + 1e-9));
  expect(verifyPlan(continent, outcome.plan).violations, `violations of seed ${seed}`).toEqual([]);
}
