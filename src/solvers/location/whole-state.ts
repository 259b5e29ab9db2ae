import type { Control } from "../../base/control.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import { type SetPrices, startSetPrices } from "../../kernels/location/set-prices.ts";
import {
  allowedPairs,
  answerWhole,
  restrictWhole,
  startWholeAnswers,
  type WholeAnswers,
} from "../../kernels/location/whole-answers.ts";
import { fixWhole, startFixing, type WholeFixing } from "../../kernels/location/whole-fixing.ts";
import { startPacking, type WholePacking } from "../../kernels/location/whole-packing.ts";
import { startSets } from "../../kernels/location/whole-sets.ts";
import type { Evidence } from "../../problems/location-result.ts";
import { type Decision, LiftRecord } from "./lift-record.ts";
import type { Planner } from "./planner.ts";
import { inSinglePrecision, Proof } from "./proof.ts";

/** Visits in search of plans: some tenths of a second at first, then a part of what bounds take. */
const ADVANCE = 1e7;
const PLAN_SHARE = 0.5;
/** Rounds with a target try the plans of their nodes one by one, and need less luck. */
const TARGET_SHARE = 0.1;
/** What a knapsack's items may earn together: doubles of this size still tell half a step apart. */
const LARGEST_KNAPSACK = 2 ** 50;
/** What prices, sites and threshold may come to: the checker adds up to twice this exactly. */
const LARGEST_SUM = Number.MAX_SAFE_INTEGER / 2;

/** So many sets of customers are worth listing in a node. */
const MOST_SETS = 8000;

/** What a part of the tree allows. */
export interface NodeBounds {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly fewest: number;
  readonly most: number;
  /** Pairs (i * n + j) that are still allowed, ascending. */
  readonly allowed: Int32Array;
}

/** A part of the tree of a search for whole service that is still open. */
export interface WholeNode extends NodeBounds {
  readonly id: number;
  /** Prices to start from: the parent's best. */
  readonly prices: Float64Array;
  readonly bound: number;
  readonly depth: number;
  readonly decision: WholeDecision;
}

/** The decision that made a node: on a site, or on a pair (i * n + j in place of the site). */
export interface WholeDecision extends Decision {
  readonly isPair: boolean;
}

/** Everything one run of the search for whole service holds between its phases. */
export class WholeState {
  readonly instance: LocationInstance;
  readonly whole: WholeAnswers;
  readonly fixing: WholeFixing;
  readonly planner: Planner;
  readonly control: Control;
  proof = new Proof();
  readonly gap: number;
  /** Plans from here up are not looked for at present: what is proven is that none costs less. */
  target = Number.POSITIVE_INFINITY;
  /** What deciding sites and pairs has lifted the bound by so far. */
  readonly siteLifts: LiftRecord;
  readonly pairLifts: LiftRecord;
  /** All plans of a node are tried where its bound is not further from the cut than this. */
  window = Number.POSITIVE_INFINITY;
  /** Prices of such nodes are moved on the sets that cost no more than this beyond the best. */
  polishWindow = Number.POSITIVE_INFINITY;
  /** Best prices of the present node, and their bound. */
  readonly prices: Float64Array;
  /** The best prices of the root so far. */
  readonly rootPrices: Float64Array;
  bound = Number.NEGATIVE_INFINITY;
  /** How open each site was, and how much of each customer it served, on average over the last prices. */
  readonly average: Float64Array;
  readonly pairAverage: Float64Array;
  /** While a dive looks for plans nothing is written down. */
  isDiving = false;
  nodeId = 0;
  /** What the present node allowed before anything was ruled out in it, and its evidence so far. */
  start: NodeBounds;
  pieces: Evidence[] = [];
  nodeCount = 0;
  /** The least bound among parts that could not be closed at the cut. */
  leastOpenBound = Number.POSITIVE_INFINITY;

  /** So many sites must be open for their numbers or capacities. */
  readonly #fewest: number;
  #packing: WholePacking | undefined;
  #setPrices: { readonly started: SetPrices | undefined } | undefined;
  #visits = 0;
  #planVisits = 0;

  constructor(instance: LocationInstance, planner: Planner, control: Control, gap: number) {
    this.instance = instance;
    this.whole = startWholeAnswers(instance);
    this.fixing = startFixing(this.whole);
    this.#fewest = this.whole.answers.fewest;
    this.planner = planner;
    this.control = control;
    this.gap = gap;
    this.siteLifts = new LiftRecord(instance.siteCount);
    this.pairLifts = new LiftRecord(instance.siteCount * instance.customerCount);
    this.prices = new Float64Array(instance.customerCount);
    this.rootPrices = new Float64Array(instance.customerCount);
    this.average = new Float64Array(instance.siteCount);
    this.pairAverage = new Float64Array(instance.siteCount * instance.customerCount);
    this.start = { ...this.whole.answers, allowed: new Int32Array(0) };
  }

  /** Begins at the root, where these pairs are allowed. */
  begin(allowed: Int32Array): void {
    this.nodeId = this.proof.addNode();
    this.start = { ...this.bounds(), allowed };
    restrictWhole(this.whole, allowed);
  }

  /** A bound from here up leaves nothing to look for. */
  get cut(): number {
    return Math.min(this.target, this.exactCut);
  }

  /** A bound from here up leaves nothing better worth finding. */
  get exactCut(): number {
    const { planner, instance, gap } = this;
    const { best } = planner;
    if (!planner.hasPlan) return best;
    const exact = best - instance.stepsPerUnit + 1;
    return gap > 0 ? Math.min(exact, Math.ceil(best - gap * Math.abs(best))) : exact;
  }

