/**
 * A coupled problem in which every good is made of at most one other, as one network in whole numbers: what works are open
 * decides alone, and the cheapest flow through all goods at once is found exactly.
 *
 * Nodes:  an origin; for each cell with works or supply a place of departure; for each cell with demand or with works that
 *         take from it a place of arrival. Arcs: works, from where their input arrives (or the origin) to where they make;
 *         origin to departures with supply; pairs of places; origin to demand, for what is gone without.
 * Units:  a unit of a good counts `factor[good]`, so that works neither add nor lose; amounts in `amountScale`ths of that,
 *         costs in `costScale`ths, at each good's nodes less by its `shift`: all that a unit takes whatever is open, which is
 *         most of it, is the same for all, so that what is left may be told the finer.
 * Keeps:  opening and closing changes costs only, so a tree stays a feasible basis: only potentials are renewed.
 * Memory: O(arcs), taken when the network is built.
 */
import { startSimplex } from "../network-simplex.ts";
import { type Network, RECORD, TREE_ARC, type TreeState } from "../network-tree.ts";
import { optimise, renewPotentials } from "./good-network.ts";
import type { CoupledInstance } from "./instance.ts";
import { choosePairs, type Pairs } from "./pairs.ts";
import { shiftsOf } from "./stage-factors.ts";
import { COARSE, type Grain, wholeAbove, wholeBelow, wholeScale } from "./whole-scale.ts";

export interface StageNetwork {
  readonly instance: CoupledInstance;
  readonly factor: Float64Array;
  readonly amountScale: number;
  readonly costScale: number;
  /** Goods: what costs at its nodes are less by, whole; and what all that is wanted costs less by it. */
  readonly shift: Float64Array;
  readonly shifted: number;
  readonly network: Network;
  readonly tree: TreeState;
  /** Those that may be opened, ascending. */
  readonly works: Int32Array;
  /** Works: its arc, -1 for those left out, and what a unit costs when it is open. */
  readonly worksArc: Int32Array;
  readonly openCost: Float64Array;
  readonly closedCost: number;
  /** Cells: local nodes of departure and arrival, -1 where there is none. */
  readonly departure: Int32Array;
  readonly arrival: Int32Array;
  /** Pairs: arcs pairArc .. lackArc - 1, and the cells and places they join. */
  readonly pairArc: number;
  readonly pairCell: Int32Array;
  readonly pairTo: Int32Array;
  /** Then an arc for each cell with demand, then those for what may stay unmet, then supplies. */
  readonly lackArc: number;
  readonly demandCell: Int32Array;
  readonly softArc: number;
  readonly softCell: Int32Array;
  readonly supplyArc: number;
  readonly supplyCell: Int32Array;
}

/** Costs of a search stay narrow: a closed works costs so much less than 2^31 over nodes, and twice what going without does. */
const NARROW_COSTS = 2 ** 28;
/** Costs of a last flow. */
const PRECISE_COSTS = 2 ** 29;

/**
 * Builds network and tree; all works are closed and everybody goes without.
 *
 * @param isIn works that may be opened.
 * @param precise costs are as fine as doubles allow; else so coarse that the simplex is at its fastest.
 * @param goods only these, with all that they are made of and that is made of them; all when absent.
 * @param likely cells, 1 where something is likely to leave: then only the nearest pairs of places are in it, see `pairs.ts`,
 *        else all.
 */
