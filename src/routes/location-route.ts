import { type Control, type Report, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { evaluateBound } from "../formulations/bound.ts";
import { certificateOf } from "../formulations/certificate.ts";
import { formulateLocation, type LocationFormulation, locationFloor } from "../formulations/location.ts";
import { raiseBound } from "../formulations/raise-bound.ts";
import type { Route } from "../formulations/request.ts";
import { type Decision, emptyDecision } from "../network/decision.ts";
import { isFlow, matters } from "../network/flow-obstacles.ts";
import { freightClasses } from "../network/freight.ts";
import { FreightSearch, type FreightTrees } from "../network/freight-search.ts";
import type { Indexed } from "../network/indexed.ts";
import { type Prices, zeroPrices } from "../network/prices.ts";
import type { CheckedOptions } from "../plan/options.ts";
import type { Stop } from "../plan/outcome.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { Certificate, Plan } from "../plan/types.ts";
import type { Evidence, LocationResult } from "../problems/location-result.ts";
import { locating } from "../solvers/locate-facilities.ts";
import { certifiedBound } from "../verify/plan/certified-bound.ts";
import { allowedOpen } from "./allowed-open.ts";
import { branch } from "./branching.ts";
import { planFlow } from "./flow-good.ts";
import { certificatePrices, modulesOf } from "./from-plan.ts";
import type { RouteResult } from "./linear-route.ts";
import { type Located, locatedCertificate } from "./located-certificate.ts";

/** Part of the asked gap that a good's search may leave; the rest is for the plan's own bound, which is a little weaker. */
const SEARCH_GAP_SHARE = 0.5;

/** Of a gap that is asked of what siting can avoid, the part to ask of the whole: seldom is less than this avoidable. */
const LEAST_AVOIDABLE = 0.05;

/** Pieces of a proof whose prices are tried as guide prices: the first are those of the whole problem. */
const PRICES_TRIED = 6;

/**
 * Plans a continent whose goods do not touch each other, exactly, one after the other: as a flow where nothing is to be
 * decided about its works, else as a facility location problem. The proof's prices become guide prices, raised until
 * they prove what was asked or rise no more.
 */
export function* locationRoute(indexed: Indexed, options: CheckedOptions, control: Control): Route<RouteResult> {
  const phases: Record<string, number> = {};
  const timed = function* <Result>(phase: string, work: Route<Result>): Route<Result> {
    const started = control.elapsedMs;
    const result = yield* work;
    phases[phase] = (phases[phase] ?? 0) + control.elapsedMs - started;
    return result;
  };
  const goods = Array.from(indexed.goods.keys()).filter((good) => matters(indexed, good));
  const decision = emptyDecision(indexed);
  const prices = zeroPrices(indexed);
  let floor = 0;
  let stop: Stop | "infeasible" = "finished";
  let isComplete = true;
  const searched: Located[] = [];
  // What a search knows of one good is known of all where there is no other.
  const closed = indexed.standing.reduce((sum, count, k) => sum + count * indexed.closing[k], 0);
  const tell = ({ phase, incumbent, bound }: Report): void =>
    control.report(goods.length > 1 ? { phase } : figuresOf(phase, incumbent, bound, closed));
  const trees = cheapestWays(indexed);
  const start = startOf(indexed, options.from);
  for (let place = 0; place < goods.length; place++) {
    const good = goods[place];
    floor += locationFloor(indexed, good);
    if (isFlow(indexed, good)) {
      const limits = {
        ...limitsOf(control, goods.length - place),
        ...(options.signal ? { signal: options.signal } : {}),
      };
      const status = yield* timed("flow", planFlow(indexed, good, control, limits, decision, prices));
      if (status === "infeasible") return withoutPlan(indexed, floor, phases);
      if (status === "optimal") continue;
      stop = control.interruption() ?? (limits.workLimit === undefined ? "time" : "work");
      isComplete = false;
      continue;
    }
    const formulation = formulateLocation(indexed, good, trees(good));
    const limits = limitsOf(control, goods.length - place);
    // Without works, supplies or a price on going without there is nothing to search.
    const isHopeless = formulation.problem.siteCount === 0;
    const result = isHopeless
      ? undefined
      : yield* timed("location", search(formulation, searchGap(options), limits, options, start?.modules, tell));
    control.spend((result?.work ?? 0) * VISITS_PER_WORK_UNIT);
    if (result?.stop === "time" || result?.stop === "work" || result?.stop === "cancelled") stop = result.stop;
    if (result === undefined || result.status === "infeasible") {
      return withoutPlan(indexed, floor, phases);
    }
    if (result.status === "unknown") isComplete = false;
    else formulation.lift(result, decision);
    searched.push({ good, formulation, result });
    yield* timed("prices", keepBestPrices(indexed, good, formulation, result, start?.prices, prices));
  }
  const objective = isComplete ? objectiveOf(indexed, decision) : undefined;
  // Half of what may stay open is kept for rounding.
  const target =
    objective === undefined
      ? Number.POSITIVE_INFINITY
      : objective - allowedOpen(options, objective, floor) * SEARCH_GAP_SHARE;
  const found = { ...(isComplete ? { decision } : {}), floor, stop, phases };
  // Where an area has one source, prices say little, and the search has proved what it could.
  const first = hasOneSource(indexed) ? yield* timed("proof", located(indexed, prices, searched)) : undefined;
  if (first !== undefined && first.bound >= target) return { ...found, certificate: first, isProved: true };
  const raised = yield* timed("prices", certify(indexed, prices, objective, target, control));
  const other =
    raised.bound < target ? (first ?? (yield* timed("proof", located(indexed, prices, searched)))) : undefined;
  const certificate = other !== undefined && other.bound > raised.bound ? other : raised;
  // What is left open then a linear solver settles case by case, where one is given.
  const mayBranch = options.backend !== undefined && control.interruption() === undefined;
  if (objective !== undefined && mayBranch && certificate.bound < target) {
    const task = { target: () => target, offer: noOffer, control, seed: options.seed };
    const settled = yield* timed("cases", branch(indexed, raised, task));
    if (settled.bound > certificate.bound) return { ...found, certificate: settled };
  }
  return { ...found, certificate, isProved: true };
}

function hasOneSource({ rules }: Indexed): boolean {
  return rules.single.some((isSingle) => isSingle === 1);
}

function located(indexed: Indexed, prices: Prices, searched: readonly Located[]): Route<Certificate | undefined> {
  return locatedCertificate(indexed, certificateOf(indexed, prices, "strong", 0), searched);
}

/** Needs cannot be met: zero prices go with that. */
function withoutPlan(indexed: Indexed, floor: number, phases: RouteResult["phases"]): RouteResult {
  const certificate = certificateOf(indexed, zeroPrices(indexed), "strong", 0);
  return { certificate, floor, stop: "infeasible", phases };
}

/** The plan in hand is the best there is, as far as was asked; others are of no use. */
function* noOffer(): Route<void> {}

/** Cheapest ways by freight class, each found once. */
function cheapestWays(indexed: Indexed): (good: number) => FreightTrees {
  const { classOf } = freightClasses(indexed);
  const freight = new FreightSearch(indexed);
  const known = new Map<number, FreightTrees>();
  return (good) => {
    const trees = known.get(classOf[good]) ?? freight.trees(good);
    known.set(classOf[good], trees);
    return trees;
  };
}

interface Limits {
  readonly timeLimitMs?: number;
  readonly workLimit?: number;
}

/** A good's part of what is left of the run. */
function limitsOf(control: Control, goodsLeft: number): Limits {
  const { remainingMs, remainingWork } = control;
  return {
    ...(Number.isFinite(remainingMs) ? { timeLimitMs: remainingMs / goodsLeft } : {}),
    ...(Number.isFinite(remainingWork) ? { workLimit: remainingWork / goodsLeft } : {}),
  };
}

function searchGap({ gap }: CheckedOptions): number {
  return (typeof gap === "number" ? gap : gap.ofAvoidable * LEAST_AVOIDABLE) * SEARCH_GAP_SHARE;
}

function* search(
  { problem, copiesIn, costScale }: LocationFormulation,
  gap: number,
  limits: Limits,
  { signal }: CheckedOptions,
  modules: Decision | undefined,
  tell: (report: Report) => void,
): Route<LocationResult> {
  const run = locating(problem, {
    onProgress: ({ phase, incumbent, bound }) =>
      tell({
        phase,
        ...(incumbent === undefined ? {} : { incumbent: incumbent / costScale }),
        ...(bound === undefined ? {} : { bound: bound / costScale }),
      }),
    gap: Math.min(gap, 0.5),
    ...limits,
    ...(signal ? { signal } : {}),
    ...(modules ? { from: copiesIn(modules) } : {}),
  });
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
    yield undefined;
  }
}

