import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { validateContinent } from "../src/model/validate-continent.ts";
import { greatCircleMetres } from "../src/units/great-circle.ts";
import { twoTowns } from "./model-example.ts";

const continent = createContinent(twoTowns);

/** The same data with the keys of every record, and the items of the lists named, in another order. */
function shuffled<Data>(data: Data, order: (count: number) => number[]): Data {
  if (Array.isArray(data)) return data.map((item) => shuffled(item, order)) as Data;
  if (typeof data !== "object" || data === null) return data;
  const entries = Object.entries(data);
  return Object.fromEntries(order(entries.length).map((i) => [entries[i][0], shuffled(entries[i][1], order)])) as Data;
}

function everyPart(data: unknown, visit: (part: unknown) => void): void {
  visit(data);
  if (typeof data === "object" && data !== null) for (const part of Object.values(data)) everyPart(part, visit);
}

/** Areas and a good, for descriptions about something else. */
function small(change: Partial<ContinentSpec>): Continent {
  return createContinent({ goods: { bread: {} }, areas: { a: { at: [0, 0] }, b: { at: [0, 1] } }, ...change });
}

describe("what passes the door", () => {
  test("is accepted by validateContinent without an issue", () => {
    expect(validateContinent(twoTowns)).toEqual([]);
  });

  test.prop([fc.infiniteStream(fc.nat())], { seed: 11, numRuns: 50 })(
    "is the same byte for byte however the description was ordered",
    (numbers) => {
      const order = (count: number): number[] => {
        const keys = Array.from({ length: count }, () => numbers.next().value as number);
        return keys.map((_, i) => i).sort((i, j) => keys[i] - keys[j] || i - j);
      };
      const spec = shuffled(twoTowns as ContinentSpec, order);
      const links = order(twoTowns.links.length).map((i) => twoTowns.links[i]);
      const sites = { ...spec.sites, stove: { ...twoTowns.sites.stove, recipes: ["bake", "burn"] } };
      const freight = { ...spec.freight, general: ["road", "rail"] };
      expect(JSON.stringify(createContinent({ ...spec, links, sites, freight }))).toBe(JSON.stringify(continent));
    },
  );

  test("is the same whether defaults are said or left out", () => {
    const said = {
      ...twoTowns,
      carriers: { ...twoTowns.carriers, coal: { primary: 1 } },
      goods: {
        ...twoTowns.goods,
        bread: { freight: "general", local: false, unit: "t", tonnesPerUnit: 1, disposal: 0 },
      },
      areas: { ...twoTowns.areas, south: { ...twoTowns.areas.south, supply: { ore: 0 }, resources: {} } },
    };
    expect(JSON.stringify(createContinent(said))).toBe(JSON.stringify(continent));
  });

  test("is frozen all through", () => {
    everyPart(continent, (part) => expect(Object.isFrozen(part)).toBe(true));
  });

  test("is plain data that structuredClone and JSON give back", () => {
    expect(structuredClone(continent)).toStrictEqual(continent);
    expect(JSON.parse(JSON.stringify(continent))).toStrictEqual(continent);
  });

  test("does not share anything with the description it came from", () => {
    const spec = structuredClone(twoTowns) as ContinentSpec;
    const made = createContinent(spec);
    everyPart(spec, (part) => {
      if (typeof part === "object") expect(Object.isFrozen(part)).toBe(false);
    });
    expect(made).toStrictEqual(continent);
  });
});

describe("defaults", () => {
  test("name sizes by their place and let one module be built", () => {
    const { oven } = continent.sites;
    expect(oven.sizes[0]).toEqual({
      name: "1",
      capacity: { bake: 200000 },
      energyToBuild: 2e8,
      life: 25,
      buildPerYear: 8e6,
      keep: 2e6,
      energyFactor: 1,
      needs: {},
      buildGoods: {},
      stand: 0,
      most: 1,
      closing: 0,
    });
  });

  test("let all that stands stand where most is not said", () => {
    const sites = { w: { area: "a", recipes: ["bake"], sizes: [{ capacity: 1, stand: 3 }] } };
    const made = small({ recipes: { bake: { makes: { bread: 1 } } }, sites });
    expect(made.sites.w.sizes[0].most).toBe(3);
  });

  test("take one capacity for every recipe", () => {
    const recipes = { bake: { makes: { bread: 1 } }, roast: { makes: { bread: 2 } } };
    const sites = { w: { area: "a", recipes: ["roast", "bake"], sizes: [{ capacity: 7 }] } };
    expect(small({ recipes, sites }).sites.w.sizes[0].capacity).toEqual({ bake: 7, roast: 7 });
  });

  test("measure a link over the great circle times the mode's detour, in whole metres", () => {
    const link = continent.links.find(({ id }) => id === "road:north-south#2");
    const metres = greatCircleMetres(continent.areas.north.at, continent.areas.south.at);
    expect(link?.km).toBe(Math.round(metres * 1.3) / 1000);
  });

  test("keep a resource of which there is none, and a penalty of zero", () => {
    const areas = { a: { at: [0, 0], resources: { water: 0 } } } as const;
    const made = createContinent({ goods: { bread: {} }, areas, shortage: { bread: 0 } });
    expect(made.areas.a.resources).toEqual({ water: 0 });
    expect(made.shortage).toEqual({ bread: 0 });
  });
});

