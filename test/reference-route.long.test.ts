import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { countSamples, FEATURE_NAMES } from "./limits-that-count.ts";
import {
  expectAgreement,
  expectDualPricesToHold,
  expectRandomPricesToHold,
  type Sample,
  solveBothWays,
} from "./reference-route-laws.ts";

/** Feasible continents by chance. */
const SAMPLES = 500;

/** In how many of them each rule must make a difference, so that getting it wrong cannot pass unseen. */
const EACH_RULE = 30;

let backend: LinearBackend;
const samples: Sample[] = [];

beforeAll(async () => {
  backend = await highs();
  for (let seed = 10_001; samples.length < SAMPLES; seed++) {
    const sample = solveBothWays(seed, backend);
    if (sample !== undefined) samples.push(sample);
  }
  // The smallest first, as they are the quickest to look at once more without a rule.
  samples.sort((one, other) => sizesOf(one) - sizesOf(other) || one.seed - other.seed);
}, 600_000);

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

  test.for(FEATURE_NAMES)("%s: makes a difference in 30 of them or more", (name) => {
    expect(countSamples(name, samples, backend, EACH_RULE)).toBe(EACH_RULE);
  });
});
