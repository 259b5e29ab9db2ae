/** HiGHS as an independent judge of coupled problems: the plain formulation, fed as arrays. */
import loadHighs from "highs";
import { type CoupledProblem, freightMatrix } from "../../src/problems/coupled.ts";
import type { Judgement } from "./highs-location.ts";

/** Gives a function that judges; one runtime for all. */
export async function coupledJudge(): Promise<(problem: CoupledProblem, seconds?: number) => Judgement> {
  const highs = await loadHighs();
  const { modelStatus } = highs.constants;
  return (problem, seconds = 60) =>
    highs.withModel(coupledModel(problem, highs.infinity), (loaded): Judgement => {
      loaded.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-7, time_limit: seconds });
      loaded.run();
      const status = loaded.getModelStatus();
      const none = Number.POSITIVE_INFINITY;
      if (status === modelStatus.infeasible) return { status: "infeasible", objective: none, bound: none };
      const isOptimal = status === modelStatus.optimal;
      const bound = Number(loaded.info.get("mip_dual_bound"));
      return { status: isOptimal ? "optimal" : "unknown", objective: loaded.getObjectiveValue(), bound };
    });
}

interface Column {
  readonly cost: number;
  readonly upper: number;
  readonly whole: boolean;
  readonly entries: (readonly [number, number])[];
}

