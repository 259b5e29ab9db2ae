import type { Position } from "./great-circle.ts";

const RADIANS_PER_DEGREE = Math.PI / 180;

/**
 * Places on the unit sphere are rounded to whole multiples of 2 ** -40, some six thousandths of a millimetre: that takes
 * away what sines differ by between engines, and makes every sign below exact.
 */
const GRID = 2 ** 40;

/** A determinant of differences below 2 ** 42 is off by less than this share of the sum of its products' sizes. */
const ROUNDING = 1e-15;

/**
 * Pairs of neighbours among places on a sphere, each once, [i, j] with i < j, sorted: the edges of the Delaunay
 * triangulation. Three places are a triangle where the circle through them has no other place inside it. Circles wider
 * than half the globe are not looked at, so that the empty side of the globe joins nobody.
 *
 * Places that all lie on one circle are joined in a ring. Of places less than some twenty metres apart, one is joined to
 * the other only.
 *
 * Complexity: O(n^2) signs of determinants; memory O(n).
 * Source:     Brown, Voronoi diagrams from convex hulls (1979): on a sphere the triangulation is the convex hull of the
 *             places; the hull is grown place by place, Preparata and Shamos, Computational Geometry (1985), 3.4.
 */
export function delaunayPairs(places: readonly Position[]): [number, number][] {
  const hull = new Hull(places);
  const first = hull.firstFour();
  if (first !== undefined) {
    hull.begin(first);
    for (let place = 0; place < places.length; place++) if (!first.includes(place)) hull.add(place);
  }
  return (first === undefined ? hull.ring() : hull.frontEdges()).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** The convex hull of places on the sphere, grown place by place; faces are seen counterclockwise from outside. */
class Hull {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #z: Float64Array;
  readonly #count: number;
  /** Three corners of each face in turn. */
  #faces: number[] = [];
  /** Places inside the hull by rounding, or at one place with another, with the nearest place. */
  readonly #twins: [number, number][] = [];

  constructor(places: readonly Position[]) {
    this.#count = places.length;
    const axis = (of: (longitude: number, latitude: number) => number): Float64Array =>
      Float64Array.from(places, ([longitude, latitude]) =>
        Math.round(GRID * of(longitude * RADIANS_PER_DEGREE, latitude * RADIANS_PER_DEGREE)),
      );
    this.#x = axis((longitude, latitude) => Math.cos(latitude) * Math.cos(longitude));
    this.#y = axis((longitude, latitude) => Math.cos(latitude) * Math.sin(longitude));
    this.#z = axis((_, latitude) => Math.sin(latitude));
  }

  /** Four places that span a body, as a face and a place behind it; undefined where all lie in one plane. */
  firstFour(): [number, number, number, number] | undefined {
    const second = this.#firstWhere((place) => this.#square(0, place) > 0);
    const third = this.#firstWhere((place) => second >= 0 && !this.#inLine(0, second, place));
    const fourth = this.#firstWhere((place) => third >= 0 && this.#side(0, second, third, place) !== 0);
    if (fourth < 0) return undefined;
    return this.#side(0, second, third, fourth) > 0 ? [0, third, second, fourth] : [0, second, third, fourth];
  }

  begin([a, b, c, behind]: readonly [number, number, number, number]): void {
    this.#faces = [a, b, c, a, behind, b, b, behind, c, c, behind, a];
  }

  /** Replaces the faces that a place sees by faces from their rim to the place. */
  add(place: number): void {
    const kept: number[] = [];
    const rim = new Map<number, readonly [number, number]>();
    for (let at = 0; at < this.#faces.length; at += 3) {
      const [a, b, c] = [this.#faces[at], this.#faces[at + 1], this.#faces[at + 2]];
      if (this.#side(a, b, c, place) > 0) {
        for (const [from, to] of [
          [a, b],
          [b, c],
          [c, a],
        ] as const) {
          // An edge between two faces that are both seen goes: it comes once each way.
          if (!rim.delete(to * this.#count + from)) rim.set(from * this.#count + to, [from, to]);
        }
      } else kept.push(a, b, c);
    }
    if (rim.size === 0) {
      this.#twins.push(this.#withNearest(place));
      return;
    }
    for (const [from, to] of rim.values()) kept.push(from, to, place);
    this.#faces = kept;
  }

  /** Edges of the faces that look away from the centre of the globe. */
  frontEdges(): [number, number][] {
    const found = new Map<number, [number, number]>();
    const take = (a: number, b: number): void => {
      found.set(Math.min(a, b) * this.#count + Math.max(a, b), [Math.min(a, b), Math.max(a, b)]);
    };
    for (let at = 0; at < this.#faces.length; at += 3) {
      const [a, b, c] = [this.#faces[at], this.#faces[at + 1], this.#faces[at + 2]];
      if (this.#side(a, b, c, undefined) >= 0) continue;
      take(a, b);
      take(b, c);
      take(c, a);
    }
    for (const [a, b] of this.#twins) take(a, b);
    return [...found.values()];
  }

  /** Places on one circle, joined in turn; of those on a great circle the widest gap stays open. */
  ring(): [number, number][] {
    const pairs: [number, number][] = [];
    const apart: number[] = [];
    for (let place = 0; place < this.#count; place++) {
      if (apart.every((other) => this.#square(other, place) > 0)) apart.push(place);
      else pairs.push(this.#withNearest(place));
    }
    if (apart.length < 2) return pairs;
    const around = this.#around(apart);
    const gaps = around.map((place, k) => ({ place, next: around[(k + 1) % around.length] }));
    const flat = around.length > 2 && this.#side(around[0], around[1], around[2], undefined) === 0;
    if (around.length === 2 || flat) {
      gaps.sort((a, b) => this.#square(a.place, a.next) - this.#square(b.place, b.next));
      gaps.pop();
    }
    for (const { place, next } of gaps) pairs.push(place < next ? [place, next] : [next, place]);
    return pairs;
  }

  /** Places of one plane in the order of their directions from their middle. */
  #around(places: readonly number[]): number[] {
    const mean = (axis: Float64Array): number => places.reduce((sum, place) => sum + axis[place], 0) / places.length;
    const middle = [mean(this.#x), mean(this.#y), mean(this.#z)];
    const ray = (place: number) => [this.#x[place] - middle[0], this.#y[place] - middle[1], this.#z[place] - middle[2]];
    const cross = (u: number[], v: number[]) => [
      u[1] * v[2] - u[2] * v[1],
      u[2] * v[0] - u[0] * v[2],
      u[0] * v[1] - u[1] * v[0],
    ];
    const dot = (u: number[], v: number[]) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    const right = ray(places[0]);
    // Two places have their middle between them, and any direction tells them apart.
    const up = cross(right, ray(places[1])).some((part) => part !== 0)
      ? cross(cross(right, ray(places[1])), right)
      : cross(right, [1, 2, 3]);
    const size = Math.sqrt(dot(right, right) / Math.max(1, dot(up, up)));
    const angles = new Map(
      places.map((place) => [place, Math.atan2(dot(ray(place), up) * size, dot(ray(place), right))]),
    );
    return [...places].sort((a, b) => angles.get(a)! - angles.get(b)! || a - b);
  }

  #firstWhere(holds: (place: number) => boolean): number {
    for (let place = 0; place < this.#count; place++) if (holds(place)) return place;
    return -1;
  }

  #square(a: number, b: number): number {
    return (this.#x[a] - this.#x[b]) ** 2 + (this.#y[a] - this.#y[b]) ** 2 + (this.#z[a] - this.#z[b]) ** 2;
  }

  #withNearest(place: number): [number, number] {
    let nearest = -1;
    for (let other = 0; other < this.#count; other++) {
      if (other === place) continue;
      if (nearest < 0 || this.#square(other, place) < this.#square(nearest, place)) nearest = other;
    }
    return nearest < place ? [nearest, place] : [place, nearest];
  }

  #inLine(a: number, b: number, c: number): boolean {
    // Three different places of a sphere are never in line; rounding may make two of them one.
    return this.#square(a, c) === 0 || this.#square(b, c) === 0;
  }

  /**
   * On which side of the plane through a, b and c a place lies, or the centre of the globe for undefined: positive where
   * it sees a, b and c turn counterclockwise. The sign is exact.
   */
  #side(a: number, b: number, c: number, place: number | undefined): number {
    const [x, y, z] = place === undefined ? [0, 0, 0] : [this.#x[place], this.#y[place], this.#z[place]];
    const [ax, ay, az] = [this.#x[a] - x, this.#y[a] - y, this.#z[a] - z];
    const [bx, by, bz] = [this.#x[b] - x, this.#y[b] - y, this.#z[b] - z];
    const [cx, cy, cz] = [this.#x[c] - x, this.#y[c] - y, this.#z[c] - z];
    const determinant = ax * (bz * cy - by * cz) + ay * (bx * cz - bz * cx) + az * (by * cx - bx * cy);
    const size =
      Math.abs(ax) * (Math.abs(bz * cy) + Math.abs(by * cz)) +
      Math.abs(ay) * (Math.abs(bx * cz) + Math.abs(bz * cx)) +
      Math.abs(az) * (Math.abs(by * cx) + Math.abs(bx * cy));
    if (Math.abs(determinant) > ROUNDING * size) return determinant;
    const [pa, pb, pc] = [[ax, ay, az].map(BigInt), [bx, by, bz].map(BigInt), [cx, cy, cz].map(BigInt)];
    const exact =
      pa[0] * (pb[2] * pc[1] - pb[1] * pc[2]) +
      pa[1] * (pb[0] * pc[2] - pb[2] * pc[0]) +
      pa[2] * (pb[1] * pc[0] - pb[0] * pc[1]);
    return exact > 0n ? 1 : exact < 0n ? -1 : 0;
  }
}
