import { expect } from "vitest";
import { formulateLinear } from "../src/formulations/linear.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomContinent } from "./random-continent.ts";

/** Two solvers' optima may differ by their tolerances, relative. */
const SAME = 1e-6;

/** A backend's whole-number search may end so near to the optimum. */
const SEARCHED = 1e-4;

/**
 * Plans a continent by chance by prices and responses, with every feature on some seed and no backend, and holds plan and
 * bound against the optimum of the reference formulation. Gives the plan's distance to it, undefined where needs cannot
 * be met, Infinity where no plan was found within the work.
 */
export function compareCoupledRoute(seed: number, backend: LinearBackend): number | undefined {
  const continent = randomContinent(seed, undefined, seed % 2 === 0, seed % 3 === 0);
  const { problem, scale, offset } = formulateLinear(indexContinent(continent));
  const reference = backend.solve(problem, { gap: SEARCHED, seed: 1 });
  const outcome = planContinent(continent, { method: "coupled", gap: 0, workLimit: 0.05 });
  if (reference.status === "infeasible") {
    expect(["infeasible", "unknown"], `seed ${seed}`).toContain(outcome.status);
    return undefined;
  }
  expect(reference.status, `seed ${seed}`).toBe("optimal");
  const optimum = reference.objective * scale.energy + offset;
  const least = reference.bound * scale.energy + offset;
  const hair = SAME * Math.max(1, Math.abs(optimum));
  if (!("plan" in outcome)) {
    expect(outcome, `seed ${seed}`).toMatchObject({ status: "unknown" });
    if ("bound" in outcome) expect(outcome.bound, `bound of seed ${seed}`).toBeLessThanOrEqual(optimum + hair);
    return Number.POSITIVE_INFINITY;
  }
  expect(outcome.objective, `objective of seed ${seed}`).toBeGreaterThanOrEqual(least - hair);
  expect(outcome.bound, `bound of seed ${seed}`).toBeLessThanOrEqual(optimum + hair);
  expect(outcome.objective * (1 - outcome.gap), `gap of seed ${seed}`).toBeLessThanOrEqual(optimum + hair);
  expect(verifyPlan(continent, outcome.plan).violations, `seed ${seed}`).toEqual([]);
  return (outcome.objective - optimum) / Math.max(1, Math.abs(optimum));
}
