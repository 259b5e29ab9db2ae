import type { Control } from "../base/control.ts";
import { certificateOf } from "../formulations/certificate.ts";
import { formulateFloor } from "../formulations/floor.ts";
import { formulateLinear } from "../formulations/linear.ts";
import { raiseBound } from "../formulations/raise-bound.ts";
import { largestMiss } from "../formulations/refine.ts";
import { formulateRelaxation, strongRelaxationFits } from "../formulations/relaxation.ts";
import { ask, type Route } from "../formulations/request.ts";
import { scarceStart } from "../formulations/scarce-start.ts";
import { mayBeOpen } from "../network/allowed-modules.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { CheckedOptions } from "../plan/options.ts";
import type { Stop } from "../plan/outcome.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { Certificate } from "../plan/types.ts";
import type { LinearProblem } from "../problems/linear.ts";
import { certifiedBound } from "../verify/plan/certified-bound.ts";
import { allowedOpen, relativeGap } from "./allowed-open.ts";
import { branch } from "./branching.ts";
import { certificatePrices, modulesOf, sourcesOf } from "./from-plan.ts";
import { CLOSE_ENOUGH, jointFlows } from "./joint-flows.ts";

/** What a route brings home. */
export interface RouteResult {
  /** Absent when nothing was found; `stop` says why. */
  readonly decision?: Decision;
  readonly certificate: Certificate;
  /** Whether the certificate's bound is what `provenBound` says of it, and not only a bound that it proves. */
  readonly isProved?: boolean;
  readonly floor: number;
  readonly stop: Stop | "infeasible";
  readonly claimed?: { readonly by: string; readonly bound: number };
  readonly phases: Readonly<Record<string, number>>;
}

/** Part of the time limit that a whole-number search may use; the rest is for polishing and proving. */
const SEARCH_SHARE = 0.75;

/** Part of the asked gap that the search may leave; the rest is for our bound, which is weaker than the search's own. */
const SEARCH_GAP_SHARE = 0.5;

/**
 * The reference route: the whole continent as one linear problem with whole numbers, solved by a foreign
 * backend; then the flows once more with the modules fixed, and prices that prove a bound of our own.
 *
 * @param known MJ/yr, what whoever asks has proved already: the journey ends as soon as it and the plan are near enough.
 */
export function* linearRoute(
  indexed: Indexed,
  options: CheckedOptions,
  control: Control,
  known?: number,
): Route<RouteResult> {
  const journey = new LinearJourney(indexed, options, control, known);
  yield* journey.prepare();
  // What siting can avoid is told by a bound above the floor; else the search would be asked for the optimum itself.
  if (typeof options.gap !== "number" && !journey.proved()) yield* journey.relax();
  if (!journey.proved()) yield* journey.search();
  if (journey.decision !== undefined) yield* journey.prove();
  if (journey.decision !== undefined && !journey.proved()) yield* journey.branch();
  return journey.result();
}

/** Any plan at all, as soon as one is found, with whatever the start prices prove. */
export function* firstPlan(indexed: Indexed, options: CheckedOptions, control: Control): Route<RouteResult> {
  const { from: _, ...others } = options;
  const journey = new LinearJourney(indexed, { ...others, gap: 1 }, control);
  yield* journey.search();
  return journey.result();
}

class LinearJourney {
  decision: Decision | undefined;
  readonly #indexed: Indexed;
  readonly #options: CheckedOptions;
  readonly #control: Control;
  readonly #phases: Record<string, number> = {};
  #floor = 0;
  /** The best prices so far, and what they prove. */
  #prices: Prices;
  #proof: Certificate;
  #objective = Number.POSITIVE_INFINITY;
  #stop: Stop | "infeasible" = "finished";
  #claimed: number | undefined;
  /** Which relaxation's prices have been looked at. */
  #relaxed: "strong" | "weak" | "not solved" | undefined;
  /** What others have proved, MJ/yr. */
  readonly #known: number;

