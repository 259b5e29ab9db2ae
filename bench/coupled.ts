/**
 * Plans seeded continents of many goods and writes docs/benchmarks-coupled.md with curves of the gap over time.
 * Usage: npx tsx bench/coupled.ts [pattern of sizes, such as "50x6|200x10"]
 * What HiGHS does with the same problems is measured by bench/beside-highs.ts beforehand.
 * Each row is measured in a process of its own that runs the bundled code, as a user's program would: its memory is its
 * own, with no compiler of TypeScript in it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { RIVAL_STORE, type RivalMark } from "./beside-highs.ts";
import { FIRST_SEED, type Row, SIZES } from "./coupled-sizes.ts";
import { gapCurves } from "./gap-curves.ts";

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(2)} %` : "none";
}

/** When the gap was down to this, seconds. */
function secondsTo(gap: number, points: Row["points"]): string {
  // A gap that is not known comes back from the store as null.
  return points.find((point) => point.gap !== null && point.gap <= gap)?.seconds.toFixed(1) ?? "-";
}

function page(rows: readonly Row[], rivals: readonly RivalMark[]): string {
  const lines = [
    "# Many goods linked by recipes: measured",
    "",
    `Written by \`npm run bench:coupled\`: Node ${process.versions.node}, one thread (${cpus()[0]?.model.trim() ?? "unknown"}) of a machine that was`,
    "busy with other work at the same time, so seconds are processor time of the process, compiling included; the same run",
    "took up to 1.8 times as long at one hour as at another. Runs end by",
    "work, so plans and gaps are the same on every machine. Every plan and bound was verified before its time was taken",
    "down. Instances: `bench/instances/goods-and-areas.ts`, three sizes of works at every place. The second gap is over the",
    "plan's fixed plus transport energy, which is close to what siting can influence. Memory is that of a",
    "process that runs the bundled code, with Node itself (some 45 MB); through a runner of TypeScript it is some 50 MB more.",
    "",
    "| areas x goods | seed | work | s to 1 % | to 0.4 % | to 0.3 % | s | plan, PJ | gap | of fixed and transport | MB | check, s |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map((row) => {
      const time = [0.01, 0.004, 0.003].map((gap) => secondsTo(gap, row.points)).concat(row.seconds.toFixed(1));
      const cells = [row.name, row.seed, row.work.toFixed(0), ...time, (row.objective / 1e9).toFixed(1)];
      return `| ${[...cells, percent(row.gap), percent(row.sitingGap), row.megabytes.toFixed(0), row.checkSeconds.toFixed(1)].join(" | ")} |`;
    }),
    "",
    "![The gap over time](gap-over-time.svg)",
    "",
    "## Planned again after a change",
    "",
    "From the plan and the prices in hand, until the gap is the first plan's again or as much work is spent; work and",
    "processor time as parts of the first plan's.",
    "",
    "| areas x goods | change | gap, of the first | work | time |",
    "|---|---|---:|---:|---:|",
    ...rows.flatMap(({ name, again = [] }) =>
      again.map(({ change, gap, work, time }) => {
        const cells = [name, change, gap.toFixed(2), work.toFixed(2), time.toFixed(2)];
        return `| ${cells.join(" | ")} |`;
      }),
    ),
    "",
    "## Against a general solver",
    "",
    "HiGHS, compiled to WebAssembly, fed arrays with the strong form (no shipment is more than its destination can take,",
    "times the modules open), by `bench/beside-highs.ts`: what it had after so many seconds of processor time, its plan",
    "checked row by row. It looks at its limits now and then only, so its seconds are a little more than asked for. WebAssembly",
    "as HiGHS is built for it has 2 GB at most. At 200 x 10 (318,680 columns, 311,632 rows, 1.8 million entries) they are",
    "used up after 59 to 87 s, at the root, and the runtime aborts, in the same place without restarts and without heuristics",
    "that solve smaller problems on the side; so there is nothing to compare after 300 s.",
    "",
    "| areas x goods | seed | ours: as near after, s | s | plan, PJ | gap | HiGHS: s | plan, PJ | gap |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.flatMap((row) =>
      rivals
        .filter(({ name, seed }) => name === row.name && seed === row.seed)
        .map(({ seconds, objective, gap, ended }) => {
          const plan = objective === undefined ? "none" : (objective / 1e9).toFixed(1);
          const cells = [
            row.name,
            row.seed,
            gap === undefined ? "-" : secondsTo(gap, row.points),
            row.seconds.toFixed(1),
            (row.objective / 1e9).toFixed(1),
            percent(row.gap),
          ];
          const end = ended === "solved" ? ", solved" : ", then its runtime gave up";
          const time = `${seconds.toFixed(1)}${ended === undefined ? "" : end}`;
          return `| ${[...cells, time, plan, percent(gap ?? Number.POSITIVE_INFINITY)].join(" | ")} |`;
        }),
    ),
    "",
  ];
  return lines.join("\n");
}

function stored<Entry>(store: URL): Entry[] {
  return existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : [];
}

/** Bundles what measures one row for plain Node and says where. */
function bundle(): string {
  const outfile = fileURLToPath(new URL("results/coupled-row.mjs", import.meta.url));
  const entryPoints = [fileURLToPath(new URL("coupled-row.ts", import.meta.url))];
  buildSync({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  return outfile;
}

function main(): void {
  const pattern = process.argv[2] ?? ".";
  const store = new URL("results/coupled.json", import.meta.url);
  const script = bundle();
  const fresh: Row[] = [];
  for (const [at, size] of SIZES.entries()) {
    if (!new RegExp(pattern).test(`${size.areas}x${size.goods}`)) continue;
    for (const seed of size.seeds) {
      const child = spawnSync(process.execPath, [script, `${at}:${seed}`], { encoding: "utf8", maxBuffer: 1e8 });
      if (child.status !== 0) throw new Error(child.stderr);
      const row: Row = JSON.parse(child.stdout);
      fresh.push(row);
      console.log(
        row.name,
        row.seed,
        row.seconds.toFixed(1),
        percent(row.gap),
        percent(row.sitingGap),
        row.megabytes.toFixed(0),
      );
    }
  }
  // Read last, so that sizes may be measured side by side.
  const rows = new Map([...stored<Row>(store), ...fresh].map((row) => [`${row.name} ${row.seed}`, row]));
  const sorted = [...rows.values()].sort(
    (a, b) => Number.parseInt(a.name, 10) - Number.parseInt(b.name, 10) || a.seed - b.seed,
  );
  mkdirSync(new URL("results/", import.meta.url), { recursive: true });
  writeFileSync(store, `${JSON.stringify(sorted)}\n`);
  writeFileSync(new URL("../docs/benchmarks-coupled.md", import.meta.url), page(sorted, stored(RIVAL_STORE)));
  const curves = sorted
    .filter(({ name, seed }) => seed === FIRST_SEED && !name.includes("fixed"))
    .map(({ name, points }) => ({ name, points }));
  writeFileSync(
    fileURLToPath(new URL("../docs/gap-over-time.svg", import.meta.url)),
    gapCurves("The gap over time", curves),
  );
}

main();
