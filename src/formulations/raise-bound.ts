import type { Control, Sliceable } from "../base/control.ts";
import { square } from "../base/square.ts";
import type { Indexed } from "../network/indexed.ts";
import { allowedPrices, copyPrices, type Prices } from "../network/prices.ts";
import { BoundMachine } from "./bound.ts";
import { BoundSlope } from "./bound-slope.ts";

/** Evaluations after which the ascent ends; by then it has long settled. */
const MOST_ROUNDS = 3000;

/** Rounds before a stall may end the ascent: steps must have had the time to come down. */
const FEWEST_ROUNDS = 300;

/** The first step, as a part of the way to the target; it grows and shrinks with success. */
const FIRST_STEP = 1;
const LARGEST_STEP = 2;
const STEP_GROWTH = 1.1;
const STEP_SHRINK = 0.66;

/** Rounds without a rise after which steps shrink. */
const PATIENCE = 10;

/** Steps this small change nothing any more. */
const SMALLEST_STEP = 1e-4;

/**
 * The newest slope's weight in the averaged one lies between a tenth of this and this; it halves as progress slows.
 * Works answer all or nothing, so the average must be long: 0.1 is quicker at 24 areas and stalls at 60.
 */
const FIRST_WEIGHT = 0.05;
const SMALLEST_WEIGHT = 0.005;

/** Rounds after which progress is looked at, and the relative rise below which the weight halves. */
const REVIEW = 60;
const SLOW = 1e-4;

/** Where no objective is known, the target lies this part above the bound; the part halves as progress slows. */
const FIRST_AHEAD = 0.05;
const SMALLEST_AHEAD = 0.005;

/** A known objective counts as at least this part above the bound, so that steps do not vanish. */
const LEAST_WAY = 0.001;

/** An area's room for a good is counted as at least this part of its throughput: swings of that size do happen. */
const ROOM_SHARE = 0.5;

export interface RaiseOptions {
  /** Objective of a plan in hand, MJ/yr: how far a bound could rise. */
  readonly target?: number;
  /** A bound this good is good enough, MJ/yr. */
  readonly enough?: number;
  readonly mostRounds?: number;
}

export interface RaisedBound {
  readonly prices: Prices;
  /** The strong bound of the prices as they are, MJ/yr. */
  readonly bound: number;
  readonly rounds: number;
}

/**
 * Raises the strong bound by moving prices: up where things are short, down where there is too much, by the volume
 * algorithm. It keeps a centre (the best prices so far) and an average of the slopes met, and steps from the centre
 * along the average; in the average, whims of single rounds cancel out. Steps are scaled for each price by a natural
 * step of the price over a natural amount, so that steel and bread move alike.
 *
 * Yields after every round; deterministic unless a time limit ends it. It never gives less than it was given.
 *
 * Source: Barahona and Anbil, The volume algorithm: producing primal solutions with a subgradient method (2000).
 */
