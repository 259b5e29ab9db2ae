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

describe("by chance, thousands of times", () => {
  test.prop([scars, damage], { seed: 41, numRuns: 2500 })("a file of a continent is read or refused", (blows, how) => {
    expectContinentOrIssues(blows, how);
  });

  test.prop([scars, damage], { seed: 42, numRuns: 2000 })("a file of a plan is read or refused", (blows, how) => {
    expectPlanOrIssues(blows, how);
  });

  test.prop([damage], { seed: 43, numRuns: 2000 })("no damaged certificate proves what is not so", (how) => {
    expectNoFalseProof(how);
  });

  test.prop([fc.anything({ withBigInt: true, maxDepth: 4 })], { seed: 44, numRuns: 1000 })(
    "a graph is read or refused",
    (data) => {
      expectGraphOrIssues(data);
    },
  );

  test.prop([anyOptions], { seed: 45, numRuns: 1500 })("options are taken or refused", (options) => {
    expectOptionsOrIssues(options);
  });

  test("a continent that is accepted is planned, or not, but never planned wrongly", () => {
    let accepted = 0;
    fc.assert(
      fc.property(damage, (how) => {
        accepted += expectPlannedOrRefused(how) ? 1 : 0;
      }),
      { seed: 46, numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
