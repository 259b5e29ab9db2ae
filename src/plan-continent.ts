import { Control } from "./base/control.ts";
import { InternalError, NoPlanError } from "./base/errors.ts";
import { explainInfeasible } from "./explain/explain.ts";
import { reasonsAtSight } from "./explain/reasons-at-sight.ts";
import { contentCertificates } from "./formulations/content-prices.ts";
import { quietly, type Route } from "./formulations/request.ts";
import { expectContinent, expectOutcome } from "./model/handed-in.ts";
import type { Continent } from "./model/types.ts";
import { type Indexed, indexContinent } from "./network/indexed.ts";
import { keepFreight, takeFreight } from "./network/kept-freight.ts";
import { type CheckedOptions, checkOptions, type PlanOptions } from "./plan/options.ts";
import type { Outcome, Stop } from "./plan/outcome.ts";
import type { Certificate, Plan } from "./plan/types.ts";
import { writePlan } from "./plan/write-plan.ts";
import { proveInfeasible } from "./routes/branching.ts";
import { drive, driveAsync } from "./routes/drive.ts";
import { judge } from "./routes/judge.ts";
import { firstPlan, type RouteResult } from "./routes/linear-route.ts";
import { marginalPrices } from "./routes/marginal-prices.ts";
import { planGoods } from "./routes/parts-route.ts";
import { shareCheapestFreight } from "./verify/plan/cheapest-freight.ts";
import { verifyInfeasible } from "./verify/plan/verify-infeasible.ts";
import { checkPlan, verifyPlan } from "./verify/plan/verify-plan.ts";

/**
 * Plans a continent: which works to build, what each runs, how goods travel, for the least energy.
 *
 * ```ts
 * const outcome = planContinent(continent, { gap: 0.005, backend: await highs() });
 * if ("plan" in outcome) console.log(outcome.plan.energy.total, outcome.gap); // MJ/yr, share
 * else if (outcome.status === "infeasible") for (const { message } of outcome.reasons) console.log(message);
 * ```
 *
 * Gives:  an outcome; look at `status` first. Every plan in it has been re-proved by `verifyPlan`.
 * Throws: InvalidOptionError with everything that is wrong with the options, InvalidContinentError for a description that
 *         createContinent has not seen; never for infeasible needs.
 */
export function planContinent(continent: Continent, options?: PlanOptions): Outcome {
  const checked = checkOptions(options);
  const control = new Control(checked);
  return drive(journey(continent, checked, control), checked.backend, control);
}

/**
 * The same answer without blocking: yields about every ten milliseconds; foreign solvers work off the main thread.
 *
 * ```ts
 * const stop = new AbortController();
 * const outcome = await planContinentAsync(continent, {
 *   signal: stop.signal,
 *   onProgress: ({ phase, incumbent, bound }) => console.log(phase, incumbent, bound), // MJ/yr
 * });
 * ```
 */
export async function planContinentAsync(continent: Continent, options?: PlanOptions): Promise<Outcome> {
  const checked = checkOptions(options);
  const control = new Control(checked);
  return driveAsync(journey(continent, checked, control), checked.backend, control);
}

/** The whole way: names to indices, indices to numbers, a solver's numbers back to a plan, the plan proved. */
function* journey(continent: Continent, options: CheckedOptions, control: Control): Route<Outcome> {
  expectContinent(continent);
  const indexed = indexContinent(continent);
  if (options.from !== undefined) {
    takeFreight(options.from, indexed);
    shareCheapestFreight(options.from, continent);
  }
  const found = yield* planGoods(indexed, options, control);
  const ruledOut = found.stop === "infeasible" ? undefined : impossibleBy(indexed, found);
  if (found.stop !== "infeasible" && ruledOut === undefined)
    return judge(found, yield* prove(indexed, found, options), options, control);
  if (options.backend === undefined) return withoutExplanation(indexed, found, control, ruledOut);
  const explained = yield* explainInfeasible(indexed, {
    limits: { gap: 0, seed: options.seed },
    ...(options.repairs ? { mends: (changed) => canBePlanned(changed, options, control) } : {}),
    shortfall: (certificate) => {
      const { valid, shortfall } = verifyInfeasible(continent, certificate);
      return valid ? shortfall : 0;
    },
  });
  if (explained.meetsAll && explained.closest !== undefined) {
    const mistaken = { ...found, decision: explained.closest };
    return judge(mistaken, yield* prove(indexed, mistaken, options), options, control);
  }
  const { reasons, repairs, closest } = explained;
  const certificate =
    explained.certificate ?? ruledOut?.certificate ?? (yield* proveInfeasible(indexed, control, options.seed));
  const plan = closest && writePlan(indexed, closest, found.certificate, options.allocation);
  return {
    status: "infeasible",
    reasons,
    repairs,
    ...(plan && lacksOnlyDemand(continent, plan) ? { closest: plan } : {}),
    ...(certificate ? { certificate } : {}),
    work: control.work,
    timing: { totalMs: control.elapsedMs, phases: found.phases },
  };
}

