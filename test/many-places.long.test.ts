import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { europe } from "../src/continents/europe.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/**
 * Scrap, slag and waste paper are scarce, and amounts are rounded at each of many places: what is lost so in a chain of
 * goods, a few tonnes of millions, once left plans without the last of them.
 */
test("many places with scarce supplies and by-products get a plan, and it verifies", async () => {
  const backend = await highs();
  const continent = europe({ areas: 200 });
  const outcome = planContinent(continent, { backend, method: "coupled", workLimit: 120 });
  const plan = requirePlan(outcome);
  expect(verifyPlan(continent, plan)).toMatchObject({ valid: true });
  if ("gap" in outcome) expect(outcome.gap).toBeLessThan(0.015);
});
