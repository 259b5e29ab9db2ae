/**
 * Checks a flow solution against its problem, in exact arithmetic and without any solver.
 *
 * Everything is first counted in whole units (`wholeUnit`), in BigInt, so that equal means equal.
 */
import { checkFlowProblem, type FlowProblem, type FlowSolution } from "../../problems/flow.ts";
import { isIndex } from "./is-index.ts";
import { isStated, productOf, type WholeUnit, wholeUnit } from "./whole-unit.ts";

/** What `verifyFlow` or `verifyTransport` found. */
export interface Verification {
  /** Whether everything the solution claims holds. */
  readonly valid: boolean;
  readonly violations: readonly string[];
  /** The objective of the solution's flow, worked out afresh. */
  readonly objective: number;
  /** What no flow can cost less than, by the solution's potentials; -Infinity when they prove nothing. */
  readonly certifiedBound: number;
}

/** Where the problem's numbers are decimals, and those of a solution are not. */
export const MORE_DECIMALS = "the solution has a number of more than fifteen decimals, and the problem has none";

/** Violations beyond this many are counted, not told. */
const MOST_TOLD = 20;

/**
 * Verifies status, flow, potentials, objective and certificate.
 *
 * For any potentials p, cost of flow = sum of (cost + p[tail] - p[head]) * flow - sum of p * (out - in). The
 * first sum is least with each arc at the bound its bracket's sign asks for; the second is fixed, but for
 * sources that may keep, where p must not be below zero. So the bound holds whoever made the potentials.
 *
 * Throws: InvalidProblemError where the problem itself is none; whatever the solution is, it does not.
 */
export function verifyFlow(problem: FlowProblem, result: FlowSolution): Verification {
  checkFlowProblem(problem);
  const none = noAnswer(result);
  if (none !== undefined) return none;
  const told = new Violations();
  const isShown = result.status === "optimal" || result.status === "unbounded";
  const wrong =
    unknownStatus(result.status, ["optimal", "infeasible", "unbounded", "unknown"]) ??
    (isShown ? unreadable("flow", result.flow, problem.tail.length) : undefined) ??
    (result.status === "optimal" ? unreadable("potential", result.potential, problem.nodeCount) : undefined);
  if (wrong !== undefined) return { valid: false, violations: [wrong], objective: Infinity, certifiedBound: -Infinity };
  // What is not looked at has no say in the units.
  const whole = wholeProblem(problem, {
    flow: isShown ? result.flow : [],
    potential: result.status === "optimal" ? result.potential : [],
  });
  if (whole === undefined)
    return { valid: false, violations: [MORE_DECIMALS], objective: Infinity, certifiedBound: -Infinity };
  const objective = isShown ? whole.costOf(result.flow) : 0n;
  if (result.status === "infeasible") {
    checkInfeasible(problem, result, whole, told);
    return {
      valid: told.none,
      violations: told.list,
      objective: Infinity,
      certifiedBound: told.none ? Infinity : -Infinity,
    };
  }
  if (result.status === "unknown")
    return { valid: true, violations: [], objective: Infinity, certifiedBound: -Infinity };
  checkFeasible(problem, result.flow, whole, told);
  if (result.status === "unbounded") {
    checkCycle(problem, result, whole, told);
    return { valid: told.none, violations: told.list, objective: -Infinity, certifiedBound: -Infinity };
  }
  const bound = dualBound(problem, result.potential, whole);
  if (bound === undefined) told.add("the potentials prove no bound");
  else if (bound !== objective) told.add(`the flow costs ${objective} and the bound is ${bound}, in whole units`);
  const value = productOf(whole.amountUnit, whole.costUnit, objective);
  if (!isStated(result.objective, value, whole.amountUnit, whole.costUnit))
    told.add(`objective is ${result.objective}, the flow costs ${value}`);
  return {
    valid: told.none,
    violations: told.list,
    objective: value,
    certifiedBound: bound === undefined ? -Infinity : productOf(whole.amountUnit, whole.costUnit, bound),
  };
}

