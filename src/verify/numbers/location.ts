import { toWhole } from "../../base/scale.ts";
import { checkLocation, type LocationProblem } from "../../problems/location.ts";
import { copiesApart } from "../../problems/location-copies.ts";
import type { LocationCertificate, LocationResult, LocationVerdict } from "../../problems/location-result.ts";
import { isIndex } from "./is-index.ts";
import { findFlaw, type WholeLocation } from "./location-certificate.ts";
import { fitsMatrix, isPlain, needsNoMatrix, plainBound, plainCosts } from "./location-plain.ts";
import { readWhole } from "./location-read.ts";
import { unreadableParts } from "./location-shape.ts";

/** The best plan may exceed the bound by this part of its cost where service is split, and still count as optimal. */
const SPLIT_TOLERANCE = 4e-9;

/**
 * Checks a plan and its bound against the problem alone, in exact arithmetic and without any solver.
 *
 * Gives: what is wrong with plan, claim or certificate; the plan's cost computed afresh; the bound that the
 *        certificate supports, -Infinity where it supports none.
 * Throws: InvalidProblemError where the problem itself is none; whatever the answer is, it does not.
 * Complexity: pieces of evidence times pairs of sites that they leave open.
 */
export function verifyLocation(problem: LocationProblem, result: LocationResult): LocationVerdict {
  checkLocation(problem);
  const violations = unreadableParts(result);
  if (violations.length > 0)
    return { valid: false, violations, objective: Number.POSITIVE_INFINITY, certifiedBound: Number.NEGATIVE_INFINITY };
  const { certificate, status } = result;
  const hasPlan = status === "optimal" || status === "feasible";
  let certifiedBound = Number.NEGATIVE_INFINITY;
  let whole: WholeLocation | undefined;
  if (certificate === undefined) violations.push("there is no certificate");
  else {
    let read = isPlain(problem, certificate)
      ? readWhole(problem, certificate, "nothing")
      : needsNoMatrix(problem) && !fitsMatrix(problem)
        ? "the certificate has choices, for which there are too many pairs"
        : undefined;
    let found = typeof read === "object" ? plainBound(problem, read, certificate) : undefined;
    // Where a matrix is no burden, what the plain check cannot tell is looked at in full: so is a claim that no plan
    // exists, since a bound above what any plan can cost proves it, and the plain check never sees the dearest pairs.
    const apart = certificate.copiesApart === true ? copiesApart(problem) : undefined;
    const isUntold = typeof found === "string" || (status === "infeasible" && found !== Number.POSITIVE_INFINITY);
    if (read === undefined || (isUntold && fitsMatrix(problem))) {
      read = readWhole(apart?.problem ?? problem, certificate, hasPlan ? "pairs" : "matrix");
      found = typeof read === "object" ? findFlaw(read, certificate) : undefined;
    }
    if (typeof read === "string") violations.push(read);
    else {
      whole = read;
      if (typeof found === "string") violations.push(`certificate: ${found}`);
      else if (found === Number.POSITIVE_INFINITY) certifiedBound = found;
      else certifiedBound = boundOf(whole, certificate, hasPlan);
    }
  }
  let objective = Number.POSITIVE_INFINITY;
  if (certificate?.copiesApart === true && whole !== undefined) {
    // The plan is of the sites themselves.
    const read = readWhole(problem, certificate, "matrix");
    whole = typeof read === "string" ? undefined : read;
    if (typeof read === "string") violations.push(read);
  }
  if (hasPlan && whole !== undefined) {
    const { cost, customerCount: n } = whole;
    const costOf = cost.length > 0 ? (i: number, j: number) => cost[i * n + j] : plainCosts(problem, certificate!);
    objective = checkPlan(problem, whole, result, certificate!, costOf, violations);
    if (!(Math.abs(objective - result.objective) <= 1e-12 * Math.abs(objective)))
      violations.push(`the plan costs ${objective}, claimed ${result.objective}`);
  }
  const gap = Math.max(0, objective - result.bound) / Math.max(Math.abs(objective), Number.MIN_VALUE);
  if (hasPlan && !(result.gap >= gap - SPLIT_TOLERANCE)) violations.push(`the gap is ${gap}, claimed ${result.gap}`);
  const rounded = Number.isFinite(certifiedBound) ? 1e-12 * Math.abs(certifiedBound) : 0;
  if (!(result.bound <= certifiedBound + rounded))
    violations.push(`the certificate supports ${certifiedBound}, claimed ${result.bound}`);
  const isWhole = whole !== undefined && (whole.capacity.length === 0 || whole.singleSource);
  const allowed = isWhole ? 1e-12 : SPLIT_TOLERANCE;
  if (status === "optimal" && !(objective - certifiedBound <= allowed * Math.abs(objective) + Number.MIN_VALUE))
    violations.push(`claimed optimal, but between ${certifiedBound} and ${objective}`);
  if (status === "infeasible" && certifiedBound !== Number.POSITIVE_INFINITY)
    violations.push("claimed infeasible, but the certificate leaves plans open");
  return { valid: violations.length === 0, violations, objective, certifiedBound };
}

