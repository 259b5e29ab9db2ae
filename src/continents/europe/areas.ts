import { InvalidOptionError } from "../../base/errors.ts";
import type { Issue } from "../../base/issue.ts";
import { nearestName } from "../../base/suggest.ts";
import type { FigureValue } from "./figure.ts";
import { COUNTRIES } from "./figures-people.ts";
import { PLACES } from "./places.extract.ts";
import { kilometresBetween, nearestPoint, type Point } from "./sphere.ts";

/** A city of the extract. */
export interface City {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly at: Point;
  /** People it stands for: its country's people shared out over the country's cities by their size. */
  readonly people: number;
  readonly coastal: boolean;
  /** Land of its country that lies nearest to it, thousand km2; and the field land among it. */
  readonly land: number;
  readonly fields: number;
}

/** A chosen city with all that is gathered to it. */
export interface GatheredArea {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly at: Point;
  readonly coastal: boolean;
  readonly people: number;
  /** The cities gathered here, itself among them. */
  readonly cities: readonly City[];
  /** The furthest of them, km. */
  readonly furthest: number;
}

/** Fewer areas than this need no freight, and there would be nothing to plan. */
const FEWEST_AREAS = 2;

/** Every city of the extract, the largest first, with the people it stands for. */
export function citiesOf(value: FigureValue): City[] {
  const inCities = new Map<string, number>();
  for (const [, , country, , , thousands] of PLACES) {
    inCities.set(country, (inCities.get(country) ?? 0) + thousands);
  }
  return PLACES.map(([id, name, country, lon, lat, thousands, coastal, land, fields]) => ({
    id,
    name,
    country,
    at: [lon, lat],
    people: (value(`population-${country}`) * thousands) / inCities.get(country)!,
    coastal: coastal === 1,
    land,
    fields,
  }));
}

/**
 * Chooses `count` cities spread over the continent. First the largest city of every country with at least half as
 * many people as a mean area; then, one by one, the city that brings people nearest to a chosen one (the greedy rule
 * for the p-median problem). A city with a larger one close by is not a candidate, so that the names are known ones.
 */
function chooseCities(cities: readonly City[], count: number): number[] {
  const n = cities.length;
  const total = cities.reduce((sum, city) => sum + city.people, 0);
  const chosen: number[] = [];
  const kilometres = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++)
      kilometres[i * n + j] = kilometres[j * n + i] = kilometresBetween(cities[i].at, cities[j].at);
  }
  const nearest = new Float64Array(n).fill(4000);
  const choose = (i: number) => {
    chosen.push(i);
    for (let j = 0; j < n; j++) nearest[j] = Math.min(nearest[j], kilometres[i * n + j]);
  };
  const countries = COUNTRIES.map((country) => ({
    people: cities.reduce((sum, city) => sum + (city.country === country ? city.people : 0), 0),
    largest: cities.findIndex((city) => city.country === country),
  })).sort((a, b) => b.people - a.people);
  for (const { people, largest } of countries) {
    if (chosen.length < count && people >= total / count / 2) choose(largest);
  }
  const shadow = spacing(count) / 2.5;
  const candidate = cities.map((city, i) =>
    cities.every((other, j) => kilometres[i * n + j] > shadow || other.people <= city.people),
  );
  while (chosen.length < count) {
    let best = -1;
    let most = -1;
    for (let i = 0; i < n; i++) {
      if (nearest[i] === 0 || !candidate[i]) continue;
      let saved = 0;
      for (let j = 0; j < n; j++) saved += cities[j].people * Math.max(0, nearest[j] - kilometres[i * n + j]);
      if (saved > most) {
        most = saved;
        best = i;
      }
    }
    // When the known names run out the smaller neighbours come in.
    if (best < 0) candidate.fill(true);
    else choose(best);
  }
  return chosen;
}

/** About how far apart `count` areas lie on ten million km2, km. */
function spacing(count: number): number {
  return Math.sqrt(1e7 / count);
}

/** Gathers every city to the nearest chosen one. */
function gatherAreas(cities: readonly City[], chosen: readonly number[]): GatheredArea[] {
  const points = chosen.map((i) => cities[i].at);
  const members: City[][] = chosen.map(() => []);
  for (const city of cities) members[nearestPoint(city.at, points)].push(city);
  return chosen.map((i, k) => {
    const { id, name, country, at, coastal } = cities[i];
    const people = Math.round(members[k].reduce((sum, city) => sum + city.people, 0));
    const furthest = Math.max(...members[k].map((city) => kilometresBetween(city.at, at)));
    return { id, name, country, at, coastal, people, cities: members[k], furthest };
  });
}

/** The areas asked for: so many, or exactly these cities. Throws InvalidOptionError with every issue. */
export function areasFor(cities: readonly City[], areas: number | readonly string[]): GatheredArea[] {
  if (typeof areas === "number") {
    if (!Number.isInteger(areas) || areas < FEWEST_AREAS || areas > cities.length) {
      const message = `got ${areas}, wanted a whole number from ${FEWEST_AREAS} to ${cities.length}`;
      const remedy = "Type the number of areas, for example areas: 60.";
      throw new InvalidOptionError([{ code: "europe.areas", path: "areas", message, remedy }]);
    }
    return gatherAreas(cities, chooseCities(cities, areas));
  }
  const places = new Map(cities.map((city, i) => [city.id, i]));
  const issues: Issue[] = [];
  const seen = new Set<string>();
  areas.forEach((id, i) => {
    const path = `areas[${i}]`;
    const nearest = places.has(id) ? undefined : nearestName(String(id), places.keys());
    const remedy =
      nearest === undefined
        ? 'Type ids of europePlaces(), each once, for example areas: ["berlin", "kyiv"].'
        : `Did you mean "${nearest}"?`;
    if (!places.has(id))
      issues.push({ code: "europe.area-unknown", path, message: `there is no city "${id}"`, remedy });
    if (seen.has(id)) issues.push({ code: "europe.area-twice", path, message: `"${id}" is named twice`, remedy });
    seen.add(id);
  });
  if (areas.length < FEWEST_AREAS) {
    const message = `got ${areas.length} ids, wanted at least ${FEWEST_AREAS}`;
    issues.push({ code: "europe.areas", path: "areas", message, remedy: "Name more cities." });
  }
  if (issues.length > 0) throw new InvalidOptionError(issues);
  return gatherAreas(
    cities,
    areas.map((id) => places.get(id)!),
  );
}
