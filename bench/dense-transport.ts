/** Dense transport on a plane against native LEMON on the dense problem. */
import { stopwatch } from "../src/base/control.ts";
import { transport } from "../src/solvers/transport.ts";
import { denseCost, planeNetwork, planeTransport } from "./instances/planes.ts";
import { median } from "./median.ts";
import type { Lemon } from "./rivals/lemon.ts";

/** Runs before the clock counts, so that compilers have done their work. */
const WARMING = 8;
const SIZES = [
  [300, 3000],
  [1000, 1000],
  [1000, 5000],
] as const;

export async function benchDenseTransport(lemon: Lemon | undefined, runs = 7): Promise<string[]> {
  const rows = [
    "| sources x sinks | ours, everything (ms) | LEMON dense: build + set up, solve (ms) | LEMON on 10 nearest, solve (ms) | dense ratio |",
    "|---|---|---|---|---|",
  ];
  for (const [n, m] of SIZES) {
    const plane = planeTransport(n, m);
    const cost = denseCost(plane);
    const problem = { supply: plane.supply, demand: plane.demand, cost };
    const dense = lemon?.load(planeNetwork(plane, cost), "dense");
    const sparse = lemon?.load(planeNetwork(plane, cost, 10), "sparse");
    const ours: number[] = [];
    const build: number[] = [];
    const theirs: number[] = [];
    const onSparse: number[] = [];
    for (let k = -WARMING; k < runs; k++) {
      const watch = stopwatch();
      const result = transport(problem);
      const elapsed = watch();
      const rival = await dense?.solve();
      const nearest = await sparse?.solve();
      if (rival && rival.objective !== result.objective)
        throw new Error(`${rival.objective}, ours ${result.objective}`);
      if (k < 0) continue;
      ours.push(elapsed);
      if (rival) build.push(rival.graphMs + rival.setUpMs);
      if (rival) theirs.push(rival.solveMs);
      if (nearest) onSparse.push(nearest.solveMs);
    }
    dense?.close();
    sparse?.close();
    const ratio = lemon ? (median(theirs) / median(ours)).toFixed(1) : "skipped";
    rows.push(
      `| ${n} x ${m} | ${median(ours).toFixed(1)} | ${median(build).toFixed(0)}, ${median(theirs).toFixed(1)} | ${median(onSparse).toFixed(1)} | ${ratio} |`,
    );
  }
  return rows;
}
