/** A place on the globe: [longitude, latitude] in degrees. */
export type Position = readonly [number, number];

/** Mean radius of the Earth in metres. Source: IUGG, R1 of GRS 80. */
const EARTH_RADIUS_M = 6_371_008.8;

const RADIANS_PER_DEGREE = Math.PI / 180;

/**
 * The great-circle distance between two places in whole metres.
 *
 * Sines differ in the last place between engines; rounding to the metre takes that away. The result is the
 * same both ways, to the bit, since only squares and products of the two places' figures enter it.
 *
 * Units:  degrees in, metres out.
 * Source: the haversine formula (Sinnott 1984), which keeps its digits at short distances.
 */
export function greatCircleMetres(from: Position, to: Position): number {
  const halfLatitude = Math.sin(((to[1] - from[1]) * RADIANS_PER_DEGREE) / 2);
  const halfLongitude = Math.sin(((to[0] - from[0]) * RADIANS_PER_DEGREE) / 2);
  const cosines = Math.cos(from[1] * RADIANS_PER_DEGREE) * Math.cos(to[1] * RADIANS_PER_DEGREE);
  const haversine = halfLatitude * halfLatitude + cosines * (halfLongitude * halfLongitude);
  return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, haversine))));
}
