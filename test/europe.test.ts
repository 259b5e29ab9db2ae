import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { figuresTable, withTables } from "../examples/build-continents/figures-table.ts";
import { PUBLISHED } from "../examples/build-continents/sea-distances.ts";
import { InvalidOptionError } from "../src/base/errors.ts";
import { FIGURE_UNITS } from "../src/continents/europe/figure.ts";
import { COUNTRIES } from "../src/continents/europe/figures-people.ts";
import {
  europe,
  europeCoastline,
  europeFigures,
  europeGathering,
  europePlaces,
  europeSources,
  europeSpec,
} from "../src/continents/europe.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { energyPerTonne } from "../src/model/energy.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { greatCircleMetres } from "../src/units/great-circle.ts";
import { LandOutline } from "../src/units/land-outline.ts";

const file = (path: string) => new URL(`../${path}`, import.meta.url);
const figure = (id: string) => europeFigures.find((one) => one.id === id)!;
const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);

const LARGE = europeSpec({ areas: 600 });
const SPECS = new Map([24, 60, 200].map((areas) => [areas, europeSpec({ areas })]));

/** Sum over areas of what is demanded or supplied, by good. */
function totals(spec: ContinentSpec, what: "demand" | "supply"): Map<string, number> {
  const out = new Map<string, number>();
  for (const area of Object.values(spec.areas)) {
    for (const [good, tonnes] of Object.entries(area[what] ?? {})) out.set(good, (out.get(good) ?? 0) + tonnes!);
  }
  return out;
}

/** The most runs a year of a recipe, over all sites; `size`: only by modules of that name. */
function mostRuns(spec: ContinentSpec, recipe: string, size?: string): number {
  const sites = Object.values(spec.sites!).filter((site) => site.recipes.includes(recipe));
  const sizes = sites.map((site) => site.sizes.filter(({ name }) => size === undefined || name === size));
  return sum(sizes.map((own) => Math.max(0, ...own.map((one) => (one.capacity as number) * (one.most ?? 1)))));
}

/** Areas that hang together by the links of some modes, as sets of ids. */
function islands(spec: ContinentSpec, modes: readonly string[]): Set<string>[] {
  const of = new Map(Object.keys(spec.areas).map((id) => [id, new Set([id])]));
  for (const { between, mode } of spec.links!) {
    const [a, b] = between!.map((id) => of.get(id)!);
    if (!modes.includes(mode) || a === b) continue;
    for (const id of b) of.set(id, a.add(id));
  }
  return [...new Set(of.values())];
}

function shortestKm(spec: ContinentSpec, mode: string, from: string, to: string): number {
  const km = new Map([[from, 0]]);
  for (let pass = 0; pass < Object.keys(spec.areas).length; pass++) {
    for (const link of spec.links!) {
      if (link.mode !== mode) continue;
      const [a, b] = link.between!;
      for (const [tail, head] of [
        [a, b],
        [b, a],
      ]) {
        const way = (km.get(tail) ?? Number.POSITIVE_INFINITY) + link.km!;
        if (way < (km.get(head) ?? Number.POSITIVE_INFINITY)) km.set(head, way);
      }
    }
  }
  return km.get(to) ?? Number.POSITIVE_INFINITY;
}

describe("the figures of Europe", () => {
  it.each(europeFigures.map((one) => [one.id, one] as const))("%s has a range, a unit and papers", (_, one) => {
    expect(one.low).toBeLessThanOrEqual(one.value);
    expect(one.value).toBeLessThanOrEqual(one.high);
    const [least, most] = FIGURE_UNITS[one.unit];
    expect(one.low).toBeGreaterThanOrEqual(least);
    expect(one.high).toBeLessThanOrEqual(most);
    for (const text of [one.source, one.year, one.carrier, one.boundary]) expect(text.length).toBeGreaterThan(0);
    expect(["quoted", "computed", "rough"]).toContain(one.quality);
    // What says it is general knowledge must be marked rough, and what is marked rough must say why.
    expect(one.quality === "rough").toBe(/no page to cite|six-tenths rule/.test(one.source));
  });

  it("every id is there once", () => {
    expect(new Set(europeFigures.map((one) => one.id)).size).toBe(europeFigures.length);
  });

  it("energies name their carrier and other figures name none", () => {
    const energetic = new Set(["MJ/t", "MJ/tkm", "MJ per t/yr", "MJ/MJ"]);
    for (const one of europeFigures)
      expect([one.id, one.carrier !== "none"]).toEqual([one.id, energetic.has(one.unit)]);
  });

  it("the page of data and sources has the figures as they are", () => {
    const page = readFileSync(file("docs/data-and-sources.md"), "utf8");
    expect(withTables(page)).toBe(page);
    for (const { id } of europeFigures) expect(figuresTable().split(`\`${id}\``)).toHaveLength(2);
  });

  it("those whose licence asks to be named are named in NOTICE and on the page", () => {
    const notice = readFileSync(file("NOTICE"), "utf8");
    const page = readFileSync(file("docs/data-and-sources.md"), "utf8");
    for (const name of ["GeoNames", "World Bank", "Natural Earth", "Eurostat", "sea-ports"]) {
      expect(europeSources.some(({ by }) => by.includes(name))).toBe(true);
      expect(notice).toContain(name);
      expect(page).toContain(name);
    }
  });
});

