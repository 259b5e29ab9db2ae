import type { Labels } from "./labels.ts";

/** Prices by cell, written out for every node. */
export function labelPrices(
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

/** Prices of other labels of the same places and goods, whose takers are more. */
export function carryPrices(labels: Labels, wider: Labels, widerPrice: Float64Array): Float64Array {
  const { instance, demandNode, takerGood, takerCell, finalCount, nodeCount } = labels;
  const { placeCount: p, goodCount: g } = instance;
  const price = new Float64Array(nodeCount);
  for (let at = 0; at < demandNode.length; at++)
    if (demandNode[at] >= 0) price[demandNode[at]] = widerPrice[wider.demandNode[at]];
  const takerOf = new Int32Array(g * demandNode.length).fill(-1);
  for (let taker = 0; taker < wider.takerGood.length; taker++)
    takerOf[wider.takerCell[taker] * g + wider.takerGood[taker]] = taker;
  for (let taker = 0; taker < takerGood.length; taker++) {
    const from = wider.finalCount + takerOf[takerCell[taker] * g + takerGood[taker]] * p;
    price.set(widerPrice.subarray(from, from + p), finalCount + taker * p);
  }
  return price;
}

/**
 * Nodes: spread of costs over throughput.
 *
 * @param spread goods: by how much their prices are expected to move.
 */
export function labelScale(
  { instance, demandNode, takerGood, most, finalCount, nodeCount }: Labels,
  spread: Float64Array,
): Float64Array {
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
