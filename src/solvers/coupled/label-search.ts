import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import type { Control, Sliceable } from "../../base/control.ts";
import {
  answerLabels,
  type LabelAnswers,
  labelLosses,
  startLabelAnswers,
} from "../../kernels/coupled/label-answers.ts";
import { carryPrices, labelScale, type TakerNames, takerNames } from "../../kernels/coupled/label-prices.ts";
import { buildLabels, type Labels } from "../../kernels/coupled/labels.ts";
import {
  followAverage,
  type Pace,
  type Raising,
  restartRaising,
  SLOWLY,
  startRaising,
} from "../../kernels/coupled/raise-prices.ts";
import type { CoupledLabelPrices } from "../../problems/coupled-result.ts";
import type { CasePrices, CaseStart } from "./case-prices.ts";
import { CASE_STEP, moreRounds, RESTART_STEP, ROUNDING } from "./price-search.ts";

/** Rounds over a case's prices. */
const CASE_ROUNDS = 50;
/**
 * Fifty rounds have no time for ten failures before steps become shorter, and the average that they go on from is good: of five
 * chains at 50 x 6 the same was proved with 297 cases in place of 385.
 */
const CASE_PACE: Pace = { patience: 5, smallestWeight: 1e-3 };
const CASE_WEIGHT = 0.1;

/** Raises prices that tell by label whom things are made for. Every answer looks at all pairs of places, so it is a bound. */
export class LabelSearch implements CasePrices {
  readonly labels: Labels;
  readonly raising: Raising;
  bound = Number.NEGATIVE_INFINITY;
  readonly boundPrice: Float64Array;
  readonly #answers: LabelAnswers;
  readonly #control: Control;
  readonly #order: Int32Array;
  readonly #spread: Float64Array;
  readonly #arrays: ArraySource;

  /**
   * @param order goods, each before what it is made of.
   * @param spread goods: by how much prices are expected to move.
   * @param arrays where the arrays are taken from.
   */
  constructor(
    labels: Labels,
    order: Int32Array,
    price: Float64Array,
    spread: Float64Array,
    control: Control,
    arrays: ArraySource = OWN_ARRAYS,
  ) {
    const answers = startLabelAnswers(labels, arrays);
    this.#answers = answers;
    this.#arrays = arrays;
    this.#order = order;
    this.#spread = spread;
    this.labels = labels;
    this.#control = control;
    const { floor } = answers.moving;
    this.boundPrice = arrays.floats(price.length);
    for (let j = 0; j < price.length; j++) this.boundPrice[j] = Math.max(price[j], floor[j]);
    const respond = (at: Float64Array): number => answerLabels(answers, at);
    const scale = labelScale(labels, spread, arrays);
    this.raising = startRaising(
      { slope: answers.slope, open: answers.open, moving: answers.moving, respond },
      this.boundPrice,
      scale,
      0,
      SLOWLY,
      arrays,
    );
    this.#keep();
  }

  /** So many rounds from the best prices. Whether the run goes on. */
  raise(rounds: number, incumbent: number): Sliceable<boolean> {
    restartRaising(this.raising, RESTART_STEP);
    return this.goOn(rounds, incumbent);
  }

  /** The same along the average at hand, as far as a bound of `enough`. */
  *goOn(rounds: number, incumbent: number, enough?: number): Sliceable<boolean> {
    yield* moreRounds(this.raising, rounds, incumbent, this.#control, () => this.#spend(), enough);
    this.#keep();
    return this.#control.interruption() === undefined;
  }

  /** Cells: what works pay for their inputs on average over labels, else the prices given. */
  cellPrices(otherwise: Float64Array): Float64Array {
    const { instance, takerGood, takerCell, finalCount, most } = this.labels;
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

  /** Works: the least that plans cost with a works open, and without it. */
  boundsWhere(): { readonly open: Float64Array; readonly shut: Float64Array } {
    const { worksSize } = this.labels.instance;
    const open = this.#arrays.floats(worksSize.length);
    const shut = this.#arrays.floats(worksSize.length);
    labelLosses(this.#answers, this.boundPrice, open, shut);
    for (const losses of [open, shut])
      for (let i = 0; i < losses.length; i++) losses[i] = this.bound + losses[i] * (1 - ROUNDING);
    this.#spend();
    return { open, shut };
  }

  get averageOpen(): Float64Array {
    return this.raising.averageOpen;
  }

  start(): CaseStart {
    const { labels } = this;
    // Nothing of the case is kept but what the next one begins with.
    const prices = this.certificate();
    const average = this.#written(this.raising.average);
    return labelStart(labels, takerNames(labels), this.#order, prices, average, this.#spread);
  }

  certificate(): CoupledLabelPrices {
    return this.#written(this.boundPrice);
  }

  /** Values of nodes as a certificate has them. */
  #written(values: Float64Array): CoupledLabelPrices {
    const { demandNode, finalCount } = this.labels;
    const demandPrice = new Float64Array(demandNode.length);
    for (let cell = 0; cell < demandNode.length; cell++)
      if (demandNode[cell] >= 0) demandPrice[cell] = values[demandNode[cell]];
    return { demandPrice, inputPrice: values.slice(finalCount) };
  }

  #keep(): void {
    const { value, centre } = this.raising;
    const bound = value - ROUNDING * Math.abs(value);
    if (!(bound > this.bound)) return;
    this.bound = bound;
    this.boundPrice.set(centre);
  }

  #spend(): void {
    this.#control.spend(this.#answers.visits);
    this.#answers.visits = 0;
  }
}

function labelStart(
  { nodeCount, instance: { near } }: Labels,
  wider: TakerNames,
  order: Int32Array,
  prices: CoupledLabelPrices,
  average: CoupledLabelPrices,
  spread: Float64Array,
): CaseStart {
  return {
    form: "label",
    priceCount: nodeCount,
    rounds: CASE_ROUNDS,
    begin(instance, _, control, arrays) {
      for (let table = 0; table < near.length; table++) instance.near[table] = near[table];
      // What labels ask of a problem they find in every case of it.
      const labels = buildLabels(instance, order, arrays)!;
      const price = carryPrices(labels, wider, prices, arrays);
      const search = new LabelSearch(labels, order, price, spread, control, arrays);
      const { raising } = search;
      followAverage(raising, carryPrices(labels, wider, average, arrays), CASE_STEP);
      raising.pace = CASE_PACE;
      raising.largestWeight = CASE_WEIGHT;
      return search;
    },
  };
}
