import type { TaskKind } from "../base/workers.ts";

/** What the planning thread tells the others. */
export type ToThread =
  | { readonly kind: "board"; readonly board: Int32Array }
  /** A task, or one that is known with other arrays. */
  | {
      readonly kind: "task";
      readonly id: number;
      readonly version: number;
      readonly name: TaskKind;
      readonly task: object;
    }
  | { readonly kind: "forget"; readonly id: number };

/** What a thread says. */
export type FromThread = { readonly kind: "ready" } | { readonly kind: "failure"; readonly message: string };
