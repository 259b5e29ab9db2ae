/**
 * Strongly connected components of a directed graph, in an order in which every arc leads from a component
 * to itself or to an earlier one: what a component depends on comes before it.
 *
 * Shapes: n nodes; arcs by tail: heads head[start[v]] .. head[start[v + 1] - 1]; start has length n + 1.
 * Gives:  order: the nodes, component by component; bounds: component c is order[bounds[c]] .. order[bounds[c + 1] - 1].
 * Cost:   O(n + m) time and memory; no recursion, so that long chains do not exhaust the stack.
 * Source: Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972).
 */
export function strongComponents(
  start: Int32Array,
  head: Int32Array,
): { readonly order: Int32Array; readonly bounds: Int32Array } {
  const n = start.length - 1;
  const order = new Int32Array(n);
  const bounds = new Int32Array(n + 1);
  const index = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const stacked = new Int8Array(n);
  const stack = new Int32Array(n);
  const path = new Int32Array(n);
  const next = Int32Array.from(start);
  let stackSize = 0;
  let placed = 0;
  let components = 0;
  let visited = 0;
  for (let root = 0; root < n; root++) {
    if (index[root] >= 0) continue;
    let depth = 0;
    path[0] = root;
    index[root] = low[root] = visited++;
    stack[stackSize++] = root;
    stacked[root] = 1;
    while (depth >= 0) {
      const node = path[depth];
      if (next[node] < start[node + 1]) {
        const child = head[next[node]++];
        if (index[child] < 0) {
          index[child] = low[child] = visited++;
          stack[stackSize++] = child;
          stacked[child] = 1;
          path[++depth] = child;
        } else if (stacked[child] && index[child] < low[node]) {
          low[node] = index[child];
        }
        continue;
      }
      if (low[node] === index[node]) {
        let member: number;
        do {
          member = stack[--stackSize];
          stacked[member] = 0;
          order[placed++] = member;
        } while (member !== node);
        bounds[++components] = placed;
      }
      depth--;
      if (depth >= 0 && low[node] < low[path[depth]]) low[path[depth]] = low[node];
    }
  }
  return { order, bounds: bounds.slice(0, components + 1) };
}