/** How far a search is, with what it costs to close all that stands. */
function figuresOf(phase: string, incumbent: number | undefined, bound: number | undefined, closed: number): Report {
  const inHand = incumbent === undefined ? Number.POSITIVE_INFINITY : incumbent + closed;
  const proven = bound === undefined ? Number.NEGATIVE_INFINITY : bound + closed;
  return {
    phase,
    ...(Number.isFinite(inHand) ? { incumbent: inHand } : {}),
    ...(Number.isFinite(proven) ? { bound: proven } : {}),
    ...(Number.isFinite(inHand) && Number.isFinite(proven) && inHand > 0 ? { gap: (inHand - proven) / inHand } : {}),
  };
}

interface Start {
  readonly modules: Decision | undefined;
  readonly prices: Prices;
}

/** The works and the prices of the plan to start from. */
function startOf(indexed: Indexed, from: Plan | undefined): Start | undefined {
  if (from === undefined) return undefined;
  return { modules: modulesOf(indexed, from), prices: certificatePrices(indexed, from.certificate) };
}

/** Of the proof's first prices and those at hand, the ones that prove most for this good alone. */
function* keepBestPrices(
  indexed: Indexed,
  good: number,
  formulation: LocationFormulation,
  result: LocationResult,
  atHand: Prices | undefined,
  into: Prices,
): Route<void> {
  const goodCount = indexed.goods.length;
  const pieces: Evidence[] = [];
  for (const { evidence } of result.certificate?.nodes ?? []) {
    pieces.push(...evidence);
    if (pieces.length >= PRICES_TRIED) break;
  }
  let best = Number.NEGATIVE_INFINITY;
  const tried = pieces.slice(0, PRICES_TRIED).map((piece) => formulation.pricesOf(piece, result));
  if (atHand !== undefined)
    tried.push(Float64Array.from(indexed.areas.keys(), (area) => atHand.good[area * goodCount + good]));
  for (const own of tried) {
    const trial = zeroPrices(indexed);
    own.forEach((price, area) => {
      trial.good[area * goodCount + good] = price;
    });
    const { bound } = evaluateBound(indexed, trial, "strong");
    yield undefined;
    if (bound <= best) continue;
    best = bound;
    own.forEach((price, area) => {
      into.good[area * goodCount + good] = price;
    });
  }
}

/** Raises the prices towards the objective, as far as was asked, and writes down what they prove. */
function* certify(
  indexed: Indexed,
  prices: Prices,
  objective: number | undefined,
  enough: number,
  control: Control,
): Route<RouteResult["certificate"]> {
  let best = prices;
  if (evaluateBound(indexed, prices, "strong").bound < enough) {
    const ascent = raiseBound(indexed, prices, control, {
      enough,
      ...(objective === undefined ? {} : { target: objective }),
    });
    let step = ascent.next();
    while (!step.done) {
      yield undefined;
      step = ascent.next();
    }
    best = step.value.prices;
  }
  const certificate = certificateOf(indexed, best, "strong", 0);
  return { ...certificate, bound: certifiedBound(indexed.continent, certificate) };
}
