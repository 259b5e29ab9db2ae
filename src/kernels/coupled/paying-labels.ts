/** Which labels pay each taker enough for anybody to gain, and what is paid at most. See `label-answers.ts`. */
import type { ArraySource } from "../../base/array-store.ts";
import type { LabelAnswers } from "./label-answers.ts";
import type { Labels } from "./labels.ts";
import { worthOf } from "./raise-prices.ts";

const NONE = Number.POSITIVE_INFINITY;

/** Labels that pay more than the floor or may come to do so; all others stay at the floor. */
export interface WatchedLabels {
  /** Takers by label: those labels, ascending, from taker * p; and how many they are, by taker. */
  readonly label: Int32Array;
  readonly count: Int32Array;
  /** Nodes: 1 where they are watched. */
  readonly isWatched: Int8Array;
  /** As many nodes as had joined those that move when it was last looked. */
  joinedCount: number;
  /** What the prices of nodes that had not joined by then are worth together. */
  worthOfRest: number;
}

export function startWatched({ nodeCount, finalCount, takerCell }: Labels, arrays: ArraySource): WatchedLabels {
  return {
    label: arrays.ints(nodeCount - finalCount),
    count: arrays.ints(takerCell.length),
    isWatched: arrays.bytes(nodeCount),
    joinedCount: 0,
    worthOfRest: 0,
  };
}

/** Watches nodes that have joined those whose prices move since the last answer; at the first one all that pay more than the floor. */
export function watchJoined({ labels, moving, watched, closed }: LabelAnswers, price: Float64Array): void {
  const { most, finalCount } = labels;
  const p = labels.instance.placeCount;
  if (moving.count === 0) {
    watched.worthOfRest = worthOf(price, most);
    for (let j = finalCount; j < price.length; j++) if (price[j] > moving.floor[j]) watch(watched, j, finalCount, p);
  }
  for (; watched.joinedCount < moving.joinedCount; watched.joinedCount++) {
    const j = moving.joined[watched.joinedCount];
    watched.worthOfRest -= Math.abs(closed.before[j]) * most[j];
    if (j >= finalCount && watched.isWatched[j] === 0) watch(watched, j, finalCount, p);
  }
}

/** Puts a label in its place among those of its taker. */
function watch({ label, count, isWatched }: WatchedLabels, j: number, finalCount: number, p: number): void {
  const taker = Math.floor((j - finalCount) / p);
  const first = taker * p;
  const d = j - finalCount - first;
  let to = first + count[taker]++;
  for (; to > first && label[to - 1] > d; to--) label[to] = label[to - 1];
  label[to] = d;
  isWatched[j] = 1;
}

/** Finds what each taker pays at most, and for which labels it pays enough for anybody to gain; and what all pay at most. */
export function findPaying(answers: LabelAnswers, price: Float64Array): void {
  const { labels, dearest, dearestOfGood, paying, payingCount } = answers;
  const { label, count: labelCount } = answers.watched;
  const { instance, demandNode, finalCount, floor, takerGood, takerCell } = labels;
  const p = instance.placeCount;
  dearestOfGood.fill(-NONE);
  for (let cell = 0; cell < demandNode.length; cell++) {
    const good = Math.floor(cell / p);
    if (demandNode[cell] >= 0) dearestOfGood[good] = Math.max(dearestOfGood[good], price[demandNode[cell]]);
  }
  for (let taker = 0; taker < dearest.length; taker++) {
    const good = takerGood[taker];
    const least = floor[good * p + (takerCell[taker] % p)];
    const first = finalCount + taker * p;
    const end = taker * p + labelCount[taker];
    let most = labelCount[taker] < p ? least : -NONE;
    let count = taker * p;
    for (let k = taker * p; k < end; k++) {
      const d = label[k];
      const pays = price[first + d];
      if (pays > most) most = pays;
      if (pays > least) paying[count++] = d;
    }
    dearest[taker] = most;
    payingCount[taker] = count - taker * p;
    if (most > dearestOfGood[good]) dearestOfGood[good] = most;
  }
}
