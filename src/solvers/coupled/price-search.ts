import type { Control, Sliceable } from "../../base/control.ts";
import type { WorkerPool } from "../../base/workers.ts";
import { type Answers, setArcs, startAnswers } from "../../kernels/coupled/answer-state.ts";
import { answer } from "../../kernels/coupled/answers.ts";
import { type Arcs, addArcs } from "../../kernels/coupled/arcs.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { PriceNodes } from "../../kernels/coupled/price-nodes.ts";
import { priceScale } from "../../kernels/coupled/price-scale.ts";
import {
  type Raising,
  restartRaising,
  startRaising,
  stepRaising,
  withinReach,
} from "../../kernels/coupled/raise-prices.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";
import { type SharedAnswers, shareAnswers } from "./answer-together.ts";

/** The part of the bound that rounding could make up: what is stated is less by as much. */
export const ROUNDING = 1e-10;
/** Steps of a restart are a little shorter than the first, since the centre is good. */
const RESTART_STEP = 0.07;
/** And those from a former plan's prices are shorter still, since the centre is very good: long ones leave it for nothing. */
export const STEP_AGAIN = 0.01;
/** The target while there is no plan: so much above the best value, moved up when the value comes near. */
const HOPE = 0.03;

/** Raises prices over a growing list of arcs; only an answer over all pairs of places counts as a bound. */
export class PriceSearch {
  readonly nodes: PriceNodes;
  readonly answers: Answers;
  readonly raising: Raising;
  /** The best bound so far and its prices. */
  bound = Number.NEGATIVE_INFINITY;
  readonly boundPrice: Float64Array;
  /** Pairs that the last answer over all pairs used and that were no arcs. */
  added = 0;
  readonly #control: Control;
  readonly #instance: CoupledInstance;
  readonly #shared: SharedAnswers | undefined;

  constructor(
    instance: CoupledInstance,
    nodes: PriceNodes,
    arcs: Arcs,
    price: Float64Array,
    cellPrice: Float64Array,
    control: Control,
    workers?: WorkerPool,
  ) {
    this.#instance = instance;
    this.nodes = nodes;
    this.#control = control;
    this.#shared = workers && shareAnswers(instance, nodes, arcs, price, workers);
    this.answers = this.#shared?.answers ?? startAnswers(instance, nodes, arcs, price);
    this.boundPrice = price.slice();
    const { answers } = this;
    const respond = (at: Float64Array): number => answer(answers, at, false);
    const scale = priceScale(instance, nodes, arcs, cellPrice);
    this.raising = startRaising({ slope: answers.slope, open: answers.open, respond }, price, scale, 0);
    this.certify();
  }

  /** Answers over all pairs at the best prices met; keeps the bound and adds the arcs that were wanted. */
  certify(): number {
    const { answers, raising } = this;
    const value = answer(answers, raising.centre, true);
    this.added = answers.missingCount;
    if (answers.missingCount > 0) {
      const { missingCell, missingTo, missingCount } = answers;
      const arcs = addArcs(this.#instance, answers.arcs, missingCell, missingTo, missingCount);
      setArcs(answers, arcs, raising.centre);
      this.#shared?.renew();
    }
    const bound = value - ROUNDING * Math.abs(value);
    if (bound > this.bound) {
      this.bound = bound;
      this.boundPrice.set(raising.centre);
    }
    this.#spend();
    return bound;
  }

  /** So many rounds from the centre, then a certified bound. Whether the run goes on. */
  *raise(rounds: number, incumbent: number, step = RESTART_STEP): Sliceable<boolean> {
    restartRaising(this.raising, step);
    yield* moreRounds(this.raising, rounds, incumbent, this.#control, () => this.#spend());
    this.certify();
    yield;
    return this.#control.interruption() === undefined;
  }

  /** Lets go of what only further rounds would need; what was found stays. */
  rest(): void {
    this.release();
    const none = new Int32Array(0);
    this.answers.ranked = { start: none, node: none, arc: none };
  }

  /** Lets the threads of a pool forget these answers; further rounds tell them again. */
  release(): void {
    this.#shared?.rest();
  }

  #spend(): void {
    this.#control.spend(this.answers.visits + this.nodes.nodeCount);
    this.answers.visits = 0;
  }
}

/** So many rounds from the centre, until the value is `enough`, as far as the control allows. */
export function* raiseRounds(
  raising: Raising,
  rounds: number,
  incumbent: number,
  control: Control,
  spend: () => void,
  enough = Number.POSITIVE_INFINITY,
): Sliceable<void> {
  restartRaising(raising, RESTART_STEP);
  yield* moreRounds(raising, rounds, incumbent, control, spend, enough);
}

/** The same from where the last rounds ended, along the average that they left. */
export function* moreRounds(
  raising: Raising,
  rounds: number,
  incumbent: number,
  control: Control,
  spend: () => void,
  enough = Number.POSITIVE_INFINITY,
): Sliceable<void> {
  for (let round = 0; round < rounds && raising.value < enough; round++) {
    const hoped = raising.value + HOPE * Math.abs(raising.value);
    if (incumbent < Number.POSITIVE_INFINITY) raising.target = Math.max(incumbent, raising.value);
    else if (raising.target < raising.value + (HOPE / 3) * Math.abs(raising.value)) raising.target = hoped;
    stepRaising(raising);
    spend();
    yield;
    if (control.interruption() !== undefined) break;
  }
}

/** A former certificate's prices by node; undefined without one, or where it is not of this problem's shape. */
export function formerPrices(
  { demandNode, inputNode, nodeCount }: PriceNodes,
  certificate: CoupledPrices | undefined,
): Float64Array | undefined {
  if (certificate === undefined) return undefined;
  const { demandPrice, inputPrice } = certificate;
  if (demandPrice.length !== demandNode.length || inputPrice.length !== inputNode.length) return undefined;
  const price = new Float64Array(nodeCount);
  for (let cell = 0; cell < demandNode.length; cell++)
    if (demandNode[cell] >= 0) price[demandNode[cell]] = withinReach(demandPrice[cell]);
  for (let at = 0; at < inputNode.length; at++) price[inputNode[at]] = withinReach(inputPrice[at]);
  return price;
}

/** Prices by node as a certificate has them. */
export function certificateOf({ demandNode, inputNode }: PriceNodes, price: Float64Array): CoupledPrices {
  return {
    demandPrice: Float64Array.from(demandNode, (j) => (j < 0 ? 0 : price[j])),
    inputPrice: Float64Array.from(inputNode, (j) => price[j]),
  };
}
