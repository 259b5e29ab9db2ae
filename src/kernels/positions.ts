/**
 * Sources and sinks by where they are. Sinks stand in the order of a Hilbert curve, cut into cells of
 * neighbours and blocks of cells, each with its bounding box, so that whole cells can be judged by distance.
 *
 * Shapes: K sources, S sinks; every list of sinks is in curve order, `order` leads back.
 * Units:  on a plane the caller's; on a sphere metres, as points in space whose chord gives the arc.
 */
import type { PositionalCost } from "../problems/transport.ts";

/** Mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8;
/** Sinks in a cell, a block and a region: judging one costs about as much as judging what is in it. */
export const CELL = 32;
export const BLOCK = 16 * CELL;
export const REGION = 32 * BLOCK;
/** Bounds on distances are widened by this much against rounding, so that they stay bounds. */
const ROUNDING = 1e-12;

/** Coordinates of points; on a plane there is no z. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

export interface Positions {
  readonly sphere: boolean;
  readonly costOf: (distance: number) => number;
  readonly sources: Points;
  readonly sinks: Points;
  /** The caller's number of each sink. */
  readonly order: Int32Array;
  /** Six numbers per cell, block and region: least and most x, y, z. */
  readonly cellBoxes: Float64Array;
  readonly blockBoxes: Float64Array;
  readonly regionBoxes: Float64Array;
}

/** Places everything and sorts the sinks along the curve. */
export function placeAll(cost: PositionalCost): Positions {
  const sphere = cost.geometry === "sphere";
  const order = curveOrder(cost.sinks);
  return withPoints(cost, place(cost.sources, undefined, sphere), place(cost.sinks, order, sphere), order);
}

/** The same sources and costs over other points; boxes are drawn round runs of sinks as they stand. */
export function withPoints(
  like: Positions | PositionalCost,
  sources: Points,
  sinks: Points,
  order: Int32Array,
): Positions {
  const sphere = "sphere" in like ? like.sphere : like.geometry === "sphere";
  return {
    sphere,
    costOf: like.costOf ?? ((distance) => distance),
    sources,
    sinks,
    order,
    cellBoxes: boxes(sinks, CELL),
    blockBoxes: boxes(sinks, BLOCK),
    regionBoxes: boxes(sinks, REGION),
  };
}

function place(pairs: ArrayLike<number>, order: Int32Array | undefined, sphere: boolean): Points {
  const count = pairs.length / 2;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const z = new Float64Array(sphere ? count : 0);
  for (let k = 0; k < count; k++) {
    const from = order === undefined ? k : order[k];
    if (sphere) {
      const longitude = (pairs[2 * from] * Math.PI) / 180;
      const latitude = (pairs[2 * from + 1] * Math.PI) / 180;
      x[k] = EARTH_RADIUS * Math.cos(latitude) * Math.cos(longitude);
      y[k] = EARTH_RADIUS * Math.cos(latitude) * Math.sin(longitude);
      z[k] = EARTH_RADIUS * Math.sin(latitude);
    } else {
      x[k] = pairs[2 * from];
      y[k] = pairs[2 * from + 1];
    }
  }
  return { x, y, z };
}

/** The cost of a unit from source i to sink q (in curve order). */
export function pairCost(positions: Positions, i: number, q: number): number {
  const { sources, sinks } = positions;
  const dx = sources.x[i] - sinks.x[q];
  const dy = sources.y[i] - sinks.y[q];
  if (!positions.sphere) return Math.round(positions.costOf(Math.sqrt(dx * dx + dy * dy)));
  const dz = sources.z[i] - sinks.z[q];
  return chordCost(positions, Math.sqrt(dx * dx + dy * dy + dz * dz));
}

/** The cost over a chord: the distance itself on a plane, the arc in whole metres on a sphere. */
function chordCost(positions: Positions, chord: number): number {
  if (!positions.sphere) return Math.round(positions.costOf(chord));
  const arc = 2 * EARTH_RADIUS * Math.asin(Math.min(1, chord / (2 * EARTH_RADIUS)));
  return Math.round(positions.costOf(Math.round(arc)));
}

