import { startAnswers } from "../../kernels/coupled/answer-state.ts";
import { answer } from "../../kernels/coupled/answers.ts";
import type { Arcs } from "../../kernels/coupled/arcs.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { PriceNodes } from "../../kernels/coupled/price-nodes.ts";
import type { Prices } from "./price-search.ts";

/** Prices as they are given, of which nothing is proved; what by-products are worth at them is found when it is asked for. */
export class PricesAsGiven implements Prices {
  readonly nodes: PriceNodes;
  readonly bound = Number.NEGATIVE_INFINITY;
  readonly boundPrice: Float64Array;
  readonly centre: Float64Array;
  readonly #instance: CoupledInstance;
  readonly #arcs: Arcs;
  #gatePrice: Float64Array | undefined;

  constructor(instance: CoupledInstance, nodes: PriceNodes, arcs: Arcs, price: Float64Array) {
    this.#instance = instance;
    this.#arcs = arcs;
    this.nodes = nodes;
    this.boundPrice = this.centre = price;
  }

  get gatePrice(): Float64Array {
    this.#gatePrice ??= this.#answered();
    return this.#gatePrice;
  }

  #answered(): Float64Array {
    const answers = startAnswers(this.#instance, this.nodes, this.#arcs, this.centre);
    answer(answers, this.centre, false);
    return answers.gatePrice;
  }
}
