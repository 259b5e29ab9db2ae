import { ArrayStore } from "../base/array-store.ts";
import { Control, type ControlOptions, run, runSliced, type Sliceable } from "../base/control.ts";
import { InvalidOptionError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import { buildInstance, type LocationInstance } from "../kernels/location/instance.ts";
import { serveNearest } from "../kernels/location/serve-nearest.ts";
import { checkLocation, type LocationProblem } from "../problems/location.ts";
import { type ApartCopies, copiesApart } from "../problems/location-copies.ts";
import type { LocationCertificate, LocationFlow, LocationResult } from "../problems/location-result.ts";
import { expectKnown, LOCATION } from "./known-names.ts";
import { isForNearLists, locateByNearLists } from "./location/by-near-lists.ts";
import { Planner } from "./location/planner.ts";
import { searchTree } from "./location/search.ts";
import { SearchState } from "./location/search-state.ts";
import { searchWhole } from "./location/whole-search.ts";
import { WholeState } from "./location/whole-state.ts";

/** What `locateFacilities` may be told; everything is optional. */
export interface LocationOptions extends ControlOptions {
  /** Stop when (objective - bound) / |objective| is proven to be at most this; 0 by default. */
  readonly gap?: number;
  /** Start from this plan: copies of each site. Ignored where the problem forbids it. */
  readonly from?: ArrayLike<number>;
}

/**
 * Chooses the sites to open and who is served from where, for the least cost, and proves it.
 *
 * ```ts
 * const { open, assignment, objective } = locateFacilities({
 *   siteCount: 2,
 *   customerCount: 3,
 *   openCost: [10, 12],
 *   cost: [1, 5, 9, 8, 4, 2], // serving all of each customer from the first site, then from the second
 * });
 * objective; // => 25
 * ```
 *
 * Shapes, units: see LocationProblem.
 * Gives:  "optimal" when nothing better exists (split service: to one part in 10^9), "feasible" when stopped before or
 *         at the asked gap, "infeasible" with a certificate, "unknown" when stopped before any plan was found.
 * Throws: InvalidProblemError, InvalidOptionError.
 * Memory: some 60 bytes a pair of site and customer. Above four million pairs, sparse or positional, and without
 *         copies, groups, counts or single source under capacity: the near pairs of every customer instead, a plan
 *         and a bound (mostly a few tenths of a per cent apart), and no exact search.
 * Equal:  the same problem and options without a time limit give the same bytes, sliced or not.
 */
export function locateFacilities(problem: LocationProblem, options: LocationOptions = {}): LocationResult {
  return run(checkedTask(problem, options));
}

/** The same answer, letting the event loop turn about every ten milliseconds. */
export function locateFacilitiesAsync(
  problem: LocationProblem,
  options: LocationOptions = {},
): Promise<LocationResult> {
  return runSliced(checkedTask(problem, options));
}

function checkOptions(problem: LocationProblem, { gap = 0, from }: LocationOptions): void {
  const issues: Issue[] = [];
  if (!(typeof gap === "number" && gap >= 0 && gap < 1)) {
    const message = `is ${printed(gap)}, wanted a number from 0 to below 1`;
    issues.push({ code: "option.range", path: "gap", message, remedy: "set gap to 0.01 for one per cent" });
  }
  if (from !== undefined && from.length !== problem.siteCount) {
    const message = `has ${from.length} numbers, ${problem.siteCount} are wanted`;
    issues.push({ code: "option.length", path: "from", message, remedy: "give the copies of every site" });
  }
  if (issues.length > 0) throw new InvalidOptionError(issues);
}

function* checkedTask(problem: LocationProblem, options: LocationOptions): Sliceable<LocationResult> {
  expectKnown(LOCATION, problem, options);
  return yield* locating(problem, options);
}

/** The run itself, for whoever drains it in slices of its own. */
export function* locating(problem: LocationProblem, options: LocationOptions): Sliceable<LocationResult> {
  checkLocation(problem);
  checkOptions(problem, options);
  const control = new Control(options);
  if (isForNearLists(problem)) return yield* locateByNearLists(problem, options.gap ?? 0, options.from, control);
  const apart = copiesApart(problem);
  if (apart !== undefined) {
    const { from, ...rest } = options;
    const start = from === undefined ? {} : { from: apart.site.map((i, s) => (from[i] === apart.copies[s] ? 1 : 0)) };
    return together(yield* locating(apart.problem, { ...rest, ...start }), apart, problem.siteCount);
  }
  const instance = buildInstance(problem, new ArrayStore());
  const planner = new Planner(instance);
  if (options.from !== undefined)
    planner.try(Int32Array.from(options.from, (k, i) => Math.ceil(k / instance.copiesInOne[i])));
  const gap = options.gap ?? 0;
  const isWhole = instance.wholeService && !instance.hasCopies;
  const state = isWhole
    ? new WholeState(instance, planner, control, gap)
    : new SearchState(instance, planner, control, gap);
  const end = yield* state instanceof WholeState ? searchWhole(state) : searchTree(state);
  state.spend();
  const certificate: LocationCertificate = {
    costScale: instance.costScale,
    demandScale: instance.demandScale,
    stepsPerUnit: instance.stepsPerUnit,
    threshold: end.threshold,
    nodes: state.proof.read(),
  };
  return summarise(state, certificate, end.interruption);
}

/** What was found of numbers of copies, told of the sites themselves. */
function together(result: LocationResult, { site, copies }: ApartCopies, siteCount: number): LocationResult {
  const counts = new Int32Array(siteCount);
  for (const s of result.open) counts[site[s]] = copies[s];
  const { assignment, certificate } = result;
  return {
    ...result,
    open: Int32Array.from(result.open, (s) => site[s]),
    copies: counts,
    ...(assignment === undefined ? {} : { assignment: assignment.map((s) => site[s]) }),
    ...(certificate === undefined ? {} : { certificate: { ...certificate, copiesApart: true } }),
  };
}

function summarise(
  state: SearchState | WholeState,
  certificate: LocationCertificate,
  interruption: "time" | "work" | "cancelled" | undefined,
): LocationResult {
  const { instance, planner, control, nodeCount } = state;
  const perUnit = instance.costScale * instance.stepsPerUnit;
  const rest = { certificate, work: control.work, nodeCount };
  const isWhole = !instance.hasCapacity || instance.wholeService;
  const { threshold } = certificate;
  const bound = isWhole ? Math.ceil(threshold / instance.stepsPerUnit) / instance.costScale : threshold / perUnit;
  if (!planner.hasPlan) {
    const nothing = { open: new Int32Array(0), copies: new Int32Array(instance.siteCount) };
    const objective = Number.POSITIVE_INFINITY;
    const isProven = interruption === undefined && threshold >= instance.ceiling;
    const outcome = isProven
      ? ({ status: "infeasible", stop: "proved", bound: objective } as const)
      : ({ status: "unknown", stop: interruption ?? "finished", bound } as const);
    return { ...outcome, ...nothing, objective, gap: objective, ...rest };
  }
  const copies = planner.copies.map((k, i) => k * instance.copiesInOne[i]);
  const open = Int32Array.from(copies.keys()).filter((i) => copies[i] > 0);
  const service =
    instance.hasCapacity && !instance.wholeService
      ? { flow: readFlow(planner) }
      : { assignment: instance.wholeService ? planner.assignment.slice() : readAssignment(instance, copies) };
  const objective = planner.best / perUnit;
  const isProven = threshold >= exactCut(state);
  const gap =
    isProven && isWhole ? 0 : Math.max(0, (objective - bound) / Math.max(Math.abs(objective), Number.MIN_VALUE));
  return {
    status: isProven ? "optimal" : "feasible",
    stop: isProven ? "proved" : (interruption ?? (state.gap > 0 && gap <= state.gap ? "gap" : "finished")),
    open,
    copies,
    ...service,
    objective,
    bound: isProven && isWhole ? objective : Math.min(bound, objective),
    gap,
    ...rest,
  };
}

/** The bound from which a plan counts as optimal. */
function exactCut(state: SearchState | WholeState): number {
  const { instance, planner } = state;
  const isWhole = !instance.hasCapacity || instance.wholeService;
  return isWhole ? planner.best - instance.stepsPerUnit + 1 : planner.best - (2 * Math.abs(planner.best)) / 1e9 - 1;
}

function readAssignment(instance: LocationInstance, copies: Int32Array): Int32Array {
  const assignment = new Int32Array(instance.customerCount);
  serveNearest(instance, copies, Number.POSITIVE_INFINITY, assignment);
  return assignment;
}

function readFlow(planner: Planner): LocationFlow {
  const { instance } = planner;
  const n = instance.customerCount;
  const service = planner.serviceOf(planner.copies);
  const site: number[] = [];
  const customer: number[] = [];
  const amount: number[] = [];
  for (let k = 0; k < service.openCount; k++) {
    for (let j = 0; j < n; j++) {
      const moved = service.amount[k * n + j];
      if (moved === 0) continue;
      site.push(service.open[k]);
      customer.push(j);
      amount.push(moved / instance.demandScale);
    }
  }
  return { site: Int32Array.from(site), customer: Int32Array.from(customer), amount: Float64Array.from(amount) };
}
