/**
 * What works answer to prices that tell by label whom things are made for; see `labels.ts`, and `answers.ts` for the form
 * without labels.
 *
 * Problem: each group of works chooses a set of them to open, and for each label what to make and where to send it:
 *          at most a node's most to a node, at most the label's requirement in all for a label, and at most the set's
 *          capacity. All pairs of places are looked at, so every value is a bound.
 * Exact:   limits of nodes within limits of labels within one capacity are nested, so that serving the dearest first is
 *          best; what is served of each node is then the same whatever the capacity, as far as that goes.
 * Memory:  O(nodes + works), taken in start, and for each group and supply the nodes that paid last.
 * Complexity: O(groups * places * labels).
 * Source:  Aardal, Labbe, Leung and Queyranne, On the two-level uncapacitated facility location problem (1996).
 */
import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import { MOST_TOGETHER } from "../../problems/coupled-result.ts";
import {
  type ClosedLabelGroups,
  labelsStayClosed,
  noteLabelSpare,
  noteMoves,
  startClosedLabels,
} from "./closed-label-groups.ts";
import { gatherLabels } from "./gather-labels.ts";
import { nodeFloors } from "./label-prices.ts";
import type { Labels } from "./labels.ts";
import { clearAmong, join, type MovingNodes, putInOrder, startMoving, worthAmong } from "./moving-nodes.ts";
import { findPaying, startWatched, type WatchedLabels, watchJoined } from "./paying-labels.ts";
import { NOISE } from "./raise-prices.ts";
import { countFrom, noteGain } from "./set-losses.ts";

export interface LabelAnswers {
  readonly labels: Labels;
  readonly slope: Float64Array;
  readonly open: Float64Array;
  /** Nodes whose prices move; all others have the prices that were answered first. */
  readonly moving: MovingNodes;
  visits: number;
  /** Labels: cost of a unit's inputs for the group at hand, units left of the requirement, and units made. */
  readonly inputCost: Float64Array;
  readonly left: Float64Array;
  readonly made: Float64Array;
  /** Takers: the most that a label pays; and the labels that pay more than the floor, below which nobody gains. */
  readonly dearest: Float64Array;
  readonly dearestOfGood: Float64Array;
  readonly paying: Int32Array;
  readonly payingCount: Int32Array;
  readonly watched: WatchedLabels;
  /** Groups, then supplies: the nodes that paid at the last answer, dearest first. */
  readonly lastItems: Int32Array[];
  readonly lastCount: Int32Array;
  /** Nodes: place, and the last list they were seen in. */
  readonly place: Int32Array;
  readonly seen: Int32Array;
  stamp: number;
  /** Nodes that pay for the group at hand, dearest first, how much a unit, and how many units they may take. */
  readonly item: Int32Array;
  readonly worth: Float64Array;
  readonly room: Float64Array;
  itemCount: number;
  /** The group's works, cheapest first, and what a unit costs each before its inputs. */
  readonly order: Int32Array;
  readonly ownCost: Float64Array;
  readonly closed: ClosedLabelGroups;
  /** Where longer lists are taken from. */
  readonly arrays: ArraySource;
}

const NONE = Number.POSITIVE_INFINITY;