export function buildStages(
  instance: CoupledInstance,
  factor: Float64Array,
  isIn: Int8Array,
  precise: boolean,
  goods?: ReadonlySet<number>,
  grain: Grain = COARSE,
  likely?: Int8Array,
): StageNetwork {
  const isAsked = (cell: number): boolean => goods?.has(Math.floor(cell / instance.placeCount)) ?? true;
  const {
    placeCount: p,
    demand,
    supply,
    shortage,
    worksSize,
    sizeCell,
    activityStart,
    takeStart,
    takeInput,
  } = instance;
  const cellCount = demand.length;
  const departure = new Int32Array(cellCount).fill(-1);
  const arrival = new Int32Array(cellCount).fill(-1);
  let nodeCount = 1;
  const nodeAt = (nodes: Int32Array, cell: number): number => {
    if (nodes[cell] < 0) nodes[cell] = nodeCount++;
    return nodes[cell];
  };
  const inputCell = (i: number): number => {
    const activity = activityStart[worksSize[i]];
    if (takeStart[activity + 1] === takeStart[activity]) return -1;
    return instance.inputGood[takeInput[takeStart[activity]]] * p + (sizeCell[worksSize[i]] % p);
  };
  const worksIn = whereSet(isIn);
  const worksArc = new Int32Array(worksSize.length).fill(-1);
  const factorOf = (cell: number): number => factor[Math.floor(cell / p)];
  const worksTail = new Int32Array(worksIn.length);
  for (let k = 0; k < worksIn.length; k++) {
    const i = worksIn[k];
    const from = inputCell(i);
    worksArc[i] = k;
    if (from >= 0) worksTail[k] = nodeAt(arrival, from);
    nodeAt(departure, sizeCell[worksSize[i]]);
  }
  const demandCell = demandCells(instance, goods);
  for (const cell of demandCell) nodeAt(arrival, cell);
  const supplyCell = instance.supplyCell.filter(isAsked);
  for (const cell of supplyCell) nodeAt(departure, cell);
  const softCell = demandCell.filter((cell) => shortage[Math.floor(cell / p)] < Number.POSITIVE_INFINITY);
  const byGood = pairsByGood(instance, departure, arrival, likely);
  const pairCount = byGood.reduce((sum, { to }) => sum + to.length, 0);
  const pairCell = new Int32Array(pairCount);
  const pairTo = new Int32Array(pairCount);
  const pairArc = worksIn.length;
  const lackArc = pairArc + pairCount;
  const softArc = lackArc + demandCell.length;
  const supplyArc = softArc + softCell.length;
  const arcCount = supplyArc + supplyCell.length;
  const tail = new Int32Array(arcCount);
  const head = new Int32Array(arcCount);
  const cost = new Float64Array(arcCount);
  const capacity = new Float64Array(arcCount);
  let wanted = 0;
  for (const cell of demandCell) wanted += demand[cell] * factorOf(cell);
  // What costs of a good's works are less by, and the dearest of them.
  const shift = shiftsOf(instance, factor, worksIn);
  const dearestWorks = new Float64Array(instance.goodCount);
  for (let k = 0; k < worksIn.length; k++) {
    const size = worksSize[worksIn[k]];
    const own = factorOf(sizeCell[size]);
    tail[k] = worksTail[k];
    head[k] = departure[sizeCell[size]];
    const good = Math.floor(sizeCell[size] / p);
    cost[k] = instance.activityCost[activityStart[size]] / own;
    capacity[k] = instance.sizeCapacity[size] * own;
    const from = inputCell(worksIn[k]);
    const least = shift[good] - (from < 0 ? 0 : shift[Math.floor(from / p)]);
    dearestWorks[good] = Math.max(dearestWorks[good], Math.abs(cost[k] - least));
  }
  // No way from the origin is dearer than the dearest step of each kind in every good.
  let path = 0;
  for (let good = 0; good < dearestWorks.length; good++) path += dearestWorks[good];
  let pair = 0;
  for (const { good, from, to, toPlace, start, freight } of byGood) {
    let dearest = 0;
    for (let a = 0; a < from.length; a++) {
      const cell = good * p + from[a];
      for (let e = start[a]; e < start[a + 1]; e++) {
        pairCell[pair] = cell;
        pairTo[pair] = toPlace[to[e]];
        tail[pairArc + pair] = departure[cell];
        head[pairArc + pair] = arrival[good * p + pairTo[pair]];
        cost[pairArc + pair] = freight[e] / factor[good];
        dearest = Math.max(dearest, cost[pairArc + pair++]);
      }
    }
    path += dearest;
  }
  for (let b = 0; b < demandCell.length; b++) {
    head[lackArc + b] = arrival[demandCell[b]];
    capacity[lackArc + b] = demand[demandCell[b]] * factorOf(demandCell[b]);
  }
  for (let b = 0; b < softCell.length; b++) {
    const own = factorOf(softCell[b]);
    head[softArc + b] = arrival[softCell[b]];
    cost[softArc + b] = shortage[Math.floor(softCell[b] / p)] / own;
    capacity[softArc + b] = demand[softCell[b]] * own;
    path = Math.max(path, Math.abs(cost[softArc + b]) + Math.abs(shift[Math.floor(softCell[b] / p)]));
  }
  for (let b = 0; b < supplyCell.length; b++) {
    head[supplyArc + b] = departure[supplyCell[b]];
    capacity[supplyArc + b] = supply[supplyCell[b]] * factorOf(supplyCell[b]);
    path = Math.max(path, Math.abs(shift[Math.floor(supplyCell[b] / p)]));
  }
  const closedCost = precise ? PRECISE_COSTS : Math.floor(NARROW_COSTS / (nodeCount + 2));
  const lackCost = Math.floor(closedCost / 2);
  // Where nothing costs anything, any scale does.
  const costScale = wholeScale(path > 0 ? lackCost / 2 / path : 1, cost);
  const amountScale = wholeScale(wanted > 0 ? grain.amounts / wanted : 1, capacity);
  const need = Float64Array.from(demandCell, (cell) => wholeAbove(demand[cell] * factorOf(cell) * amountScale, grain));
  const total = need.reduce((sum, amount) => sum + amount, 0);
  for (let good = 0; good < shift.length; good++) shift[good] = Math.round(shift[good] * costScale);
  let shifted = 0;
  for (let b = 0; b < need.length; b++) shifted += need[b] * shift[Math.floor(demandCell[b] / p)];
  for (let a = 0; a < arcCount; a++) {
    cost[a] = Math.round(cost[a] * costScale);
    // Pairs have room for more than there is, so that they never stand at capacity.
    const isPair = a >= pairArc && a < lackArc;
    capacity[a] = isPair ? total + 1 : Math.min(total, wholeBelow(capacity[a] * amountScale, grain));
  }
  const supplies = new Float64Array(nodeCount);
  supplies[0] = total;
  for (let b = 0; b < demandCell.length; b++) {
    supplies[arrival[demandCell[b]]] = -need[b];
    cost[lackArc + b] = lackCost;
    capacity[lackArc + b] = need[b];
  }
  for (let b = 0; b < softCell.length; b++) cost[softArc + b] -= shift[Math.floor(softCell[b] / p)];
  for (let b = 0; b < supplyCell.length; b++) cost[supplyArc + b] -= shift[Math.floor(supplyCell[b] / p)];
  const openCost = new Float64Array(worksSize.length);
  for (let k = 0; k < worksIn.length; k++) {
    const from = inputCell(worksIn[k]);
    const below = from < 0 ? 0 : shift[Math.floor(from / p)];
    openCost[worksIn[k]] = cost[k] + below - shift[Math.floor(sizeCell[worksSize[worksIn[k]]] / p)];
    cost[k] = closedCost;
  }
  const mayKeep = new Int8Array(nodeCount);
  const network: Network = { nodeCount, arcCount, tail, head, cost, capacity, supply: supplies, mayKeep };
  const marks = { arc: new Int8Array(arcCount), node: new Int8Array(nodeCount) };
  for (let b = 0; b < need.length; b++) marks.arc[lackArc + b] = 1;
  marks.node[0] = 1;
  return {
    instance,
    factor,
    amountScale,
    costScale,
    shift,
    shifted,
    network,
    tree: startSimplex(network, marks),
    works: worksIn,
    worksArc,
    openCost,
    closedCost,
    departure,
    arrival,
    pairArc,
    pairCell,
    pairTo,
    lackArc,
    demandCell,
    softArc,
    softCell,
    supplyArc,
    supplyCell,
  };
}

