import { expect } from "vitest";
import { Control } from "../src/base/control.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import type { PlanOptions } from "../src/plan/options.ts";
import { checkOptions } from "../src/plan/options.ts";
import { objectiveOf } from "../src/plan/spent-book.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { drive } from "../src/routes/drive.ts";
import { jointFlows } from "../src/routes/joint-flows.ts";
import { solveLinear } from "../src/routes/mend-plan.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** What rounding may make of the same sums in another order, relative. */
const ROUNDING = 1e-9;

/**
 * The least that a plan takes, MJ/yr, by the reference formulation of all goods together: a foreign solver's modules and
 * sources, with flows found anew to the last digits; and what that solver says that no plan goes below.
 */
export function referenceOf(
  continent: Continent,
  backend: LinearBackend,
): { readonly objective: number; readonly bound: number } {
  const indexed = indexContinent(continent);
  const { problem, scale, offset, lift } = formulateLinear(indexed);
  const solution = backend.solve(problem, { gap: ROUNDING, seed: 1 });
  expect(solution.status, `the reference of ${continent.name}`).toBe("optimal");
  const found = lift(solution);
  const options = checkOptions({ backend });
  const solve = (flows: typeof problem) => solveLinear(flows, options);
  const decision = drive(jointFlows(indexed, found, found, solve), backend, new Control());
  expect(decision, `flows of the reference of ${continent.name}`).toBeDefined();
  return { objective: objectiveOf(indexed, decision!), bound: solution.bound * scale.energy + offset };
}

/**
 * Holds plan and bound of a continent against the reference: no bound above the least that a plan takes, no plan below it,
 * the two within the gap that is claimed, and so the same to nine digits where that is none. Gives the claimed gap,
 * Infinity where the work did not suffice for a plan.
 */
export function expectWithinReference(
  continent: Continent,
  { objective: least }: { readonly objective: number },
  options: PlanOptions,
): number {
  const outcome = planContinent(continent, { gap: 0, repairs: false, ...options });
  const { name } = continent;
  if (!("bound" in outcome)) throw new Error(`${name} is ${outcome.status}`);
  const hair = ROUNDING * least;
  const { bound } = outcome;
  expect(bound, `bound of ${name}`).toBeLessThanOrEqual(least + hair);
  if (!("plan" in outcome)) return Number.POSITIVE_INFINITY;
  const { objective, gap, plan } = outcome;
  expect(objective, `objective of ${name}`).toBeGreaterThanOrEqual(least - hair);
  expect(objective * (1 - gap), `gap of ${name}`).toBeLessThanOrEqual(least + hair);
  expect(verifyPlan(continent, plan).violations, `violations of ${name}`).toEqual([]);
  return gap;
}
