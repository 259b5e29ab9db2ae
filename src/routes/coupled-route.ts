import type { Control, Sliceable } from "../base/control.ts";
import { evaluateBound } from "../formulations/bound.ts";
import { certificateOf } from "../formulations/certificate.ts";
import { ChainPlans } from "../formulations/chain-plans.ts";
import { formulateCoupled } from "../formulations/coupled.ts";
import { coupledLimits } from "../formulations/coupled-limits.ts";
import { fineCertificate, finePrices } from "../formulations/fine-certificate.ts";
import { formulateFloor } from "../formulations/floor.ts";
import { chooseScale } from "../formulations/linear-scale.ts";
import { lackingInAll, neededModules } from "../formulations/needed-modules.ts";
import { raiseBound } from "../formulations/raise-bound.ts";
import type { Route } from "../formulations/request.ts";
import { scarceStart } from "../formulations/scarce-start.ts";
import { knownFreight } from "../network/freight.ts";
import type { Indexed } from "../network/indexed.ts";
import { nearPlacesOf } from "../network/kept-freight.ts";
import { type Prices, zeroPrices } from "../network/prices.ts";
import type { CheckedOptions } from "../plan/options.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { Certificate } from "../plan/types.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan, CoupledResult } from "../problems/coupled-result.ts";
import type { LinearBasis, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { CoupledSearch } from "../solvers/coupled/coupled-search.ts";
import type { FormerPlan, KnownPlan } from "../solvers/coupled/search-settings.ts";
import { isSmallLinear, solveSmallLinear } from "../solvers/small-linear.ts";
import { certifiedBound } from "../verify/plan/certified-bound.ts";
import { relativeGap } from "./allowed-open.ts";
import { certificatePrices, coupledPlanOf, goodsOfLostWorks, modulesOf } from "./from-plan.ts";
import { CLOSE_ENOUGH } from "./joint-flows.ts";
import { type JointPlan, jointShipments } from "./joint-shipments.ts";
import { jointWorks } from "./joint-works.ts";
import type { RouteResult } from "./linear-route.ts";
import { mendPlan, solveLinear } from "./mend-plan.ts";

/**
 * The search is asked for this part of the gap: its plan's flows become flows on links, and its bound is proved anew by
 * other groups of works, so either may differ a little.
 */
const SEARCH_GAP_SHARE = 0.95;

/**
 * And this part of it where all shipments of the plan are found together already. Such a plan is proved as soon as it looks
 * near enough; where that proves less than the search did, the search goes on with so much more to spare.
 */
const KNOWN_GAP_SHARE = 0.999;
const MOST_PROOFS = 4;
const SPARE = 1.05;

/**
 * By how much of its cost, or of the gap, all shipments together, and other works with them, are expected to better a plan
 * before that was tried. Of the sample Europe they save 0.19 % with 200 areas and 0.20 % with 600.
 */
const EXPECTED_GAIN = 0.0014;
const MOST_EXPECTED = 0.3;

/** And at most: from a former plan, whose gap is near, that is tried at once. */
const MOST_GAINED = 0.002;
const MOST_HOPED = 0.5;

/** A part of what they gained that they will gain again, after the search has gone on. */
const GAIN_AGAIN = 0.9;

/** Each time the search goes on to what leaves at most so much of its way. */
const NEARER = 0.9;

/**
 * What is still to be done after the search, in times that the formulation took, which goes over all pairs of areas too:
 * all shipments together, and other works with them; proof, writing and checking. Measured at 200 and 600 areas, with something to spare.
 */
const TOGETHER = 10;
const PROVING = 10;

/** Before a plan is known it is taken to cost so many times what start prices prove, where others leave something open. */
const ABOVE_LEAST = 1.1;

/** Rounds of raising prices of limits before the search: so many visits' worth, by areas squared and goods. */
const RAISE_VISITS = 4e7;
const MOST_RAISES = 250;

/**
 * Plans a continent without obstacles (`coupledObstacles`) by prices and responses. Where there are limits
 * (`coupledLimits`), they get prices first, at which the search then counts what is limited; its plan is mended to meet
 * them. The certificate has the prices that prove most: those of the search, in the fine form, or those before it.
 */
export function* coupledRoute(indexed: Indexed, options: CheckedOptions, control: Control): Route<RouteResult> {
  const phases: Record<string, number> = {};
  const timed = <Result>(phase: string, work: () => Result): Result => {
    const started = control.elapsedMs;
    const result = work();
    phases[phase] = (phases[phase] ?? 0) + control.elapsedMs - started;
    return result;
  };
  const timedRoute = function* <Result>(phase: string, route: Route<Result> | Sliceable<Result>): Route<Result> {
    const started = control.elapsedMs;
    const result = yield* route as Route<Result>;
    phases[phase] = (phases[phase] ?? 0) + control.elapsedMs - started;
    return result;
  };
  const isLimited = coupledLimits(indexed).length > 0;
  const floor = timed("floor", () => atOnePoint(indexed, false).floor);
  let prices = timed("start prices", () => startOf(indexed, options, isLimited));
  yield undefined;
  if (isLimited) {
    const size = indexed.areas.length ** 2 * indexed.goods.length;
    const mostRounds = Math.min(MOST_RAISES, Math.ceil(RAISE_VISITS / size));
    const raised = yield* timedRoute("prices of limits", raiseBound(indexed, prices, control, { mostRounds }));
    prices = raised.prices;
  }
  const formulation = timed("formulation", () => formulateCoupled(indexed, prices));
  yield undefined;
  const former = formerOf(indexed, formulation.problem, prices, options);
  let asked = firstGap(options, () => evaluateBound(indexed, prices, "weak").bound, floor);
  let enough = SEARCH_GAP_SHARE * asked;
  // Where room has a price, freight is another.
  const freight = knownFreight(indexed);
  const near = freight && freight.energy === formulation.problem.freight ? nearPlacesOf(freight) : undefined;
  const settings = {
    gap: enough,
    seed: options.seed,
    price: formulation.startPrice(prices),
    // The certificate of a continent's plan has no prices by label.
    labels: false,
    ...(near && { near }),
    ...(former && { from: former }),
  };
  let begun: CoupledSearch | undefined;
  const search = (): CoupledSearch => {
    begun ??= timed("formulation", () => new CoupledSearch(formulation.problem, control, settings));
    return begun;
  };
  const prove = (found: Pick<CoupledResult, "placePrice" | "certificate">): Certificate =>
    timed("proof", () => {
      const byArea = formulation.liftPrices(numbersOnly(found.placePrice));
      const { demandPrice, inputPrice } = found.certificate;
      const searched = { demandPrice: numbersOnly(demandPrice), inputPrice: numbersOnly(inputPrice) };
      const fine = fineCertificate(indexed, formulation.problem, searched, byArea);
      const stated = isLimited ? [fine, certificateOf(indexed, prices, "strong", 0)] : [fine];
      const [first, ...others] = stated.map((one) => ({ ...one, bound: certifiedBound(indexed.continent, one) }));
      return others.reduce((best, other) => (other.bound > best.bound ? other : best), first);
    });
  const solve = (linear: LinearProblem, basis?: LinearBasis): Route<LinearSolution> =>
    solveLinear(linear, options, false, basis);
  const scale = chooseScale(indexed);
  const shipped = function* (plan: CoupledPlan, price: Float64Array, goods: Int8Array): Route<JointPlan | undefined> {
    const { problem } = formulation;
    const route = jointShipments(problem, scale, plan, price, control, solve, goods);
    const joint = yield* timedRoute("joint flows", route);
    if (joint === undefined) return undefined;
    const { plan: needed } = neededModules(problem, joint.plan);
    chains.offer(needed);
    return { ...joint, plan: needed };
  };
  const placed = function* ({ plan, price }: JointPlan, goods: Int8Array): Route<void> {
    const route = jointWorks(formulation.problem, scale, plan, price, control, solve, goods);
    const other = yield* timedRoute("joint works", route);
    if (other !== undefined) yield* shipped(other, numbersOnly(price), goods);
  };
  const chains = new ChainPlans(formulation.problem);
  let spare = 0;
  let proofs = 0;
  const known = (): (KnownPlan & { plan: CoupledPlan }) | undefined =>
    chains.best && { ...chains.best, gap: KNOWN_GAP_SHARE * asked - spare };
  if (former !== undefined && !isLimited) {
    // What the change does not touch stays as it was; for the rest flows are found together, after works in place of those lost.
    chains.offerWhatHolds(former, CLOSE_ENOUGH);
    const { lacking } = chains;
    if (lacking.includes(1)) {
      const tooFew = lackingInAll(formulation.problem, former);
      const anew = former.lost.map((isLost, good) => (lacking[good] === 1 ? isLost | tooFew[good] : 0));
      const start = anew.includes(1) ? yield* timedRoute("search", search().placedAnew(anew, former)) : former;
      if (start !== undefined) yield* shipped(start, formulation.startPrice(prices), lacking);
    }
  }
  // Where little has changed, other works may be all that is needed for the former prices to prove enough.
  for (const goods of former?.certificate === undefined || isLimited ? [] : chains.marks) {
    const { best } = chains;
    const { bound } = options.from!.certificate;
    if (best === undefined || mayProve(bound, best.cost, asked)) break;
    if (!mayProve(bound, best.cost, asked + MOST_GAINED)) break;
    const flows = yield* shipped(best.plan, formulation.startPrice(prices), goods);
    if (flows !== undefined) yield* placed(flows, goods);
  }
  let best = known();
  const atFirst = former === undefined ? Math.min(EXPECTED_GAIN, MOST_EXPECTED * enough) : MOST_GAINED;
  let expected = isLimited ? 0 : Math.min(atFirst, MOST_HOPED * enough);
  let found: CoupledResult | undefined;
  let certificate: Certificate | undefined;
  if (
    best !== undefined &&
    former?.certificate !== undefined &&
    mayProve(options.from!.certificate.bound, best.cost, asked)
  ) {
    // Then no search need begin at all.
    const asBefore = prove({ certificate: former.certificate, placePrice: formulation.startPrice(prices) });
    if (best.cost - asBefore.bound <= asked * best.cost) certificate = asBefore;
  }
  for (let goesOn = certificate === undefined; goesOn; ) {
    control.holdBack((TOGETHER + PROVING) * phases.formulation);
    found = yield* timedRoute<CoupledResult>("search", search().run(enough + expected, best));
    control.holdBack(PROVING * phases.formulation);
    const { plan, objective, bound } = found;
    const isNear = best !== undefined && best.cost - bound <= best.gap * Math.abs(best.cost);
    if (best !== undefined && isNear && proofs < MOST_PROOFS) {
      certificate = prove(found);
      if (best.cost - certificate.bound <= asked * best.cost) break;
      proofs++;
      spare = SPARE * Math.max(spare, (bound - certificate.bound) / best.cost);
      best = known();
      continue;
    }
    certificate = undefined;
    if (plan === undefined || isLimited || isNear || control.remainingMs === 0) break;
    // Where a chain is well in hand already, it starts from there.
    const start = chains.promising(plan, MOST_GAINED);
    chains.offer(plan);
    // Flows of all chains come first: each is worth more than other works, and sooner.
    const joint: [JointPlan, Int8Array][] = [];
    for (const goods of chains.marks) {
      const flows = yield* shipped(start, numbersOnly(found.placePrice), goods);
      if (flows !== undefined) joint.push([flows, goods]);
    }
    for (const [flows, goods] of joint) yield* placed(flows, goods);
    const cost = chains.best?.cost ?? objective;
    const gap = (cost - bound) / cost;
    asked = relativeGap(options, cost, floor);
    enough = SEARCH_GAP_SHARE * asked;
    best = known();
    if (found.stop !== "gap" || !(gap > enough)) break;
    expected = Math.max(0, Math.min(GAIN_AGAIN * (found.gap - gap), NEARER * (found.gap - enough)));
  }
  const plan = best?.plan ?? found?.plan;
  control.holdBack(0);
  const stop = found === undefined || found.stop === "proved" || found.stop === "gap" ? "finished" : found.stop;
  certificate ??= prove(found!);
  const lifted = plan && timed("flows", () => formulation.lift(plan));
  const mended = isLimited
    ? yield* timedRoute("joint flows", mendPlan(indexed, lifted, options, control))
    : { best: lifted };
  const decision = mended.best;
  if (decision === undefined) return { certificate, floor, stop: mended.impossible ? "infeasible" : stop, phases };
  const incumbent = objectiveOf(indexed, decision);
  const distance = (incumbent - certificate.bound) / Math.max(incumbent, Number.MIN_VALUE);
  control.report({ phase: "proof", incumbent, bound: certificate.bound, gap: distance });
  return { decision, certificate, isProved: true, floor, stop, phases };
}

/**
 * Whether the bound that a former certificate proved of its own continent would be enough for a plan of this one: nearly so much
 * it proves here, where little has changed.
 */
function mayProve(bound: number, cost: number, asked: number): boolean {
  return cost >= bound && cost - bound <= asked * cost;
}

/** The plan to start from, as one of the coupled problem, with the prices it had for each works where it has them. */
function formerOf(
  indexed: Indexed,
  problem: CoupledProblem,
  prices: Prices,
  { from }: CheckedOptions,
): (CoupledPlan & FormerPlan & { readonly lost: Int8Array }) | undefined {
  const modules = from && modulesOf(indexed, from);
  if (modules === undefined) return undefined;
  const certificate = finePrices(indexed, problem, from!.certificate, prices);
  const lost = goodsOfLostWorks(indexed, problem.siteGood, from!, modules);
  return { ...coupledPlanOf(indexed, from!, modules), lost, ...(certificate ? { certificate } : {}) };
}

/** The gap to ask for before a plan is known: no larger than it may be, as plans cost at least what is known to be least. */
function firstGap({ gap, spare = 0 }: CheckedOptions, least: () => number, floor: number): number {
  if (typeof gap === "number" && spare === 0) return gap;
  const known = least();
  return relativeGap({ gap }, known, floor) + relativeGap({ gap: 0, spare }, ABOVE_LEAST * known, floor);
}

/** Any numbers are prices; where a search was led beyond them, nothing is. */
function numbersOnly(prices: Float64Array): Float64Array {
  return prices.map((price) => (Number.isFinite(price) ? price : 0));
}

/** Prices to start from: those of the plan to start from, else start prices in which scarce supplies count. */
function startOf(indexed: Indexed, { from }: CheckedOptions, isLimited: boolean): Prices {
  if (from !== undefined) {
    const former = certificatePrices(indexed, from.certificate);
    // Limits that had prices may be out of reach now.
    return isLimited ? former : { ...zeroPrices(indexed), good: former.good };
  }
  return scarceStart(indexed, atOnePoint(indexed, true).worth);
}

/** The least energy if the continent were one point, MJ/yr, and what each good is worth there. */
function atOnePoint(indexed: Indexed, overhead: boolean): { floor: number; worth?: Float64Array } {
  const { problem, lift, liftWorth } = formulateFloor(indexed, overhead);
  if (!isSmallLinear(problem)) return { floor: 0 };
  const solution = solveSmallLinear(problem);
  const worth = liftWorth(solution);
  return { floor: lift(solution), ...(worth ? { worth } : {}) };
}