describe("the areas of Europe", () => {
  it.each([2, 24, 60, 200, 600])("with %i areas every country's people are counted, once", (areas) => {
    const spec = areas === 600 ? LARGE : (SPECS.get(areas) ?? europeSpec({ areas }));
    const people = Object.values(spec.areas).map((area) => area.population!);
    expect(people).toHaveLength(areas);
    const wanted = sum(COUNTRIES.map((country) => figure(`population-${country}`).value));
    expect(Math.abs(sum(people) - wanted)).toBeLessThan(areas);
  });

  it("each country's cities stand for its people, wherever they are gathered", () => {
    const byCountry = new Map<string, number>();
    for (const area of europeGathering({ areas: 30 }).areas) {
      for (const { country, people } of area.cities) byCountry.set(country, (byCountry.get(country) ?? 0) + people);
    }
    expect([...byCountry.keys()].sort()).toEqual(COUNTRIES);
    for (const [country, people] of byCountry) expect(people).toBeCloseTo(figure(`population-${country}`).value, 3);
  });

  it("every country with as many people as half a mean area has an area", () => {
    for (const [count, spec] of SPECS) {
      const places = new Map(europePlaces().map((place) => [place.id, place.country]));
      const there = new Set(Object.keys(spec.areas).map((id) => places.get(id)));
      const total = sum(COUNTRIES.map((country) => figure(`population-${country}`).value));
      for (const country of COUNTRIES) {
        if (figure(`population-${country}`).value >= total / count / 2) expect(there).toContain(country);
      }
    }
  });

  it("ids are unique and readable", () => {
    const ids = europePlaces().map((place) => place.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const id of ["berlin", "kyiv", "cologne", "istanbul", "reykjavik"]) expect(ids).toContain(id);
  });

  it("the coast is where it is", () => {
    const coastal = new Map(europePlaces().map((place) => [place.id, place.coastal]));
    for (const id of ["istanbul", "lisbon", "hamburg", "odesa", "helsinki", "antwerp"])
      expect(coastal.get(id)).toBe(true);
    for (const id of ["moscow", "madrid", "paris", "vienna", "ankara", "volgograd"])
      expect(coastal.get(id)).toBe(false);
  });

  it("cities can be named, and every wrong name is reported", () => {
    expect(Object.keys(europeSpec({ areas: ["kyiv", "berlin"] }).areas).sort()).toEqual(["berlin", "kyiv"]);
    const wrong = () => europe({ areas: ["berlin", "atlantis", "berlin", "ys"] });
    expect(wrong).toThrow(InvalidOptionError);
    expect(wrong).toThrow("3 issues");
    for (const areas of [1, 2.5, 1e6, Number.NaN]) expect(() => europe({ areas })).toThrow(InvalidOptionError);
  });

  it("each deposit is gathered to the nearest area, and says how far", () => {
    const { areas, deposits } = europeGathering({ areas: ["stockholm", "donetsk", "madrid"] });
    expect(areas.map((area) => area.id)).toEqual(["stockholm", "donetsk", "madrid"]);
    const kiruna = deposits.find(({ place }) => place.startsWith("Kiruna"))!;
    expect(kiruna.area).toBe("stockholm");
    expect(kiruna.km).toBeGreaterThan(850);
    expect(kiruna.km).toBeLessThan(1000);
  });
});

