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

/** How often each thing is damaged. */
export interface Runs {
  readonly continents: number;
  readonly plans: number;
  readonly proofs: number;
  readonly graphs: number;
  readonly options: number;
  readonly planned: number;
}

/** Files, certificates, graphs, options and continents that are damaged by chance, at fixed seeds from `seed` on. */
export function describeDamage(what: string, seed: number, runs: Runs): void {
  const asked = (offset: number, numRuns: number) => ({ seed: seed + offset, numRuns });

  describe(what, () => {
    test.prop([scars, damage], asked(0, runs.continents))("a file of a continent is read or refused", (blows, how) => {
      expectContinentOrIssues(blows, how);
    });

    test.prop([scars, damage], asked(1, runs.plans))("a file of a plan is read or refused", (blows, how) => {
      expectPlanOrIssues(blows, how);
    });

    test.prop([damage], asked(2, runs.proofs))("no certificate proves what is not so", (how) => {
      expectNoFalseProof(how);
    });

    test.prop([fc.anything({ withBigInt: true, maxDepth: 4 })], asked(3, runs.graphs))(
      "a graph is read or refused",
      (data) => {
        expectGraphOrIssues(data);
      },
    );

    test.prop([anyOptions], asked(4, runs.options))("options are taken or refused", (options) => {
      expectOptionsOrIssues(options);
    });

    test("a continent that is accepted is planned, or not, but never planned wrongly", () => {
      let accepted = 0;
      const planned = fc.property(damage, (how) => {
        accepted += expectPlannedOrRefused(how) ? 1 : 0;
      });
      fc.assert(planned, asked(5, runs.planned));
      expect(accepted).toBeGreaterThan(runs.planned / 10);
    });
  });
}