export function* raiseBound(
  indexed: Indexed,
  start: Prices,
  control: Control,
  options: RaiseOptions = {},
): Sliceable<RaisedBound> {
  const machine = new BoundMachine(indexed);
  const hasLimits = indexed.arcCapacity.some(Number.isFinite) || indexed.nodeCapacity.some(Number.isFinite);
  const trees = hasLimits ? machine.emptyTrees() : undefined;
  const slopeOf = new BoundSlope(indexed, machine, trees);
  const most = options.mostRounds ?? MOST_ROUNDS;
  const enough = options.enough ?? Number.POSITIVE_INFINITY;

  const evaluate = (prices: Prices): number => {
    if (trees !== undefined) machine.travel(prices, trees);
    machine.closure.close(prices.good, prices);
    control.spend(machine.visits);
    return machine.strong(prices);
  };
  const trial = allowedPrices(indexed, start);
  const centre = copyPrices(trial);
  let bound = evaluate(centre);
  const average = copyPrices(slopeOf.gather(centre));
  const scale = naturalSteps(indexed, centre, average, machine.intake, bound);

  let step = FIRST_STEP;
  let largestWeight = FIRST_WEIGHT;
  let failures = 0;
  let ahead = FIRST_AHEAD;
  let reviewed = bound;
  let round = 0;
  for (; round < most && bound < enough && step > SMALLEST_STEP; round++) {
    if (control.interruption() !== undefined) break;
    yield;
    const size = Math.max(1, Math.abs(bound));
    const way = options.target === undefined ? ahead * size : Math.max(options.target - bound, LEAST_WAY * size);
    const length = squaredLength(centre, average, scale);
    if (!(length > 0)) break;
    move(centre, average, scale, (step * way) / length, trial);
    const value = evaluate(trial);
    const slope = slopeOf.gather(trial);
    mix(average, slope, bestWeight(centre, average, slope, scale, largestWeight));
    if (value > bound) {
      bound = value;
      const found = tablesOf(trial);
      tablesOf(centre).forEach(({ values }, t) => {
        values.set(found[t].values);
      });
      failures = 0;
      step = Math.min(LARGEST_STEP, step * STEP_GROWTH);
    } else if (++failures >= PATIENCE) {
      failures = 0;
      step *= STEP_SHRINK;
    }
    if ((round + 1) % REVIEW === 0) {
      const rise = (bound - reviewed) / Math.max(1, Math.abs(bound));
      if (rise < SLOW) {
        if (largestWeight <= SMALLEST_WEIGHT && round > FEWEST_ROUNDS && rise < SLOW * SLOW) break;
        largestWeight = Math.max(SMALLEST_WEIGHT, largestWeight / 2);
        ahead = Math.max(SMALLEST_AHEAD, ahead / 2);
      }
      reviewed = bound;
      control.report({ phase: "raise bound", bound });
    }
  }
  return { prices: centre, bound, rounds: round };
}

/** Natural step of each price over its natural amount. */
function naturalSteps(indexed: Indexed, prices: Prices, slope: Prices, intake: Float64Array, bound: number): Prices {
  const { demand, goods, areas, available, arcCapacity, arcEnergy, nodeCapacity, nodeMode, terminal } = indexed;
  const goodCount = goods.length;
  const spread = Float64Array.from(goods, (_, g) => {
    let sum = 0;
    let squares = 0;
    areas.forEach((_area, a) => {
      sum += prices.good[a * goodCount + g];
      squares += square(prices.good[a * goodCount + g]);
    });
    const mean = sum / areas.length;
    return Math.sqrt(Math.max(0, squares / areas.length - mean * mean)) + 0.05 * Math.abs(mean);
  });
  const anySpread = spread.reduce((most, value) => Math.max(most, value), 1) * 0.01;
  const perArea = Math.abs(bound) / Math.max(1, areas.length);
  let carried = 1;
  for (const amount of demand) carried = Math.max(carried, amount);
  // A terminal is worth as much as what is carried from it.
  const meanEnergy = arcEnergy.reduce((sum, energy) => sum + energy, 0) / Math.max(1, arcEnergy.length);
  const { rules } = indexed;
  const spreadOf = (good: number): number => Math.max(spread[good], anySpread);
  const wanted = Float64Array.from(goods, (_, g) =>
    areas.reduce((sum, _area, a) => sum + demand[a * goodCount + g], 0),
  );
  return {
    ...(slope.option === undefined
      ? {}
      : {
          option: {
            served: Float64Array.from(slope.option.served, (_, place) => {
              const good = rules.tagged[Math.floor(place / areas.length)];
              const amount = demand[(place % areas.length) * goodCount + good];
              return amount > 0 ? spreadOf(good) / amount : 0;
            }),
            share: rowsOf(rules.shares, rules.shareRows, ({ good }) => spreadOf(good) / Math.max(1, wanted[good])),
            reserve: rowsOf(
              rules.reserves,
              rules.reserveRows,
              ({ amount }) => (0.05 * perArea) / square(Math.max(1, amount)),
            ),
          },
        }),
    good: Float64Array.from(intake, (room, cell) => {
      if (room <= 0) return 0;
      const amount = Math.max(demand[cell], Math.abs(slope.good[cell]), room * ROOM_SHARE);
      return Math.max(spread[cell % goodCount], anySpread) / amount;
    }),
    resource: Float64Array.from(available, (amount) =>
      Number.isFinite(amount) ? (0.05 * perArea) / square(Math.max(amount, 1)) : 0,
    ),
    link: Float64Array.from(arcCapacity, (amount, arc) =>
      Number.isFinite(amount) ? (0.3 * arcEnergy[arc] + 1) / Math.max(amount, carried * 0.01) : 0,
    ),
    terminal: Float64Array.from(nodeCapacity, (amount, node) => {
      if (!Number.isFinite(amount)) return 0;
      return (0.3 * (terminal[nodeMode[node]] + meanEnergy) + 1) / Math.max(amount, carried * 0.01);
    }),
  };
}

