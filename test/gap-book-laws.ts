import { expect } from "vitest";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { gapBook } from "../src/verify/plan/gap-book.ts";
import { randomContinent } from "./random-continent.ts";

/** As a part of the objective, what sums of doubles leave. */
const ROUNDING = 1e-9;

/**
 * Every line of the gap book of a continent by chance is zero or more, and all add up to the gap, where it is not proved
 * case by case. One continent in three has losses and what else is bodily, one has options, and each other is planned by the
 * linear way.
 *
 * Gives: what kinds of lines there were.
 */
export function expectGapBooked(seed: number, backend: LinearBackend): Set<string> {
  const continent = randomContinent(seed, undefined, seed % 3 === 1, seed % 3 === 2);
  const method = seed % 2 === 0 ? "linear" : "coupled";
  const outcome = planContinent(continent, { backend, gap: 0.3, repairs: false, method, workLimit: 2 });
  if (!("plan" in outcome) || outcome.plan?.certificate.cases !== undefined) return new Set();
  const plan = outcome.plan!;
  const { gap, entries, elsewhere } = gapBook(continent, plan)!;
  const little = ROUNDING * plan.objective;
  expect(gap).toBe(plan.objective - plan.certificate.bound);
  expect(Math.abs(elsewhere), `elsewhere, seed ${seed}`).toBeLessThan(little);
  for (const { what, energy } of entries) expect(energy, `${what}, seed ${seed}`).toBeGreaterThan(-little);
  const ranked = entries.map(({ energy }) => energy);
  expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
  return new Set(entries.map(({ what }) => what));
}
