import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import {
  expectAgreement,
  expectDualPricesToHold,
  expectRandomPricesToHold,
  solveBothWays,
} from "./reference-route-laws.ts";

test("a thousand more continents by chance: two formulations, one optimum, and no prices that prove more", async () => {
  const backend = await highs();
  let feasible = 0;
  for (let seed = 10_001; seed <= 11_000; seed++) {
    const sample = solveBothWays(seed, backend);
    if (sample === undefined) continue;
    feasible += 1;
    expectAgreement(sample);
    expectRandomPricesToHold(sample);
    expectDualPricesToHold(sample, backend);
  }
  expect(feasible).toBeGreaterThan(500);
});
