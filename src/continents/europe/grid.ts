import { Heap } from "./heap.ts";
import { OUTLINE } from "./outline.extract.ts";
import { kilometresBetween, type Point } from "./sphere.ts";

/**
 * Land on a grid of quarter degrees, and the shortest ways over it. A path over squares is a little
 * longer than the straight line it stands for; the ways found here are shortened by the mean of that.
 */
const WEST = -25;
const SOUTH = 34;
const STEP = 0.25;
const COLUMNS = 344;
const ROWS = 152;
/** Mean length of a way in eight directions over the straight line, by which ways are divided. */
const ZIGZAG = 1.055;

/** Fixed links across water that a grid of quarter degrees is too coarse to show. */
const NARROWS: readonly (readonly [km: number, from: Point, to: Point, name: string])[] = [
  [55, [1.1, 51.1], [1.9, 50.9], "Channel tunnel"],
  [30, [12.4, 55.7], [13.2, 55.7], "Oresund bridge"],
  [40, [11.4, 55.4], [10.5, 55.3], "Great Belt bridge"],
  [25, [10.1, 55.4], [9.4, 55.5], "Little Belt bridge"],
  [25, [28.7, 41.1], [29.4, 41.0], "Bosphorus bridges"],
  [40, [33.7, 46.4], [33.8, 45.9], "Perekop"],
];

interface Grid {
  readonly land: Uint8Array;
  /** Metres of a step east, and of a step north-east, by row. */
  readonly east: Float64Array;
  readonly slant: Float64Array;
  /** The other end and the metres of a narrow way, by square. */
  readonly narrows: ReadonlyMap<number, readonly (readonly [to: number, metres: number])[]>;
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

/** The square of land nearest to a point. */
function squareNear(land: Uint8Array, point: Point): number {
  const column = Math.floor((point[0] - WEST) / STEP);
  const row = Math.floor((point[1] - SOUTH) / STEP);
  for (let reach = 0; reach < 40; reach++) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let r = Math.max(0, row - reach); r <= Math.min(ROWS - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(COLUMNS - 1, column + reach); c++) {
        if (land[r * COLUMNS + c] === 0) continue;
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
  const narrows = new Map<number, (readonly [number, number])[]>();
  for (const [km, from, to] of NARROWS) {
    const [a, b] = [squareNear(land, from), squareNear(land, to)];
    narrows.set(a, [...(narrows.get(a) ?? []), [b, km * 1000]]);
    narrows.set(b, [...(narrows.get(b) ?? []), [a, km * 1000]]);
  }
  known = { land, east, slant, narrows };
  return known;
}

const ROW_STEPS = [0, 0, 1, -1, 1, 1, -1, -1];
const COLUMN_STEPS = [1, -1, 0, 0, 1, -1, 1, -1];
/** A place further than this from the nearest square of land lies on an island that the outline leaves out, km. */
const ASHORE = 45;
const NORTH_METRES = Math.round(STEP * 111_195);

function isAshore(point: Point, square: number): boolean {
  return square >= 0 && kilometresBetween(point, centre(square)) <= ASHORE;
}

/**
 * Kilometres from one point to others over land, at least the great circle; infinite where there is no way
 * within `reach` km. `most`: stop when so many of the others are found.
 *
 * Source: Dijkstra, Numerische Mathematik 1 (1959) 269-271.
 */
export function waysOverLand(from: Point, others: readonly Point[], reach: number, most: number): number[] {
  const { land, east, slant, narrows } = grid();
  const out = others.map(() => Number.POSITIVE_INFINITY);
  const waiting = new Map<number, number[]>();
  others.forEach((point, i) => {
    const square = squareNear(land, point);
    if (!isAshore(point, square)) return;
    waiting.set(square, [...(waiting.get(square) ?? []), i]);
  });
  const metres = new Float64Array(land.length).fill(Number.POSITIVE_INFINITY);
  const heap = new Heap();
  const start = squareNear(land, from);
  if (!isAshore(from, start)) return out;
  metres[start] = 0;
  heap.push(0, start);
  let found = 0;
  const offer = (square: number, key: number) => {
    if (key >= metres[square] || key > reach * 1000 * ZIGZAG) return;
    metres[square] = key;
    heap.push(key, square);
  };
  while (heap.size > 0 && found < most) {
    const { key, place: square } = heap.pop();
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
      if (r < 0 || r >= ROWS || c < 0 || c >= COLUMNS || land[r * COLUMNS + c] === 0) continue;
      // A slanting step may not slip between two squares of water.
      if (way >= 4 && land[row * COLUMNS + c] === 0 && land[r * COLUMNS + column] === 0) continue;
      const step = way < 2 ? east[row] : way < 4 ? NORTH_METRES : slant[Math.min(row, r)];
      offer(r * COLUMNS + c, key + step);
    }
    for (const [to, length] of narrows.get(square) ?? []) offer(to, key + length);
  }
  return out;
}
