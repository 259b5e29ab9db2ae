import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { InvalidContinentError } from "../src/base/errors.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import type { ContinentChanges } from "../src/model/changes.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { loadContinent, saveContinent } from "../src/model/save-continent.ts";
import type { Continent } from "../src/model/types.ts";
import { loosely, twoTowns } from "./model-example.ts";

const continent = createContinent(twoTowns);
const text = JSON.stringify(continent);

/** A continent in which something of each kind was rounded. */
const uneven = createContinent({
  ...twoTowns,
  areas: { ...twoTowns.areas, south: { at: [12, 55], demand: { bread: 0.12345 } } },
  sites: {
    oven: { area: "south", recipes: ["bake"], siteEnergy: 0.4, sizes: [{ capacity: 5, energyToBuild: 100, life: 7 }] },
  },
  links: [{ between: ["north", "south"], mode: "rail", km: 1.00049 }],
});

function issuesOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidContinentError) return error.issues.map(({ code, path }) => `${code} at ${path}`);
    throw error;
  }
  return [];
}

function changed(changes: unknown, of: Continent = continent): Continent {
  return changeContinent(of, changes as ContinentChanges);
}

describe("changing a continent", () => {
  test("by nothing gives the same continent, its rounding included", () => {
    expect(JSON.stringify(changed({}))).toBe(text);
    expect(uneven.rounding).toEqual({ quantities: 1, distances: 1, energies: 2 });
    expect(JSON.stringify(changed({}, uneven))).toBe(JSON.stringify(uneven));
  });

  test("leaves the first as it was and freezes the second", () => {
    const second = changed({ scale: [{ transport: 2 }] });
    expect(JSON.stringify(continent)).toBe(text);
    expect(Object.isFrozen(second.modes.rail)).toBe(true);
  });

  test("scales the energy of all transport in one line", () => {
    const { modes } = changed({ scale: [{ transport: 2 }] });
    expect(modes.rail).toEqual({ energyPerTonneKm: { electricity: 0.2 }, terminal: { electricity: 20 }, detour: 1 });
    expect(modes.road).toEqual({ energyPerTonneKm: { diesel: 2.8 }, terminal: { diesel: 4 }, detour: 1.3 });
  });

  test.prop([fc.constantFrom("transport", "production", "construction", "standing", "surplus")], { seed: 31 })(
    "by a power of two and back is no change",
    (what) => {
      const there = changed({ scale: [{ [what]: 4 }] });
      expect(JSON.stringify(there)).not.toBe(text);
      expect(JSON.stringify(changed({ scale: [{ [what]: 0.25 }] }, there))).toBe(text);
    },
  );

  test("scales one mode, recipe, carrier, good, resource or area", () => {
    const { modes, recipes, carriers, areas } = changed({
      scale: [
        { mode: "rail", by: 3 },
        { recipe: "bake", by: 2 },
        { carrier: "coal", by: 1.5 },
        { demand: "steel", by: 2 },
        { demand: "bread", by: 0.5, area: "north" },
        { supply: "ore", by: 2 },
        { resource: "hours", by: 0.5 },
        { people: "south", by: 2 },
      ],
    });
    expect(modes.rail.terminal).toEqual({ electricity: 30 });
    expect(modes.road).toEqual(continent.modes.road);
    expect(recipes.bake.energy).toEqual({ electricity: 6000 });
    expect(carriers.coal.primary).toBe(1.5);
    expect(areas.north).toMatchObject({
      population: 1e6,
      demand: { steel: 6e5, bread: 3e4, heat: 700 },
      supply: { ore: 2e6, wood: 2e5 },
      resources: { hours: 1e6 },
    });
    expect(areas.south).toMatchObject({ population: 4e6, demand: { steel: 24e5, bread: 24e4 } });
  });

  test("limits sites, sizes, links, supplies, resources and the number of works", () => {
    const { sites, links, areas, options } = changed({
      limit: [
        { site: "oven", most: 5 },
        { site: "ironworks", size: "large", most: 1 },
        { link: "n-s", most: 3 },
        { supply: "wood", area: "north", most: 7 },
        { resource: "water", area: "south", most: 0 },
        { sitesMaking: "bread", most: 1 },
      ],
    });
    expect(sites.oven.sizes[0].most).toBe(5);
    expect(sites.ironworks.sizes.map(({ most }) => most)).toEqual([1, 1]);
    expect(links.find(({ id }) => id === "n-s")?.capacity).toBe(3);
    expect(areas.north.supply.wood).toBe(7);
    expect(areas.south.resources).toEqual({ water: 0 });
    expect(options.mostSites).toEqual({ bread: 1, steel: 3 });
  });

  test("limits demand, and never raises it", () => {
    const { areas } = changed({
      limit: [
        { demand: "steel", area: "north", most: 1e5 },
        { demand: "bread", area: "south", most: 1e9 },
        { demand: "ore", area: "south", most: 5 },
      ],
    });
    expect(areas.north.demand).toEqual({ ...continent.areas.north.demand, steel: 1e5 });
    expect(areas.south.demand).toEqual(continent.areas.south.demand);
  });

  test("caps the share of a good that a group may have, in place of the cap there was", () => {
    const cap = (most: number) => changed({ limit: [{ shareOf: "bread", by: "site", of: "continent", most }] });
    expect(cap(0.5).options.shareCaps).toEqual([{ good: "bread", by: "site", of: "continent", share: 0.5 }]);
    const twice = changeContinent(cap(0.5), {
      limit: [{ shareOf: "bread", by: "site", of: "continent", most: 0.7 }],
    });
    expect(twice.options.shareCaps).toEqual([{ good: "bread", by: "site", of: "continent", share: 0.7 }]);
    expect(issuesOf(() => changed({ limit: [{ shareOf: "bread", by: "town", of: "continent", most: 0.5 }] }))).toEqual([
      "value.not-a-choice at changes.limit[0].by",
    ]);
  });

  test("relaxes minimum loads, single sizes, forbidden surplus and options", () => {
    const strict = createContinent({ ...twoTowns, goods: { ...twoTowns.goods, slag: { disposal: "forbidden" } } });
    const { sites, goods } = changed(
      { relax: { minimumLoad: ["ironworks"], oneSize: ["ironworks"], disposal: ["slag", "steel"] } },
      strict,
    );
    expect([sites.ironworks.minimumLoad, sites.ironworks.oneSize]).toEqual([0, false]);
    expect([goods.slag.disposal, goods.steel]).toEqual([0, strict.goods.steel]);
    const strictOptions = createContinent({
      ...twoTowns,
      options: {
        singleSource: ["heat"],
        shareCaps: [{ good: "bread", by: "site", of: "continent", share: 0.5 }],
        reserve: [{ good: "steel", share: 0.1 }],
      },
    });
    const lifted = { singleSource: ["heat"], shareCaps: ["bread"], reserve: ["steel"] };
    const { options } = changed({ relax: lifted }, strictOptions);
    expect(options).toEqual({ singleSource: [], mostSites: {}, shareCaps: [], reserve: [] });
    const unknown = { minimumLoad: ["iron"], disposal: ["slog"], mostSites: [] };
    expect(issuesOf(() => changed({ relax: unknown }))).toEqual([
      "field.unknown at changes.relax.mostSites",
      "change.site-unknown at changes.relax.minimumLoad[0]",
      "change.good-unknown at changes.relax.disposal[0]",
    ]);
  });

  test("closes sites and links, which stay known by their ids", () => {
    const { sites, links } = changed({ close: { sites: ["ironworks"], links: ["n-s"] } });
    expect(sites.ironworks.open).toBe(false);
    // What stands stays in the description: taking it down may cost or save energy.
    expect(sites.ironworks.sizes).toEqual(continent.sites.ironworks.sizes);
    expect(links.find(({ id }) => id === "n-s")?.capacity).toBe(0);
  });

  test("closes, forbids building, and limits what stands of links that may be built", () => {
    const buildable = createContinent({
      ...twoTowns,
      links: [{ id: "n-s", between: ["north", "south"], mode: "rail", capacity: 9, sizes: [{ capacity: 1 }] }],
    });
    expect(changed({ close: { links: ["n-s"] } }, buildable).links[0]).toMatchObject({ capacity: 0, sizes: [] });
    expect(changed({ forbid: { links: ["n-s"] } }, buildable).links[0]).toMatchObject({ capacity: 9, sizes: [] });
    const { capacity, sizes } = changed({ limit: [{ link: "n-s", most: 3 }] }, buildable).links[0];
    expect([capacity, sizes]).toEqual([3, buildable.links[0].sizes]);
  });

  test("forces sites to be open, also those that were closed before, but not those it closes", () => {
    expect(changed({ force: { sites: ["oven"] } }).sites.oven.open).toBe(true);
    const closed = changed({ close: { sites: ["oven"] } });
    expect(changed({ force: { sites: ["oven"] } }, closed).sites.oven.open).toBe(true);
    expect(issuesOf(() => changed({ close: { sites: ["oven"] }, force: { sites: ["oven"] } }))).toEqual([
      "change.forced-and-closed at changes.force.sites",
    ]);
  });

  test("forbids new works, recipes and modes, and leaves what stands", () => {
    const { sites, links } = changed({ forbid: { sites: ["ironworks"], recipes: ["bake"], modes: ["road"] } });
    expect(sites.ironworks.sizes.map(({ stand, most }) => [stand, most])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(Object.keys(sites)).toEqual(["ironworks", "pit", "stove"]);
    expect(sites.stove.recipes).toEqual(["burn"]);
    expect(sites.stove.sizes[0].capacity).toEqual({ burn: 1000 });
    expect(links.map(({ id }) => id)).toEqual(["n-s"]);
  });

  test("removes an area with its sites and links", () => {
    const { areas, sites, links } = changed({ remove: { areas: ["south"] } });
    expect([Object.keys(areas), Object.keys(sites), links]).toEqual([["north"], ["ironworks", "stove"], []]);
  });

  test("replaces what it removes and adds", () => {
    const oven = { area: "south", recipes: ["bake"], sizes: [{ capacity: 9 }] };
    const areas = { east: { at: [20, 50] } };
    const links = [{ between: ["east", "south"], mode: "road" }];
    const made = changed({ remove: { sites: ["oven"] }, add: { sites: { oven }, areas, links }, name: "three towns" });
    expect(made.sites.oven.sizes[0].capacity).toEqual({ bake: 9 });
    expect(made.links.map(({ id }) => id)).toContain("road:east-south");
    expect(made.name).toBe("three towns");
  });

  test("reports everything that is wrong with the changes at once, with a suggestion", () => {
    const changes = {
      remov: {},
      remove: { areas: ["sout"] },
      scale: [{ transport: -1 }, { mode: "rial", by: 2 }, { mode: "rail", recipe: "bake", by: 2 }, { by: 2 }, {}],
      limit: [
        { site: "oven", most: 1.5 },
        { link: "n-s", most: 1, area: "north" },
        { site: "pit", most: 0 },
      ],
      close: { sites: ["pit"] },
      force: { sites: ["pit"] },
      add: { sites: { oven: {} } },
    };
    expect(issuesOf(() => changed(changes))).toEqual([
      "field.unknown at changes.remov",
      "change.area-unknown at changes.remove.areas[0]",
      "number.negative at changes.scale[0].transport",
      "change.mode-unknown at changes.scale[1].mode",
      "change.shape at changes.scale[2]",
      "change.shape at changes.scale[3]",
      "change.shape at changes.scale[4]",
      "number.not-whole at changes.limit[0].most",
      "change.shape at changes.limit[1].area",
      "change.below-standing at changes.limit[2].most",
      "change.forced-and-closed at changes.force.sites",
      "change.exists at changes.add.sites.oven",
    ]);
  });

  test("that would scale nothing is refused", () => {
    expect(issuesOf(() => changed({ scale: [{ supply: "ore", by: 2, area: "south" }] }))).toEqual([
      "change.nothing-to-scale at changes.scale[0]",
    ]);
  });

  test("into a continent that cannot be accepted is refused by the same door", () => {
    const sites = { mill: { area: "nroth", recipes: ["bake"], sizes: [{ capacity: 1 }] } };
    expect(issuesOf(() => changed({ add: { sites } }))).toEqual(["site.area-unknown at sites.mill.area"]);
  });

  test.prop([fc.anything({ withBigInt: true, withSparseArray: true }), fc.anything()], { seed: 32, numRuns: 200 })(
    "with anything whatever either works or lists issues",
    (changes, scale) => {
      issuesOf(() => changed(changes));
      issuesOf(() => changed({ scale, limit: scale, close: scale, forbid: scale, remove: scale, add: scale }));
      expect(issuesOf(() => changeContinent(changes as Continent, {})).length).toBeGreaterThan(0);
    },
  );
});

describe("saving and loading", () => {
  test("is the identity", () => {
    for (const each of [continent, uneven, changed({ scale: [{ demand: "bread", by: 0.3 }] }, uneven)]) {
      const loaded = loadContinent(saveContinent(each));
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(each));
      expect(Object.isFrozen(loaded.areas.north)).toBe(true);
    }
  });

  const saved = saveContinent(continent);

  test.prop([fc.nat(saved.length - 1)], { seed: 33, numRuns: 100 })("refuses a text that breaks off", (length) => {
    expect(issuesOf(() => loadContinent(saved.slice(0, length)))).toEqual(["load.text at "]);
  });

  const hostile: Readonly<Record<string, readonly [text: unknown, issue: string]>> = {
    "no text": [undefined, "load.text at "],
    "another format": ['{"format":"plan","version":1}', "load.format at format"],
    "a list": ["[]", "load.format at format"],
    "no version": ['{"format":"katascope-continent"}', "load.version at version"],
    "a later version": [saved.replace('"version":1', '"version":2'), "load.version at version"],
    "a version in quotes": [saved.replace('"version":1', '"version":"1"'), "load.version at version"],
    "a million brackets": ["[".repeat(1e6), "load.text at "],
    "a name of the language": [saved.replace('"wood":{', '"__proto__":{'), "id.reserved at goods.__proto__"],
    "a number beyond all": [saved.replace('"km":560', '"km":1e999'), "number.not-finite at links[0].km"],
    "an unknown field": [saved.replace('"km":560', '"kn":560'), "field.unknown at links[0].kn"],
    "half a rounding": [saved.replace('"distances":0', '"distances":0.5'), "number.not-whole at rounding.distances"],
  };

  test.each(Object.entries(hostile))("refuses a text with %s", (_, [broken, issue]) => {
    expect(issuesOf(() => loadContinent(broken as string))).toContain(issue);
  });

  test("says what to do about a text of a later version", () => {
    expect(() => loadContinent(saved.replace('"version":1', '"version":7'))).toThrow(
      /version 7.*[\s\S]*Update katascope/,
    );
  });

  test("refuses to save what could not be loaded", () => {
    const broken = {
      ...continent,
      areas: { ...continent.areas, south: { ...continent.areas.south, population: Number.NaN } },
    };
    expect(issuesOf(() => saveContinent(broken))).toEqual(["number.not-finite at areas.south.population"]);
    expect(issuesOf(() => saveContinent(loosely() as unknown as Continent)).length).toBeGreaterThan(0);
  });
});
