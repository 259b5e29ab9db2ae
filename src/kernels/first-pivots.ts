/**
 * Chooses arcs that are worth a pivot before pricing begins: they lead most of the supply over good arcs at
 * once, which saves most of the pivots on networks with one source and one sink.
 *
 * Complexity: O(n + m).
 * Source: Király and Kovács, Efficient implementations of minimum-cost flow algorithms (2012), section 4.4.
 */
import type { Network } from "./network-tree.ts";

/** Arcs in the order in which they should enter. */
export function firstPivots(network: Network): Int32Array {
  const { nodeCount, supply } = network;
  let source = -1;
  let sources = 0;
  let sink = -1;
  let sinks = 0;
  for (let u = 0; u < nodeCount; u++) {
    if (supply[u] > 0) {
      source = u;
      sources++;
    } else if (supply[u] < 0) {
      sink = u;
      sinks++;
    }
  }
  if (sources === 1 && sinks === 1) return arcsTowards(network, source, sink);
  return cheapestIntoSinks(network);
}

/** Searches backwards from the sink over arcs that could carry the whole supply. */
function arcsTowards(network: Network, source: number, sink: number): Int32Array {
  const { nodeCount, arcCount, tail, head, capacity, supply } = network;
  const first = new Int32Array(nodeCount + 2);
  for (let a = 0; a < arcCount; a++) first[head[a] + 2]++;
  for (let u = 1; u < nodeCount + 2; u++) first[u] += first[u - 1];
  const entering = new Int32Array(arcCount);
  for (let a = 0; a < arcCount; a++) entering[first[head[a] + 1]++] = a;

  const wanted = supply[source];
  const reached = new Int8Array(nodeCount);
  const stack = new Int32Array(nodeCount);
  const found = new Int32Array(nodeCount);
  let count = 0;
  let height = 0;
  stack[height++] = sink;
  reached[sink] = 1;
  while (height > 0) {
    const v = stack[--height];
    if (v === source) break;
    for (let k = first[v]; k < first[v + 1]; k++) {
      const a = entering[k];
      const u = tail[a];
      if (reached[u] === 1 || capacity[a] < wanted) continue;
      found[count++] = a;
      reached[u] = 1;
      stack[height++] = u;
    }
  }
  return found.subarray(0, count);
}

/** The cheapest arc into each node that wants something. */
function cheapestIntoSinks(network: Network): Int32Array {
  const { nodeCount, arcCount, head, cost, supply } = network;
  const cheapest = new Int32Array(nodeCount).fill(-1);
  for (let a = 0; a < arcCount; a++) {
    const v = head[a];
    if (supply[v] < 0 && (cheapest[v] < 0 || cost[a] < cost[cheapest[v]])) cheapest[v] = a;
  }
  let count = 0;
  const found = new Int32Array(nodeCount);
  for (let v = 0; v < nodeCount; v++) if (cheapest[v] >= 0) found[count++] = cheapest[v];
  return found.subarray(0, count);
}
