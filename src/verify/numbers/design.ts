import {
  add,
  type Exact,
  ExactSum,
  exactly,
  minimum,
  multiply,
  nearest,
  roundDown,
  sign,
  subtract,
  ZERO,
} from "../../base/exact.ts";
import {
  checkDesign,
  type DesignProblem,
  type DesignResult,
  type DesignVerdict,
  OPTIMAL_GAP,
} from "../../problems/design.ts";
import { noAnswer, unknownStatus } from "./flow.ts";
import { isIndex } from "./is-index.ts";

/** A row holds when what it misses is at most this part of what the commodity sends, or of what the arc can carry. */
const ROW_TOLERANCE = 1e-8;

/** Claims may differ from what is computed afresh by rounding only. */
const CLAIM_TOLERANCE = 1e-12;

/**
 * Checks a network, what travels on it, and the bound, against the problem alone, without any solver.
 *
 * Why the bound holds: add to a plan's cost, for each commodity and node, its price there times what leaves less what
 * comes, which is known. Then every arc stands alone: shut it costs nothing; open it costs openCost and carries, of each
 * commodity at most its demand and of all at most the capacity. For any worth w >= 0 of a unit of capacity that is not
 * below openCost + sum of demand * min(0, cost + price[tail] - price[head] + w) - w * capacity.
 *
 * Gives: what is wrong; the plan's cost, summed exactly; the bound that the prices prove, rounded down.
 */
export function verifyDesign(problem: DesignProblem, result: DesignResult): DesignVerdict {
  checkDesign(problem);
  const none = noAnswer(result);
  if (none !== undefined) return none;
  const { plan, status, certificate } = result;
  const violations = unreadableParts(result);
  if (violations.length > 0)
    return { valid: false, violations, objective: Number.POSITIVE_INFINITY, certifiedBound: Number.NEGATIVE_INFINITY };
  const certifiedBound = boundOf(problem, result, violations);
  if (!(result.bound <= certifiedBound + CLAIM_TOLERANCE * Math.abs(certifiedBound)))
    violations.push(`the certificate proves ${certifiedBound}, claimed ${result.bound}`);
  const objective = plan === undefined ? Number.POSITIVE_INFINITY : costOf(problem, plan, violations);
  if (plan === undefined && (status === "optimal" || status === "feasible"))
    violations.push(`status is ${status}, but there is no plan`);
  if (plan !== undefined && (status === "infeasible" || status === "unknown"))
    violations.push(`status is ${status}, but there is a plan`);
  if (!isNear(result.objective, objective, CLAIM_TOLERANCE * Math.abs(objective)))
    violations.push(`the plan costs ${objective}, claimed ${result.objective}`);
  const above = Math.max(0, objective - result.bound);
  const gap = plan === undefined ? Number.POSITIVE_INFINITY : objective > 0 ? above / objective : 0;
  if (!isNear(result.gap, gap, OPTIMAL_GAP)) violations.push(`the gap is ${gap}, claimed ${result.gap}`);
  if (status === "optimal" && !(objective - certifiedBound <= OPTIMAL_GAP * Math.abs(objective)))
    violations.push(`claimed optimal, but only ${certifiedBound} is proved`);
  if (status === "infeasible" && certificate.kind !== "unreachable")
    violations.push("claimed infeasible, and nothing says why");
  return { valid: violations.length === 0, violations, objective, certifiedBound };
}

/** What of a result is of another kind than it should be. */
function unreadableParts({ status, plan, certificate, bound }: DesignResult): string[] {
  const lists: [string, unknown][] = [];
  if (plan !== undefined) {
    lists.push(["plan.open", plan?.open]);
    for (const part of ["arc", "commodity", "amount"] as const) lists.push([`plan.flow.${part}`, plan?.flow?.[part]]);
  }
  if (certificate?.kind === "price") lists.push(["certificate.price", certificate.price]);
  const violations = lists.flatMap(([path, list]) =>
    Array.isArray(list) || ArrayBuffer.isView(list) ? [] : [`${path} is no list of numbers`],
  );
  if (certificate?.kind !== "price" && certificate?.kind !== "unreachable")
    violations.push(`the certificate's kind is ${(certificate as DesignResult["certificate"] | undefined)?.kind}`);
  if (typeof bound !== "number") violations.push("bound is no number");
  const wrong = unknownStatus(status, ["optimal", "feasible", "infeasible", "unknown"]);
  return wrong === undefined ? violations : [...violations, wrong];
}

function isNear(claimed: number, found: number, allowed: number): boolean {
  return claimed === found || Math.abs(claimed - found) <= allowed;
}

