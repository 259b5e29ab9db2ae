import { InternalError, InvalidOptionError } from "../base/errors.ts";
import { unknownOptions } from "../base/suggest.ts";
import { browserThread, isNode, nodeThread, type Thread } from "../base/threads.ts";
import type { SharedTask, TaskKind, WorkerPool } from "../base/workers.ts";
import { awaitRound, bookDone, MOST_ITEMS, newBoard, noteSent, openRound, takeItem } from "./board.ts";
import type { FromThread, ToThread } from "./messages.ts";
import { shareArrays } from "./share-arrays.ts";

/** How many threads, and where their script is. */
export interface WorkerPoolOptions {
  /** Threads besides the one that plans; by default one less than there are processors. */
  readonly threads?: number;
  /** Address of `worker-thread.js`, found in `dist` of this package; needed only where a bundler moved it. */
  readonly workerUrl?: string | URL;
}

type PoolThread = Thread<ToThread, FromThread>;

const WHOSE = "A thread of the pool";

/** A round of the largest problems takes less than a second; where nothing is done for so long, nothing will be. */
const PATIENCE_MS = 60_000;

/**
 * Threads that help to plan many goods: hand the pool to `planContinentAsync` or `planCoupled` as `workers`. It serves any
 * number of runs, one after the other or in turns, with the very answers that they would find alone. Close it in the end.
 *
 * Threads work on shared memory. Where there is none (a page that is not cross-origin isolated) the pool has no threads,
 * and runs go on alone. Threads at rest do not keep a process of Node alive.
 *
 * ```ts
 * const pool = await workerPool({ threads: 1 });
 * const outcome = await planContinentAsync(continent, { workers: pool });
 * await pool.close();
 * ```
 *
 * Errors: InvalidOptionError; rejects when a thread cannot be started.
 */
export async function workerPool(options: WorkerPoolOptions = {}): Promise<WorkerPool> {
  const { threads = Math.max(0, processors() - 1), workerUrl } = options;
  const issues = unknownOptions(options, ["threads", "workerUrl"], "option.unknown");
  if (!(Number.isInteger(threads) && threads >= 0)) {
    const message = `got ${String(threads)}, wanted a whole number, 0 or more`;
    const remedy = "Pass 1 or more, or leave it out for one less than there are processors.";
    issues.push({ code: "option.range", path: "threads", message, remedy });
  }
  if (issues.length > 0) throw new InvalidOptionError(issues);
  if (!canShare() || threads === 0) return new Pool([]);
  const started = Array.from({ length: threads }, () => startThread(workerUrl));
  const pool = new Pool(started);
  try {
    await Promise.all(started.map((thread) => pool.begin(thread)));
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}

class Pool implements WorkerPool {
  #threads: readonly PoolThread[];
  /** Absent where there are no threads: then nothing is shared either. */
  readonly #board: Int32Array | undefined;
  readonly #maySleep = isNode() || !("document" in globalThis);
  #tag = 0;
  #tasks = 0;
  #failure: string | undefined;

  constructor(threads: readonly PoolThread[]) {
    this.#threads = threads;
    if (threads.length > 0) this.#board = newBoard();
  }

  get threads(): number {
    return this.#threads.length;
  }

  /** Resolves when the thread stands ready. */
  begin(thread: PoolThread): Promise<void> {
    return new Promise((resolve, reject) => {
      thread.hear((message) => {
        if (message.kind === "failure") {
          reject(new Error(message.message));
          return;
        }
        thread.hear((later) => {
          // An ended thread says so, and the pool has ended it.
          if (later.kind === "failure" && this.threads > 0) this.#failure ??= later.message;
        });
        // Last, because a new listener makes Node hold the process alive again.
        thread.hold(false);
        resolve();
      });
      thread.post({ kind: "board", board: this.#board! });
    });
  }

  share<Task extends object>(name: TaskKind, task: Task): SharedTask<Task> | undefined {
    const board = this.#board;
    if (board === undefined || this.threads === 0) return undefined;
    const id = ++this.#tasks;
    // Copies made for this task, by what they are of. No other task's: whose arrays they are may have changed them since.
    const known = new WeakMap<object, object>();
    let shared = shareArrays(task, known);
    let version = 0;
    let isTold = false;
    const alone = (count: number, own: (item: number) => void): void => {
      for (let item = 0; item < count; item++) own(item);
    };
    return {
      task: shared,
      run: (count, own) => {
        if (this.threads === 0) return alone(count, own);
        if (!isTold) this.#tell(board, { kind: "task", id, version, name, task: shared });
        isTold = true;
        this.#run(board, id, version, count, own);
      },
      renew: (other) => {
        shared = shareArrays(other, known);
        version++;
        isTold = false;
        return shared;
      },
      rest: () => {
        if (isTold && this.threads > 0) this.#tell(board, { kind: "forget", id });
        isTold = false;
      },
    };
  }

  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    for (const thread of threads) thread.end();
  }

  #tell(board: Int32Array, message: ToThread): void {
    for (const thread of this.#threads) thread.post(message);
    noteSent(board);
  }

  #run(board: Int32Array, id: number, version: number, count: number, own: (item: number) => void): void {
    if (count > MOST_ITEMS) throw new InternalError("A round has too many items.", { count });
    if (this.#failure !== undefined) this.#giveUp(this.#failure);
    this.#tag = openRound(board, this.#tag, id, version, count);
    let thrown: { readonly error: unknown } | undefined;
    for (let item = takeItem(board, this.#tag); item >= 0; item = takeItem(board, this.#tag)) {
      try {
        if (thrown === undefined) own(item);
      } catch (error) {
        thrown = { error };
      }
      bookDone(board, false);
    }
    const end = awaitRound(board, PATIENCE_MS, this.#maySleep);
    if (thrown !== undefined) throw thrown.error;
    if (end !== "done") this.#giveUp(end === "late" ? "it does not answer" : "it could not do its part");
  }

  #giveUp(reason: string): never {
    void this.close();
    throw new InternalError("A thread of the pool broke down.", { reason });
  }
}

/** Whether memory can be shared with other threads here. */
function canShare(): boolean {
  return typeof SharedArrayBuffer === "function" && (isNode() || globalThis.crossOriginIsolated === true);
}

function processors(): number {
  return isNode() ? process.getBuiltinModule("node:os").availableParallelism() : (navigator.hardwareConcurrency ?? 1);
}

function startThread(workerUrl: string | URL | undefined): PoolThread {
  if (isNode()) {
    const script = import.meta.url.endsWith(".ts") ? "./worker-thread.ts" : "./worker-thread.js";
    return nodeThread(new URL(workerUrl ?? script, import.meta.url), WHOSE);
  }
  /* v8 ignore start -- runs in browsers, where nobody counts; test/browser.test.ts runs it */
  // Bundlers know this very expression, and bring the worker along.
  const worker =
    workerUrl === undefined
      ? new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" })
      : new Worker(workerUrl, { type: "module" });
  return browserThread(worker, WHOSE);
  /* v8 ignore stop */
}
