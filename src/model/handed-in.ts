/*
 * Refuses what was handed in where something else was wanted: a description in place of a continent, an outcome in place of
 * its plan, an answer that nobody awaited. The types say so at once to whoever compiles; this is for whoever does not, and
 * looks at no more than tells the things apart.
 */

import { InvalidContinentError, InvalidPlanError } from "../base/errors.ts";
import { describeValue } from "./describe-value.ts";

const STATUSES: readonly unknown[] = ["optimal", "solved", "feasible", "infeasible", "unknown"];

/** What a value looks like, in words. Never throws, whatever the value does. */
function looksLike(value: unknown): string {
  if (typeof value !== "object" || value === null) return describeValue(value);
  try {
    const has = (...names: readonly string[]): boolean => names.every((name) => Reflect.get(value, name) !== undefined);
    if (typeof Reflect.get(value, "then") === "function") return "a promise";
    if (has("areas", "goods", "rounding")) return "a continent";
    if (has("balances", "shipments", "spent")) return "a plan";
    if (has("bottlenecks", "suspects", "predictedSeconds")) return "an inspection";
    if (has("work", "timing") && STATUSES.includes(Reflect.get(value, "status"))) return "an outcome";
    if (has("areas") || has("goods")) return "a description";
  } catch {
    return "what cannot be read";
  }
  return describeValue(value);
}

const AWAIT = "Await it first.";

/** Throws: InvalidContinentError where it is none. */
export function expectContinent(value: unknown): void {
  const got = looksLike(value);
  if (got === "a continent") return;
  let remedy = "Hand in what createContinent or loadContinent returned.";
  if (got === "a promise") remedy = AWAIT;
  if (got === "a description") remedy = "Hand in createContinent(...) of it, which checks and completes it.";
  if (got === "a plan" || got === "an outcome") remedy = "The continent comes first, then what was planned for it.";
  throw new InvalidContinentError([
    { code: "continent.not-one", path: "continent", message: `got ${got}, wanted a continent`, remedy },
  ]);
}

/** Throws: InvalidPlanError where it is none. */
export function expectPlan(value: unknown): void {
  const got = looksLike(value);
  if (got === "a plan") return;
  let remedy = "Hand in a plan as planContinent or loadPlan gives it.";
  if (got === "a promise") remedy = AWAIT;
  if (got === "an outcome") remedy = "Hand in its plan: outcome.plan where there is one, or requirePlan(outcome).";
  throw new InvalidPlanError([{ code: "plan.not-one", path: "plan", message: `got ${got}, wanted a plan`, remedy }]);
}

/** Throws: InvalidPlanError where it is none. */
export function expectOutcome(value: unknown): void {
  const got = looksLike(value);
  if (got === "an outcome") return;
  let remedy = "Hand in what planContinent answered.";
  if (got === "a promise") remedy = AWAIT;
  if (got === "a plan") remedy = "Hand in all that planContinent answered, not its plan alone.";
  throw new InvalidPlanError([
    { code: "outcome.not-one", path: "outcome", message: `got ${got}, wanted an outcome`, remedy },
  ]);
}

/** Throws: InvalidContinentError where it is none. */
export function expectInspection(value: unknown): void {
  const got = looksLike(value);
  if (got === "an inspection") return;
  const remedy = got === "a promise" ? AWAIT : "Hand in inspectContinent(continent).";
  throw new InvalidContinentError([
    { code: "inspection.not-one", path: "inspection", message: `got ${got}, wanted an inspection`, remedy },
  ]);
}
