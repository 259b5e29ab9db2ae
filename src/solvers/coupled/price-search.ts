import type { Control, Sliceable } from "../../base/control.ts";
import type { WorkerPool } from "../../base/workers.ts";
import { type Answers, setArcs, startAnswers } from "../../kernels/coupled/answer-state.ts";
import { answer } from "../../kernels/coupled/answers.ts";
import { type Arcs, addArcs } from "../../kernels/coupled/arcs.ts";
import { groupLosses } from "../../kernels/coupled/group-losses.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { nodeValues, type PriceNodes } from "../../kernels/coupled/price-nodes.ts";
import { priceScale } from "../../kernels/coupled/price-scale.ts";
import {
  type Pace,
  type Raising,
  restartRaising,
  SLOWLY,
  SOON,
  startRaising,
  stepRaising,
  withinReach,
} from "../../kernels/coupled/raise-prices.ts";
import { worksGains } from "../../kernels/coupled/works-gains.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";
import { type SharedAnswers, shareAnswers } from "./answer-together.ts";

/** The part of the bound that rounding could make up: what is stated is less by as much. */
export const ROUNDING = 1e-10;
/** Steps of a restart are a little shorter than the first, since the centre is good. */
export const RESTART_STEP = 0.07;
/**
 * A case goes on along the average of the one it comes from, with shorter steps again: prices are nearly right and only those
 * near the works that was decided must move. With the steps of a restart, fifty rounds did not raise fine prices at all.
 */
export const CASE_STEP = 0.003;
/**
 * An answer over all pairs comes when rounds along the arcs have taken so many times its work since the last one, and after so
 * many rounds at least. Arcs that lack pairs lead astray: at 600 x 20 a hundred rounds seemed to prove 0.6 PJ more than they
 * did, half of what they raised.
 */
const WORK_BETWEEN = 4;
const LEAST_BETWEEN = 20;
/** Short steps: rounds between two proofs, how long they are at first and at last, and when they bring too little. */
const SHARP_ROUNDS = 20;
const SHARP_STEP = 0.01;
const SHORTEST_STEP = 0.001;
const SHARP_LITTLE = 1e-5;
const MOST_SHARP = 16;
/** A goal that is so many times farther than the last of them came is left to better plans. */
const SHARP_FAR = 8;
/** A plan is within so much of the bound, or is to be. */
const NEAR = 0.006;
/** The target while there is no plan: so much above the best value, moved up when the value comes near. */
const HOPE = 0.03;

/** Work between two points at which rounds may be interrupted: a few milliseconds. */
const WORK_A_SLICE = 0.1;

/** Prices that have been raised, and what they prove. */
export interface Prices {
  readonly nodes: PriceNodes;
  readonly bound: number;
  readonly boundPrice: Float64Array;
  /** Nodes: the best prices met; and gates: what by-products are worth at the last ones. */
  readonly centre: Float64Array;
  readonly gatePrice?: Float64Array;
}

/** Raises prices over a growing list of arcs; only an answer over all pairs of places counts as a bound. */
export class PriceSearch implements Prices {
  readonly nodes: PriceNodes;
  readonly answers: Answers;
  readonly raising: Raising;
  /** The best bound so far and its prices. */
  bound = Number.NEGATIVE_INFINITY;
  readonly boundPrice: Float64Array;
  /** Goods: what the bound says of each, where no works are decided together. */
  readonly boundOfGood: Float64Array;
  /** Pairs that the last answer over all pairs used and that were no arcs. */
  added = 0;
  /** Whether the last prices that were answered over all pairs are the bound's. */
  #isAtBound = false;
  readonly #control: Control;
  readonly #instance: CoupledInstance;
  readonly #shared: SharedAnswers | undefined;
  #sharpStep = SHARP_STEP;
  /** Whether rounds are proved on their way, or at their end. */
  readonly #provesOften: boolean;
  /** Work of the last answer over all pairs. */
  #proofVisits = 0;
  /** As they were after so many rounds. */
  #gains: { readonly rounds: number; readonly gain: Float64Array } | undefined;