/** One value for all rows of a rule. */
function rowsOf<Rule extends { readonly first: number }>(
  rules: readonly Rule[],
  count: number,
  value: (rule: Rule) => number,
): Float64Array {
  const rows = new Float64Array(count);
  rules.forEach((rule, r) => {
    rows.fill(value(rule), rule.first, rules[r + 1]?.first ?? count);
  });
  return rows;
}

/** Whether a price could move along a slope at all: a price of zero that may not be negative cannot fall. */
function moves(price: number, slope: number): boolean {
  return price > 0 || slope > 0;
}

/** The prices' tables; those on limits may not be negative. */
function tablesOf({
  good,
  resource,
  link,
  terminal,
  option,
}: Prices): { readonly values: Float64Array; readonly held: boolean }[] {
  const tables = [
    { values: good, held: false },
    { values: resource, held: true },
    { values: link, held: true },
    { values: terminal, held: true },
  ];
  if (option === undefined) return tables;
  return [
    ...tables,
    { values: option.served, held: false },
    { values: option.share, held: true },
    { values: option.reserve, held: true },
  ];
}

function squaredLength(centre: Prices, slope: Prices, scale: Prices): number {
  const slopes = tablesOf(slope);
  const scales = tablesOf(scale);
  let sum = 0;
  tablesOf(centre).forEach(({ values: price, held }, t) => {
    const along = slopes[t].values;
    const by = scales[t].values;
    for (let i = 0; i < along.length; i++) if (!held || moves(price[i], along[i])) sum += square(along[i]) * by[i];
  });
  return sum;
}

function move(centre: Prices, slope: Prices, scale: Prices, by: number, into: Prices): void {
  const slopes = tablesOf(slope);
  const scales = tablesOf(scale);
  const targets = tablesOf(into);
  tablesOf(centre).forEach(({ values: price, held }, t) => {
    const along = slopes[t].values;
    const step = scales[t].values;
    const target = targets[t].values;
    for (let i = 0; i < along.length; i++) {
      const moved = price[i] + by * step[i] * along[i];
      target[i] = held ? Math.max(0, moved) : moved;
    }
  });
}

/** The weight of the new slope that makes the mixed one shortest, within its limits. */
function bestWeight(centre: Prices, average: Prices, slope: Prices, scale: Prices, largest: number): number {
  const averages = tablesOf(average);
  const slopes = tablesOf(slope);
  const scales = tablesOf(scale);
  let along = 0;
  let length = 0;
  tablesOf(centre).forEach(({ values: price, held }, t) => {
    const from = averages[t].values;
    const to = slopes[t].values;
    const by = scales[t].values;
    for (let i = 0; i < from.length; i++) {
      if (held && !moves(price[i], from[i]) && !moves(price[i], to[i])) continue;
      const difference = to[i] - from[i];
      along -= difference * from[i] * by[i];
      length += difference * difference * by[i];
    }
  });
  if (!(length > 0)) return largest;
  return Math.min(largest, Math.max(largest / 10, along / length));
}

function mix(average: Prices, slope: Prices, weight: number): void {
  const slopes = tablesOf(slope);
  tablesOf(average).forEach(({ values: into }, t) => {
    const from = slopes[t].values;
    for (let i = 0; i < into.length; i++) into[i] += weight * (from[i] - into[i]);
  });
}
