/** The sizes of continents of many goods that are measured, and what is measured of each. */
import type { Curve } from "./gap-curves.ts";

export interface Size {
  readonly areas: number;
  readonly goods: number;
  /** Units of work, so that gaps are the same on every machine. */
  readonly work: number;
  readonly seeds: readonly number[];
  readonly fixedTimes?: number;
}

export const SIZES: readonly Size[] = [
  { areas: 50, goods: 6, work: 300, seeds: [1, 2, 3] },
  { areas: 50, goods: 6, work: 300, seeds: [1], fixedTimes: 4 },
  { areas: 200, goods: 10, work: 500, seeds: [1, 2, 3] },
  { areas: 200, goods: 10, work: 800, seeds: [1], fixedTimes: 4 },
  { areas: 600, goods: 20, work: 2000, seeds: [1, 2, 4, 5] },
  { areas: 600, goods: 20, work: 2400, seeds: [1], fixedTimes: 4 },
  { areas: 2000, goods: 50, work: 12000, seeds: [1] },
];

/** The seed that changes are planned for again, and whose gap is drawn. */
export const FIRST_SEED = 1;
export interface Row {
  readonly name: string;
  readonly seed: number;
  readonly seconds: number;
  readonly objective: number;
  readonly gap: number;
  readonly sitingGap: number;
  readonly megabytes: number;
  readonly checkSeconds: number;
  readonly work: number;
  readonly points: Curve["points"];
  /** After one change, from the plan and prices in hand, to the same gap: work and processor time as parts of the first. */
  readonly again?: readonly {
    readonly change: string;
    readonly gap: number;
    readonly work: number;
    readonly time: number;
  }[];
}
