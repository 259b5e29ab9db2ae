import type { GoodNetwork } from "./good-network.ts";

/**
 * For each place of arrival, how much dearer its cheapest and its second cheapest way of being served are than its
 * present price. From these follows the least that closing all works of one place costs: prices may rise to what the
 * other places offer and stay a proof.
 *
 * Shapes: by local place of arrival; `cheapestFrom` is a local place of departure, or -1 for going without.
 * Units:  whole costs of the network.
 */
export interface Alternatives {
  readonly cheapest: Float64Array;
  readonly cheapestFrom: Int32Array;
  readonly second: Float64Array;
  /** By local place of departure, open candidates there; supplies count for many. */
  readonly openAt: Int32Array;
}

/** A place with supply never closes. */
const SUPPLY = 1 << 20;

export function startAlternatives(net: GoodNetwork): Alternatives {
  return {
    cheapest: new Float64Array(net.to.length),
    cheapestFrom: new Int32Array(net.to.length),
    second: new Float64Array(net.to.length),
    openAt: new Int32Array(net.from.length),
  };
}

/** Looks at all pairs whose place of departure is open, at the present potentials. */
export function findAlternatives(net: GoodNetwork, open: Int8Array, found: Alternatives): void {
  const { tree, pairs, departure, from, to, network, pairArc, lackArc, candidateCount } = net;
  const { potential, place } = tree;
  const { cheapest, cheapestFrom, second, openAt } = found;
  const origin = potential[place[0]];
  const first = 1 + from.length;
  openAt.fill(0);
  for (let q = 0; q < open.length; q++) if (open[q] === 1) openAt[departure[q]]++;
  for (let s = candidateCount; s < pairArc; s++) openAt[network.head[s] - 1] += SUPPLY;
  for (let b = 0; b < to.length; b++) {
    cheapest[b] = network.cost[lackArc + b] + origin - potential[place[first + b]];
    cheapestFrom[b] = -1;
    second[b] = Number.POSITIVE_INFINITY;
  }
  for (let a = 0; a < from.length; a++) {
    if (openAt[a] === 0) continue;
    const own = potential[place[1 + a]];
    for (let e = pairs.start[a]; e < pairs.start[a + 1]; e++) {
      const b = pairs.to[e];
      const extra = network.cost[pairArc + e] + own - potential[place[first + b]];
      if (extra < cheapest[b]) {
        second[b] = cheapest[b];
        cheapest[b] = extra;
        cheapestFrom[b] = a;
      } else if (extra < second[b]) second[b] = extra;
    }
    tree.visits += pairs.start[a + 1] - pairs.start[a];
  }
}

/** How much the price at `b` may rise when place `a` (-1: none) is closed. */
export function riseAt({ cheapest, cheapestFrom, second }: Alternatives, b: number, a: number): number {
  if (a < 0 || cheapestFrom[b] !== a) return 0;
  return second[b] - Math.max(0, cheapest[b]);
}

/** The least that closing a candidate adds to the cost of service; 0 where others are open at its place. */
export function leastLoss(net: GoodNetwork, found: Alternatives, q: number): number {
  const { tree, departure, pairs, need } = net;
  const { slot, reversed, cost, potential, tail, head, capacity } = tree;
  const e = slot[q];
  let loss = reversed[e] === 1 ? capacity[e] * (cost[e] + potential[tail[e]] - potential[head[e]]) : 0;
  const a = departure[q];
  if (found.openAt[a] !== 1) return loss;
  for (let k = pairs.start[a]; k < pairs.start[a + 1]; k++) {
    const b = pairs.to[k];
    loss += need[b] * riseAt(found, b, a);
  }
  tree.visits += pairs.start[a + 1] - pairs.start[a];
  return loss;
}
