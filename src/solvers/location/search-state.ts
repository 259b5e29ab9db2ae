import type { Control } from "../../base/control.ts";
import {
  type Answers,
  answer,
  leastWith,
  type PairList,
  restrict,
  startAnswers,
} from "../../kernels/location/answers.ts";
import { certify, type Pricing, takeEvidence } from "../../kernels/location/certify.ts";
import { takeClusters } from "../../kernels/location/clusters.ts";
import { averageFlows, type FlowAverage } from "../../kernels/location/flow-average.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import { leastDelivered } from "../../kernels/location/least-delivered.ts";
import { decideByRoom, listRoomSets, type RoomSets, startRoomSets } from "../../kernels/location/room-sets.ts";
import { tighten } from "../../kernels/location/selection.ts";
import type { Ascent } from "./ascent.ts";
import { halvePrices } from "./close-open-nodes.ts";
import { type Decision, LiftRecord } from "./lift-record.ts";
import type { LeastOfPlans, Planner } from "./planner.ts";
import { Proof } from "./proof.ts";
import { startAscent } from "./start-ascent.ts";

/** Split service is proven to one part in this many; its costs are fractions, which whole prices only approach. */
export const SPLIT_PARTS = 1e9;

/** After so many nodes without a better plan, plans are looked for less often. */
const PATIENT_NODES = 100;

/** Clusters of sites. */
export type Groups = readonly (readonly number[])[];

/** What answers gave on average. */
export interface Averages {
  /** 1 - the share of each customer that is served: where prices go. */
  readonly direction: Float64Array;
  /** How open each site is. */
  readonly open: Float64Array;
}

/** Least and most copies of each site, and of open sites together. */
export interface Bounds {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly fewest: number;
  readonly most: number;
}

/** What the evidence of a node and of all above it leaves: nodes below rest on it. */
export interface Base {
  /** The node. */
  readonly at: number;
  readonly bounds: Bounds;
}

/** What the answers allow now. */
export function boundsOf({ lower, upper, fewest, most }: Answers): Bounds {
  return { lower: lower.slice(), upper: upper.slice(), fewest, most };
}

/** A part of the tree that is still open. */
export interface TreeNode extends Bounds {
  readonly id: number;
  /** Prices to start from: the parent's best, or those that a probe found. */
  readonly prices: Float64Array;
  /** Averages to start from: the parent's, after the decision; absent where they would not fit. */
  readonly averages?: Averages | undefined;
  /** Lower bound inherited or found, steps. */
  readonly bound: number;
  readonly parentBound: number;
  /** Sites that answer together in it. */
  readonly groups: Groups;
  readonly depth: number;
  /** The site that was decided to make it; absent after other splits. */
  readonly decision?: Decision | undefined;
  /** Pairs (i * n + j) that are ruled out: single source only. */
  readonly forbidden?: ReadonlySet<number> | undefined;
  /** What it rests on; absent where it leans on all evidence above it. */
  readonly base?: Base | undefined;
}

/** Everything one run of the search holds, between its phases. */
export class SearchState {
  readonly instance: LocationInstance;
  readonly answers: Answers;
  readonly planner: Planner;
  readonly control: Control;
  readonly proof = new Proof();
  readonly gap: number;
  /** Best prices of the present node, and their bound (doubles' rounding included). */
  readonly prices: Float64Array;
  bound = Number.NEGATIVE_INFINITY;
  /** 1 - how much of each customer was served on average over the last prices: where prices go. */
  readonly direction: Float64Array;
  /** How open each site was on average over the last prices. */
  readonly average: Float64Array;
  /** What flows on average over the last prices; absent where nobody asks. */
  flows: FlowAverage | undefined;
  /** Steps are measured per unit of demand, since prices are for all of it; per customer without capacities. */
  readonly weight: Float64Array;
  ascent: Ascent;
  /** Pairs that survived the root. */
  pairs: PairList;
  /** Sets of sites with room enough, where they are few. */
  readonly roomSets: RoomSets;
  /** What deciding each site has brought so far. */
  readonly lifts: LiftRecord;
  groups: Groups = [];
  nodeId = 0;
  forbidden: ReadonlySet<number> | undefined;
  nodeCount = 0;
  /** The node that last brought a better plan. */
  lastBetterAt = 0;
  /** What the present node allowed before anything was ruled out in it. */
  start: Bounds;
  /** What the present node rests on. */
  base: Base | undefined;
  readonly #delivered: Float64Array;
  /** Evidence is rounded coarsely where that proves as much; without capacities costs are whole and prices short. */
  readonly grains: readonly boolean[];
  /** The least bound among parts that could not be closed at the cut. */
  leastOpenBound = Number.POSITIVE_INFINITY;