describe("the links of Europe", () => {
  it.each([2, 24, 60, 200, 600])("%i areas hang together by rail and ship", (areas) => {
    const spec = areas === 600 ? LARGE : (SPECS.get(areas) ?? europeSpec({ areas }));
    expect(islands(spec, ["rail", "ship"])).toHaveLength(1);
  });

  /** Final MJ per tonne-km, both ways together: least and most that sources give. */
  const RANGES: Readonly<Record<string, readonly [number, number]>> = {
    barge: [0.22, 0.5],
    "liquid pipeline": [0.1, 0.3],
    pipeline: [0.3, 0.7],
    rail: [0.06, 0.23],
    road: [1.25, 4.25],
    ship: [0.14, 0.34],
  };

  it("600 areas have every mode, and each takes an energy per tonne-km that sources give", () => {
    const continent = createContinent(LARGE);
    const counts: Record<string, number> = {};
    for (const link of continent.links) {
      counts[link.mode] = (counts[link.mode] ?? 0) + 1;
      const [[carrier]] = Object.entries(continent.modes[link.mode].energyPerTonneKm as object);
      const both = energyPerTonne(continent, link, 0) + energyPerTonne(continent, link, 1);
      const final = both / 2 / link.km / continent.carriers[carrier].primary;
      const [least, most] = RANGES[link.mode];
      expect(final).toBeGreaterThanOrEqual(least);
      expect(final).toBeLessThanOrEqual(most);
      expect(link.factor[0] + link.factor[1]).toBeCloseTo(2, 2);
    }
    expect(Object.keys(counts).sort()).toEqual(Object.keys(RANGES));
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(100);
    expect(continent.rounding.distances).toBe(0);
  });

  it("a boat takes less down a river than up, and the same both ways on a canal", () => {
    const spec = europeSpec({ areas: ["vienna", "budapest", "cologne", "rotterdam", "hannover", "magdeburg"] });
    const factors = (id: string) => spec.links!.find((link) => link.id === `barge:${id}`)!.factor as [number, number];
    const [down, up] = factors("vienna-budapest");
    expect(down).toBeLessThan(0.8);
    expect(up).toBeGreaterThan(1.2);
    expect(factors("cologne-rotterdam")[0]).toBeLessThan(0.8);
    expect(factors("hannover-magdeburg")).toEqual([1, 1]);
  });

  it("gas and liquids have pipes of their own, and lengths are whole metres", () => {
    const { freight, goods } = SPECS.get(24)!;
    expect(freight![goods["natural gas"]!.freight!]).toEqual(["pipeline"]);
    expect(freight![goods["ammonia"]!.freight!]).toContain("liquid pipeline");
    for (const { km } of LARGE.links!) expect(Math.round(km! * 1000) / 1000).toBe(km);
  });

  it("no link is shorter than the great circle allows, none joins an area to itself, none is there twice", () => {
    for (const spec of SPECS.values()) {
      const ids = spec.links!.map((link) => link.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { between, km } of spec.links!) {
        expect(between![0]).not.toBe(between![1]);
        const [a, b] = between!.map((id) => spec.areas[id].at);
        expect(km!).toBeGreaterThan(greatCircleMetres(a, b) / 1000);
      }
    }
  });

  it("a ship sails round: Rotterdam to Athens by few ports is within 8 % of the published way to Piraeus", () => {
    const spec = europeSpec({ areas: ["rotterdam", "lisbon", "marseille", "palermo", "athens"] });
    const published = PUBLISHED.find(({ to }) => to === "GRPIR")!.nauticalMiles * 1.852;
    const km = shortestKm(spec, "ship", "rotterdam", "athens");
    expect(km / published).toBeGreaterThan(0.92);
    expect(km / published).toBeLessThan(1.08);
  });

  it("a train does not swim: Iceland, Cyprus, Ireland and Malta have no rail to elsewhere, Britain has", () => {
    const spec = europeSpec({
      areas: [
        "reykjavik",
        "nicosia",
        "dublin",
        "london",
        "paris",
        "ankara",
        "rome",
        "glasgow",
        "birkirkara",
        "palermo",
      ],
    });
    const alone = islands(spec, ["rail"]).filter((one) => one.size === 1);
    expect(alone.map(([id]) => [...[id]].flat()[0]).sort()).toEqual([
      "birkirkara",
      "dublin",
      "nicosia",
      "palermo",
      "reykjavik",
    ]);
  });

  it("the way from Istanbul to Odesa is by the Bosphorus, not over land", () => {
    const spec = europeSpec({ areas: ["athens", "odesa"] });
    const km = shortestKm(spec, "ship", "athens", "odesa");
    expect(km).toBeGreaterThan(1100);
    expect(km).toBeLessThan(1500);
  });
});

