/**
 * Plans seeded continents of many goods and writes docs/benchmarks-coupled.md with curves of the gap over time.
 * Usage: npx tsx bench/coupled.ts [pattern of sizes, such as "50x6|200x10"]
 * What HiGHS does with the same problems is measured by bench/beside-highs.ts beforehand.
 * Each row is measured in a process of its own, so that its memory is its own.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledPlan } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { RIVAL_STORE, type RivalMark } from "./beside-highs.ts";
import { type Curve, gapCurves } from "./gap-curves.ts";
import { goodsAndAreas } from "./instances/goods-and-areas.ts";
import { processorTime } from "./processor-time.ts";

interface Size {
  readonly areas: number;
  readonly goods: number;
  /** Units of work, so that gaps are the same on every machine. */
  readonly work: number;
  readonly seeds: readonly number[];
  readonly fixedTimes?: number;
}

const SIZES: readonly Size[] = [
  { areas: 50, goods: 6, work: 300, seeds: [1, 2, 3] },
  { areas: 50, goods: 6, work: 300, seeds: [1], fixedTimes: 4 },
  { areas: 200, goods: 10, work: 500, seeds: [1, 2, 3] },
  { areas: 200, goods: 10, work: 800, seeds: [1], fixedTimes: 4 },
  { areas: 600, goods: 20, work: 2000, seeds: [1, 2, 4, 5] },
  { areas: 600, goods: 20, work: 2400, seeds: [1], fixedTimes: 4 },
  { areas: 2000, goods: 50, work: 12000, seeds: [1] },
];

/** The seed that changes are planned for again, and whose gap is drawn. */
const FIRST_SEED = 1;
/** Up to so many areas: planning again four times takes as long as all the rest. */
const MOST_AGAIN = 600;

interface Row {
  readonly name: string;
  readonly seed: number;
  readonly seconds: number;
  readonly objective: number;
  readonly gap: number;
  readonly sitingGap: number;
  readonly megabytes: number;
  readonly checkSeconds: number;
  readonly work: number;
  readonly points: Curve["points"];
  /** After one change, from the plan and prices in hand, to the same gap: work and processor time as parts of the first. */
  readonly again?: readonly {
    readonly change: string;
    readonly gap: number;
    readonly work: number;
    readonly time: number;
  }[];
}

/** Fixed plus transport energy: close to what siting can influence. */
function sitingEnergy(problem: CoupledProblem, { opened, shipments }: CoupledPlan): number {
  const distance = problem.freight[0] as Float64Array;
  let energy = 0;
  for (let k = 0; k < opened.length; k++) energy += opened[k] * problem.newCost[k];
  for (let e = 0; e < shipments.good.length; e++) {
    const apart = distance[shipments.from[e] * problem.placeCount + shipments.to[e]];
    energy += problem.freightRate![shipments.good[e]] * apart * shipments.amount[e];
  }
  return energy;
}

function measure(size: Size, seed: number): Row {
  const name = `${size.areas}x${size.goods}${size.fixedTimes === undefined ? "" : `, fixed x ${size.fixedTimes}`}`;
  const problem = goodsAndAreas(size.areas, size.goods, seed, { fixedTimes: size.fixedTimes ?? 1 });
  const points: { seconds: number; gap: number }[] = [];
  let most = 0;
  const elapsed = processorTime();
  const result = planCoupled(problem, {
    workLimit: size.work,
    onProgress: ({ gap = Number.POSITIVE_INFINITY }) => {
      points.push({ seconds: elapsed(), gap });
      most = Math.max(most, process.memoryUsage().rss);
    },
  });
  const seconds = elapsed();
  const checking = processorTime();
  const verdict = verifyCoupled(problem, result);
  if (!verdict.valid) throw new Error(`${name}, seed ${seed}: ${verdict.violations.join("; ")}`);
  return {
    name,
    seed,
    seconds,
    objective: verdict.objective,
    gap: result.gap,
    sitingGap: (verdict.objective - result.bound) / sitingEnergy(problem, result.plan!),
    megabytes: most / 1e6,
    checkSeconds: checking(),
    work: result.work,
    points,
    ...(size.fixedTimes === undefined && size.areas <= MOST_AGAIN && seed === FIRST_SEED
      ? { again: replan(problem, size.work) }
      : {}),
  };
}

/** Part of the size's work that the first plan of a re-planning row may take. */
const FIRST_SHARE = 0.5;

/** One change at a time to a planned problem, planned again from where the first plan ended. */
function replan(problem: CoupledProblem, work: number): NonNullable<Row["again"]> {
  const elapsed = processorTime();
  const first = planCoupled(problem, { workLimit: FIRST_SHARE * work });
  const seconds = elapsed();
  const { opened, kept } = first.plan!;
  const toClose = opened.findIndex((modules) => modules > 0);
  const changes: Readonly<Record<string, CoupledProblem>> = {
    "one works closed": {
      ...problem,
      most: Array.from(opened, (_, k) => (k === toClose ? 0 : (problem.most?.[k] ?? 1))),
    },
    "transport 10 % dearer": { ...problem, freightRate: Array.from(problem.freightRate!, (rate) => 1.1 * rate) },
    "a tenth more demand in every seventh place": {
      ...problem,
      demand: Array.from(problem.demand, (amount, cell) => (cell % 7 === 0 ? 1.1 * amount : amount)),
    },
  };
  return Object.entries(changes).map(([change, changed]) => {
    const time = processorTime();
    const { certificate, placePrice } = first;
    const from = { kept, opened, certificate };
    const result = planCoupled(changed, { workLimit: FIRST_SHARE * work, gap: first.gap, price: placePrice, from });
    const took = time();
    const verdict = verifyCoupled(changed, result);
    if (!verdict.valid) throw new Error(`${change}: ${verdict.violations.join("; ")}`);
    return { change, gap: result.gap / first.gap, work: result.work / first.work, time: took / seconds };
  });
}

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
    "plan's fixed plus transport energy, which is close to what siting can influence. Memory is the process's, with Node",
    "itself (some 80 MB).",
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
    "used up after some 85 s, at the root, and the runtime aborts, in the same place without restarts and without heuristics",
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

function main(): void {
  const [, script, pattern = ".", single] = process.argv;
  if (single !== undefined) {
    const [at, seed] = single.split(":").map(Number);
    console.log(JSON.stringify(measure(SIZES[at], seed)));
    return;
  }
  const store = new URL("results/coupled.json", import.meta.url);
  const fresh: Row[] = [];
  for (const [at, size] of SIZES.entries()) {
    if (!new RegExp(pattern).test(`${size.areas}x${size.goods}`)) continue;
    for (const seed of size.seeds) {
      const arguments_ = ["--import", "tsx", script, pattern, `${at}:${seed}`];
      const child = spawnSync(process.execPath, arguments_, { encoding: "utf8", maxBuffer: 1e8 });
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
