import type { Box } from "./outline-shape.ts";
import { insideRings, kilometresToRings } from "./outline-shape.ts";
import type { Point, RawCity, Ring } from "./read-packages.ts";

/** A city as it goes into an extract. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly at: Point;
  /** Thousands of people inside the city's own bounds. */
  readonly thousands: number;
  readonly coastal: boolean;
  /** Land of its country that lies nearest to it, thousand km2. */
  readonly land: number;
  /** The part of that land that is field land. */
  readonly fields: number;
}

/** A city this near to a shore of the open sea is coastal: estuaries reach that far inland on the 10m outline. */
export const COAST_KM = 40;
/** Of two cities nearer than this only the larger stays. */
export const TWIN_KM = 10;
/** Side of the squares by which land is shared out, degrees. */
const SAMPLE = 0.1;
/** Beyond this latitude hardly anything is sown. */
const FAR_NORTH = 62;

export function kilometresBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const u = Math.sin(((b[1] - a[1]) * rad) / 2);
  const v = Math.sin(((b[0] - a[0]) * rad) / 2);
  return 2 * 6371.0088 * Math.asin(Math.sqrt(u * u + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * v * v));
}

/** Cities of at least `smallest` people, and the largest of every country that has none; no twins. */
export function chooseCities(cities: readonly RawCity[], smallest: number): RawCity[] {
  const bySize = [...cities].sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
  const seen = new Set<string>();
  const kept: RawCity[] = [];
  for (const city of bySize) {
    if (city.population < smallest && seen.has(city.country)) continue;
    if (kept.some((other) => kilometresBetween(city.at, other.at) < TWIN_KM)) continue;
    seen.add(city.country);
    kept.push(city);
  }
  return kept;
}

function slug(name: string): string {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const spelled = plain.replace(/ß/g, "ss").replace(/[øØ]/g, "o").replace(/[łŁ]/g, "l").replace(/ı/g, "i");
  return spelled
    .toLowerCase()
    .replace(/[’'ʼ`]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Thousand km2 of a country's land nearest to each of its cities: all of it, and its field land. */
function shareLand(rings: readonly Ring[], cities: readonly RawCity[], box: Box): { land: number[]; fields: number[] } {
  const land = cities.map(() => 0);
  const fields = cities.map(() => 0);
  const squares: { north: number; area: number; nearest: number }[] = [];
  const longs = rings.flatMap((ring) => ring.map((p) => p[0]));
  const lats = rings.flatMap((ring) => ring.map((p) => p[1]));
  const [west, east] = [Math.max(box.west, Math.min(...longs)), Math.min(60, box.east, Math.max(...longs))];
  const [south, north] = [Math.max(box.south, Math.min(...lats)), Math.min(box.north, Math.max(...lats))];
  for (let lat = south + SAMPLE / 2; lat < north; lat += SAMPLE) {
    const area = (SAMPLE * 111.195) ** 2 * Math.cos((lat * Math.PI) / 180) * 1e-3;
    for (let lon = west + SAMPLE / 2; lon < east; lon += SAMPLE) {
      if (!insideRings([lon, lat], rings)) continue;
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < cities.length; i++) {
        const dx = (cities[i].at[0] - lon) * Math.cos((lat * Math.PI) / 180);
        const dy = cities[i].at[1] - lat;
        if (dx * dx + dy * dy < least) {
          least = dx * dx + dy * dy;
          nearest = i;
        }
      }
      squares.push({ north: lat, area, nearest });
    }
  }
  // Where a country reaches far into the north its fields are the southern third of its land.
  const total = squares.reduce((sum, square) => sum + square.area, 0);
  const most = north > FAR_NORTH ? total / 3 : total;
  let sown = 0;
  for (const { area, nearest } of squares) {
    land[nearest] += area;
    if (sown <= most) fields[nearest] += area;
    sown += area;
  }
  return { land, fields };
}

/** Everything an extract says about each city, the largest first. */
export function describePlaces(
  cities: readonly RawCity[],
  names: Readonly<Record<string, string>>,
  countryRings: ReadonlyMap<string, readonly Ring[]>,
  shores: readonly Ring[],
  box: Box,
): Place[] {
  const named = cities.map((city) => ({ ...city, name: names[city.name] ?? city.name }));
  const taken = new Set<string>();
  const out = new Map<RawCity, Place>();
  const land = new Map<RawCity, { land: number; fields: number }>();
  for (const country of new Set(named.map((city) => city.country))) {
    const rings = countryRings.get(country);
    if (rings === undefined) throw new Error(`no outline for the country ${country}`);
    const own = named.filter((city) => city.country === country);
    const shared = shareLand(rings, own, box);
    own.forEach((city, i) => {
      land.set(city, { land: shared.land[i], fields: shared.fields[i] });
    });
  }
  for (const city of named) {
    const short = slug(city.name);
    const id = taken.has(short) ? `${short}-${city.country.toLowerCase()}` : short;
    // A third city of one name in one country would be a surprise worth stopping for.
    if (taken.has(id)) throw new Error(`two cities would be called ${id}`);
    taken.add(id);
    out.set(city, {
      id,
      name: city.name,
      country: city.country,
      at: [Math.round(city.at[0] * 100) / 100, Math.round(city.at[1] * 100) / 100],
      thousands: Math.round(city.population / 1000),
      coastal: kilometresToRings(city.at, shores) <= COAST_KM,
      land: Math.round((land.get(city)?.land ?? 0) * 10) / 10,
      fields: Math.round((land.get(city)?.fields ?? 0) * 10) / 10,
    });
  }
  return [...out.values()];
}
