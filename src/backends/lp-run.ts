import type { LpModel } from "./lp-model.ts";

/** What a run of javascript-lp-solver left behind, with what went wrong on the way. */
export interface LpRun {
  readonly feasible: boolean;
  readonly bounded: boolean;
  /** The last point with all whole numbers whole; each is better than the one before. */
  readonly incumbent: Float64Array | undefined;
  readonly stop: "time" | "cancelled" | undefined;
  /** False where a simplex went in circles and was broken off: its "infeasible" then means nothing. */
  readonly reliable: boolean;
  readonly pivots: number;
}

export interface LpWatch {
  /** Milliseconds since the run began. */
  readonly elapsedMs: () => number;
  readonly limitMs: number;
  readonly shouldStop: (() => boolean) | undefined;
  readonly onIncumbent: (point: Float64Array) => void;
}

/** Thrown through the solver's own code, and caught here. */
class BrokenOff extends Error {
  readonly reason: "time" | "cancelled" | "circles";
  constructor(reason: "time" | "cancelled" | "circles") {
    super(reason);
    this.reason = reason;
  }
}

/** A simplex that has not ended after this many pivots per row and column goes in circles. */
const PIVOTS_PER_LINE = 20;

/** Small tables may need more, and cost nothing. */
const FEWEST_PIVOTS = 5000;

/** Pivots between two looks at the clock. */
const PIVOTS_PER_LOOK = 16;

/**
 * Runs the solver under watch. On its own it looks at the clock only between branches, can pivot for ever
 * inside one, and loses its best point when it is broken off; so each pivot is counted, and each whole point
 * is written down as it is found.
 */
export function runLp({ model, point }: LpModel, watch: LpWatch): LpRun {
  const { tableau } = model;
  const whole = model.getNumberOfIntegerVariables() > 0;
  const mostPivots = FEWEST_PIVOTS + PIVOTS_PER_LINE * (model.nConstraints + model.nVariables);
  let incumbent: Float64Array | undefined;
  let reliable = true;
  let pivots = 0;
  let pivotsAtStart = 0;

  const look = (): void => {
    if (watch.elapsedMs() >= watch.limitMs) throw new BrokenOff("time");
    if (watch.shouldStop?.()) throw new BrokenOff("cancelled");
  };
  const pivot = tableau.pivot.bind(tableau);
  tableau.pivot = (row, column) => {
    if (++pivots - pivotsAtStart > mostPivots) throw new BrokenOff("circles");
    if (pivots % PIVOTS_PER_LOOK === 0) look();
    pivot(row, column);
  };
  const simplex = tableau.simplex.bind(tableau);
  tableau.simplex = () => {
    pivotsAtStart = pivots;
    look();
    try {
      return simplex();
    } catch (error) {
      if (!(error instanceof BrokenOff) || error.reason !== "circles") throw error;
      reliable = false;
      tableau.feasible = false;
      return tableau;
    }
  };
  const isIntegral = tableau.isIntegral.bind(tableau);
  tableau.isIntegral = () => {
    const integral = isIntegral();
    if (integral && whole) {
      tableau.updateVariableValues();
      incumbent = point();
      watch.onIncumbent(incumbent);
    }
    return integral;
  };
  // Its own cycle detector takes a circle for a proof of infeasibility.
  model.checkForCycles = false;

  try {
    const { feasible, bounded } = model.solve();
    return { feasible, bounded, incumbent, stop: undefined, reliable, pivots };
  } catch (error) {
    if (!(error instanceof BrokenOff) || error.reason === "circles") throw error;
    return { feasible: false, bounded: true, incumbent, stop: error.reason, reliable, pivots };
  }
}
