import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { europe } from "../src/continents/europe.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { checkedSpecOf } from "../src/model/spec-of.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { compareCoupledRoute } from "./coupled-route-laws.ts";

describe("planning by prices and responses", async () => {
  const backend = await highs();

  test("never beats the optimum nor proves more, with every feature and no solver at hand", () => {
    let met = 0;
    for (let seed = 1; seed <= 5; seed++) if (compareCoupledRoute(seed, backend)! < 1e-5) met++;
    expect(met).toBeGreaterThan(2);
  });

  test("plans the sample Europe with scrap, slag and many works of one size, the plan verifies, and prices follow its flows", () => {
    const continent = europe({ areas: 6 });
    const outcome = planContinent(continent, { workLimit: 5 });
    const plan = requirePlan(outcome);
    expect(verifyPlan(continent, plan)).toMatchObject({ valid: true });
    if ("plan" in outcome) expect(outcome.gap).toBeLessThan(0.1);
    const { prices } = plan.certificate;
    const rises = plan.shipments.map(({ good, from, to }) => prices[good][to] / prices[good][from]);
    expect(rises.length).toBeGreaterThan(80);
    expect(Math.min(...rises)).toBeGreaterThan(0.8);
    expect(Math.max(...rises)).toBeLessThan(1.2);
  });

  test("prices room on links that fill up, and its flows keep to it", () => {
    const spec = checkedSpecOf(europe({ areas: 6 })) as ContinentSpec;
    const wide = planContinent(createContinent(spec), { workLimit: 5, backend, method: "coupled" });
    const links = (spec.links ?? []).map((link) => (link.mode === "rail" ? { ...link, capacity: 4e6 } : link));
    const narrow = createContinent({ ...spec, links });
    expect(() => planContinent(narrow)).toThrow(/Links fill up/);
    const outcome = planContinent(narrow, { workLimit: 5, backend, method: "coupled" });
    const plan = requirePlan(outcome);
    expect(verifyPlan(narrow, plan)).toMatchObject({ valid: true });
    const full = plan.links.flatMap(({ ways }) => ways.filter(({ use }) => use !== undefined && use > 0.999));
    expect(full.length).toBeGreaterThan(0);
    expect(full.some(({ guidePrice }) => guidePrice > 0)).toBe(true);
    expect(plan.objective).toBeGreaterThan(requirePlan(wide).objective);
  });
});
