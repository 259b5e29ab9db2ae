/** Transport and location from positions, growing: time, memory and the exponent of growth. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { GrowthRun } from "./growth-run.ts";

const SCRIPT = fileURLToPath(new URL("./growth-run.ts", import.meta.url));

function runAlone(kind: "transport" | "location", ...rest: readonly (number | boolean)[]): GrowthRun {
  const out = execFileSync(process.execPath, ["--import", "tsx", SCRIPT, kind, ...rest.map(String)]);
  return JSON.parse(out.toString()) as GrowthRun;
}

/** The exponent in the last size, from processor time, which other work on the machine disturbs less. */
class Growth {
  #before: { group: string; size: number; time: number } | undefined;

  exponent(group: string, size: number, time: number): string {
    const before = this.#before;
    this.#before = { group, size, time };
    if (before === undefined || before.group !== group || size <= before.size) return "";
    return (Math.log(time / before.time) / Math.log(size / before.size)).toFixed(2);
  }
}

/** Sources, sinks, supply over demand, in clusters. */
export function benchPositions(sizes: readonly (readonly [number, number, number, boolean])[]): string[] {
  const rows = [
    "| sources x sinks | supply / demand | sinks lie | time (s) | processor time (s) | peak memory (MB) | exponent in sinks |",
    "|---|---|---|---|---|---|---|",
  ];
  const growth = new Growth();
  for (const [n, m, ratio, clustered] of sizes) {
    const { status, elapsedMs, processorMs, peakMegabytes } = runAlone("transport", n, m, ratio, clustered);
    if (status !== "optimal") throw new Error(`${n} x ${m} ended ${status}`);
    const exponent = growth.exponent(`${n} ${ratio} ${clustered}`, m, processorMs);
    rows.push(
      `| ${n} x ${m} | ${ratio} | ${clustered ? "in clusters" : "evenly"} | ${(elapsedMs / 1000).toFixed(2)} | ${(processorMs / 1000).toFixed(2)} | ${peakMegabytes.toFixed(0)} | ${exponent} |`,
    );
  }
  return rows;
}

/** Sites, customers, total capacity over demand (0: none). */
export function benchPlacedLocation(sizes: readonly (readonly [number, number, number])[]): string[] {
  const rows = [
    "| sites x customers | capacity / demand | open | certified gap | time (s) | processor time (s) | check (s) | peak memory (MB) | exponent in customers |",
    "|---|---|---|---|---|---|---|---|---|",
  ];
  const growth = new Growth();
  for (const [m, n, ratio] of sizes) {
    const run = runAlone("location", m, n, ratio, false);
    const exponent = growth.exponent(`${m} ${ratio}`, n, run.processorMs);
    rows.push(
      `| ${m} x ${n} | ${ratio === 0 ? "none" : ratio} | ${run.open} | ${(100 * run.gap).toFixed(3)} % | ${(run.elapsedMs / 1000).toFixed(1)} | ${(run.processorMs / 1000).toFixed(1)} | ${(run.checkMs / 1000).toFixed(2)} | ${run.peakMegabytes.toFixed(0)} | ${exponent} |`,
    );
  }
  return rows;
}
