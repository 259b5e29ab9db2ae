import { writeFileSync } from "node:fs";
import { stopwatch } from "../src/base/control.ts";
import type { LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { highsJudge } from "../test/conformance/highs-location.ts";
import { hasInstances, INSTANCE_FOLDER, type Known, knownValues, readInstance } from "./location-instances.ts";

/**
 * Runs every public location instance, verifies each answer, and writes the table `docs/benchmarks-location.md`.
 * Usage: npx tsx bench/location.ts [milliseconds a run, 2000] [pattern of names]
 */

const limit = Number(process.argv[2] ?? 2000);
const pattern = new RegExp(process.argv[3] ?? ".");

/** Instances small enough for a general solver in the browser. */
const RIVAL = /cap71|cap134|orlib-capacitated\/p(6|12|20)$|111EuclS|holmberg\/p9$/;
const RIVAL_SECONDS = 10;

interface Row {
  readonly known: Known;
  readonly result: LocationResult;
  readonly milliseconds: number;
  readonly checkMs: number;
  readonly bytes: number;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function sizeOf(result: LocationResult): number {
  let bytes = 0;
  for (const { evidence } of result.certificate!.nodes) {
    bytes += 24;
    for (const { prices, capacityPrices, secondPrices } of evidence)
      bytes += prices.byteLength + (capacityPrices?.byteLength ?? 0) + (secondPrices?.byteLength ?? 0);
  }
  return bytes;
}

function measure(known: Known): Row {
  const problem = readInstance(known.name, known.kind);
  const times: number[] = [];
  let result: LocationResult;
  do {
    const elapsed = stopwatch();
    result = locateFacilities(problem, { timeLimitMs: limit });
    times.push(elapsed());
  } while (times.length < 5 && times[times.length - 1] < limit / 8);
  const checking = stopwatch();
  const verdict = verifyLocation(problem, result);
  const checkMs = checking();
  if (!verdict.valid) throw new Error(`${known.name}: ${verdict.violations.join("; ")}`);
  if (known.isOptimal && result.bound > known.value * (1 + 1e-6))
    throw new Error(`${known.name}: bound ${result.bound} exceeds the optimum ${known.value}`);
  return { known, result, milliseconds: median(times), checkMs, bytes: sizeOf(result) };
}

function tableOf(rows: readonly Row[]): string[] {
  const lines = [
    "| instance | known value | ours | bound | gap | ms | nodes | proof, KB | check, ms |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
  for (const { known, result, milliseconds, checkMs, bytes } of rows) {
    const gap = result.status === "optimal" ? "proven" : `${(100 * result.gap).toFixed(3)} %`;
    const cells = [known.name, known.value, round(result.objective), round(result.bound), gap];
    const more = [milliseconds.toFixed(1), result.nodeCount, (bytes / 1024).toFixed(0), checkMs.toFixed(1)];
    lines.push(`| ${[...cells, ...more].join(" | ")} |`);
  }
  return lines;
}

function round(value: number): string {
  return String(Number(value.toFixed(4)));
}

async function rivals(rows: readonly Row[]): Promise<string[]> {
  const judge = await highsJudge();
  const lines = ["| instance | ours, ms | HiGHS WASM, ms | HiGHS ends |", "|---|---:|---:|---|"];
  for (const { known, milliseconds } of rows.filter((row) => RIVAL.test(row.known.name))) {
    const problem = readInstance(known.name, known.kind);
    const elapsed = stopwatch();
    const judged = judge(problem, RIVAL_SECONDS);
    const ends = `${judged.status} ${round(judged.objective)}`;
    lines.push(`| ${known.name} (${known.kind}) | ${milliseconds.toFixed(1)} | ${elapsed().toFixed(0)} | ${ends} |`);
  }
  return lines;
}

async function main(): Promise<void> {
  if (!hasInstances) {
    console.log(`skipped: no instances in ${INSTANCE_FOLDER} (set KATASCOPE_INSTANCES)`);
    return;
  }
  const rows: Row[] = [];
  for (const known of knownValues().filter(({ name }) => pattern.test(name))) {
    rows.push(measure(known));
    const { result, milliseconds } = rows[rows.length - 1];
    console.log(known.name, known.kind, known.value, result.objective, result.status, milliseconds.toFixed(1));
  }
  const kinds = ["uncapacitated", "split", "single", "median"] as const;
  const titles = {
    uncapacitated: "Uncapacitated",
    split: "Capacitated, split service",
    single: "Single source",
    median: "p-median",
  };
  const text = [
    "# Facility location: measured",
    "",
    `Written by \`npm run bench:location\`: Node ${process.versions.node}, one thread of a shared machine, at most ${limit} ms a run,`,
    "the median of up to five runs. Every answer was verified before its time was taken down. Instances that are not",
    "proven show the certified gap at the limit. Readers may trust ratios inside one table more than milliseconds.",
    "",
    ...kinds.flatMap((kind) => [
      `## ${titles[kind]}`,
      "",
      ...tableOf(rows.filter((row) => row.known.kind === kind)),
      "",
    ]),
    "## Against a general solver",
    "",
    `HiGHS, compiled to WebAssembly, fed arrays, with the strong formulation and at most ${RIVAL_SECONDS} s.`,
    "",
    ...(await rivals(rows)),
    "",
  ];
  writeFileSync(new URL("../docs/benchmarks-location.md", import.meta.url), text.join("\n"));
}

await main();
