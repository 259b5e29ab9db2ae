import type { FullKnapsack } from "./location-knapsack.ts";

/** More steps than this, and sets are not listed on, nor plans tried: no honest proof needs it. */
export const MOST_STEPS = 8_000_000;

/** A site and whom it may serve. */
export interface SetTerms {
  /** The customers who earn something. */
  readonly items: FullKnapsack;
  /** All whom it may serve: those at `from` to `to - 1` of a list, and what each earns, at the same place. */
  readonly customer: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly earnsAt: Float64Array;
  readonly demand: Float64Array;
  /** By customer: its bit in sets. */
  readonly bit: Int32Array;
  readonly capacity: number;
  /** At most so much of the capacity is left over. */
  readonly spare: number;
  /** Sets that earn no more than this are never asked for. */
  readonly least: number;
}
