import type { ContinentChanges } from "../model/changes.ts";
import type { Certificate, Plan } from "./types.ts";

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

/**
 * What a repair changes.
 *
 * - `"modules"`: how many modules of a size there may be
 * - `"supply"`, `"resources"`, `"links"`, `"terminals"`: what areas supply, what they have of resources, how much links
 *   carry, how much is loaded and unloaded
 * - `"demand"`: final demand
 * - `"options"`: minimum loads, single sizes, how many sites may make a good
 * - `"surplus"`: that surplus of a good is forbidden
 * - `"several"`: several of these but demand, where that takes less than any one of them
 */
export type RepairKind =
  | "modules"
  | "supply"
  | "resources"
  | "links"
  | "terminals"
  | "demand"
  | "options"
  | "surplus"
  | "several";

/** Changes with which needs can be met: `changeContinent(continent, repair.changes)`. */
export interface Repair {
  readonly kind: RepairKind;
  readonly message: string;
  readonly changes: ContinentChanges;
  /** The sum of all relative changes: 0.1 for a tenth more of one thing; a rule that is lifted counts 1. */
  readonly slack: number;
  /** Whether a search for a smaller sum in this kind was finished; else it may have been cut short. */
  readonly smallest: boolean;
}

/** There is a plan. Energies are primary MJ a year. */
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

/** No plan can meet all needs. */
export interface InfeasibleOutcome {
  readonly status: "infeasible";
  readonly reasons: readonly Reason[];
  /** Changes of each kind that mend it, the smallest first; each was applied, planned and verified. */
  readonly repairs: readonly Repair[];
  /** The plan that comes closest: least unmet, then least energy; absent where even that was cut short. */
  readonly closest?: Plan;
  /**
   * Prices that prove that no plan meets the needs, where such were found: were all energies zero, any plan would
   * still take more than `bound`, which is above zero; or cases (`bound` is then 0) in each of which prices prove as
   * much. `verifyInfeasible` checks them, with no solver.
   */
  readonly certificate?: Certificate;
  readonly work: number;
  readonly timing: Timing;
}

/** The run ended before a plan was found or ruled out. */
export interface UnknownOutcome {
  readonly status: "unknown";
  readonly bound: number;
  readonly stop: Stop;
  readonly work: number;
  readonly timing: Timing;
}

/** What `planContinent` answers; look at `status` first. */
export type Outcome = PlannedOutcome | InfeasibleOutcome | UnknownOutcome;
