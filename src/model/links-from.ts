import { InvalidContinentError } from "../base/errors.ts";
import type { Position } from "../units/great-circle.ts";
import { LandOutline } from "../units/land-outline.ts";
import { Door, type NumberRule } from "./door.ts";
import { AMOUNT, KILOMETRES, LATITUDE, LONGITUDE } from "./limits.ts";
import { missingPairs, nearestPlaces, netPairs, type Place } from "./place-pairs.ts";
import type { LinkSpec } from "./spec.ts";

/** What `linksFrom` takes. */
export interface LinksRequest {
  /** Areas by id, as in a description. */
  readonly areas: Readonly<Record<string, { readonly at: readonly [number, number] }>>;
  readonly mode: string;
  /**
   * Which areas are linked. `"nearest"` (default): each with some nearest ones. `"delaunay"`: neighbours by the Delaunay
   * triangulation on the sphere, which leaves no gap on a continent and lets no two links cross.
   */
  readonly net?: "nearest" | "delaunay";
  /** Links from each area to so many nearest ones. Default 4; not with a Delaunay net. */
  readonly nearest?: number;
  /**
   * With a Delaunay net: leave out a link where the way by other areas is longer by no more than this share, as 0.05.
   * Default 0: only where other areas lie on the line.
   */
  readonly onTheWay?: number;
  /**
   * With a Delaunay net: land as closed rings of [longitude, latitude], lakes as rings inside rings. A link is left out
   * where its line crosses more water in one stretch than a ferry does.
   */
  readonly land?: readonly (readonly (readonly [number, number])[])[];
  /** km of water that a link may cross in one stretch, where `land` says where water is. Default 25. */
  readonly ferry?: number;
  /** No link longer than this over the great circle, km. Default: none is too long. */
  readonly within?: number;
  /** Add the shortest links that join what would else be apart, however long. Default: true unless `land` is given. */
  readonly connect?: boolean;
  /** t/yr each way of every link. Default: unlimited. */
  readonly capacity?: number;
}

const REQUEST_FIELDS = [
  "areas",
  "mode",
  "net",
  "nearest",
  "onTheWay",
  "land",
  "ferry",
  "within",
  "connect",
  "capacity",
];

/** Fields that mean something with one kind of net only. */
const OF_NEAREST = ["nearest"];
const OF_DELAUNAY = ["onTheWay", "land", "ferry"];

const NEIGHBOURS: NumberRule = { least: 0, most: 1e6, whole: true, unit: "neighbours" };

const ON_THE_WAY: NumberRule = { least: 0, most: 1, unit: "a share of the direct length" };

/** Corners of the shortest closed ring. */
const SHORTEST_RING = 4;

/**
 * Links both ways by one mode between neighbours, each pair once, sorted; their lengths are left to the door
 * (great circle times the mode's detour). Such links are modelled: no line, road or pipe is surveyed.
 *
 * ```ts
 * const links = [...linksFrom({ areas, mode: "road", nearest: 3 }), ...linksFrom({ areas: ports, mode: "ship" })];
 * const rails = linksFrom({ areas, mode: "rail", net: "delaunay", land: coastline, ferry: 25, onTheWay: 0.05 });
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong.
 * Complexity: O(n^2) distances for n areas.
 */
export function linksFrom(request: LinksRequest): LinkSpec[] {
  const door = new Door();
  const fields = door.fields(request, "", REQUEST_FIELDS);
  fields.require("areas", "Add areas: { north: { at: [10, 60] } }.");
  const mode = fields.require("mode", 'Add mode: the id of a mode, such as "rail".')
    ? door.id(fields.value("mode"), "mode")
    : "";
  const net = fields.has("net") ? door.choice(fields.value("net"), "net", ["nearest", "delaunay"]) : "nearest";
  for (const name of net === "delaunay" ? OF_NEAREST : net === "nearest" ? OF_DELAUNAY : []) {
    if (!fields.has(name)) continue;
    const remedy = `Leave ${name} out${net === "nearest" ? ', or add net: "delaunay"' : ""}.`;
    door.refuse("links.not-of-net", name, `${name} means nothing in a net of kind "${net}"`, remedy);
  }
  const nearest = fields.numberOr("nearest", NEIGHBOURS, 4);
  const onTheWay = fields.numberOr("onTheWay", ON_THE_WAY, 0);
  const ferry = fields.numberOr("ferry", KILOMETRES, 25) * 1000;
  const land = fields.has("land") ? readRings(door, fields.value("land"), "land") : undefined;
  const within = fields.numberOr("within", KILOMETRES, Number.POSITIVE_INFINITY) * 1000;
  const capacity = fields.has("capacity") ? { capacity: fields.numberOr("capacity", AMOUNT, 0) } : {};
  const connect = fields.flagOr("connect", land === undefined);
  const places: Place[] = [];
  for (const { id, value, path } of fields.entries("areas")) {
    const at = readPosition(door, door.record(value, path)?.get("at"), `${path}.at`);
    if (at !== undefined) places.push({ id, at });
  }
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  const pairs = new Map<string, readonly [string, string]>();
  const join = (a: Place, b: Place): void => {
    const pair = a.id < b.id ? ([a.id, b.id] as const) : ([b.id, a.id] as const);
    pairs.set(JSON.stringify(pair), pair);
  };
  if (net === "delaunay") {
    const outline = land === undefined ? {} : { land: new LandOutline(land) };
    for (const [a, b] of netPairs(places, { within, onTheWay, ferry, ...outline })) join(a, b);
  } else {
    for (const place of places) for (const other of nearestPlaces(place, places, nearest, within)) join(place, other);
  }
  if (connect) for (const [a, b] of missingPairs(places, [...pairs.values()])) join(a, b);
  const sorted = [...pairs.values()].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return sorted.map((between) => ({ between, mode: mode ?? "", ...capacity }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readPosition(door: Door, value: unknown, path: string): Position | undefined {
  const items = door.list(value, path);
  const longitude = door.number(items[0]?.value, `${path}[0]`, LONGITUDE);
  const latitude = door.number(items[1]?.value, `${path}[1]`, LATITUDE);
  return longitude === undefined || latitude === undefined ? undefined : [longitude, latitude];
}

function readRings(door: Door, value: unknown, path: string): Position[][] {
  return door.list(value, path).map((ring) => {
    const corners = door.list(ring.value, ring.path).map((corner) => readPosition(door, corner.value, corner.path));
    const [first, last] = [corners[0], corners[corners.length - 1]];
    if (corners.length < SHORTEST_RING || first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
      const message = `got ${corners.length} places, wanted a closed ring of at least ${SHORTEST_RING}`;
      door.refuse("land.not-closed", ring.path, message, "Repeat the first place at the end.");
    }
    return corners.filter((corner) => corner !== undefined);
  });
}
