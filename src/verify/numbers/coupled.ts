import { ExactSum } from "../../base/exact.ts";
import { checkCoupled } from "../../problems/check-coupled.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import type { CoupledPlan, CoupledResult, CoupledVerdict } from "../../problems/coupled-result.ts";
import { leastLack, withoutCosts } from "../../problems/coupled-without-costs.ts";
import { provenBound } from "./coupled-bound.ts";
import { noAnswer } from "./flow.ts";
import { isIndex } from "./is-index.ts";

/** A row holds when what it misses is at most this part of what flows through it. */
const ROW_TOLERANCE = 1e-9;

/** Claims may differ from what is computed afresh by rounding only. */
const CLAIM_TOLERANCE = 1e-12;

const OPTIMAL_GAP = 1e-9;

/**
 * Checks a plan and its bound against the problem alone, without any solver.
 *
 * Gives: what is wrong with plan, claim or certificate; the plan's cost, summed exactly and rounded once; the bound that
 *        the certificate's prices prove, rounded down.
 * Keeps: every row of the plan to one part in 10^9 of what flows through it.
 * Complexity: places times prices for the bound; linear in the plan.
 */
export function verifyCoupled(problem: CoupledProblem, result: CoupledResult): CoupledVerdict {
  checkCoupled(problem);
  const none = noAnswer(result);
  if (none !== undefined) return none;
  const violations: string[] = [];
  const { plan, certificate, status, bound } = result;
  let certifiedBound = Number.NEGATIVE_INFINITY;
  const proven = certificate === undefined ? "there is no certificate" : provedBy(problem, result);
  if (typeof proven === "string") violations.push(proven);
  else certifiedBound = proven;
  if (typeof bound !== "number" || !(bound <= certifiedBound + CLAIM_TOLERANCE * Math.abs(certifiedBound)))
    violations.push(`the certificate proves ${certifiedBound}, claimed ${bound}`);
  let objective = Number.POSITIVE_INFINITY;
  if (plan === undefined) {
    if (status !== "unknown" && status !== "infeasible") violations.push(`status is ${status}, but there is no plan`);
  } else {
    objective = checkPlan(problem, plan, violations);
    if (status === "unknown" || status === "infeasible") violations.push(`status is ${status}, but there is a plan`);
  }
  const isSame =
    objective === result.objective || Math.abs(objective - result.objective) <= CLAIM_TOLERANCE * Math.abs(objective);
  if (!isSame) violations.push(`the plan costs ${objective}, claimed ${result.objective}`);
  const gap = Number.isFinite(objective)
    ? Math.max(0, objective - bound) / Math.max(Math.abs(objective), Number.MIN_VALUE)
    : objective;
  if (!(result.gap === gap || Math.abs(result.gap - gap) <= OPTIMAL_GAP))
    violations.push(`the gap is ${gap}, claimed ${result.gap}`);
  if (status === "optimal" && !(gap <= OPTIMAL_GAP)) violations.push(`claimed optimal with a gap of ${gap}`);
  return { valid: violations.length === 0, violations, objective, certifiedBound };
}

/** The bound that the certificate proves; Infinity where it is to prove, and does, that there is no plan. */
function provedBy(problem: CoupledProblem, { status, certificate }: CoupledResult): number | string {
  if (status !== "infeasible") return provenBound(problem, certificate);
  // Cases are for bounds: what must be lacking is reckoned from the prices that stand for the whole.
  const { demandPrice, inputPrice, labels } = certificate;
  const lack = provenBound(withoutCosts(problem), { demandPrice, inputPrice, ...(labels ? { labels } : {}) });
  if (typeof lack === "string") return lack;
  return lack > leastLack(problem, certificate)
    ? Number.POSITIVE_INFINITY
    : "the certificate does not prove that there is no plan";
}

