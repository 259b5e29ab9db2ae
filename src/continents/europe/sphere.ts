import { greatCircleMetres, type Position } from "../../units/great-circle.ts";

/** [longitude, latitude] in degrees. */
export type Point = Position;

/** Great-circle distance in km, to the metre. */
export function kilometresBetween(a: Point, b: Point): number {
  return greatCircleMetres(a, b) / 1000;
}

/** Index of the point nearest to `from`, the first of equals. */
export function nearestPoint(from: Point, points: readonly Point[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < points.length; i++) {
    const distance = kilometresBetween(from, points[i]);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}
