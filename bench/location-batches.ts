import type { LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { where, writeSection } from "./benchmark-page.ts";
import { certificateBytes } from "./certificate-bytes.ts";
import { checkTimes } from "./check-times.ts";
import { planeFacilities } from "./instances/facilities.ts";
import { median } from "./median.ts";
import { processorTime } from "./processor-time.ts";

/**
 * Solves a batch of seeded capacitated instances of one size, verifies every answer, and writes how many are proven in
 * the time given into `docs/benchmarks-location.md`. Seed k has the total capacity of the ratio in place k of the list,
 * round and round. Time is the processor's, also for the limit, so that other work on the machine does not count.
 * Usage: npm run bench:location-batches -- [sites, 300] [customers, 1000] [seconds, 10] [instances, 10] [first seed, 1]
 */

const [siteCount = 300, customerCount = 1000, seconds = 10, count = 10, firstSeed = 1] = process.argv
  .slice(2)
  .map(Number);

/** Total capacity over total demand. */
const RATIOS = [1.2, 2, 5, 10];

interface Row {
  readonly seed: number;
  readonly ratio: number;
  readonly result: LocationResult;
  readonly seconds: number;
  readonly firstCheckSeconds: number;
  readonly checkSeconds: number;
}

function measure(seed: number): Row {
  const ratio = RATIOS[(seed - 1) % RATIOS.length];
  const problem = planeFacilities(siteCount, customerCount, ratio, seed);
  const elapsed = processorTime();
  const { signal } = new AbortController();
  // The solver asks the signal where it would look at the clock; this one tells the processor's time.
  Object.defineProperty(signal, "aborted", { get: () => elapsed() >= seconds });
  const result = locateFacilities(problem, { signal });
  const taken = elapsed();
  const checks = checkTimes(`seed ${seed}`, problem, result, processorTime);
  const row = { seed, ratio, result, seconds: taken, firstCheckSeconds: checks[0], checkSeconds: median(checks) };
  console.log(cellsOf(row).join(" | "));
  return row;
}

function cellsOf({ seed, ratio, result, seconds: taken, firstCheckSeconds, checkSeconds }: Row): string[] {
  const gap = result.status === "optimal" ? "proven" : `${(100 * result.gap).toFixed(4)} %`;
  const size = (certificateBytes(result.certificate!) / 1024).toFixed(0);
  return [
    `${seed}`,
    `${ratio}`,
    result.objective.toFixed(4),
    gap,
    taken.toFixed(1),
    `${result.nodeCount}`,
    size,
    firstCheckSeconds.toFixed(3),
    checkSeconds.toFixed(3),
    ((100 * checkSeconds) / taken).toFixed(2),
  ];
}

/** A smaller instance first, so that no row pays for compiling. */
function warmUp(): void {
  const problem = planeFacilities(100, 200, 2, 1);
  checkTimes("first", problem, locateFacilities(problem, { workLimit: 50 }), processorTime);
}

warmUp();
const rows = Array.from({ length: count }, (_, k) => measure(firstSeed + k));
const proven = rows.filter(({ result }) => result.status === "optimal").length;
const slowest = Math.max(...rows.map((row) => row.seconds));
writeSection(
  `seeded batch ${siteCount} x ${customerCount}`,
  [
    "",
    `## ${siteCount} x ${customerCount}, seeds ${firstSeed} to ${firstSeed + count - 1}, ${seconds} s each: ${proven} of ${count} proven`,
    "",
    `Written by \`npm run bench:location-batches -- ${siteCount} ${customerCount} ${seconds} ${count} ${firstSeed}\` on ${where()}`,
    `Seconds are the processor's; the slowest took ${slowest.toFixed(1)}. A check is the median of five or more; the first is given, too.`,
    "",
    "| seed | capacity over demand | objective | gap | s | nodes | proof, KB | first check, s | check, s | check, % of solving |",
    "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map((row) => `| ${cellsOf(row).join(" | ")} |`),
    "",
  ],
  "benchmarks-location.md",
);
