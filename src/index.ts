/**
 * Katascope: where each thing is made, in how few and how large works, and how goods travel,
 * so that everybody's needs are met for the least energy.
 */
export type { Progress } from "./base/control.ts";
export {
  InternalError,
  InvalidContinentError,
  InvalidOptionError,
  InvalidPlanError,
  InvalidProblemError,
  NoPlanError,
} from "./base/errors.ts";
export { formatIssue, type Issue } from "./base/issue.ts";
export { inspectContinent } from "./explain/inspect-continent.ts";
export type * from "./explain/inspection.ts";
export { changeContinent } from "./model/change-continent.ts";
export type * from "./model/changes.ts";
export { type ClimbRequest, climbFactors } from "./model/climb-factors.ts";
export { createContinent } from "./model/create-continent.ts";
export { defineContinent } from "./model/define-continent.ts";
export { type DemandRequest, demandPerPerson } from "./model/demand-per-person.ts";
export { type LinksRequest, linksFrom } from "./model/links-from.ts";
export { loadContinent, saveContinent } from "./model/save-continent.ts";
export { type SitesRequest, sitesEverywhere } from "./model/sites-everywhere.ts";
export { type ReferenceSize, type SizesRequest, sizes } from "./model/sizes.ts";
export type * from "./model/spec.ts";
export type * from "./model/types.ts";
export { validateContinent } from "./model/validate-continent.ts";
export { type OptionUse, optionUse } from "./plan/option-use.ts";
export type { Gap, OptionRow, PlanOptions } from "./plan/options.ts";
export { planOptionTable } from "./plan/options.ts";
export type {
  InfeasibleOutcome,
  Outcome,
  PlannedOutcome,
  Reason,
  Repair,
  RepairKind,
  Stop,
  Timing,
  UnknownOutcome,
} from "./plan/outcome.ts";
export { itemPrice, type PeopleAccounts, peopleAccounts } from "./plan/people-accounts.ts";
export { type EnergyQuestion, embodiedOf, energyOf, type PriceKind, priceOf } from "./plan/read-plan.ts";
export { loadPlan, savePlan } from "./plan/save-plan.ts";
export type * from "./plan/types.ts";
export { planContinent, planContinentAsync, requirePlan } from "./plan-continent.ts";
export type {
  LinearBackend,
  LinearLimits,
  LinearProblem,
  LinearProgress,
  LinearSolution,
  LinearStatus,
} from "./problems/linear.ts";
export { savingsOfBuilding, savingsOfBuildingAsync } from "./study/building-savings.ts";
export type * from "./study/types.ts";
export { type GapBook, type GapEntry, gapBook } from "./verify/plan/gap-book.ts";
export type { Verdict, Violation } from "./verify/plan/verdict.ts";
export { type InfeasibleVerdict, verifyInfeasible } from "./verify/plan/verify-infeasible.ts";
export { verifyPlan } from "./verify/plan/verify-plan.ts";
