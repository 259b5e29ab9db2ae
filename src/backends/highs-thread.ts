import { browserThread, isNode, nodeThread, type Thread, type ThreadFailure } from "../base/threads.ts";
import type { LinearLimits, LinearProblem, LinearProgress, LinearSolution } from "../problems/linear.ts";
import { answerOf } from "./answer.ts";
import type { HighsWasm } from "./highs-load.ts";

/** What the main thread asks of the solver's thread. */
export interface ToThread {
  readonly problem: LinearProblem;
  readonly limits: LinearLimits;
  readonly wasm: HighsWasm;
}

/** What the solver's thread sends back. */
export type FromThread =
  | { readonly kind: "progress"; readonly progress: LinearProgress }
  | { readonly kind: "incumbent"; readonly value: Float64Array }
  | { readonly kind: "solution"; readonly solution: LinearSolution }
  | ThreadFailure;

type HighsThread = Thread<ToThread, FromThread>;

const WHOSE = "The thread of HiGHS";

export interface ThreadOptions {
  readonly wasm: HighsWasm;
  readonly workerUrl: string | URL | undefined;
}

export interface ThreadControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LinearProgress) => void;
}

/**
 * HiGHS looks at its clock only now and then (never inside a factorisation), so a run may overstay its time
 * limit by this share, or by this many milliseconds if that is more, before its thread is ended.
 */
const OVERSTAY_SHARE = 0.1;
const OVERSTAY_MS = 2000;

/** A thread at rest, kept for the next problem, because loading HiGHS takes longer than most problems. */
let resting: { readonly thread: HighsThread; readonly workerUrl: string } | undefined;

/**
 * Solves off the main thread. An abort, or a time limit that HiGHS does not keep, ends the thread at once;
 * the answer is then the best point that it had sent, with stop "cancelled" or "time".
 *
 * Errors: rejects when the thread cannot be started or breaks down, and with whatever `onProgress` throws.
 */
export function solveInThread(
  problem: LinearProblem,
  limits: LinearLimits,
  control: ThreadControl,
  options: ThreadOptions,
): Promise<LinearSolution> {
  const { signal, onProgress } = control;
  if (signal?.aborted) return Promise.resolve(answerOf(problem, { status: "unknown", stop: "cancelled" }));
  const thread = takeThread(options);
  return new Promise((resolve, reject) => {
    let best: Float64Array | undefined;
    let bound = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const settle = (reusable: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      thread.hear(() => undefined);
      if (reusable) rest(thread, options);
      else thread.end();
    };
    const cutShort = (stop: "time" | "cancelled"): void => {
      settle(false);
      const claim = best === undefined ? { status: "unknown" as const } : { status: "feasible" as const, value: best };
      resolve(answerOf(problem, { ...claim, stop, bound }));
    };
    const cancel = (): void => cutShort("cancelled");
    const fail = (error: unknown): void => {
      settle(false);
      reject(error);
    };

    thread.hear((message) => {
      switch (message.kind) {
        case "progress":
          bound = message.progress.bound ?? bound;
          try {
            onProgress?.(message.progress);
          } catch (error) {
            fail(error);
          }
          break;
        case "incumbent":
          best = message.value;
          break;
        case "solution":
          settle(true);
          resolve(message.solution);
          break;
        case "failure":
          fail(new Error(message.message));
      }
    });
    signal?.addEventListener("abort", cancel);
    if (limits.timeLimitMs !== undefined) {
      const patience = limits.timeLimitMs + Math.max(OVERSTAY_MS, limits.timeLimitMs * OVERSTAY_SHARE);
      if (patience < 2 ** 31) timer = setTimeout(() => cutShort("time"), patience);
    }
    thread.post({ problem, limits, wasm: options.wasm });
  });
}

function takeThread({ workerUrl }: ThreadOptions): HighsThread {
  const key = String(workerUrl);
  if (resting?.workerUrl !== key) return startThread(workerUrl);
  const { thread } = resting;
  resting = undefined;
  thread.hold(true);
  return thread;
}

function rest(thread: HighsThread, { workerUrl }: ThreadOptions): void {
  if (resting !== undefined) {
    thread.end();
    return;
  }
  resting = { thread, workerUrl: String(workerUrl) };
  thread.hear((message) => {
    if (message.kind === "failure" && resting?.thread === thread) resting = undefined;
  });
  // Last, because a new listener makes Node hold the process alive again.
  thread.hold(false);
}

function startThread(workerUrl: string | URL | undefined): HighsThread {
  if (isNode()) {
    const script = import.meta.url.endsWith(".ts") ? "./highs-worker.ts" : "./highs-worker.js";
    return nodeThread(new URL(workerUrl ?? script, import.meta.url), WHOSE);
  }
  /* v8 ignore start -- runs in browsers, where nobody counts; test/browser.test.ts runs it */
  // Bundlers know this very expression, and bring the worker along.
  const worker =
    workerUrl === undefined
      ? new Worker(new URL("./highs-worker.js", import.meta.url), { type: "module" })
      : new Worker(workerUrl, { type: "module" });
  return browserThread(worker, WHOSE);
  /* v8 ignore stop */
}