describe("the works of Europe", () => {
  it.each([...SPECS])("%i areas pass the door", (_, spec) => {
    const continent = createContinent(spec);
    expect(Object.keys(continent.goods)).toHaveLength(16);
    expect(continent.rounding.quantities).toBe(0);
  });

  it("24 areas have few enough modules for a general solver", () => {
    const sites = Object.values(SPECS.get(24)!.sites!);
    const modules = sum(sites.map((site) => site.sizes.length));
    expect(modules).toBeGreaterThan(400);
    expect(modules).toBeLessThan(900);
  });

  it.each([...SPECS])("%i areas can make a fifth more than everyone needs, of every good in the chain", (_, spec) => {
    const demand = totals(spec, "demand");
    const supply = totals(spec, "supply");
    const spare = 1.2;
    const need = (good: string) => spare * (demand.get(good) ?? 0);
    const takes = (recipe: string, good: string) => spec.recipes![recipe].takes![good]!;
    // Steel from all the scrap there is, the rest from ore.
    const fromScrap = supply.get("scrap")! / takes("steel from scrap", "scrap");
    const fromOre = need("steel") - fromScrap;
    expect(fromScrap).toBeLessThan(mostRuns(spec, "steel from scrap"));
    expect(fromOre).toBeLessThan(mostRuns(spec, "steel from ore"));
    expect(fromOre * takes("steel from ore", "iron ore")).toBeLessThan(mostRuns(spec, "mine iron ore"));
    const clinker = need("cement") * takes("grind plain cement", "clinker");
    const limestone = clinker * takes("burn clinker", "limestone") + need("cement") * 0.15 + fromOre * 0.3;
    expect(need("cement")).toBeLessThan(mostRuns(spec, "grind plain cement"));
    expect(clinker).toBeLessThan(mostRuns(spec, "burn clinker"));
    expect(limestone).toBeLessThan(mostRuns(spec, "quarry limestone"));
    expect(need("ammonia")).toBeLessThan(mostRuns(spec, "ammonia, large plant"));
    expect(need("ammonia") * takes("ammonia, small plant", "natural gas")).toBeLessThan(
      mostRuns(spec, "win natural gas"),
    );
    expect(need("glass")).toBeLessThan(mostRuns(spec, "melt glass"));
    const recycled = supply.get("waste paper")! / takes("paper from waste paper", "waste paper");
    expect(need("paper")).toBeLessThan(mostRuns(spec, "paper from wood"));
    expect((need("paper") - recycled) * takes("paper from wood", "wood")).toBeLessThan(mostRuns(spec, "fell wood"));
    const flour = need("flour") + need("bread") * takes("bake bread", "flour");
    expect(need("bread")).toBeLessThan(mostRuns(spec, "bake bread"));
    expect(flour).toBeLessThan(mostRuns(spec, "mill flour"));
    expect(flour * takes("mill flour", "wheat")).toBeLessThan(mostRuns(spec, "grow wheat"));
  });

  it.each([...SPECS])("%i areas could meet any need with modules of any one size", (_, spec) => {
    const demand = totals(spec, "demand");
    for (const size of ["craft", "small", "plant", "large plant"]) {
      expect(mostRuns(spec, "bake bread", size)).toBeGreaterThan(demand.get("bread")!);
    }
    for (const size of ["small", "medium", "large"]) {
      expect(mostRuns(spec, "steel from ore", size)).toBeGreaterThan(demand.get("steel")!);
      expect(mostRuns(spec, "burn clinker", size)).toBeGreaterThan(0.9 * demand.get("cement")!);
    }
  });

  it("every area can bake its own bread, and no bread needs the sea", () => {
    for (const spec of SPECS.values()) {
      for (const [id, area] of Object.entries(spec.areas)) {
        const bakery = spec.sites![`bakery@${id}`];
        for (const { capacity, most } of bakery.sizes) {
          expect((capacity as number) * most!).toBeGreaterThanOrEqual(area.demand!["bread"]!);
        }
      }
    }
  });

  it("no carrier is counted twice: no recipe burns a good, and only wells take gas from the ground", () => {
    const { goods, recipes, carriers } = SPECS.get(24)!;
    for (const id of Object.keys(carriers!)) expect(goods).not.toHaveProperty([id]);
    for (const [id, recipe] of Object.entries(recipes!)) {
      const energy = Object.keys(recipe.energy as object);
      for (const carrier of energy) expect(carriers).toHaveProperty([carrier]);
      expect(energy.includes("gas in the ground")).toBe(id === "win natural gas");
    }
  });

  it("larger works take less to build, to keep and to run per tonne, but a bakery's delivery grows", () => {
    for (const [id, site] of Object.entries(SPECS.get(24)!.sites!)) {
      for (let i = 1; i < site.sizes.length; i++) {
        const [small, large] = [site.sizes[i - 1], site.sizes[i]];
        const ratio = (large.capacity as number) / (small.capacity as number);
        expect(ratio).toBeGreaterThan(1);
        expect(large.energyToBuild!).toBeLessThan(small.energyToBuild! * ratio);
        expect(large.keep!).toBeLessThan(small.keep! * ratio);
        if (id.startsWith("bakery")) expect(large.energyFactor!).toBeGreaterThan(small.energyFactor!);
        else expect(large.energyFactor!).toBeLessThan(small.energyFactor!);
      }
    }
  });

  it("carrying bread 300 km by road costs more than its largest bakery saves; steel by rail costs less", () => {
    const { sites, recipes, modes, carriers } = europe({ areas: 24 });
    const primary = (energy: number | Readonly<Record<string, number>>) =>
      typeof energy === "number" ? energy : sum(Object.entries(energy).map(([id, mj]) => mj * carriers[id].primary));
    const saved = (id: string, from: number, to: number) => {
      const { sizes, recipes: own } = sites[id];
      const perTonne = (i: number) =>
        (sizes[i].buildPerYear + sizes[i].keep) / sizes[i].capacity[own[0]] +
        sizes[i].energyFactor * primary(recipes[own[0]].energy);
      return perTonne(from) - perTonne(to);
    };
    expect(saved("bakery@london", 2, 3)).toBeLessThan(300 * primary(modes["road"].energyPerTonneKm));
    expect(saved("blast furnace@london", 1, 2)).toBeGreaterThan(300 * primary(modes["rail"].energyPerTonneKm));
  });

  it("a good comes with all that it is made of, and nothing else", () => {
    const bread = europe({ areas: 12, goods: ["bread"] });
    expect(Object.keys(bread.goods).sort()).toEqual(["bread", "flour", "wheat"]);
    expect(Object.keys(bread.modes)).not.toContain("pipeline");
    const cement = europe({ areas: 12, goods: ["limestone", "clinker", "cement"] });
    expect(Object.keys(cement.goods).sort()).toEqual(["cement", "clinker", "limestone"]);
    expect(() => europe({ goods: ["bred", "clinker"] })).toThrow("2 issues");
  });

  it("a figure can be replaced, and an unknown one is refused", () => {
    const doubled = europeSpec({ figures: { "rail-energy": 0.232 } });
    expect(doubled.modes!["rail"].energyPerTonneKm).toEqual({ electricity: 0.232 });
    expect(doubled.links).toEqual(SPECS.get(24)!.links);
    expect(() => europe({ figures: { "rail-enrgy": 1 } })).toThrow(InvalidOptionError);
  });

  it("the same options give the same continent", () => {
    expect(europeSpec({ areas: 24 })).toEqual(SPECS.get(24));
    expect(europeSpec()).toEqual(SPECS.get(24));
  });
});

