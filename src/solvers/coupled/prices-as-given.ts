import type { PriceNodes } from "../../kernels/coupled/price-nodes.ts";
import type { Prices } from "./price-search.ts";

/** Prices as they are given, of which nothing is proved; what by-products are worth at them the fine prices' answers say. */
export class PricesAsGiven implements Prices {
  readonly nodes: PriceNodes;
  readonly bound = Number.NEGATIVE_INFINITY;
  readonly boundPrice: Float64Array;
  readonly centre: Float64Array;

  constructor(nodes: PriceNodes, price: Float64Array) {
    this.nodes = nodes;
    this.boundPrice = this.centre = price;
  }
}
