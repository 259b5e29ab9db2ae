import { fc } from "@fast-check/vitest";
import { expect } from "vitest";
import { lp } from "../src/backends/lp.ts";
import { InvalidContinentError, InvalidOptionError, InvalidPlanError } from "../src/base/errors.ts";
import { continentFromGraph, type GraphData } from "../src/graph.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { loadContinent, saveContinent } from "../src/model/save-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { validateContinent } from "../src/model/validate-continent.ts";
import type { Outcome } from "../src/plan/outcome.ts";
import { loadPlan, savePlan } from "../src/plan/save-plan.ts";
import type { Certificate, Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import { verifyInfeasible } from "../src/verify/plan/verify-infeasible.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { type Damage, damaged, damagedCopy, PATIENCE_MS } from "./malformed-damage.ts";
import { twoTowns } from "./model-example.ts";

/** What must hold of files, options and continents that were damaged by chance. */

const towns = createContinent(twoTowns);

/** Two areas, a works and a link: quick to plan by the smallest backend. */
const hamlet = createContinent({
  modes: { rail: { energyPerTonneKm: 0.2, terminal: 10 } },
  goods: { ore: {}, steel: {} },
  recipes: { smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, energy: 19_000 } },
  areas: {
    north: { at: [10, 60], supply: { ore: 2e6 }, demand: { steel: 3e5 } },
    south: { at: [12, 55], demand: { steel: 6e5 } },
  },
  sites: { works: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1e6, keep: 1e9, most: 2 }] } },
  links: [{ between: ["north", "south"], mode: "rail" }],
});

/** A plan of the hamlet, and what proves it. */
export const hamletPlan: Plan = planOf(planContinent(hamlet, { backend: lp(), marginalPrices: true }));

function planOf(outcome: Outcome): Plan {
  if (!("plan" in outcome)) throw new Error(outcome.status);
  return outcome.plan;
}

/** Blows to a text: letters cut out, put in, or written twice. */
export type Scars = readonly { readonly at: number; readonly cut: number; readonly put: string }[];

const inserted = fc.oneof(
  fc.constantFrom("{", "}", "[", "]", '"', ",", ":", "\\", "null", "1e999", "-", "0x1", "__proto__", "\u0000", "NaN"),
  fc.string({ unit: "binary", maxLength: 6 }),
);

export const scars: fc.Arbitrary<Scars> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.oneof(fc.nat(3), fc.constant(1e9)),
    put: inserted,
  }),
  { minLength: 1, maxLength: 3 },
);

function scarred(text: string, blows: Scars): string {
  return blows.reduce((whole, { at, cut, put }) => {
    const start = Math.floor(at * whole.length);
    return whole.slice(0, start) + put + whole.slice(start + cut);
  }, text);
}

/** The result of a call in its time, or the error it threw, which must be of the class that is due. */
function outcomeOf<Result>(
  call: () => Result,
  due: abstract new (...given: never[]) => Error & { readonly issues: readonly { readonly remedy: string }[] },
): Result | undefined {
  const started = performance.now();
  try {
    return call();
  } catch (error) {
    expect(error).toBeInstanceOf(due);
    const { issues } = error as { readonly issues: readonly { readonly remedy: string }[] };
    expect(issues.length).toBeGreaterThan(0);
    for (const { remedy } of issues) expect(remedy).toMatch(/[.?]$/);
    return undefined;
  } finally {
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
  }
}

const savedTowns = saveContinent(towns);
const savedPlan = savePlan(hamletPlan);

/** A file of a continent whose text, or what stands in it, was damaged: a continent that saves again, or issues. */
export function expectContinentOrIssues(blows: Scars, how: Damage): void {
  for (const text of [scarred(savedTowns, blows), textOf(damagedCopy(JSON.parse(savedTowns), how))]) {
    const continent = outcomeOf(() => loadContinent(text), InvalidContinentError);
    if (continent !== undefined) expect(loadContinent(saveContinent(continent))).toEqual(continent);
  }
}

/** The same of a plan; whatever is loaded, the checker judges without a word of its own, and no NaN. */
export function expectPlanOrIssues(blows: Scars, how: Damage): void {
  for (const text of [scarred(savedPlan, blows), textOf(damagedCopy(JSON.parse(savedPlan), how))]) {
    const plan = outcomeOf(() => loadPlan(text), InvalidPlanError);
    if (plan === undefined) continue;
    expect(JSON.parse(savePlan(plan))).toEqual(JSON.parse(savePlan(loadPlan(savePlan(plan)))));
    const verdict = verifyPlan(hamlet, plan);
    expect(Number.isNaN(verdict.certifiedBound) || Number.isNaN(verdict.objective)).toBe(false);
    // A damaged proof proves no more than the best plan takes, or is not believed.
    if (verdict.valid) expect(verdict.certifiedBound).toBeLessThanOrEqual(hamletPlan.objective * (1 + 1e-9));
  }
}

/** A certificate that was damaged proves of no continent that can be planned that it cannot be. */
export function expectNoFalseProof(how: Damage): void {
  const certificate = damagedCopy(hamletPlan.certificate, how) as Certificate;
  expect(verifyInfeasible(hamlet, certificate).valid).toBe(false);
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // A circle, or a bigint: no file holds them.
    return "";
  }
}

export function expectGraphOrIssues(data: unknown): void {
  const continent = outcomeOf(() => continentFromGraph(data as GraphData), InvalidContinentError);
  if (continent !== undefined) expect(validateContinent(continent).length).toBeGreaterThanOrEqual(0);
}

/** Options that may be anything: refused with issues, or an outcome whose plan is valid. */
export function expectOptionsOrIssues(options: object): void {
  const given = { backend: lp(), workLimit: 1, timeLimitMs: 500, ...options };
  const outcome = outcomeOf(() => planContinent(hamlet, given), InvalidOptionError);
  if (outcome !== undefined) expectVerified(hamlet, outcome);
}

/**
 * A description that was damaged and still accepted is planned, by the smallest backend within narrow limits: never a
 * plan that does not pass the checker.
 * Gives: whether it was accepted.
 */
export function expectPlannedOrRefused(how: Damage): boolean {
  const spec = damaged(how);
  if (validateContinent(spec).length > 0) return false;
  const continent = createContinent(spec as ContinentSpec);
  expectVerified(continent, planContinent(continent, { backend: lp(), workLimit: 2, timeLimitMs: 500, gap: 0.5 }));
  return true;
}

function expectVerified(continent: Continent, outcome: Outcome): void {
  expect(["optimal", "solved", "feasible", "infeasible", "unknown"]).toContain(outcome.status);
  if ("plan" in outcome) {
    expect(verifyPlan(continent, outcome.plan).violations).toEqual([]);
    expect(outcome.bound).toBeLessThanOrEqual(outcome.objective * (1 + 1e-9) + 1e-6);
  }
  if (outcome.status === "infeasible" && outcome.closest !== undefined) {
    const rules = verifyPlan(continent, outcome.closest).violations.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule !== "unmet.notAllowed")).toEqual([]);
  }
}
