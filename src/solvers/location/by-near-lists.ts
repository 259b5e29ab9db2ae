/**
 * Location where the matrix of costs would be too large: prices and plans on every customer's near pairs, the
 * pairs left out proved not to matter. One set of prices is the certificate; there is no search tree.
 */
import type { Control, Interruption, Sliceable } from "../../base/control.ts";
import { answerNear, certifyNear, nearEvidence } from "../../kernels/location/near-answers.ts";
import type { NearInstance } from "../../kernels/location/near-instance.ts";
import { startNearSearch } from "../../kernels/location/near-search.ts";
import { isPositional, isSparse, type LocationProblem } from "../../problems/location.ts";
import type { Evidence, LocationCertificate, LocationResult } from "../../problems/location-result.ts";
import { Picture } from "./near-picture.ts";
import { type NearPlan, planForRoom } from "./near-plans.ts";
import { exchange, learnPrices, openFrom, SHARES } from "./near-prices.ts";
import { type RaisedPrices, raiseNear } from "./raise-near.ts";

/** Up to so many pairs a matrix is no burden, and the exact search is the better way. */
const MOST_IN_MATRIX = 4_000_000;
/** Price iterations after each plan, while they close the gap by at least a part of it. */
const MORE_ITERATIONS = 60;
const LEAST_PROGRESS = 0.02;
const MOST_ROUNDS = 12;

/** Whether a problem is for this solver: too large for a matrix, and without what only the exact search knows. */
export function isForNearLists(problem: LocationProblem): boolean {
  const { cost, siteCount, customerCount, singleSource, capacity } = problem;
  if (!isPositional(cost) && !isSparse(cost)) return false;
  if (siteCount * customerCount <= MOST_IN_MATRIX) return false;
  const isPlain =
    problem.mostOpen === undefined &&
    problem.exactlyOpen === undefined &&
    (problem.copies === undefined || Array.from(problem.copies).every((k) => k === 1)) &&
    (problem.group === undefined || Array.from(problem.group).every((g) => g < 0));
  return isPlain && !(singleSource === true && capacity !== undefined);
}

/** Finds a plan and a bound; `gap` ends it early, `from` is a plan to start with (copies of each site). */
export function* locateByNearLists(
  problem: LocationProblem,
  gap: number,
  from: ArrayLike<number> | undefined,
  control: Control,
): Sliceable<LocationResult> {
  const learned = yield* learnPrices(problem, control);
  const { instance } = learned;
  if (learned.raised === undefined) return infeasible(instance, control);
  const { raised } = learned;
  const plans = new NearPlans(problem, instance, raised, control);
  if (from !== undefined)
    yield* plans.try(Int8Array.from(instance.state, (s, i) => (s === 1 || (s === 0 && from[i] > 0) ? 1 : 0)));
  if (learned.open !== undefined) yield* plans.try(learned.open);
  yield* plans.tryPicture();
  for (const share of plans.hasPicture || learned.open !== undefined ? [] : SHARES) {
    if (control.interruption() !== undefined) break;
    yield* plans.try(openFrom(instance, raised.average, share));
  }
  for (let round = 0; round < MOST_ROUNDS && control.interruption() === undefined; round++) {
    const { bound } = raised;
    if (plans.best - bound <= gap * Math.abs(plans.best)) break;
    yield* raiseNear(raised, MORE_ITERATIONS, () => plans.best, control);
    const before = plans.best;
    if (plans.hasPicture) yield* plans.tryPicture();
    else yield* plans.try(openFrom(instance, raised.average, SHARES[round % SHARES.length]));
    if (raised.bound - bound < LEAST_PROGRESS * (plans.best - raised.bound) && plans.best === before) break;
  }
  return summarise(instance, raised, plans.plan, gap, control);
}

/** The best plan so far, and how more are found. */
class NearPlans {
  readonly #problem: LocationProblem;
  readonly #instance: NearInstance;
  readonly #raised: RaisedPrices;
  readonly #control: Control;
  #picture: Picture | undefined;
  plan: NearPlan | undefined;

  constructor(problem: LocationProblem, instance: NearInstance, raised: RaisedPrices, control: Control) {
    this.#problem = problem;
    this.#instance = instance;
    this.#raised = raised;
    this.#control = control;
  }

