import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { ExactSum } from "../src/base/exact.ts";
import { europe } from "../src/continents/europe.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";
import { itemPrice } from "../src/plan/people-accounts.ts";
import { embodiedOf, energyOf, priceOf } from "../src/plan/read-plan.ts";
import type { Certificate, Plan } from "../src/plan/types.ts";
import { writePlan } from "../src/plan/write-plan.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { randomContinent } from "./random-continent.ts";
import { twoTowns } from "./verify-two-towns.ts";

let backend: LinearBackend;
beforeAll(async () => {
  backend = await highs();
});

/** The reference formulation's plan, with prices that are all one: enough to write every part of it. */
function planOf(continent: Continent): { plan: Plan; indexed: Indexed } {
  const indexed = indexContinent(continent);
  const { problem, lift } = formulateLinear(indexed);
  const modules = lift(backend.solve(problem, { gap: 0.001, seed: 1 }));
  const flows = formulateLinear(indexed, { modules });
  const decision = flows.lift(backend.solve(flows.problem, { gap: 0, seed: 1 }));
  const prices = Object.fromEntries(
    indexed.goods.map((good) => [good, Object.fromEntries(indexed.areas.map((area) => [area, 1]))]),
  );
  const certificate: Certificate = { version: 1, form: "weak", bound: 0, prices, resources: {}, links: {} };
  return { plan: writePlan(indexed, decision, certificate), indexed };
}

/** A recycling loop with a joint product, part of which is let go. */
const loop = createContinent({
  modes: { rail: { energyPerTonneKm: 0.5, terminal: 3 } },
  goods: { steel: {}, scrap: { disposal: 7 }, ore: {}, fume: { disposal: 11 } },
  recipes: {
    smelt: { makes: { steel: 1, fume: 0.2 }, takes: { ore: 1.5, scrap: 0.1 }, energy: 900 },
    wreck: { makes: { scrap: 0.8 }, takes: { steel: 1 }, energy: 40 },
  },
  areas: {
    hill: { at: [0, 50], supply: { ore: 5000 } },
    town: { at: [2, 50], demand: { steel: 1000, scrap: 100, fume: 50 } },
  },
  sites: {
    furnace: { area: "hill", recipes: ["smelt"], sizes: [{ capacity: 4000, keep: 5000, energyToBuild: 30_000 }] },
    yard: { area: "town", recipes: ["wreck"], sizes: [{ capacity: 2000, keep: 100 }] },
    idle: {
      area: "town",
      recipes: ["wreck"],
      siteFactor: 1000,
      sizes: [{ capacity: 10, keep: 77, stand: 1, closing: 1000 }],
    },
  },
  links: [{ between: ["hill", "town"], mode: "rail" }],
});