/** Where a list is not zero, ascending. */
function whereSet(isIn: Int8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < isIn.length; i++) if (isIn[i] !== 0) count++;
  const found = new Int32Array(count);
  for (let i = 0, at = 0; at < count; i++) if (isIn[i] !== 0) found[at++] = i;
  return found;
}

/** Cells with demand of the goods that are asked about, ascending. */
function demandCells(
  { demand, goodCount, placeCount: p }: CoupledInstance,
  goods: ReadonlySet<number> | undefined,
): Int32Array {
  const cells: number[] = [];
  for (let good = 0; good < goodCount; good++) {
    if (goods !== undefined && !goods.has(good)) continue;
    for (let cell = good * p; cell < (good + 1) * p; cell++) if (demand[cell] > 0) cells.push(cell);
  }
  return Int32Array.from(cells);
}

/** Goods that leave anywhere, and the pairs of places between which they may travel. */
function pairsByGood(
  instance: CoupledInstance,
  departure: Int32Array,
  arrival: Int32Array,
  likely: Int8Array | undefined,
): (Pairs & { readonly good: number; readonly from: Int32Array; readonly toPlace: Int32Array })[] {
  const p = instance.placeCount;
  const lists = [];
  for (let good = 0; good < instance.goodCount; good++) {
    const from = placesWith(departure, good * p, p);
    if (from.length === 0) continue;
    const toPlace = placesWith(arrival, good * p, p);
    const near = likely?.subarray(good * p, (good + 1) * p) ?? new Int8Array(p);
    const pairs = choosePairs(instance, good, from, toPlace, near, likely === undefined);
    lists.push({ good, from, toPlace, ...pairs });
  }
  return lists;
}

