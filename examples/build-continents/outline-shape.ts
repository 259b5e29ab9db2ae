import type { Point, Ring } from "./read-packages.ts";

/** A box in degrees. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The part of a ring inside a box (Sutherland and Hodgman, 1974); the box's edge closes what it cuts. */
export function clipRing(ring: Ring, box: Box): Ring {
  const sides: readonly [(p: Point) => number, 0 | 1, number][] = [
    [(p) => p[0] - box.west, 0, box.west],
    [(p) => box.east - p[0], 0, box.east],
    [(p) => p[1] - box.south, 1, box.south],
    [(p) => box.north - p[1], 1, box.north],
  ];
  let points: Point[] = ring.slice(0, -1);
  for (const [inside, axis, value] of sides) {
    const kept: Point[] = [];
    for (let i = 0; i < points.length; i++) {
      const here = points[i];
      const before = points[(i + points.length - 1) % points.length];
      if (inside(here) >= 0 !== inside(before) >= 0) {
        const share = inside(before) / (inside(before) - inside(here));
        const other = axis === 0 ? 1 : 0;
        const across = before[other] + share * (here[other] - before[other]);
        kept.push(axis === 0 ? [value, across] : [across, value]);
      }
      if (inside(here) >= 0) kept.push(here);
    }
    points = kept;
  }
  return points.length === 0 ? [] : [...points, points[0]];
}

/** Area inside a ring, square degrees, never negative. */
export function ringArea(ring: Ring): number {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(twice) / 2;
}

function distanceToChord(point: Point, a: Point, b: Point, narrow: number): number {
  // Degrees of longitude are shorter than degrees of latitude; `narrow` evens them out.
  const dx = (b[0] - a[0]) * narrow;
  const dy = b[1] - a[1];
  const px = (point[0] - a[0]) * narrow;
  const py = point[1] - a[1];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
  return Math.hypot(px - along * dx, py - along * dy);
}

/**
 * A line with fewer points, nowhere further from the old one than `tolerance` degrees of latitude.
 * Source: Douglas and Peucker, The Canadian Cartographer 10 (1973) 112-122.
 */
export function simplifyLine(line: readonly Point[], tolerance: number): Point[] {
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const [first, last] = span;
    const narrow = Math.cos((((line[first][1] + line[last][1]) / 2) * Math.PI) / 180);
    let worst = tolerance;
    let at = -1;
    for (let i = first + 1; i < last; i++) {
      const distance = distanceToChord(line[i], line[first], line[last], narrow);
      if (distance > worst) {
        worst = distance;
        at = i;
      }
    }
    if (at > 0) {
      keep[at] = 1;
      stack.push([first, at], [at, last]);
    }
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** A ring simplified in two halves, split at the point furthest from its start, since a ring has no chord. */
export function simplifyRing(ring: Ring, tolerance: number): Ring {
  let far = 0;
  let most = -1;
  for (let i = 1; i < ring.length - 1; i++) {
    const distance = Math.hypot(ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]);
    if (distance > most) {
      most = distance;
      far = i;
    }
  }
  const out = simplifyLine(ring.slice(0, far + 1), tolerance);
  return [...out, ...simplifyLine(ring.slice(far), tolerance).slice(1)];
}

/** Whether a point lies inside an even number of rings or an odd one: odd is inside. */
export function insideRings(point: Point, rings: readonly Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      if (ay > point[1] !== by > point[1] && point[0] < ax + ((point[1] - ay) / (by - ay)) * (bx - ax))
        inside = !inside;
    }
  }
  return inside;
}

/** Kilometres from a point to the nearest line of the rings, on a plane touching the sphere at the point. */
export function kilometresToRings(point: Point, rings: readonly Ring[]): number {
  const narrow = Math.cos((point[1] * Math.PI) / 180);
  let best = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      if (Math.abs(ring[i][1] - point[1]) > 2 && Math.abs(ring[i - 1][1] - point[1]) > 2) continue;
      best = Math.min(best, distanceToChord(point, ring[i - 1], ring[i], narrow));
    }
  }
  return best * 111.195;
}
