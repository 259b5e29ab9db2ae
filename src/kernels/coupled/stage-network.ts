/**
 * A coupled problem in which every good is made of at most one other, as one network in whole numbers: what works are open
 * decides alone, and the cheapest flow through all goods at once is found exactly.
 *
 * Nodes:  an origin; for each cell with works or supply a place of departure; for each cell with demand or with works that
 *         take from it a place of arrival. Arcs: works, from where their input arrives (or the origin) to where they make;
 *         origin to departures with supply; pairs of places; origin to demand, for what is gone without.
 * Units:  a unit of a good counts `factor[good]`, so that works neither add nor lose; amounts in `amountScale`ths of that,
 *         costs in `costScale`ths.
 * Keeps:  opening and closing changes costs only, so a tree stays a feasible basis: only potentials are renewed.
 * Memory: O(arcs), taken when the network is built.
 */
import { startSimplex } from "../network-simplex.ts";
import { type Network, RECORD, TREE_ARC, type TreeState } from "../network-tree.ts";
import { optimise, renewPotentials } from "./good-network.ts";
import { type CoupledInstance, freightBetween } from "./instance.ts";
import { COARSE, type Grain, wholeAbove, wholeBelow, wholeScale } from "./whole-scale.ts";

export interface StageNetwork {
  readonly instance: CoupledInstance;
  readonly factor: Float64Array;
  readonly amountScale: number;
  readonly costScale: number;
  readonly network: Network;
  readonly tree: TreeState;
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

/** Whether every module answers alone, so that groups are what is decided. */
export function areAlone({ groupStart }: CoupledInstance): boolean {
  return groupStart.every((first, q) => q === 0 || first - groupStart[q - 1] === 1);
}

/**
 * Goods: how much a unit counts; undefined where works take several goods, or amounts that do not fit together, make
 * something beside, have several activities or many modules.
 *
 * @param goods only these are asked about; all when absent.
 */
export function stageFactors(instance: CoupledInstance, goods?: ReadonlySet<number>): Float64Array | undefined {
  const {
    goodCount: g,
    placeCount: p,
    sizeCount,
    sizeCell,
    activityStart,
    takeStart,
    takeInput,
    takeAmount,
  } = instance;
  const isAsked = (cell: number): boolean => goods?.has(Math.floor(cell / p)) ?? true;
  if (instance.gateCell.some(isAsked)) return undefined;
  if (instance.worksSize.some((size, i) => instance.worksCopies[i] !== 1 && isAsked(sizeCell[size]))) return undefined;
  const factor = new Float64Array(g);
  for (let changes = true, next = 0; changes || next < g; ) {
    if (!changes) {
      while (next < g && factor[next] > 0) next++;
      if (next < g) factor[next] = 1;
    }
    changes = false;
    for (let k = 0; k < sizeCount; k++) {
      if (!isAsked(sizeCell[k])) continue;
      const activity = activityStart[k];
      const first = takeStart[activity];
      if (activityStart[k + 1] !== activity + 1 || takeStart[activity + 1] > first + 1) return undefined;
      if (takeStart[activity + 1] === first) continue;
      const good = Math.floor(sizeCell[k] / p);
      const input = instance.inputGood[takeInput[first]];
      const amount = takeAmount[first];
      if (factor[good] === 0 && factor[input] === 0) continue;
      if (factor[good] === 0) factor[good] = factor[input] * amount;
      else if (factor[input] === 0) factor[input] = factor[good] / amount;
      else if (factor[input] * amount !== factor[good]) return undefined;
      else continue;
      changes = true;
    }
  }
  return factor;
}

/**
 * Builds network and tree; all works are closed and everybody goes without.
 *
 * @param isIn works that may be opened.
 * @param precise costs are as fine as doubles allow; else so coarse that the simplex is at its fastest.
 * @param goods only these, with all that they are made of and that is made of them; all when absent.
 */
export function buildStages(
  instance: CoupledInstance,
  factor: Float64Array,
  isIn: Int8Array,
  precise: boolean,
  goods?: ReadonlySet<number>,
  grain: Grain = COARSE,
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
  const arcs: { tail: number; head: number; cost: number; capacity: number }[] = [];
  const worksArc = new Int32Array(worksSize.length).fill(-1);
  const factorOf = (cell: number): number => factor[Math.floor(cell / p)];
  for (let i = 0; i < worksSize.length; i++) {
    if (isIn[i] === 0) continue;
    const size = worksSize[i];
    const cell = sizeCell[size];
    const from = inputCell(i);
    const own = factorOf(cell);
    const cost = instance.activityCost[activityStart[size]] / own;
    const tail = from < 0 ? 0 : nodeAt(arrival, from);
    worksArc[i] =
      arcs.push({ tail, head: nodeAt(departure, cell), cost, capacity: instance.sizeCapacity[size] * own }) - 1;
  }
  const demandCell = Int32Array.from(demand.keys()).filter((cell) => demand[cell] > 0 && isAsked(cell));
  for (const cell of demandCell) nodeAt(arrival, cell);
  const supplyCell = instance.supplyCell.filter(isAsked);
  for (const cell of supplyCell) nodeAt(departure, cell);
  const pairArc = arcs.length;
  const pairCell: number[] = [];
  const pairTo: number[] = [];
  let wanted = 0;
  for (const cell of demandCell) wanted += demand[cell] * factorOf(cell);
  for (let cell = 0; cell < cellCount; cell++) {
    if (departure[cell] < 0) continue;
    const goodStart = cell - (cell % p);
    for (let to = 0; to < p; to++) {
      if (arrival[goodStart + to] < 0) continue;
      const freight = freightBetween(instance, goodStart / p, cell % p, to);
      if (freight === Number.POSITIVE_INFINITY) continue;
      arcs.push({
        tail: departure[cell],
        head: arrival[goodStart + to],
        cost: freight / factorOf(cell),
        capacity: 2 * wanted,
      });
      pairCell.push(cell);
      pairTo.push(to);
    }
  }
  const lackArc = arcs.length;
  const softCell = demandCell.filter((cell) => shortage[Math.floor(cell / p)] < Number.POSITIVE_INFINITY);
  // No way from the origin is dearer than the dearest step of each kind in every good.
  const dearest = new Float64Array(instance.goodCount);
  let steps = 0;
  arcs.forEach(({ cost }, a) => {
    if (a < pairArc) steps = Math.max(steps, Math.abs(cost));
    else {
      const good = Math.floor(pairCell[a - pairArc] / p);
      dearest[good] = Math.max(dearest[good], cost);
    }
  });
  let path = dearest.reduce((sum, cost) => sum + cost + steps, 0);
  for (const cell of softCell) path = Math.max(path, Math.abs(shortage[Math.floor(cell / p)]) / factorOf(cell));
  for (const cell of demandCell)
    arcs.push({ tail: 0, head: arrival[cell], cost: 0, capacity: demand[cell] * factorOf(cell) });
  const softArc = arcs.length;
  for (const cell of softCell) {
    const own = factorOf(cell);
    const cost = shortage[Math.floor(cell / p)] / own;
    arcs.push({ tail: 0, head: arrival[cell], cost, capacity: demand[cell] * own });
  }
  const supplyArc = arcs.length;
  for (const cell of supplyCell)
    arcs.push({ tail: 0, head: departure[cell], cost: 0, capacity: supply[cell] * factorOf(cell) });
  const closedCost = precise ? PRECISE_COSTS : Math.floor(NARROW_COSTS / (nodeCount + 2));
  const lackCost = Math.floor(closedCost / 2);
  const costScale = wholeScale(
    // Where nothing costs anything, any scale does.
    path > 0 ? lackCost / 2 / path : 1,
    arcs.map(({ cost }) => cost),
  );
  const amountScale = wholeScale(
    wanted > 0 ? grain.amounts / wanted : 1,
    arcs.map(({ capacity }) => capacity),
  );
  const need = Float64Array.from(demandCell, (cell) => wholeAbove(demand[cell] * factorOf(cell) * amountScale, grain));
  const total = need.reduce((sum, amount) => sum + amount, 0);
  const network: Network = {
    nodeCount,
    arcCount: arcs.length,
    tail: Int32Array.from(arcs, ({ tail }) => tail),
    head: Int32Array.from(arcs, ({ head }) => head),
    cost: Float64Array.from(arcs, ({ cost }) => Math.round(cost * costScale)),
    // Pairs have room for more than there is, so that they never stand at capacity.
    capacity: Float64Array.from(arcs, ({ capacity }, a) =>
      a >= pairArc && a < lackArc ? total + 1 : Math.min(total, wholeBelow(capacity * amountScale, grain)),
    ),
    supply: new Float64Array(nodeCount),
    mayKeep: new Int8Array(nodeCount),
  };
  network.supply[0] = total;
  demandCell.forEach((cell, b) => {
    network.supply[arrival[cell]] = -need[b];
    network.cost[lackArc + b] = lackCost;
    network.capacity[lackArc + b] = need[b];
  });
  const openCost = new Float64Array(worksSize.length);
  for (let i = 0; i < worksSize.length; i++) {
    if (worksArc[i] < 0) continue;
    openCost[i] = network.cost[worksArc[i]];
    network.cost[worksArc[i]] = closedCost;
  }
  const marks = { arc: new Int8Array(arcs.length), node: new Int8Array(nodeCount) };
  for (let b = 0; b < need.length; b++) marks.arc[lackArc + b] = 1;
  marks.node[0] = 1;
  return {
    instance,
    factor,
    amountScale,
    costScale,
    network,
    tree: startSimplex(network, marks),
    worksArc,
    openCost,
    closedCost,
    departure,
    arrival,
    pairArc,
    pairCell: Int32Array.from(pairCell),
    pairTo: Int32Array.from(pairTo),
    lackArc,
    demandCell,
    softArc,
    softCell,
    supplyArc,
    supplyCell,
  };
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

/** What a unit costs at a node more than at the origin. */
export function stagePrice({ tree: { potential, place } }: StageNetwork, node: number): number {
  return potential[place[node]] - potential[place[0]];
}

/** Cost of the present flow, which is optimal, in the network's units. */
export function stageCost(net: StageNetwork): number {
  const { tree, network, demandCell, arrival, pairArc, lackArc } = net;
  const { slot, reversed, cost, tail, head, capacity, potential } = tree;
  let value = 0;
  for (let b = 0; b < demandCell.length; b++)
    value -= network.supply[arrival[demandCell[b]]] * stagePrice(net, arrival[demandCell[b]]);
  for (let a = 0; a < network.arcCount; a = a + 1 === pairArc ? lackArc : a + 1) {
    const e = slot[a];
    if (reversed[e] === 1) value -= capacity[e] * (cost[e] + potential[tail[e]] - potential[head[e]]);
  }
  tree.visits += network.arcCount - (lackArc - pairArc);
  return value;
}
