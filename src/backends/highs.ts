import type { LinearBackend } from "../problems/linear.ts";
import { loadHighs } from "./highs-load.ts";
import { runHighs } from "./highs-run.ts";
import { solveInThread } from "./highs-thread.ts";

/** Where HiGHS finds its files; needed only where a bundler moved them. */
export interface HighsOptions {
  /** Address of `highs.wasm`. */
  readonly wasmUrl?: string;
  /** Address of `highs-worker.js`, found in `dist` of this package. */
  readonly workerUrl?: string | URL;
}

/**
 * HiGHS, compiled to WebAssembly: linear problems by simplex, whole numbers by branch and cut. It needs the
 * package `highs`, an optional peer: `npm install highs`.
 *
 * `solve` blocks the thread it is called on; `solveAsync` runs in a worker, so that an `AbortSignal` ends it
 * within milliseconds, with the best point so far. One thread, the given seed; without a time limit an answer
 * repeats itself.
 *
 * ```ts
 * const outcome = planContinent(continent, { backend: await highs() });
 * ```
 *
 * Errors: when the package or its WebAssembly cannot be found, saying what to install.
 */
export async function highs(options: HighsOptions = {}): Promise<LinearBackend> {
  const { wasmUrl, workerUrl } = options;
  const runtime = await loadHighs(wasmUrl);
  return {
    name: `HiGHS ${runtime.version.string}`,
    solve: (problem, limits, onProgress, shouldStop) => runHighs(runtime, problem, limits, { onProgress, shouldStop }),
    solveAsync: (problem, limits, control) => solveInThread(problem, limits, control, { wasm: wasmUrl, workerUrl }),
  };
}
