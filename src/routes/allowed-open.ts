import type { CheckedOptions } from "../plan/options.ts";

/** What is asked of a plan's distance from its bound: the gap, and what others leave of theirs. */
type Asked = Pick<CheckedOptions, "gap" | "spare">;

/**
 * How far apart plan and bound may be, MJ/yr.
 *
 * @param cost what the plan takes, MJ/yr
 * @param floor what no siting can avoid, MJ/yr
 */
export function allowedOpen({ gap, spare = 0 }: Asked, cost: number, floor: number): number {
  return (typeof gap === "number" ? gap * cost : gap.ofAvoidable * Math.max(0, cost - floor)) + spare;
}

/** The same as a part of the plan's energy; of what others leave nothing where the plan takes none. */
export function relativeGap({ gap, spare = 0 }: Asked, cost: number, floor: number): number {
  const ofSpare = cost > 0 ? spare / cost : 0;
  if (typeof gap === "number") return gap + ofSpare;
  return gap.ofAvoidable * Math.max(0, 1 - floor / Math.max(cost, Number.MIN_VALUE)) + ofSpare;
}
