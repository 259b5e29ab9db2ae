import type { Control, Sliceable } from "../../base/control.ts";
import type { Arcs } from "../../kernels/coupled/arcs.ts";
import { answerLabels, type LabelAnswers, startLabelAnswers } from "../../kernels/coupled/label-answers.ts";
import type { Labels } from "../../kernels/coupled/labels.ts";
import { priceSpread } from "../../kernels/coupled/price-scale.ts";
import { type Raising, startRaising } from "../../kernels/coupled/raise-prices.ts";
import type { CoupledLabelPrices } from "../../problems/coupled-result.ts";
import { ROUNDING, raiseRounds } from "./price-search.ts";

/** Raises prices that tell by label whom things are made for. Every answer looks at all pairs of places, so it is a bound. */
export class LabelSearch {
  readonly raising: Raising;
  bound = Number.NEGATIVE_INFINITY;
  readonly #answers: LabelAnswers;
  readonly #labels: Labels;
  readonly #control: Control;
  readonly #boundPrice: Float64Array;

  constructor(labels: Labels, arcs: Arcs, cellPrice: Float64Array, control: Control) {
    const answers = startLabelAnswers(labels);
    this.#answers = answers;
    this.#labels = labels;
    this.#control = control;
    const price = labelPrices(labels, cellPrice);
    this.#boundPrice = price.slice();
    const respond = (at: Float64Array): number => answerLabels(answers, at);
    const scale = labelScale(labels, priceSpread(labels.instance, arcs, cellPrice));
    this.raising = startRaising({ slope: answers.slope, open: answers.open, respond }, price, scale, 0);
    this.#keep();
  }

  /** So many rounds. Whether the run goes on. */
  *raise(rounds: number, incumbent: number): Sliceable<boolean> {
    yield* raiseRounds(this.raising, rounds, incumbent, this.#control, () => this.#spend());
    this.#keep();
    return this.#control.interruption() === undefined;
  }

  /** Cells: what works pay for their inputs on average over labels, else the prices given. */
  cellPrices(otherwise: Float64Array): Float64Array {
    const { instance, takerGood, takerCell, finalCount, most } = this.#labels;
    const p = instance.placeCount;
    const { centre } = this.raising;
    const cells = otherwise.slice();
    const weight = new Float64Array(cells.length);
    for (let taker = 0; taker < takerGood.length; taker++) {
      const cell = takerGood[taker] * p + (takerCell[taker] % p);
      let sum = 0;
      let all = 0;
      for (let j = finalCount + taker * p; j < finalCount + (taker + 1) * p; j++) {
        sum += centre[j] * most[j];
        all += most[j];
      }
      if (!(all > 0)) continue;
      cells[cell] = (weight[cell] * cells[cell] + sum) / (weight[cell] + all);
      weight[cell] += all;
    }
    return cells;
  }

  certificate(): CoupledLabelPrices {
    const { demandNode, finalCount } = this.#labels;
    return {
      demandPrice: Float64Array.from(demandNode, (j) => (j < 0 ? 0 : this.#boundPrice[j])),
      inputPrice: this.#boundPrice.slice(finalCount),
    };
  }

  #keep(): void {
    const { value, centre } = this.raising;
    const bound = value - ROUNDING * Math.abs(value);
    if (!(bound > this.bound)) return;
    this.bound = bound;
    this.#boundPrice.set(centre);
  }

  #spend(): void {
    this.#control.spend(this.#answers.visits);
    this.#answers.visits = 0;
  }
}

/** Prices by cell, written out for every node. */
function labelPrices(
  { instance, demandNode, takerGood, takerCell, finalCount, nodeCount }: Labels,
  cell: Float64Array,
) {
  const p = instance.placeCount;
  const price = new Float64Array(nodeCount);
  for (let at = 0; at < demandNode.length; at++) if (demandNode[at] >= 0) price[demandNode[at]] = cell[at];
  for (let taker = 0; taker < takerGood.length; taker++) {
    const own = cell[takerGood[taker] * p + (takerCell[taker] % p)];
    price.fill(own, finalCount + taker * p, finalCount + (taker + 1) * p);
  }
  return price;
}

/** Nodes: spread of costs over throughput. */
function labelScale({ instance, demandNode, takerGood, most, finalCount, nodeCount }: Labels, spread: Float64Array) {
  const p = instance.placeCount;
  const scale = new Float64Array(nodeCount);
  for (let at = 0; at < demandNode.length; at++) {
    const j = demandNode[at];
    if (j >= 0) scale[j] = spread[Math.floor(at / p)] / most[j];
  }
  for (let j = finalCount; j < nodeCount; j++) {
    if (most[j] > 0) scale[j] = spread[takerGood[Math.floor((j - finalCount) / p)]] / most[j];
  }
  return scale;
}
