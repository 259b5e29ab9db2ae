import type { Control } from "../base/control.ts";
import { certificateOf, leafOf } from "../formulations/certificate.ts";
import { elastic } from "../formulations/elastic.ts";
import { formulateRelaxation, type Relaxation, strongRelaxationFits } from "../formulations/relaxation.ts";
import { ask, type Route } from "../formulations/request.ts";
import { type WholePart, wholeParts } from "../formulations/whole-numbers.ts";
import { type Decision, emptyDecision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { type Prices, zeroPrices } from "../network/prices.ts";
import type { Case, Certificate, Leaf, WholeNumber } from "../plan/types.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { boundOfCase, withoutEnergy, withPrices } from "../verify/plan/cases.ts";
import { keyOf, type Range, type Ranges } from "../verify/plan/ranges.ts";

/** Cases beyond which a certificate grows past what is worth keeping: some hundred kilobytes on a small continent. */
const MOST_CASES = 4000;

/** Cases times the entries of a relaxation beyond which a search takes minutes and seldom ends: fewer cases if larger. */
const MOST_ENTRIES = 2e7;

/** Entries of a relaxation beyond which so few cases could be settled that none need be begun. */
const LARGEST_RELAXATION = 60_000;

/** A number this close to a whole one is whole: a backend's own tolerance. */
const WHOLE = 1e-6;

/** A case's bound this far, relative, below its relaxation's value has lost something in rounding: the other form may lose less. */
const LOST = 1e-9;

/** What branching is told, and how it tells of plans that it meets. */
export interface BranchingTask {
  /** The bound at which a case is settled, MJ/yr; falls as better plans are met. */
  readonly target: () => number;
  /** Whole modules that a relaxation came to of itself: perhaps a better plan. */
  readonly offer: (modules: Decision) => Route<void>;
  readonly control: Control;
  readonly seed: number;
}

/**
 * Proves a bound case by case: the relaxation of the case that proves least is solved on both sides of a whole
 * number, until every case proves the target. Each case's bound is what the checker finds in its prices, so nothing
 * rests on the backend.
 *
 * Gives:  the certificate with its cases; the given one where no case helps.
 * Source: Land and Doig, An automatic method of solving discrete programming problems (1960); prices for each leaf
 *         as in Posta, Ferland and Michelon (2014).
 */
export function* branch(indexed: Indexed, root: Certificate, task: BranchingTask): Route<Certificate> {
  const relaxation = formulateRelaxation(indexed, strongRelaxationFits(indexed) ? "strong" : "weak");
  if (relaxation.problem.start[relaxation.problem.columnCount] > LARGEST_RELAXATION) return root;
  const branching = new Branching(indexed, root, relaxation, task);
  yield* branching.search();
  return branching.certificate();
}

/**
 * Proves case by case that there is no plan, where parts of works would do and whole works do not.
 *
 * Gives: a certificate whose cases are all impossible; undefined where it was not done within the limits.
 */
export function* proveInfeasible(indexed: Indexed, control: Control, seed: number): Route<Certificate | undefined> {
  const none = certificateOf(indexed, zeroPrices(indexed), "strong", Number.NEGATIVE_INFINITY);
  const proof = yield* branch(indexed, none, {
    target: () => Number.POSITIVE_INFINITY,
    *offer() {},
    control,
    seed,
  });
  return proof.bound === Number.POSITIVE_INFINITY ? { ...proof, bound: 0 } : undefined;
}

/** A case in the making: settled or to be split, or split already. */
interface Open {
  readonly ranges: Ranges;
  readonly order: number;
  bound: number;
  leaf: Leaf;
  /** The relaxation's point, for choosing what to split on; absent where there is none. */
  point: Float64Array | undefined;
  fork:
    | { readonly whole: WholeNumber; readonly atMost: number; readonly below: Open; readonly above: Open }
    | undefined;
}

class Branching {
  readonly #free;
  readonly #whole: readonly WholePart[];
  #weakWhole: readonly WholePart[] = [];
  /** Cases that prove less than the target, as far as is known; the least first. */
  readonly #open: Open[] = [];
  #weak: Relaxation | undefined;
  #first: Open | undefined;
  #count = 0;

  constructor(
    readonly indexed: Indexed,
    readonly root: Certificate,
    readonly relaxation: Relaxation,
    readonly task: BranchingTask,
  ) {
    this.#free = withoutEnergy(indexed.continent);
    this.#whole = wholeParts(indexed, relaxation);
  }

  *search(): Route<void> {
    const { problem } = this.relaxation;
    const mostCases = Math.min(MOST_CASES, MOST_ENTRIES / problem.start[problem.columnCount]);
    this.#first = yield* this.#case(new Map(), this.root.bound, {});
    this.#enter(this.#first);
    while (this.#open.length > 0 && this.#count < mostCases && this.task.control.interruption() === undefined) {
      const next = this.#leave();
      if (next.bound >= this.task.target()) break;
      const fork = this.#choose(next);
      if (fork === undefined) {
        // Every whole number is fixed, so that the weak relaxation is the problem itself.
        const before = next.bound;
        if (this.relaxation.form === "strong") yield* this.#relax(next, this.#weakRelaxation());
        this.#enter(next);
        // The case that proves least can prove no more, so neither can the whole.
        if (next.bound === before) break;
        continue;
      }
      const { whole, atMost } = fork;
      const key = keyOf(whole);
      const { least, most } = this.#rangeOf(next.ranges, fork);
      const narrowed = (range: Range): Ranges => new Map([...next.ranges, [key, range]]);
      const below = yield* this.#case(narrowed({ least, most: atMost }), next.bound, next.leaf);
      const above = yield* this.#case(narrowed({ least: atMost + 1, most }), next.bound, next.leaf);
      next.fork = { whole, atMost, below, above };
      next.point = undefined;
      this.#enter(below);
      this.#enter(above);
      const bound = this.#open.length > 0 ? this.#open[0].bound : this.task.target();
      this.task.control.report({
        phase: "cases",
        bound: Math.max(this.root.bound, Math.min(bound, this.task.target())),
      });
      yield undefined;
    }
  }

  certificate(): Certificate {
    const first = this.#first!;
    if (first.fork === undefined && first.bound < Number.POSITIVE_INFINITY) {
      return first.bound > this.root.bound ? { ...withPrices(this.root, first.leaf), bound: first.bound } : this.root;
    }
    const bound = leastOf(first);
    return bound > this.root.bound ? { ...this.root, bound, cases: listOf(first) } : this.root;
  }

  /** Solves the relaxation of a case, and finds what its prices prove, or else its parent's. */
  *#case(ranges: Ranges, inherited: number, leaf: Leaf): Route<Open> {
    const open: Open = { ranges, order: this.#count++, bound: inherited, leaf, point: undefined, fork: undefined };
    yield* this.#relax(open, this.relaxation);
    if (open.leaf === leaf && ranges.size > 0) {
      // The parent's prices prove as much here, but for rounding: the sums are others.
      const { indexed, root } = this;
      const proved = boundOfCase(
        indexed.continent,
        this.#free,
        withPrices(root, leaf),
        leaf.impossible === true,
        ranges,
      );
      open.bound = Math.min(open.bound, proved);
    }
    return open;
  }

  *#relax(open: Open, relaxation: Relaxation): Route<void> {
    const solution = yield* this.#solve(this.#problemOf(relaxation, open.ranges));
    if (solution.status === "infeasible") {
      yield* this.#refute(open, relaxation);
      if (open.bound < Number.POSITIVE_INFINITY && relaxation.form === "strong") {
        yield* this.#refute(open, this.#weakRelaxation());
      }
      return;
    }
    if (solution.rowDual.length === 0) return;
    open.point = solution.value;
    const { scale, offset, form } = relaxation;
    const prices = relaxation.lift(solution);
    this.#try(open, prices, form, false);
    if (open.bound < (solution.objective * scale.energy + offset) * (1 - LOST)) {
      this.#try(open, prices, form === "strong" ? "weak" : "strong", false);
    }
    const modules = this.#modulesOf(relaxation, solution.value);
    if (modules !== undefined) yield* this.task.offer(modules);
  }

  #weakRelaxation(): Relaxation {
    this.#weak ??= formulateRelaxation(this.indexed, "weak");
    return this.#weak;
  }

  /** Looks for prices that prove that no plan is in a case. */
  *#refute(open: Open, relaxation: Relaxation): Route<void> {
    const solution = yield* this.#solve(elastic(this.#problemOf(relaxation, open.ranges)));
    if (solution.rowDual.length === 0) return;
    const prices = relaxation.lift(solution);
    for (const form of ["weak", "strong"] as const) {
      if (open.bound < Number.POSITIVE_INFINITY) this.#try(open, prices, form, true);
    }
  }

  /** Keeps prices for a case if they prove more than those it has. */
  #try(open: Open, prices: Prices, form: Certificate["form"], impossible: boolean): void {
    const { indexed, root } = this;
    const certificate = certificateOf(indexed, prices, form, 0);
    const leaf: Leaf = { ...leafOf(root, certificate), ...(impossible ? { impossible } : {}) };
    // Merged as the checker will merge them, so that both see the same prices.
    const merged = withPrices(root, leaf);
    const bound = boundOfCase(indexed.continent, this.#free, merged, impossible, open.ranges);
    if (bound <= open.bound) return;
    open.bound = bound;
    open.leaf = leaf;
  }

  /** The whole numbers in the columns of a relaxation. */
  #wholeOf(relaxation: Relaxation): readonly WholePart[] {
    if (relaxation === this.relaxation) return this.#whole;
    if (this.#weakWhole.length === 0) this.#weakWhole = wholeParts(this.indexed, relaxation);
    return this.#weakWhole;
  }

  #problemOf(relaxation: Relaxation, ranges: Ranges): LinearProblem {
    const { problem } = relaxation;
    const lower = problem.lower.slice();
    const upper = problem.upper.slice();
    for (const { whole, restrict } of this.#wholeOf(relaxation)) {
      const range = ranges.get(keyOf(whole));
      if (range !== undefined) restrict(lower, upper, range.least, range.most);
    }
    return { ...problem, lower, upper };
  }

  *#solve(problem: LinearProblem): Route<LinearSolution> {
    const { control, seed } = this.task;
    const solution = yield* ask({ phase: "cases", problem, limits: { gap: 0, seed }, essential: true });
    // A step of the simplex method looks at each entry about once.
    control.spend(problem.start[problem.columnCount] * Math.max(1, solution.iterations));
    return solution;
  }

  #rangeOf(ranges: Ranges, { whole, most }: WholePart): Range {
    return ranges.get(keyOf(whole)) ?? { least: 0, most };
  }

  /**
   * Where to split: the whole number whose missing part hides most energy; where all are whole, the one with most
   * energy of its own that is not fixed yet, for a site that is open in part.
   */
  #choose({ ranges, point }: Open): (WholePart & { readonly atMost: number }) | undefined {
    let best: (WholePart & { readonly atMost: number }) | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const candidate of this.#whole) {
      const range = this.#rangeOf(ranges, candidate);
      if (range.least >= range.most) continue;
      const value =
        point === undefined ? range.least : Math.min(range.most, Math.max(range.least, candidate.valueIn(point)));
      const nearest = Math.round(value);
      const part = Math.abs(value - nearest);
      const weight = Math.abs(candidate.energy) + 1;
      const hidden = part > WHOLE ? part * weight : weight * WHOLE * WHOLE;
      if (hidden <= most) continue;
      most = hidden;
      const atMost = part > WHOLE ? Math.floor(value) : Math.min(nearest, range.most - 1);
      best = { ...candidate, atMost };
    }
    return best;
  }

  /** The modules of a point whose modules are all whole. */
  #modulesOf(relaxation: Relaxation, point: Float64Array): Decision | undefined {
    for (const { valueIn } of this.#wholeOf(relaxation)) {
      const value = valueIn(point);
      if (Math.abs(value - Math.round(value)) > WHOLE) return undefined;
    }
    const { columns } = relaxation;
    const decision = emptyDecision(this.indexed);
    decision.kept.forEach((_, k) => {
      if (columns.kept[k] >= 0) decision.kept[k] = Math.round(point[columns.kept[k]]);
      if (columns.built[k] >= 0) decision.built[k] = Math.round(point[columns.built[k]]);
    });
    decision.linkBuilt.forEach((_, size) => {
      if (columns.linkBuilt[size] >= 0) decision.linkBuilt[size] = Math.round(point[columns.linkBuilt[size]]);
    });
    decision.terminalBuilt.forEach((_, size) => {
      const column = columns.terminalBuilt[size];
      if (column >= 0) decision.terminalBuilt[size] = Math.round(point[column]);
    });
    return decision;
  }

  #enter(open: Open): void {
    if (open.bound === Number.POSITIVE_INFINITY) return;
    let at = this.#open.length;
    while (at > 0 && precedes(open, this.#open[at - 1])) at--;
    this.#open.splice(at, 0, open);
  }

  #leave(): Open {
    return this.#open.shift()!;
  }
}

function precedes(one: Open, other: Open): boolean {
  return one.bound < other.bound || (one.bound === other.bound && one.order < other.order);
}

function leastOf(open: Open): number {
  return open.fork === undefined ? open.bound : Math.min(leastOf(open.fork.below), leastOf(open.fork.above));
}

/** The cases as a list, each fork before its two cases. */
function listOf(first: Open): Case[] {
  const list: Case[] = [];
  const open: { readonly one: Open; readonly place: number }[] = [{ one: first, place: 0 }];
  let places = 1;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { fork, leaf } = next.one;
    if (fork === undefined) {
      list[next.place] = leaf;
      continue;
    }
    const [below, above] = [places, places + 1];
    places += 2;
    list[next.place] = { whole: fork.whole, atMost: fork.atMost, below, above };
    open.push({ one: fork.above, place: above }, { one: fork.below, place: below });
  }
  return list;
}
