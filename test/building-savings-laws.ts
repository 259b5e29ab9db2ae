import { expect } from "vitest";
import { changeContinent } from "../src/model/change-continent.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { savingsOfBuilding } from "../src/study/building-savings.ts";
import { randomContinent } from "./random-continent.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

/** The gap to which plans are made: wide, so that the intervals are. */
const GAP = 0.05;

/** Optima of the second formulation are known to this share. */
const SAME = 1e-6;

/**
 * Continents by chance from a seed on, until so many things are built: each interval holds the difference of the optima
 * that the second formulation finds with it and without.
 * Gives: how many things were built, and of how many the interval proves that they save something.
 */
export function expectIntervalsToHold(
  firstSeed: number,
  enough: number,
  backend: LinearBackend,
): { readonly built: number; readonly proved: number } {
  let built = 0;
  let proved = 0;
  for (let seed = firstSeed; built < enough; seed++) {
    const continent = randomContinent(seed, undefined, true);
    const outcome = planContinent(continent, { backend, method: "linear", gap: GAP, workLimit: 1, repairs: false });
    if (!("plan" in outcome)) continue;
    const savings = savingsOfBuilding(continent, outcome, { backend, method: "linear", gap: GAP, workLimit: 1 });
    if (savings.length === 0) continue;
    const best = solveSecondFormulation(continent, backend);
    for (const one of savings) {
      built += 1;
      const forbidden = "link" in one ? { links: [one.link] } : { terminals: [one.terminal] };
      const other = solveSecondFormulation(changeContinent(continent, { forbid: forbidden }), backend);
      if (one.saving === "needed") {
        expect(other.status, `seed ${seed}`).toBe("infeasible");
        continue;
      }
      expect(other.status, `seed ${seed}`).toBe("optimal");
      const { atLeast, atMost = Number.POSITIVE_INFINITY } = one.saving;
      const slack = SAME * best.objective;
      expect(atLeast, `seed ${seed}`).toBeLessThanOrEqual(other.objective - best.objective + slack);
      expect(atMost, `seed ${seed}`).toBeGreaterThanOrEqual(other.objective - best.objective - slack);
      if (atLeast > 0) proved += 1;
    }
  }
  return { built, proved };
}
