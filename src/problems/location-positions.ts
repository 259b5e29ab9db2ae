import { InvalidProblemError } from "../base/errors.ts";

/** A point of a plane in metres, or longitude and latitude in degrees. */
export type Point = readonly [number, number];

/** Points one by one, or their coordinates one after the other. */
export type Points = readonly Point[] | ArrayLike<number>;

/** Cost from positions; the pairs need never exist all at once. */
export interface PositionalCost {
  readonly sites: Points;
  readonly customers: Points;
  /** Default "plane": metres. On a "sphere" points are longitude, latitude in degrees, distances great circles. */
  readonly geometry?: "plane" | "sphere";
  /** Cost per unit of demand over a distance in whole metres. It must not fall as the distance grows. */
  readonly costOf: (metres: number) => number;
}

/** Mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8;

/** Two coordinates of every point, one after the other. */
export function pairsOf(points: Points): Float64Array {
  if (typeof points[0] === "number") return Float64Array.from(points as ArrayLike<number>);
  const given = points as readonly Point[];
  const found = new Float64Array(2 * given.length);
  for (let k = 0; k < given.length; k++) {
    found[2 * k] = given[k][0];
    found[2 * k + 1] = given[k][1];
  }
  return found;
}

/** Three coordinates of every point, in metres; on a plane the third is zero. */
export function coordinatesOf(points: Points, geometry: "plane" | "sphere" = "plane"): Float64Array {
  const pairs = pairsOf(points);
  const count = pairs.length / 2;
  const found = new Float64Array(3 * count);
  for (let k = 0; k < count; k++) {
    const a = pairs[2 * k];
    const b = pairs[2 * k + 1];
    if (geometry === "sphere") {
      const longitude = (a * Math.PI) / 180;
      const latitude = (b * Math.PI) / 180;
      found[3 * k] = EARTH_RADIUS * Math.cos(latitude) * Math.cos(longitude);
      found[3 * k + 1] = EARTH_RADIUS * Math.cos(latitude) * Math.sin(longitude);
      found[3 * k + 2] = EARTH_RADIUS * Math.sin(latitude);
    } else {
      found[3 * k] = a;
      found[3 * k + 1] = b;
    }
  }
  return found;
}

/** Whole metres between site i and customer j; a root is exact to the last bit on every engine, unlike hypot. */
export function distancesOf(cost: PositionalCost): (i: number, j: number) => number {
  const isSphere = cost.geometry === "sphere";
  const a = coordinatesOf(cost.sites, cost.geometry);
  const b = coordinatesOf(cost.customers, cost.geometry);
  return (i, j) => {
    const x = a[3 * i] - b[3 * j];
    const y = a[3 * i + 1] - b[3 * j + 1];
    const z = a[3 * i + 2] - b[3 * j + 2];
    return metresApart(x * x + y * y + z * z, isSphere);
  };
}

/** Whole metres between points of which the straight distance has this square; on a sphere along the ground. */
export function metresApart(square: number, isSphere: boolean): number {
  const chord = Math.sqrt(square);
  // Half a metre more rounded down: `Math.round` branches on what can't be foreseen.
  return Math.floor((isSphere ? 2 * EARTH_RADIUS * Math.asin(Math.min(1, chord / (2 * EARTH_RADIUS))) : chord) + 0.5);
}

/** How many points there are. */
export function pointCount(points: Points): number {
  return typeof points[0] === "number" ? points.length / 2 : points.length;
}

/** Says that costs are not whole at the scale found for those seen before. */
export function unscalable(path: string): InvalidProblemError {
  return new InvalidProblemError([
    {
      code: "location.decimals",
      path,
      message: "has numbers with more decimals than the near ones, or costs that are not finite",
      remedy: "let costOf give finite numbers with the same few decimals at every distance",
    },
  ]);
}
