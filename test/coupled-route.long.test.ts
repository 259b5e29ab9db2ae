import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { europe } from "../src/continents/europe.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { compareCoupledRoute } from "./coupled-route-laws.ts";

describe("planning by prices and responses, five hundred continents with every feature", async () => {
  const backend = await highs();
  test("never beats the optimum nor proves more, and nearly always finds it", () => {
    const distances: number[] = [];
    for (let seed = 1001; seed <= 1500; seed++) {
      const distance = compareCoupledRoute(seed, backend);
      if (distance !== undefined) distances.push(distance);
    }
    expect(distances.length).toBeGreaterThan(300);
    expect(distances.filter((distance) => distance < 1e-5).length).toBeGreaterThan(0.9 * distances.length);
  });
});

describe("planning again by prices and responses", () => {
  test("takes less than four fifths of the work after one works is closed, mostly less than a third", () => {
    const continent = europe({ areas: 12 });
    const first = planContinent(continent, { method: "coupled", gap: 0, workLimit: 15 });
    const plan = requirePlan(first);
    const gap = "gap" in first ? 1.25 * first.gap : 0;
    const built = plan.sites.filter(({ sizes }) => sizes.some((size) => size.built > 0));
    const parts = [built[0], built[10], built[40]].map(({ site }) => {
      const changed = changeContinent(continent, { close: { sites: [site] } });
      const again = planContinent(changed, { method: "coupled", gap, workLimit: 15, from: plan });
      expect(again.status, site).toBe("solved");
      expect(verifyPlan(changed, requirePlan(again)), site).toMatchObject({ valid: true });
      return again.work / first.work;
    });
    const [, middle, most] = parts.sort((a, b) => a - b);
    expect(most).toBeLessThan(4 / 5);
    expect(middle).toBeLessThan(1 / 3);
  });
});