  constructor(instance: LocationInstance, planner: Planner, control: Control, gap: number) {
    this.instance = instance;
    const { customerCount: n, arrays, hasCapacity, demand, totalDemand } = instance;
    this.lifts = new LiftRecord(instance.siteCount);
    this.answers = startAnswers(instance);
    this.roomSets = startRoomSets(instance);
    this.planner = planner;
    this.control = control;
    this.gap = gap;
    this.prices = arrays.floats(n);
    this.direction = arrays.floats(n);
    this.average = arrays.floats(instance.siteCount);
    this.weight = hasCapacity ? demand.map((d) => (d * n) / totalDemand) : arrays.floats(n).fill(1);
    this.ascent = startAscent(instance, this.weight);
    this.pairs = instance;
    this.#delivered = arrays.floats(n);
    this.grains = hasCapacity ? [true, false] : [false];
    this.start = boundsOf(this.answers);
  }

  /** A bound from here up leaves nothing better worth finding. */
  get cut(): number {
    const { planner, instance, gap } = this;
    const { best } = planner;
    if (!planner.hasPlan) return best;
    const isWhole = !instance.hasCapacity || instance.wholeService;
    const exact = isWhole ? best - instance.stepsPerUnit + 1 : Math.ceil(best - Math.abs(best) / SPLIT_PARTS);
    return gap > 0 ? Math.min(exact, Math.ceil(best - gap * Math.abs(best))) : exact;
  }

  load(node: TreeNode): void {
    const { answers } = this;
    answers.lower.set(node.lower);
    answers.upper.set(node.upper);
    answers.fewest = node.fewest;
    answers.most = node.most;
    this.prices.set(node.prices);
    if (node.averages !== undefined) {
      this.direction.set(node.averages.direction);
      this.average.set(node.averages.open);
    }
    this.bound = node.bound;
    this.nodeId = node.id;
    this.forbidden = node.forbidden;
    this.start = node;
    this.base = node.base;
    restrict(answers, this.pairs, this.forbidden);
    this.useClusters(node.groups);
  }

  /** The root is done with: where service is split, nodes below rest on what it has left, and what they decide on the way is left out. */
  leaveRoot(): void {
    const { hasCapacity, wholeService, hasCopies } = this.instance;
    if (!hasCapacity || wholeService || hasCopies) return;
    this.base = { at: this.nodeId, bounds: boundsOf(this.answers) };
    this.proof.leavesOut = true;
  }

  /** From here on these sites answer together. */
  useClusters(groups: Groups): void {
    if (groups === this.groups || groups.length + this.groups.length === 0) return;
    this.groups = groups;
    takeClusters(this.answers, groups);
  }

  /** Lets the last answer count for `share` of the average flows, 1 for all; they are not kept from node to node. */
  averageFlows(share: number): void {
    if (this.flows !== undefined) averageFlows(this.flows, this.answers, share);
  }

  /** At every node while plans get better now and then; later at every fourth only. */
  get isTimeForPlans(): boolean {
    return this.nodeCount - this.lastBetterAt < PATIENT_NODES || this.nodeCount % 4 === 0;
  }

  /** Notes how far the decision that made a node has lifted its parent's bound; a node that closes, at least to the cut. */
  learnLift({ decision, parentBound }: TreeNode, isClosed: boolean): void {
    if (decision === undefined) return;
    this.lifts.learn(decision, (isClosed ? Math.max(this.bound, this.cut) : this.bound) - parentBound);
  }

