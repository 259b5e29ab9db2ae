/** HiGHS as an independent judge of location problems, fed arrays. */
import loadHighs from "highs";
import { isPositional, isSparse, type LocationProblem } from "../../src/problems/location.ts";
import { distancesOf } from "../../src/problems/location-positions.ts";

export interface Judgement {
  readonly status: "optimal" | "infeasible" | "unknown";
  readonly objective: number;
  readonly bound: number;
}

/** Gives a function that judges; one runtime for all. */
export async function highsJudge(): Promise<(problem: LocationProblem, seconds?: number) => Judgement> {
  const highs = await loadHighs();
  const { modelStatus } = highs.constants;
  return (problem, seconds = 60) => {
    const model = locationModel(problem, highs.infinity);
    return highs.withModel(model, (loaded): Judgement => {
      loaded.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-7, time_limit: seconds });
      loaded.run();
      const status = loaded.getModelStatus();
      if (status === modelStatus.infeasible)
        return { status: "infeasible", objective: Number.POSITIVE_INFINITY, bound: Number.POSITIVE_INFINITY };
      const objective = loaded.getObjectiveValue();
      const bound = Number(loaded.info.get("mip_dual_bound"));
      return { status: status === modelStatus.optimal ? "optimal" : "unknown", objective, bound };
    });
  };
}

/** Strong formulation: x (share of j from i) at most open, capacities per copy, copies at most their limit. */
export function locationModel(problem: LocationProblem, infinity: number) {
  const { siteCount: m, customerCount: n, cost } = problem;
  const demand = (j: number): number => problem.demand?.[j] ?? 1;
  const pairs: { i: number; j: number; c: number }[] = [];
  for (let j = 0; j < n; j++) {
    if (isSparse(cost)) {
      for (let t = cost.start[j]; t < cost.start[j + 1]; t++) pairs.push({ i: cost.site[t], j, c: cost.cost[t] });
    } else {
      for (let i = 0; i < m; i++) {
        const c = isPositional(cost) ? demand(j) * cost.costOf(distancesOf(cost)(i, j)) : cost[i * n + j];
        pairs.push({ i, j, c });
      }
    }
  }
  const allowed = pairs.filter(({ c }) => Number.isFinite(c));
  // Columns: open (0 or 1) m, copies m, shares. Rows: served n, capacity m, copies m, strong rows, numbers, groups.
  const columns: { cost: number; lower: number; upper: number; whole: boolean; entries: [number, number][] }[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const addRow = (low: number, high: number): number => {
    rowUpper.push(high);
    return rowLower.push(low) - 1;
  };
  const served = Array.from({ length: n }, () => addRow(1, 1));
  const room = Array.from({ length: m }, () => addRow(-infinity, 0));
  const upTo = Array.from({ length: m }, () => addRow(-infinity, 0));
  const from = Array.from({ length: m }, () => addRow(-infinity, 0));
  const exactly = problem.exactlyOpen;
  const number = addRow(exactly ?? 0, Math.min(exactly ?? m, problem.mostOpen ?? m));
  const groups = new Map<number, number>();
  for (let i = 0; i < m; i++) {
    const g = problem.group?.[i] ?? -1;
    if (g >= 0 && !groups.has(g)) groups.set(g, addRow(0, 1));
  }
  for (let i = 0; i < m; i++) {
    const state = problem.state?.[i] ?? 0;
    const g = problem.group?.[i] ?? -1;
    const entries: [number, number][] = [
      [upTo[i], -(problem.copies?.[i] ?? 1)],
      [from[i], 1],
      [number, 1],
    ];
    if (g >= 0) entries.push([groups.get(g)!, 1]);
    columns.push({ cost: 0, lower: state === 1 ? 1 : 0, upper: state === -1 ? 0 : 1, whole: true, entries });
  }
  for (let i = 0; i < m; i++) {
    const capacity = problem.capacity?.[i] ?? Number.POSITIVE_INFINITY;
    const entries: [number, number][] = [
      [upTo[i], 1],
      [from[i], -1],
    ];
    if (Number.isFinite(capacity)) entries.push([room[i], -capacity]);
    columns.push({ cost: problem.openCost[i], lower: 0, upper: problem.copies?.[i] ?? 1, whole: true, entries });
  }
  for (const { i, j, c } of allowed) {
    const strong = addRow(-infinity, 0);
    columns[i].entries.push([strong, -1]);
    const entries: [number, number][] = [
      [served[j], 1],
      [strong, 1],
    ];
    if (Number.isFinite(problem.capacity?.[i] ?? Number.POSITIVE_INFINITY)) entries.push([room[i], demand(j)]);
    columns.push({ cost: c, lower: 0, upper: 1, whole: problem.singleSource ?? false, entries });
  }
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { entries } of columns) {
    for (const [row, value] of entries.sort((a, b) => a[0] - b[0])) {
      indices.push(row);
      values.push(value);
    }
    starts.push(indices.length);
  }
  return {
    numCols: columns.length,
    numRows: rowLower.length,
    colCost: columns.map((column) => column.cost),
    colLower: columns.map((column) => column.lower),
    colUpper: columns.map((column) => column.upper),
    rowLower,
    rowUpper,
    integrality: columns.map((column) => (column.whole ? 1 : 0)) as (0 | 1)[],
    matrix: { format: "csc" as const, numCols: columns.length, numRows: rowLower.length, starts, indices, values },
  };
}
