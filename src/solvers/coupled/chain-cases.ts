import type { ArrayStore } from "../../base/array-store.ts";
import type { Control, Sliceable } from "../../base/control.ts";
import { square } from "../../base/square.ts";
import { buildInstance, type CoupledInstance } from "../../kernels/coupled/instance.ts";
import { type ChainCase, CLOSED, caseProblem, FREE, isDecidable, OPENED } from "../../problems/chain-cases.ts";
import type { CoupledProblem } from "../../problems/coupled.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";
import type { CasePrices, CaseStart } from "./case-prices.ts";
import { ROUNDING } from "./price-search.ts";

/** Steps are as long as for a value so much above the plan's cost, as a part of it: towards a value that is met they would shrink. */
const AHEAD = 1e-4;
/** A case that proves less than an earlier tree has, and will be forked, has so much of the rounds. With less, deep trees do not end. */
const AGAIN = 0.7;
/** A case is looked at so often, each time without what was ruled out, before it is forked. */
const LOOKS = 3;
/** So often where nothing is left to decide and prices have only to settle. */
const LAST_LOOKS = 12;
/** It is looked at again when more than this part of its works were ruled out or in. */
const MANY = 0.1;

/** A case as it is worked out. */
interface Draft {
  readonly decided: Int8Array;
  /** Where its prices start; forgotten once they are raised. */
  from: CaseStart | undefined;
  readonly looks: number;
  /** What is proven of its plans so far, here or in the cases it comes from; and what its own prices prove. */
  bound: number;
  own: number;
  prices?: CoupledPrices;
  closed: number[];
  opened: number[];
  /** The least that is proven of plans against the rules. */
  against: number;
  next?: Draft;
  fork?: { readonly size: number; readonly without: Draft; readonly with: Draft };
}

/**
 * Proves more of one chain by cases: what the prices show to cost more than a target is ruled out, the prices are raised
 * without it, and where that is not enough the works that is most in doubt is shut in one case and open in another. The
 * target need not be the best plan's cost: the nearer it is, the more is ruled out at once.
 *
 * Source: Beasley, Lagrangean heuristics for location problems (1993), for the rules; the forks are branch and bound.
 */
export class ChainCases {
  readonly chain: number;
  /** The best that any tree has proven of the chain. */
  bound = Number.NEGATIVE_INFINITY;
  /** Trees that were begun, cases worked out, and those that were forked. */
  trees = 0;
  cases = 0;
  forks = 0;
  /** Whether a case was met in which nothing is left to decide, and which still proves less than was aimed at. */
  isStuck = false;
  /** Sizes that may be decided: modules open on average in the last case that had to be forked. */
  readonly averageOpen: Float64Array;
  readonly #problem: CoupledProblem;
  readonly #chainOf: Int32Array;
  readonly #control: Control;
  readonly #arrays: ArrayStore;
  #start: CaseStart;
  #best: Draft | undefined;
  #root: Draft;
  #leaves: Draft[] = [];
  #target = Number.NEGATIVE_INFINITY;
  #cost = Number.NEGATIVE_INFINITY;
  /** What was proven when the tree was begun, and which part of the way from there to the plan's cost it is to prove. */
  #base = Number.NEGATIVE_INFINITY;
  #part = 0;

  /**
   * @param whole prices of the whole problem, which the first case starts from.
   * @param arrays where each case takes its arrays from.
   */
  constructor(
    problem: CoupledProblem,
    chainOf: Int32Array,
    chain: number,
    whole: CasePrices,
    control: Control,
    arrays: ArrayStore,
  ) {
    this.#arrays = arrays;
    this.chain = chain;
    this.#problem = problem;
    this.#chainOf = chainOf;
    this.#start = whole.start();
    this.#control = control;
    this.averageOpen = new Float64Array(problem.newCost.length);
    this.#root = draft(new Int8Array(problem.newCost.length), this.#start, 0);
  }

  /** Whether the last target is reached, so that another must be set before it goes on. */
  get isDone(): boolean {
    return this.#leaves.length === 0;
  }

  /**
   * Begins a tree that is to prove such a part of what is open between what is proven and a plan's cost; with none, what the
   * whole prices prove.
   */
  aim(part: number, cost: number): void {
    this.trees++;
    this.#base = this.bound;
    this.#part = part;
    this.#target = Number.POSITIVE_INFINITY;
    this.follow(cost);
    this.#root = draft(new Int8Array(this.#problem.newCost.length), this.#start, 0);
    this.#leaves = [this.#root];
  }

