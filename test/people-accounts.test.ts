import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { Continent } from "../src/model/types.ts";
import { itemPrice, peopleAccounts } from "../src/plan/people-accounts.ts";
import type { Allocation, Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { markdownReport } from "../src/report/markdown-report.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomContinent } from "./random-continent.ts";

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

/** Continents with joint products and goods made again from what they leave; heat is common, slag for expansion. */
function continents(): Continent[] {
  return [3, 4, 9].map((seed) => {
    const continent = randomContinent(seed);
    const use = { heat: "common", slag: "expansion" } as const;
    const goods = Object.entries(continent.goods).map(([id, good]) => [
      id,
      { ...good, use: id === "heat" || id === "slag" ? use[id] : good.use },
    ]);
    return { ...continent, goods: Object.fromEntries(goods) };
  });
}

function planOf(continent: Continent, allocation: Allocation): Plan | undefined {
  const outcome = planContinent(continent, { backend, gap: 0.2, allocation, repairs: false });
  return "plan" in outcome ? outcome.plan : undefined;
}

describe("the accounts of the people", () => {
  test("add up to the plan's energy, whichever way joint products share", () => {
    let common = 0;
    let planned = 0;
    for (const continent of continents()) {
      for (const allocation of ["price", "mass"] as const) {
        const plan = planOf(continent, allocation);
        if (plan === undefined) continue;
        planned += 1;
        const accounts = peopleAccounts(continent, plan);
        const { total, personal, expansion, people, allotment = 0 } = accounts;
        expect((personal + accounts.common + expansion) / total).toBeCloseTo(1, 9);
        expect((allotment * people + accounts.common + expansion) / total).toBeCloseTo(1, 9);
        expect(plan.allocation ?? "price").toBe(allocation);
        expect(verifyPlan(continent, plan).valid).toBe(true);
        common += accounts.common;
      }
    }
    expect(planned).toBeGreaterThan(2);
    expect(common).toBeGreaterThan(0);
  });

  test("book an item at the mean of its areas' prices, weighted by what is used", () => {
    const [continent] = continents();
    const plan = requirePlan(planContinent(continent, { backend, gap: 0.2 }));
    let energy = 0;
    let used = 0;
    for (const balance of plan.balances) {
      if (balance.good !== "metal" || balance.used === 0) continue;
      energy += balance.used * itemPrice(plan, "metal", balance.area)!;
      used += balance.used;
    }
    expect(itemPrice(plan, "metal")! / (energy / used)).toBeCloseTo(1, 12);
    expect(itemPrice({ ...plan, goods: [...plan.goods, "nothing"] }, "nothing")).toBeUndefined();
  });

  test("stand in the report, with how joint products share beside every figure of theirs", () => {
    const [continent] = continents();
    const outcome = planContinent(continent, { backend, gap: 0.2, allocation: "mass" });
    const page = markdownReport(continent, outcome, { timing: false });
    expect(page).toContain("## Accounts of the people");
    expect(page.match(/[Jj]oint products share by mass/g)).toHaveLength(2);
  });
});
