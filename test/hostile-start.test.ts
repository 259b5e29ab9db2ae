import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** Two towns that want bread, and power, which travels for nothing. */
const towns: Continent = createContinent({
  name: "two towns",
  modes: { wire: { energyPerTonneKm: 1 } },
  freight: { wired: ["wire"] },
  goods: { power: { freight: "wired", unit: "MWh", tonnesPerUnit: 0 }, bread: { freight: "wired" } },
  recipes: {
    generate: { makes: { power: 1 }, energy: 10, fromNature: true },
    bake: { makes: { bread: 1 }, takes: { power: 0.5 }, energy: 3 },
  },
  areas: {
    a: { at: [10, 50], population: 1, demand: { power: 100, bread: 10 } },
    b: { at: [11, 50], population: 1, demand: { power: 50, bread: 20 } },
  },
  sites: {
    ...Object.fromEntries(
      ["a", "b"].map((area) => [
        `station ${area}`,
        { area, recipes: ["generate"], sizes: [{ capacity: 300, energyToBuild: 1000, life: 10 }] },
      ]),
    ),
    bakery: { area: "a", recipes: ["bake"], sizes: [{ capacity: 100, energyToBuild: 10, life: 10 }] },
  },
  links: [{ id: "line", between: ["a", "b"], mode: "wire", km: 100 }],
});

type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T;

/** With some of its numbers far off, and some of its parts twice or not at all. */
function changedByHand(plan: Plan, random: Random): Plan {
  const own = structuredClone(plan) as Mutable<Plan>;
  const wild = (value: number): number =>
    [value, 0, -value, value / 2, 2 * value, value + 1e-5, 1e20, 1e300, -1e300, 5e-324][random.integer(0, 9)];
  for (let change = random.integer(1, 6); change > 0; change--) {
    const site = own.sites[random.integer(0, own.sites.length - 1)];
    const shipment = own.shipments[random.integer(0, own.shipments.length - 1)];
    const balance = own.balances[random.integer(0, own.balances.length - 1)];
    const kinds: readonly (() => void)[] = [
      () => {
        for (const size of site?.sizes ?? [])
          for (const id of Object.keys(size.runs)) size.runs[id] = wild(size.runs[id]);
      },
      () => {
        for (const size of site?.sizes ?? []) size.built = random.integer(0, 3);
      },
      () => own.sites.push(structuredClone(site)),
      () => own.sites.splice(random.integer(0, own.sites.length - 1), 1),
      () => {
        if (shipment !== undefined) shipment.tonnes = wild(shipment.tonnes);
      },
      () => {
        const { from, to, ...rest } = shipment;
        const tonnes = wild(rest.tonnes);
        own.shipments.push({ ...rest, from, to, tonnes }, { ...rest, from: to, to: from, tonnes });
      },
      () => own.shipments.splice(random.integer(0, own.shipments.length - 1), 1),
      () => {
        if (balance !== undefined) balance.supplied = wild(balance.supplied || 1);
      },
    ];
    if (own.shipments.length > 0 && own.sites.length > 0) kinds[random.integer(0, kinds.length - 1)]();
  }
  return own;
}

describe("a plan to start from that was changed by hand", () => {
  const all = changeContinent(towns, { force: { sites: ["station a", "station b"] } });
  const honest = requirePlan(planContinent(all, { gap: 0 }));

  test("does not hide in circles what its works do not make", () => {
    const circle = { good: "power", tonnes: 1e20, energy: 0, links: ["line"] };
    const from = structuredClone(honest) as Mutable<Plan>;
    // Power for all but the bakery, which has none.
    for (const { site, sizes } of from.sites)
      for (const { runs } of sizes) if (site !== "bakery") runs["generate"] = site === "station a" ? 100 : 50;
    from.shipments = from.shipments.filter(({ good }) => good !== "power");
    from.shipments.push({ ...circle, from: "a", to: "b" }, { ...circle, from: "b", to: "a" });
    const plan = requirePlan(planContinent(towns, { gap: 0, from }));
    expect(plan.objective).toBe(requirePlan(planContinent(towns, { gap: 0 })).objective);
  });

  test("leads to a plan that keeps every rule, and to one bound", () => {
    const best = requirePlan(planContinent(towns, { gap: 0 })).objective;
    for (let seed = 1; seed <= 20; seed++) {
      const from = changedByHand(honest, seededRandom(seed));
      const outcome = planContinent(towns, { gap: 0, from, workLimit: 1 });
      const plan = requirePlan(outcome);
      expect(verifyPlan(towns, plan).violations, `seed ${seed}`).toEqual([]);
      expect(plan.objective, `seed ${seed}`).toBeGreaterThanOrEqual(best);
      expect("bound" in outcome && outcome.bound, `seed ${seed}`).toBeLessThanOrEqual(best);
    }
  });
});
