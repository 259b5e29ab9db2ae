import { coordinatesOf, metresApart, type PositionalCost } from "../../problems/location-positions.ts";
import type { ListedPairs } from "./location-earnings.ts";
import { LARGEST_PRICE } from "./location-prices.ts";
import { longer } from "./typed-numbers.ts";

/** Distances whose cost is known beforehand: how far a cost reaches is told to so many parts of the longest way. */
const STOPS = 1024;
/** There is room for so many pairs a customer at first. */
const EXPECTED = 16;
/** Sites in a cell of the grid, on average. */
const SITES_IN_CELL = 2;
/** Far more than the roundings of a distance come to. */
const ROUNDED = 1e-9;
/** An arc is at most so many times as long as its chord. */
const ARC_TO_CHORD = Math.PI / 2;

/**
 * The pairs of a site and a customer that cost less than is asked, where costs follow from positions and do not fall as distances
 * grow: others are never looked at, as sites stand in a grid.
 *
 * Shapes, units: m sites; places in metres, three coordinates each; costs in steps.
 * Complexity: of a list, the sites no farther than its costs reach, and those of cells that these touch.
 */
export class NearPairs {
  readonly siteCount: number;
  readonly #isSphere: boolean;
  readonly #costOf: (metres: number) => number;
  readonly #demand: ArrayLike<number>;
  readonly #costScale: number;
  readonly #stepsPerUnit: number;
  readonly #customers: Float64Array;
  readonly #grid: SiteGrid;
  /** Distances, ascending, and what a unit of demand costs over each. */
  readonly #stop: Float64Array;
  readonly #stopCost: Float64Array;

  /** @param demand in the problem's unit */
  constructor(
    { sites, customers, geometry, costOf }: PositionalCost,
    demand: ArrayLike<number>,
    costScale: number,
    stepsPerUnit: number,
  ) {
    const places = coordinatesOf(sites, geometry);
    this.#isSphere = geometry === "sphere";
    this.#costOf = costOf;
    this.#demand = demand;
    this.#costScale = costScale;
    this.#stepsPerUnit = stepsPerUnit;
    this.#customers = coordinatesOf(customers, geometry);
    this.#grid = new SiteGrid(places);
    this.siteCount = places.length / 3;
    const longest = farthest(places, this.#customers) * (this.#isSphere ? ARC_TO_CHORD : 1) + 1;
    this.#stop = new Float64Array(STOPS + 1);
    this.#stopCost = new Float64Array(STOPS + 1);
    for (let k = 0; k <= STOPS; k++) {
      this.#stop[k] = Math.ceil((longest * k) / STOPS);
      this.#stopCost[k] = costOf(this.#stop[k]);
    }
  }

  /** Whether all pairs are allowed: the longest way costs less than infinitely much. */
  get isComplete(): boolean {
    return Number.isFinite(this.#stopCost[STOPS]);
  }

  /**
   * Lists customer j's pairs that cost less than `limit` steps, some that cost more among them, from place `at` of lists that have
   * room for all sites; gives the place behind, -1 where such a cost is not whole, or too far below zero.
   */
  list(j: number, limit: number, at: number, site: Int32Array, cost: Float64Array): number {
    // Where the costs go, squares of straight distances are first.
    const end = this.#grid.within(this.#customers, j, this.#reach(j, limit), at, site, cost);
    const isSphere = this.#isSphere;
    const costOf = this.#costOf;
    const demand = this.#demand[j];
    const costScale = this.#costScale;
    const stepsPerUnit = this.#stepsPerUnit;
    let to = at;
    for (let t = at; t < end; t++) {
      const given = demand * costOf(metresApart(cost[t], isSphere));
      const whole = Math.round(given * costScale);
      if (whole / costScale !== given || !(whole * stepsPerUnit >= -LARGEST_PRICE)) {
        if (!(Math.floor(given * costScale) * stepsPerUnit >= limit)) return -1;
        continue;
      }
      site[to] = site[t];
      cost[to++] = whole * stepsPerUnit;
    }
    return to;
  }

  /** Metres from which on pairs of customer j cost the limit or more. */
  #reach(j: number, limit: number): number {
    const demand = this.#demand[j];
    let below = -1;
    let end = STOPS + 1;
    while (end - below > 1) {
      const middle = (below + end) >> 1;
      // What is farther away may not be whole: it costs no less than this, so that bounds may be rounded up to whole units.
      if (Math.floor(demand * this.#stopCost[middle] * this.#costScale) * this.#stepsPerUnit >= limit) end = middle;
      else below = middle;
    }
    return end > STOPS ? Number.POSITIVE_INFINITY : this.#stop[end];
  }
}

/**
 * Lists for every customer the pairs that cost less than its limit, in steps, by site; undefined where one of them does not fit the scale.
 *
 * Shapes: n limits. Memory: 24 bytes a pair listed.
 */
export function listNear(near: NearPairs, limits: Float64Array): ListedPairs | undefined {
  const n = limits.length;
  const m = near.siteCount;
  const start = new Int32Array(m + 1);
  const end = new Int32Array(n);
  let site = new Int32Array(m + n * Math.min(m, EXPECTED));
  let byCustomer = new Float64Array(site.length);
  let filled = 0;
  for (let j = 0; j < n; j++) {
    if (filled + m > site.length) {
      const most = 2 * (filled + m);
      [site, byCustomer] = [longer(site, most), longer(byCustomer, most)];
    }
    filled = near.list(j, limits[j], filled, site, byCustomer);
    if (filled < 0) return undefined;
    end[j] = filled;
  }
  for (let t = 0; t < filled; t++) start[site[t] + 1]++;
  for (let i = 0; i < m; i++) start[i + 1] += start[i];
  const next = start.slice();
  const customer = new Int32Array(filled);
  const cost = new Float64Array(filled);
  for (let j = 0, t = 0; j < n; j++) {
    for (; t < end[j]; t++) {
      const to = next[site[t]]++;
      customer[to] = j;
      cost[to] = byCustomer[t];
    }
  }
  return { start, customer, cost };
}

/** The diagonal of the box that all places lie in. */
function farthest(sites: Float64Array, customers: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const [least, most] = rangeOf(axis, sites, customers);
    sum += (most - least) ** 2;
  }
  return Math.sqrt(sum);
}

function rangeOf(axis: number, ...lists: readonly Float64Array[]): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const places of lists) {
    for (let k = axis; k < places.length; k += 3) {
      if (places[k] < least) least = places[k];
      if (places[k] > most) most = places[k];
    }
  }
  return [least, most];
}

