import type { ChainCase } from "./chain-cases.ts";

/** What the coupled solver returns, and the proof that comes with it: plain data, fit for structuredClone. */

export interface CoupledResult {
  /**
   * "optimal": proved to one part in 10^9; "feasible": stopped before; "infeasible": the certificate's prices prove more
   * than nothing where nothing costs anything, so there is no plan; "unknown": no plan was found.
   */
  readonly status: "optimal" | "feasible" | "infeasible" | "unknown";
  readonly stop: "proved" | "gap" | "finished" | "time" | "work" | "cancelled";
  readonly plan?: CoupledPlan;
  /** Cost of the plan; Infinity without one. */
  readonly objective: number;
  /** No plan costs less; the certificate proves it. Infinity where there is none. */
  readonly bound: number;
  /** (objective - bound) / |objective|; 0 when optimal, Infinity without a plan. */
  readonly gap: number;
  readonly certificate: CoupledCertificate;
  /** g * p: guide prices by good and place, from the coarser bound that has one price for each. */
  readonly placePrice: Float64Array;
  /** Work units spent. */
  readonly work: number;
}

/** A plan, in the problem's own units and order. */
export interface CoupledPlan {
  /** Per size, standing modules that stay open, and new ones. */
  readonly kept: Int32Array;
  readonly opened: Int32Array;
  /** Per activity, runs a year. */
  readonly runs: Float64Array;
  readonly shipments: CoupledShipments;
  /** g * p: supply used, units let go, demand not met. */
  readonly supplied: Float64Array;
  readonly letGo: Float64Array;
  readonly unmet: Float64Array;
}

/** Shipments, by good, then place of departure, then place of arrival; those within a place are listed too. */
export interface CoupledShipments {
  readonly good: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly amount: Float64Array;
}

/**
 * Prices that prove the bound: one for each final demand, and one for what each size of a site takes.
 *
 * Shapes: demandPrice is g * p, good-major. inputPrice lists the sizes in order, and within a size the goods that any of
 *         its activities takes, ascending.
 * Units:  cost of one unit of the good. Any numbers prove some bound.
 */
export interface CoupledCertificate extends CoupledPrices {
  /** Prices that tell by label whom things are made for; the better of the two bounds counts. */
  readonly labels?: CoupledLabelPrices;
  readonly cases?: CoupledCases;
  /** Proofs by cases, chain by chain in the order of their first goods; the best of the bounds counts. */
  readonly chains?: readonly ChainCase[];
}

/**
 * A tree of cases that together cover every plan. A *lot* is what is decided as one: all that is under a roof, or else the
 * modules that answer together (see MOST_TOGETHER); it is open when any module in it is. Roofs are named by their number,
 * other lots by the number of roofs and their first size. Lots that make goods in common, directly or by way of others, are
 * a family, named by its lowest good; works with more modules than answer together are in none.
 *
 * Shapes: n nodes in preorder. Node k is a leaf (fork[k] = 0), whose prices are those numbered subject[k]; or splits on
 *         whether lot subject[k] is closed, then open (1); or on whether at most number[k] lots of the family subject[k]
 *         are open, then more (2). The case where the answer is no, or at most so many, comes first.
 */
export interface CoupledCases {
  readonly fork: Int8Array;
  readonly subject: Int32Array;
  readonly number: Int32Array;
  readonly prices: readonly CoupledPrices[];
  /** By leaf, in order: what shows which lots of a family may be open together; for some families or none. */
  readonly room?: readonly (readonly RoomTree[])[];
}

/**
 * Shows how much the open lots of a family gain at most, since together they must have room for what works must make at
 * least of each good (`leastMade`). A tree of cases as in `CoupledCases`, whose forks are on lots of the family (1) and on how many are
 * open (2); its leaves have multipliers instead of prices.
 *
 * Shapes: nodes in preorder; multiplier lists leaf by leaf a number from 0 for each of the goods: cost of a unit of room.
 */
export interface RoomTree {
  readonly family: number;
  readonly good: Int32Array;
  readonly fork: Int8Array;
  readonly subject: Int32Array;
  readonly number: Int32Array;
  readonly multiplier: Float64Array;
}

/** Prices as the certificate has them. */
export interface CoupledPrices {
  readonly demandPrice: Float64Array;
  readonly inputPrice: Float64Array;
}

/**
 * Prices by label: by the place whose final demand a thing goes into in the end. They prove a bound where goods are made
 * in one way each, with nothing beside and not of themselves, at costs from zero, and where each cell's works, good by
 * good, have at most MOST_TOGETHER modules: then what a label needs of each good is known.
 *
 * Shapes: demandPrice is g * p, good-major. inputPrice lists, cell by cell, good-major, where works stand, the goods they
 *         take, ascending, and for each p prices, by label.
 */
export interface CoupledLabelPrices {
  readonly demandPrice: Float64Array;
  readonly inputPrice: Float64Array;
}

/**
 * The proof lets the works that make one good at one place answer the prices together, sharing what each destination can
 * take, when they have at most so many modules in all; else those of one site, under the same condition; else each
 * size's standing and each size's new modules alone. A group's sets double with each module.
 */
export const MOST_TOGETHER = 5;

/** What `verifyCoupled` found. */
export interface CoupledVerdict {
  readonly valid: boolean;
  readonly violations: readonly string[];
  /** The plan's cost computed afresh; Infinity without a plan. */
  readonly objective: number;
  /** What the certificate supports, rounded down; -Infinity where it supports nothing. */
  readonly certifiedBound: number;
}