/** What no sink in the box can cost less than from source i. */
export function leastCost(positions: Positions, i: number, boxes: Float64Array, b: number): number {
  const { x, y, z } = positions.sources;
  const dx = outside(x[i], boxes[b], boxes[b + 1]);
  const dy = outside(y[i], boxes[b + 2], boxes[b + 3]);
  const dz = positions.sphere ? outside(z[i], boxes[b + 4], boxes[b + 5]) : 0;
  return chordCost(positions, Math.sqrt(dx * dx + dy * dy + dz * dz) * (1 - ROUNDING));
}

/** What no sink in the box can cost more than from source i. */
export function mostCost(positions: Positions, i: number, boxes: Float64Array, b: number): number {
  const { x, y, z } = positions.sources;
  const dx = Math.max(x[i] - boxes[b], boxes[b + 1] - x[i]);
  const dy = Math.max(y[i] - boxes[b + 2], boxes[b + 3] - y[i]);
  const dz = positions.sphere ? Math.max(z[i] - boxes[b + 4], boxes[b + 5] - z[i]) : 0;
  return chordCost(positions, Math.sqrt(dx * dx + dy * dy + dz * dz) * (1 + ROUNDING));
}

function outside(value: number, from: number, to: number): number {
  return value < from ? from - value : value > to ? value - to : 0;
}

function boxes(points: Points, run: number): Float64Array {
  const { x, y, z } = points;
  const count = Math.ceil(x.length / run);
  const found = new Float64Array(6 * count);
  for (let b = 0; b < count; b++) {
    const at = 6 * b;
    found.fill(Infinity, at, at + 6);
    found[at + 1] = found[at + 3] = found[at + 5] = -Infinity;
    const end = Math.min(x.length, (b + 1) * run);
    for (let q = b * run; q < end; q++) {
      if (x[q] < found[at]) found[at] = x[q];
      if (x[q] > found[at + 1]) found[at + 1] = x[q];
      if (y[q] < found[at + 2]) found[at + 2] = y[q];
      if (y[q] > found[at + 3]) found[at + 3] = y[q];
      if (z.length === 0) continue;
      if (z[q] < found[at + 4]) found[at + 4] = z[q];
      if (z[q] > found[at + 5]) found[at + 5] = z[q];
    }
  }
  return found;
}

/** Bits of the curve along each coordinate. */
const CURVE_BITS = 15;

/** Sorts points along a Hilbert curve: neighbours in the list are neighbours in place. */
export function curveOrder(pairs: ArrayLike<number>): Int32Array {
  const count = pairs.length / 2;
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let k = 0; k < 2 * count; k++) {
    low[k & 1] = Math.min(low[k & 1], pairs[k]);
    high[k & 1] = Math.max(high[k & 1], pairs[k]);
  }
  const span = Math.max(high[0] - low[0], high[1] - low[1], Number.MIN_VALUE);
  const steps = 2 ** CURVE_BITS - 1;
  const key = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    key[k] = curvePosition(
      Math.trunc(((pairs[2 * k] - low[0]) / span) * steps),
      Math.trunc(((pairs[2 * k + 1] - low[1]) / span) * steps),
    );
  }
  // Two passes of a radix sort; equal keys keep the order of their numbers.
  let order: Int32Array = new Int32Array(count);
  for (let k = 0; k < count; k++) order[k] = k;
  for (let shift = 0; shift < 2 * CURVE_BITS; shift += CURVE_BITS) {
    const first = new Int32Array(steps + 2);
    for (let k = 0; k < count; k++) first[((key[k] >> shift) & steps) + 1]++;
    for (let d = 0; d <= steps; d++) first[d + 1] += first[d];
    const sorted = new Int32Array(count);
    for (let k = 0; k < count; k++) sorted[first[(key[order[k]] >> shift) & steps]++] = order[k];
    order = sorted;
  }
  return order;
}

/** Where on the Hilbert curve a grid point lies. Source: Hilbert (1891), in the iterative form of folklore. */
function curvePosition(x: number, y: number): number {
  let position = 0;
  for (let side = 1 << (CURVE_BITS - 1); side > 0; side >>= 1) {
    const right = (x & side) > 0 ? 1 : 0;
    const upper = (y & side) > 0 ? 1 : 0;
    position = position * 4 + ((3 * right) ^ upper);
    if (upper === 0) {
      if (right === 1) {
        x = side - 1 - (x & (side - 1));
        y = side - 1 - (y & (side - 1));
      } else {
        x &= side - 1;
        y &= side - 1;
      }
      const swapped = x;
      x = y;
      y = swapped;
    }
  }
  return position;
}
