import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { countSamples, OPTION_NAMES } from "./limits-that-count.ts";
import {
  expectAgreement,
  expectDualPricesToHold,
  expectRandomPricesToHold,
  type Sample,
  solveBothWays,
} from "./reference-route-laws.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

/** Feasible continents by chance with options, every other one with losses, links to build and the like. */
const SAMPLES = 200;

/** In how many of them each option must make a difference, so that getting it wrong cannot pass unseen. */
const EACH_OPTION = 30;

/** Work that is spent on proofs, which the cases' own long run looks at. */
const LITTLE_WORK = 20;

let backend: LinearBackend;
const samples: Sample[] = [];

beforeAll(async () => {
  backend = await highs();
  for (let seed = 20_001; samples.length < SAMPLES; seed++) {
    const sample = solveBothWays(seed, backend, seed % 2 === 1, true, LITTLE_WORK);
    if (sample === undefined) continue;
    const { singleSource, shareCaps, reserve } = sample.continent.options;
    if (singleSource.length + shareCaps.length + reserve.length > 0) samples.push(sample);
  }
}, 600_000);

describe("on 200 feasible continents by chance with options", () => {
  test("two formulations, one optimum, and no prices that prove more", () => {
    for (const sample of samples) {
      expectAgreement(sample);
      expectRandomPricesToHold(sample);
      expectDualPricesToHold(sample, backend);
    }
  });

  test.for(OPTION_NAMES)("%s: makes a difference in 30 of them or more", (name) => {
    expect(countSamples(name, samples, backend, EACH_OPTION)).toBe(EACH_OPTION);
  });

  test("the optimum never falls with an option", () => {
    for (const { seed, continent, opinion } of samples) {
      const options = { ...continent.options, singleSource: [], shareCaps: [], reserve: [] };
      const free = solveSecondFormulation({ ...continent, options }, backend);
      const size = Math.max(1, Math.abs(free.objective));
      expect((free.objective - opinion.objective) / size, `seed ${seed}`).toBeLessThanOrEqual(1e-6);
    }
  });
});
