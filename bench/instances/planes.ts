/** Seeded transport problems on a plane, dense or by position; costs are the distance times 10,000, floored. */
import { seededRandom } from "../../src/base/random.ts";
import type { FlowProblem } from "../../src/problems/flow.ts";
import type { PositionalCost } from "../../src/problems/transport.ts";

export interface Plane {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  readonly cost: Required<PositionalCost>;
}

const COST_PER_UNIT = 10_000;

/** Supply is `ratio` times demand; sinks lie evenly or in seven clusters. */
export function planeTransport(n: number, m: number, ratio = 1.2, clustered = false, seed = 42): Plane {
  const random = seededRandom(seed);
  const sources = Float64Array.from({ length: 2 * n }, () => random.next());
  const sinks = Float64Array.from({ length: 2 * m }, () => random.next());
  if (clustered) {
    for (let j = 0; j < m; j++) {
      const cluster = j % 7;
      sinks[2 * j] = 0.1 + 0.13 * cluster + (sinks[2 * j] - 0.5) * 0.15 * (sinks[2 * j + 1] + 0.1);
      sinks[2 * j + 1] = ((cluster * 0.37) % 1) * 0.8 + sinks[2 * j + 1] * 0.2;
    }
  }
  const demand = Float64Array.from({ length: m }, () => random.integer(1, 100));
  const wanted = demand.reduce((a, b) => a + b, 0);
  const supply = Float64Array.from({ length: n }, () => Math.ceil(((ratio * wanted) / n) * (0.5 + random.next())));
  let left = Math.round(ratio * wanted) - supply.reduce((a, b) => a + b, 0);
  for (let i = 0; left !== 0; i = (i + 1) % n) {
    const change = left > 0 ? Math.ceil(left / n) : -Math.min(supply[i], Math.ceil(-left / n));
    supply[i] += change;
    left -= change;
  }
  return { supply, demand, cost: { sources, sinks, geometry: "plane", costOf: (d) => Math.floor(COST_PER_UNIT * d) } };
}

/** The whole matrix, source-major. */
export function denseCost(plane: Plane): Float64Array {
  const n = plane.supply.length;
  const m = plane.demand.length;
  const { sources, sinks } = plane.cost;
  const matrix = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const dx = sources[2 * i] - sinks[2 * j];
      const dy = sources[2 * i + 1] - sinks[2 * j + 1];
      matrix[i * m + j] = Math.floor(COST_PER_UNIT * Math.sqrt(dx * dx + dy * dy));
    }
  }
  return matrix;
}

/** The same problem as a network: over all pairs, or over the `nearest` sources of each sink only. */
export function planeNetwork(plane: Plane, matrix: Float64Array, nearest = Infinity): FlowProblem {
  const n = plane.supply.length;
  const m = plane.demand.length;
  const each = Math.min(n, nearest);
  const tail = new Int32Array(each * m);
  const head = new Int32Array(each * m);
  const cost = new Float64Array(each * m);
  const chosen = Int32Array.from({ length: n }, (_, i) => i);
  for (let j = 0, a = 0; j < m; j++) {
    if (each < n) chosen.sort((p, q) => matrix[p * m + j] - matrix[q * m + j]);
    for (let k = 0; k < each; k++, a++) {
      tail[a] = chosen[k];
      head[a] = n + j;
      cost[a] = matrix[chosen[k] * m + j];
    }
  }
  const supply = new Float64Array(n + m);
  supply.set(plane.supply);
  for (let j = 0; j < m; j++) supply[n + j] = -plane.demand[j];
  return { nodeCount: n + m, tail, head, cost, supply };
}