  /** What the present node allows now. */
  bounds(): NodeBounds {
    const { lower, upper, fewest, most } = this.whole.answers;
    return { lower: lower.slice(), upper: upper.slice(), fewest, most, allowed: allowedPairs(this.whole) };
  }

  load(node: WholeNode): void {
    const { answers } = this.whole;
    answers.lower.set(node.lower);
    answers.upper.set(node.upper);
    answers.fewest = node.fewest;
    answers.most = node.most;
    this.prices.set(node.prices);
    this.bound = node.bound;
    this.nodeId = node.id;
    this.start = node;
    restrictWhole(this.whole, node.allowed);
  }

  /** Goes back to the whole problem, with a proof to be written anew. */
  restart(target: number): void {
    const { answers } = this.whole;
    const { state, most } = this.instance;
    this.target = target;
    this.proof = new Proof();
    this.leastOpenBound = Number.POSITIVE_INFINITY;
    this.bound = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < state.length; i++) {
      answers.lower[i] = state[i] === 1 ? 1 : 0;
      answers.upper[i] = state[i] === -1 ? 0 : 1;
    }
    answers.fewest = this.#fewest;
    answers.most = most;
  }

  /** What the search of a node's plans works on. */
  get packing(): WholePacking {
    const { siteCount, customerCount } = this.instance;
    this.#packing ??= startPacking(startSets(siteCount, customerCount, MOST_SETS), siteCount);
    return this.#packing;
  }

  /** What moves prices on the sets listed last; undefined where that would take too much room. */
  get setPrices(): SetPrices | undefined {
    const { siteCount, customerCount } = this.instance;
    this.#setPrices ??= { started: startSetPrices(siteCount, customerCount, MOST_SETS) };
    return this.#setPrices.started;
  }

  /** Learns from a node that was looked at. */
  learnLift({ decision, bound }: WholeNode, isClosed: boolean): void {
    const lift = (isClosed ? Math.max(this.bound, this.cut) : this.bound) - bound;
    (decision.isPair ? this.pairLifts : this.siteLifts).learn(decision, lift);
  }

  /** Whether plans may be looked for: they get their share of the work, and some in advance. */
  get mayPlan(): boolean {
    const share = this.target < Number.POSITIVE_INFINITY ? TARGET_SHARE : PLAN_SHARE;
    return this.#planVisits <= ADVANCE + share * this.#visits;
  }

  /** Visits to bound nodes so far. */
  get visits(): number {
    return this.#visits;
  }

  /** Books the visits of the kernels. */
  spend(): void {
    const { answers } = this.whole;
    const plans = this.planner.takeVisits();
    this.control.spend(answers.visits + plans);
    if (!this.isDiving) this.#visits += answers.visits;
    this.#planVisits += this.isDiving ? plans + answers.visits : plans;
    answers.visits = 0;
  }

  /** Whether the last answer, at these prices, closes the node; then writes the evidence down. */
  closes(prices: Float64Array, bound: number): boolean {
    if (bound < this.cut || this.isDiving) return bound >= this.cut;
    const evidence = this.takeEvidence(prices);
    if (evidence === undefined) return false;
    this.pieces.push(evidence);
    return true;
  }

  /**
   * Rules out what the last answer, at these prices, forbids; writes the evidence down where it does.
   * Gives the number of changes; after any the answers are those of the narrower node and must be asked again.
   */
  narrow(prices: Float64Array, bound: number): number {
    const evidence = this.takeEvidence(prices);
    if (evidence === undefined) return 0;
    const changes = fixWhole(this.fixing, prices, bound, this.cut);
    if (changes > 0) {
      if (!this.isDiving) this.pieces.push(evidence);
      restrictWhole(this.whole, allowedPairs(this.whole));
    }
    return changes;
  }

  /** The last answer as evidence; undefined where its sums leave the whole numbers that doubles hold. */
  takeEvidence(prices: Float64Array): Evidence | undefined {
    const { whole } = this;
    const { answers, isExact, isCovered, list, earnCount } = whole;
    const { active, activeCount, instance, lower, value } = answers;
    const n = instance.customerCount;
    let choosable = 0;
    let isPriced = false;
    for (let a = 0; a < activeCount; a++) {
      const i = active[a];
      if (isExact[i] === 0) isPriced = true;
      if (lower[i] === 0) choosable += Math.max(0, value[i]);
      let total = 0;
      for (let q = i * n; q < i * n + earnCount[i]; q++) total += prices[list[q]] - instance.matrix[i * n + list[q]];
      if (!(total <= LARGEST_KNAPSACK)) return undefined;
    }
    if (isCovered && !(choosable <= LARGEST_KNAPSACK)) return undefined;
    if (!this.mayAddUp(prices, 0)) return undefined;
    return {
      prices: inSinglePrecision(prices.slice()),
      aggregatePrice: 0,
      wholeSites: isExact.slice(),
      ...(isPriced ? { capacityPrices: answers.capacityPrice.slice() } : {}),
      ...(isCovered ? { coversDemand: true } : {}),
    };
  }

  /** Whether what the last answer, at these prices, adds up to stays exact beside any threshold up to the cut, and so much more. */
  mayAddUp(prices: Float64Array, more: number): boolean {
    const { answers, earned, ownSize } = this.whole;
    const { active, activeCount, instance } = answers;
    let size = Math.abs(this.cut) + ownSize + more;
    for (let j = 0; j < prices.length; j++) size += Math.abs(prices[j]);
    for (let a = 0; a < activeCount; a++) size += Math.abs(instance.openCost[active[a]]) + earned[active[a]];
    return size <= LARGEST_SUM;
  }

  /** The bound of these prices in the present node. */
  answer(prices: Float64Array, wantSlack: boolean): number {
    return answerWhole(this.whole, prices, wantSlack);
  }
}
