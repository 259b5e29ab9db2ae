import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { cbc } from "./cbc.ts";
import { countSamples, FEATURE_NAMES } from "./limits-that-count.ts";
import {
  expectAgreement,
  expectDualPricesToHold,
  expectRandomPricesToHold,
  type Sample,
  solveBothWays,
} from "./reference-route-laws.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

/** Feasible continents by chance, with losses, links to build and the like; options on who serves whom have a run of their own. */
const SAMPLES = 500;

/** In how many of them each rule must make a difference, so that getting it wrong cannot pass unseen. */
const EACH_RULE = 30;

/** Work that is spent on proofs, which the cases' own long run looks at. */
const LITTLE_WORK = 0.01;

/** Of continents whose needs cannot be met the route is asked about every so-many-th. */
const PASS_OVER = 5;

let backend: LinearBackend;
const samples: Sample[] = [];

beforeAll(async () => {
  backend = await highs();
  for (let seed = 10_001; samples.length < SAMPLES; seed++) {
    const sample = solveBothWays(seed, backend, true, false, LITTLE_WORK, PASS_OVER);
    if (sample !== undefined) samples.push(sample);
  }
  // The smallest first, as they are the quickest to look at once more without a rule.
  samples.sort((one, other) => sizesOf(one) - sizesOf(other) || one.seed - other.seed);
}, 1_800_000);

function sizesOf({ continent }: Sample): number {
  return Object.values(continent.sites).reduce((count, { sizes }) => count + sizes.length, 0);
}

describe("on 500 feasible continents by chance", () => {
  test("two formulations, one optimum, and no prices that prove more", () => {
    for (const sample of samples) {
      expectAgreement(sample);
      expectRandomPricesToHold(sample);
      expectDualPricesToHold(sample, backend);
    }
  });

  test("a second solver, cbc, finds the same optimum of fifty of them", ({ skip }) => {
    const judge = cbc();
    if (judge === undefined) return skip("cbc is not installed (Debian: apt-get install coinor-cbc)");
    for (const { seed, continent, opinion } of samples.slice(0, 50)) {
      const { status, objective } = solveSecondFormulation(continent, judge);
      expect(status, `seed ${seed}`).toBe("optimal");
      expect(Math.abs(objective / opinion.objective - 1), `seed ${seed}`).toBeLessThanOrEqual(1e-6);
    }
  });

  test.for(FEATURE_NAMES)("%s: makes a difference in 30 of them or more", (name) => {
    expect(countSamples(name, samples, backend, EACH_RULE)).toBe(EACH_RULE);
  });
});
