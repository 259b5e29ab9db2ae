/**
 * A thread of a pool: reads what it is told, then sleeps until a round of a task that it knows, and takes items of it. A
 * built entry of its own (`dist/worker-thread.js`), so that bundlers can follow the address in `worker-pool.ts`.
 */
import { ownDoor } from "../base/threads.ts";
import { awaitCall, bookDone, type Call, takeItem } from "./board.ts";
import type { FromThread, ToThread } from "./messages.ts";
import { type Perform, performers } from "./tasks.ts";

const door = ownDoor<ToThread, FromThread>();
const tasks = new Map<number, { readonly version: number; readonly perform: Perform }>();
const call: Call = { bell: 0, tag: 0, task: 0, version: 0 };
let board: Int32Array | undefined;
let read = 0;

door.listen((message) => {
  try {
    heed(message);
  } catch {
    // What this thread has no room for is left to the others.
  }
  if (board !== undefined) serve(board);
});

function heed(message: ToThread): void {
  switch (message.kind) {
    case "board":
      board = message.board;
      door.post({ kind: "ready" });
      return;
    case "forget":
      read++;
      tasks.delete(message.id);
      return;
    case "task":
      read++;
      tasks.delete(message.id);
      tasks.set(message.id, { version: message.version, perform: performers[message.name](message.task as never) });
  }
}

/** Takes part in rounds until there are messages to read. */
function serve(own: Int32Array): void {
  while (awaitCall(own, read, call)) {
    const known = tasks.get(call.task);
    if (known === undefined || known.version !== call.version) continue;
    for (let item = takeItem(own, call.tag); item >= 0; item = takeItem(own, call.tag)) {
      let isDone = false;
      try {
        known.perform(item);
        isDone = true;
      } catch (error) {
        door.post({ kind: "failure", message: described(error) });
      }
      bookDone(own, !isDone);
    }
  }
}

function described(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
