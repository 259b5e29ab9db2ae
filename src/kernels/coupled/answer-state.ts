import { MOST_TOGETHER } from "../../problems/coupled-result.ts";
import type { Arcs } from "./arcs.ts";
import { type ClosedGroups, startClosed } from "./closed-groups.ts";
import type { CoupledInstance } from "./instance.ts";
import { buildLots, type Lots } from "./lots.ts";
import type { PriceNodes } from "./price-nodes.ts";
import { type RankedNodes, rankAlso, rankNodes } from "./ranked-nodes.ts";

/** What all threads that answer together see. Each good's parts are written by whoever answers it. */
export interface CommonAnswers {
  readonly instance: CoupledInstance;
  readonly nodes: PriceNodes;
  readonly arcs: Arcs;
  /** The nodes that each cell's arcs lead to, in the order of the last answer. */
  readonly ranked: RankedNodes;
  readonly slope: Float64Array;
  readonly open: Float64Array;
  /** Works that are open: what they make. */
  readonly made: Float64Array;
  /** Sizes: cost of a unit at the prices, and the activity that has it. */
  readonly sizeCost: Float64Array;
  readonly sizeActivity: Int32Array;
  /** Cells: the dearest node and its price. */
  readonly topPrice: Float64Array;
  readonly topNode: Int32Array;
  /** Goods: the dearest node of all places. */
  readonly topOfGood: Float64Array;
  /** Gates: what a by-product is worth there, and the node it goes to or -1 when it is let go. */
  readonly gatePrice: Float64Array;
  readonly gateNode: Int32Array;
  /** Goods: what their demand is worth. */
  readonly demanded: Float64Array;
  /** Goods + 1: groups and supplies of each; and by good what they earn, and the visits that it took to know. */
  readonly goodGroup: Int32Array;
  readonly goodSupply: Int32Array;
  readonly earned: Float64Array;
  readonly visitsOf: Float64Array;
  readonly closed: ClosedGroups;
}

/** What works answer to prices, and the room that the reckoning takes. See `answers.ts`. */
export interface Answers extends CommonAnswers {
  arcs: Arcs;
  ranked: RankedNodes;
  /** Where several threads answer. */
  together: AnswersTogether | undefined;
  /** Nodes that pay for the group at hand, and how much a unit. */
  readonly item: Int32Array;
  readonly worth: Float64Array;
  itemCount: number;
  /** What a unit earns at most along the cell's arcs, and all that can be sent along them. */
  top: number;
  total: number;
  readonly candidate: Int32Array;
  readonly delivered: Float64Array;
  /** The group's works, cheapest first; and what of them gains most, see `bestOfGroup`. */
  readonly order: Int32Array;
  /** The group's works: what each would earn alone before its fixed cost. */
  readonly alone: Float64Array;
  bestMask: number;
  /** Where it stays closed: prices may rise by so much before it pays. */
  spare: number;
  /** For many modules: the node at which the last of them stops, and what it takes there. */
  bestAt: number;
  bestUsed: number;
  /** Where works are decided together, or decided already; see `lots.ts`. */
  lots: Lots | undefined;
  /** After an answer over all pairs: pairs that were used and are no arcs. */
  missingCell: Int32Array;
  missingTo: Int32Array;
  missingCount: number;
  readonly seen: Int32Array;
  stamp: number;
  visits: number;
}

/** Has all goods answered along the arcs, as `answerGood` does one after the other. */
export interface AnswersTogether {
  answerGoods(price: Float64Array): void;
}

/** @param price the first prices that will be asked about, or near them. */
export function startAnswers(instance: CoupledInstance, nodes: PriceNodes, arcs: Arcs, price: Float64Array): Answers {
  return answersOf(startCommon(instance, nodes, arcs, price));
}

