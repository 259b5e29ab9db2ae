/** `katascope/workers`: threads that help to plan many goods. */
export type { WorkerPool } from "./base/workers.ts";
export { type WorkerPoolOptions, workerPool } from "./workers/worker-pool.ts";
