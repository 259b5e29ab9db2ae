import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { stopwatch } from "../src/base/control.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { sectionsOf } from "./benchmark-page.ts";
import { certificateBytes } from "./certificate-bytes.ts";
import { checkTimes } from "./check-times.ts";
import { planeFacilities } from "./instances/facilities.ts";
import { hasInstances, INSTANCE_FOLDER, type Known, knownValues, readInstance } from "./location-instances.ts";
import { median } from "./median.ts";
import { locationRivals } from "./rivals/location.ts";

/**
 * Runs every public location instance, and seeded larger ones, verifies each answer, and writes the tables of
 * `docs/benchmarks-location.md`.
 * Usage: npx tsx bench/location.ts [milliseconds a run, 2000] [pattern of names]
 */

const limit = Number(process.argv[2] ?? 2000);
const pattern = new RegExp(process.argv[3] ?? ".");

/** Instances small enough for a general solver in the browser. */
const RIVAL = /cap71|cap134|orlib-capacitated\/p(6|12)$|111EuclS|holmberg\/p9$/;
const RIVAL_SECONDS = 10;

/** Instances whose certified gap after a longer run is of interest, or that are proven then; and milliseconds. */
const LONGER: readonly (readonly [RegExp, number])[] = [
  [/diaz-fernandez\/p(7|33|47|51)$|yang\/p[12]$/, 20_000],
  [/ga250[abc]-1$/, 180_000],
];

/** Seeded instances: sites, customers, total capacity over total demand, seed, and milliseconds. */
const SEEDED: readonly (readonly [number, number, number, number, number])[] = [
  ...[1.2, 2, 5, 10].map((ratio) => [300, 300, ratio, 1, 10_000] as const),
  ...[1.2, 2, 5, 10].map((ratio) => [500, 500, ratio, 1, 10_000] as const),
  ...[1.2, 2, 5, 10].map((ratio) => [300, 1000, ratio, 1, 10_000] as const),
  [1000, 1000, 10, 1, 60_000],
];

/** Runs of fewer milliseconds are over before their code is compiled: what part of them a check takes says nothing. */
const SHARED_FROM_MS = 100;

interface Row {
  readonly known: Known;
  readonly result: LocationResult;
  readonly milliseconds: number;
  readonly firstCheckMs: number;
  readonly checkMs: number;
  readonly bytes: number;
}

function measure(known: Known, milliseconds: number, runs: number): Row {
  const row = measureProblem(known, readInstance(known.name, known.kind), milliseconds, runs);
  if (known.isOptimal && row.result.bound > known.value * (1 + 1e-6))
    throw new Error(`${known.name}: bound ${row.result.bound} exceeds the optimum ${known.value}`);
  return row;
}

function measureProblem(known: Known, problem: LocationProblem, limitMs: number, runs: number): Row {
  const times: number[] = [];
  let result: LocationResult;
  do {
    const elapsed = stopwatch();
    result = locateFacilities(problem, { timeLimitMs: limitMs });
    times.push(elapsed());
  } while (times.length < runs && times[times.length - 1] < limitMs / 8);
  const checks = checkTimes(known.name, problem, result, stopwatch);
  const bytes = certificateBytes(result.certificate!);
  const row = { known, result, milliseconds: median(times), firstCheckMs: checks[0], checkMs: median(checks), bytes };
  console.log(known.name, known.kind, known.value, result.objective, result.status, row.milliseconds.toFixed(1));
  return row;
}

/** The seeded instances; no other solver's optimum is known for them. */
function measureSeeded(): Row[] {
  return SEEDED.map(([siteCount, customerCount, ratio, seed, milliseconds]) => {
    const name = `${siteCount} x ${customerCount}, capacity ${ratio} times demand, ${milliseconds / 1000} s`;
    const known: Known = { name, kind: "split", value: Number.NaN, isOptimal: false };
    return measureProblem(known, planeFacilities(siteCount, customerCount, ratio, seed), milliseconds, 1);
  });
}

