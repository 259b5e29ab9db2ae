/** HiGHS as an independent judge of flow problems, fed arrays. */
import loadHighs from "highs";
import type { FlowProblem } from "../../src/problems/flow.ts";

export interface Judgement {
  readonly status: "optimal" | "infeasible" | "unbounded" | "infeasible or unbounded";
  readonly objective: number;
}

/** Gives a function that judges; one runtime for all. */
export async function highsJudge(): Promise<(problem: FlowProblem) => Judgement> {
  const highs = await loadHighs();
  const { modelStatus } = highs.constants;
  return (problem) => {
    const { nodeCount, tail, head, cost, capacity, lower, supply } = problem;
    const arcCount = tail.length;
    const start: number[] = [0];
    const index: number[] = [];
    const value: number[] = [];
    for (let a = 0; a < arcCount; a++) {
      if (tail[a] !== head[a]) {
        index.push(tail[a], head[a]);
        value.push(1, -1);
      }
      start.push(index.length);
    }
    const surplus = Array.from(supply).reduce((sum, amount) => sum + amount, 0) > 0;
    const most = Array.from({ length: arcCount }, (_, a) => capacity?.[a] ?? Infinity);
    return highs.withModel(
      {
        numCols: arcCount,
        numRows: nodeCount,
        colCost: Array.from(cost),
        colLower: Array.from({ length: arcCount }, (_, a) => lower?.[a] ?? 0),
        colUpper: most.map((limit) => (limit === Infinity ? highs.infinity : limit)),
        rowLower: Array.from(supply, (amount) => (surplus && amount > 0 ? -highs.infinity : amount)),
        rowUpper: Array.from(supply),
        matrix: {
          format: "csc",
          numCols: arcCount,
          numRows: nodeCount,
          starts: start,
          indices: index,
          values: value,
        },
      },
      (model): Judgement => {
        model.options.set({ output_flag: false, presolve: "off" });
        model.run();
        const status = model.getModelStatus();
        if (status === modelStatus.optimal) {
          return { status: "optimal", objective: model.getObjectiveValue() };
        }
        if (status === modelStatus.unbounded) return { status: "unbounded", objective: -Infinity };
        if (status === modelStatus.infeasible) return { status: "infeasible", objective: Infinity };
        if (status === modelStatus.unboundedOrInfeasible)
          return { status: "infeasible or unbounded", objective: Number.NaN };
        throw new Error(`HiGHS stopped with ${status}`);
      },
    );
  };
}
