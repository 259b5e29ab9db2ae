/** Transport from positions, growing: time, memory and the exponent of growth. */
import { stopwatch } from "../src/base/control.ts";
import { transport } from "../src/solvers/transport.ts";
import { planeTransport } from "./instances/planes.ts";

const MEGABYTE = 2 ** 20;

export function benchPositions(sizes: readonly (readonly [number, number, number, boolean])[]): string[] {
  const rows = [
    "| sources x sinks | supply / demand | sinks lie | time (ms) | memory of the process (MB) | exponent in sinks |",
    "|---|---|---|---|---|---|",
  ];
  let before: { n: number; m: number; elapsed: number } | undefined;
  for (const [n, m, ratio, clustered] of sizes) {
    const problem = planeTransport(n, m, ratio, clustered);
    const watch = stopwatch();
    const result = transport(problem);
    const elapsed = watch();
    if (result.status !== "optimal") throw new Error(`${n} x ${m} ended ${result.status}`);
    const grows = before !== undefined && before.n === n && m > before.m;
    const exponent = grows && before ? (Math.log(elapsed / before.elapsed) / Math.log(m / before.m)).toFixed(2) : "";
    const memory = (process.memoryUsage().rss / MEGABYTE).toFixed(0);
    rows.push(
      `| ${n} x ${m} | ${ratio} | ${clustered ? "in clusters" : "evenly"} | ${elapsed.toFixed(0)} | ${memory} | ${exponent} |`,
    );
    before = { n, m, elapsed };
  }
  return rows;
}
