import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { InvalidContinentError } from "../src/base/errors.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { validateContinent } from "../src/model/validate-continent.ts";
import { type Damage, damage, expectIssuesOrContinent } from "./malformed-damage.ts";
import { type Loose, loosely } from "./model-example.ts";

/** What is made of the two towns, and the code, path and part of the remedy that must come of it. */
type Row = readonly [make: (spec: Loose) => unknown, code: string, path: string, remedy: string | RegExp];

/** Puts any value where the example had another. */
function put(target: Loose, field: string, value: unknown): void {
  (target as Record<string, unknown>)[field] = value;
}

/** The two towns after a change. */
function edit(change: (spec: Loose) => void): (spec: Loose) => unknown {
  return (spec) => {
    change(spec);
    return spec;
  };
}

/** The two towns with one value put at a place, "sites.oven.area". */
function at(place: string, value: unknown): (spec: Loose) => unknown {
  return edit((spec) => {
    const steps = place.split(".");
    const last = steps.pop()!;
    put(
      steps.reduce((part, step) => part[step], spec),
      last,
      value,
    );
  });
}

function without(place: string): (spec: Loose) => unknown {
  return at(place, undefined);
}

function throwing(): object {
  return new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("no keys");
      },
    },
  );
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

const own = (key: string, value: unknown): object => JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`);

const TABLE: Readonly<Record<string, Row>> = {
  // The whole.
  "a list for a record whose fields are known": [
    at("options", ["bread"]),
    "value.wrong-type",
    "options",
    "{ singleSource, mostSites, shareCaps, reserve }",
  ],
  "nothing at all": [() => undefined, "value.wrong-type", "", "Write a record"],
  null: [() => null, "value.wrong-type", "", "Write a record"],
  "a text": [() => "continent", "value.wrong-type", "", "Write a record"],
  "a list": [() => [], "value.wrong-type", "", "Write a record"],
  "a Map": [() => new Map([["goods", {}]]), "value.wrong-type", "", "{ ...it }"],
  "a function": [() => () => ({}), "value.wrong-type", "", "Write a record"],
  "an empty record": [() => ({}), "value.missing", "goods", "Add goods"],
  "a revoked proxy": [() => revoked(), "value.unreadable", "", "plain data"],
  "no areas": [at("areas", {}), "continent.no-areas", "areas", "Add areas"],
  "no goods": [at("goods", {}), "continent.no-goods", "goods", "Add goods"],
  "a misspelled part": [at("recipies", {}), "field.unknown", "recipies", '"recipes"'],
  "an empty name": [at("name", ""), "id.empty", "name", "name"],
  // Types.
  "a number in quotes": [at("areas.north.population", "1e6"), "value.wrong-type", "areas.north.population", "1000000"],
  "null for a number": [at("carriers.coal.primary", null), "value.wrong-type", "carriers.coal.primary", "number"],
  "an amount that is undefined": [
    at("areas.north.supply.ore", undefined),
    "value.wrong-type",
    "areas.north.supply.ore",
    "number",
  ],
  "an area that is undefined": [at("areas.north", undefined), "value.wrong-type", "areas.north", "Write a record"],
  "a bigint": [at("areas.north.supply.ore", 5n), "value.wrong-type", "areas.north.supply.ore", "number"],
  "a symbol": [at("goods.ore.freight", Symbol("bulk")), "value.wrong-type", "goods.ore.freight", "quotes"],
  "yes for true": [at("goods.heat.local", "yes"), "value.wrong-type", "goods.heat.local", "true or false"],
  "a record for a list": [at("links", {}), "value.wrong-type", "links", "[...]"],
  "a list for a record": [at("areas.north.demand", [1]), "value.wrong-type", "areas.north.demand", "{ ... }"],
  "a text for recipes": [at("sites.oven.recipes", "bake"), "value.wrong-type", "sites.oven.recipes", "[...]"],
  "a typed array for a place": [
    at("areas.north.at", new Float64Array(2)),
    "value.wrong-type",
    "areas.north.at",
    "[...]",
  ],
  "a date for an area": [at("areas.north", new Date(0)), "value.wrong-type", "areas.north", "{ ...it }"],
  "true for an energy": [at("recipes.bake.energy", true), "value.wrong-type", "recipes.bake.energy", "MJ"],
  "a wrong use": [at("goods.ore.use", "privat"), "value.not-a-choice", "goods.ore.use", "personal"],
  "a wrong disposal": [at("goods.slag.disposal", "forbiden"), "value.not-a-choice", "goods.slag.disposal", "forbidden"],
  // Missing.
  "no place": [without("areas.north.at"), "value.missing", "areas.north.at", "[longitude, latitude]"],
  "no area of a site": [without("sites.oven.area"), "value.missing", "sites.oven.area", "id of a area"],
  "no capacity": [without("sites.oven.sizes.0.capacity"), "value.missing", "sites.oven.sizes[0].capacity", "runs/yr"],
  "no mode of a link": [without("links.0.mode"), "value.missing", "links[0].mode", "mode"],
  "no ends of a link": [without("links.0.between"), "value.missing", "links[0].between", "[area, area]"],
  "no energy of a mode": [without("modes.rail.energyPerTonneKm"), "value.missing", "modes.rail.energyPerTonneKm", "MJ"],
  "no makes": [without("recipes.bake.makes"), "value.missing", "recipes.bake.makes", "one run makes"],
  "no sizes": [without("sites.oven.sizes"), "value.missing", "sites.oven.sizes", "Add sizes"],
  "an empty list of sizes": [at("sites.oven.sizes", []), "site.no-sizes", "sites.oven.sizes", "Add a size"],
  "an empty list of recipes": [at("sites.oven.recipes", []), "site.no-recipes", "sites.oven.recipes", "Name a recipe"],
  // Numbers.
  "not a number": [
    at("areas.north.demand.steel", Number.NaN),
    "number.not-finite",
    "areas.north.demand.steel",
    "finite",
  ],
  "an infinite capacity": [
    at("links.0.capacity", Infinity),
    "number.not-finite",
    "links[0].capacity",
    "leave the field out",
  ],
  "a negative demand": [at("areas.north.demand.bread", -1), "number.negative", "areas.north.demand.bread", "from 0"],
  "a negative energy": [at("recipes.smelt.energy.coal", -5), "number.negative", "recipes.smelt.energy.coal", "from 0"],
  "a negative disposal": [at("goods.slag.disposal", -5), "number.negative", "goods.slag.disposal", "from 0"],
  "a demand beyond the Earth": [
    at("areas.north.demand.bread", 1e13),
    "number.too-large",
    "areas.north.demand.bread",
    "units",
  ],
  "an energy of the sun": [
    at("sites.oven.sizes.0.keep", 1e300),
    "number.too-large",
    "sites.oven.sizes[0].keep",
    "units",
  ],
  "a capacity of nothing": [
    at("sites.oven.sizes.0.capacity", 0),
    "number.too-small",
    "sites.oven.sizes[0].capacity",
    "0.001",
  ],
  "a trace of a product": [
    at("recipes.bake.makes.bread", 1e-300),
    "number.too-small",
    "recipes.bake.makes.bread",
    "Write 0",
  ],
  "no life": [at("sites.oven.sizes.0.life", 0), "number.too-small", "sites.oven.sizes[0].life", "0.01"],
  "a life of an instant": [
    at("sites.oven.sizes.0.life", 1e-320),
    "number.too-small",
    "sites.oven.sizes[0].life",
    "0.01",
  ],
  "half a module": [at("sites.oven.sizes.0.most", 1.5), "number.not-whole", "sites.oven.sizes[0].most", "whole number"],
  "a minimum load above one": [
    at("sites.oven.minimumLoad", 40),
    "number.too-large",
    "sites.oven.minimumLoad",
    "from 0 to 1",
  ],
  "a detour shorter than straight": [at("modes.road.detour", 0.9), "number.too-small", "modes.road.detour", "from 1"],
  "a factor of zero": [at("sites.oven.siteFactor", 0), "number.too-small", "sites.oven.siteFactor", "from"],
  "a link round the Earth": [at("links.0.km", 560_000), "number.too-large", "links[0].km", "units"],
  "half a site": [at("options.mostSites.steel", 0.5), "number.not-whole", "options.mostSites.steel", "whole"],
  // Places.
  "a latitude beyond the pole": [at("areas.north.at", [60, 100]), "area.position", "areas.north.at", "wrong way round"],
  "a longitude beyond the date line": [
    at("areas.north.at", [200, 10]),
    "number.too-large",
    "areas.north.at[0]",
    "-180",
  ],
  "three coordinates": [at("areas.north.at", [1, 2, 3]), "area.position", "areas.north.at", "[longitude, latitude]"],
  "a place that is not a number": [
    at("areas.north.at", [1, Number.NaN]),
    "number.not-finite",
    "areas.north.at[1]",
    "finite",
  ],
  // Ids.
  "an area misspelled": [at("sites.oven.area", "sotuh"), "site.area-unknown", "sites.oven.area", '"south"'],
  "a recipe misspelled": [at("sites.oven.recipes", ["bke"]), "site.recipe-unknown", "sites.oven.recipes[0]", '"bake"'],
  "a good misspelled": [at("areas.north.demand.stell", 1), "area.good-unknown", "areas.north.demand.stell", '"steel"'],
  "a taken good misspelled": [
    at("recipes.smelt.takes.oar", 1),
    "recipe.good-unknown",
    "recipes.smelt.takes.oar",
    /There are|ore/,
  ],
  "a carrier misspelled": [
    at("recipes.bake.energy.Electricity", 1),
    "recipe.carrier-unknown",
    "recipes.bake.energy.Electricity",
    '"electricity"',
  ],
  "a mode's carrier unknown": [
    at("modes.road.terminal.oil", 1),
    "mode.carrier-unknown",
    "modes.road.terminal.oil",
    "There are: ",
  ],
  "a mode misspelled": [at("links.0.mode", "rial"), "link.mode-unknown", "links[0].mode", '"rail"'],
  "a link's end unknown": [at("links.2.to", "nroth"), "link.area-unknown", "links[2].to", '"north"'],
  "a freight class misspelled": [
    at("goods.ore.freight", "bluk"),
    "good.freight-unknown",
    "goods.ore.freight",
    '"bulk"',
  ],
  "a class with an unknown mode": [at("freight.bulk", ["train"]), "freight.mode-unknown", "freight.bulk[0]", "rail"],
  "a shortage of what is not": [at("shortage.bred", 1), "shortage.good-unknown", "shortage.bred", '"bread"'],
  "sites for what is not": [
    at("options.mostSites.iron", 1),
    "options.good-unknown",
    "options.mostSites.iron",
    "There are",
  ],
  "the name __proto__": [
    edit((spec) => put(spec, "goods", own("__proto__", {}))),
    "id.reserved",
    "goods.__proto__",
    "another name",
  ],
  "the name constructor": [
    at("areas.constructor", { at: [0, 0] }),
    "id.reserved",
    "areas.constructor",
    "constructor-1",
  ],
  "the prototype as a part": [
    edit((spec) => put(spec, "goods", { __proto__: { ore: {} } })),
    "value.wrong-type",
    "goods",
    "{ ...it }",
  ],
  "the field __proto__": [
    edit((spec) => put(spec["areas"], "north", own("__proto__", 1))),
    "field.unknown",
    "areas.north.__proto__",
    "There are",
  ],
  "an id of nothing": [edit((spec) => put(spec["goods"], "", {})), "id.empty", 'goods[""]', "Give it a name"],
  "an id that rings": [
    edit((spec) => put(spec["goods"], "or\u0007e", {})),
    "id.invisible",
    'goods["or\\u0007e"]',
    "letters that print",
  ],
  "an id of half a letter": [
    edit((spec) => put(spec["goods"], "\ud800", {})),
    "id.invisible",
    'goods["\\ud800"]',
    "letters that print",
  ],
  "an id that ends with a space": [
    edit((spec) => put(spec["goods"], "ore ", {})),
    "id.invisible",
    'goods["ore "]',
    '"ore"',
  ],
  "a gigantic id": [
    edit((spec) => put(spec["goods"], "x".repeat(1e6), {})),
    "id.too-long",
    `goods["${"x".repeat(60)}"... (1000000 letters)]`,
    "200",
  ],
  // Fields.
  "a size's field misspelled": [
    at("sites.oven.sizes.0.capcity", 5),
    "field.unknown",
    "sites.oven.sizes[0].capcity",
    '"capacity"',
  ],
  "an area's field misspelled": [at("areas.north.demmand", {}), "field.unknown", "areas.north.demmand", '"demand"'],
  "a field from elsewhere": [at("goods.ore.colour", "red"), "field.unknown", "goods.ore.colour", "There are: freight"],
  // Hostile values.
  "a getter that throws": [
    edit((spec) => {
      Object.defineProperty(spec["areas"]["north"], "population", {
        enumerable: true,
        get: () => {
          throw new Error("no");
        },
      });
    }),
    "value.unreadable",
    "areas.north.population",
    "plain data",
  ],
  "a proxy that throws": [at("sites", throwing()), "value.unreadable", "sites", "plain data"],
  "a revoked proxy inside": [at("areas.north.at", revoked()), "value.wrong-type", "areas.north.at", "list"],
  "a cycle": [edit((spec) => put(spec["goods"], "ore", spec)), "field.unknown", "goods.ore.goods", "There are"],
  "a thousand levels": [
    at("recipes.bake.energy", nested(1000)),
    "recipe.carrier-unknown",
    "recipes.bake.energy.a",
    "There are",
  ],
  "a list full of holes": [at("links", new Array(1000)), "list.hole", "links[0]", "hole"],
  "a list of four thousand million holes": [
    at("links", new Array(2 ** 32 - 1)),
    "continent.too-large",
    "links",
    "smaller",
  ],
  // Sites and sizes.
  "more standing than may be": [
    at("sites.ironworks.sizes.1.stand", 3),
    "size.stand-above-most",
    "sites.ironworks.sizes[1].most",
    "3 or more",
  ],
  "closing that wins energy": [
    at("sites.oven.sizes.0.closing", -8e6 - 1),
    "size.closing-saves-too-much",
    "sites.oven.sizes[0].closing",
    "-8000000 or more",
  ],
  "a recipe without a capacity": [
    at("sites.stove.sizes.0.capacity", { bake: 1 }),
    "size.capacity-missing",
    "sites.stove.sizes[0].capacity",
    "Add burn",
  ],
  "a capacity for another recipe": [
    at("sites.oven.sizes.0.capacity", { bake: 1, burn: 1 }),
    "size.recipe-unknown",
    "sites.oven.sizes[0].capacity.burn",
    "There are: bake",
  ],
  "two sizes of one name": [
    at("sites.ironworks.sizes.0.name", "large"),
    "size.name-repeated",
    "sites.ironworks.sizes[1]",
    "name of its own",
  ],
  "a recipe listed twice": [
    at("sites.oven.recipes", ["bake", "bake"]),
    "list.repeated",
    "sites.oven.recipes[1]",
    "once",
  ],
  // Goods.
  "a tonne of half a tonne": [
    at("goods.ore.tonnesPerUnit", 0.5),
    "good.tonne-weight",
    "goods.ore.tonnesPerUnit",
    "Say the unit",
  ],
  "a unit of unknown weight": [
    at("goods.wood.unit", "m3"),
    "good.weight-missing",
    "goods.wood.tonnesPerUnit",
    "Add tonnesPerUnit",
  ],
  "a local good with freight": [at("goods.ore.local", true), "good.local-freight", "goods.ore.freight", "Leave out"],
  "a by-product that does not say": [
    without("goods.slag.disposal"),
    "good.disposal-missing",
    "goods.slag.disposal",
    '"forbidden"',
  ],
  "demand beyond counting": [
    edit((spec) => {
      for (let i = 0; i < 10; i++) put(spec["areas"], `a${i}`, { at: [0, 0], demand: { bread: 1e12 } });
    }),
    "good.total-too-large",
    "goods.bread",
    "larger unit",
  ],
  // Recipes and the accounts of energy.
  "a recipe that does nothing": [at("recipes.bake.makes", {}), "recipe.empty", "recipes.bake", "Say what it makes"],
  "a mine that takes": [
    at("recipes.mine.takes", { wood: 1 }),
    "recipe.from-nature-takes",
    "recipes.mine.takes",
    "fromNature",
  ],
  "energy counted twice": [
    edit((spec) => put(spec["goods"], "coal", {})),
    "energy.counted-twice",
    "recipes.smelt.energy.coal",
    "to takes",
  ],
  "freight's energy counted twice": [
    edit((spec) => put(spec["goods"], "diesel", {})),
    "energy.counted-twice",
    "modes.road.terminal.diesel",
    "another id",
  ],
  "energy from nothing": [at("recipes.burn.makes.heat", 5), "energy.from-nothing", "recipes.burn", "Correct makes"],
  // Links.
  "a link to itself": [at("links.0.between", ["north", "north"]), "link.to-itself", "links[0]", "two areas"],
  "a link between three": [
    at("links.0.between", ["north", "south", "north"]),
    "link.ends",
    "links[0].between",
    "[area, area]",
  ],
  "a link both ways and one way": [at("links.0.from", "north"), "link.ends", "links[0]", "Keep between"],
  "a link that only leaves": [without("links.2.to"), "value.missing", "links[2].to", "id of a area"],
  "three factors": [at("links.3.factor", [1, 2, 3]), "link.factor", "links[3].factor", "[out, back]"],
  "two links of one id": [at("links.1.id", "n-s"), "link.id-repeated", "links[1].id", "an id of its own"],
  "a loss of everything": [at("links.0.loss", 1), "number.too-large", "links[0].loss", "0.999"],
  "a link size without room": [
    at("links.0.sizes", [{}]),
    "value.missing",
    "links[0].sizes[0].capacity",
    "t/yr each way",
  ],
  "two link sizes of one name": [
    at("links.0.sizes", [
      { name: "wide", capacity: 1 },
      { name: "wide", capacity: 2 },
    ]),
    "size.name-repeated",
    "links[0].sizes[1]",
    "a name of its own",
  ],
  "a terminal nowhere": [
    at("terminals", [{ area: "nroth", mode: "rail", capacity: 1 }]),
    "terminal.area-unknown",
    "terminals[0].area",
    '"north"',
  ],
  "a terminal of no mode": [
    at("terminals", [{ area: "north", mode: "rial", capacity: 1 }]),
    "terminal.mode-unknown",
    "terminals[0].mode",
    '"rail"',
  ],
  "a terminal without a mode": [
    at("terminals", [{ area: "north", capacity: 1 }]),
    "value.missing",
    "terminals[0].mode",
    "id of a mode",
  ],
  "a terminal that limits nothing": [
    at("terminals", [{ area: "north", mode: "rail" }]),
    "terminal.no-limit",
    "terminals[0]",
    "Add capacity",
  ],
  "a terminal described twice": [
    at("terminals", [
      { area: "north", mode: "rail", capacity: 1 },
      { area: "north", mode: "rail", sizes: [{ capacity: 2 }] },
    ]),
    "terminal.repeated",
    "terminals[1]",
    "Keep one",
  ],
  "a terminal of less than nothing": [
    at("terminals", [{ area: "north", mode: "rail", capacity: -1 }]),
    "number.negative",
    "terminals[0].capacity",
    "0",
  ],
  "a terminal size without room": [
    at("terminals", [{ area: "north", mode: "rail", sizes: [{}] }]),
    "value.missing",
    "terminals[0].sizes[0].capacity",
    "loaded and unloaded together",
  ],
  "a terminal with an id": [
    at("terminals", [{ area: "north", mode: "rail", capacity: 1, id: "yard" }]),
    "field.unknown",
    "terminals[0].id",
    "area",
  ],
  "a single source over a terminal that can fill": [
    edit((spec) => {
      put(spec, "terminals", [{ area: "north", mode: "road", capacity: 1e5 }]);
      put(spec, "options", { singleSource: ["bread"] });
    }),
    "option.needs-uncapacitated",
    "options.singleSource",
    "Leave those out of the terminals",
  ],
  "a link that takes what there is not": [
    at("links.0.takes", { wod: 0.1 }),
    "link.good-unknown",
    "links[0].takes.wod",
    "wood",
  ],
  "a link that makes a by-product": [
    at("links.0.makes", { wood: 0.1 }),
    "good.disposal-missing",
    "goods.wood.disposal",
    "forbidden",
  ],
  "goods built in that there are not": [
    at("sites.oven.sizes.0.buildGoods", { stel: 9 }),
    "size.good-unknown",
    "sites.oven.sizes[0].buildGoods.stel",
    "steel",
  ],
  "a site that must open and cannot": [
    at("sites.oven", { area: "south", recipes: ["bake"], sizes: [{ capacity: 1, most: 0 }], open: true }),
    "site.cannot-open",
    "sites.oven.open",
    "most: 1",
  ],
  // Options.
  "a single source on a link that can fill": [
    at("options.singleSource", ["bread"]),
    "option.needs-uncapacitated",
    "options.singleSource",
    "other modes",
  ],
  "a cap on shares of areas on a link that can fill": [
    at("options.shareCaps", [{ good: "steel", by: "site", of: "area", share: 0.5 }]),
    "option.needs-uncapacitated",
    "options.shareCaps",
    "leave out the option",
  ],
  "a single source of nothing known": [
    at("options.singleSource", ["bred"]),
    "options.good-unknown",
    "options.singleSource[0]",
    '"bread"',
  ],
  "a single source said twice": [
    at("options.singleSource", ["bread", "bread"]),
    "list.repeated",
    "options.singleSource[1]",
    "once",
  ],
  "a cap on shares by nobody": [
    at("options.shareCaps", [{ good: "steel", of: "area", share: 0.5 }]),
    "value.missing",
    "options.shareCaps[0].by",
    "federation",
  ],
  "a cap on shares of nothing": [
    at("options.shareCaps", [{ good: "steel", by: "site", share: 0.5 }]),
    "value.missing",
    "options.shareCaps[0].of",
    "continent",
  ],
  "a cap on shares by a word that is none": [
    at("options.shareCaps", [{ good: "steel", by: "sight", of: "area", share: 0.5 }]),
    "value.not-a-choice",
    "options.shareCaps[0].by",
    "There are: site",
  ],
  "a share above one": [
    at("options.shareCaps", [{ good: "steel", by: "site", of: "continent", share: 50 }]),
    "number.too-large",
    "options.shareCaps[0].share",
    "0 to 1",
  ],
  "two caps on the same shares": [
    at("options.shareCaps", [
      { good: "steel", by: "site", of: "continent", share: 0.5 },
      { good: "steel", by: "site", of: "continent", share: 0.4 },
    ]),
    "option.repeated",
    "options.shareCaps[1]",
    "Keep the one",
  ],
  "a reserve without a share": [
    at("options.reserve", [{ good: "steel" }]),
    "value.missing",
    "options.reserve[0].share",
    "a number",
  ],
};

describe("a malformed continent", () => {
  test.each(Object.entries(TABLE))("%s is refused with where it is and what to type", (_, row) => {
    const [make, code, path, remedy] = row;
    const spec = make(loosely());
    const issues = validateContinent(spec);
    const found = issues.find((issue) => issue.code === code && issue.path === path);
    expect(issues.map((issue) => `${issue.code} at ${issue.path}`)).toContain(`${code} at ${path}`);
    expect(found?.remedy).toMatch(typeof remedy === "string" ? literally(remedy) : remedy);
    for (const issue of issues) expect(issue.message.length).toBeLessThan(1000);
    expect(() => createContinent(spec as ContinentSpec)).toThrow(InvalidContinentError);
  });

  test("has all its issues reported at once", () => {
    const spec = loosely();
    at("sites.oven.area", "nowhere")(spec);
    at("areas.north.demand.bread", -1)(spec);
    at("links.0.km", Number.NaN)(spec);
    const codes = validateContinent(spec).map(({ code }) => code);
    expect(codes.sort()).toEqual(["number.negative", "number.not-finite", "site.area-unknown"]);
  });

  test("with a million wrong entries is reported in full for the first ten thousand, and counted beyond", () => {
    const demand = Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`x${i}`, 1]));
    const issues = validateContinent({ goods: { bread: {} }, areas: { a: { at: [0, 0], demand } } });
    expect(issues).toHaveLength(10_001);
    expect(issues.at(-1)).toMatchObject({ code: "issues.too-many", message: expect.stringContaining("90000") });
  });

  test("cannot answer differently when it is read a second time", () => {
    let reads = 0;
    const bread = {
      get tonnesPerUnit() {
        return ++reads === 1 ? 1 : Number.NaN;
      },
    };
    const continent = createContinent({ goods: { bread }, areas: { a: { at: [0, 0] } } });
    expect(continent.goods.bread.tonnesPerUnit).toBe(1);
    expect(reads).toBe(1);
  });

  test.prop([fc.anything({ withBigInt: true, withSparseArray: true, withTypedArray: true, withNullPrototype: true })], {
    seed: 21,
    numRuns: 300,
  })("of any kind whatever is refused without another error", (value) => {
    expect(validateContinent(value).length).toBeGreaterThan(0);
  });

  test.prop([damage], { seed: 22, numRuns: 150 })(
    "by chance gives issues or else a continent, never both nor neither",
    (how: Damage) => {
      expectIssuesOrContinent(how);
    },
  );
});

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
