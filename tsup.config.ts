import { defineConfig } from "tsup";

/** The entry points of the package, and the worker that HiGHS runs in. */
export default defineConfig({
  entry: {
    index: "src/index.ts",
    report: "src/report.ts",
    solvers: "src/solvers.ts",
    highs: "src/highs.ts",
    lp: "src/lp.ts",
    graph: "src/graph.ts",
    "highs-worker": "src/backends/highs-worker.ts",
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