describe.each([
  ["two towns with every kind of row", () => twoTowns],
  ["a recycling loop with joint products", () => loop],
  ["Europe in eight areas", () => europe({ areas: 8 })],
])("a plan of %s", (_, continent) => {
  let plan: Plan;
  let indexed: Indexed;
  beforeAll(() => {
    ({ plan, indexed } = planOf(continent()));
  });

  test("spends in its book exactly what it says in total, and in each part", () => {
    const book = (purpose?: string) =>
      plan.spent
        .filter((entry) => purpose === undefined || entry.purpose === purpose)
        .reduce((sum, { energy }) => sum.add(energy), new ExactSum()).value;
    expect(plan.spent.length).toBeGreaterThan(0);
    expect(book()).toBe(plan.energy.total);
    for (const part of ["production", "construction", "standing", "transport", "surplus"] as const) {
      expect(book(part)).toBe(plan.energy[part]);
      expect(energyOf(plan, { purpose: part })).toBe(plan.energy[part]);
    }
    const byArea = indexed.areas.reduce((sum, area) => sum + energyOf(plan, { area }), 0);
    expect(Math.abs(byArea - plan.energy.total)).toBeLessThan(1e-9 * plan.energy.total);
  });

  test("embodies in final use, with the common account, all the energy there is", () => {
    const used = plan.balances.reduce((sum, { area, good, used }) => {
      return used === 0 ? sum : sum + used * (embodiedOf(plan, good, area) ?? 0);
    }, 0);
    expect(Math.abs(used + plan.commonEnergy - plan.energy.total)).toBeLessThan(1e-9 * plan.energy.total);
  });

  test("ships from each works all it makes and to each area all it uses", () => {
    for (const { area, good, supplied, made, taken, used, surplus } of plan.balances) {
      const from = plan.shipments.filter((shipment) => shipment.good === good && shipment.from === area);
      const to = plan.shipments.filter((shipment) => shipment.good === good && shipment.to === area);
      const total = (list: typeof from) => list.reduce((sum, { tonnes }) => sum + tonnes, 0);
      expect(total(from)).toBeCloseTo(supplied + made, 2);
      expect(total(to)).toBeCloseTo(taken + used + surplus, 2);
    }
  });

  test("never ships in circles", () => {
    const links = new Map(indexed.continent.links.map((link) => [link.id, link]));
    for (const { from, to, links: path } of plan.shipments) {
      const seen = new Set([from]);
      let at = from;
      for (const id of path) {
        const link = links.get(id)!;
        at = link.from === at ? link.to : link.from;
        expect(seen.has(at)).toBe(false);
        seen.add(at);
      }
      expect(at).toBe(to);
    }
  });

  test("is plain data", () => {
    expect(structuredClone(plan)).toEqual(plan);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe("the embodied book of goods that go round", () => {
  test("has nothing for a good that works keep for themselves but for rounding: its energy is on the common account", () => {
    // Slag of which all that comes in is taken to make slag again, one rounding more or less.
    for (const seed of [1095, 1261]) {
      const continent = randomContinent(seed, undefined, seed % 2 === 0, seed % 3 === 0);
      const circling = requirePlan(planContinent(continent, { method: "coupled", gap: 0, workLimit: 0.05 }));
      for (const { value } of circling.embodied) expect(Math.abs(value)).toBeLessThan(circling.energy.total);
      const used = circling.balances.reduce((sum, { area, good, used }) => {
        return sum + used * (embodiedOf(circling, good, area) ?? 0);
      }, 0);
      const off = Math.abs(used + circling.commonEnergy - circling.energy.total);
      expect(off).toBeLessThan(1e-9 * circling.energy.total);
    }
  });
});

describe("reading a plan", () => {
  test("gives prices and embodied energies by good and area, and nothing where there is none", () => {
    const { plan } = planOf(loop);
    expect(priceOf(plan, "steel", "town")).toBe(1);
    expect(embodiedOf(plan, "steel", "town")).toBeGreaterThan(900);
  });

  test("tells a name that the continent has not from a good of which there is nothing", () => {
    const { plan } = planOf(loop);
    for (const ask of [priceOf, embodiedOf]) {
      expect(() => ask(plan, "stel", "town")).toThrow('there is no good "stel"');
      expect(() => ask(plan, "stel", "town")).toThrow('Did you mean "steel"?');
      expect(() => ask(plan, "steel", "twon")).toThrow('Did you mean "town"?');
    }
    expect(() => itemPrice(plan, "stel")).toThrow('Did you mean "steel"?');
    expect(() => itemPrice(plan, "steel", "twon")).toThrow('Did you mean "town"?');
    expect(() => energyOf(plan, { good: "stel", area: "twon" })).toThrow("2 issues");
    expect(() => priceOf(plan, "steel", "town", "embodid" as never)).toThrow('Did you mean "embodied"?');
    const silent = { ...plan, goods: [...plan.goods, "tin"] };
    expect(priceOf(silent, "tin", "town")).toBeUndefined();
    expect(embodiedOf(silent, "tin", "town")).toBeUndefined();
    expect(energyOf(silent, { good: "tin" })).toBe(0);
  });

  test("books a works that stands idle to the common account", () => {
    expect(planOf(loop).plan.commonEnergy).toBeGreaterThanOrEqual(77);
  });
});
