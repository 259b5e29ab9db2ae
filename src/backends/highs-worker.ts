/**
 * The thread in which HiGHS runs for `solveAsync`: a worker of Node or of a browser. It is a built entry of
 * its own (`dist/highs-worker.js`), so that bundlers can follow the address in `highs-thread.ts`.
 */
import { loadHighs } from "./highs-load.ts";
import { runHighs } from "./highs-run.ts";
import type { FromThread, ToThread } from "./highs-thread.ts";

interface Door {
  postMessage(message: FromThread): void;
  listen(receive: (message: ToThread) => void): void;
}

const door = globalThis.process?.versions?.node === undefined ? browserDoor() : nodeDoor();
let runtime: ReturnType<typeof loadHighs> | undefined;

door.listen((message) => {
  void answer(message);
});

async function answer({ problem, limits, wasm }: ToThread): Promise<void> {
  try {
    runtime ??= loadHighs(wasm);
    const highs = await runtime;
    const solution = runHighs(highs, problem, limits, {
      onProgress: (progress) => door.postMessage({ kind: "progress", progress }),
      onIncumbent: (value) => door.postMessage({ kind: "incumbent", value }),
    });
    door.postMessage({ kind: "solution", solution });
  } catch (error) {
    door.postMessage({ kind: "failure", message: error instanceof Error ? error.message : String(error) });
  }
}

function nodeDoor(): Door {
  const { parentPort } = process.getBuiltinModule("node:worker_threads");
  if (parentPort === null) throw new Error("highs-worker is a thread's script; import katascope/highs instead.");
  return {
    postMessage: (message) => parentPort.postMessage(message),
    listen: (receive) => parentPort.on("message", receive),
  };
}

function browserDoor(): Door {
  return {
    postMessage: (message) => globalThis.postMessage(message),
    listen: (receive) => {
      globalThis.onmessage = (event: MessageEvent<ToThread>) => receive(event.data);
    },
  };
}
