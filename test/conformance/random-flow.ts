/** Small random flow problems that meet every rule: lower bounds, no limits, negative costs, loops, surplus. */
import type { Random } from "../../src/base/random.ts";
import type { FlowProblem } from "../../src/problems/flow.ts";

export function randomFlow(random: Random): FlowProblem {
  const nodeCount = random.integer(1, 10);
  const arcCount = random.integer(1, 32);
  const oneIn = (k: number) => random.integer(1, k) === 1;
  const mostlyDear = oneIn(2);
  const unlimited = random.integer(2, 12);
  const supply = new Float64Array(nodeCount);
  for (let k = random.integer(0, 5); k > 0; k--) {
    const amount = random.integer(0, 8);
    supply[random.integer(0, nodeCount - 1)] += amount;
    supply[random.integer(0, nodeCount - 1)] -= amount;
  }
  if (oneIn(3)) supply[random.integer(0, nodeCount - 1)] += random.integer(0, 9);
  const tail = new Int32Array(arcCount);
  const head = new Int32Array(arcCount);
  const cost = new Float64Array(arcCount);
  const lower = new Float64Array(arcCount);
  const capacity = new Float64Array(arcCount);
  for (let a = 0; a < arcCount; a++) {
    tail[a] = random.integer(0, nodeCount - 1);
    head[a] = random.integer(0, nodeCount - 1);
    cost[a] = mostlyDear ? random.integer(0, 30) : random.integer(-10, 30);
    lower[a] = oneIn(4) ? random.integer(-1, 3) : 0;
    capacity[a] = oneIn(unlimited) ? Infinity : lower[a] + random.integer(0, 12);
  }
  return { nodeCount, tail, head, cost, lower, capacity, supply };
}
