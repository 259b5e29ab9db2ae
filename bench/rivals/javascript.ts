/** The solvers that JavaScript has for a dense transport problem. Building a rival's model is not counted. */
import loadHighs from "highs";
import linear from "javascript-lp-solver";
import { minCostFlowForNumberNodes } from "min-cost-flow";
import { solve as yalps } from "yalps";

export interface Rival {
  readonly name: string;
  /** Prepares a model and gives the function to be timed, which gives the objective. */
  prepare(supply: Float64Array, demand: Float64Array, cost: Float64Array): () => number;
}

export async function javascriptRivals(): Promise<Rival[]> {
  const highs = await loadHighs();
  return [
    {
      name: "HiGHS WASM, fed arrays",
      prepare: (supply, demand, cost) => {
        const n = supply.length;
        const m = demand.length;
        const pairs = n * m;
        const index = new Int32Array(2 * pairs);
        for (let k = 0; k < pairs; k++) index.set([Math.floor(k / m), n + (k % m)], 2 * k);
        const data = {
          numCols: pairs,
          numRows: n + m,
          colCost: cost,
          colLower: new Float64Array(pairs),
          colUpper: new Float64Array(pairs).fill(highs.infinity),
          rowLower: [...Array.from(supply, () => -highs.infinity), ...demand],
          rowUpper: [...supply, ...demand],
          matrix: {
            format: "csc" as const,
            numCols: pairs,
            numRows: n + m,
            starts: Int32Array.from({ length: pairs + 1 }, (_, k) => 2 * k),
            indices: index,
            values: new Float64Array(2 * pairs).fill(1),
          },
        };
        return () =>
          highs.withModel(data, (model): number => {
            model.options.set({ output_flag: false });
            model.run();
            return model.getObjectiveValue();
          });
      },
    },
    {
      name: "yalps",
      prepare: (supply, demand, cost) => {
        const m = demand.length;
        const constraints: Record<string, { max?: number; equal?: number }> = {};
        for (const [i, most] of supply.entries()) constraints[`s${i}`] = { max: most };
        for (const [j, wanted] of demand.entries()) constraints[`d${j}`] = { equal: wanted };
        const variables: Record<string, Record<string, number>> = {};
        for (const [k, c] of cost.entries()) variables[`x${k}`] = { c, [`s${Math.floor(k / m)}`]: 1, [`d${k % m}`]: 1 };
        const options = { maxPivots: 1e9, timeout: 1e9 };
        return () => yalps({ direction: "minimize", objective: "c", constraints, variables }, options).result;
      },
    },
    {
      name: "javascript-lp-solver",
      prepare: (supply, demand, cost) => {
        const m = demand.length;
        const constraints: Record<string, { max?: number; equal?: number }> = {};
        for (const [i, most] of supply.entries()) constraints[`s${i}`] = { max: most };
        for (const [j, wanted] of demand.entries()) constraints[`d${j}`] = { equal: wanted };
        const variables: Record<string, Record<string, number>> = {};
        for (const [k, c] of cost.entries()) variables[`x${k}`] = { c, [`s${Math.floor(k / m)}`]: 1, [`d${k % m}`]: 1 };
        return () => {
          const answer = linear.Solve({ optimize: "c", opType: "min", constraints, variables });
          return Number((answer as { result: number }).result);
        };
      },
    },
    {
      name: "min-cost-flow",
      prepare: (supply, demand, cost) => {
        const n = supply.length;
        const m = demand.length;
        const sink = n + m + 1;
        const edges = Array.from(supply, (capacity, i) => ({ from: 0, to: 1 + i, capacity, cost: 0 }));
        cost.forEach((c, k) => {
          edges.push({ from: 1 + Math.floor(k / m), to: 1 + n + (k % m), capacity: demand[k % m], cost: c });
        });
        for (const [j, capacity] of demand.entries()) edges.push({ from: 1 + n + j, to: sink, capacity, cost: 0 });
        const wanted = demand.reduce((a, b) => a + b, 0);
        return () => minCostFlowForNumberNodes(edges, wanted).reduce((sum, edge) => sum + edge.flow * edge.cost, 0);
      },
    },
  ];
}
