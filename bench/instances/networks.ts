/**
 * Seeded networks of the shapes that LEMON's authors benchmark on: NETGEN-8, -SR and -DEG (random networks
 * with a skeleton that guarantees a flow) and GOTO-8 (a torus with one source and one sink, hard on purpose).
 * They have the published parameters and the published shape, not the published generators' very numbers.
 */
import { seededRandom } from "../../src/base/random.ts";
import type { FlowProblem } from "../../src/problems/flow.ts";

const MOST_COST = 10_000;
const MOST_CAPACITY = 1000;

/** sqrt(n) sources, sqrt(n) sinks, mean supply 1000, costs to 10,000, capacities to 1000; 8 n, n sqrt(n)... arcs. */
export function netgenShape(nodeCount: number, arcCount: number, seed: number): FlowProblem {
  const random = seededRandom(seed);
  const ends = Math.round(Math.sqrt(nodeCount));
  const total = 1000 * ends;
  const supply = new Float64Array(nodeCount);
  const spread = (from: number, sign: number) => {
    const part = Math.floor(total / ends);
    let left = total;
    for (let k = 0; k < ends; k++) {
      const amount = Math.min(left, random.integer(1, 2 * part));
      supply[from + k] += sign * amount;
      left -= amount;
    }
    for (; left > 0; left--) supply[from + random.integer(0, ends - 1)] += sign;
  };
  spread(0, 1);
  spread(nodeCount - ends, -1);
  const tail = new Int32Array(arcCount);
  const head = new Int32Array(arcCount);
  const cost = new Float64Array(arcCount);
  const capacity = new Float64Array(arcCount);
  let arc = 0;
  const add = (u: number, v: number, most: number) => {
    tail[arc] = u;
    head[arc] = v;
    cost[arc] = random.integer(1, MOST_COST);
    capacity[arc++] = most;
  };
  // The skeleton: a chain from each source through its share of the middle to two sinks, wide enough.
  const middle = Array.from({ length: nodeCount - 2 * ends }, (_, k) => ends + k);
  for (let k = middle.length - 1; k > 0; k--) {
    const other = random.integer(0, k);
    [middle[k], middle[other]] = [middle[other], middle[k]];
  }
  for (let s = 0; s < ends; s++) {
    let at = s;
    for (let k = s; k < middle.length; k += ends) {
      add(at, middle[k], total);
      at = middle[k];
    }
    add(at, nodeCount - ends + s, total);
    add(at, nodeCount - ends + ((s + 1) % ends), total);
  }
  while (arc < arcCount) {
    const u = random.integer(0, nodeCount - ends - 1);
    const v = random.integer(ends, nodeCount - 1);
    if (u !== v) add(u, v, random.integer(1, MOST_CAPACITY));
  }
  return { nodeCount, tail, head, cost, capacity, supply };
}

/** A torus whose arcs lead a few columns onwards; long jumps are dear, the supply is what just passes. */
export function gotoShape(nodeCount: number, seed: number): FlowProblem {
  const random = seededRandom(seed);
  const rows = Math.max(2, Math.round(nodeCount ** (1 / 3)));
  const columns = Math.floor(nodeCount / rows);
  const inGrid = rows * columns;
  const tail: number[] = [];
  const head: number[] = [];
  const cost: number[] = [];
  const capacity: number[] = [];
  const add = (u: number, v: number, price: number, most: number) => {
    tail.push(u);
    head.push(v);
    cost.push(price);
    capacity.push(most);
  };
  const steps = [1, 2, 3, 5, 8, 13];
  for (let x = 0; x < columns; x++) {
    for (let y = 0; y < rows; y++) {
      const u = x * rows + y;
      add(u, x * rows + ((y + 1) % rows), random.integer(1, MOST_COST / 8), random.integer(1, MOST_CAPACITY));
      for (const step of steps) {
        const v = ((x + step) % columns) * rows + random.integer(0, rows - 1);
        if (v === u) continue;
        const price = Math.round((MOST_COST * step * (0.5 + random.next() / 2)) / 13);
        add(u, v, price, random.integer(1, Math.ceil(MOST_CAPACITY / step)));
      }
      add(u, ((x + 1) % columns) * rows + y, MOST_COST, MOST_CAPACITY * 64);
    }
  }
  for (let u = inGrid; u < nodeCount; u++) add(u, u - inGrid, 1, 1);
  const supply = new Float64Array(nodeCount);
  const passes = Math.round(MOST_CAPACITY * rows * 0.9);
  supply[0] = passes;
  supply[inGrid - 1] = -passes;
  return { nodeCount, tail, head, cost, capacity: capacity.map((most) => Math.min(most, passes)), supply };
}
