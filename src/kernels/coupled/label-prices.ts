import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import type { CoupledLabelPrices } from "../../problems/coupled-result.ts";
import type { Labels } from "./labels.ts";

/**
 * Prices to start from, for every node: what a cell pays, or where less is left of what a label pays in the end, after
 * freight and all that is made in between at its least, so much.
 *
 * Complexity: goods * places^3.
 *
 * @param order goods, each before what it is made of.
 * @param cell cells: prices.
 */
export function labelPrices(labels: Labels, order: Int32Array, cell: Float64Array): Float64Array {
  const { instance, demandNode, takerStart, taker, groupTakerStart, groupTaker, groupTakes, floor } = labels;
  const { placeCount: p, table, rate, groupCell } = instance;
  const price = new Float64Array(labels.nodeCount);
  for (let at = 0; at < demandNode.length; at++) if (demandNode[at] >= 0) price[demandNode[at]] = cell[at];
  /** Of the good at hand: by place and label, what is paid there, and what a unit is worth that is made there. */
  const paid = new Float64Array(p * p);
  const worth = new Float64Array(p * p);
  const least = leastOwnCosts(labels);
  for (const good of order) {
    paid.fill(Number.NEGATIVE_INFINITY);
    for (let to = 0; to < p; to++) {
      const at = good * p + to;
      if (demandNode[at] >= 0) paid[to * p + to] = cell[at];
      for (let e = takerStart[at]; e < takerStart[at + 1]; e++) {
        const first = labels.finalCount + taker[e] * p;
        for (let d = 0; d < p; d++) paid[to * p + d] = Math.max(paid[to * p + d], price[first + d]);
      }
    }
    worth.set(paid);
    const entries = table[good];
    for (let from = 0; entries !== undefined && from < p; from++) {
      for (let to = 0; to < p; to++) {
        const freight = rate[good] * entries[from * p + to];
        if (from === to || freight === Number.POSITIVE_INFINITY) continue;
        raiseWorth(worth, from * p, paid, to * p, freight, p);
      }
    }
    for (let q = 0; q < groupCell.length; q++) {
      if (Math.floor(groupCell[q] / p) !== good) continue;
      const from = groupCell[q] % p;
      let inputs = 0;
      for (let e = groupTakerStart[q]; e < groupTakerStart[q + 1]; e++)
        inputs += groupTakes[e] * cell[labels.takerGood[groupTaker[e]] * p + from];
      for (let e = groupTakerStart[q]; e < groupTakerStart[q + 1]; e++) {
        const input = labels.takerGood[groupTaker[e]] * p + from;
        const others = inputs - groupTakes[e] * cell[input];
        const first = labels.finalCount + groupTaker[e] * p;
        for (let d = 0; d < p; d++) {
          const left = (worth[from * p + d] - least[q] - others) / groupTakes[e];
          price[first + d] = Math.max(floor[input], Math.min(cell[input], left));
        }
      }
    }
  }
  return price;
}

/**
 * Raises what a unit is worth where it is made, label by label, to what is left of what another place pays after freight.
 * A function of its own, so that it is compiled before all of `labelPrices` is.
 */
function raiseWorth(
  worth: Float64Array,
  from: number,
  paid: Float64Array,
  to: number,
  freight: number,
  labels: number,
): void {
  for (let d = 0; d < labels; d++) {
    const left = paid[to + d] - freight;
    if (left > worth[from + d]) worth[from + d] = left;
  }
}

/** Groups: the least that a unit costs before its inputs. */
function leastOwnCosts({ instance }: Labels): Float64Array {
  const { groupStart, worksSize, activityStart, activityCost } = instance;
  const least = new Float64Array(groupStart.length - 1).fill(Number.POSITIVE_INFINITY);
  for (let q = 0; q < least.length; q++)
    for (let i = groupStart[q]; i < groupStart[q + 1]; i++)
      least[q] = Math.min(least[q], activityCost[activityStart[worksSize[i]]]);
  return least;
}

/** Nodes: the floor of their cell. */
export function nodeFloors(
  { instance, demandNode, takerGood, takerCell, finalCount, nodeCount, floor }: Labels,
  arrays: ArraySource = OWN_ARRAYS,
): Float64Array {
  const p = instance.placeCount;
  const own = arrays.floats(nodeCount);
  for (let at = 0; at < demandNode.length; at++) if (demandNode[at] >= 0) own[demandNode[at]] = floor[at];
  for (let taker = 0; taker < takerGood.length; taker++)
    own.fill(
      floor[takerGood[taker] * p + (takerCell[taker] % p)],
      finalCount + taker * p,
      finalCount + (taker + 1) * p,
    );
  return own;
}

/** Takers of other labels of the same places and goods: cell * goods + good of what each takes. */
export type TakerNames = Int32Array;

export function takerNames({ instance, takerGood, takerCell }: Labels): TakerNames {
  const names = new Int32Array(takerGood.length);
  for (let taker = 0; taker < names.length; taker++)
    names[taker] = takerCell[taker] * instance.goodCount + takerGood[taker];
  return names;
}

/** Prices, as a certificate has them, of other labels of the same places and goods, whose takers are more. */
export function carryPrices(
  labels: Labels,
  wider: TakerNames,
  { demandPrice, inputPrice }: CoupledLabelPrices,
  arrays: ArraySource,
): Float64Array {
  const { instance, demandNode, takerGood, takerCell, finalCount, nodeCount } = labels;
  const { placeCount: p, goodCount: g } = instance;
  const price = arrays.floats(nodeCount);
  for (let at = 0; at < demandNode.length; at++) if (demandNode[at] >= 0) price[demandNode[at]] = demandPrice[at];
  const takerOf = arrays.ints(g * demandNode.length).fill(-1);
  for (let taker = 0; taker < wider.length; taker++) takerOf[wider[taker]] = taker;
  for (let taker = 0; taker < takerGood.length; taker++) {
    const from = takerOf[takerCell[taker] * g + takerGood[taker]] * p;
    for (let d = 0; d < p; d++) price[finalCount + taker * p + d] = inputPrice[from + d];
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
  arrays: ArraySource = OWN_ARRAYS,
): Float64Array {
  const p = instance.placeCount;
  const scale = arrays.floats(nodeCount);
  for (let at = 0; at < demandNode.length; at++) {
    const j = demandNode[at];
    if (j >= 0) scale[j] = spread[Math.floor(at / p)] / most[j];
  }
  for (let taker = 0; taker < takerGood.length; taker++) {
    const own = spread[takerGood[taker]];
    const first = finalCount + taker * p;
    for (let j = first; j < first + p; j++) if (most[j] > 0) scale[j] = own / most[j];
  }
  return scale;
}
