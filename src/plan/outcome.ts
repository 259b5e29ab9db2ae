import type { Plan } from "./types.ts";

/**
 * Why a run ended.
 *
 * - `"proved"`: nothing better exists
 * - `"gap"`: the asked gap is certified
 * - `"finished"`: the method has no more to try
 * - `"time"`, `"work"`: a limit was reached
 * - `"cancelled"`: the signal was aborted
 */
export type Stop = "proved" | "gap" | "finished" | "time" | "work" | "cancelled";

/** Milliseconds by phase, in the order they ran. */
export interface Timing {
  readonly totalMs: number;
  readonly phases: Readonly<Record<string, number>>;
}

/** A reason why needs cannot be met, in domain words. */
export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly good?: string;
  readonly area?: string;
  /** What is missing, in the good's unit or the resource's, where it can be counted. */
  readonly amount?: number;
}

export interface PlannedOutcome {
  /** "optimal": nothing better exists; "solved": proved within the asked gap; "feasible": stopped before. */
  readonly status: "optimal" | "solved" | "feasible";
  readonly plan: Plan;
  readonly objective: number;
  /** Certified: `verifyPlan` recomputes it from the certificate. */
  readonly bound: number;
  /** (objective - bound) / objective. */
  readonly gap: number;
  /** The energy nothing can avoid: a yardstick, not a proof. */
  readonly floor: number;
  /** (objective - bound) / (objective - floor): the gap over what siting can influence at all. */
  readonly avoidableGap: number;
  readonly stop: Stop;
  /** What a foreign solver says of the bound; never makes a plan "optimal". */
  readonly claimed?: { readonly by: string; readonly bound: number; readonly gap: number };
  readonly work: number;
  readonly timing: Timing;
}

export interface InfeasibleOutcome {
  readonly status: "infeasible";
  readonly reasons: readonly Reason[];
  /** The plan that comes closest: least unmet, then least energy; absent where even that was cut short. */
  readonly closest?: Plan;
  readonly work: number;
  readonly timing: Timing;
}

export interface UnknownOutcome {
  readonly status: "unknown";
  readonly bound: number;
  readonly stop: Stop;
  readonly work: number;
  readonly timing: Timing;
}

/** What `planContinent` answers; look at `status` first. */
export type Outcome = PlannedOutcome | InfeasibleOutcome | UnknownOutcome;
