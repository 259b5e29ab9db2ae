/**
 * What opening and closing lots could save in a network of stages at most, at the prices of its present flow, which is optimal.
 *
 * Exact:  prices of the present flow are dual feasible for any other lots, once what a closed works earned is no longer
 *         taken off and what an opened one would earn is. So a change saves at most the sum of `savings` of the lots that
 *         close and of those that open; one that saves nothing by this count need not be tried.
 * Complexity: for each works that is closed a look at its pairs and a sort of those that pay.
 */

import type { Lots } from "./lots.ts";
import { sortFalling } from "./sort-falling.ts";
import type { StageNetwork } from "./stage-network.ts";
import { stagePrice } from "./stage-network.ts";

/** Room for the reckoning, and pairs by both their ends. */
export interface StageWorth {
  /** Cells + 1: pairs that leave a cell, and pairs that arrive at one. */
  readonly leaves: Int32Array;
  readonly arrives: Int32Array;
  readonly arriving: Int32Array;
  /** Cells: the most that is wanted there, in whole amounts, by what is open. */
  readonly most: Float64Array;
  readonly worth: Float64Array;
  readonly item: Int32Array;
}

export function startWorth({ instance, pairCell, pairTo, pairArc, lackArc }: StageNetwork): StageWorth {
  const p = instance.placeCount;
  const cellCount = instance.demand.length;
  const pairCount = lackArc - pairArc;
  const leaves = new Int32Array(cellCount + 1);
  const arrives = new Int32Array(cellCount + 1);
  const target = (e: number): number => pairCell[e] - (pairCell[e] % p) + pairTo[e];
  for (let e = 0; e < pairCount; e++) {
    leaves[pairCell[e] + 1]++;
    arrives[target(e) + 1]++;
  }
  for (let cell = 0; cell < cellCount; cell++) {
    leaves[cell + 1] += leaves[cell];
    arrives[cell + 1] += arrives[cell];
  }
  const next = arrives.slice();
  const arriving = new Int32Array(pairCount);
  for (let e = 0; e < pairCount; e++) arriving[next[target(e)]++] = e;
  return {
    leaves,
    arrives,
    arriving,
    most: new Float64Array(cellCount),
    worth: new Float64Array(p),
    item: new Int32Array(p),
  };
}

/** Reckons what is wanted where, after lots were opened or closed. */
export function countWanted({ most }: StageWorth, net: StageNetwork, lots: Lots, isOpen: Int8Array): void {
  const { instance, network, worksArc, lackArc, demandCell } = net;
  most.fill(0);
  for (let b = 0; b < demandCell.length; b++) most[demandCell[b]] = network.capacity[lackArc + b];
  for (let lot = 0; lot < lots.lotCount; lot++) {
    if (isOpen[lot] === 0) continue;
    for (let k = lots.groupStart[lot]; k < lots.groupStart[lot + 1]; k++) {
      const i = instance.groupStart[lots.group[k]];
      const from = inputCellOf(net, i);
      if (from >= 0) most[from] += network.capacity[worksArc[i]];
    }
  }
}

/** The cell that a works takes from, -1 where it takes nothing. */
export function inputCellOf({ instance }: StageNetwork, i: number): number {
  const { worksSize, sizeCell, placeCount: p, activityStart, takeStart, takeInput, inputGood } = instance;
  const first = takeStart[activityStart[worksSize[i]]];
  if (takeStart[activityStart[worksSize[i]] + 1] === first) return -1;
  return inputGood[takeInput[first]] * p + (sizeCell[worksSize[i]] % p);
}

/** What an open works earns above what its goods cost, in the network's units: what is lost at least when it closes. */
export function rentOf({ tree, worksArc }: StageNetwork, i: number): number {
  const { slot, reversed, capacity, cost, potential, tail, head } = tree;
  const e = slot[worksArc[i]];
  return reversed[e] === 1 ? capacity[e] * (cost[e] + potential[tail[e]] - potential[head[e]]) : 0;
}

/** What a closed works could earn at most, in the network's units. */
export function worthIfOpen(room: StageWorth, net: StageNetwork, i: number): number {
  const { instance, network, tree, openCost, pairArc, pairCell, pairTo, departure, arrival } = net;
  const { leaves, arrives, arriving, most, worth, item } = room;
  const p = instance.placeCount;
  let entry = openCost[i];
  const from = inputCellOf(net, i);
  if (from >= 0) {
    // The price where nothing arrives says nothing; what bringing it there would cost does.
    let least = Number.POSITIVE_INFINITY;
    for (let k = arrives[from]; k < arrives[from + 1]; k++) {
      const e = arriving[k];
      least = Math.min(least, stagePrice(net, departure[pairCell[e]]) + network.cost[pairArc + e]);
    }
    entry += least;
    tree.visits += arrives[from + 1] - arrives[from];
  }
  const cell = instance.sizeCell[instance.worksSize[i]];
  const goodStart = cell - (cell % p);
  let count = 0;
  for (let e = leaves[cell]; e < leaves[cell + 1]; e++) {
    const to = goodStart + pairTo[e];
    if (most[to] === 0) continue;
    const gain = stagePrice(net, arrival[to]) - network.cost[pairArc + e] - entry;
    if (!(gain > 0)) continue;
    worth[count] = gain;
    item[count++] = to;
  }
  tree.visits += leaves[cell + 1] - leaves[cell] + count;
  return fullWorth(room, net, i, count);
}

/** What a works earns that fills up with the first `count` items, those that are worth most first, in the network's units. */
export function fullWorth({ most, worth, item }: StageWorth, net: StageNetwork, i: number, count: number): number {
  sortFalling(worth, item, count);
  let left = net.network.capacity[net.worksArc[i]];
  let sum = 0;
  for (let k = 0; k < count && left > 0; k++) {
    const sent = Math.min(left, most[item[k]]);
    sum += worth[k] * sent;
    left -= sent;
  }
  return sum;
}
