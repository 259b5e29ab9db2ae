/** Other people's solvers on location problems, all with the strong formulation; what builds their model is not counted, but for HiGHS. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import linear from "javascript-lp-solver";
import { solve as yalps } from "yalps";
import { stopwatch } from "../../src/base/control.ts";
import type { LocationProblem } from "../../src/problems/location.ts";
import { highsJudge, locationModel } from "../../test/conformance/highs-location.ts";

export interface RivalRun {
  readonly milliseconds: number;
  /** Undefined when it gave no answer in its time. */
  readonly objective: number | undefined;
  /** It says that nothing better exists. */
  readonly isProven: boolean;
}

export interface LocationRival {
  readonly name: string;
  run(problem: LocationProblem, seconds: number): RivalRun;
}

type Model = ReturnType<typeof locationModel>;

const INFINITE = 1e30;

/** HiGHS, yalps and javascript-lp-solver; CBC where the command is installed. */
export async function locationRivals(): Promise<LocationRival[]> {
  const judge = await highsJudge();
  const highs: LocationRival = {
    name: "HiGHS WASM",
    run: (problem, seconds) => {
      // Its model is small work beside its search, and is counted.
      const elapsed = stopwatch();
      const { status, objective } = judge(problem, seconds);
      return { milliseconds: elapsed(), objective, isProven: status === "optimal" };
    },
  };
  const hasCbc = spawnSync("cbc", ["-quit"]).error === undefined;
  return [highs, ...(hasCbc ? [{ name: "CBC", run: runCbc }] : []), yalpsRival, linearRival];
}

function runCbc(problem: LocationProblem, seconds: number): RivalRun {
  const folder = mkdtempSync(join(tmpdir(), "location-"));
  const [model, answer] = [join(folder, "model.mps"), join(folder, "answer.txt")];
  writeFileSync(model, mpsOf(locationModel(problem, INFINITE)));
  const elapsed = stopwatch();
  spawnSync("cbc", [model, "-ratio", "0", "-sec", String(seconds), "-solve", "-solution", answer]);
  const milliseconds = elapsed();
  const [first] = readFileSync(answer, "utf8").split("\n");
  rmSync(folder, { recursive: true });
  const objective = Number(/objective value\s+(\S+)/.exec(first)?.[1] ?? Number.NaN);
  return {
    milliseconds,
    objective: Number.isFinite(objective) ? objective : undefined,
    isProven: first.startsWith("Optimal"),
  };
}

/** The model in free MPS, which every native solver reads. */
function mpsOf(model: Model): string {
  const lines = ["NAME location FREE", "ROWS", " N cost"];
  const ranges: string[] = [];
  const sides: string[] = [];
  for (let r = 0; r < model.numRows; r++) {
    const [low, high] = [model.rowLower[r], model.rowUpper[r]];
    const kind = low === high ? "E" : low <= -INFINITE ? "L" : "G";
    lines.push(` ${kind} r${r}`);
    sides.push(` RHS r${r} ${kind === "L" ? high : low}`);
    if (kind === "G" && high < INFINITE) ranges.push(` RANGE r${r} ${high - low}`);
  }
  lines.push("COLUMNS");
  const bounds: string[] = [];
  for (let c = 0; c < model.numCols; c++) {
    const isWhole = model.integrality[c] === 1;
    if (isWhole) lines.push(` MARK${c} 'MARKER' 'INTORG'`);
    lines.push(` x${c} cost ${model.colCost[c]}`);
    for (let t = model.matrix.starts[c]; t < model.matrix.starts[c + 1]; t++)
      lines.push(` x${c} r${model.matrix.indices[t]} ${model.matrix.values[t]}`);
    if (isWhole) lines.push(` MARK${c} 'MARKER' 'INTEND'`);
    bounds.push(` LO BOUND x${c} ${model.colLower[c]}`, ` UP BOUND x${c} ${model.colUpper[c]}`);
  }
  const ranged = ranges.length > 0 ? ["RANGES", ...ranges] : [];
  return [...lines, "RHS", ...sides, ...ranged, "BOUNDS", ...bounds, "ENDATA", ""].join("\n");
}

interface NamedModel {
  readonly constraints: Record<string, { min?: number; max?: number; equal?: number }>;
  readonly variables: Record<string, Record<string, number>>;
  readonly whole: string[];
}

/** Rows and columns by name; a column's bounds become rows, as these solvers have no bounds. */
function namedModel(model: Model): NamedModel {
  const constraints: NamedModel["constraints"] = {};
  for (let r = 0; r < model.numRows; r++) {
    const [low, high] = [model.rowLower[r], model.rowUpper[r]];
    if (low === high) constraints[`r${r}`] = { equal: low };
    else constraints[`r${r}`] = { ...(low > -INFINITE ? { min: low } : {}), ...(high < INFINITE ? { max: high } : {}) };
  }
  const variables: NamedModel["variables"] = {};
  const whole: string[] = [];
  for (let c = 0; c < model.numCols; c++) {
    const column: Record<string, number> = { cost: model.colCost[c] };
    for (let t = model.matrix.starts[c]; t < model.matrix.starts[c + 1]; t++)
      column[`r${model.matrix.indices[t]}`] = model.matrix.values[t];
    if (model.integrality[c] === 1) {
      whole.push(`x${c}`);
      column[`b${c}`] = 1;
      constraints[`b${c}`] = { min: model.colLower[c], max: model.colUpper[c] };
    }
    variables[`x${c}`] = column;
  }
  return { constraints, variables, whole };
}

const yalpsRival: LocationRival = {
  name: "yalps",
  run: (problem, seconds) => {
    const { constraints, variables, whole } = namedModel(locationModel(problem, INFINITE));
    const elapsed = stopwatch();
    const answer = yalps(
      { direction: "minimize", objective: "cost", constraints, variables, integers: whole },
      { tolerance: 0, timeout: 1000 * seconds, maxIterations: 1e9, maxPivots: 1e9 },
    );
    const hasPlan = Number.isFinite(answer.result);
    return {
      milliseconds: elapsed(),
      objective: hasPlan ? answer.result : undefined,
      isProven: answer.status === "optimal",
    };
  },
};

const linearRival: LocationRival = {
  name: "javascript-lp-solver",
  run: (problem, seconds) => {
    const { constraints, variables, whole } = namedModel(locationModel(problem, INFINITE));
    const elapsed = stopwatch();
    const answer = linear.Solve({
      optimize: "cost",
      opType: "min",
      constraints,
      variables,
      ints: Object.fromEntries(whole.map((name) => [name, 1])),
      options: { timeout: 1000 * seconds },
    }) as { feasible: boolean; result: number };
    const milliseconds = elapsed();
    const objective = answer.feasible ? answer.result : undefined;
    return { milliseconds, objective, isProven: answer.feasible && milliseconds < 1000 * seconds };
  },
};
