import { describe, expect, test } from "vitest";
import { lp } from "../src/backends/lp.ts";
import { europe } from "../src/continents/europe.ts";
import { inspectContinent } from "../src/explain/inspect-continent.ts";
import type { Inspection } from "../src/explain/inspection.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { inspectionText } from "../src/report/inspection-text.ts";

/** Three towns on a line and an island; grain and salt go by land, bread is baked from grain. */
const towns = {
  name: "towns",
  modes: { rail: { energyPerTonneKm: 0.2 }, ship: { energyPerTonneKm: 0.1 } },
  freight: { land: ["rail"] },
  goods: { grain: { freight: "land" }, bread: { freight: "land" }, salt: { freight: "land" }, tools: {} },
  recipes: {
    bake: { makes: { bread: 1 }, takes: { grain: 0.8 }, needs: { hours: 2 }, energy: 3000 },
    forge: { makes: { tools: 1 }, energy: 20_000 },
  },
  areas: {
    east: { at: [12, 50], population: 1000, demand: { bread: 100, salt: 5, tools: 4 }, resources: { hours: 200 } },
    middle: {
      at: [11, 50],
      population: 2000,
      demand: { bread: 200, tools: 8 },
      supply: { grain: 500 },
      resources: { hours: 700 },
    },
    west: {
      at: [10, 50],
      population: 1000,
      demand: { bread: 100, tools: 4 },
      supply: { salt: 10 },
      resources: { hours: 0 },
    },
    island: { at: [10, 52], population: 10, demand: { salt: 1 }, resources: { hours: 0 } },
  },
  sites: {
    bakery: { area: "middle", recipes: ["bake"], sizes: [{ capacity: 300, most: 2 }] },
    smithy: { area: "east", recipes: ["forge"], sizes: [{ capacity: 10, keep: 5, most: 2 }] },
  },
  links: [
    { between: ["east", "middle"], mode: "rail" },
    { between: ["middle", "west"], mode: "rail" },
    { between: ["west", "island"], mode: "ship" },
  ],
} satisfies ContinentSpec;

function inspect(change: (spec: typeof towns) => object = () => ({})): Inspection {
  return inspectContinent(createContinent({ ...towns, ...change(structuredClone(towns)) }));
}

