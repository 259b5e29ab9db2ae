import { type ArraySource, OWN_ARRAYS } from "../base/array-store.ts";
import type { CoupledProblem } from "./coupled.ts";
import type { CoupledPrices } from "./coupled-result.ts";

/**
 * A proof by cases for the goods of one chain. In a case some sizes are ruled out and others open whatever it costs; its
 * prices, by label (`CoupledLabelPrices`) or fine as in a certificate, prove a bound for what is left to decide
 * (`caseProblem`). They also prove that no plan of the case with a size of `closed` open, and none without one of `opened`,
 * costs less than what is claimed; so in `next`, or in both branches of `fork`, these sizes are decided. Only sizes that
 * `isDecidable` may be.
 */
export interface ChainCase {
  readonly form: "label" | "fine";
  /** Not needed where the case decides nothing and goes on. */
  readonly prices?: CoupledPrices;
  /** Sizes of the whole problem. */
  readonly closed: Int32Array;
  readonly opened: Int32Array;
  readonly next?: ChainCase;
  readonly fork?: ChainFork;
}

/** Two cases of which every plan is in one. */
export interface ChainFork {
  readonly size: number;
  readonly without: ChainCase;
  readonly with: ChainCase;
}

/** Sizes: what a case has decided. */
export const FREE = 0;
export const CLOSED = 1;
export const OPENED = 2;

/** One chain in one case, as a problem of its own. */
export interface CaseProblem {
  readonly problem: CoupledProblem;
  /** The case's sizes, by number in the whole problem. */
  readonly size: Int32Array;
  /** What the sizes that are decided cost besides: an opened one is free in the case's problem. */
  readonly paid: readonly number[];
}

/** Whether a size has one module or none. */
export function isDecidable({ most }: CoupledProblem, size: number): boolean {
  return (most?.[size] ?? 1) === 1;
}

/**
 * Goods: the first good of the chain each belongs to. Goods are linked where a site makes the one and takes or makes the
 * other, or where sites that make them are under one roof.
 */
export function chainsOfGoods(problem: CoupledProblem): Int32Array {
  const { goodCount, siteGood, siteRoof, sizeStart, activityStart, activityRecipe, makes, takes } = problem;
  const chain = Int32Array.from({ length: goodCount }, (_, good) => good);
  const join = (a: number, b: number): void => {
    const [low, high] = [Math.min(chain[a], chain[b]), Math.max(chain[a], chain[b])];
    for (let good = 0; good < goodCount; good++) if (chain[good] === high) chain[good] = low;
  };
  const linked = new Set<number>();
  const underRoof = new Map<number, number>();
  for (let i = 0; i < siteGood.length; i++) {
    const roof = siteRoof?.[i] ?? -1;
    if (roof >= 0) join(siteGood[i], underRoof.get(roof) ?? siteGood[i]);
    if (roof >= 0) underRoof.set(roof, siteGood[i]);
    for (let activity = activityStart[sizeStart[i]]; activity < activityStart[sizeStart[i + 1]]; activity++) {
      const pair = activityRecipe[activity] * goodCount + siteGood[i];
      if (linked.has(pair)) continue;
      linked.add(pair);
      for (const rows of [makes, takes]) {
        for (let e = rows.start[activityRecipe[activity]]; e < rows.start[activityRecipe[activity] + 1]; e++)
          join(siteGood[i], rows.good[e]);
      }
    }
  }
  return chain;
}

/**
 * The part of a problem that one chain is, without the sizes that are closed, and with those that are opened for nothing:
 * what that costs is to be added. A size that stands and is decided stands no more. Roofs are left out: they only cost more.
 *
 * @param decided sizes: FREE, CLOSED or OPENED.
 * @param arrays where the arrays are taken from.
 */
export function caseProblem(
  problem: CoupledProblem,
  chainOf: Int32Array,
  chain: number,
  decided: Int8Array,
  arrays: ArraySource = OWN_ARRAYS,
): CaseProblem {
  const { placeCount: p, sitePlace, siteGood, sizeStart, activityStart } = problem;
  const sites: number[] = [];
  const sizes: number[] = [];
  const activities: number[] = [];
  const paid: number[] = [];
  const starts = [0];
  const runStarts = [0];
  for (let i = 0; i < sitePlace.length; i++) {
    if (chainOf[siteGood[i]] !== chain) continue;
    const before = sizes.length;
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      const stands = (problem.standing?.[k] ?? 0) > 0;
      if (decided[k] === CLOSED) {
        if (stands) paid.push(problem.closingCost?.[k] ?? 0);
        continue;
      }
      if (decided[k] === OPENED) paid.push(stands ? (problem.keptCost?.[k] ?? 0) : problem.newCost[k]);
      sizes.push(k);
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) activities.push(activity);
      runStarts.push(activities.length);
    }
    if (sizes.length === before) continue;
    sites.push(i);
    starts.push(sizes.length);
  }
  const pick = (values: ArrayLike<number>, at: readonly number[]): Float64Array => {
    const picked = arrays.floats(at.length);
    for (let t = 0; t < at.length; t++) picked[t] = values[at[t]];
    return picked;
  };
  const optional = (values: ArrayLike<number> | undefined, at: readonly number[]): Float64Array | undefined =>
    values === undefined ? undefined : pick(values, at);
  const own = (values: ArrayLike<number>): Float64Array => {
    const kept = arrays.floats(values.length);
    kept.set(values);
    for (let good = 0; good < chainOf.length; good++)
      if (chainOf[good] !== chain) kept.fill(0, good * p, (good + 1) * p);
    return kept;
  };
  const { supply, siteCost, siteRoof, roofCost, oneSize, most, keptCost, closingCost, ...rest } = problem;
  const newCost = pick(problem.newCost, sizes);
  const standing = optional(problem.standing, sizes);
  for (let t = 0; t < sizes.length; t++) {
    if (decided[sizes[t]] === OPENED) newCost[t] = 0;
    if (decided[sizes[t]] !== FREE && standing !== undefined) standing[t] = 0;
  }
  return {
    problem: {
      ...rest,
      demand: own(problem.demand),
      ...(supply === undefined ? {} : { supply: own(supply) }),
      sitePlace: pick(sitePlace, sites),
      siteGood: pick(siteGood, sites),
      ...present({ siteCost: optional(siteCost, sites), oneSize: optional(oneSize, sites) }),
      sizeStart: Int32Array.from(starts),
      newCost,
      ...present({ most: optional(most, sizes), standing }),
      ...present({ keptCost: optional(keptCost, sizes), closingCost: optional(closingCost, sizes) }),
      activityStart: Int32Array.from(runStarts),
      activityRecipe: pick(problem.activityRecipe, activities),
      activityCapacity: pick(problem.activityCapacity, activities),
      activityCost: pick(problem.activityCost, activities),
    },
    size: Int32Array.from(sizes),
    paid,
  };
}

/** The entries that there are. */
function present<Key extends string>(
  entries: Record<Key, Float64Array | undefined>,
): Partial<Record<Key, Float64Array>> {
  const result: Partial<Record<Key, Float64Array>> = {};
  for (const key of Object.keys(entries) as Key[]) if (entries[key] !== undefined) result[key] = entries[key];
  return result;
}
