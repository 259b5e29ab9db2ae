import { OUTLINE } from "./outline.extract.ts";
import { kilometresBetween, type Point } from "./sphere.ts";

/**
 * Land and sea on a grid of quarter degrees, and the shortest ways over one of them. A path over squares is a little
 * longer than the straight line it stands for; the ways found here are shortened by the mean of that.
 */
const WEST = -25;
const SOUTH = 34;
const STEP = 0.25;
const COLUMNS = 344;
const ROWS = 152;
/** Mean length of a way in eight directions over the straight line, by which ways are divided. */
const ZIGZAG = 1.055;

export type Medium = "land" | "sea";

/** Ways that a grid of quarter degrees is too coarse to show: straits, a canal, and the fixed links across water. */
const NARROWS: readonly (readonly [medium: Medium, km: number, from: Point, to: Point, name: string])[] = [
  ["sea", 60, [29.3, 41.4], [28.7, 40.8], "Bosphorus"],
  ["sea", 100, [27.3, 40.5], [25.9, 39.9], "Dardanelles"],
  ["sea", 70, [36.4, 44.8], [36.6, 45.6], "Kerch strait"],
  ["sea", 120, [12.3, 56.3], [12.7, 55.2], "Oresund"],
  ["sea", 130, [11.1, 55.9], [10.9, 54.6], "Great Belt"],
  ["sea", 100, [8.6, 54.0], [10.4, 54.5], "Kiel canal"],
  ["sea", 60, [-5.9, 35.9], [-5.1, 36.0], "Strait of Gibraltar"],
  ["sea", 50, [15.5, 38.5], [15.7, 37.7], "Strait of Messina"],
  ["land", 55, [1.1, 51.1], [1.9, 50.9], "Channel tunnel"],
  ["land", 30, [12.4, 55.7], [13.2, 55.7], "Oresund bridge"],
  ["land", 40, [11.4, 55.4], [10.5, 55.3], "Great Belt bridge"],
  ["land", 25, [10.1, 55.4], [9.4, 55.5], "Little Belt bridge"],
  ["land", 25, [28.7, 41.1], [29.4, 41.0], "Bosphorus bridges"],
  ["land", 40, [33.7, 46.4], [33.8, 45.9], "Perekop"],
];

interface Grid {
  readonly land: Uint8Array;
  /** Metres of a step east, and of a step north-east, by row. */
  readonly east: Float64Array;
  readonly slant: Float64Array;
  /** The other end and the metres of a narrow way, by square. */
  readonly narrows: ReadonlyMap<number, readonly (readonly [to: number, metres: number, medium: Medium])[]>;
}

let known: Grid | undefined;

function centre(square: number): Point {
  return [WEST + ((square % COLUMNS) + 0.5) * STEP, SOUTH + (Math.floor(square / COLUMNS) + 0.5) * STEP];
}

/** Marks the squares whose centre is on land, row by row, between every other crossing of the outline. */
function markLand(): Uint8Array {
  const land = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row++) {
    const lat = SOUTH + (row + 0.5) * STEP;
    const crossings: number[] = [];
    for (const ring of OUTLINE) {
      for (let i = 1; i < ring.length; i++) {
        const [ax, ay] = ring[i - 1];
        const [bx, by] = ring[i];
        if (ay > lat !== by > lat) crossings.push(ax + ((lat - ay) / (by - ay)) * (bx - ax));
      }
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      for (let column = 0; column < COLUMNS; column++) {
        const lon = WEST + (column + 0.5) * STEP;
        if (lon >= crossings[k] && lon < crossings[k + 1]) land[row * COLUMNS + column] = 1;
      }
    }
  }
  return land;
}

/** The square of a medium nearest to a point. */
function squareNear(land: Uint8Array, point: Point, medium: Medium): number {
  const wanted = medium === "land" ? 1 : 0;
  const column = Math.floor((point[0] - WEST) / STEP);
  const row = Math.floor((point[1] - SOUTH) / STEP);
  for (let reach = 0; reach < 40; reach++) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let r = Math.max(0, row - reach); r <= Math.min(ROWS - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(COLUMNS - 1, column + reach); c++) {
        if (land[r * COLUMNS + c] !== wanted) continue;
        const distance = kilometresBetween(point, centre(r * COLUMNS + c));
        if (distance < least) {
          least = distance;
          best = r * COLUMNS + c;
        }
      }
    }
    if (best >= 0) return best;
  }
  return -1;
}

