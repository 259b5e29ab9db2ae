/**
 * Nodes whose prices move: those where something was ever short or too much. By label they are one in ten, so that steps
 * along them alone take a tenth of the time, and everywhere else the average of what is short is nothing and the price stays.
 *
 * Memory: O(nodes), taken in start.
 */
import type { ArraySource } from "../../base/array-store.ts";

export interface MovingNodes {
  /** Nodes: prices that are lower prove less. */
  readonly floor: Float64Array;
  /** Nodes: 1 where the price moves. */
  readonly isMoving: Int8Array;
  /** Those nodes as they joined, the first `joinedCount`. */
  readonly joined: Int32Array;
  joinedCount: number;
  /** As many of them as have been put in order, ascending. */
  readonly node: Int32Array;
  count: number;
}

/** More than so many that have joined at once are put in order by looking at all nodes. */
const FEW_JOINED = 32;

/** No price moves yet. */
export function startMoving(floor: Float64Array, arrays: ArraySource): MovingNodes {
  const nodeCount = floor.length;
  return {
    floor,
    isMoving: arrays.bytes(nodeCount),
    joined: arrays.ints(nodeCount),
    joinedCount: 0,
    node: arrays.ints(nodeCount),
    count: 0,
  };
}

/** Lets a node's price move from now on. */
export function join(moving: MovingNodes, j: number): void {
  if (moving.isMoving[j] === 1) return;
  moving.isMoving[j] = 1;
  moving.joined[moving.joinedCount++] = j;
}

/** The same for all nodes where a value is not zero. */
export function joinWhere(moving: MovingNodes, value: Float64Array): void {
  for (let j = 0; j < value.length; j++) if (value[j] !== 0) join(moving, j);
  putInOrder(moving);
}

/** Puts the nodes that have joined since in their places. */
export function putInOrder(moving: MovingNodes): void {
  const { isMoving, node, joined, joinedCount } = moving;
  if (joinedCount - moving.count > FEW_JOINED) {
    let count = 0;
    for (let j = 0; j < isMoving.length; j++) if (isMoving[j] === 1) node[count++] = j;
  } else {
    for (let k = moving.count; k < joinedCount; k++) {
      const j = joined[k];
      let to = k - 1;
      for (; to >= 0 && node[to] > j; to--) node[to + 1] = node[to];
      node[to + 1] = j;
    }
  }
  moving.count = joinedCount;
}

/** The square of the scaled length. */
export function lengthAmong({ node, count }: MovingNodes, average: Float64Array, scale: Float64Array): number {
  let length = 0;
  for (let k = 0; k < count; k++) {
    const j = node[k];
    length += average[j] * average[j] * scale[j];
  }
  return length;
}

/** The scaled product of two. */
export function productAmong(
  { node, count }: MovingNodes,
  one: Float64Array,
  other: Float64Array,
  scale: Float64Array,
): number {
  let product = 0;
  for (let k = 0; k < count; k++) {
    const j = node[k];
    product += one[j] * (other[j] * scale[j]);
  }
  return product;
}

/** Moves prices from the centre along an average, but never below the floor. */
export function movePricesAmong(
  { floor, node, count }: MovingNodes,
  price: Float64Array,
  centre: Float64Array,
  by: number,
  scale: Float64Array,
  average: Float64Array,
  farthest: number,
): void {
  for (let k = 0; k < count; k++) {
    const j = node[k];
    const to = centre[j] + by * scale[j] * average[j];
    price[j] = Math.max(floor[j], Math.min(to, farthest));
  }
}

export function moveTowardsAmong(
  { node, count }: MovingNodes,
  average: Float64Array,
  newest: Float64Array,
  weight: number,
): void {
  for (let k = 0; k < count; k++) {
    const j = node[k];
    average[j] += weight * (newest[j] - average[j]);
  }
}

export function copyAmong({ node, count }: MovingNodes, to: Float64Array, from: Float64Array): void {
  for (let k = 0; k < count; k++) to[node[k]] = from[node[k]];
}

export function clearAmong({ node, count }: MovingNodes, values: Float64Array): void {
  for (let k = 0; k < count; k++) values[node[k]] = 0;
}

/** What prices are worth together, each times the most that may go there. */
export function worthAmong({ node, count }: MovingNodes, price: Float64Array, most: Float64Array): number {
  let worth = 0;
  for (let k = 0; k < count; k++) worth += Math.abs(price[node[k]]) * most[node[k]];
  return worth;
}