/** The threshold in the problem's unit; Infinity when it exceeds what any plan can cost, where none is in hand. */
function boundOf(whole: WholeLocation, certificate: LocationCertificate, hasPlan: boolean): number {
  const { threshold, stepsPerUnit, costScale } = certificate;
  if (!hasPlan && whole.cost.length > 0 && threshold > dearestPlan(whole)) return Number.POSITIVE_INFINITY;
  // Plans without split service cost a whole number of units, so the bound may be rounded up to one.
  if (whole.capacity.length === 0 || whole.singleSource) return Math.ceil(threshold / stepsPerUnit) / costScale;
  return threshold / (stepsPerUnit * costScale);
}

/** No plan costs more steps than this. */
function dearestPlan(whole: WholeLocation): number {
  const { cost, customerCount: n } = whole;
  let dearest = 0;
  for (let i = 0; i < whole.siteCount; i++) dearest += Math.abs(whole.openCost[i]) * whole.copies[i];
  const most = new Float64Array(n);
  for (let first = 0; first < cost.length; first += n) {
    for (let j = 0; j < n; j++) {
      const c = Math.abs(cost[first + j]);
      if (c > most[j] && c !== Number.POSITIVE_INFINITY) most[j] = c;
    }
  }
  for (let j = 0; j < n; j++) dearest += most[j];
  return dearest;
}

/** Checks who serves whom; gives the plan's cost, rounded once. */
function checkPlan(
  problem: LocationProblem,
  whole: WholeLocation,
  result: LocationResult,
  certificate: LocationCertificate,
  costOf: (i: number, j: number) => number,
  violations: string[],
): number {
  const { siteCount: m, customerCount: n } = whole;
  const { copies } = result;
  const load = new Float64Array(m);
  let steps = 0n;
  let parts = 0n;
  /** Not yet in `steps`: a sum that doubles hold exactly. */
  let pending = 0;
  const seen = new Set<number>();
  let open = 0;
  if (copies.length !== m) violations.push(`copies has ${copies.length} numbers, ${m} are wanted`);
  for (let i = 0; i < m; i++) {
    const k = copies[i];
    if (!Number.isInteger(k) || k < 0 || k > (problem.copies?.[i] ?? 1)) violations.push(`site ${i} has ${k} copies`);
    if (whole.state[i] === 1 && !(k > 0)) violations.push(`site ${i} must open`);
    if (whole.state[i] === -1 && k !== 0) violations.push(`site ${i} must not open`);
    if (!Number.isInteger(k) || k <= 0) continue;
    open++;
    if (whole.group[i] >= 0 && seen.has(whole.group[i])) violations.push(`group ${whole.group[i]} is open twice`);
    seen.add(whole.group[i]);
    steps += BigInt(whole.openCost[i]) * BigInt(k);
  }
  if (
    result.open.length !== open ||
    result.open.some((i, at) => !(isIndex(i, m) && copies[i] > 0 && (at === 0 || i > result.open[at - 1])))
  )
    violations.push("open does not list the sites with copies");
  if (open < whole.fewest || open > whole.most) violations.push(`${open} sites are open`);
  const served = new Float64Array(n);
  const serve = (i: number, j: number, amount: number): void => {
    const c = isIndex(i, m) && isIndex(j, n) ? costOf(i, j) : Number.POSITIVE_INFINITY;
    if (!(copies[i] > 0) || !(c < Number.POSITIVE_INFINITY) || !(amount >= 0) || !Number.isSafeInteger(amount)) {
      violations.push(`site ${i} cannot serve ${amount} of customer ${j}`);
      return;
    }
    load[i] += amount;
    served[j] += amount;
    if (amount === whole.demand[j]) {
      if (Math.abs(pending + c) > Number.MAX_SAFE_INTEGER) {
        steps += BigInt(pending);
        pending = 0;
      }
      pending += c;
      return;
    }
    // Shares of a cost are kept as whole steps and a remainder in parts of 2^-64.
    const product = BigInt(c) * BigInt(amount);
    const whole_ = BigInt(whole.demand[j]);
    steps += product / whole_;
    parts += ((product % whole_) << 64n) / whole_;
  };
  const { assignment, flow } = result;
  if (assignment !== undefined && flow !== undefined) violations.push("the plan says twice who serves whom");
  else if (assignment !== undefined && assignment.length === n)
    for (let j = 0; j < n; j++) serve(assignment[j], j, whole.demand[j]);
  else if (flow !== undefined && problem.singleSource !== true) {
    const { site, customer, amount } = flow;
    if (site.length !== amount.length || customer.length !== amount.length)
      violations.push("the flow has not as many sites and customers as amounts");
    for (let t = 0; t < amount.length; t++) {
      const scaled = toWhole(amount[t], certificate.demandScale);
      serve(site[t], customer[t], scaled / certificate.demandScale === amount[t] ? scaled : Number.NaN);
    }
  } else violations.push("the plan does not say who serves whom");
  for (let j = 0; j < n; j++)
    if (served[j] !== whole.demand[j]) violations.push(`customer ${j} is served ${served[j]} of ${whole.demand[j]}`);
  if (whole.capacity.length > 0)
    for (let i = 0; i < m; i++)
      if (load[i] > whole.capacity[i] * copies[i]) violations.push(`site ${i} serves ${load[i]}, more than it can`);
  const exact = Number(steps + BigInt(pending)) + Number(parts) / 2 ** 64;
  return exact / (certificate.costScale * certificate.stepsPerUnit);
}