function grid(): Grid {
  if (known !== undefined) return known;
  const land = markLand();
  const east = new Float64Array(ROWS);
  const slant = new Float64Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const at = centre(row * COLUMNS);
    east[row] = kilometresBetween(at, [at[0] + STEP, at[1]]) * 1000;
    slant[row] = kilometresBetween(at, [at[0] + STEP, at[1] + STEP]) * 1000;
  }
  const narrows = new Map<number, (readonly [number, number, Medium])[]>();
  for (const [medium, km, from, to] of NARROWS) {
    const [a, b] = [squareNear(land, from, medium), squareNear(land, to, medium)];
    narrows.set(a, [...(narrows.get(a) ?? []), [b, km * 1000, medium]]);
    narrows.set(b, [...(narrows.get(b) ?? []), [a, km * 1000, medium]]);
  }
  known = { land, east, slant, narrows };
  return known;
}

/** A binary heap of squares by metres; small, since only this file needs one. */
class Heap {
  readonly keys: number[] = [];
  readonly squares: number[] = [];

  push(key: number, square: number): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.squares.push(square);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.keys[up] <= key) break;
      this.keys[at] = this.keys[up];
      this.squares[at] = this.squares[up];
      at = up;
    }
    this.keys[at] = key;
    this.squares[at] = square;
  }

  /** Takes the least square out; the heap must not be empty. */
  pop(): { key: number; square: number } {
    const out = { key: this.keys[0], square: this.squares[0] };
    const key = this.keys.pop()!;
    const square = this.squares.pop()!;
    const size = this.keys.length;
    if (size === 0) return out;
    let at = 0;
    for (let down = 1; down < size; down = 2 * at + 1) {
      if (down + 1 < size && this.keys[down + 1] < this.keys[down]) down++;
      if (this.keys[down] >= key) break;
      this.keys[at] = this.keys[down];
      this.squares[at] = this.squares[down];
      at = down;
    }
    this.keys[at] = key;
    this.squares[at] = square;
    return out;
  }
}

const ROW_STEPS = [0, 0, 1, -1, 1, 1, -1, -1];
const COLUMN_STEPS = [1, -1, 0, 0, 1, -1, 1, -1];
const NORTH_METRES = Math.round(STEP * 111_195);

/**
 * Kilometres from one point to others over land or over sea, at least the great circle; infinite where there is no way
 * within `reach` km. `most`: stop when so many of the others are found.
 *
 * Source: Dijkstra, Numerische Mathematik 1 (1959) 269-271.
 */
export function waysOver(medium: Medium, from: Point, others: readonly Point[], reach: number, most: number): number[] {
  const { land, east, slant, narrows } = grid();
  const wanted = medium === "land" ? 1 : 0;
  const out = others.map(() => Number.POSITIVE_INFINITY);
  const waiting = new Map<number, number[]>();
  others.forEach((point, i) => {
    const square = squareNear(land, point, medium);
    waiting.set(square, [...(waiting.get(square) ?? []), i]);
  });
  const metres = new Float64Array(land.length).fill(Number.POSITIVE_INFINITY);
  const heap = new Heap();
  const start = squareNear(land, from, medium);
  if (start < 0) return out;
  metres[start] = 0;
  heap.push(0, start);
  let found = 0;
  const offer = (square: number, key: number) => {
    if (key >= metres[square] || key > reach * 1000 * ZIGZAG) return;
    metres[square] = key;
    heap.push(key, square);
  };
  while (heap.keys.length > 0 && found < most) {
    const { key, square } = heap.pop();
    if (key > metres[square]) continue;
    for (const i of waiting.get(square) ?? []) {
      out[i] = Math.max(kilometresBetween(from, others[i]), key / ZIGZAG / 1000);
      found++;
    }
    const row = Math.floor(square / COLUMNS);
    const column = square % COLUMNS;
    for (let way = 0; way < 8; way++) {
      const r = row + ROW_STEPS[way];
      const c = column + COLUMN_STEPS[way];
      if (r < 0 || r >= ROWS || c < 0 || c >= COLUMNS || land[r * COLUMNS + c] !== wanted) continue;
      // A slanting step may not slip between two squares of the other kind.
      if (way >= 4 && land[row * COLUMNS + c] !== wanted && land[r * COLUMNS + column] !== wanted) continue;
      const step = way < 2 ? east[row] : way < 4 ? NORTH_METRES : slant[Math.min(row, r)];
      offer(r * COLUMNS + c, key + step);
    }
    for (const [to, length, by] of narrows.get(square) ?? []) if (by === medium) offer(to, key + length);
  }
  return out;
}
