import { expectContinent } from "../../model/handed-in.ts";
import type { Continent } from "../../model/types.ts";
import { certificateShape, isRecord, planShape } from "../../plan/plan-shape.ts";
import type { Certificate, Plan } from "../../plan/types.ts";
import { provenBound } from "./cases.ts";
import { checkIds, checkSigns } from "./certificate-ids.ts";
import { lookUp } from "./freight-prices.ts";
import { finite } from "./ledger.ts";
import { checkOptions } from "./option-rows.ts";
import { checkRows } from "./plan-rows.ts";
import { checkStatements } from "./plan-statements.ts";
import type { Report } from "./tally.ts";
import type { Verdict, Violation } from "./verdict.ts";

/**
 * Checks a plan against its continent with no solver and no trust: that it obeys every row of the model, that its
 * energies, embodied ones too, balances, shipments and shares are what its works and flows come to, and that no plan can cost less
 * than the bound it states, which its certificate's prices must prove.
 *
 * The plan may come from anywhere, also from a stranger's JSON: whatever is missing, of the wrong type or not a
 * finite number is a violation. What has passed the door, the continent, is the data and is trusted.
 *
 * ```ts
 * const { valid, violations, certifiedBound } = verifyPlan(continent, plan); // MJ/yr
 * ```
 *
 * Gives:  a verdict. `objective` is Infinity where the plan cannot be read. Amounts in violations are finite.
 * Throws: InvalidContinentError where the first thing handed in is no continent; nothing whatever the plan is.
 */
export function verifyPlan(continent: Continent, plan: Plan): Verdict {
  expectContinent(continent);
  return checkPlan(continent, plan);
}

/**
 * The same, for whoever has just had a bound proved and asks what else there is to check.
 *
 * @param proved a certificate of this continent and what `provenBound` says of it; used where it is the plan's own.
 */
export function checkPlan(
  continent: Continent,
  plan: Plan,
  proved?: { readonly certificate: Certificate; readonly bound: number },
): Verdict {
  const violations: Violation[] = [];
  const report: Report = (rule, path, message, amount) => {
    violations.push({ rule, path, message, amount: Number.isNaN(amount) ? Number.MAX_VALUE : finite(amount) });
  };
  const readable = planShape(plan, "", (path, message) => report("shape", path, message, 1));
  const certificate = readable ? plan.certificate : certificateIn(plan);
  const bound =
    certificate === undefined
      ? Number.NEGATIVE_INFINITY
      : checkBound(continent, certificate, report, proved?.certificate === certificate ? proved.bound : undefined);
  let objective = Number.POSITIVE_INFINITY;
  let residual = { amount: 0, energy: 0 };
  if (readable) {
    if (plan.continent !== continent.name)
      report("continent", "continent", `The plan is for ${plan.continent}, not for ${continent.name}.`, 1);
    checkNames(report, "areas", plan.areas, continent.areas);
    checkNames(report, "goods", plan.goods, continent.goods);
    const tally = checkRows(continent, plan, report);
    residual = tally.residual;
    checkOptions(continent, plan, tally, report);
    objective = checkStatements(continent, plan, tally, report);
  }
  return { valid: violations.length === 0, violations, objective, certifiedBound: bound, residual };
}

/** The ids that a plan can be asked about are those of its continent, sorted. */
function checkNames(
  report: Report,
  path: string,
  stated: readonly string[],
  there: Readonly<Record<string, unknown>>,
): void {
  const ids = Object.keys(there).sort();
  if (stated.length === ids.length && stated.every((id, k) => id === ids[k])) return;
  report("names", path, `The list is not that of the continent's ${path}.`, 1);
}

/** The bound that the certificate proves, as known or worked out; the one it states must not be above it. */
function checkBound(continent: Continent, certificate: Certificate, report: Report, already?: number): number {
  checkIds(continent, certificate, report);
  checkSigns(certificate, report);
  const proved = already ?? provenBound(continent, certificate);
  if (certificate.bound > proved) {
    const message = `${certificate.bound} MJ/yr is stated; the prices prove ${proved} MJ/yr.`;
    report("bound", "certificate.bound", message, certificate.bound - proved);
  }
  return proved;
}

/** The certificate of a plan that cannot be read as a whole, where that part of it can. */
function certificateIn(plan: unknown): Certificate | undefined {
  const certificate = isRecord(plan) ? lookUp(plan, "certificate") : undefined;
  return certificateShape(certificate, "", () => {}) ? (certificate as Certificate) : undefined;
}
