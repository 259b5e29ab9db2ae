/**
 * Finds a cycle of negative cost among some arcs of a network.
 *
 * Shapes: n nodes, m arcs; `usable` marks the arcs that count.
 * Gives:  the cycle's arcs, each one's head the next one's tail, or undefined.
 * Complexity: O(n m) in the worst case; a handful of sweeps in practice.
 * Source: Bellman and Ford; the early look along parents is Cherkassky and Goldberg, Negative-cycle
 *         detection algorithms (1999).
 */
export function negativeCycle(
  nodeCount: number,
  tail: Int32Array,
  head: Int32Array,
  cost: Float64Array,
  usable: Int8Array,
): Int32Array | undefined {
  const distance = new Float64Array(nodeCount);
  const arcInto = new Int32Array(nodeCount).fill(-1);
  const seenIn = new Int32Array(nodeCount);
  for (let sweep = 1; ; sweep++) {
    let changed = false;
    for (let a = 0; a < tail.length; a++) {
      if (usable[a] === 0) continue;
      const through = distance[tail[a]] + cost[a];
      if (through >= distance[head[a]]) continue;
      distance[head[a]] = through;
      arcInto[head[a]] = a;
      changed = true;
    }
    if (!changed) return undefined;
    // Parents that form a cycle form a negative one. Each node is looked at once per look.
    if ((sweep & (sweep - 1)) !== 0 && sweep < nodeCount) continue;
    seenIn.fill(-1);
    for (let start = 0; start < nodeCount; start++) {
      let u = start;
      while (seenIn[u] < 0 && arcInto[u] >= 0) {
        seenIn[u] = start;
        u = tail[arcInto[u]];
      }
      if (arcInto[u] >= 0 && seenIn[u] === start) return cycleThrough(u, tail, arcInto);
    }
  }
}

function cycleThrough(start: number, tail: Int32Array, arcInto: Int32Array): Int32Array {
  const backwards: number[] = [];
  let u = start;
  do {
    backwards.push(arcInto[u]);
    u = tail[arcInto[u]];
  } while (u !== start);
  return Int32Array.from(backwards.reverse());
}
