/**
 * Plans many goods alone and with a pool of workers, in turns, and compares what clocks on the wall say. Writes its section of
 * docs/benchmarks-coupled.md.
 * Usage: npx tsx bench/workers.ts [areas goods work] [threads], 600 20 300 and one less than there are processors by default
 */
import { isDeepStrictEqual } from "node:util";
import { type CoupledResult, planCoupled } from "katascope/solvers";
import { workerPool } from "katascope/workers";
import { stopwatch } from "../src/base/control.ts";
import { where, writeSection } from "./benchmark-page.ts";
import { goodsAndAreas } from "./instances/goods-and-areas.ts";
import { median } from "./median.ts";
import { processorTime } from "./processor-time.ts";

const TURNS = 3;

const [areas, goods, workLimit] = [600, 20, 300].map((usual, at) => Number(process.argv[2 + at] ?? usual));
const pool = await workerPool(process.argv[5] === undefined ? {} : { threads: Number(process.argv[5]) });
const problem = goodsAndAreas(areas, goods, 1);

interface Turn {
  readonly result: CoupledResult;
  readonly seconds: number;
  readonly processor: number;
}

function turn(workers: typeof pool | undefined): Turn {
  const elapsed = stopwatch();
  const processor = processorTime();
  const result = planCoupled(problem, { workLimit, ...(workers ? { workers } : {}) });
  return { result, seconds: elapsed() / 1000, processor: processor() };
}

const turns = Array.from({ length: TURNS }, () => ({ alone: turn(undefined), together: turn(pool) }));
for (const { alone, together } of turns)
  if (!isDeepStrictEqual(alone.result, together.result)) throw new Error("a pool has changed the result");
const middle = (of: (turn: (typeof turns)[number]) => number): number => median(turns.map(of));
const seconds = [middle(({ alone }) => alone.seconds), middle(({ together }) => together.seconds)];
const processor = [middle(({ alone }) => alone.processor), middle(({ together }) => together.processor)];
const ratio = middle(({ alone, together }) => alone.seconds / together.seconds);
writeSection(
  "workers",
  [
    "## With a pool of workers",
    "",
    `Written by \`bench/workers.ts\`, ${where()} Alone and with the pool in turns,`,
    "medians; results were equal to the last bit before times were taken down.",
    "",
    "| areas x goods | work | threads besides | alone, s | with the pool, s | faster, times | processor time alone, s | with the pool, s |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
    `| ${areas}x${goods} | ${workLimit} | ${pool.threads} | ${seconds.map((each) => each.toFixed(1)).join(" | ")} | ${ratio.toFixed(2)} | ${processor.map((each) => each.toFixed(1)).join(" | ")} |`,
    "",
  ],
  "benchmarks-coupled.md",
);
await pool.close();
