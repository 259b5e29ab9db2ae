/**
 * Threads that work beside the one that plans. `katascope/workers` makes a pool of them; solvers share tasks with it, and
 * need to know no more than this.
 */
export interface WorkerPool {
  /** Threads besides the one that asks; 0 where memory cannot be shared, and once the pool is closed. */
  readonly threads: number;
  /**
   * Hands a task to the threads: plain data of numbers, typed arrays, arrays and objects. Undefined where there are no
   * threads.
   */
  share<Task extends object>(kind: TaskKind, task: Task): SharedTask<Task> | undefined;
  /** Ends the threads. Whoever still shares a task with them goes on alone, to the same answer. */
  close(): Promise<void>;
}

/** What threads know how to do: answer prices, good by good (see `kernels/coupled/answers.ts`). */
export type TaskKind = "answers";

/** A task that threads know of. Its items may be done in any order, each by one thread, and nothing else is written. */
export interface SharedTask<Task extends object> {
  /** The same task, its typed arrays in memory that all threads see. */
  readonly task: Task;
  /**
   * Has items 0 .. count - 1 done, by the threads and by `own`, which does one here; when it returns all are done.
   *
   * Errors: InternalError where a thread has broken down.
   */
  run(count: number, own: (item: number) => void): void;
  /** The task with other arrays in some places; those that are the same are not copied anew. */
  renew(task: Task): Task;
  /** Lets the threads forget the task; the next run tells them again. */
  rest(): void;
}
