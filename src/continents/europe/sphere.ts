import { greatCircleMetres, type Position } from "../../units/great-circle.ts";

/** [longitude, latitude] in degrees. */
export type Point = Position;

const RADIAN = Math.PI / 180;

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

/**
 * Pairs of points with no third point inside the sphere that has the pair as its diameter (a Gabriel graph):
 * a planar net of neighbours that always hangs together.
 *
 * Source: Gabriel and Sokal, Systematic Zoology 18 (1969) 259-278.
 */
export function neighbourPairs(points: readonly Point[]): [number, number][] {
  const n = points.length;
  const x = points.map(([lon, lat]) => Math.cos(lat * RADIAN) * Math.cos(lon * RADIAN));
  const y = points.map(([lon, lat]) => Math.cos(lat * RADIAN) * Math.sin(lon * RADIAN));
  const z = points.map(([, lat]) => Math.sin(lat * RADIAN));
  const pairs: [number, number][] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let empty = true;
      for (let k = 0; empty && k < n; k++) {
        if (k === i || k === j) continue;
        // The angle at k is wider than a right angle exactly where k lies inside the sphere.
        const angle = (x[i] - x[k]) * (x[j] - x[k]) + (y[i] - y[k]) * (y[j] - y[k]) + (z[i] - z[k]) * (z[j] - z[k]);
        if (angle < 0) empty = false;
      }
      if (empty) pairs.push([i, j]);
    }
  }
  return pairs;
}