/** Sites in cells of a square grid over the two coordinates that tell them apart most, row by row. */
class SiteGrid {
  readonly #side: number;
  readonly #axes: readonly [GridAxis, GridAxis];
  /** Where each cell's sites begin. */
  readonly #start: Int32Array;
  readonly #site: Int32Array;
  /** Of the sites in this order, three coordinates each. */
  readonly #place: Float64Array;

  constructor(places: Float64Array) {
    const count = places.length / 3;
    const side = Math.ceil(Math.sqrt(count / SITES_IN_CELL));
    const axes = [0, 1, 2].map((axis) => new GridAxis(axis, places, side)).sort((a, b) => b.range - a.range);
    this.#side = side;
    this.#axes = [axes[0], axes[1]];
    const cell = Int32Array.from(
      { length: count },
      (_, i) => axes[1].cellOf(places[3 * i + axes[1].axis]) * side + axes[0].cellOf(places[3 * i + axes[0].axis]),
    );
    this.#start = new Int32Array(side * side + 1);
    for (let i = 0; i < count; i++) this.#start[cell[i] + 1]++;
    for (let k = 0; k < side * side; k++) this.#start[k + 1] += this.#start[k];
    this.#site = new Int32Array(count);
    this.#place = new Float64Array(3 * count);
    const next = this.#start.slice();
    for (let i = 0; i < count; i++) {
      const at = next[cell[i]]++;
      this.#site[at] = i;
      for (let axis = 0; axis < 3; axis++) this.#place[3 * at + axis] = places[3 * i + axis];
    }
  }

  /**
   * Lists the sites less than so many metres from place j as the crow flies, some that are not among them, with the squares of
   * their distances, from place `at` on; gives the place behind. A site that is left out is so far away by any rounding: what
   * exceeds a sum in double precision exceeds the sum itself, and rounded differences, squares and roots keep the order of what
   * they are of.
   */
  within(from: Float64Array, j: number, metres: number, at: number, site: Int32Array, square: Float64Array): number {
    const [along, across] = this.#axes;
    const [x, y, z] = [from[3 * j], from[3 * j + 1], from[3 * j + 2]];
    const u = from[3 * j + along.axis];
    const v = from[3 * j + across.axis];
    const farSquare = metres * metres * (1 + ROUNDED);
    const first = along.cellOf(u - (metres + 1));
    const last = along.cellOf(u + (metres + 1));
    const lastRow = across.cellOf(v + (metres + 1));
    const place = this.#place;
    let to = at;
    for (let row = across.cellOf(v - (metres + 1)); row <= lastRow; row++) {
      const end = this.#start[row * this.#side + last + 1];
      for (let k = this.#start[row * this.#side + first]; k < end; k++) {
        const dx = place[3 * k] - x;
        const dy = place[3 * k + 1] - y;
        const dz = place[3 * k + 2] - z;
        const own = dx * dx + dy * dy + dz * dz;
        // Whether it is near can't be foreseen: what is too far away is written over, without a branch.
        site[to] = this.#site[k];
        square[to] = own;
        to += Number(!(own > farSquare));
      }
    }
    return to;
  }
}

/** Cells along one coordinate; whatever lies outside of the sites' range is of the first or last cell. */
class GridAxis {
  readonly axis: number;
  readonly range: number;
  readonly #least: number;
  readonly #perCell: number;
  readonly #side: number;

  constructor(axis: number, places: Float64Array, side: number) {
    const [least, most] = rangeOf(axis, places);
    this.axis = axis;
    this.range = most - least;
    this.#least = least;
    this.#perCell = this.range > 0 ? side / this.range : 0;
    this.#side = side;
  }

  /** Never less for a greater coordinate. */
  cellOf(coordinate: number): number {
    const cells = (coordinate - this.#least) * this.#perCell;
    if (!(cells > 0)) return 0;
    return cells < this.#side ? Math.floor(cells) : this.#side - 1;
  }
}