describe("the map of Europe", () => {
  it("the coastline is closed rings inside its box", () => {
    expect(europeCoastline.length).toBeGreaterThan(30);
    for (const ring of europeCoastline) {
      expect(ring.length).toBeGreaterThan(3);
      expect(ring[0]).toEqual(ring[ring.length - 1]);
      for (const [lon, lat] of ring) {
        expect(lon >= -25 && lon <= 61).toBe(true);
        expect(lat >= 34 && lat <= 72).toBe(true);
      }
    }
  });

  it("the coastline knows land from sea in the far north, though the continent's ring goes on to the 180th meridian", () => {
    const land = new LandOutline(europeCoastline);
    const inland = {
      kiruna: [20.2, 67.8],
      rovaniemi: [25.7, 66.5],
      apatity: [33.4, 67.6],
      usinsk: [57.5, 66],
    } as const;
    const atSea = { norwegian: [2, 67], barents: [35, 71], arctic: [-5, 70], white: [38, 65.5] } as const;
    for (const [name, at] of Object.entries(inland)) expect(land.isLand(at), name).toBe(true);
    for (const [name, at] of Object.entries(atSea)) expect(land.isLand(at), name).toBe(false);
  });

  it("the extracts are small", () => {
    const bytes = ["places", "outline", "ports", "waterways"].map(
      (name) => statSync(file(`src/continents/europe/${name}.extract.ts`)).size,
    );
    expect(sum(bytes)).toBeLessThan(100_000);
  });
});