  constructor(
    instance: CoupledInstance,
    nodes: PriceNodes,
    arcs: Arcs,
    price: Float64Array,
    cellPrice: Float64Array,
    control: Control,
    workers?: WorkerPool,
    pace: Pace = SOON,
  ) {
    this.#instance = instance;
    this.nodes = nodes;
    this.#control = control;
    this.#provesOften = pace === SOON;
    this.#shared = workers && shareAnswers(instance, nodes, arcs, price, workers);
    this.answers = this.#shared?.answers ?? startAnswers(instance, nodes, arcs, price);
    this.boundPrice = price.slice();
    this.boundOfGood = new Float64Array(instance.goodCount);
    const { answers } = this;
    const respond = (at: Float64Array): number => answer(answers, at, false);
    const scale = priceScale(instance, nodes, arcs, cellPrice);
    this.raising = startRaising({ slope: answers.slope, open: answers.open, respond }, price, scale, 0, pace);
    this.certify();
  }

  /** Answers over all pairs at the best prices met; keeps the bound and adds the arcs that were wanted. */
  certify(): void {
    const { answers, raising } = this;
    const value = answer(answers, raising.centre, true);
    this.added = answers.missingCount;
    if (answers.missingCount > 0) {
      const { missingCell, missingTo, missingCount } = answers;
      const arcs = addArcs(this.#instance, answers.arcs, missingCell, missingTo, missingCount);
      setArcs(answers, arcs);
      this.#shared?.renew();
      raising.value = value;
    }
    const bound = value - ROUNDING * Math.abs(value);
    this.#isAtBound = bound > this.bound;
    if (this.#isAtBound) {
      this.bound = bound;
      this.boundPrice.set(raising.centre);
      for (let good = 0; good < this.boundOfGood.length; good++)
        this.boundOfGood[good] = answers.demanded[good] - answers.earned[good];
    }
    this.#proofVisits = this.#spend();
  }

  /** So many rounds from the centre, then a certified bound. Whether the run goes on. */
  *raise(rounds: number, incumbent: number, step = RESTART_STEP): Sliceable<boolean> {
    restartRaising(this.raising, step);
    return yield* this.goOn(rounds, incumbent);
  }

  /** The same along the average at hand, where rounds are proved on their way; else from a new one. */
  further(rounds: number, incumbent: number): Sliceable<boolean> {
    return this.#provesOften ? this.goOn(rounds, incumbent) : this.raise(rounds, incumbent);
  }

  /** Rounds along the average at hand, as far as a value of `enough`; certified bounds on the way as well. */
  *goOn(rounds: number, incumbent: number, enough = Number.POSITIVE_INFINITY): Sliceable<boolean> {
    const { raising } = this;
    let part = this.#provesOften ? LEAST_BETWEEN : rounds;
    for (let left = rounds; left > 0; ) {
      this.#isAtBound = false;
      let visits = 0;
      const before = raising.rounds;
      const spend = (): void => {
        visits += this.#spend();
      };
      yield* moreRounds(raising, Math.min(part, left), incumbent, this.#control, spend, enough);
      left -= Math.min(part, left);
      const done = raising.rounds - before;
      this.certify();
      yield;
      if (this.#control.interruption() !== undefined) return false;
      if (done === 0 || raising.value >= enough) break;
      part = Math.max(LEAST_BETWEEN, Math.ceil((WORK_BETWEEN * this.#proofVisits * done) / visits));
      if (left < part + LEAST_BETWEEN) part = left;
    }
    return true;
  }

  /**
   * Short steps from the best prices along what is short there, some at a time, each time proved over all pairs of places,
   * which adds the pairs that were lacking: as long as that raises the bound, then with shorter steps. Long runs go along
   * arcs that lack pairs, and so past the best prices near at hand; and the length of steps is held, since it would become
   * nothing before the average has become good.
   *
   * @param goal a bound that is wanted: it ends as well when that is many times farther than it has come last.
   */
  *sharpen(incumbent: number, isEnough: () => boolean, goal = Number.NEGATIVE_INFINITY): Sliceable<boolean> {
    const { raising } = this;
    let goesOn = true;
    let step = this.#sharpStep;
    for (let turn = 0; turn < MOST_SHARP && step >= SHORTEST_STEP && goesOn && !isEnough(); turn++) {
      const { bound } = this;
      raising.centre.set(this.boundPrice);
      restartRaising(raising, step);
      raising.target = Math.min(incumbent, bound + NEAR * Math.abs(bound));
      this.#isAtBound = false;
      for (let round = 0; round < SHARP_ROUNDS && goesOn; round++) {
        stepRaising(raising);
        raising.stepFactor = step;
        raising.failures = 0;
        this.#spend();
        yield;
        goesOn = this.#control.interruption() === undefined;
      }
      this.certify();
      const gain = this.bound - bound;
      if (gain < SHARP_LITTLE * Math.abs(bound)) step /= 3;
      else if (goal - this.bound > SHARP_FAR * gain) break;
    }
    // Where it ended because the bound is enough, it goes on with such steps when it is asked for more.
    this.#sharpStep = step;
    raising.centre.set(this.boundPrice);
    return goesOn;
  }

  /** Works: how much higher the bound is for plans in which a works is open, and for plans in which it is not. */
  losses(): { readonly opening: Float64Array; readonly closing: Float64Array } {
    const { answers, boundPrice } = this;
    const [opening, closing] = [new Float64Array(answers.open.length), new Float64Array(answers.open.length)];
    if (!this.#isAtBound) answer(answers, boundPrice, true);
    groupLosses(answers, boundPrice, opening, closing);
    this.#isAtBound = true;
    this.#spend();
    return { opening, closing };
  }

  /** Has further rounds go on along an average that others have left, with steps of such a length. */
  follow(average: Float64Array, stepFactor: number): void {
    const { raising } = this;
    this.#isAtBound = false;
    // Arcs may have been added since the centre was asked about.
    raising.value = raising.responder.respond(raising.centre);
    raising.average.set(average);
    raising.stepFactor = stepFactor;
    raising.pace = SLOWLY;
  }

  /** Works: what a module of each would gain alone at the best prices met, as a part of its fixed cost. */
  gains(): Float64Array {
    const { answers, raising } = this;
    if (this.#gains?.rounds === raising.rounds) return this.#gains.gain;
    const gain = new Float64Array(this.#instance.worksSize.length);
    worksGains(answers, raising.centre, gain);
    this.#gains = { rounds: raising.rounds, gain };
    return gain;
  }

  get centre(): Float64Array {
    return this.raising.centre;
  }

  get gatePrice(): Float64Array {
    return this.answers.gatePrice;
  }

  /** What was found, without all that only further rounds would need. */
  found(): Prices {
    this.release();
    const { nodes, bound, boundPrice, centre, gatePrice } = this;
    // The largest lists go before others take their place.
    const none = new Int32Array(0);
    this.answers.ranked = { start: none, node: none, arc: none };
    return { nodes, bound, boundPrice, centre, gatePrice: gatePrice.slice() };
  }

  /** Lets the threads of a pool forget these answers; further rounds tell them again. */
  release(): void {
    this.#shared?.rest();
  }

  /** Books the work since it was booked last, and gives it: arc visits. */
  #spend(): number {
    const visits = this.answers.visits + this.nodes.nodeCount;
    this.#control.spend(visits);
    this.answers.visits = 0;
    return visits;
  }
}

/** So many rounds along the average at hand, until the value is `enough`, as far as the control allows. */
export function* moreRounds(
  raising: Raising,
  rounds: number,
  incumbent: number,
  control: Control,
  spend: () => void,
  enough = Number.POSITIVE_INFINITY,
): Sliceable<void> {
  let pausedAt = control.work;
  for (let round = 0; round < rounds && raising.value < enough; round++) {
    const hoped = raising.value + HOPE * Math.abs(raising.value);
    if (incumbent < Number.POSITIVE_INFINITY) raising.target = Math.max(incumbent, raising.value);
    else if (raising.target < raising.value + (HOPE / 3) * Math.abs(raising.value)) raising.target = hoped;
    stepRaising(raising);
    spend();
    if (control.work - pausedAt > WORK_A_SLICE) {
      pausedAt = control.work;
      yield;
    }
    if (control.interruption() !== undefined) break;
  }
}

/** Whether a certificate's prices are of a problem of this shape. */
export function isOfShape({ problem, inputGood }: CoupledInstance, certificate: CoupledPrices | undefined): boolean {
  if (certificate === undefined) return false;
  const { demandPrice, inputPrice } = certificate;
  return demandPrice.length === problem.demand.length && inputPrice.length === inputGood.length;
}

/** A former certificate's prices by node. */
export function formerPrices(nodes: PriceNodes, { demandPrice, inputPrice }: CoupledPrices): Float64Array {
  return nodeValues(nodes, demandPrice, inputPrice).map(withinReach);
}

/** Prices by node as a certificate has them. */
export function certificateOf({ demandNode, inputNode }: PriceNodes, price: Float64Array): CoupledPrices {
  return {
    demandPrice: Float64Array.from(demandNode, (j) => (j < 0 ? 0 : price[j])),
    inputPrice: Float64Array.from(inputNode, (j) => price[j]),
  };
}