/** @param arrays where the arrays are taken from. */
export function startLabelAnswers(labels: Labels, arrays: ArraySource = OWN_ARRAYS): LabelAnswers {
  const { instance, nodeCount, finalCount, demandNode, takerCell } = labels;
  const { placeCount: p, worksSize, activityStart, activityCost, groupCell, supplyCell } = instance;
  const sellers = groupCell.length + supplyCell.length;
  const place = arrays.ints(nodeCount);
  for (let cell = 0; cell < demandNode.length; cell++) if (demandNode[cell] >= 0) place[demandNode[cell]] = cell % p;
  for (let taker = 0; taker < takerCell.length; taker++)
    place.fill(takerCell[taker] % p, finalCount + taker * p, finalCount + (taker + 1) * p);
  const ownCost = arrays.floats(worksSize.length);
  for (let i = 0; i < ownCost.length; i++) ownCost[i] = activityCost[activityStart[worksSize[i]]];
  return {
    labels,
    slope: arrays.floats(nodeCount),
    open: arrays.floats(worksSize.length),
    moving: startMoving(nodeFloors(labels, arrays), arrays),
    visits: 0,
    inputCost: arrays.floats(p),
    left: arrays.floats(p),
    made: arrays.floats(p),
    dearest: arrays.floats(takerCell.length),
    dearestOfGood: arrays.floats(instance.goodCount),
    paying: arrays.ints(takerCell.length * p),
    payingCount: arrays.ints(takerCell.length),
    watched: startWatched(labels, arrays),
    lastItems: new Array(sellers).fill(arrays.ints(0)),
    lastCount: arrays.ints(sellers),
    place,
    seen: arrays.ints(nodeCount),
    stamp: 0,
    item: arrays.ints(nodeCount),
    worth: arrays.floats(nodeCount),
    room: arrays.floats(nodeCount),
    itemCount: 0,
    order: arrays.ints(MOST_TOGETHER),
    ownCost,
    closed: startClosedLabels(labels, arrays),
    arrays,
  };
}

/** The value of the prices: a bound. Leaves what is short at each node in `slope`. */
export function answerLabels(answers: LabelAnswers, price: Float64Array): number {
  const { labels, slope, open, inputCost, moving } = answers;
  const { instance, demandNode } = labels;
  const { placeCount: p, demand, shortage, supply, supplyCell, groupCell } = instance;
  clearAmong(moving, slope);
  open.fill(0);
  watchJoined(answers, price);
  findPaying(answers, price);
  noteMoves(answers, price);
  const worth = answers.watched.worthOfRest + worthAmong(moving, price, labels.most);
  let value = instance.closingAll - NOISE * worth;
  for (let cell = 0; cell < demand.length; cell++) {
    const j = demandNode[cell];
    if (j < 0) continue;
    const ceiling = shortage[Math.floor(cell / p)];
    value += Math.min(price[j], ceiling) * demand[cell];
    if (price[j] < ceiling) slope[j] += demand[cell];
    join(moving, j);
  }
  inputCost.fill(0);
  for (let s = 0; s < supplyCell.length; s++) {
    gatherLabels(answers, price, groupCell.length + s, supplyCell[s], 0);
    value -= sell(answers, supply[supplyCell[s]]);
  }
  for (let q = 0; q < groupCell.length; q++) if (!labelsStayClosed(answers, q)) value -= answerGroup(answers, price, q);
  putInOrder(moving);
  answers.visits += labels.nodeCount;
  return value;
}

/** What a supply earns, and its part of the slope. */
function sell(answers: LabelAnswers, supply: number): number {
  const { item, worth, room, itemCount, slope, moving } = answers;
  let earned = 0;
  let rest = supply;
  for (let k = 0; k < itemCount && rest > 0; k++) {
    const sent = Math.min(room[k], rest);
    earned += worth[k] * sent;
    slope[item[k]] -= sent;
    join(moving, item[k]);
    rest -= sent;
  }
  return earned;
}

/** Lists what pays for a group's works, and the works themselves, cheapest first; gives the least cost of a unit. */
function prepareGroup(answers: LabelAnswers, price: Float64Array, q: number): number {
  const { labels, order, ownCost, inputCost } = answers;
  const { instance, groupTakerStart, groupTaker, groupTakes, finalCount } = labels;
  const { placeCount: p, groupStart, groupCell } = instance;
  const first = groupStart[q];
  let count = 0;
  for (let works = first; works < groupStart[q + 1]; works++) {
    let at = count++;
    for (; at > 0 && ownCost[order[at - 1]] > ownCost[works]; at--) order[at] = order[at - 1];
    order[at] = works;
  }
  inputCost.fill(0);
  for (let e = groupTakerStart[q]; e < groupTakerStart[q + 1]; e++) {
    const node = finalCount + groupTaker[e] * p;
    for (let d = 0; d < p; d++) inputCost[d] += groupTakes[e] * price[node + d];
  }
  const least = ownCost[order[0]];
  gatherLabels(answers, price, q, groupCell[q], least);
  return least;
}

