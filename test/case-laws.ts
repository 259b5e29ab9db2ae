import { expect } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { Continent } from "../src/model/types.ts";
import type { Case, Certificate, Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomContinent } from "./random-continent.ts";

/** What must hold of certificates that prove case by case, on any small continent. */

/** As close as a plan must be proved. */
const PROVED = 1e-6;

/** A proof may pass an optimum that rests on a plan's flows by as much as those round, and no more. */
const ROUNDING = 1e-9;

export interface Proved {
  readonly continent: Continent;
  readonly plan: Plan;
  readonly objective: number;
}

/** Plans and proves a continent by chance; undefined where its needs cannot be met. */
export function prove(seed: number, backend: LinearBackend, areas?: number, hasOptions = false): Proved | undefined {
  const continent = randomContinent(seed, areas, false, hasOptions);
  const outcome = planContinent(continent, { backend, gap: 0, method: "linear" });
  if (outcome.status === "infeasible") return undefined;
  if (!("plan" in outcome)) throw new Error(`seed ${seed}: ${outcome.status}`);
  expect(outcome.gap, `gap of seed ${seed}`).toBeLessThanOrEqual(PROVED);
  const verdict = verifyPlan(continent, outcome.plan);
  expect(verdict.violations, `violations of seed ${seed}`).toEqual([]);
  expect(verdict.certifiedBound, `bound of seed ${seed}`).toBeGreaterThanOrEqual(outcome.objective * (1 - PROVED));
  return { continent, plan: outcome.plan, objective: outcome.objective };
}

/** However a certificate is changed, it proves nothing above the optimum. */
export function expectNoMutationToProveMore({ continent, plan, objective }: Proved, seed: number, times: number): void {
  const random = seededRandom(seed);
  for (let time = 0; time < times; time++) {
    const certificate = mutated(plan.certificate, random);
    const { valid, certifiedBound } = verifyPlan(continent, { ...plan, certificate });
    expect(certifiedBound, `mutation ${time} of seed ${seed}: ${JSON.stringify(certificate)}`).toBeLessThanOrEqual(
      objective + Math.abs(objective) * ROUNDING,
    );
    if (valid) expect(certificate.bound).toBeLessThanOrEqual(certifiedBound);
  }
}

function mutated(certificate: Certificate, random: Random): Certificate {
  const cases: Case[] = structuredClone([...(certificate.cases ?? [])]);
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(0, items.length - 1)];
  const bent = (amounts: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(
      Object.entries(amounts).map(([id, value]) => [id, random.next() < 0.3 ? value * (0.5 + random.next()) : value]),
    );
  const bentRows = (rows: Certificate["prices"]): Record<string, Record<string, number>> =>
    Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, bent(row)]));
  if (cases.length === 0 || random.next() < 0.2) {
    const stated = random.next() < 0.5 ? certificate.bound * (1 + random.next()) : certificate.bound;
    return { ...certificate, bound: stated, prices: bentRows(certificate.prices) };
  }
  for (let change = random.integer(1, 3); change > 0; change--) {
    const place = random.integer(0, cases.length - 1);
    const one = cases[place];
    if (!("whole" in one)) {
      const others = cases.filter((other) => !("whole" in other));
      cases[place] = pick([
        {},
        pick(others),
        { ...one, impossible: true },
        { ...one, form: pick(["weak", "strong"] as const) },
        { ...one, ...(one.prices ? { prices: bentRows(one.prices) } : {}) },
      ]);
      continue;
    }
    const other = cases[random.integer(0, cases.length - 1)];
    cases[place] = pick<Case>([
      { ...one, atMost: one.atMost + pick([-1, 1, 0.5]) },
      { ...one, below: one.above, above: one.below },
      { ...one, below: one.above },
      { ...one, below: random.integer(0, cases.length) },
      { ...one, whole: "whole" in other ? other.whole : one.whole },
      {},
    ]);
  }
  return { ...certificate, cases };
}