  /** What plans cost at least, by the last answer. */
  readonly leastOf: LeastOfPlans = {
    atSight: (copies) => leastWith(this.answers, copies),
    closely: (copies) =>
      this.instance.hasCapacity ? leastDelivered(this.answers, copies, this.#delivered) : Number.NEGATIVE_INFINITY,
  };

  /** Tells whoever listens how far the run has come: `bound`, in steps, holds for the whole problem. */
  report(phase: string, bound: number): void {
    const { planner, instance, control } = this;
    const perUnit = instance.costScale * instance.stepsPerUnit;
    const known = Math.min(bound, planner.best) / perUnit;
    if (!planner.hasPlan) {
      control.report({ phase, bound: known });
      return;
    }
    const incumbent = planner.best / perUnit;
    const gap = (incumbent - known) / Math.max(Math.abs(incumbent), Number.MIN_VALUE);
    control.report({ phase, incumbent, bound: known, gap });
  }

  /** Books the visits of the kernels. */
  spend(): void {
    this.control.spend(this.answers.visits + this.planner.takeVisits());
    this.answers.visits = 0;
  }

  /** Whether the last answer, at these prices, closes the node; then writes the evidence down. */
  closes(prices: Float64Array, bound: number): boolean {
    if (bound < this.cut) return false;
    if (this.grains.some((isCoarse) => this.closesBy(takeEvidence(this.answers, prices, isCoarse)))) return true;
    const isExact = bound <= Number.MAX_SAFE_INTEGER;
    return !isExact && Number.isFinite(bound) && this.#closesByLower(prices);
  }

  /** Where there is no plan prices may have risen beyond the exact range; lower ones close the node, too. */
  #closesByLower(prices: Float64Array): boolean {
    const { answers } = this;
    const lower = prices.slice();
    while (halvePrices(lower)) {
      const bound = answer(answers, lower, false);
      if (bound < this.cut) break;
      if (this.closesBy(takeEvidence(answers, lower, false))) return true;
    }
    answer(answers, prices, true);
    return false;
  }

  closesBy(pricing: Pricing): boolean {
    if (certify(this.answers, pricing) < this.cut) return false;
    this.proof.addPricing(this.nodeId, pricing);
    return true;
  }

  /**
   * Rules out what the last answer, at these prices, forbids; writes the evidence down where it does.
   * Gives the number of changes; after any the answers are those of the narrower node and must be asked again.
   */
  narrow(prices: Float64Array, bound: number): number {
    const { answers, cut } = this;
    if (bound === Number.POSITIVE_INFINITY) return 0;
    const mayCover = this.#decidesByRoom(bound, false);
    if (!mayCover && tighten(answers, bound, cut, false) === 0) return 0;
    for (const isCoarse of this.grains) {
      const pricing = takeEvidence(answers, prices, isCoarse);
      const exact = certify(answers, pricing);
      if (!Number.isFinite(exact)) continue;
      const { changes, coversDemand } = this.rule(exact, mayCover);
      if (changes === 0) continue;
      this.proof.addPricing(this.nodeId, coversDemand ? { ...pricing, coversDemand } : pricing);
      // Sites only leave, so the pairs at hand hold all that remain.
      restrict(answers, answers, this.forbidden);
      return changes;
    }
    return 0;
  }

  /** Whether whole sites that make up the room decide anything by the last answer; decides it where asked. */
  #decidesByRoom(bound: number, apply: boolean): boolean {
    const { answers, cut, roomSets } = this;
    if (answers.clusters.count > 0) return false;
    return listRoomSets(roomSets, answers, bound, cut) && decideByRoom(roomSets, answers, apply) > 0;
  }

  /** Rules out what certified values forbid, first by room where that may help: the checker does both, too. */
  rule(exact: number, mayCover: boolean): { readonly changes: number; readonly coversDemand: boolean } {
    const { answers, cut, roomSets } = this;
    const coversDemand = mayCover && this.#decidesByRoom(exact, false);
    let changes = tighten(answers, exact, cut, true);
    if (coversDemand) changes += decideByRoom(roomSets, answers, true);
    return { changes, coversDemand };
  }
}
