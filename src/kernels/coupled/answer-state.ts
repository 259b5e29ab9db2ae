import { MOST_TOGETHER } from "../../problems/coupled-result.ts";
import type { Arcs } from "./arcs.ts";
import type { CoupledInstance } from "./instance.ts";
import type { PriceNodes } from "./price-nodes.ts";
import { sortFalling } from "./sort-falling.ts";

/** What works answer to prices, and the room that the reckoning takes. See `answers.ts`. */
export interface Answers {
  readonly instance: CoupledInstance;
  readonly nodes: PriceNodes;
  arcs: Arcs;
  readonly slope: Float64Array;
  readonly open: Float64Array;
  /** Sizes: cost of a unit at the prices, and the activity that has it. */
  readonly sizeCost: Float64Array;
  readonly sizeActivity: Int32Array;
  /** Cells: the dearest node and its price. */
  readonly topPrice: Float64Array;
  readonly topNode: Int32Array;
  /** Gates: what a by-product is worth there, and the node it goes to or -1 when it is let go. */
  readonly gatePrice: Float64Array;
  readonly gateNode: Int32Array;
  /** Nodes that pay for the group at hand, and how much a unit. */
  readonly item: Int32Array;
  readonly worth: Float64Array;
  itemCount: number;
  readonly candidate: Int32Array;
  readonly delivered: Float64Array;
  /** The group's works, cheapest first. */
  readonly order: Int32Array;
  /** After an answer over all pairs: pairs that were used and are no arcs. */
  missingCell: Int32Array;
  missingTo: Int32Array;
  missingCount: number;
  readonly seen: Int32Array;
  stamp: number;
  visits: number;
}

const NONE = Number.POSITIVE_INFINITY;

export function startAnswers(instance: CoupledInstance, nodes: PriceNodes, arcs: Arcs): Answers {
  const { placeCount: p, goodCount: g, sizeCount, worksSize, gateCell } = instance;
  let largest = 0;
  for (let good = 0; good < g; good++)
    largest = Math.max(largest, nodes.nodeStart[(good + 1) * p] - nodes.nodeStart[good * p]);
  return {
    instance,
    nodes,
    arcs,
    slope: new Float64Array(nodes.nodeCount),
    open: new Float64Array(worksSize.length),
    sizeCost: new Float64Array(sizeCount),
    sizeActivity: new Int32Array(sizeCount),
    topPrice: new Float64Array(p * g),
    topNode: new Int32Array(p * g),
    gatePrice: new Float64Array(gateCell.length),
    gateNode: new Int32Array(gateCell.length),
    item: new Int32Array(largest + 1),
    worth: new Float64Array(largest + 1),
    itemCount: 0,
    candidate: new Int32Array(p),
    delivered: new Float64Array(p),
    order: new Int32Array(MOST_TOGETHER),
    missingCell: new Int32Array(64),
    missingTo: new Int32Array(64),
    missingCount: 0,
    seen: new Int32Array(p).fill(-1),
    stamp: 0,
    visits: 0,
  };
}

/** Lists where a cell's arcs lead, and at what freight. */
export function listArcs(answers: Answers, cell: number): number {
  const { arcs, candidate, delivered } = answers;
  let count = 0;
  for (let e = arcs.start[cell]; e < arcs.start[cell + 1]; e++) {
    candidate[count] = arcs.place[e];
    delivered[count++] = arcs.freight[e];
  }
  answers.visits += count;
  return count;
}

/** Lists every place that a cell's good can reach and where it has a price. */
export function listEverywhere(answers: Answers, cell: number): number {
  const { instance, candidate, delivered, topNode } = answers;
  const p = instance.placeCount;
  const good = Math.floor(cell / p);
  const from = cell - good * p;
  const table = instance.table[good];
  if (table === undefined) {
    candidate[0] = from;
    delivered[0] = 0;
    return topNode[cell] < 0 ? 0 : 1;
  }
  const rate = instance.rate[good];
  let count = 0;
  for (let to = 0; to < p; to++) {
    const entry = table[from * p + to];
    if (entry === NONE || topNode[good * p + to] < 0) continue;
    candidate[count] = to;
    delivered[count++] = rate * entry;
  }
  answers.visits += p;
  return count;
}

/**
 * Finds the nodes that pay more than `cost` and freight, dearest first. Gives up, with a count of 0, when even the
 * dearest nodes of all places could not pay `leastRate` a unit or `leastFixed` in all.
 */
export function gather(
  answers: Answers,
  price: Float64Array,
  cell: number,
  cost: number,
  leastRate: number,
  leastFixed: number,
  everywhere: boolean,
): number {
  const { instance, nodes, candidate, delivered, topPrice, item, worth } = answers;
  const { nodeStart, cellMost } = nodes;
  const p = instance.placeCount;
  const goodStart = cell - (cell % p);
  const listed = everywhere ? listEverywhere(answers, cell) : listArcs(answers, cell);
  let kept = 0;
  let top = 0;
  let total = 0;
  for (let k = 0; k < listed; k++) {
    const to = goodStart + candidate[k];
    const least = delivered[k] + cost;
    const gain = topPrice[to] - least;
    if (gain <= 0) continue;
    if (gain > top) top = gain;
    total += gain * cellMost[to];
    candidate[kept] = to;
    delivered[kept++] = least;
  }
  const forced = -instance.disposal[goodStart / p] - cost;
  answers.itemCount = 0;
  if (forced <= 0 && (top <= leastRate || total <= leastFixed)) return 0;
  let count = 0;
  for (let k = 0; k < kept; k++) {
    const to = candidate[k];
    const least = delivered[k];
    for (let j = nodeStart[to]; j < nodeStart[to + 1]; j++) {
      const gain = price[j] - least;
      if (gain <= 0) continue;
      worth[count] = gain;
      item[count++] = j;
    }
  }
  // Works that earn by their by-products may run on although nobody wants what they mainly make.
  if (forced > 0) {
    worth[count] = forced;
    item[count++] = -1;
  }
  answers.visits += count;
  sortFalling(worth, item, count);
  answers.itemCount = count;
  return count;
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