/** Places of a good, whose cells begin at `first`, that have a node. */
function placesWith(node: Int32Array, first: number, placeCount: number): Int32Array {
  let count = 0;
  for (let place = 0; place < placeCount; place++) if (node[first + place] >= 0) count++;
  const places = new Int32Array(count);
  for (let place = 0, at = 0; at < count; place++) if (node[first + place] >= 0) places[at++] = place;
  return places;
}

/** Opens or closes a works; potentials are stale until `serveStages`. */
export function setWorks({ tree, worksArc, openCost, closedCost }: StageNetwork, i: number, isOpen: boolean): void {
  const e = tree.slot[worksArc[i]];
  const cost = isOpen ? openCost[i] : closedCost;
  tree.cost[e] = tree.reversed[e] === 1 ? -cost : cost;
}

/**
 * Lets goods leave a cell, or keeps its pairs out of the way while nothing is open there: the cell would else be hung on a
 * cheaper arrival, to no purpose, whenever a price changes.
 *
 * @param leaves cells + 1: pairs by the cell they leave.
 */
export function setPairs(net: StageNetwork, leaves: Int32Array, cell: number, isOpen: boolean): void {
  const { tree, network, pairArc, closedCost } = net;
  const { slot, tail, head, node, reversed } = tree;
  for (let e = pairArc + leaves[cell]; e < pairArc + leaves[cell + 1]; e++) {
    const at = slot[e];
    const isInTree = node[(tail[at] << RECORD) + TREE_ARC] === at || node[(head[at] << RECORD) + TREE_ARC] === at;
    if (!isOpen && isInTree) continue;
    const cost = isOpen ? network.cost[e] : network.cost[e] + closedCost;
    tree.cost[at] = reversed[at] === 1 ? -cost : cost;
  }
}

/** Finds the cheapest flow for what is open. */
export function serveStages({ tree, demandCell }: StageNetwork): void {
  renewPotentials(tree);
  optimise(tree);
  tree.visits += demandCell.length;
}

/** What a unit costs at a node more than at the origin, less its good's shift. */
export function stagePrice({ tree: { potential, place } }: StageNetwork, node: number): number {
  return potential[place[node]] - potential[place[0]];
}

/** Cost of the present flow, which is optimal, in the network's units. */
export function stageCost(net: StageNetwork): number {
  const { tree, network, demandCell, arrival, pairArc, lackArc } = net;
  const { slot, reversed, cost, tail, head, capacity, potential } = tree;
  let value = net.shifted;
  for (let b = 0; b < demandCell.length; b++)
    value -= network.supply[arrival[demandCell[b]]] * stagePrice(net, arrival[demandCell[b]]);
  for (let a = 0; a < network.arcCount; a = a + 1 === pairArc ? lackArc : a + 1) {
    const e = slot[a];
    if (reversed[e] === 1) value -= capacity[e] * (cost[e] + potential[tail[e]] - potential[head[e]]);
  }
  tree.visits += network.arcCount - (lackArc - pairArc);
  return value;
}
