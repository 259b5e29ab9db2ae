/**
 * Builds the extracts that the sample continent Europe is made from: its cities, the outline of its land, its ports with
 * the sea ways between them, and its inland waterways.
 * Run with: npx tsx examples/build-continents/europe.ts
 */
import { writeFileSync } from "node:fs";
import { LandOutline } from "../../src/units/land-outline.ts";
import { clipRing, ringArea, simplifyRing } from "./outline-shape.ts";
import { chooseCities, describePlaces } from "./places.ts";
import { portsOf, reduceLanes, SNAP_KM } from "./port-ways.ts";
import { countriesOn, readCities, readCountryRings, readLand, readPorts, readSeaLanes } from "./read-packages.ts";
import { joinLanes } from "./sea-lanes.ts";
import { EUROPE } from "./waterways.ts";

const BOX = { west: -25, south: 34, east: 61, north: 72 };
/** Russia is taken west of this meridian. */
const EAST_END = 60;
/** A city with fewer people is not a place of its own. */
const SMALLEST = 100_000;
/** How far the drawn outline may stray, degrees of latitude. */
const TOLERANCE = 0.06;
/** Islands smaller than this are not drawn, square degrees (some 250 km2). */
const SMALLEST_ISLAND = 0.025;
/** The smallest countries, without population figures here, and those beyond the Caucasus and the Ural. */
const LEFT_OUT = "AD AM AX AZ FO GE GG GI IM JE KZ LI MC SJ SM VA".split(" ");
/** Where GeoNames has another spelling, the common English name makes the readable id. */
const NAMES: Readonly<Record<string, string>> = {
  Antwerpen: "Antwerp",
  Genève: "Geneva",
  Göteborg: "Gothenburg",
  Köln: "Cologne",
  "Nizhniy Novgorod": "Nizhny Novgorod",
  Nürnberg: "Nuremberg",
  Odessa: "Odesa",
  "Rostov-na-Donu": "Rostov-on-Don",
  Sevilla: "Seville",
  "Tol’yatti": "Tolyatti",
  Zaporizhia: "Zaporizhzhia",
};

const target = (file: string) => new URL(`../../src/continents/europe/${file}`, import.meta.url);
const round = (x: number) => Math.round(x * 100) / 100;

const codes = new Set([...countriesOn("EU"), "TR", "CY"].filter((code) => !LEFT_OUT.includes(code)));
const inside = readCities(codes).filter(
  ({ at }) => at[0] > BOX.west && at[0] < EAST_END && at[1] > BOX.south && at[1] < BOX.north,
);
const places = describePlaces(
  chooseCities(inside, SMALLEST),
  NAMES,
  readCountryRings(codes),
  readLand("10m", "coasts"),
  BOX,
);

const rows = places.map(({ id, name, country, at, thousands, coastal, land, fields }) =>
  JSON.stringify([id, name, country, at[0], at[1], thousands, coastal ? 1 : 0, land, fields]),
);
writeFileSync(
  target("places.extract.ts"),
  `// Written by examples/build-continents/europe.ts from GeoNames (CC-BY 4.0) and Natural Earth (public domain).
/** id, name, country, longitude, latitude, thousands of people, coastal, land and field land in thousand km2. */
export type PlaceRow = readonly [string, string, string, number, number, number, number, number, number];
export const PLACES: readonly PlaceRow[] = [
${rows.map((row) => `  ${row},`).join("\n")}
];
`,
);

const outline = readLand("50m", "all")
  .map((ring) => clipRing(ring, BOX))
  .filter((ring) => ring.length > 3 && ringArea(ring) >= SMALLEST_ISLAND)
  .map((ring) => simplifyRing(ring, TOLERANCE).map(([lon, lat]) => [round(lon), round(lat)] as const))
  .filter((ring) => ring.length > 3)
  .sort((a, b) => ringArea(b) - ringArea(a));
writeFileSync(
  target("outline.extract.ts"),
  `// Written by examples/build-continents/europe.ts from Natural Earth 1:50m land (public domain).
/** The land between 25 W and 61 E, 34 N and 72 N: closed rings of [longitude, latitude]; holes are inland seas. */
export const OUTLINE: readonly (readonly (readonly [number, number])[])[] = [
${outline.map((ring) => `  ${JSON.stringify(ring)},`).join("\n")}
];
`,
);
const points = outline.reduce((sum, ring) => sum + ring.length, 0);
console.log(`${places.length} places, ${outline.length} rings with ${points} points`);

const land = new LandOutline(readLand("50m", "coasts"));
const lanes = joinLanes(readSeaLanes());
const { joined, tooFar } = portsOf(places, readPorts(), lanes, (at) => land.isLand(at));
const ends = [...new Set(joined.map(({ place }) => place))];
const portRows = joined.map(({ city, port, km, snapKm, place }) =>
  JSON.stringify([city, port, Math.round(km), Math.round(snapKm), ends.indexOf(place)]),
);
const ways = reduceLanes(lanes, ends);
writeFileSync(
  target("ports.extract.ts"),
  `// Written by examples/build-continents/europe.ts from sea-ports (MIT) and Eurostat's maritime network.
/** City, its port, km to the port and from the port to the sea lanes, and the junction where it joins them. */
export type PortRow = readonly [string, string, number, number, number];
export const PORTS: readonly PortRow[] = [
${portRows.map((row) => `  ${row},`).join("\n")}
];
/** Sea ways as two junctions and the km between them, one after the other. */
export const SEA_WAYS: readonly number[] = [
${ways.map(({ from, to, km }) => `  ${from},${to},${Math.round(km)},`).join("\n")}
];
`,
);
const stems = EUROPE.map(({ name, water, places: chain }) =>
  JSON.stringify({ name, water, places: chain.map(([, longitude, latitude, km]) => [longitude, latitude, km]) }),
);
writeFileSync(
  target("waterways.extract.ts"),
  `// Written by examples/build-continents/europe.ts from examples/build-continents/waterways.ts.
/** A navigable stem: longitude, latitude and km along it of its places, as the water flows; stems meet at equal places. */
export interface StemRow {
  readonly name: string;
  readonly water: "free" | "dammed" | "still";
  readonly places: readonly (readonly [number, number, number])[];
}
export const STEMS: readonly StemRow[] = [
${stems.map((row) => `  ${row},`).join("\n")}
];
`,
);
const far = joined.filter(({ snapKm }) => snapKm > SNAP_KM / 2);
console.log(`${joined.length} ports at ${ends.length} junctions, ${ways.length} sea ways`);
console.log(
  `More than ${SNAP_KM / 2} km from the lanes: ${far.map(({ port, snapKm }) => `${port} ${Math.round(snapKm)}`).join(", ")}`,
);
console.log(`Too far, without a port: ${tooFar.map(({ city, snapKm }) => `${city} ${Math.round(snapKm)}`).join(", ")}`);
