import type { Arcs } from "./arcs.ts";
import type { CoupledInstance } from "./instance.ts";
import type { PriceNodes } from "./price-nodes.ts";
import { roughThroughput } from "./start-prices.ts";

/** Part of the mean freight of the arcs, and of the mean fixed cost a unit, by which a price is expected to move. */
const FREIGHT_SHARE = 0.5;
const FIXED_SHARE = 0.5;
/** And at least by this part of itself. */
const PRICE_SHARE = 0.03;

/** Nodes: spread of costs over throughput, by which a step in the direction of what is short is scaled. */
export function priceScale(
  instance: CoupledInstance,
  nodes: PriceNodes,
  arcs: Arcs,
  cellPrice: Float64Array,
): Float64Array {
  const { placeCount: p, goodCount: g } = instance;
  const wanted = roughThroughput(instance);
  const spread = priceSpread(instance, arcs, cellPrice);
  const scale = new Float64Array(nodes.nodeCount);
  for (let good = 0; good < g; good++) {
    let places = 0;
    for (let cell = good * p; cell < (good + 1) * p; cell++) if (nodes.cellMost[cell] > 0) places++;
    const mean = wanted[good] / Math.max(1, places);
    for (let j = nodes.nodeStart[good * p]; j < nodes.nodeStart[(good + 1) * p]; j++) {
      const cell = nodes.nodeCell[j];
      const demand = nodes.demandNode[cell] === j ? instance.demand[cell] : 0;
      const through = Math.max(demand, mean > 0 ? Math.min(nodes.most[j], mean) : nodes.most[j]);
      scale[j] = through > 0 ? spread[good] / through : 0;
    }
  }
  return scale;
}

/** Goods: by how much their prices are expected to move. */
export function priceSpread(instance: CoupledInstance, arcs: Arcs, cellPrice: Float64Array): Float64Array {
  const { placeCount: p, goodCount: g, worksSize, worksFixed, sizeCapacity, cellWorks } = instance;
  const spreads = new Float64Array(g);
  for (let good = 0; good < g; good++) {
    const from = arcs.start[good * p];
    const to = arcs.start[(good + 1) * p];
    let freight = 0;
    for (let e = from; e < to; e++) freight += arcs.freight[e];
    let fixed = 0;
    const first = cellWorks[good * p];
    const last = cellWorks[(good + 1) * p];
    for (let works = first; works < last; works++)
      fixed += Math.abs(worksFixed[works]) / sizeCapacity[worksSize[works]];
    const spread =
      (to > from ? (FREIGHT_SHARE * freight) / (to - from) : 0) +
      (last > first ? (FIXED_SHARE * fixed) / (last - first) : 0);
    let price = 0;
    for (let place = 0; place < p; place++) price += Math.abs(cellPrice[good * p + place]) / p;
    spreads[good] = Math.max(spread, PRICE_SHARE * price);
    if (!(spreads[good] > 0)) spreads[good] = 1;
  }
  return spreads;
}
