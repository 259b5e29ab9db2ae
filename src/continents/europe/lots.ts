import type { SiteSpec } from "../../model/spec.ts";
import type { City, GatheredArea } from "./areas.ts";
import type { FigureValue } from "./figure.ts";
import { DEPOSITS, WHEAT_COUNTRIES, WOOD_COUNTRIES } from "./figures-nature.ts";
import { toDigits } from "./recipes.ts";
import { kilometresBetween, nearestPoint } from "./sphere.ts";

/** A mine or a well, with the area it is gathered to and how far that is. */
export interface GatheredDeposit {
  readonly good: "iron ore" | "natural gas";
  readonly place: string;
  /** The figure that says what it yields. */
  readonly figure: string;
  readonly area: string;
  /** t/yr at most. */
  readonly tonnes: number;
  /** Great circle from the deposit to the area's city. */
  readonly km: number;
}

/** What falls to an area: what its land yields, and the deposits gathered to it. */
export interface AreaLot {
  readonly area: GatheredArea;
  /** t/yr at most, by good. */
  readonly yields: ReadonlyMap<string, number>;
  readonly deposits: readonly GatheredDeposit[];
  /** 0 for the area with the largest wheat harvest, towards 1 for that with the least. */
  readonly wheatRank: number;
}

/** Countries of crystalline rock, with limestone in pockets only. */
const HARD_ROCK = new Set(["FI", "NO", "SE"]);
/** An area's quarries can yield at least this much, t/yr. */
const LEAST_LIMESTONE = 3e6;

/** A country's yield shared out over its cities by a kind of land, then gathered: t/yr by area. */
function gatherYield(
  areas: readonly GatheredArea[],
  countries: readonly string[],
  tonnesOf: (country: string) => number,
  landOf: (city: City) => number,
): number[] {
  const land = new Map<string, number>();
  for (const area of areas) {
    for (const city of area.cities) land.set(city.country, (land.get(city.country) ?? 0) + landOf(city));
  }
  const grown = new Set(countries);
  return areas.map((area) => {
    let tonnes = 0;
    for (const city of area.cities) {
      if (grown.has(city.country)) tonnes += (tonnesOf(city.country) * landOf(city)) / land.get(city.country)!;
    }
    return Math.round(tonnes);
  });
}

/** What falls to each area, in the areas' order. */
export function lotsOf(areas: readonly GatheredArea[], value: FigureValue): AreaLot[] {
  const wheat = gatherYield(
    areas,
    WHEAT_COUNTRIES,
    (country) => value(`wheat-${country}`) * 1e6,
    (city) => city.fields,
  );
  const forPaper = value("wood-for-paper") * value("wood-density") * 1e6;
  const wood = gatherYield(
    areas,
    WOOD_COUNTRIES,
    (country) => value(`roundwood-${country}`) * forPaper,
    (city) => city.land,
  );
  const points = areas.map((area) => area.at);
  const deposits: GatheredDeposit[][] = areas.map(() => []);
  for (const { good, place, figure, at } of DEPOSITS) {
    const i = nearestPoint(at, points);
    const km = kilometresBetween(at, points[i]);
    deposits[i].push({ good, place, figure, area: areas[i].id, tonnes: Math.round(value(figure) * 1e6), km });
  }
  const byWheat = [...wheat].sort((a, b) => b - a);
  return areas.map((area, i) => {
    const rock = HARD_ROCK.has(area.country) ? 0.5 : 1;
    const limestone = Math.max(LEAST_LIMESTONE, (rock * area.people * value("limestone-per-person")) / 1000);
    const yields = new Map([
      ["wheat", wheat[i]],
      ["wood", wood[i]],
      ["limestone", Math.round(limestone)],
    ]);
    return { area, yields, deposits: deposits[i], wheatRank: byWheat.indexOf(wheat[i]) / areas.length };
  });
}

/** Works of nature: what they are called and the recipe they run. */
const GROUNDS: Readonly<Record<string, readonly [name: string, recipe: string]>> = {
  wheat: ["fields", "grow wheat"],
  wood: ["forest", "fell wood"],
  limestone: ["quarry", "quarry limestone"],
};
const PITS = {
  "iron ore": ["mine", "mine iron ore", "rail"],
  "natural gas": ["wells", "win natural gas", "pipeline"],
} as const;

/**
 * Mines, wells, quarries, fields and forests as works that stand already and cost nothing to keep. The haul from a
 * deposit to the city it is gathered to is in the site's factor, so that far ore is dearer ore.
 */
export function worksOfNature(
  lots: readonly AreaLot[],
  recipes: ReadonlySet<string>,
  primaryOf: (recipe: string) => number,
  value: FigureValue,
): Record<string, SiteSpec> {
  const sites: Record<string, SiteSpec> = {};
  for (const { area, yields, deposits } of lots) {
    for (const [good, [name, recipe]] of Object.entries(GROUNDS)) {
      const capacity = yields.get(good) ?? 0;
      if (capacity <= 0 || !recipes.has(recipe)) continue;
      sites[`${name}@${area.id}`] = { area: area.id, recipes: [recipe], sizes: [{ name: "all", capacity, stand: 1 }] };
    }
    for (const { good, place, tonnes, km } of deposits) {
      const [name, recipe, mode] = PITS[good];
      if (!recipes.has(recipe)) continue;
      const haul = km * value(`${mode}-detour`) * value(`${mode}-energy`) * value("electricity-primary");
      const siteFactor = toDigits(1 + haul / primaryOf(recipe), 4);
      const sizes = [{ name: "all", capacity: tonnes, stand: 1 }];
      sites[`${name} ${place}@${area.id}`] = { area: area.id, recipes: [recipe], sizes, siteFactor };
    }
  }
  return sites;
}
