import type { Control, Sliceable } from "../../base/control.ts";
import { type Answers, leastWith } from "../../kernels/location/answers.ts";
import { type AssignSearch, searchAssignment, startAssign } from "../../kernels/location/assign-search.ts";
import { changeSplit, type ServicePrices } from "../../kernels/location/change-split.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import { type Move, rankMoves, type SecondOpinion } from "../../kernels/location/rank-moves.ts";
import { readServicePrices } from "../../kernels/location/read-split.ts";
import { serveNearest } from "../../kernels/location/serve-nearest.ts";
import {
  allowPairs,
  forbidPairs,
  type SplitService,
  serveSplit,
  startSplitService,
} from "../../kernels/location/serve-split.ts";
import { costOf, openingOf, serveWhole } from "../../kernels/location/serve-whole.ts";

/** Iterations of tabu search for a choice of sites, and the most after many looks. */
const FIRST_LOOK = 40;
const LONGEST_LOOK = 320;

/** What a plan with these copies costs at least: at sight, and as closely as can be said without serving anyone. */
export interface LeastOfPlans {
  atSight(copies: Int32Array): number;
  closely(copies: Int32Array): number;
}

/**
 * Keeps the best plan and looks for better ones: tries sets of open sites, and improves them by dropping, adding and
 * swapping copies. A plan is its copies; the service that goes with them is found by a kernel.
 */
export class Planner {
  readonly instance: LocationInstance;
  readonly copies: Int32Array;
  /** The site of each customer in the best plan, for single source. */
  readonly assignment: Int32Array;
  /** Cost of the best plan in steps; the instance's ceiling while there is none. */
  best: number;
  readonly #service: SplitService | undefined;
  readonly #search: AssignSearch | undefined;
  readonly #found: Int32Array;
  readonly #trial: Int32Array;
  readonly #prices: Float64Array;
  readonly #capacityPrices: Float64Array;
  /** What the problem itself allows. */
  readonly #least: Int32Array;
  readonly #most: Int32Array;
  readonly #tried = new Set<string>();
  readonly #looks = new Map<string, { readonly floor: number; count: number }>();
  #visits = 0;

  constructor(instance: LocationInstance) {
    const { arrays } = instance;
    this.instance = instance;
    this.copies = arrays.ints(instance.siteCount);
    this.assignment = arrays.ints(instance.customerCount);
    this.#found = arrays.ints(instance.customerCount);
    this.best = instance.ceiling;
    this.#least = Int32Array.from(instance.state, (s) => (s === 1 ? 1 : 0));
    this.#most = Int32Array.from(instance.state, (s, i) => (s === -1 ? 0 : instance.copies[i]));
    this.#service = instance.hasCapacity ? startSplitService(instance) : undefined;
    this.#search = instance.wholeService ? startAssign(instance) : undefined;
    this.#trial = arrays.ints(instance.siteCount);
    this.#prices = arrays.floats(instance.customerCount);
    this.#capacityPrices = arrays.floats(instance.siteCount);
  }

  get hasPlan(): boolean {
    return this.best < this.instance.ceiling;
  }

  /** Visits since they were last taken. */
  get visits(): number {
    return this.#visits + (this.#service?.visits ?? 0) + (this.#search?.visits ?? 0);
  }