/** What proves that there is no plan, and the good of which there is too little, where that is what it says. */
interface RuledOut {
  readonly certificate: Certificate;
  readonly good?: string;
}

/** MJ/yr, more than a thousand Earths use: only prices that rise without end prove as much. */
const BEYOND_USE = 1e18;

/**
 * Prices that prove that there is no plan, where a search has found none: its own, which needs that cannot be met raise
 * without end, until energies no longer count beside them, and only asked where everything was tried or the bound tells; or
 * those that measure all goods by one of which there is too little, be it by a hair.
 */
function impossibleBy(indexed: Indexed, { decision, stop, certificate }: RouteResult): RuledOut | undefined {
  if (decision !== undefined) return undefined;
  const own = stop === "finished" || certificate.bound > BEYOND_USE ? [{ certificate }] : [];
  for (const found of [...own, ...contentCertificates(indexed)]) {
    const { valid, shortfall } = verifyInfeasible(indexed.continent, found.certificate);
    if (valid)
      return { ...found, certificate: { ...found.certificate, bound: Number.isFinite(shortfall) ? shortfall : 0 } };
  }
  return undefined;
}

/** What is known of needs that cannot be met when no linear solver is there to look for repairs and the closest plan. */
function withoutExplanation(indexed: Indexed, found: RouteResult, control: Control, ruledOut?: RuledOut): Outcome {
  const { certificate, good } = ruledOut ?? {};
  return {
    status: "infeasible",
    reasons: reasonsAtSight(indexed, good === undefined ? undefined : { good, amount: certificate?.bound ?? 0 }),
    repairs: [],
    ...(certificate ? { certificate } : {}),
    work: control.work,
    timing: { totalMs: control.elapsedMs, phases: found.phases },
  };
}

/** Whether a plan obeys every rule but that demand must be met. */
function lacksOnlyDemand(continent: Continent, plan: Plan): boolean {
  return verifyPlan(continent, plan).violations.every(({ rule }) => rule === "unmet.notAllowed");
}

/** Whether some plan of a continent passes the checker; without a word to whoever listens to this run. */
function* canBePlanned(
  continent: Continent,
  options: CheckedOptions,
  { remainingMs, signal }: Control,
): Route<boolean> {
  const quiet = new Control({
    ...(Number.isFinite(remainingMs) ? { timeLimitMs: remainingMs } : {}),
    ...(signal ? { signal } : {}),
  });
  const indexed = indexContinent(continent);
  const { decision, certificate } = yield* quietly("repairs", firstPlan(indexed, options, quiet));
  return decision !== undefined && verifyPlan(continent, writePlan(indexed, decision, certificate)).valid;
}

/** Writes the plan, with the prices that were asked for, and proves it again with a checker that trusts no solver. */
function* prove(
  indexed: Indexed,
  { decision, certificate, isProved }: RouteResult,
  { seed, marginalPrices: wanted, allocation }: CheckedOptions,
): Route<Plan | undefined> {
  if (decision === undefined) return undefined;
  const { continent } = indexed;
  const written = writePlan(indexed, decision, certificate, allocation);
  const limits = { gap: 0, seed };
  const prices = wanted ? yield* marginalPrices(indexed, decision, certificate, limits, written.shipments) : undefined;
  const plan = { ...written, ...(prices ? { marginalPrices: prices } : {}) };
  const verdict = checkPlan(continent, plan, isProved ? { certificate, bound: certificate.bound } : undefined);
  if (!verdict.valid) throw new InternalError("A plan failed its own check.", { continent, plan, verdict });
  keepFreight(plan, indexed);
  shareCheapestFreight(continent, plan);
  return plan;
}

const GO_FURTHER =
  "the method has no more to try. A linear solver goes further and says what is missing, where none was given: " +
  "{ backend: await highs() } from katascope/highs, or { backend: lp() } from katascope/lp.";

/** Why a run ended without a plan, and what to do about it. */
const MORE: Readonly<Record<Stop, string>> = {
  proved: GO_FURTHER,
  gap: GO_FURTHER,
  finished: GO_FURTHER,
  time: "the time limit was reached. Allow more time: timeLimitMs.",
  work: "the work limit was reached. Allow more work: workLimit.",
  cancelled: "the run was cancelled.",
};

/**
 * The outcome's plan.
 *
 * ```ts
 * const { sites, shipments } = requirePlan(planContinent(continent));
 * ```
 *
 * Throws: NoPlanError with the reasons where there is none, and the least that would mend it where that is known.
 */
export function requirePlan(outcome: Outcome): Plan {
  expectOutcome(outcome);
  if ("plan" in outcome) return outcome.plan;
  if (outcome.status === "unknown")
    throw new NoPlanError(`No plan was found, and none was ruled out: ${MORE[outcome.stop]}`);
  const { reasons, repairs } = outcome;
  const lines = ["Needs cannot be met:", ...reasons.map(({ message }) => `  ${message}`)];
  if (repairs.length > 0) lines.push("Each of these would mend it:", ...repairs.map(({ message }) => `  ${message}`));
  throw new NoPlanError(lines.join("\n"));
}