  constructor(indexed: Indexed, options: CheckedOptions, control: Control, known = Number.NEGATIVE_INFINITY) {
    this.#known = known;
    this.#indexed = indexed;
    this.#options = options;
    this.#control = control;
    this.#prices = this.#timed("start prices", () => scarceStart(indexed));
    this.#proof = this.#timed("proof", () => this.#proofOf(this.#prices));
    control.report({ phase: "start prices", bound: this.#bound });
  }

  /** The most that is proved so far. */
  get #bound(): number {
    return Math.max(this.#known, this.#proof.bound);
  }

  /** The floor, and what the plan to start from is worth. */
  *prepare(): Route<void> {
    const { from } = this.#options;
    const floor = formulateFloor(this.#indexed);
    this.#floor = floor.lift(yield* this.#solve("floor", floor.problem, 0));
    if (from === undefined) return;
    this.#keep(certificatePrices(this.#indexed, from.certificate));
    const modules = modulesOf(this.#indexed, from);
    if (modules === undefined) return;
    const sources = sourcesOf(this.#indexed, from);
    yield* sources === undefined ? this.#flowsOf(modules) : this.#flows(modules, sources);
  }

  /** Whether what is in hand is proved as well as was asked. */
  proved(): boolean {
    return this.decision !== undefined && this.#objective - this.#bound <= this.#allowance;
  }

  /** The whole-number search of the backend, then the flows once more with its modules. */
  *search(): Route<void> {
    const { problem, scale, offset, lift } = formulateLinear(this.#indexed);
    const energyOf = (objective: number): number => objective * scale.energy + offset;
    const solution = yield* this.#solve("search", problem, this.#searchGap(), energyOf);
    if (solution.status === "infeasible") this.#stop = this.decision === undefined ? "infeasible" : "finished";
    else if (solution.stop !== undefined) this.#stop = this.#control.interruption() ?? solution.stop;
    if (Number.isFinite(solution.bound)) this.#claimed = energyOf(solution.bound);
    if (solution.status !== "optimal" && solution.status !== "feasible") return;
    const found = lift(solution);
    yield* this.#flows(found, found);
    // Should the flows fail with the modules fixed, the search's own point stands, if whole modules can carry it.
    const rounded = solution.value.map((x, column) => (problem.whole[column] ? Math.round(x) : x));
    if (this.decision === undefined && largestMiss(problem, rounded) * scale.amount <= CLOSE_ENOUGH) {
      this.#offer(found);
    }
  }

  /** Prices from the duals of the linear relaxation, the strong one where that applies and is small enough; once. */
  *relax(): Route<void> {
    if (this.#relaxed !== undefined) return;
    const form = strongRelaxationFits(this.#indexed) ? "strong" : "weak";
    const relaxation = formulateRelaxation(this.#indexed, form);
    const solution = yield* this.#solve("prices", relaxation.problem, 0);
    const hasDuals = solution.rowDual.length > 0;
    if (hasDuals) this.#keep(relaxation.lift(solution));
    this.#relaxed = hasDuals ? form : "not solved";
  }

  /** The relaxation's prices; those of the weak one, or where none was solved the first ones, raised by our own ascent. */
  *prove(): Route<void> {
    yield* this.relax();
    if (this.#relaxed === "strong") return;
    const started = this.#control.elapsedMs;
    const ascent = raiseBound(this.#indexed, this.#prices, this.#control, { target: this.#objective });
    let step = ascent.next();
    while (!step.done) {
      yield undefined;
      step = ascent.next();
    }
    this.#keep(step.value.prices);
    this.#phases["raising the bound"] = this.#control.elapsedMs - started;
  }

  /** Proves what is left case by case, where the continent is small enough. */
  *branch(): Route<void> {
    const started = this.#control.elapsedMs;
    this.#proof = yield* branch(this.#indexed, this.#proof, {
      // Half of what was asked, so that rounding does not take the last bit; and never more than a plan takes.
      target: () => this.#objective - this.#allowance * SEARCH_GAP_SHARE,
      offer: (modules) => this.#flowsOf(modules),
      control: this.#control,
      seed: this.#options.seed,
    });
    if (!this.proved()) this.#stop = this.#control.interruption() ?? this.#stop;
    this.#phases["cases"] = this.#control.elapsedMs - started;
  }

  result(): RouteResult {
    const { backend } = this.#options;
    return {
      ...(this.decision === undefined ? {} : { decision: this.decision }),
      certificate: this.#proof,
      floor: this.#floor,
      stop: this.#stop,
      ...(this.#claimed === undefined ? {} : { claimed: { by: backend?.name ?? "", bound: this.#claimed } }),
      phases: this.#phases,
    };
  }

  /** The cheapest flows with these modules, whoever serves whom. */
  *#flowsOf(modules: Decision): Route<void> {
    if (!mayBeOpen(this.#indexed, modules)) return;
    if (this.#indexed.rules.single.every((single) => single === 0)) {
      yield* this.#flows(modules, modules);
      return;
    }
    const { problem, lift } = formulateLinear(this.#indexed, { modules });
    const solution = yield* this.#solve("flows", problem, this.#searchGap());
    if (solution.status === "optimal" || solution.status === "feasible") yield* this.#flows(modules, lift(solution));
  }

  /** The cheapest flows with these modules and sources, offered as a plan where they can be had closely enough. */
  *#flows(modules: Decision, sources: Decision): Route<void> {
    const decision = yield* jointFlows(this.#indexed, modules, sources, (problem) => this.#solve("flows", problem, 0));
    if (decision !== undefined) this.#offer(decision);
  }

  #offer(decision: Decision): void {
    const objective = objectiveOf(this.#indexed, decision);
    if (objective >= this.#objective) return;
    this.decision = decision;
    this.#objective = objective;
    this.#control.report({
      phase: "plan",
      incumbent: objective,
      bound: this.#bound,
      gap: (objective - this.#bound) / objective,
    });
  }

  /** What these prices prove, by the checker that will be asked again at the end. */
  #proofOf(prices: Prices): Certificate {
    const [weak, strong] = (["weak", "strong"] as const).map((form) => {
      const certificate = certificateOf(this.#indexed, prices, form, 0);
      return { ...certificate, bound: certifiedBound(this.#indexed.continent, certificate) };
    });
    return strong.bound >= weak.bound ? strong : weak;
  }

  #keep(prices: Prices): void {
    const proof = this.#timed("proof", () => this.#proofOf(prices));
    if (proof.bound <= this.#proof.bound) return;
    this.#proof = proof;
    this.#prices = prices;
  }

  #timed<Result>(phase: string, work: () => Result): Result {
    const started = this.#control.elapsedMs;
    const result = work();
    this.#phases[phase] = (this.#phases[phase] ?? 0) + this.#control.elapsedMs - started;
    return result;
  }

  *#solve(phase: string, problem: LinearProblem, gap: number, energyOf?: (objective: number) => number) {
    const started = this.#control.elapsedMs;
    const { remainingMs } = this.#control;
    const essential = phase === "flows" || phase === "floor";
    const timeLimitMs = phase === "search" ? remainingMs * SEARCH_SHARE : Number.POSITIVE_INFINITY;
    const solution = yield* ask({
      phase,
      problem,
      essential,
      limits: { gap, seed: this.#options.seed, ...(Number.isFinite(timeLimitMs) ? { timeLimitMs } : {}) },
      ...(energyOf === undefined ? {} : { energyOf, proved: this.#bound }),
    });
    this.#phases[phase] = (this.#phases[phase] ?? 0) + this.#control.elapsedMs - started;
    return solution;
  }

  /** The distance between plan and bound that may stay, MJ/yr. */
  get #allowance(): number {
    return allowedOpen(this.#options, this.#objective, this.#floor);
  }

  /** The relative gap to ask of the backend. */
  #searchGap(): number {
    // The objective is not known yet; the bound at hand is close enough for a stopping rule.
    return relativeGap(this.#options, Math.max(this.#proof.bound, this.#floor, 1), this.#floor) * SEARCH_GAP_SHARE;
  }
}