/** Why a status is none of those that there are; undefined where it is. */
export function unknownStatus(status: string, known: readonly string[]): string | undefined {
  return known.includes(status) ? undefined : `status is ${status}, wanted one of ${known.join(", ")}`;
}

/** Why a list of a solution is none of finite numbers; undefined where it is. */
export function unreadable(name: string, list: ArrayLike<number> | undefined, wanted: number): string | undefined {
  if (list?.length !== wanted) return `${name} has ${list?.length} numbers, wanted ${wanted}`;
  for (let k = 0; k < wanted; k++) if (!Number.isFinite(list[k])) return `${name}[${k}] is ${list[k]}`;
  return undefined;
}

/** Collects what is wrong, up to a length that can be read. */
export class Violations {
  readonly list: string[] = [];
  #count = 0;

  add(violation: string): void {
    this.#count++;
    if (this.#count <= MOST_TOLD) this.list.push(violation);
  }

  get none(): boolean {
    return this.#count === 0;
  }
}

interface Whole {
  readonly amountUnit: WholeUnit;
  readonly costUnit: WholeUnit;
  amount(value: number): bigint;
  cost(value: number): bigint;
  costOf(flow: ArrayLike<number>): bigint;
}

/** Undefined where the solution's numbers are of another kind than the problem's. */
function wholeProblem(
  problem: FlowProblem,
  { flow, potential }: { readonly flow: ArrayLike<number>; readonly potential: ArrayLike<number> },
): Whole | undefined {
  const amountUnit = wholeUnit([problem.supply, problem.capacity ?? [], problem.lower ?? []], [flow]);
  const costUnit = wholeUnit([problem.cost], [potential]);
  if (amountUnit === undefined || costUnit === undefined) return undefined;
  const amount = (value: number) => amountUnit.whole(value);
  const cost = (value: number) => costUnit.whole(value);
  const costOf = (flow: ArrayLike<number>): bigint => {
    let total = 0n;
    for (let a = 0; a < flow.length; a++) if (flow[a] !== 0) total += amount(flow[a]) * cost(problem.cost[a]);
    return total;
  };
  return { amountUnit, costUnit, amount, cost, costOf };
}

/** Whether supply exceeds demand, so that sources may keep some. */
function hasSurplus(problem: FlowProblem, whole: Whole): boolean {
  let total = 0n;
  for (let u = 0; u < problem.nodeCount; u++) total += whole.amount(problem.supply[u]);
  return total > 0n;
}

function checkFeasible(problem: FlowProblem, flow: ArrayLike<number>, whole: Whole, told: Violations): void {
  const { nodeCount, tail, head, supply } = problem;
  const balance: bigint[] = new Array(nodeCount).fill(0n);
  for (let a = 0; a < tail.length; a++) {
    const least = problem.lower?.[a] ?? 0;
    const most = problem.capacity?.[a] ?? Infinity;
    if (!(flow[a] >= least && flow[a] <= most)) told.add(`arc ${a} carries ${flow[a]}, not within ${least} to ${most}`);
    if (flow[a] === 0) continue;
    const carried = whole.amount(flow[a]);
    balance[tail[a]] += carried;
    balance[head[a]] -= carried;
  }
  const surplus = hasSurplus(problem, whole);
  for (let u = 0; u < nodeCount; u++) {
    const wanted = whole.amount(supply[u]);
    const keeps = surplus && supply[u] > 0;
    if (keeps ? balance[u] > wanted : balance[u] !== wanted) {
      told.add(`node ${u} sends out ${balance[u]} more than it receives, its supply is ${wanted}, in whole units`);
    }
  }
}

function dualBound(problem: FlowProblem, potential: ArrayLike<number>, whole: Whole): bigint | undefined {
  const { nodeCount, tail, head, supply } = problem;
  const surplus = hasSurplus(problem, whole);
  let bound = 0n;
  for (let u = 0; u < nodeCount; u++) {
    if (surplus && supply[u] > 0 && potential[u] < 0) return undefined;
    bound -= whole.cost(potential[u]) * whole.amount(supply[u]);
  }
  for (let a = 0; a < tail.length; a++) {
    const reduced = whole.cost(problem.cost[a]) + whole.cost(potential[tail[a]]) - whole.cost(potential[head[a]]);
    if (reduced === 0n) continue;
    const at = reduced > 0n ? (problem.lower?.[a] ?? 0) : (problem.capacity?.[a] ?? Infinity);
    if (at === Infinity) return undefined;
    bound += reduced * whole.amount(at);
  }
  return bound;
}

function checkInfeasible(problem: FlowProblem, result: FlowSolution, whole: Whole, told: Violations): void {
  const { certificate } = result;
  if (result.objective !== Infinity) told.add(`objective is ${result.objective}, wanted Infinity`);
  if (certificate?.kind === "arc") {
    if (!isIndex(certificate.arc, problem.tail.length)) told.add(`there is no arc ${certificate.arc}`);
    const least = problem.lower?.[certificate.arc] ?? 0;
    if (!(least > (problem.capacity?.[certificate.arc] ?? Infinity))) told.add(`arc ${certificate.arc} has room`);
    return;
  }
  if (certificate?.kind !== "cut") {
    told.add(`"infeasible" needs a cut or an arc as certificate, got ${certificate?.kind}`);
    return;
  }
  const inside = new Int8Array(problem.nodeCount);
  for (const u of Array.from(certificate.nodes ?? [])) inside[u] = 1;
  const more = certificate.wants === "more";
  const surplus = hasSurplus(problem, whole);
  // What is available inside at most (wants more), or has to be got rid of at least (wants less).
  let available = 0n;
  for (let u = 0; u < problem.nodeCount; u++) {
    if (inside[u] === 0) continue;
    if (!more && surplus && problem.supply[u] > 0) told.add(`node ${u} may keep what cannot leave`);
    available += whole.amount(problem.supply[u]);
  }
  for (let a = 0; a < problem.tail.length; a++) {
    const enters = inside[problem.head[a]] - inside[problem.tail[a]];
    if (enters === 0) continue;
    const at = enters > 0 === more ? (problem.capacity?.[a] ?? Infinity) : (problem.lower?.[a] ?? 0);
    if (at === Infinity) {
      told.add(`arc ${a} crosses the cut without limit`);
      return;
    }
    available += enters > 0 ? whole.amount(at) : -whole.amount(at);
  }
  if (more ? available >= 0n : available <= 0n) told.add(`the cut leaves ${available}, which is no contradiction`);
}

function checkCycle(problem: FlowProblem, result: FlowSolution, whole: Whole, told: Violations): void {
  if (result.objective !== -Infinity) told.add(`objective is ${result.objective}, wanted -Infinity`);
  if (result.certificate?.kind !== "cycle" || !(result.certificate.arcs?.length > 0)) {
    told.add('"unbounded" needs a cycle as certificate');
    return;
  }
  const { arcs } = result.certificate;
  let cost = 0n;
  for (let k = 0; k < arcs.length; k++) {
    const a = arcs[k];
    const following = arcs[(k + 1) % arcs.length];
    if (!isIndex(a, problem.tail.length)) {
      told.add(`there is no arc ${a}`);
      return;
    }
    if (problem.head[a] !== problem.tail[following]) told.add(`arc ${following} does not go on where arc ${a} ends`);
    if ((problem.capacity?.[a] ?? Infinity) !== Infinity) told.add(`arc ${a} has a limit`);
    cost += whole.cost(problem.cost[a]);
  }
  if (cost >= 0n) told.add("the cycle does not cost less than nothing");
}

/** What is said of something that is no answer at all; undefined of anything that can be looked into. */
export function noAnswer(result: unknown) {
  if (typeof result === "object" && result !== null) return undefined;
  const violations = ["there is no answer"];
  return {
    valid: false,
    violations,
    objective: Number.POSITIVE_INFINITY,
    certifiedBound: Number.NEGATIVE_INFINITY,
  } as const;
}