export function startCommon(
  instance: CoupledInstance,
  nodes: PriceNodes,
  arcs: Arcs,
  price: Float64Array,
): CommonAnswers {
  const { placeCount: p, goodCount: g, sizeCount, worksSize, gateCell, groupCell, supplyCell } = instance;
  return {
    instance,
    nodes,
    arcs,
    ranked: rankNodes(arcs, nodes, p, price),
    slope: new Float64Array(nodes.nodeCount),
    open: new Float64Array(worksSize.length),
    made: new Float64Array(worksSize.length),
    sizeCost: new Float64Array(sizeCount),
    sizeActivity: new Int32Array(sizeCount),
    topPrice: new Float64Array(p * g),
    topNode: new Int32Array(p * g),
    topOfGood: new Float64Array(g),
    gatePrice: new Float64Array(gateCell.length),
    gateNode: new Int32Array(gateCell.length),
    goodGroup: firstOfGoods(groupCell, p, g),
    goodSupply: firstOfGoods(supplyCell, p, g),
    demanded: new Float64Array(g),
    earned: new Float64Array(g),
    visitsOf: new Float64Array(g),
    closed: startClosed(instance, price),
  };
}

/** The first of ascending cells that is of each good, and how many there are. */
function firstOfGoods(cells: Int32Array, placeCount: number, goodCount: number): Int32Array {
  const first = new Int32Array(goodCount + 1);
  for (let at = 0; at < cells.length; at++) first[Math.floor(cells[at] / placeCount) + 1]++;
  for (let good = 0; good < goodCount; good++) first[good + 1] += first[good];
  return first;
}

/** The room of one thread, added to what is common. */
export function answersOf(common: CommonAnswers): Answers {
  const { instance, nodes } = common;
  const { placeCount: p, goodCount: g } = instance;
  let largest = 0;
  for (let good = 0; good < g; good++)
    largest = Math.max(largest, nodes.nodeStart[(good + 1) * p] - nodes.nodeStart[good * p]);
  return {
    ...common,
    together: undefined,
    item: new Int32Array(largest + 1),
    worth: new Float64Array(largest + 1),
    itemCount: 0,
    top: 0,
    total: 0,
    candidate: new Int32Array(p),
    delivered: new Float64Array(p),
    order: new Int32Array(MOST_TOGETHER),
    alone: new Float64Array(MOST_TOGETHER),
    bestMask: 0,
    spare: 0,
    bestAt: 0,
    bestUsed: 0,
    lots: instance.problem.siteRoof === undefined ? undefined : buildLots(instance),
    missingCell: new Int32Array(64),
    missingTo: new Int32Array(64),
    missingCount: 0,
    seen: new Int32Array(p).fill(-1),
    stamp: 0,
    visits: 0,
  };
}

/** Answers from now on along further arcs too, which `addArcs` has put behind those that were there. */
export function setArcs(answers: Answers, arcs: Arcs): void {
  const { arcs: before, closed, nodes, ranked } = answers;
  const { groupCell, placeCount } = answers.instance;
  for (let q = 0; q < groupCell.length; q++) {
    const cell = groupCell[q];
    const more = arcs.start[cell + 1] - arcs.start[cell] > before.start[cell + 1] - before.start[cell];
    if (more) closed.until[q] = Number.NEGATIVE_INFINITY;
  }
  rankAlso(ranked, before, arcs, nodes, placeCount);
  answers.arcs = arcs;
}

/** Books what a size's cheapest activity takes and makes beside for so much of the main good. */
export function bookTaken(answers: Answers, size: number, made: number): void {
  const { instance, nodes, slope, sizeActivity, gateNode } = answers;
  const { takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = instance;
  const activity = sizeActivity[size];
  for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++) {
    slope[nodes.inputNode[takeInput[e]]] += takeAmount[e] * made;
  }
  for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++) {
    const node = gateNode[besideGate[e]];
    if (node >= 0) slope[node] -= besideAmount[e] * made;
  }
}

/** Notes a pair that an answer over all pairs used, unless it is an arc or noted already. */
export function noteMissing(answers: Answers, cell: number, node: number): void {
  const { arcs, nodes, instance } = answers;
  const to = nodes.nodeCell[node] % instance.placeCount;
  for (let e = arcs.start[cell]; e < arcs.start[cell + 1]; e++) if (arcs.place[e] === to) return;
  for (let k = answers.missingCount - 1; k >= 0 && answers.missingCell[k] === cell; k--) {
    if (answers.missingTo[k] === to) return;
  }
  if (answers.missingCount === answers.missingCell.length) {
    answers.missingCell = longer(answers.missingCell);
    answers.missingTo = longer(answers.missingTo);
  }
  answers.missingCell[answers.missingCount] = cell;
  answers.missingTo[answers.missingCount++] = to;
}

function longer(values: Int32Array): Int32Array {
  const result = new Int32Array(2 * values.length);
  result.set(values);
  return result;
}