describe("links", () => {
  test("without an id are named by mode and ends, with a number where that is taken", () => {
    expect(continent.links.map(({ id }) => id)).toEqual([
      "n-s",
      "road:north-south",
      "road:north-south#2",
      "road:south-north",
    ]);
  });

  test("never take a name that was given", () => {
    const modes = { road: { energyPerTonneKm: 1 } };
    const made = small({
      modes,
      links: [
        { between: ["a", "b"], mode: "road" },
        { id: "road:a-b", between: ["a", "b"], mode: "road", km: 3 },
      ],
    });
    expect(made.links.map(({ id, km }) => [id, km])).toEqual([
      ["road:a-b", 3],
      ["road:a-b#2", 111.195],
    ]);
  });

  test("one way have one factor, both ways have one each way", () => {
    const factors = continent.links.map(({ bothWays, factor }) => [bothWays, ...factor]);
    expect(factors).toContainEqual([false, 1.1, 1.1]);
    expect(factors).toContainEqual([true, 1, 1.2]);
  });
});

describe("rounding at the door", () => {
  const recipes = { bake: { makes: { bread: 0.12345 } } };

  test("counts nothing where all was whole already", () => {
    expect(small({ recipes }).rounding).toEqual({ quantities: 0, distances: 0, energies: 0 });
  });

  test("takes amounts to thousandths, distances to metres and yearly energies to whole MJ, and counts each", () => {
    const made = small({
      recipes,
      modes: { road: { energyPerTonneKm: 0.12345 } },
      areas: {
        a: { at: [0, 0], demand: { bread: 1.00049 }, supply: { bread: 0.0006 }, resources: { hours: 2.99996 } },
        b: { at: [0, 1] },
      },
      links: [{ between: ["a", "b"], mode: "road", km: 1.23456, capacity: 9.8765 }],
      sites: {
        w: {
          area: "a",
          recipes: ["bake"],
          siteEnergy: 0.6,
          sizes: [{ capacity: 1.23456, energyToBuild: 100, life: 30, keep: 2.5, closing: -0.2 }],
        },
      },
    });
    expect(made.areas.a.demand.bread).toBe(1);
    expect(made.areas.a.supply.bread).toBe(0.001);
    expect(made.areas.a.resources.hours).toBe(3);
    expect(made.links[0]).toMatchObject({ km: 1.235, capacity: 9.877 });
    const [size] = made.sites.w.sizes;
    expect(size).toMatchObject({ capacity: { bake: 1.235 }, buildPerYear: 3, energyToBuild: 100, keep: 3, closing: 0 });
    expect(Object.is(size.closing, 0)).toBe(true);
    expect(made.sites.w.siteEnergy).toBe(1);
    expect(made.rounding).toEqual({ quantities: 5, distances: 1, energies: 4 });
  });

  test("leaves what a recipe makes as it was typed", () => {
    expect(small({ recipes }).recipes.bake.makes.bread).toBe(0.12345);
  });
});

describe("the accounts", () => {
  test("accept a carrier that is also a good as an ordinary input", () => {
    const made = small({
      carriers: { electricity: {}, coal: {} },
      goods: { bread: {}, electricity: { unit: "MWh", local: true } },
      recipes: {
        generate: { makes: { electricity: 1 }, energy: { coal: 9000 } },
        bake: { makes: { bread: 1 }, takes: { electricity: 0.8 } },
      },
    });
    expect(made.recipes.bake.takes).toEqual({ electricity: 0.8 });
  });

  test("accept heat that final energy paid for", () => {
    const goods = { bread: {}, water: { heat: 0 }, hydrogen: { heat: 120000 } };
    const recipe = { makes: { hydrogen: 1 }, takes: { water: 9 }, energy: 180000 };
    expect(small({ goods, recipes: { split: recipe } }).recipes.split.energy).toBe(180000);
  });

  test("let one product of a recipe go unstated where nobody demands any: it is what the recipe is run for", () => {
    const goods = { bread: {}, iron: {}, slag: { disposal: 0 } };
    const made = small({ goods, recipes: { smelt: { makes: { iron: 1, slag: 0.3 } } } });
    expect(made.goods.iron.disposal).toBe(0);
  });
});
