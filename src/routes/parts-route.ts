import { type Control, type Report, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { add, exactly, roundDown, ZERO } from "../base/exact.ts";
import { evaluateBound } from "../formulations/bound.ts";
import { joinCertificates, type PartProof } from "../formulations/join-certificates.ts";
import { planningParts } from "../formulations/planning-parts.ts";
import { linearFits } from "../formulations/relaxation.ts";
import { type Route, toldTo } from "../formulations/request.ts";
import { emptyDecision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { liftPart } from "../network/lift-part.ts";
import { startPrices } from "../network/start-prices.ts";
import type { CheckedOptions } from "../plan/options.ts";
import type { Stop } from "../plan/outcome.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { Certificate } from "../plan/types.ts";
import { provenBound } from "../verify/plan/cases.ts";
import { allowedOpen } from "./allowed-open.ts";
import { chooseRoute, type RouteName, requireMarginalPrices } from "./choose-route.ts";
import { coupledRoute } from "./coupled-route.ts";
import { linearRoute, type RouteResult } from "./linear-route.ts";
import { locationRoute } from "./location-route.ts";
import { allPhases, byPricesFirst, isNear, mayGoOn, onByLinear, openOf } from "./prices-first.ts";

/** A part of a continent, and the way it is planned. */
interface Part {
  readonly indexed: Indexed;
  readonly route: RouteName;
}

/**
 * Plans a continent by the route that suits it: goods that nothing ties together part by part (`planningParts`), each by its
 * own route, so that only those that are tied share a problem. Their plans together are the plan, their bounds add up; and
 * since the gap is asked of the whole, a part may leave open what those before it have left of theirs.
 * Where a method is asked for by name, all goods are planned together by it.
 *
 * Throws: InvalidOptionError where some part cannot be planned without a backend, before anything is planned.
 */
export function* planGoods(indexed: Indexed, options: CheckedOptions, control: Control): Route<RouteResult> {
  requireMarginalPrices(indexed, options);
  const divided = options.method === "auto" ? planningParts(indexed) : [];
  if (divided.length < 2) {
    const route = chooseRoute(indexed, options);
    const found = yield* byRoute({ indexed, route }, options, control);
    const isDone = route !== "prices first" || isNear([found], [indexed], options) || !mayGoOn(found, control);
    return isDone ? found : yield* onByLinear(indexed, found, options, control);
  }
  const parts = divided
    .map((part): Part => ({ indexed: part.indexed, route: chooseRoute(part.indexed, options) }))
    // The small ones first: what they leave of the limits and of the gap is for the others.
    .sort((one, other) => weightOf(one) - weightOf(other));
  return yield* partByPart(indexed, parts, options, control);
}

/**
 * However little a part weighs, it may take this part of an equal share of what is left: a single good may have hundreds
 * of works, and what a part does not need is for the others.
 */
const LEAST_SHARE = 0.5;

/** What a part's planning may take beside that of others. */
function weightOf({ indexed: { goods, moduleSite }, route }: Part): number {
  return route === "apart" ? 1 : goods.length * (1 + moduleSite.length);
}

function* byRoute({ indexed, route }: Part, options: CheckedOptions, control: Control): Route<RouteResult> {
  if (route === "apart") return yield* locationRoute(indexed, options, control);
  if (route === "prices first") return yield* byPricesFirst(indexed, options, control);
  if (route === "linear") return yield* linearRoute(indexed, options, control);
  const found = yield* coupledRoute(indexed, options, control);
  // Where the search finds no plan, a linear solver may; but of a large continent only one that has time.
  const hasEnded = control.interruption() !== undefined && !linearFits(indexed);
  if (found.decision !== undefined || options.backend === undefined || hasEnded) return found;
  return yield* linearRoute(indexed, options, control);
}

function* partByPart(
  indexed: Indexed,
  parts: readonly Part[],
  options: CheckedOptions,
  control: Control,
): Route<RouteResult> {
  const known = new Figures(parts);
  const found: RouteResult[] = [];
  const within = function* (p: number, share: number, planning: (own: Control) => Route<RouteResult>): Route<void> {
    const own = control.share(share, (report) => known.told(p, report));
    found[p] = yield* toldTo((report) => own.report(report), planning(own));
    control.spend(own.work * VISITS_PER_WORK_UNIT);
    const { decision, certificate } = found[p];
    if (decision !== undefined) known.settle(p, certificate.bound, objectiveOf(parts[p].indexed, decision));
  };
  const leftBy = (q: number): number => unused(found[q], parts[q], options);
  let weight = parts.reduce((sum, part) => sum + weightOf(part), 0);
  for (const [p, part] of parts.entries()) {
    const share = Math.max(weightOf(part) / weight, LEAST_SHARE / (parts.length - p));
    weight -= weightOf(part);
    // What prices have left too much of, the linear way may still mend.
    const left = (q: number): number => Math.max(leftBy(q), parts[q].route === "prices first" ? 0 : leftBy(q));
    const spare = found.reduce((sum, _, q) => sum + left(q), 0);
    yield* within(p, share, (own) => byRoute(part, { ...options, spare: Math.max(0, spare) }, own));
    const { certificate, floor, phases } = found[p];
    if (found[p].stop === "infeasible") return { certificate, floor, stop: "infeasible", phases };
    yield undefined;
  }
  // What prices alone have left open counts only as far as it does in the whole; where most is open comes first.
  const openTo = (p: number): number => openOf(found[p], parts[p].indexed);
  const isDone = (p: number): boolean => isNear([found[p]], [parts[p].indexed], options);
  const left = parts.map((_, p) => p).filter((p) => parts[p].route === "prices first" && !isDone(p));
  left.sort((one, other) => openTo(other) - openTo(one) || one - other);
  for (const [turn, p] of left.entries()) {
    const all = parts.map((part) => part.indexed);
    const first = found[p];
    if (isNear(found, all, options) || !mayGoOn(first, control)) break;
    const spare = Math.max(
      0,
      found.reduce((sum, _, q) => (q === p ? sum : sum + leftBy(q)), 0),
    );
    yield* within(p, 1 / (left.length - turn), (own) =>
      onByLinear(parts[p].indexed, first, { ...options, spare }, own),
    );
  }
  return joined(indexed, parts, found);
}

/** How much of what a part may leave open it has not used, MJ/yr; below nothing where it has left more. */
function unused(found: RouteResult, { indexed }: Part, options: CheckedOptions): number {
  if (found.decision === undefined) return 0;
  return allowedOpen(options, objectiveOf(indexed, found.decision), found.floor) - openOf(found, indexed);
}

/** What the parts have found, as of the whole. */
function joined(indexed: Indexed, parts: readonly Part[], found: readonly RouteResult[]): RouteResult {
  const decision = emptyDecision(indexed);
  const proofs: PartProof[] = [];
  let isComplete = true;
  let isEachProved = true;
  let stop: Stop = "finished";
  let claimed: RouteResult["claimed"];
  let unclaimed = 0;
  for (const [p, one] of found.entries()) {
    const part = parts[p].indexed;
    const { certificate } = one;
    if (one.stop === "time" || one.stop === "work" || one.stop === "cancelled") stop = one.stop;
    proofs.push({ goods: part.goods, certificate });
    isEachProved &&= one.isProved === true && isApart(certificate);
    if (one.claimed === undefined) unclaimed += certificate.bound;
    else claimed = { by: one.claimed.by, bound: (claimed?.bound ?? 0) + one.claimed.bound };
    if (one.decision === undefined) isComplete = false;
    else liftPart(indexed, part, one.decision, decision);
  }
  const certificate = joinCertificates(proofs);
  const bound = isEachProved ? sumOfBounds(proofs) : provenBound(indexed.continent, certificate);
  return {
    ...(isComplete ? { decision } : {}),
    certificate: { ...certificate, bound },
    isProved: true,
    floor: found.reduce((sum, { floor }) => sum + floor, 0),
    stop,
    ...(claimed === undefined ? {} : { claimed: { ...claimed, bound: claimed.bound + unclaimed } }),
    phases: allPhases(found),
  };
}

/** Whether the certificate of a part says the same beside those of others: they can meet in prices of room and resources alone. */
function isApart({ bound, resources, links, terminals = {} }: Certificate): boolean {
  const isFree = (table: Readonly<Record<string, object>>): boolean =>
    Object.values(table).every((row) => Object.values(row).every((price) => price === 0));
  return Number.isFinite(bound) && [resources, links, terminals].every(isFree);
}

/** As the checker adds up the parts. */
function sumOfBounds(proofs: readonly PartProof[]): number {
  return roundDown(proofs.reduce((sum, { certificate }) => add(sum, exactly(certificate.bound)), ZERO));
}

/** What is known of each part: its best plan's energy, and what it cannot take less than, MJ/yr. */
class Figures {
  readonly #parts: readonly Part[];
  readonly #bound: Float64Array;
  readonly #incumbent: Float64Array;
  #isTold = false;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    this.#bound = new Float64Array(parts.length).fill(Number.NEGATIVE_INFINITY);
    this.#incumbent = new Float64Array(parts.length).fill(Number.POSITIVE_INFINITY);
  }

  /** Of parts that are yet to be planned start prices prove something; they are looked at where anybody listens. */
  #begin(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    for (const [p, { indexed }] of this.#parts.entries())
      this.settle(p, evaluateBound(indexed, startPrices(indexed), "weak").bound, Number.POSITIVE_INFINITY);
  }

  settle(p: number, bound: number, objective: number): void {
    this.#bound[p] = Math.max(this.#bound[p], bound);
    this.#incumbent[p] = Math.min(this.#incumbent[p], objective);
  }

  /** What a part reports, as it looks for the whole. */
  told(p: number, { phase, incumbent, bound }: Report): Report {
    this.#begin();
    this.settle(p, bound ?? Number.NEGATIVE_INFINITY, incumbent ?? Number.POSITIVE_INFINITY);
    const proven = this.#bound.reduce((sum, one) => sum + one, 0);
    const inHand = this.#incumbent.reduce((sum, one) => sum + one, 0);
    return {
      phase,
      goods: this.#parts[p].indexed.goods,
      part: { number: p + 1, of: this.#parts.length },
      ...(Number.isFinite(proven) ? { bound: proven } : {}),
      ...(Number.isFinite(inHand) ? { incumbent: inHand } : {}),
      ...(Number.isFinite(proven) && inHand > 0 && Number.isFinite(inHand) ? { gap: (inHand - proven) / inHand } : {}),
    };
  }
}
