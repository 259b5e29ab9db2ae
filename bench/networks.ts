/** Minimum-cost flow on NETGEN and GOTO shapes against native LEMON, interleaved. */
import { stopwatch } from "../src/base/control.ts";
import { readSimplex, startSimplex, stepSimplex } from "../src/kernels/network-simplex.ts";
import type { Network } from "../src/kernels/network-tree.ts";
import { sumOfProducts } from "../src/kernels/whole-sum.ts";
import type { FlowProblem } from "../src/problems/flow.ts";
import { minCostFlow } from "../src/solvers/min-cost-flow.ts";
import { toNetwork } from "../src/solvers/whole-network.ts";
import { publicFlow } from "./instances/dimacs.ts";
import { gotoShape, netgenShape } from "./instances/networks.ts";
import { median } from "./median.ts";
import type { Lemon } from "./rivals/lemon.ts";

const WARMING = 3;

function* instances(most: number): Generator<[string, FlowProblem]> {
  for (let power = 10; power <= Math.min(14, most); power += 2)
    yield [`GOTO-8 2^${power}`, gotoShape(2 ** power, power)];
  for (let power = 10; power <= most; power += 2) {
    yield [`NETGEN-8 2^${power}`, netgenShape(2 ** power, 8 * 2 ** power, power)];
  }
  for (let power = 10; power <= Math.min(12, most); power += 2) {
    const nodes = 2 ** power;
    yield [`NETGEN-SR 2^${power}`, netgenShape(nodes, Math.round(nodes * Math.sqrt(nodes)), power)];
  }
  for (const degree of [2, 32, 128]) yield [`NETGEN-DEG 2^12 x ${degree}`, netgenShape(4096, 4096 * degree, degree)];
  for (const name of ["netgen_8_10a", "netgen_8_12a", "netgen_8_14a", "netgen_sr_12a", "goto_8_10a", "goto_8_12a"]) {
    const problem = publicFlow(name);
    if (problem !== undefined) yield [name, problem];
  }
}

/** Everything but the checks of input and answer: arrays laid out with a first tree, then the pivots and the reading. */
function kernelRun(network: Network): { objective: number; built: number; solved: number } {
  const watch = stopwatch();
  const state = startSimplex(network);
  const built = watch();
  stepSimplex(state, Infinity);
  const reading = readSimplex(state, network.arcCount);
  const solved = watch() - built;
  return { objective: sumOfProducts(reading.flow, network.cost), built, solved };
}

export async function benchNetworks(lemon: Lemon | undefined, most: number, runs = 7): Promise<string[]> {
  const rows = [
    "| network | first call (ms) | build, solve (ms) | with checks and proof (ms) | LEMON: build + set up, solve (ms) | ratio of solving |",
    "|---|---|---|---|---|---|",
  ];
  for (const [name, problem] of instances(most)) {
    const { network } = toNetwork(problem);
    const rival = lemon?.load(problem, "network");
    const { built, solved } = kernelRun(network);
    const building: number[] = [];
    const kernel: number[] = [];
    const whole: number[] = [];
    const build: number[] = [];
    const theirs: number[] = [];
    for (let k = -WARMING; k < runs; k++) {
      const ours = kernelRun(network);
      const watch = stopwatch();
      const checked = minCostFlow(problem);
      const elapsed = watch();
      const their = await rival?.solve();
      if (their && their.objective !== checked.objective)
        throw new Error(`${name}: ${their.objective}, ours ${checked.objective}`);
      if (k < 0) continue;
      building.push(ours.built);
      kernel.push(ours.solved);
      whole.push(elapsed);
      if (their) build.push(their.graphMs + their.setUpMs);
      if (their) theirs.push(their.solveMs);
    }
    rival?.close();
    const ratio = lemon ? (median(theirs) / median(kernel)).toFixed(2) : "skipped";
    rows.push(
      `| ${name} | ${(built + solved).toFixed(1)} | ${median(building).toFixed(1)}, ${median(kernel).toFixed(1)} | ${median(whole).toFixed(1)} | ${median(build).toFixed(1)}, ${median(theirs).toFixed(1)} | ${ratio} |`,
    );
  }
  return rows;
}
