import { expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { minCostFlow } from "../src/solvers/min-cost-flow.ts";
import { verifyFlow } from "../src/verify/numbers/flow.ts";
import { highsJudge } from "./conformance/highs-flow.ts";
import { randomFlow } from "./conformance/random-flow.ts";

test("ten thousand random networks agree with HiGHS, and every certificate passes", async () => {
  const judge = await highsJudge();
  const random = seededRandom(1);
  const seen = { optimal: 0, infeasible: 0, unbounded: 0, unknown: 0 };
  for (let trial = 0; trial < 10_000; trial++) {
    const problem = randomFlow(random);
    const result = minCostFlow(problem);
    const judged = judge(problem);
    const verdict = verifyFlow(problem, result);
    expect(verdict.violations, `trial ${trial}: ${JSON.stringify(problem)}`).toEqual([]);
    if (judged.status === "infeasible or unbounded") expect(result.status).not.toBe("optimal");
    else expect(result.status, `trial ${trial}`).toBe(judged.status);
    if (result.status === "optimal") expect(result.objective).toBeCloseTo(judged.objective, 6);
    seen[result.status]++;
  }
  // Each outcome must have been met often, or the cases test less than they seem to.
  expect(Math.min(seen.optimal, seen.infeasible, seen.unbounded)).toBeGreaterThan(300);
});
