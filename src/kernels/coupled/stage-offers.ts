/**
 * What closing works costs at least in a network of stages, and what opening others saves at most, at the prices of its
 * present flow, which is optimal.
 *
 * Exact:  where a works closes, prices of those it served may rise to what the next best open place offers and stay a
 *         proof: demand pays the rise, and full works that take the good lose as much of their rent. Works that open earn
 *         at most what the dearest destinations pay at those prices, each as much as it can take. The sum bounds what a
 *         change can save that closes some works and opens others which do not supply each other.
 * Shapes: by cell. Units: the network's.
 */
import { type StageNetwork, stagePrice } from "./stage-network.ts";
import { fullWorth, inputCellOf, rentOf, type StageWorth } from "./stage-worth.ts";

export interface StageOffers {
  /** Cells where goods arrive: how much dearer the best and the second best open place are than the price; the best one's cell, -1 for none. */
  readonly cheapest: Float64Array;
  readonly cheapestFrom: Int32Array;
  readonly second: Float64Array;
  /** Cells: open works that make the good there; supplies count for many. */
  readonly openAt: Int32Array;
  /** Cells: what demand takes. */
  readonly demand: Float64Array;
  /** Cells + 1: works in the network that take from each. */
  readonly takerStart: Int32Array;
  readonly taker: Int32Array;
  /** Works: what each earns above its costs. */
  readonly rent: Float64Array;
}

/** A place with supply never closes. */
const SUPPLY = 1 << 20;

export function startOffers(net: StageNetwork): StageOffers {
  const { instance, works, worksArc, demandCell, network, lackArc } = net;
  const cellCount = instance.demand.length;
  const takerStart = new Int32Array(cellCount + 1);
  const cellOf = works.map((i) => inputCellOf(net, i));
  for (let k = 0; k < cellOf.length; k++) if (cellOf[k] >= 0) takerStart[cellOf[k] + 1]++;
  for (let cell = 0; cell < cellCount; cell++) takerStart[cell + 1] += takerStart[cell];
  const next = takerStart.slice();
  const taker = new Int32Array(takerStart[cellCount]);
  for (let k = 0; k < cellOf.length; k++) if (cellOf[k] >= 0) taker[next[cellOf[k]]++] = works[k];
  const demand = new Float64Array(cellCount);
  for (let b = 0; b < demandCell.length; b++) demand[demandCell[b]] = network.capacity[lackArc + b];
  return {
    cheapest: new Float64Array(cellCount),
    cheapestFrom: new Int32Array(cellCount),
    second: new Float64Array(cellCount),
    openAt: new Int32Array(cellCount),
    demand,
    takerStart,
    taker,
    rent: new Float64Array(worksArc.length),
  };
}

/** Looks at all pairs that leave open places, at the present prices; and counts what is wanted where. */
export function findOffers(found: StageOffers, { most }: StageWorth, net: StageNetwork, isOpen: Int8Array): void {
  const { instance, tree, network, pairArc, pairCell, pairTo, departure, arrival, lackArc, worksArc } = net;
  const { cheapest, cheapestFrom, second, openAt, demand, rent } = found;
  const { placeCount: p, sizeCell, worksSize } = instance;
  openAt.fill(0);
  most.set(demand);
  for (let k = 0; k < net.works.length; k++) {
    const i = net.works[k];
    rent[i] = 0;
    if (isOpen[i] !== 1) continue;
    openAt[sizeCell[worksSize[i]]]++;
    rent[i] = rentOf(net, i);
    const from = inputCellOf(net, i);
    if (from >= 0) most[from] += network.capacity[worksArc[i]];
  }
  for (let s = 0; s < net.supplyCell.length; s++) openAt[net.supplyCell[s]] += SUPPLY;
  for (let cell = 0; cell < arrival.length; cell++) {
    if (arrival[cell] < 0) continue;
    // Going without is a last resort for whoever takes.
    cheapest[cell] = network.cost[lackArc] - stagePrice(net, arrival[cell]);
    cheapestFrom[cell] = -1;
    second[cell] = Number.POSITIVE_INFINITY;
  }
  for (let s = 0; s < net.softCell.length; s++) {
    const cell = net.softCell[s];
    cheapest[cell] = Math.min(cheapest[cell], network.cost[net.softArc + s] - stagePrice(net, arrival[cell]));
  }
  for (let e = 0; e < pairCell.length; e++) {
    const from = pairCell[e];
    if (openAt[from] === 0) continue;
    const to = from - (from % p) + pairTo[e];
    const extra = stagePrice(net, departure[from]) + network.cost[pairArc + e] - stagePrice(net, arrival[to]);
    if (extra < cheapest[to]) {
      second[to] = cheapest[to];
      cheapest[to] = extra;
      cheapestFrom[to] = from;
    } else if (extra < second[to]) second[to] = extra;
  }
  tree.visits += pairCell.length + net.works.length;
}

