import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { loadContinent, saveContinent } from "../src/model/save-continent.ts";
import type { ContinentSpec, LinkSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import type { Outcome, PlannedOutcome } from "../src/plan/outcome.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { markdownReport, svgMap, textSummary } from "../src/report.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** Losses, links that are built, what links make and take, what is built in: by examples worked out by hand. */

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

function plan(continent: Continent): Plan {
  const outcome = planContinent(continent, { backend, gap: 0 });
  const found = requirePlan(outcome);
  expect(verifyPlan(continent, found).violations).toEqual([]);
  expect(outcome.status).toBe("optimal");
  expect(usedEnergy(found)).toBeCloseTo(found.energy.total, 4);
  return found;
}

function requireOptimal(outcome: Outcome): PlannedOutcome {
  if (!("plan" in outcome)) throw new Error(outcome.status);
  expect(outcome.status).toBe("optimal");
  return outcome;
}

/** What the embodied book puts on final use, and the common account. */
function usedEnergy({ embodied, balances, commonEnergy }: Plan): number {
  const of = new Map(embodied.map(({ area, good, value }) => [`${area} ${good}`, value]));
  return balances.reduce((sum, { area, good, used }) => sum + used * (of.get(`${area} ${good}`) ?? 0), commonEnergy);
}

/** A bakery, and a town that wants 90 t of bread, 100 km away at 1 MJ per tonne-kilometre and 5 MJ/t at each end. */
function bakery(link: Partial<LinkSpec>, more: Partial<ContinentSpec> = {}): Continent {
  return createContinent({
    name: "bakery",
    modes: { road: { energyPerTonneKm: 1, terminal: 5 } },
    goods: { bread: {}, ...more.goods },
    recipes: { bake: { makes: { bread: 1 }, energy: 300 }, ...more.recipes },
    areas: { mill: { at: [0, 0] }, town: { at: [1, 0], demand: { bread: 90 } }, ...more.areas },
    sites: { oven: { area: "mill", recipes: ["bake"], sizes: [{ capacity: 1000 }] }, ...more.sites },
    links: [{ id: "road", between: ["mill", "town"], mode: "road", km: 100, ...link }],
  });
}

describe("a loss on a link", () => {
  test("makes more be made and sent than arrives; what is lost leaves its energy to the rest", () => {
    const { energy, shipments, links, embodied, guidePrices } = plan(bakery({ loss: 0.1 }));
    // 100 t leave, 90 t arrive: 300 MJ to bake and 105 MJ to carry each of the 100, 5 MJ to unload each of the 90.
    expect(energy.production).toBeCloseTo(30_000, 6);
    expect(energy.transport).toBeCloseTo(100 * 105 + 90 * 5, 6);
    expect(links[0].ways[0].tonnes.bread).toBeCloseTo(100, 6);
    expect(shipments).toHaveLength(1);
    expect(shipments[0].tonnes).toBeCloseTo(100, 6);
    expect(shipments[0].energy).toBeCloseTo(100 * 105 + 90 * 5, 6);
    const town = (figures: Plan["embodied"]) => figures.find(({ area }) => area === "town")?.value;
    expect(town(embodied)).toBeCloseTo((300 + 105) / 0.9 + 5, 6);
    expect(town(guidePrices)).toBeCloseTo((300 + 105) / 0.9 + 5, 6);
  });

  test("rids a works of a by-product that must not be let go, around a loop; that energy is nobody's", () => {
    const continent = bakery(
      { loss: 0.5 },
      {
        goods: { bread: {}, bran: { disposal: "forbidden" } },
        recipes: { bake: { makes: { bread: 1, bran: 0.1 }, energy: 300 } },
      },
    );
    const found = plan(continent);
    expect(found.commonEnergy).toBeGreaterThan(1);
    expect(found.shipments.filter(({ good }) => good === "bran")).toEqual([]);
    expect(found.links[0].ways.every(({ tonnes }) => (tonnes.bran ?? 0) > 1)).toBe(true);
  });
});

describe("what a link takes and makes", () => {
  const current = { goods: { bread: {}, current: { local: true, unit: "MWh", tonnesPerUnit: 0 } } };
  const turbine = { area: "mill", recipes: ["turn"], sizes: [{ capacity: 1000 }] };
  const turn = { makes: { current: 1 }, energy: 2000 };
  const bake = { makes: { bread: 1 }, energy: 300 };

  test("is taken where it begins, for each tonne that it carries", () => {
    const recipes = { bake, turn };
    const { balances, energy, embodied } = plan(
      bakery({ takes: { current: 0.02 } }, { ...current, recipes, sites: { turbine } }),
    );
    expect(balances.find(({ good }) => good === "current")).toMatchObject({ area: "mill", made: 1.8, taken: 1.8 });
    expect(energy.production).toBeCloseTo(90 * 300 + 1.8 * 2000, 6);
    // The current's energy is in the bread that it carried.
    expect(embodied.find(({ area }) => area === "town")?.value).toBeCloseTo(300 + 110 + 0.02 * 2000, 6);
  });

  test("is made where it begins, and saves what would have made it else", () => {
    const areas = {
      mill: { at: [0, 0] as const, demand: { current: 5 } },
      town: { at: [1, 0] as const, demand: { bread: 90 } },
    };
    const continent = bakery(
      { makes: { current: 0.02 } },
      { ...current, recipes: { bake, turn }, areas, sites: { turbine } },
    );
    const { balances, energy } = plan(continent);
    const made = balances.find(({ good }) => good === "current");
    expect(made?.made).toBeCloseTo(5, 6);
    expect(energy.production).toBeCloseTo(90 * 300 + (5 - 1.8) * 2000, 4);
  });

  test("may be worth carrying in circles for, and is planned and proved so", () => {
    // 50 current cost 100,000 MJ from the turbine; each tonne carried to and fro makes 0.5 for 210 MJ.
    const areas = {
      mill: { at: [0, 0] as const, demand: { current: 50 } },
      town: { at: [1, 0] as const, demand: { bread: 90 } },
    };
    const continent = bakery(
      { makes: { current: 0.5 } },
      { ...current, recipes: { bake, turn }, areas, sites: { turbine } },
    );
    const { links, shipments, energy } = plan(continent);
    expect(links[0].ways[0].tonnes.bread).toBeCloseTo(100, 5);
    expect(links[0].ways[1].tonnes.bread).toBeCloseTo(10, 5);
    expect(shipments.filter(({ good }) => good === "bread").map(({ tonnes }) => Math.round(tonnes))).toEqual([90]);
    expect(energy.production).toBeCloseTo(90 * 300, 4);
  });
});

describe("a link that may be built", () => {
  const sizes = [
    { name: "wide", capacity: 100, energyToBuild: 60_000, life: 20, keep: 100 },
    { name: "narrow", capacity: 30, energyToBuild: 40_000, life: 20, most: 3 },
  ];

  test("is built where it must be, in the size that takes least, and opens both ways at once", () => {
    const areas = {
      mill: { at: [0, 0] as const, demand: { ale: 80 } },
      town: { at: [1, 0] as const, demand: { bread: 90 } },
    };
    const continent = bakery(
      { sizes },
      {
        goods: { bread: {}, ale: {} },
        recipes: { bake: { makes: { bread: 1 }, energy: 300 }, brew: { makes: { ale: 1 }, energy: 200 } },
        areas,
        sites: { brewery: { area: "town", recipes: ["brew"], sizes: [{ capacity: 1000 }] } },
      },
    );
    const found = plan(continent);
    expect(found.links).toMatchObject([{ link: "road", built: { wide: 1 }, ways: [{ use: 0.9 }, { use: 0.8 }] }]);
    expect(found.energy.construction).toBe(3000);
    expect(found.energy.standing).toBe(100);
    // Bread and ale share what the link takes by the tonne.
    const building = found.spent.filter(({ link, purpose }) => link === "road" && purpose === "construction");
    expect(building.map(({ area, good, energy }) => [area, good, Math.round(energy)])).toEqual([
      ["mill", "ale", Math.round((3000 * 80) / 170)],
      ["mill", "bread", Math.round((3000 * 90) / 170)],
    ]);
  });

  test("adds to what stands, and is left where that does", () => {
    expect(plan(bakery({ sizes, capacity: 60 })).links).toMatchObject([
      { built: { narrow: 1 }, ways: [{ use: 1 }, {}] },
    ]);
    expect(plan(bakery({ sizes, capacity: 90 })).links).toMatchObject([{ built: {} }]);
  });

  test("is paid for in whole by the prices alone, though it is far larger than what it carries", () => {
    // A module a thousand times too large: counted by its capacity, prices could pay for a thousandth of it.
    const continent = bakery({ sizes: [{ ...sizes[0], capacity: 90_000 }] });
    const { bound, objective, plan: found } = requireOptimal(planContinent(continent, { backend, gap: 0 }));
    expect(bound / objective).toBeCloseTo(1, 9);
    expect(found.certificate.cases).toBeUndefined();
  });

  test("is named in reports and drawn on a bed of its own", () => {
    const continent = bakery({ sizes });
    const outcome = planContinent(continent, { backend, gap: 0 });
    expect(textSummary(continent, outcome)).toMatch(/links built\s+road \(1 wide\)/);
    expect(markdownReport(continent, outcome)).toMatch(/### Links built\n\n.*\n.*\n\| road .*1 wide/);
    const [built, standing] = [continent, bakery({})].map((one) =>
      svgMap(one, requirePlan(planContinent(one, { backend }))),
    );
    expect(built).toContain("newly built");
    expect(standing).not.toContain("newly built");
  });

  test("stays what it is when saved, loaded, scaled and planned from", () => {
    const continent = bakery({ sizes, loss: 0.02, makes: {}, takes: { bread: 0.001 } });
    expect(loadContinent(saveContinent(continent))).toEqual(continent);
    const twice = changeContinent(continent, { scale: [{ construction: 2 }, { standing: 3 }] });
    expect(twice.links[0].sizes.map(({ buildPerYear, keep }) => [buildPerYear, keep])).toEqual([
      [6000, 300],
      [4000, 0],
    ]);
    const found = plan(continent);
    const again = planContinent(continent, { backend, gap: 0.01, from: found });
    expect(requirePlan(again).links).toEqual(found.links);
  });
});

describe("goods built into works", () => {
  test("are used where the works are built, each year their share, and are in what the works make", () => {
    const continent = bakery(
      {},
      {
        goods: { bread: {}, steel: {} },
        recipes: { bake: { makes: { bread: 1 }, energy: 300 }, smelt: { makes: { steel: 1 }, energy: 1000 } },
        sites: {
          oven: { area: "mill", recipes: ["bake"], sizes: [{ capacity: 1000, life: 10, buildGoods: { steel: 50 } }] },
          forge: { area: "town", recipes: ["smelt"], sizes: [{ capacity: 1000 }] },
        },
      },
    );
    const { balances, embodied, energy } = plan(continent);
    // 5 t a year from the town, 110 MJ each on the way.
    expect(balances.find(({ area, good }) => area === "mill" && good === "steel")).toMatchObject({ in: 5, taken: 5 });
    expect(energy.total).toBeCloseTo(90 * (300 + 110) + 5 * (1000 + 110), 6);
    expect(embodied.find(({ area, good }) => area === "mill" && good === "bread")?.value).toBeCloseTo(
      300 + (5 * 1110) / 90,
      6,
    );
  });
});

describe("a site that is closed or forced", () => {
  const old = { area: "mill", recipes: ["bake"], sizes: [{ capacity: 1000, keep: 50, stand: 1, closing: 700 }] };
  const continent = bakery({}, { sites: { old } });

  test("books what closing takes, though the plan would not have closed it", () => {
    expect(plan(continent).energy.standing).toBe(50);
    const closed = changeContinent(continent, { close: { sites: ["old"] } });
    const found = plan(closed);
    expect(found.energy.standing).toBe(700);
    expect(found.sites.find(({ site }) => site === "old")?.sizes[0]).toMatchObject({ kept: 0, built: 0, closed: 1 });
    expect(verifyPlan(closed, plan(continent)).violations.map(({ rule }) => rule)).toContain("open");
  });

  test("stands ready though it makes nothing", () => {
    const idle = { area: "town", recipes: ["bake"], sizes: [{ capacity: 10, keep: 1e5 }] };
    const forced = changeContinent(bakery({}, { sites: { idle } }), { force: { sites: ["idle"] } });
    const found = plan(forced);
    expect(found.sites.map(({ site }) => site)).toContain("idle");
    expect(found.energy.standing).toBe(1e5);
  });
});