/** @param strong adds shipments <= what the destination can take, times the modules open; else the plain rows only. */
export function coupledModel(problem: CoupledProblem, infinity: number, strong = false) {
  const { placeCount: p, goodCount: g, makes, takes, sizeStart, activityStart } = problem;
  const columns: Column[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const row = (low: number, high: number): number => {
    rowUpper.push(high);
    return rowLower.push(low) - 1;
  };
  const column = (cost: number, upper: number, whole: boolean, entries: (readonly [number, number])[]): number =>
    columns.push({ cost, upper, whole, entries }) - 1;
  const leaves = Array.from({ length: p * g }, () => row(0, 0));
  const arrives = Array.from({ length: p * g }, (_, cell) => row(problem.demand[cell], problem.demand[cell]));
  const matrices = problem.freight.map((freight) => freightMatrix(freight, p));
  const intake = Float64Array.from(problem.demand);
  const isSource = new Uint8Array(p * g);
  let constant = 0;
  const modules: { cell: number; columns: number[]; recipe: number }[] = [];
  const roofRow = Array.from({ length: problem.roofCost?.length ?? 0 }, () => row(-infinity, 0));
  const modulesUnder = roofRow.map(() => 0);
  for (let i = 0; i < problem.sitePlace.length; i++) {
    const place = problem.sitePlace[i];
    const openRow = row(-infinity, 0);
    let all = 0;
    const oneRow = problem.oneSize?.[i] ? row(-infinity, 1) : -1;
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      const standing = problem.standing?.[k] ?? 0;
      const most = problem.most?.[k] ?? 1;
      const closing = problem.closingCost?.[k] ?? 0;
      constant += standing * closing;
      all += most;
      const room = row(-infinity, 0);
      const entries: (readonly [number, number])[] = [
        [openRow, 1],
        [room, -1],
      ];
      const roof = problem.siteRoof?.[i] ?? -1;
      if (roof >= 0) {
        entries.push([roofRow[roof], 1]);
        modulesUnder[roof] += most;
      }
      if (oneRow >= 0) {
        const upTo = row(-infinity, 0);
        column(0, 1, true, [
          [oneRow, 1],
          [upTo, -most],
        ]);
        entries.push([upTo, 1]);
      }
      const kept = column((problem.keptCost?.[k] ?? 0) - closing, standing, true, [...entries]);
      const opened = column(problem.newCost[k], most - standing, true, [...entries]);
      // What there is none of would only take memory: a strong row has an entry for each of these columns.
      const own = [kept, opened].filter((at) => columns[at].upper > 0);
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
        const recipe = problem.activityRecipe[activity];
        const uses: (readonly [number, number])[] = [[room, 1 / problem.activityCapacity[activity]]];
        for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
          uses.push([leaves[makes.good[e] * p + place], makes.amount[e]]);
          isSource[makes.good[e] * p + place] = 1;
        }
        for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
          const cell = takes.good[e] * p + place;
          uses.push([arrives[cell], -takes.amount[e]]);
          intake[cell] += takes.amount[e] * problem.activityCapacity[activity] * most;
        }
        column(problem.activityCost[activity], infinity, false, uses);
        modules.push({ cell: problem.siteGood[i] * p + place, columns: own, recipe });
      }
    }
    column(problem.siteCost?.[i] ?? 0, 1, true, [[openRow, -all]]);
  }
  roofRow.forEach((at, roof) => {
    column(problem.roofCost![roof], 1, true, [[at, -modulesUnder[roof]]]);
  });
  for (let cell = 0; cell < p * g; cell++) {
    const good = Math.floor(cell / p);
    const shortage = problem.shortageCost?.[good] ?? Number.POSITIVE_INFINITY;
    const disposal = problem.disposalCost?.[good] ?? 0;
    const supply = problem.supply?.[cell] ?? 0;
    if (supply > 0) {
      column(0, supply, false, [[leaves[cell], 1]]);
      isSource[cell] = 1;
    }
    if (Number.isFinite(shortage)) column(shortage, problem.demand[cell], false, [[arrives[cell], 1]]);
    if (Number.isFinite(disposal)) column(disposal, infinity, false, [[leaves[cell], -1]]);
  }
  for (let good = 0; good < g; good++) {
    const matrix = matrices[problem.freightTable[good]];
    for (let from = 0; from < p; from++) {
      if (isSource[good * p + from] === 0) continue;
      const own = modules.filter(({ cell }) => cell === good * p + from);
      const isOnlyWorks = own.length > 0 && !((problem.supply?.[good * p + from] ?? 0) > 0);
      for (let to = 0; to < p; to++) {
        const entry = from === to ? 0 : (matrix?.[from * p + to] ?? Number.POSITIVE_INFINITY);
        if (!Number.isFinite(entry) || !(intake[good * p + to] > 0)) continue;
        const entries: (readonly [number, number])[] = [
          [leaves[good * p + from], -1],
          [arrives[good * p + to], 1],
        ];
        if (strong && isOnlyWorks) {
          const most = row(-infinity, 0);
          entries.push([most, 1]);
          const open = new Set(own.flatMap((module) => module.columns));
          for (const at of open) columns[at].entries.push([most, -intake[good * p + to]]);
        }
        column((problem.freightRate?.[good] ?? 1) * entry, infinity, false, entries);
      }
    }
  }
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { entries } of columns) {
    const sums = new Map<number, number>();
    for (const [at, value] of entries) sums.set(at, (sums.get(at) ?? 0) + value);
    for (const [at, value] of [...sums].sort((a, b) => a[0] - b[0])) {
      indices.push(at);
      values.push(value);
    }
    starts.push(indices.length);
  }
  return {
    numCols: columns.length,
    numRows: rowLower.length,
    offset: constant,
    colCost: columns.map(({ cost }) => cost),
    colLower: columns.map(() => 0),
    colUpper: columns.map(({ upper }) => upper),
    rowLower,
    rowUpper,
    integrality: columns.map(({ whole }) => (whole ? 1 : 0)) as (0 | 1)[],
    matrix: { format: "csc" as const, numCols: columns.length, numRows: rowLower.length, starts, indices, values },
  };
}

/** From t/yr, MJ/yr and MJ/t. */
const LARGE_UNITS = {
  ...{ demand: 1e-6, supply: 1e-6, activityCapacity: 1e-6 },
  ...{ newCost: 1e-9, keptCost: 1e-9, closingCost: 1e-9, siteCost: 1e-9, roofCost: 1e-9 },
  ...{ activityCost: 1e-3, freightRate: 1e-3, shortageCost: 1e-3, disposalCost: 1e-3 },
} as const;

/** In Mt and PJ, so that HiGHS meets numbers near one: in tonnes and MJ its tolerances let it find optima that are none. */
export function inLargeUnits(problem: CoupledProblem): CoupledProblem {
  const scaled = Object.entries(LARGE_UNITS).flatMap(([name, factor]) => {
    const values = problem[name as keyof typeof LARGE_UNITS];
    return values === undefined ? [] : [[name, Array.from(values, (value) => value * factor)] as const];
  });
  return { ...problem, ...Object.fromEntries(scaled) };
}
