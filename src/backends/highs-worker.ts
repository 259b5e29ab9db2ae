/**
 * The thread in which HiGHS runs for `solveAsync`: a worker of Node or of a browser. It is a built entry of
 * its own (`dist/highs-worker.js`), so that bundlers can follow the address in `highs-thread.ts`.
 */
import { ownDoor } from "../base/threads.ts";
import { loadHighs } from "./highs-load.ts";
import { runHighs } from "./highs-run.ts";
import type { FromThread, ToThread } from "./highs-thread.ts";

const door = ownDoor<ToThread, FromThread>();
let runtime: ReturnType<typeof loadHighs> | undefined;

door.listen((message) => {
  void answer(message);
});

async function answer({ problem, limits, wasm }: ToThread): Promise<void> {
  try {
    runtime ??= loadHighs(wasm);
    const highs = await runtime;
    const solution = runHighs(highs, problem, limits, {
      onProgress: (progress) => door.post({ kind: "progress", progress }),
      onIncumbent: (value) => door.post({ kind: "incumbent", value }),
    });
    door.post({ kind: "solution", solution });
  } catch (error) {
    door.post({ kind: "failure", message: error instanceof Error ? error.message : String(error) });
  }
}