/** Checks every row; gives the cost. */
function checkPlan(problem: CoupledProblem, plan: CoupledPlan, violations: string[]): number {
  const { placeCount: p, goodCount: g } = problem;
  const sizeCount = problem.sizeStart[problem.sitePlace.length];
  const activityCount = problem.activityStart[sizeCount];
  const lengths: [string, ArrayLike<number>, number][] = [
    ["kept", plan.kept, sizeCount],
    ["opened", plan.opened, sizeCount],
    ["runs", plan.runs, activityCount],
    ["supplied", plan.supplied, p * g],
    ["letGo", plan.letGo, p * g],
    ["unmet", plan.unmet, p * g],
  ];
  for (const name of ["from", "to", "amount"] as const)
    lengths.push([`shipments.${name}`, plan.shipments?.[name], plan.shipments?.good?.length ?? 0]);
  for (const [name, values, wanted] of lengths) {
    if (values?.length === wanted) continue;
    violations.push(`${name} has ${values?.length} numbers, wanted ${wanted}`);
    return Number.POSITIVE_INFINITY;
  }
  const cost = new ExactSum();
  const sources = new Rows(p * g);
  const arrivals = new Rows(p * g);
  checkModules(problem, plan, cost, violations);
  checkRuns(problem, plan, cost, sources, arrivals, violations);
  checkShipments(problem, plan, cost, sources, arrivals, violations);
  for (let cell = 0; cell < p * g; cell++) {
    const good = Math.floor(cell / p);
    const within = (name: string, amount: number, most: number): void => {
      if (!(Number.isFinite(amount) && amount >= 0 && amount <= most))
        violations.push(`${name}[${cell}] is ${amount}, wanted 0 to ${most}`);
    };
    const shortage = problem.shortageCost?.[good] ?? Number.POSITIVE_INFINITY;
    const disposal = problem.disposalCost?.[good] ?? 0;
    within("supplied", plan.supplied[cell], problem.supply?.[cell] ?? 0);
    within("letGo", plan.letGo[cell], disposal === Number.POSITIVE_INFINITY ? 0 : Number.MAX_VALUE);
    within("unmet", plan.unmet[cell], shortage === Number.POSITIVE_INFINITY ? 0 : problem.demand[cell]);
    sources.add(cell, plan.supplied[cell]);
    sources.add(cell, -plan.letGo[cell]);
    arrivals.add(cell, plan.unmet[cell]);
    arrivals.add(cell, -problem.demand[cell]);
    if (plan.letGo[cell] > 0) cost.addProduct(finite(disposal), finite(plan.letGo[cell]));
    if (plan.unmet[cell] > 0) cost.addProduct(finite(shortage), finite(plan.unmet[cell]));
    if (!sources.holds(cell))
      violations.push(`good ${good} at place ${cell % p}: ${sources.missing(cell)} more made than sent`);
    if (!arrivals.holds(cell))
      violations.push(`good ${good} at place ${cell % p}: ${arrivals.missing(cell)} more arrives than is used`);
  }
  return cost.value;
}

