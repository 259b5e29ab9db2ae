/**
 * Ours beside LEMON on one problem, interleaved, in a process of its own, so that peak memory is its own. Prints one line
 * of JSON. Arguments: "network" and a name, or "dense", sources and sinks; LEMON's program, or "" without.
 */
import { readSimplex, startSimplex, stepSimplex } from "../src/kernels/network-simplex.ts";
import type { Network } from "../src/kernels/network-tree.ts";
import { sumOfProducts } from "../src/kernels/whole-sum.ts";
import { minCostFlow } from "../src/solvers/min-cost-flow.ts";
import { transport } from "../src/solvers/transport.ts";
import { toNetwork } from "../src/solvers/whole-network.ts";
import { namedNetwork } from "./instances/named-networks.ts";
import { denseCost, planeNetwork, planeTransport } from "./instances/planes.ts";
import { median } from "./median.ts";
import { type LemonProcess, loadInLemon } from "./rivals/lemon.ts";

/** Medians in milliseconds of processor time; NaN, written as null, where there is no LEMON. */
export interface RivalRun {
  readonly runs: number;
  readonly firstMs: number;
  readonly buildMs: number;
  readonly solveMs: number;
  /** With checks of the input and the proof of the answer. */
  readonly wholeMs: number;
  readonly peakMegabytes: number;
  readonly theirBuildMs: number;
  readonly theirSolveMs: number;
  /** LEMON on the ten nearest sources of each sink. */
  readonly theirSparseMs: number;
  readonly theirPeakMegabytes: number;
}

/** Measured runs, fewer where one takes long: then as many as fit into this time, but one at least. */
const MOST_RUNS = 7;
const ENOUGH_MS = 15_000;
/** Runs before the clock counts where they are quick, so that compilers have done their work. */
const WARMING = 8;
const QUICK_MS = 500;
const NEAREST = 10;

/** Milliseconds of processor time, which other work on the machine disturbs less than the time of day. */
function processorWatch(): () => number {
  const from = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
}

const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;

interface Task {
  /** One run of ours: the objective, and milliseconds to build and to solve where they can be told apart. */
  readonly ours: () => { readonly objective: number; readonly built: number; readonly solved: number };
  readonly whole: (() => number) | undefined;
  readonly load: (program: string) => { readonly rival: LemonProcess; readonly sparse?: LemonProcess };
}

/** Everything but the checks of input and answer: arrays laid out with a first tree, then the pivots and the reading. */
function kernelRun(network: Network): { objective: number; built: number; solved: number } {
  const watch = processorWatch();
  const state = startSimplex(network);
  const built = watch();
  stepSimplex(state, Infinity);
  const reading = readSimplex(state, network.arcCount);
  const solved = watch() - built;
  return { objective: sumOfProducts(reading.flow, network.cost), built, solved };
}

function networkTask(name: string): Task {
  const problem = namedNetwork(name);
  const { network } = toNetwork(problem);
  return {
    ours: () => kernelRun(network),
    whole: () => minCostFlow(problem).objective,
    load: (program) => ({ rival: loadInLemon(program, problem) }),
  };
}

function denseTask(n: number, m: number): Task {
  const plane = planeTransport(n, m);
  const cost = denseCost(plane);
  const problem = { supply: plane.supply, demand: plane.demand, cost };
  return {
    ours: () => {
      const watch = processorWatch();
      const { objective } = transport(problem);
      return { objective, built: 0, solved: watch() };
    },
    whole: undefined,
    load: (program) => ({
      rival: loadInLemon(program, planeNetwork(plane, cost)),
      sparse: loadInLemon(program, planeNetwork(plane, cost, NEAREST)),
    }),
  };
}

const [kind, ...rest] = process.argv.slice(2);
const program = rest.pop() ?? "";
const task = kind === "network" ? networkTask(rest[0]) : denseTask(Number(rest[0]), Number(rest[1]));
const first = task.ours();
const peak = peakMegabytes();
const lemon = program === "" ? undefined : task.load(program);
const rows = { build: [], solve: [], whole: [], theirBuild: [], theirSolve: [], theirSparse: [] } as Record<
  "build" | "solve" | "whole" | "theirBuild" | "theirSolve" | "theirSparse",
  number[]
>;
let theirPeak = Number.NaN;
const firstMs = first.built + first.solved;
let started = performance.now();
for (let k = firstMs < QUICK_MS ? -WARMING : 0; k < MOST_RUNS; k++) {
  if (k === 0) started = performance.now();
  if (rows.solve.length > 0 && performance.now() - started > ENOUGH_MS && rows.solve.length % 2 === 1) break;
  const { objective, built, solved } = task.ours();
  const watch = processorWatch();
  const checked = task.whole?.();
  const whole = checked === undefined ? solved : watch();
  const their = await lemon?.rival.solve();
  const sparse = await lemon?.sparse?.solve();
  for (const other of [checked, their?.objective])
    if (other !== undefined && other !== objective) throw new Error(`${rest.join(" ")}: ${other}, ours ${objective}`);
  if (k < 0) continue;
  rows.build.push(built);
  rows.solve.push(solved);
  rows.whole.push(whole);
  if (their) rows.theirBuild.push(their.graphMs + their.setUpMs);
  if (their) rows.theirSolve.push(their.solveMs);
  if (sparse) rows.theirSparse.push(sparse.solveMs);
  if (their) theirPeak = their.peakMegabytes;
}
lemon?.rival.close();
lemon?.sparse?.close();
const found: RivalRun = {
  runs: rows.solve.length,
  firstMs,
  buildMs: median(rows.build),
  solveMs: median(rows.solve),
  wholeMs: median(rows.whole),
  peakMegabytes: peak,
  theirBuildMs: median(rows.theirBuild),
  theirSolveMs: median(rows.theirSolve),
  theirSparseMs: median(rows.theirSparse),
  theirPeakMegabytes: theirPeak,
};
console.log(JSON.stringify(found));