/** How much the price where goods arrive may rise when nothing leaves `closing` any more (-1: no such place). */
function riseAt({ cheapest, cheapestFrom, second }: StageOffers, cell: number, closing: number): number {
  if (closing < 0 || cheapestFrom[cell] !== closing) return 0;
  return second[cell] - Math.max(0, cheapest[cell]);
}

/** The cell that nothing leaves once a works has closed, -1 where others are open there. */
export function emptiedBy({ openAt }: StageOffers, { instance }: StageNetwork, i: number): number {
  const cell = instance.sizeCell[instance.worksSize[i]];
  return openAt[cell] === 1 ? cell : -1;
}

/** The least that closing an open works adds to the cost of all flows. */
export function leastLoss(found: StageOffers, { leaves }: StageWorth, net: StageNetwork, i: number): number {
  const { network, worksArc, pairTo, tree, instance } = net;
  const { demand, takerStart, taker, rent } = found;
  let loss = rent[i];
  const from = emptiedBy(found, net, i);
  if (from < 0) return loss;
  const goodStart = from - (from % instance.placeCount);
  for (let e = leaves[from]; e < leaves[from + 1]; e++) {
    const to = goodStart + pairTo[e];
    const rise = riseAt(found, to, from);
    if (rise <= 0) continue;
    loss += rise * demand[to];
    for (let k = takerStart[to]; k < takerStart[to + 1]; k++)
      if (rent[taker[k]] > 0) loss += Math.min(rent[taker[k]], rise * network.capacity[worksArc[taker[k]]]);
  }
  tree.visits += leaves[from + 1] - leaves[from];
  return loss;
}

/** What a closed works could earn at most once nothing leaves `closing` any more (-1: no such place). */
export function mostWorth(found: StageOffers, room: StageWorth, net: StageNetwork, i: number, closing: number): number {
  const { instance, network, tree, openCost, pairArc, pairTo, arrival, departure, pairCell } = net;
  const { leaves, arrives, arriving, most, worth, item } = room;
  let entry = openCost[i];
  const from = inputCellOf(net, i);
  if (from >= 0) {
    // The price where nothing arrives says nothing; what bringing it there would cost does.
    let least = Number.POSITIVE_INFINITY;
    for (let k = arrives[from]; k < arrives[from + 1]; k++) {
      const e = arriving[k];
      if (found.openAt[pairCell[e]] === 0) continue;
      least = Math.min(least, stagePrice(net, departure[pairCell[e]]) + network.cost[pairArc + e]);
    }
    entry += least;
    tree.visits += arrives[from + 1] - arrives[from];
  }
  const cell = instance.sizeCell[instance.worksSize[i]];
  const goodStart = cell - (cell % instance.placeCount);
  let count = 0;
  for (let e = leaves[cell]; e < leaves[cell + 1]; e++) {
    const to = goodStart + pairTo[e];
    if (most[to] === 0) continue;
    const gain = stagePrice(net, arrival[to]) + riseAt(found, to, closing) - network.cost[pairArc + e] - entry;
    if (!(gain > 0)) continue;
    worth[count] = gain;
    item[count++] = to;
  }
  tree.visits += leaves[cell + 1] - leaves[cell] + count;
  return fullWorth(room, net, i, count);
}