function tableOf(rows: readonly Row[]): string[] {
  const lines = [
    "| instance | known value | ours | bound | gap | ms | nodes | proof, KB | first check, ms | check, ms | check, % of solving |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
  for (const { known, result, milliseconds, firstCheckMs, checkMs, bytes } of rows) {
    const gap = result.status === "optimal" ? "proven" : `${(100 * result.gap).toFixed(3)} %`;
    const cells = [
      known.name,
      Number.isNaN(known.value) ? "" : known.value,
      round(result.objective),
      round(result.bound),
      gap,
    ];
    const share = milliseconds < SHARED_FROM_MS ? "-" : round((100 * checkMs) / milliseconds, 2);
    const checks = [firstCheckMs.toFixed(1), checkMs.toFixed(1), share];
    const more = [milliseconds.toFixed(1), result.nodeCount, (bytes / 1024).toFixed(0), ...checks];
    lines.push(`| ${[...cells, ...more].join(" | ")} |`);
  }
  return lines;
}

function round(value: number, decimals = 4): string {
  return String(Number(value.toFixed(decimals)));
}

async function rivalTable(rows: readonly Row[]): Promise<string[]> {
  const rivals = await locationRivals();
  const lines = [
    `| instance | ours, ms | ${rivals.map(({ name }) => `${name}, ms`).join(" | ")} |`,
    `|---|---:|${rivals.map(() => "---:|").join("")}`,
  ];
  const patient = new Set(rivals.map(({ name }) => name));
  for (const { known, result, milliseconds } of rows.filter((row) => RIVAL.test(row.known.name))) {
    const problem = readInstance(known.name, known.kind);
    const cells = rivals.map((rival) => {
      if (!patient.has(rival.name)) return "";
      const run = rival.run(problem, RIVAL_SECONDS);
      // The JavaScript solvers look at the clock between problems only, so one that is too slow is not asked again.
      if (run.milliseconds > 1000 * RIVAL_SECONDS) patient.delete(rival.name);
      if (run.objective === undefined) return `no plan after ${run.milliseconds.toFixed(0)}`;
      const isSame = Math.abs(run.objective - result.objective) <= 1e-6 * Math.abs(result.objective);
      if (run.isProven) return isSame ? run.milliseconds.toFixed(0) : `ends at ${round(run.objective)}, wrong`;
      return `${round(run.objective)}, unproven, after ${run.milliseconds.toFixed(0)}`;
    });
    console.log(known.name, cells.join(" | "));
    lines.push(`| ${known.name} (${known.kind}) | ${milliseconds.toFixed(1)} | ${cells.join(" | ")} |`);
  }
  return lines;
}

async function main(): Promise<void> {
  if (!hasInstances) {
    console.log(`skipped: no instances in ${INSTANCE_FOLDER} (set KATASCOPE_INSTANCES)`);
    return;
  }
  const asked = knownValues().filter(({ name }) => pattern.test(name));
  // A first round of small ones, so that what comes first does not pay for compiling.
  for (const known of asked.filter(({ name }) => RIVAL.test(name))) measure(known, limit, 3);
  const rows = asked.map((known) => measure(known, limit, 5));
  const longer = LONGER.flatMap(([names, milliseconds]) =>
    asked.filter(({ name }) => names.test(name)).map((known) => measure(known, milliseconds, 1)),
  );
  const seeded = measureSeeded();
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
    `Written by \`npm run bench:location\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, one thread of a shared`,
    `machine with ${cpus().length} cores (${cpus()[0].model}), at most ${limit} ms a run, the median of up to five runs.`,
    "Every answer was verified before its time was taken down. Instances that are not proven show the certified gap at",
    "the limit. Readers may trust ratios inside one table more than milliseconds. A check is the median of five or more, the first of",
    "which is given, too: the checker's code may not be compiled yet then. Its share of solving is given from",
    `${SHARED_FROM_MS} ms of solving on.`,
    "",
    ...kinds.flatMap((kind) => [
      `## ${titles[kind]}`,
      "",
      ...tableOf(rows.filter((row) => row.known.kind === kind)),
      "",
    ]),
    "## Longer runs",
    "",
    "At most 20 s, those of Koerkel and Ghosh three minutes.",
    "",
    ...tableOf(longer),
    "",
    "## Larger, seeded",
    "",
    "Capacitated, split service, unequal capacities: drawn as the TBED1 instances are (`bench/instances/facilities.ts`).",
    "",
    ...tableOf(seeded),
    "",
    "## Against general solvers",
    "",
    `All with the strong formulation and at most ${RIVAL_SECONDS} s. HiGHS WASM is fed arrays, CBC (the native command,`,
    "where installed) a file that it reads in its time.",
    "",
    ...(await rivalTable(rows)),
    "",
    ...sectionsOf("benchmarks-location.md").flatMap((section) => [section, ""]),
  ];
  writeFileSync(new URL("../docs/benchmarks-location.md", import.meta.url), text.join("\n"));
}

await main();
