import { highs } from "../../src/backends/highs.ts";
import { LinearBuilder } from "../../src/formulations/linear-builder.ts";
import type { DesignProblem } from "../../src/problems/design.ts";
import type { LinearBackend, LinearSolution } from "../../src/problems/linear.ts";

/** HiGHS on network design, written as one whole-number problem with strong rows: x <= demand * open. */
export async function designJudge(): Promise<{
  /** The optimum, or the value of the linear relaxation where parts of arcs may open. */
  solve(problem: DesignProblem, parts: boolean, timeLimitMs?: number): LinearSolution;
}> {
  const backend: LinearBackend = await highs();
  return {
    solve(problem, parts, timeLimitMs) {
      const { tail, head, cost, capacity, openCost, origin, destination, demand, nodeCount } = problem;
      const builder = new LinearBuilder();
      const k = demand.length;
      const balance = Array.from({ length: nodeCount * k }, (_, cell) => {
        const [v, c] = [Math.floor(cell / k), cell % k];
        const leaves = (origin[c] === v ? demand[c] : 0) - (destination[c] === v ? demand[c] : 0);
        return builder.row(leaves, leaves);
      });
      for (let a = 0; a < tail.length; a++) {
        const open = builder.column(openCost[a], 0, 1, !parts);
        const full = builder.row(Number.NEGATIVE_INFINITY, 0);
        builder.entry(full, open, -Math.min(capacity[a], 1e9));
        for (let c = 0; c < k; c++) {
          const flow = builder.column(cost[a], 0, Number.POSITIVE_INFINITY);
          builder.entry(balance[tail[a] * k + c], flow, 1);
          builder.entry(balance[head[a] * k + c], flow, -1);
          builder.entry(full, flow, 1);
          const strong = builder.row(Number.NEGATIVE_INFINITY, 0);
          builder.entry(strong, flow, 1);
          builder.entry(strong, open, -Math.min(demand[c], capacity[a]));
        }
      }
      const limits = { gap: 0, seed: 1, ...(timeLimitMs === undefined ? {} : { timeLimitMs }) };
      return backend.solve(builder.build(), limits);
    },
  };
}
