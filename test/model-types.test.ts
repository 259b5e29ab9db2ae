import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidContinentError } from "../src/base/errors.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { defineContinent } from "../src/model/define-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { twoTowns } from "./model-example.ts";

const areas = { north: { at: [10, 60] } } as const;
const goods = { bread: {} };

describe("defineContinent", () => {
  test("makes the same continent as createContinent", () => {
    expect(defineContinent(twoTowns)).toStrictEqual(createContinent(twoTowns));
    expectTypeOf(defineContinent).returns.toEqualTypeOf<Continent>();
  });

  test("compiles with ids that there are, in every place where one is named", () => {
    const continent = defineContinent({
      carriers: { electricity: {} },
      modes: { rail: { energyPerTonneKm: { electricity: 0.1 } } },
      freight: { bulk: ["rail"] },
      goods: { bread: { freight: "bulk" } },
      recipes: { bake: { makes: { bread: 1 }, energy: { electricity: 3000 } } },
      areas: { north: { at: [10, 60], demand: { bread: 1 } }, south: { at: [12, 55] } },
      sites: { oven: { area: "north", recipes: ["bake"], sizes: [{ capacity: { bake: 5 } }] } },
      links: [{ between: ["north", "south"], mode: "rail" }],
      options: { mostSites: { bread: 1 } },
      shortage: { bread: 10 },
    });
    expect(Object.keys(continent.sites)).toEqual(["oven"]);
  });

  // Each of these is refused twice: by the compiler (tsc fails where an expected error is missing) and at the door.
  const misspelled: Readonly<Record<string, () => Continent>> = {
    // @ts-expect-error there is no good "bred"
    "a demanded good": () => defineContinent({ goods, areas: { north: { at: [10, 60], demand: { bred: 1 } } } }),
    // @ts-expect-error there is no good "bred"
    "a product": () => defineContinent({ goods, areas, recipes: { bake: { makes: { bred: 1 } } } }),
    "a carrier": () =>
      defineContinent({
        goods,
        areas,
        carriers: { coal: {} },
        // @ts-expect-error there is no carrier "caol"
        recipes: { bake: { makes: { bread: 1 }, energy: { caol: 1 } } },
      }),
    // @ts-expect-error there is no freight class "bulk"
    "a freight class": () => defineContinent({ goods: { bread: { freight: "bulk" } }, areas }),
    "a mode": () =>
      defineContinent({
        goods,
        areas,
        modes: { rail: { energyPerTonneKm: 1 } },
        // @ts-expect-error there is no mode "rial"
        freight: { bulk: ["rial"] },
      }),
    // @ts-expect-error there is no good "bred"
    "a good of an option": () => defineContinent({ goods, areas, options: { mostSites: { bred: 1 } } }),
    // @ts-expect-error there is no good "bred"
    "a good that may be short": () => defineContinent({ goods, areas, shortage: { bred: 1 } }),
    "the area of a site": () =>
      defineContinent({
        goods,
        areas,
        recipes: { bake: { makes: { bread: 1 } } },
        // @ts-expect-error there is no area "nroth"
        sites: { oven: { area: "nroth", recipes: ["bake"], sizes: [{ capacity: 1 }] } },
      }),
    "the recipe of a site": () =>
      defineContinent({
        goods,
        areas,
        recipes: { bake: { makes: { bread: 1 } } },
        // @ts-expect-error there is no recipe "bkae"
        sites: { oven: { area: "north", recipes: ["bkae"], sizes: [{ capacity: 1 }] } },
      }),
    "the end of a link": () =>
      defineContinent({
        goods,
        areas,
        modes: { rail: { energyPerTonneKm: 1 } },
        // @ts-expect-error there is no area "nroth"
        links: [{ between: ["north", "nroth"], mode: "rail" }],
      }),
    // @ts-expect-error there is no field "demnad"
    "a field": () => defineContinent({ goods, areas: { north: { at: [10, 60], demnad: {} } } }),
  };

  test.each(Object.entries(misspelled))("does not compile, and throws, with %s misspelled", (_, make) => {
    expect(make).toThrow(InvalidContinentError);
  });
});

describe("createContinent", () => {
  test("takes any strings as ids", () => {
    expectTypeOf(createContinent).parameter(0).toEqualTypeOf<ContinentSpec>();
    const ids: string[] = ["a", "b"];
    const many = Object.fromEntries(ids.map((id) => [id, { at: [0, 0] as const }]));
    expect(Object.keys(createContinent({ goods, areas: many }).areas)).toEqual(ids);
  });

  test("does not take a figure in quotes", () => {
    // @ts-expect-error a population is a number
    expect(() => createContinent({ goods, areas: { a: { at: [0, 0], population: "5" } } })).toThrow(
      "without quotes: 5",
    );
  });
});