function boundOf(problem: DesignProblem, { certificate }: DesignResult, violations: string[]): number {
  if (certificate.kind === "unreachable") {
    if (isUnreachable(problem, certificate.commodity)) return Number.POSITIVE_INFINITY;
    violations.push(`commodity ${certificate.commodity} can reach its destination`);
    return Number.NEGATIVE_INFINITY;
  }
  const { price } = certificate;
  const { nodeCount: n, tail, head, cost, capacity, openCost, origin, destination, demand } = problem;
  const k = demand.length;
  if (price.length !== n * k || !price.every(Number.isFinite)) {
    violations.push(`the certificate has ${price.length} prices, wanted ${n * k} finite ones`);
    return Number.NEGATIVE_INFINITY;
  }
  const sum = new ExactSum();
  for (let c = 0; c < k; c++) {
    sum.addProduct(demand[c], price[destination[c] * k + c]).addProduct(-demand[c], price[origin[c] * k + c]);
  }
  for (let a = 0; a < tail.length; a++) {
    const gains: Gain[] = [];
    for (let c = 0; c < k; c++) {
      const ends = subtract(exactly(price[tail[a] * k + c]), exactly(price[head[a] * k + c]));
      const reduced = add(exactly(cost[a]), ends);
      if (sign(reduced) < 0) gains.push({ reduced, nearly: nearest(reduced), amount: demand[c] });
    }
    if (gains.length === 0) continue;
    const worth = exactly(worthOfCapacity(gains, capacity[a]));
    let value = exactly(openCost[a]);
    if (sign(worth) > 0) value = subtract(value, multiply(worth, exactly(capacity[a])));
    for (const { reduced, amount } of gains) {
      value = add(value, multiply(exactly(amount), minimum(ZERO, add(reduced, worth))));
    }
    if (sign(value) < 0) sum.addExact(value);
  }
  if (Number.isFinite(nearest(sum.exact))) return roundDown(sum.exact);
  violations.push("the prices are too large to reckon with");
  return Number.NEGATIVE_INFINITY;
}

/** A commodity that an arc gains by carrying: per unit, exactly and nearly, and at most how much. */
interface Gain {
  readonly reduced: Exact;
  readonly nearly: number;
  readonly amount: number;
}

/** The gain of the commodity at which an arc fills up, turned positive; 0 where all find room. Any worth proves a bound. */
function worthOfCapacity(gains: Gain[], capacity: number): number {
  gains.sort((one, other) => one.nearly - other.nearly);
  let left = capacity;
  for (const { nearly, amount } of gains) {
    if (amount > left) return Math.min(-nearly, Number.MAX_VALUE);
    left -= amount;
  }
  return 0;
}

function costOf(problem: DesignProblem, plan: NonNullable<DesignResult["plan"]>, violations: string[]): number {
  const { tail, head, cost, capacity, openCost, origin, destination, demand } = problem;
  const k = demand.length;
  const sum = new ExactSum();
  const load = new Float64Array(tail.length);
  // What is left of a commodity at a node, without rounding: what goes round in a circle must not hide what is lacking.
  const left = new Map<number, ExactSum>();
  const leave = (node: number, c: number, amount: number): void => {
    const cell = node * k + c;
    left.set(cell, (left.get(cell) ?? new ExactSum()).add(amount));
  };
  for (let c = 0; c < k; c++) {
    leave(origin[c], c, demand[c]);
    leave(destination[c], c, -demand[c]);
  }
  const { arc, commodity, amount } = plan.flow;
  if (plan.open.length !== tail.length || arc.length !== amount.length || commodity.length !== amount.length)
    violations.push("the plan's arrays have the wrong lengths");
  for (let e = 0; e < amount.length; e++) {
    const a = arc[e];
    const c = commodity[e];
    if (!isIndex(a, tail.length) || !isIndex(c, k) || !(amount[e] > 0 && amount[e] < Number.POSITIVE_INFINITY)) {
      violations.push(`flow ${e} is ${amount[e]} of commodity ${c} on arc ${a}`);
      continue;
    }
    load[a] += amount[e];
    leave(tail[a], c, -amount[e]);
    leave(head[a], c, amount[e]);
    sum.addProduct(cost[a], amount[e]);
  }
  left.forEach(({ value }, cell) => {
    if (Math.abs(value) > ROW_TOLERANCE * demand[cell % k])
      violations.push(`${value} of commodity ${cell % k} is left at node ${Math.floor(cell / k)}`);
  });
  load.forEach((carried, a) => {
    if (plan.open[a] !== 0 && plan.open[a] !== 1) violations.push(`open[${a}] is ${plan.open[a]}, wanted 0 or 1`);
    if (plan.open[a] === 1) sum.add(openCost[a]);
    else if (carried > 0) violations.push(`arc ${a} is shut and carries ${carried}`);
    if (carried > capacity[a] * (1 + ROW_TOLERANCE))
      violations.push(`arc ${a} carries ${carried}, and ${capacity[a]} is its capacity`);
  });
  return sum.value;
}

function isUnreachable(problem: DesignProblem, commodity: number): boolean {
  const { nodeCount, tail, head, capacity, origin, destination, demand } = problem;
  if (!isIndex(commodity, demand.length) || !(demand[commodity] > 0)) return false;
  const reached = new Int8Array(nodeCount);
  reached[origin[commodity]] = 1;
  for (let growing = true; growing; ) {
    growing = false;
    for (let a = 0; a < tail.length; a++) {
      if (!reached[tail[a]] || reached[head[a]] || !(capacity[a] > 0)) continue;
      reached[head[a]] = 1;
      growing = true;
    }
  }
  return reached[destination[commodity]] === 0;
}