  get hasPicture(): boolean {
    return this.#instance.capacity.length > 0 && isPositional(this.#problem.cost);
  }

  get best(): number {
    return this.plan?.cost ?? Infinity;
  }

  /** With capacities, and by position: searches on a small picture, then tries what was found. */
  *tryPicture(): Sliceable<void> {
    if (!this.hasPicture) return;
    this.#picture ??= new Picture(this.#problem, this.#instance);
    const open = yield* this.#picture.open(this.#raised.average, this.#control);
    if (open !== undefined) yield* this.try(open);
  }

  /** Makes the best of a set of open sites. */
  *try(open: Int8Array): Sliceable<void> {
    const found =
      this.#instance.capacity.length > 0
        ? yield* planForRoom(this.#problem, this.#instance, this.#raised, open, this.#control)
        : yield* this.#improve(open);
    if (found !== undefined && found.cost < this.best) this.plan = found;
    const { bound } = this.#raised;
    const { stepsPerUnit, costScale } = this.#instance;
    const unit = stepsPerUnit * costScale;
    this.#control.report({ phase: "location, plans", incumbent: this.best / unit, bound: bound / unit });
  }

  *#improve(open: Int8Array): Sliceable<NearPlan | undefined> {
    const instance = this.#instance;
    const search = startNearSearch(instance, this.#raised.answers.pairs, open);
    yield* exchange(search, this.#control);
    if (search.cost >= instance.ceiling) return undefined;
    return { open: search.open, cost: search.cost, assignment: search.first };
  }
}

function certificateOf(
  { costScale, demandScale, stepsPerUnit }: NearInstance,
  threshold: number,
  nodes: LocationCertificate["nodes"],
): LocationCertificate {
  return { costScale, demandScale, stepsPerUnit, threshold, nodes };
}

function infeasible(instance: NearInstance, control: Control): LocationResult {
  return {
    status: "infeasible",
    stop: "proved",
    open: new Int32Array(0),
    copies: new Int32Array(instance.siteCount),
    objective: Infinity,
    bound: Infinity,
    gap: Infinity,
    certificate: certificateOf(instance, Math.ceil(instance.ceiling), [{ evidence: [] }]),
    work: control.work,
    nodeCount: 1,
  };
}

function summarise(
  instance: NearInstance,
  raised: RaisedPrices,
  plan: NearPlan | undefined,
  wantedGap: number,
  control: Control,
): LocationResult {
  const { costScale, stepsPerUnit } = instance;
  const { evidence, threshold } = bestEvidence(raised);
  const isWhole = instance.capacity.length === 0;
  const bound = isWhole ? Math.ceil(threshold / stepsPerUnit) / costScale : threshold / (stepsPerUnit * costScale);
  const interruption: Interruption | undefined = control.interruption();
  const certificate = certificateOf(instance, threshold, [{ evidence: [evidence] }]);
  const rest = { certificate, work: control.work, nodeCount: 1 };
  const copies = new Int32Array(instance.siteCount);
  if (plan === undefined) {
    const open = new Int32Array(0);
    const stop = interruption ?? "finished";
    return { status: "unknown", stop, open, copies, objective: Infinity, bound, gap: Infinity, ...rest };
  }
  for (let i = 0; i < copies.length; i++) copies[i] = plan.open[i];
  const objective = plan.cost / (costScale * stepsPerUnit);
  const gap = Math.max(0, (objective - bound) / Math.max(Math.abs(objective), Number.MIN_VALUE));
  const isProven = isWhole ? bound >= objective : gap <= 1e-9;
  return {
    status: isProven ? "optimal" : "feasible",
    stop: isProven ? "proved" : (interruption ?? (gap <= wantedGap ? "gap" : "finished")),
    open: Int32Array.from(copies.keys()).filter((i) => copies[i] > 0),
    copies,
    ...(plan.flow === undefined ? { assignment: plan.assignment } : { flow: plan.flow }),
    objective,
    bound: Math.min(bound, objective),
    gap,
    ...rest,
  };
}

/** The prices once more, to have their own capacity prices, rounded and certified. */
function bestEvidence({ answers, prices }: RaisedPrices): { evidence: Evidence; threshold: number } {
  answerNear(answers, prices);
  const evidence = nearEvidence(answers, prices);
  return { evidence, threshold: Math.floor(certifyNear(answers, evidence)) };
}
