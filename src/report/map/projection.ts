/**
 * Lambert's azimuthal equal-area projection on a sphere, centred on the data, scaled into a frame.
 *
 * Units: degrees in, pixels out, x to the right and y down, rounded to a tenth of a pixel: sine and cosine
 * differ between engines beyond the last digit, and everything behind this door is exact arithmetic.
 * Source: Snyder, Map Projections, a Working Manual (1987), page 185.
 */

/** [longitude, latitude] in degrees. */
export type LonLat = readonly [number, number];

/** [x, y] in pixels. */
export type Point = readonly [number, number];

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Projection {
  readonly centre: LonLat;
  readonly frame: Frame;
  readonly kmPerPixel: number;
  project(at: LonLat): Point;
  /** Like project, but what is more than `FARTHEST` away is pulled in to that distance; says how far it was. */
  projectNear(at: LonLat): { readonly point: Point; readonly far: boolean };
}

const RADIANS = Math.PI / 180;
const EARTH_KM = 6371.0088;

/** Radians from the centre up to which land keeps its place; the antipode would be smeared into a circle. */
const FARTHEST = 2.1;

/** The least half extent of what is shown, in units of the earth's radius: about 150 km. */
const LEAST_EXTENT = 0.024;

export function tenth(value: number): number {
  const rounded = Math.round(value * 10) / 10;
  return rounded === 0 ? 0 : rounded;
}

/** The point in the middle of others on the sphere; [0, 0] where they cancel out. */
export function middleOf(points: readonly LonLat[]): LonLat {
  let [x, y, z] = [0, 0, 0];
  for (const [longitude, latitude] of points) {
    x += Math.cos(latitude * RADIANS) * Math.cos(longitude * RADIANS);
    y += Math.cos(latitude * RADIANS) * Math.sin(longitude * RADIANS);
    z += Math.sin(latitude * RADIANS);
  }
  if (Math.hypot(x, y, z) < 1e-9 * Math.max(1, points.length)) return [0, 0];
  return [tenth(Math.atan2(y, x) / RADIANS), tenth(Math.atan2(z, Math.hypot(x, y)) / RADIANS)];
}

function azimuthal([longitude0, latitude0]: LonLat) {
  const sin0 = Math.sin(latitude0 * RADIANS);
  const cos0 = Math.cos(latitude0 * RADIANS);
  return ([longitude, latitude]: LonLat) => {
    const sin = Math.sin(latitude * RADIANS);
    const cos = Math.cos(latitude * RADIANS);
    const across = cos * Math.sin((longitude - longitude0) * RADIANS);
    const along = cos0 * sin - sin0 * cos * Math.cos((longitude - longitude0) * RADIANS);
    const nearness = sin0 * sin + cos0 * cos * Math.cos((longitude - longitude0) * RADIANS);
    const distance = Math.atan2(Math.hypot(across, along), nearness);
    return { across, along, distance };
  };
}

/**
 * Fits points into a frame of a width; the height follows from their extent, between `flattest` and `steepest`
 * times the width.
 *
 * Takes: margin in pixels that stays free on each side of the points.
 */
export function fitProjection(
  points: readonly LonLat[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly margin: number },
  flattest: number,
  steepest: number,
): Projection {
  const centre = middleOf(points);
  const polar = azimuthal(centre);
  const flat = (at: LonLat, farthest: number): { x: number; y: number; far: boolean } => {
    const { across, along, distance } = polar(at);
    const length = Math.hypot(across, along);
    if (length === 0) return { x: 0, y: 0, far: distance > 1 };
    const scale = (2 * Math.sin(Math.min(distance, farthest) / 2)) / length;
    return { x: across * scale, y: -along * scale, far: distance > farthest };
  };
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const point of points) {
    const { x, y } = flat(point, Math.PI);
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  if (points.length === 0) [west, east, north, south] = [0, 0, 0, 0];
  const extent = { x: Math.max(east - west, LEAST_EXTENT), y: Math.max(south - north, LEAST_EXTENT) };
  const inner = Math.max(10, place.width - 2 * place.margin);
  const wanted = (inner * extent.y) / extent.x + 2 * place.margin;
  const height = Math.round(Math.min(steepest * place.width, Math.max(flattest * place.width, wanted)));
  const perRadius = Math.min(inner / extent.x, Math.max(10, height - 2 * place.margin) / extent.y);
  const frame = { x: place.x, y: place.y, width: place.width, height };
  const middle = { x: (west + east) / 2, y: (north + south) / 2 };
  const toPixels = (x: number, y: number): Point => [
    tenth(frame.x + frame.width / 2 + (x - middle.x) * perRadius),
    tenth(frame.y + frame.height / 2 + (y - middle.y) * perRadius),
  ];
  return {
    centre,
    frame,
    kmPerPixel: EARTH_KM / perRadius,
    project: (at) => {
      const { x, y } = flat(at, Math.PI);
      return toPixels(x, y);
    },
    projectNear: (at) => {
      const { x, y, far } = flat(at, FARTHEST);
      return { point: toPixels(x, y), far };
    },
  };
}