/** Zero for what is forbidden or no number: the violation is told elsewhere, and a cost must stay a number. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function checkModules(problem: CoupledProblem, plan: CoupledPlan, cost: ExactSum, violations: string[]): void {
  const { sizeStart, sitePlace } = problem;
  const roofs = new Set<number>();
  for (let i = 0; i < sitePlace.length; i++) {
    let openSizes = 0;
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      const standing = problem.standing?.[k] ?? 0;
      const most = problem.most?.[k] ?? 1;
      const { [k]: kept } = plan.kept;
      const { [k]: opened } = plan.opened;
      const isRight = Number.isInteger(kept) && Number.isInteger(opened) && kept >= 0 && opened >= 0;
      if (!isRight || kept > standing || opened > most - standing)
        violations.push(`size ${k} keeps ${kept} of ${standing} and opens ${opened} of ${most - standing}`);
      if (!isRight) continue;
      if (kept + opened > 0) openSizes++;
      cost.addProduct(opened, problem.newCost[k]).addProduct(kept, problem.keptCost?.[k] ?? 0);
      cost.addProduct(standing - kept, problem.closingCost?.[k] ?? 0);
    }
    if (openSizes > 0) {
      cost.add(problem.siteCost?.[i] ?? 0);
      roofs.add(problem.siteRoof?.[i] ?? -1);
    }
    if (openSizes > 1 && (problem.oneSize?.[i] ?? 0) > 0) violations.push(`site ${i} has ${openSizes} sizes open`);
  }
  for (const roof of roofs) cost.add(problem.roofCost?.[roof] ?? 0);
}

function checkRuns(
  problem: CoupledProblem,
  plan: CoupledPlan,
  cost: ExactSum,
  sources: Rows,
  arrivals: Rows,
  violations: string[],
): void {
  const {
    placeCount: p,
    sizeStart,
    sitePlace,
    activityStart,
    activityRecipe,
    activityCapacity,
    makes,
    takes,
  } = problem;
  for (let i = 0; i < sitePlace.length; i++) {
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      let share = 0;
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
        const runs = plan.runs[activity];
        if (!(Number.isFinite(runs) && runs >= 0)) {
          violations.push(`activity ${activity} runs ${runs} times`);
          continue;
        }
        share += runs / activityCapacity[activity];
        cost.addProduct(problem.activityCost[activity], runs);
        if (runs === 0) continue;
        const recipe = activityRecipe[activity];
        for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
          sources.addProduct(makes.good[e] * p + sitePlace[i], makes.amount[e], runs);
        for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
          arrivals.addProduct(takes.good[e] * p + sitePlace[i], -takes.amount[e], runs);
      }
      const open = plan.kept[k] + plan.opened[k];
      if (!(share <= open * (1 + ROW_TOLERANCE))) violations.push(`size ${k} runs ${share} years with ${open} modules`);
    }
  }
}

function checkShipments(
  problem: CoupledProblem,
  { shipments }: CoupledPlan,
  cost: ExactSum,
  sources: Rows,
  arrivals: Rows,
  violations: string[],
): void {
  const { placeCount: p, goodCount: g, freightTable, freightRate } = problem;
  const matrices = problem.freight.map((freight) => freightMatrix(freight, p));
  for (let e = 0; e < shipments.good.length; e++) {
    const { [e]: good } = shipments.good;
    const { [e]: from } = shipments.from;
    const { [e]: to } = shipments.to;
    const { [e]: amount } = shipments.amount;
    const isThere = isIndex(good, g) && isIndex(from, p) && isIndex(to, p);
    const entry = from === to ? 0 : (matrices[freightTable[good]]?.[from * p + to] ?? Number.POSITIVE_INFINITY);
    if (!isThere || !(Number.isFinite(amount) && amount >= 0) || entry === Number.POSITIVE_INFINITY) {
      violations.push(`shipment ${e} cannot bring ${amount} of good ${good} from ${from} to ${to}`);
      continue;
    }
    sources.add(good * p + from, -amount);
    arrivals.add(good * p + to, amount);
    if (from !== to) cost.addProduct((freightRate?.[good] ?? 1) * entry, amount);
  }
}

/** Sums by row, exact, with what flows through each. */
class Rows {
  readonly #sum: (ExactSum | undefined)[];
  readonly #through: Float64Array;

  constructor(count: number) {
    this.#sum = new Array(count);
    this.#through = new Float64Array(count);
  }

  add(row: number, amount: number): void {
    this.addProduct(row, amount, 1);
  }

  addProduct(row: number, amount: number, times: number): void {
    if (amount === 0 || !Number.isFinite(amount)) return;
    this.#sum[row] ??= new ExactSum();
    this.#sum[row].addProduct(amount, times);
    this.#through[row] += Math.abs(amount * times);
  }

  missing(row: number): number {
    return this.#sum[row]?.value ?? 0;
  }

  /** Where more flows than a double holds, a part of it says nothing. */
  holds(row: number): boolean {
    return (
      this.#through[row] < Number.POSITIVE_INFINITY && Math.abs(this.missing(row)) <= ROW_TOLERANCE * this.#through[row]
    );
  }
}