  /** Aims lower where a cheaper plan was found meanwhile: nothing proves more than a plan costs. What is enough now is left. */
  follow(cost: number): void {
    const target = this.#part > 0 ? this.#base + this.#part * (cost - this.#base) : this.#base;
    this.#cost = cost;
    if (!(target < this.#target)) return;
    this.#target = target;
    this.#leaves = this.#leaves.filter(({ bound }) => bound < target);
  }

  /** Works out the case that proves least. Whether the run goes on. */
  *step(): Sliceable<boolean> {
    let at = 0;
    for (let k = 1; k < this.#leaves.length; k++) if (this.#leaves[k].bound < this.#leaves[at].bound) at = k;
    const [leaf] = this.#leaves.splice(at, 1);
    const goesOn = yield* this.#workOut(leaf);
    this.cases++;
    if (!goesOn) this.#leaves.push(leaf);
    const bound = provenOf(this.#root);
    if (bound > this.bound) {
      this.bound = bound;
      this.#best = this.#root;
    }
    return goesOn;
  }

  /** The tree that proves most. */
  proof(): ChainCase {
    return written(this.#best ?? this.#root, this.bound, this.#start.form);
  }

  *#workOut(leaf: Draft): Sliceable<boolean> {
    const arrays = this.#arrays;
    arrays.reset();
    const { problem, size, paid: costs } = caseProblem(this.#problem, this.#chainOf, this.chain, leaf.decided, arrays);
    let paid = 0;
    for (const cost of costs) paid += cost;
    const instance = buildInstance(problem, arrays);
    const start = leaf.from!;
    const search = start.begin(instance, size, this.#control, arrays);
    const enough = this.#target - paid + 2 * ROUNDING * Math.abs(this.#target);
    const rounds = leaf.bound < this.bound ? AGAIN * start.rounds : start.rounds;
    const goesOn = yield* search.goOn(
      rounds,
      Math.max(this.#cost, enough + paid) - paid + AHEAD * Math.abs(this.#cost),
      enough,
    );
    const own = search.bound + paid;
    leaf.own = own;
    leaf.bound = Math.max(leaf.bound, own);
    if (goesOn) leaf.from = undefined;
    leaf.prices = search.certificate();
    if (leaf === this.#root) this.#start = search.start();
    if (own >= this.#target || !goesOn) return goesOn;
    const where = search.boundsWhere();
    const decided = leaf.decided.slice();
    const { worksSize } = instance;
    for (let i = 0; i < worksSize.length; i++) {
      const k = size[worksSize[i]];
      if (decided[k] !== FREE || !isDecidable(this.#problem, k)) continue;
      const open = where.open[i] + paid;
      const shut = where.shut[i] + paid;
      if (Math.max(open, shut) < this.#target) continue;
      decided[k] = open >= shut ? CLOSED : OPENED;
      (open >= shut ? leaf.closed : leaf.opened).push(k);
      leaf.against = Math.min(leaf.against, Math.max(open, shut));
    }
    const from = search.start();
    const ruled = leaf.closed.length + leaf.opened.length;
    const fork = this.#mostInDoubt(instance, size, decided, search.averageOpen);
    const looksAgain = fork < 0 ? leaf.looks < LAST_LOOKS : ruled > MANY * worksSize.length && leaf.looks + 1 < LOOKS;
    if (looksAgain) {
      leaf.next = draft(decided, from, leaf.looks + 1, leaf.bound);
      this.#leaves.push(leaf.next);
      return goesOn;
    }
    if (fork < 0) {
      this.isStuck = true;
      return goesOn;
    }
    this.averageOpen.fill(0);
    for (let i = 0; i < worksSize.length; i++) this.averageOpen[size[worksSize[i]]] = search.averageOpen[i];
    this.forks++;
    const branch = (state: number): Draft => {
      const branched = decided.slice();
      branched[fork] = state;
      return draft(branched, from, 0, leaf.bound);
    };
    leaf.fork = { size: fork, without: branch(CLOSED), with: branch(OPENED) };
    this.#leaves.push(leaf.fork.without, leaf.fork.with);
    return goesOn;
  }

  /**
   * The size whose share of a module hides most cost, large ones before small ones, since more follows from them: with the square
   * of the cost the same was proved with 342 cases in place of 402 (six chains at 50 x 6); -1 where all are decided.
   */
  #mostInDoubt(
    { worksSize, worksFixed }: CoupledInstance,
    size: Int32Array,
    decided: Int8Array,
    averageOpen: Float64Array,
  ): number {
    let most = Number.NEGATIVE_INFINITY;
    let chosen = -1;
    for (let i = 0; i < worksSize.length; i++) {
      const k = size[worksSize[i]];
      if (decided[k] !== FREE || !isDecidable(this.#problem, k)) continue;
      const doubt = Math.min(averageOpen[i], 1 - averageOpen[i]) * square(worksFixed[i]);
      if (doubt <= most) continue;
      most = doubt;
      chosen = k;
    }
    return chosen;
  }
}

function draft(decided: Int8Array, from: CaseStart, looks: number, bound = Number.NEGATIVE_INFINITY): Draft {
  const [none, any] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { decided, from, looks, bound, own: none, closed: [], opened: [], against: any };
}

/** What a case proves with all that comes of it. */
function provenOf({ bound, against, next, fork }: Draft): number {
  if (next !== undefined) return Math.max(bound, Math.min(against, provenOf(next)));
  if (fork === undefined) return bound;
  return Math.max(bound, Math.min(against, provenOf(fork.without), provenOf(fork.with)));
}

/**
 * The case as a part of a certificate for so much. It ends where its own prices prove that, or where what comes of it is not
 * worked out yet; and what goes on needs prices for its rules only.
 */
function written(
  { own, prices, closed, opened, next, fork }: Draft,
  bound: number,
  form: ChainCase["form"],
): ChainCase {
  const isKnown = (draft: Draft | undefined): boolean => draft?.prices !== undefined;
  const goesOn = isKnown(next) || (isKnown(fork?.without) && isKnown(fork?.with));
  if (own >= bound || !goesOn) return { form, prices: prices!, closed: new Int32Array(0), opened: new Int32Array(0) };
  const rules = { form, closed: Int32Array.from(closed), opened: Int32Array.from(opened) };
  const needs = closed.length + opened.length > 0 ? { prices: prices! } : {};
  if (next !== undefined) return { ...rules, ...needs, next: written(next, bound, form) };
  const [without, having] = [fork!.without, fork!.with].map((branch) => written(branch, bound, form));
  return { ...rules, ...needs, fork: { size: fork!.size, without, with: having } };
}
