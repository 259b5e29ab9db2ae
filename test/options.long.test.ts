import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { countOptions, OPTION_NAMES } from "./limits-that-count.ts";
import { randomContinent } from "./random-continent.ts";
import {
  expectAgreement,
  expectDualPricesToHold,
  expectRandomPricesToHold,
  type Sample,
  solveBothWays,
} from "./reference-route-laws.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

/** Feasible continents by chance with options, every other one with losses, links to build and the like. */
const SAMPLES = 500;

/** As many of them are planned by the reference route; all by the second formulation. */
const PLANNED = 25;

/** In how many of them each option must make a difference, so that getting it wrong cannot pass unseen. */
const EACH_OPTION = 30;

/** Work that is spent on proofs, which the cases' own long run looks at. */
const LITTLE_WORK = 0.01;

let backend: LinearBackend;
const planned: Sample[] = [];
const samples: Pick<Sample, "seed" | "continent" | "opinion">[] = [];

beforeAll(async () => {
  backend = await highs();
  for (let seed = 20_001; samples.length < SAMPLES; seed++) {
    const continent = randomContinent(seed, undefined, seed % 2 === 1, true);
    const { singleSource, shareCaps, reserve } = continent.options;
    if (singleSource.length + shareCaps.length + reserve.length === 0) continue;
    if (planned.length < PLANNED) {
      const sample = solveBothWays(seed, backend, seed % 2 === 1, true, LITTLE_WORK);
      if (sample !== undefined) planned.push(sample);
      if (sample !== undefined) samples.push(sample);
      continue;
    }
    const opinion = solveSecondFormulation(continent, backend);
    if (opinion.status === "optimal") samples.push({ seed, continent, opinion });
  }
}, 900_000);

describe("on 500 feasible continents by chance with options", () => {
  test("two formulations, one optimum, and no prices that prove more", () => {
    for (const sample of planned) {
      expectAgreement(sample);
      expectRandomPricesToHold(sample);
      expectDualPricesToHold(sample, backend);
    }
  });

  test.for(OPTION_NAMES)("%s: makes a difference in 30 of them or more", (name) => {
    expect(countOptions(name, samples, backend, EACH_OPTION)).toBe(EACH_OPTION);
  });

  test("the optimum never falls with an option", () => {
    for (const { seed, continent, opinion } of planned) {
      const options = { ...continent.options, singleSource: [], shareCaps: [], reserve: [] };
      const free = solveSecondFormulation({ ...continent, options }, backend);
      const size = Math.max(1, Math.abs(free.objective));
      expect((free.objective - opinion.objective) / size, `seed ${seed}`).toBeLessThanOrEqual(1e-6);
    }
  });
});
