import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LinearBackend, LinearProblem, LinearSolution } from "../src/problems/linear.ts";

/** COIN-OR's branch and cut as one more independent judge, where its program `cbc` is installed (Debian: coinor-cbc). */
export function cbc(): LinearBackend | undefined {
  try {
    execFileSync("cbc", ["-quit"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { name: "cbc", solve };
}

function solve(problem: LinearProblem): LinearSolution {
  const folder = mkdtempSync(join(tmpdir(), "katascope-"));
  try {
    const model = join(folder, "model.mps");
    const answer = join(folder, "answer.txt");
    writeFileSync(model, modelText(problem));
    execFileSync("cbc", [model, "-ratioGap", "0", "-allowableGap", "0", "-solve", "-solu", answer], {
      stdio: "ignore",
    });
    return readAnswer(readFileSync(answer, "utf8"), problem);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first line says how it ended; then one line for each column that is not zero: place, name, value, reduced cost. */
function readAnswer(text: string, { columnCount }: LinearProblem): LinearSolution {
  const [head, ...lines] = text.split("\n");
  const status = head.startsWith("Optimal") ? "optimal" : /infeasible/i.test(head) ? "infeasible" : "unknown";
  const value = new Float64Array(columnCount);
  for (const line of lines) {
    const [, name, amount] = line.replace("**", "").trim().split(/\s+/);
    if (name?.startsWith("c")) value[Number(name.slice(1))] = Number(amount);
  }
  const objective = Number(head.split("objective value")[1]);
  const none = new Float64Array(0);
  return { status, objective, bound: objective, value, rowDual: none, iterations: 0 } as LinearSolution;
}

/** Free MPS: rows with both sides as ranges, whole columns between markers. */
function modelText(problem: LinearProblem): string {
  const { columnCount, rowCount, cost, lower, upper, rowLower, rowUpper, start, index, value, whole } = problem;
  const rows: string[] = [];
  const sides: string[] = [];
  const ranges: string[] = [];
  for (let r = 0; r < rowCount; r++) {
    const [least, most] = [rowLower[r], rowUpper[r]];
    const kind = least === most ? "E" : Number.isFinite(most) ? "L" : Number.isFinite(least) ? "G" : "N";
    rows.push(` ${kind} r${r}`);
    const side = kind === "G" ? least : most;
    if (kind !== "N" && side !== 0) sides.push(` RHS r${r} ${side}`);
    if (kind === "L" && Number.isFinite(least)) ranges.push(` RANGE r${r} ${most - least}`);
  }
  const columns: string[] = [];
  const bounds: string[] = [];
  let isWhole = false;
  for (let c = 0; c < columnCount; c++) {
    if ((whole[c] === 1) !== isWhole) {
      isWhole = !isWhole;
      columns.push(` MARK 'MARKER' ${isWhole ? "'INTORG'" : "'INTEND'"}`);
    }
    columns.push(` c${c} COST ${cost[c]}`);
    for (let e = start[c]; e < start[c + 1]; e++) columns.push(` c${c} r${index[e]} ${value[e]}`);
    if (lower[c] !== 0) bounds.push(Number.isFinite(lower[c]) ? ` LO BOUND c${c} ${lower[c]}` : ` MI BOUND c${c}`);
    bounds.push(Number.isFinite(upper[c]) ? ` UP BOUND c${c} ${upper[c]}` : ` PL BOUND c${c}`);
  }
  if (isWhole) columns.push(" MARK 'MARKER' 'INTEND'");
  const parts = ["NAME model FREE", "ROWS", " N COST", ...rows, "COLUMNS", ...columns, "RHS", ...sides];
  return [...parts, ...(ranges.length > 0 ? ["RANGES", ...ranges] : []), "BOUNDS", ...bounds, "ENDATA", ""].join("\n");
}
