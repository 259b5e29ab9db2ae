import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { damage } from "./malformed-damage.ts";
import {
  expectContinentOrIssues,
  expectGraphOrIssues,
  expectNoFalseProof,
  expectOptionsOrIssues,
  expectPlannedOrRefused,
  expectPlanOrIssues,
  scars,
} from "./malformed-files.ts";
import { anyOptions } from "./malformed-options.ts";

describe("damaged by chance", () => {
  test.prop([scars, damage], { seed: 51, numRuns: 60 })("a file of a continent is read or refused", (blows, how) => {
    expectContinentOrIssues(blows, how);
  });

  test.prop([scars, damage], { seed: 52, numRuns: 60 })("a file of a plan is read or refused", (blows, how) => {
    expectPlanOrIssues(blows, how);
  });

  test.prop([damage], { seed: 53, numRuns: 60 })("no certificate proves what is not so", (how) => {
    expectNoFalseProof(how);
  });

  test.prop([fc.anything({ withBigInt: true })], { seed: 54, numRuns: 60 })("a graph is read or refused", (data) => {
    expectGraphOrIssues(data);
  });

  test.prop([anyOptions], { seed: 55, numRuns: 40 })("options are taken or refused", (options) => {
    expectOptionsOrIssues(options);
  });

  test("a continent that is accepted is planned, or not, but never planned wrongly", () => {
    let accepted = 0;
    fc.assert(
      fc.property(damage, (how) => {
        accepted += expectPlannedOrRefused(how) ? 1 : 0;
      }),
      { seed: 56, numRuns: 25 },
    );
    expect(accepted).toBeGreaterThan(3);
  });
});
