/**
 * Reads off a flow that leaves something unmet the set of nodes that proves nothing better exists.
 *
 * Shapes: n nodes, m arcs. `stranded` as `readSimplex` gives it.
 * Gives:  where demand stays unmet, all nodes that could still send towards it: their arcs inwards are full
 *         and their arcs outwards empty. Otherwise all nodes that stranded supply can still reach.
 * Complexity: O(n + m).
 * Source: Hoffman's circulation theorem (1960).
 */
import type { FlowCertificate } from "../problems/flow.ts";
import type { Network } from "./network-tree.ts";

export function residualCut(network: Network, flow: Float64Array, stranded: Float64Array): FlowCertificate {
  const { nodeCount, arcCount, tail, head, capacity } = network;
  const unmet = stranded.some((amount) => amount < 0);
  const first = new Int32Array(nodeCount + 2);
  for (let a = 0; a < arcCount; a++) {
    first[tail[a] + 2]++;
    first[head[a] + 2]++;
  }
  for (let u = 1; u < nodeCount + 2; u++) first[u] += first[u - 1];
  const incident = new Int32Array(2 * arcCount);
  for (let a = 0; a < arcCount; a++) {
    incident[first[tail[a] + 1]++] = a;
    incident[first[head[a] + 1]++] = a;
  }
  const reached = new Int8Array(nodeCount);
  const queue = new Int32Array(nodeCount);
  let count = 0;
  for (let u = 0; u < nodeCount; u++) {
    if (unmet ? stranded[u] >= 0 : stranded[u] <= 0) continue;
    reached[u] = 1;
    queue[count++] = u;
  }
  for (let done = 0; done < count; done++) {
    const u = queue[done];
    for (let k = first[u]; k < first[u + 1]; k++) {
      const a = incident[k];
      const v = tail[a] === u ? head[a] : tail[a];
      if (reached[v] === 1) continue;
      // Searching from unmet demand, an arc counts when something more can come this way along it.
      const forwards = unmet ? head[a] === u : tail[a] === u;
      if (forwards ? flow[a] >= capacity[a] : flow[a] <= 0) continue;
      reached[v] = 1;
      queue[count++] = v;
    }
  }
  return { kind: "cut", wants: unmet ? "more" : "less", nodes: queue.slice(0, count).sort() };
}
