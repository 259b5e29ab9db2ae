import type { Sliceable } from "../../base/control.ts";
import { type Arcs, arcsBetween } from "../../kernels/coupled/arcs.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { fineNodes, nodeValues } from "../../kernels/coupled/price-nodes.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";
import type { CasePrices, CaseStart } from "./case-prices.ts";
import { CASE_STEP, certificateOf, PriceSearch, ROUNDING } from "./price-search.ts";

/** The arcs that a case begins with, picked from those of the one it comes from. */
interface PickedArcs {
  readonly arcs: Arcs;
  readonly of: Arcs;
}

/** Rounds over a case's prices. */
const ROUNDS = 60;

/** The fine prices of a case: one for each final demand and for each input of each size that is left. */
export class FineCasePrices implements CasePrices {
  readonly #search: PriceSearch;
  readonly #instance: CoupledInstance;
  readonly #size: Int32Array;
  readonly #cellPrice: Float64Array;
  readonly #picked: PickedArcs;

  /**
   * @param size the case's sizes, by number in the whole problem.
   * @param cellPrice cells: about what goods cost there.
   */
  constructor(
    search: PriceSearch,
    instance: CoupledInstance,
    size: Int32Array,
    cellPrice: Float64Array,
    picked: PickedArcs = { arcs: search.answers.arcs, of: search.answers.arcs },
  ) {
    this.#search = search;
    this.#instance = instance;
    this.#size = size;
    this.#cellPrice = cellPrice;
    this.#picked = picked;
  }

  get bound(): number {
    return this.#search.bound;
  }

  get averageOpen(): Float64Array {
    return this.#search.raising.averageOpen;
  }

  goOn(rounds: number, incumbent: number, enough: number): Sliceable<boolean> {
    return this.#search.goOn(rounds, incumbent, enough);
  }

  boundsWhere(): { readonly open: Float64Array; readonly shut: Float64Array } {
    const { bound } = this.#search;
    const { opening, closing } = this.#search.losses();
    const boundWith = (loss: number): number => bound + loss * (1 - ROUNDING);
    return { open: opening.map(boundWith), shut: closing.map(boundWith) };
  }

  certificate(): CoupledPrices {
    const { nodes, boundPrice } = this.#search;
    return certificateOf(nodes, boundPrice);
  }

  start(): CaseStart {
    const { answers, nodes, raising } = this.#search;
    const { near } = this.#instance;
    // The case's own arrays are the next one's.
    const inputStart = this.#instance.inputStart.slice();
    // Cases share their arcs unless they found others: a list for each would be most of what they keep.
    const arcs = answers.arcs === this.#picked.arcs ? this.#picked.of : answers.arcs;
    const size = this.#size;
    const cellPrice = this.#cellPrice;
    const prices = this.certificate();
    // A list for each final demand and input, as prices have one.
    const average = certificateOf(nodes, raising.average);
    return {
      form: "fine",
      priceCount: nodes.nodeCount,
      rounds: ROUNDS,
      begin(instance, left, control) {
        for (let table = 0; table < near.length; table++) instance.near[table] = near[table];
        const own = fineNodes(instance);
        const carry = ({ demandPrice, inputPrice }: CoupledPrices): Float64Array =>
          nodeValues(own, demandPrice, inputsOf(inputPrice, inputStart, size, left, instance));
        const picked = { arcs: arcsBetween(instance, arcs, own.cellMost), of: arcs };
        const search = new PriceSearch(instance, own, picked.arcs, carry(prices), cellPrice, control);
        search.follow(carry(average), CASE_STEP);
        return new FineCasePrices(search, instance, left, cellPrice, picked);
      },
    };
  }
}

/** Of values by input, those of the sizes that are left; both lists of sizes ascend. */
function inputsOf(
  values: Float64Array,
  inputStart: Int32Array,
  size: Int32Array,
  left: Int32Array,
  instance: CoupledInstance,
): Float64Array {
  const own = new Float64Array(instance.inputGood.length);
  let wide = 0;
  for (let k = 0; k < left.length; k++) {
    while (size[wide] !== left[k]) wide++;
    own.set(values.subarray(inputStart[wide], inputStart[wide + 1]), instance.inputStart[k]);
  }
  return own;
}