describe("inspecting a continent", () => {
  test("counts the linear problem's variables, whole numbers and rows without building it", () => {
    for (const continent of [europe({ areas: 6 }), createContinent(towns)]) {
      const { size } = inspectContinent(continent);
      const { problem } = formulateLinear(indexContinent(continent));
      const whole = problem.whole.reduce((sum, mark) => sum + mark, 0);
      expect(size).toMatchObject({ columns: problem.columnCount, rows: problem.rowCount, whole });
    }
  });

  test("predicts more seconds for more areas", () => {
    const seconds = [6, 24, 60].map((areas) => inspectContinent(europe({ areas })).predictedSeconds.linear);
    expect(seconds).toEqual([...seconds].sort((one, other) => one - other));
    expect(seconds[1]).toBeGreaterThan(4);
    expect(seconds[1]).toBeLessThan(12);
  });

  test("holds what is wanted against what can be had, with what works take", () => {
    const goods = Object.fromEntries(inspect().goods.map((good) => [good.good, good]));
    expect(goods.bread).toMatchObject({ demand: 400, needed: 400, capacity: 600, supply: 0, route: "coupled" });
    expect(goods.grain).toMatchObject({ demand: 0, needed: 320, supply: 500, capacity: 0 });
    expect(goods.salt).toMatchObject({ demand: 6, regions: 2, route: "flow" });
    expect(goods.tools).toMatchObject({ regions: 1, route: "location", because: [] });
    expect(goods.bread.because).toContain("its recipes take other goods");
    expect(goods.bread.together).toEqual(["grain"]);
    expect(goods.tools.together).toEqual([]);
  });

  test("names the areas that nothing leads to", () => {
    expect(inspect().unreachable).toEqual([{ good: "salt", areas: ["island"], elsewhere: true }]);
    expect(inspect(() => ({ sites: {} })).unreachable).toContainEqual({
      good: "tools",
      areas: ["east", "middle", "west"],
      elsewhere: false,
    });
  });

  test("takes a ring of goods that feeds itself for what can be had, and one that lacks an input for what cannot", () => {
    const ring = (supplied: string) =>
      createContinent({
        name: "ring",
        goods: { sand: {}, glass: {}, cullet: {} },
        recipes: {
          melt: { makes: { glass: 1 }, takes: { sand: 0.6, cullet: 0.4 } },
          collect: { makes: { cullet: 1 }, takes: { glass: 1 } },
        },
        areas: { town: { at: [10, 50], population: 10, demand: { glass: 5 }, supply: { [supplied]: 100 } } },
        sites: { works: { area: "town", recipes: ["melt", "collect"], sizes: [{ capacity: 20, most: 2 }] } },
        links: [],
        modes: {},
      });
    const looked = (supplied: string) => inspectContinent(ring(supplied));
    expect(looked("sand").unreachable).toEqual([]);
    expect(looked("cullet").unreachable).toEqual([{ good: "glass", areas: ["town"], elsewhere: false }]);
    const plan = requirePlan(planContinent(ring("sand"), { backend: lp() }));
    expect(plan.sites.map(({ site }) => site)).toEqual(["works"]);
  });

  test("finds links without the room that an area's needs take, by the modes its goods come by", () => {
    const narrow = (capacity: number, extra: object = {}) => {
      const links = towns.links.map((link, i) => (i === 1 ? { ...link, capacity, ...extra } : link));
      const middle = { ...towns.areas.middle, resources: { hours: 2000 } };
      const areas = { ...towns.areas, middle, island: { ...towns.areas.island, demand: {} } };
      return createContinent({ ...towns, areas, links });
    };
    const tight = (capacity: number, extra?: object) =>
      inspectContinent(narrow(capacity, extra)).bottlenecks.filter(({ kind }) => kind === "links");
    // Bread for the west comes by rail only; its tools might come by ship.
    const room = { kind: "links", id: "rail", areas: ["west"], areaCount: 1, wanted: 100 };
    expect(tight(90)).toEqual([{ ...room, available: 90, share: 100 / 90, certain: true }]);
    expect(tight(110)).toEqual([{ ...room, available: 110, share: 100 / 110, certain: false }]);
    expect(tight(130)).toEqual([]);
    expect(tight(90, { sizes: [{ capacity: 50, energyToBuild: 1, life: 1 }] })).toEqual([]);
    expect(inspectionText(inspectContinent(narrow(90)))).toMatch(
      /room on rail into west: 100(\.0)? t wanted of 90(\.0)? t, 111 %; cannot be met/,
    );
    expect(planContinent(narrow(90), { backend: lp(), method: "linear" }).status).toBe("infeasible");
    expect(planContinent(narrow(110), { backend: lp(), method: "linear" }).status).not.toBe("infeasible");
  });

  test("finds bottlenecks: what is certain to fall short, and what is tight by an estimate", () => {
    const { bottlenecks } = inspect();
    expect(bottlenecks.map(({ kind, id, certain }) => [kind, id, certain])).toEqual([
      ["good", "salt", true],
      ["resource", "hours", false],
    ]);
    expect(bottlenecks[0]).toMatchObject({ areas: ["island"], wanted: 1, available: 0 });
    expect(bottlenecks[1]).toMatchObject({ wanted: 800, available: 900 });
    const short = inspect((spec) => ({
      sites: { ...spec.sites, bakery: { ...spec.sites.bakery, sizes: [{ capacity: 300 }] } },
    }));
    expect(short.bottlenecks).toContainEqual(
      expect.objectContaining({ id: "bread", wanted: 400, available: 300, certain: true }),
    );
  });

  test.each<[string, string, (spec: typeof towns) => object]>([
    [
      "kilograms for tonnes a head",
      "areas.east.demand.bread",
      ({ areas }) => ({ areas: { ...areas, east: { ...areas.east, demand: { bread: 100_000 } } } }),
    ],
    [
      "kilojoules for megajoules",
      "modes.rail.energyPerTonneKm",
      ({ modes }) => ({ modes: { ...modes, rail: { energyPerTonneKm: 200 } } }),
    ],
    [
      "metres for kilometres",
      "links[0].km",
      ({ links }) => ({ links: [{ ...links[0], km: 80_000 }, links[1], links[2]] }),
    ],
    [
      "a link shorter than the straight line",
      "links[0].km",
      ({ links }) => ({ links: [{ ...links[0], km: 5 }, ...links.slice(1)] }),
    ],
    [
      "a link of no length between places far apart",
      "links[0].km",
      ({ links }) => ({ links: [{ ...links[0], km: 0 }, ...links.slice(1)] }),
    ],
    [
      "a works for the whole Earth",
      "sites.bakery.sizes[0].capacity",
      ({ sites }) => ({ sites: { ...sites, bakery: { ...sites.bakery, sizes: [{ capacity: 3e5 }] } } }),
    ],
    [
      "a recipe a thousand times as hungry as the others",
      "recipes.burn.energy",
      ({ recipes, sites }) => ({
        recipes: {
          ...recipes,
          burn: { makes: { bread: 1 }, energy: 3e6 },
          toast: { makes: { bread: 1 }, energy: 3300 },
        },
        sites: { ...sites, bakery: { ...sites.bakery, recipes: ["bake", "burn", "toast"] } },
      }),
    ],
  ])("suspects %s", (_, path, change) => {
    expect(inspect().suspects).toEqual([]);
    const { suspects } = inspect(change);
    expect(suspects.map((suspect) => suspect.path)).toEqual([path]);
    expect(suspects[0].value / suspects[0].typical).not.toBeCloseTo(1, 0);
  });

  test("has nothing against the sample Europe", () => {
    const { suspects, remarks, unreachable, bottlenecks } = inspectContinent(europe({ areas: 24 }));
    const impossible = bottlenecks.filter(({ certain }) => certain);
    expect([suspects, remarks, unreachable, impossible]).toEqual([[], [], [], []]);
  });

  test("remarks that two links are alike, whichever end is named first, and not that two differ", () => {
    expect(inspect().remarks).toEqual([]);
    const again = (link: object) => inspect(({ links }) => ({ links: [...links, link] })).remarks;
    const alike = again({ id: "rail:new", between: ["middle", "east"], mode: "rail" });
    expect(alike).toMatchObject([{ code: "link.alike", path: "links[2]" }]);
    expect(alike[0].message).toContain("Links rail:east-middle and rail:new are alike, both by rail between");
    expect(alike[0].message).toContain("changes nothing");
    for (const other of [
      { between: ["middle", "east"], mode: "ship" },
      { between: ["middle", "east"], mode: "rail", km: 80 },
      { between: ["middle", "east"], mode: "rail", factor: [1, 2] },
      { from: "middle", to: "east", mode: "rail" },
    ])
      expect(again(other)).toEqual([]);
    const [narrow] = inspect(({ links }) => ({
      links: [...links.slice(1), { ...links[0], capacity: 9 }, { ...links[0], capacity: 9 }],
    })).remarks;
    expect(narrow.message).toContain("each has room of its own");
    expect(inspectionText(inspect(({ links }) => ({ links: [...links, links[0]] })))).toContain(
      "said twice or for nothing:\n  links[1]: Links rail:east-middle and rail:east-middle#2 are alike",
    );
  });

  test("remarks a recipe that makes nothing, unless it takes what may not be let go for nothing", () => {
    const burning = (disposal: number | "forbidden", recipe: object) =>
      inspect(({ goods, recipes }) => ({
        goods: { ...goods, slag: { freight: "land", disposal } },
        recipes: { ...recipes, burn: { energy: 1, ...recipe } },
      })).remarks.map(({ path, message }) => [path, message]);
    expect(burning(0, { makes: { bread: 0 }, takes: { slag: 1 } })).toEqual([
      ["recipes.burn", "burn makes nothing, and slag may be let go for nothing: no plan runs it."],
    ]);
    expect(burning(5, { makes: {}, takes: { slag: 1 } })).toEqual([]);
    expect(burning("forbidden", { makes: {}, takes: { slag: 1 } })).toEqual([]);
  });

  test("is told in words, worst first, whatever ids say", () => {
    const text = inspectionText(inspect());
    expect(text).toMatch(/^towns: 4 areas, 4 goods, 2 sites, 3 links\nlinear problem: .* less than 0.1 s to plan\n/);
    expect(text).toContain("cannot be had:\n  salt in island: no link that may carry it leads there");
    expect(text).toContain(
      "tight:\n  salt in island: 1.00 t wanted of 0 t; cannot be met\n  hours in east, island, middle and 1 more",
    );
    expect(text).toContain(
      "bread: at least 400 t a year wanted (final demand 400 t), works for 600 t; 2 regions; coupled (its recipes take",
    );
    expect(inspectionText({ ...inspect(), continent: "a\u001b[31mb" }).split("\n")[0]).toContain("a [31mb");
  });
});