/** What the best set of a group's works gains. */
function answerGroup(answers: LabelAnswers, price: Float64Array, q: number): number {
  const { labels } = answers;
  const { instance, groupTakerStart, groupTaker, groupTakes, finalCount } = labels;
  const { placeCount: p, groupStart, setStart, setMask, setFixed, setCapacity } = instance;
  const least = prepareGroup(answers, price, q);
  const first = groupStart[q];
  const count = groupStart[q + 1] - first;
  const top = answers.itemCount > 0 ? answers.worth[0] : 0;
  let best = 0;
  let bestMask = 0;
  let spare = Number.POSITIVE_INFINITY;
  for (let e = setStart[q]; e < setStart[q + 1]; e++) {
    const most = top * setCapacity[e] - setFixed[e];
    if (most <= best) {
      spare = Math.min(spare, -most / setCapacity[e]);
      continue;
    }
    const gain = fill(answers, first, count, setMask[e], least, false) - setFixed[e];
    spare = Math.min(spare, -gain / setCapacity[e]);
    if (gain > best) {
      best = gain;
      bestMask = setMask[e];
    }
  }
  noteLabelSpare(answers, q, spare, bestMask !== 0);
  if (bestMask === 0) return 0;
  answers.made.fill(0);
  fill(answers, first, count, bestMask, least, true);
  for (let e = groupTakerStart[q]; e < groupTakerStart[q + 1]; e++) {
    const node = finalCount + groupTaker[e] * p;
    for (let d = 0; d < p; d++) {
      if (answers.made[d] === 0) continue;
      answers.slope[node + d] += groupTakes[e] * answers.made[d];
      join(answers.moving, node + d);
    }
  }
  return best;
}

/** Works: how much higher the value is for plans in which a works is open, and for plans in which it is not. */
export function labelLosses(
  answers: LabelAnswers,
  price: Float64Array,
  opening: Float64Array,
  closing: Float64Array,
): void {
  const { instance } = answers.labels;
  const { groupStart, setStart, setMask, setFixed } = instance;
  findPaying(answers, price);
  for (let q = 0; q + 1 < groupStart.length; q++) {
    const first = groupStart[q];
    const last = groupStart[q + 1];
    const least = prepareGroup(answers, price, q);
    let best = 0;
    for (let works = first; works < last; works++) {
      opening[works] = NONE;
      closing[works] = 0;
    }
    for (let e = setStart[q]; e < setStart[q + 1]; e++) {
      const gain = fill(answers, first, last - first, setMask[e], least, false) - setFixed[e];
      best = Math.max(best, gain);
      noteGain(opening, closing, first, last, setMask[e], gain);
    }
    countFrom(best, opening, closing, first, last);
  }
}

/** What a set of works earns before its fixed cost; with `books`, enters what it sends and makes. */
function fill(
  answers: LabelAnswers,
  first: number,
  count: number,
  mask: number,
  least: number,
  books: boolean,
): number {
  const { labels, order, ownCost, item, worth, room, itemCount, slope, open, made, moving } = answers;
  const { instance, label } = labels;
  const { worksSize, sizeCapacity } = instance;
  let earned = 0;
  let at = 0;
  let used = 0;
  for (let z = 0; z < count; z++) {
    const works = order[z];
    if (((mask >> (works - first)) & 1) === 0) continue;
    if (books) open[works] = 1;
    const extra = ownCost[works] - least;
    let rest = sizeCapacity[worksSize[works]];
    while (at < itemCount && rest > 0 && worth[at] > extra) {
      const sent = Math.min(room[at] - used, rest);
      earned += (worth[at] - extra) * sent;
      rest -= sent;
      if (books) {
        slope[item[at]] -= sent;
        join(moving, item[at]);
        made[label[item[at]]] += sent;
      }
      used += sent;
      if (used >= room[at]) {
        used = 0;
        at++;
      }
    }
  }
  answers.visits += at;
  return earned;
}
