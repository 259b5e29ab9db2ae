import { describe, expect, test } from "vitest";
import { DESIGN_REFERENCE } from "../bench/design-reference.ts";
import { readDesign } from "../bench/instances/design.ts";
import { designNetwork } from "../src/solvers/design-network.ts";
import { verifyDesign } from "../src/verify/numbers/design.ts";

describe("public network-design instances", () => {
  test.for(Object.entries(DESIGN_REFERENCE))(
    "%s: the bound is within 1 % of the strong linear relaxation, the plan within 3 % of the best known",
    { timeout: 120_000 },
    ([name, { relaxed, best }], { skip }) => {
      const problem = readDesign(name);
      if (problem === undefined) return skip("the optional instance folder has no network design");
      const result = designNetwork(problem, { workLimit: 200 });
      expect(verifyDesign(problem, result).violations).toEqual([]);
      expect(result.bound).toBeGreaterThanOrEqual(0.99 * relaxed);
      expect(result.bound).toBeLessThanOrEqual(relaxed * (1 + 1e-6));
      // Where HiGHS proved no optimum, the relaxation has to do: it lies some per cent below.
      expect(result.objective).toBeLessThanOrEqual(best === undefined ? 1.1 * relaxed : 1.03 * best);
    },
  );
});
