import type { Frame, LonLat, Point, Projection } from "./projection.ts";
import { tenth } from "./projection.ts";

/** Pixels that a coast must move on to be drawn: detail below that only makes the file large. */
const STEP = 0.6;

/** Square pixels below which an island is left out. */
const SMALLEST_ISLAND = 0.8;

/** Degrees that an edge may span before it gets points in between. */
const LONGEST_EDGE = 3;

/** Pixels that land is drawn beyond the frame, so that its outline does not run along the frame's edge. */
const OVERHANG = 6;

/**
 * Land as one SVG path: rings projected, clipped to the frame and thinned. Rings inside rings are lakes
 * (the path is meant for `fill-rule="evenodd"`). Empty where no land is in the frame.
 */
export function coastlinePath(rings: readonly (readonly LonLat[])[], projection: Projection): string {
  const { x, y, width, height } = projection.frame;
  const frame = { x: x - OVERHANG, y: y - OVERHANG, width: width + 2 * OVERHANG, height: height + 2 * OVERHANG };
  const pieces: string[] = [];
  for (const ring of rings) {
    const near = densify(ring).map((at) => projection.projectNear(at));
    if (near.every(({ far }) => far)) continue;
    const outline = thin(
      clip(
        near.map(({ point }) => point),
        frame,
      ),
    );
    if (outline.length < 3 || Math.abs(doubleArea(outline)) < 2 * SMALLEST_ISLAND) continue;
    pieces.push(`M${outline.map(([px, py]) => `${tenth(px)} ${tenth(py)}`).join("L")}Z`);
  }
  return pieces.join("");
}

/** Puts points on long edges, which are straight in longitude and latitude and curved on the map. */
function densify(ring: readonly LonLat[]): readonly LonLat[] {
  const points: LonLat[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    points.push(a);
    const pieces = Math.ceil(Math.max(Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])) / LONGEST_EDGE);
    for (let k = 1; k < pieces; k++)
      points.push([a[0] + ((b[0] - a[0]) * k) / pieces, a[1] + ((b[1] - a[1]) * k) / pieces]);
  }
  return points;
}

/**
 * Cuts a ring at the four edges of a frame.
 *
 * Source: Sutherland, Hodgman, Reentrant Polygon Clipping, Communications of the ACM 17 (1974).
 */
function clip(ring: readonly Point[], frame: Frame): readonly Point[] {
  let points = ring;
  for (const axis of [0, 1] as const) {
    const low = axis === 0 ? frame.x : frame.y;
    const high = low + (axis === 0 ? frame.width : frame.height);
    points = cut(points, axis, low, 1);
    points = cut(points, axis, high, -1);
  }
  return points;
}

function cut(ring: readonly Point[], axis: 0 | 1, at: number, side: 1 | -1): readonly Point[] {
  const kept: Point[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    const inA = (a[axis] - at) * side >= 0;
    const inB = (b[axis] - at) * side >= 0;
    if (inA) kept.push(a);
    if (inA === inB) continue;
    const share = (at - a[axis]) / (b[axis] - a[axis]);
    const other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis]);
    kept.push(axis === 0 ? [at, other] : [other, at]);
  }
  return kept;
}

function thin(ring: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of ring) {
    const last = kept[kept.length - 1];
    if (last !== undefined && Math.abs(point[0] - last[0]) < STEP && Math.abs(point[1] - last[1]) < STEP) continue;
    kept.push(point);
  }
  return kept;
}

function doubleArea(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[(i + 1) % ring.length];
    sum += ax * by - bx * ay;
  }
  return sum;
}