  /** Visits since the last call. */
  takeVisits(): number {
    const { visits } = this;
    this.#visits = 0;
    if (this.#search !== undefined) this.#search.visits = 0;
    if (this.#service !== undefined) this.#service.visits = 0;
    return visits;
  }

  /** Whether numbers, states and groups allow these copies. */
  allows(copies: Int32Array): boolean {
    const { siteCount: m, state, copies: most, group, groupCount, fewest, most: mostOpen } = this.instance;
    let open = 0;
    const seen = groupCount > 0 ? new Int8Array(groupCount) : undefined;
    for (let i = 0; i < m; i++) {
      const k = copies[i];
      if (k > most[i] || (k === 0 && state[i] === 1) || (k > 0 && state[i] === -1)) return false;
      if (k === 0) continue;
      open++;
      if (seen !== undefined && group[i] >= 0 && seen[group[i]]++ > 0) return false;
    }
    return open >= fewest && open <= mostOpen;
  }

  /** Tries a plan once, where it may be better by `leastOf`; true when it is the best so far. */
  try(copies: Int32Array, leastOf?: LeastOfPlans): boolean {
    if (leastOf !== undefined && leastOf.atSight(copies) >= this.best) return false;
    let key = "";
    for (let i = 0; i < copies.length; i++) if (copies[i] > 0) key += `${i}:${copies[i]},`;
    if (this.#tried.has(key)) return false;
    this.#tried.add(key);
    if (!this.allows(copies)) return false;
    if (leastOf !== undefined && this.hasPlan && leastOf.closely(copies) >= this.best) return false;
    const cost = this.serve(copies, this.best);
    if (cost >= this.best) return false;
    this.#accept(copies, cost);
    return true;
  }

  /** Takes over a plan of whole customers that the search came upon, where it is better. */
  offer(copies: Int32Array, assignment: Int32Array): void {
    if (!this.allows(copies)) return;
    const cost = costOf(this.#service!, copies, assignment);
    if (cost >= this.best) return;
    this.#found.set(assignment);
    this.#accept(copies, cost);
  }

  /**
   * Looks again for whole service from these copies, from another assignment to start with. Each time the same copies
   * are looked at, longer; never once their split service costs as much as the best plan.
   */
  tryAgain(copies: Int32Array, start: Int32Array): boolean {
    const { instance } = this;
    if (this.#search === undefined || !this.allows(copies)) return false;
    let key = "";
    for (let i = 0; i < copies.length; i++) if (copies[i] > 0) key += `${i},`;
    const known = this.#looks.get(key) ?? { floor: serveSplit(this.#service!, copies, this.best), count: 0 };
    this.#looks.set(key, known);
    if (known.floor >= this.best) return false;
    const opening = openingOf(instance, copies);
    const iterations = Math.min(FIRST_LOOK * 2 ** (known.count++ >> 1), LONGEST_LOOK);
    this.#found.set(start);
    const cost = opening + searchAssignment(this.#search, copies, this.#found, this.best - opening, iterations);
    if (!(cost < this.best)) return false;
    this.#accept(copies, cost);
    return true;
  }

  /** Whole service need look no further than these pairs (i * n + j): better plans use no others. */
  usePairs(isAllowed: Int8Array): void {
    this.#search?.isUsable.set(isAllowed);
  }

  #accept(copies: Int32Array, cost: number): void {
    this.best = cost;
    this.copies.set(copies);
    this.assignment.set(this.#found);
  }

  /** Cost of the best service from these copies, Infinity when it reaches the cutoff. */
  serve(copies: Int32Array, cutoff: number): number {
    if (this.#service !== undefined) {
      if (this.#search !== undefined) return serveWhole(this.#service, copies, cutoff, this.#found, this.#search);
      return changeSplit(this.#service, copies, cutoff);
    }
    this.#visits += this.instance.customerCount * 4;
    return serveNearest(this.instance, copies, cutoff);
  }

  /**
   * Serves these copies until that is done or found to cost `cutoff`. Gives what it costs, or Infinity with the prices
   * that show the latter; these may fail to, as they are rounded. A better plan is taken over.
   */
  serveUpTo(copies: Int32Array, cutoff: number, atCutoff: ServicePrices): number {
    const cost = changeSplit(this.#service!, copies, cutoff, atCutoff);
    if (cost < this.best && this.allows(copies)) this.#accept(copies, cost);
    return cost;
  }

  /** The kernel's state after a last split service of these copies, for reading flows and prices. */
  serviceOf(copies: Int32Array, forbidden?: ReadonlySet<number>): SplitService {
    const service = this.#service!;
    if (forbidden !== undefined) forbidPairs(service, forbidden);
    const cost = changeSplit(service, copies, Number.POSITIVE_INFINITY);
    // Why a service fails is read off one that starts from nothing.
    if (cost === Number.POSITIVE_INFINITY) serveSplit(service, copies, Number.POSITIVE_INFINITY);
    return service;
  }

  /** Allows again what `serviceOf` ruled out. */
  release(forbidden: ReadonlySet<number> | undefined): void {
    if (forbidden !== undefined) allowPairs(this.#service!, forbidden);
  }

  /**
   * Plans from how much each site was open on average: the most open ones, in several numbers.
   * The sites that `lower` demands come first; capacity is topped up in the same order. `leastOf` tells what a plan
   * costs at least: those that cannot be better are not tried.
   */
  round(
    average: Float64Array,
    lower: Int32Array,
    upper: Int32Array,
    attempts: number,
    leastOf?: LeastOfPlans,
  ): boolean {
    const { siteCount: m, capacity, hasCapacity, totalDemand, group, groupCount, fewest, most } = this.instance;
    const before = this.best;
    const ranked: number[] = [];
    let sum = 0;
    for (let i = 0; i < m; i++) {
      if (upper[i] === 0 || (average[i] < 0.01 && lower[i] === 0)) continue;
      ranked.push(i);
      sum += lower[i] > 0 ? 1 : Math.min(1, average[i]);
    }
    const rank = (i: number): number => (lower[i] > 0 ? 1e9 : 0) + average[i];
    ranked.sort((a, b) => rank(b) - rank(a) || a - b);
    const trial = this.#trial;
    const base = Math.max(fewest, Math.floor(sum));
    const counts = [-1];
    for (let k = 0; k < attempts; k++) counts.push(base + k);
    for (const wanted of counts) {
      trial.fill(0);
      const seen = new Int8Array(groupCount);
      let open = 0;
      let room = 0;
      for (const i of ranked) {
        // The first plan takes what was open more than half the time; the others a given number of sites.
        const isEnough = wanted < 0 ? average[i] < 0.5 && lower[i] === 0 : open >= wanted;
        if ((isEnough && (!hasCapacity || room >= totalDemand)) || open >= most) continue;
        if (groupCount > 0 && group[i] >= 0 && seen[group[i]]++ > 0) continue;
        trial[i] = Math.min(upper[i], Math.max(1, lower[i], Math.round(average[i])));
        open++;
        if (hasCapacity) room += capacity[i] * trial[i];
      }
      if (open > 0) this.try(trial, leastOf);
    }
    return this.best < before;
  }

  /**
   * Drops, adds and swaps copies while that helps. Moves are tried in the order of an exact underestimate of their
   * effect, taken from the prices that prove the present service optimal; what cannot help is not tried, nor what
   * `lower` and `upper` have ruled out. Where there are `answers`, whose prices are near to best, moves come in the
   * order of what they say instead: they know better, and of sites that are not open, too. Yields after every try.
   */
  *improve(
    control: Control,
    triesPerRound: number,
    lower = this.#least,
    upper = this.#most,
    answers?: Answers,
  ): Sliceable<void> {
    if (!this.hasPlan) return;
    for (;;) {
      const moves = this.#rankedMoves(lower, upper, triesPerRound, answers);
      const before = this.best;
      const origin = this.copies.slice();
      for (let t = 0; t < moves.length && this.best === before; t++) {
        const trial = this.#trial;
        trial.set(origin);
        if (moves[t].drop >= 0) trial[moves[t].drop]--;
        if (moves[t].add >= 0) trial[moves[t].add]++;
        this.try(trial);
        if (control.interruption(this.visits) !== undefined) return;
        yield;
      }
      if (this.best === before) return;
    }
  }

  /** What the last answer says that closing and opening sites of the best plan changes; nothing without capacities. */
  #opinionOf(answers: Answers | undefined): SecondOpinion | undefined {
    if (answers === undefined || !this.instance.hasCapacity) return undefined;
    const from = leastWith(answers, this.copies);
    if (from === Number.NEGATIVE_INFINITY) return undefined;
    const { value, upper } = answers;
    const opening = value.map((own, i) => (upper[i] > 0 ? own : 0));
    return { opening, closing: opening.map((own) => -own), below: this.best - from };
  }

  #rankedMoves(lower: Int32Array, upper: Int32Array, most: number, answers: Answers | undefined): Move[] {
    const { instance, copies } = this;
    this.#visits += instance.site.length / 4;
    let allowance = 0;
    if (this.#service !== undefined) {
      const cost = changeSplit(this.#service, copies, Number.POSITIVE_INFINITY);
      readServicePrices(this.#service, this.#prices, this.#capacityPrices);
      // Whole customers may gain more than the split service says.
      if (instance.wholeService) allowance = this.best - cost;
    }
    const opinion = this.#opinionOf(answers);
    return rankMoves(instance, copies, this.#capacityPrices, lower, upper, allowance, most, opinion);
  }
}
