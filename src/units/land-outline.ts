import { greatCircleMetres, type Position } from "./great-circle.ts";

/** Lines of an outline are looked up by the belt of latitude that they touch, this many degrees wide. */
const BELT = 0.5;
const BELTS = 180 / BELT;

/** A great circle is taken as straight in degrees over pieces no longer than this, metres. */
const PIECE_METRES = 25_000;

const RADIANS_PER_DEGREE = Math.PI / 180;

/**
 * Land as closed rings of [longitude, latitude] in degrees, the first place repeated at the end; a ring inside another
 * is a lake (even-odd). Rings are cut at the 180th meridian, as is usual.
 *
 * Memory: O(corners of the rings). A look-up reads the lines of one belt of latitude.
 */
export class LandOutline {
  /** Lines by belt, compressed; a line that touches several belts is in each. */
  readonly #start = new Int32Array(BELTS + 1);
  readonly #line: Int32Array;
  /** Four figures for each line: longitude and latitude of its two ends. */
  readonly #ends: Float64Array;

  constructor(rings: readonly (readonly Position[])[]) {
    const ends: number[] = [];
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) ends.push(ring[i - 1][0], ring[i - 1][1], ring[i][0], ring[i][1]);
    }
    this.#ends = Float64Array.from(ends);
    const belts = (line: number): [number, number] => [
      beltOf(Math.min(ends[4 * line + 1], ends[4 * line + 3])),
      beltOf(Math.max(ends[4 * line + 1], ends[4 * line + 3])),
    ];
    for (let line = 0; line < ends.length / 4; line++) {
      const [south, north] = belts(line);
      for (let belt = south; belt <= north; belt++) this.#start[belt + 1]++;
    }
    for (let belt = 0; belt < BELTS; belt++) this.#start[belt + 1] += this.#start[belt];
    this.#line = new Int32Array(this.#start[BELTS]);
    const next = this.#start.slice();
    for (let line = 0; line < ends.length / 4; line++) {
      const [south, north] = belts(line);
      for (let belt = south; belt <= north; belt++) this.#line[next[belt]++] = line;
    }
  }

  isLand([longitude, latitude]: Position): boolean {
    const belt = beltOf(latitude);
    const ends = this.#ends;
    let inside = false;
    for (let entry = this.#start[belt]; entry < this.#start[belt + 1]; entry++) {
      const at = 4 * this.#line[entry];
      if (ends[at + 1] > latitude === ends[at + 3] > latitude) continue;
      const share = (latitude - ends[at + 1]) / (ends[at + 3] - ends[at + 1]);
      if (longitude < ends[at] + share * (ends[at + 2] - ends[at])) inside = !inside;
    }
    return inside;
  }

  /** Metres of the longest stretch of water that the great circle between two places crosses, to the metre. */
  longestWater(from: Position, to: Position): number {
    let longest = 0;
    let stretch = 0;
    const pieces = Math.max(1, Math.ceil(greatCircleMetres(from, to) / PIECE_METRES));
    let here = from;
    for (let piece = 1; piece <= pieces; piece++) {
      const there = piece === pieces ? to : between(from, to, piece / pieces);
      const metres = greatCircleMetres(here, there);
      // A piece over the 180th meridian is seen once from either side of it.
      const east = Math.abs(there[0] - here[0]) > 180 ? 360 * Math.sign(here[0]) : 0;
      const shares = this.#crossings(here, [there[0] + east, there[1]]);
      if (east !== 0) shares.push(...this.#crossings([here[0] - east, here[1]], there));
      let since = 0;
      for (const share of [...shares.sort((a, b) => a - b), 1]) {
        // Looked at in the middle: at its ends a stretch touches the outline.
        const middle = (since + share) / 2;
        const longitude = here[0] + middle * (there[0] + east - here[0]);
        const wrapped = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
        if (this.isLand([wrapped, here[1] + middle * (there[1] - here[1])])) stretch = 0;
        else stretch += (share - since) * metres;
        longest = Math.max(longest, stretch);
        since = share;
      }
      here = there;
    }
    return Math.round(longest);
  }

  /** Shares of a straight piece, in degrees, at which it crosses the outline. */
  #crossings(from: Position, to: Position): number[] {
    const ends = this.#ends;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const shares: number[] = [];
    const seen = new Set<number>();
    for (let belt = beltOf(Math.min(from[1], to[1])); belt <= beltOf(Math.max(from[1], to[1])); belt++) {
      for (let entry = this.#start[belt]; entry < this.#start[belt + 1]; entry++) {
        const line = this.#line[entry];
        const at = 4 * line;
        const [ex, ey] = [ends[at + 2] - ends[at], ends[at + 3] - ends[at + 1]];
        // Each end lies left of the piece or not, so that a corner on the piece is crossed once or touched twice.
        const startsLeft = dx * (ends[at + 1] - from[1]) - dy * (ends[at] - from[0]) > 0;
        const endsLeft = dx * (ends[at + 3] - from[1]) - dy * (ends[at + 2] - from[0]) > 0;
        if (startsLeft === endsLeft) continue;
        const share = ((ends[at] - from[0]) * ey - (ends[at + 1] - from[1]) * ex) / (dx * ey - dy * ex);
        if (!(share > 0 && share <= 1) || seen.has(line)) continue;
        seen.add(line);
        shares.push(share);
      }
    }
    return shares;
  }
}

function beltOf(latitude: number): number {
  return Math.min(BELTS - 1, Math.max(0, Math.floor((latitude + 90) / BELT)));
}

/** The place at a share of the great circle between two places that are not opposite each other. */
function between(from: Position, to: Position, share: number): Position {
  const ray = ([longitude, latitude]: Position) => {
    const [east, north] = [longitude * RADIANS_PER_DEGREE, latitude * RADIANS_PER_DEGREE];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
  };
  const [a, b] = [ray(from), ray(to)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  if (angle === 0) return from;
  const [u, v] = [Math.sin((1 - share) * angle), Math.sin(share * angle)];
  const [x, y, z] = [u * a[0] + v * b[0], u * a[1] + v * b[1], u * a[2] + v * b[2]];
  return [Math.atan2(y, x) / RADIANS_PER_DEGREE, Math.atan2(z, Math.sqrt(x * x + y * y)) / RADIANS_PER_DEGREE];
}
