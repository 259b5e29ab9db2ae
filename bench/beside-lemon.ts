/** Networks and dense transport beside native LEMON, each problem in a process of its own. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { networkNames } from "./instances/named-networks.ts";
import { median } from "./median.ts";
import type { RivalRun } from "./rival-run.ts";
import type { Lemon } from "./rivals/lemon.ts";

const SCRIPT = fileURLToPath(new URL("./rival-run.ts", import.meta.url));

function runAlone(lemon: Lemon | undefined, ...task: readonly (string | number)[]): RivalRun {
  const settings = ["--max-old-space-size=8000", "--import", "tsx"];
  const out = execFileSync(process.execPath, [...settings, SCRIPT, ...task.map(String), lemon?.program ?? ""]);
  return JSON.parse(out.toString()) as RivalRun;
}

const told = (value: number | null, digits = 1): string => (value === null ? "" : value.toFixed(digits));
const ratioOf = (theirs: number | null, ours: number): number => (theirs === null ? Number.NaN : theirs / ours);
const ratioTold = (ratio: number, digits: number): string => (Number.isNaN(ratio) ? "skipped" : ratio.toFixed(digits));

export function benchDenseTransport(lemon: Lemon | undefined): string[] {
  const rows = [
    "| sources x sinks | runs | first call (ms) | ours, everything (ms) | peak (MB) | LEMON dense: build + set up, solve (ms) | peak (MB) | LEMON on 10 nearest, solve (ms) | dense ratio |",
    "|---|---|---|---|---|---|---|---|---|",
  ];
  for (const [n, m] of [
    [300, 3000],
    [1000, 1000],
    [1000, 5000],
  ]) {
    const run = runAlone(lemon, "dense", n, m);
    const ratio = ratioTold(ratioOf(run.theirSolveMs, run.solveMs), 1);
    rows.push(
      `| ${n} x ${m} | ${run.runs} | ${told(run.firstMs)} | ${told(run.solveMs)} | ${told(run.peakMegabytes, 0)} | ${told(run.theirBuildMs, 0)}, ${told(run.theirSolveMs)} | ${told(run.theirPeakMegabytes, 0)} | ${told(run.theirSparseMs)} | ${ratio} |`,
    );
  }
  return rows;
}

/** Up to 2^most nodes. */
export function benchNetworks(lemon: Lemon | undefined, most: number): string[] {
  const rows = [
    "| network | runs | first call (ms) | build, solve (ms) | with checks and proof (ms) | peak (MB) | LEMON: build + set up, solve (ms) | peak (MB) | ratio of solving |",
    "|---|---|---|---|---|---|---|---|---|",
  ];
  const netgen: number[] = [];
  for (const name of networkNames(most)) {
    const run = runAlone(lemon, "network", name);
    const ratio = ratioOf(run.theirSolveMs, run.solveMs);
    if (name.startsWith("NETGEN")) netgen.push(ratio);
    const row = `| ${name} | ${run.runs} | ${told(run.firstMs)} | ${told(run.buildMs)}, ${told(run.solveMs)} | ${told(run.wholeMs)} | ${told(run.peakMegabytes, 0)} | ${told(run.theirBuildMs)}, ${told(run.theirSolveMs)} | ${told(run.theirPeakMegabytes, 0)} | ${ratioTold(ratio, 2)} |`;
    rows.push(row);
    console.error(row);
  }
  if (lemon !== undefined)
    rows.push("", `NETGEN: median ratio ${median(netgen).toFixed(2)}, least ${Math.min(...netgen).toFixed(2)}.`);
  return rows;
}
