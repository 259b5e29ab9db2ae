import { defineConfig } from "tsup";

/** The entry points of the package, and the threads that HiGHS and the pool's workers run in. */
export default defineConfig({
  entry: {
    index: "src/index.ts",
    report: "src/report.ts",
    solvers: "src/solvers.ts",
    highs: "src/highs.ts",
    lp: "src/lp.ts",
    graph: "src/graph.ts",
    "highs-worker": "src/backends/highs-worker.ts",
    workers: "src/workers.ts",
    "worker-thread": "src/workers/worker-thread.ts",
    "continents/europe": "src/continents/europe.ts",
  },
  format: ["esm"],
  target: "es2022",
  platform: "neutral",
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
  external: ["highs", "node:worker_threads", "node:module", "node:url", "node:fs"],
});
