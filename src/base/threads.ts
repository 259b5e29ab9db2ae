/** A worker of Node or of a browser, seen through one pair of glasses. */
export interface Thread<ToThread, FromThread> {
  post(message: ToThread): void;
  /** Hears messages and failures of the thread itself; replaces whoever heard before. */
  hear(receive: (message: FromThread | ThreadFailure) => void): void;
  /** Whether the thread may keep the process alive. */
  hold(alive: boolean): void;
  end(): void;
}

/** A thread that could not be started or broke down, in a sentence. */
export interface ThreadFailure {
  readonly kind: "failure";
  readonly message: string;
}

export function isNode(): boolean {
  return globalThis.process?.versions?.node !== undefined;
}

/* v8 ignore start -- runs in browsers, where nobody counts; test/browser.test.ts runs it */
/** @param whose what the thread does, for failures: `"The thread of HiGHS"`. */
export function browserThread<ToThread, FromThread>(worker: Worker, whose: string): Thread<ToThread, FromThread> {
  return {
    post: (message) => worker.postMessage(message),
    hear: (receive) => {
      worker.onmessage = (event: MessageEvent<FromThread>) => receive(event.data);
      worker.onerror = (event) => receive(brokenDown(whose, event.message));
    },
    hold: () => undefined,
    end: () => worker.terminate(),
  };
}
/* v8 ignore stop */

/**
 * @param script the thread's built script; run from TypeScript sources, a source of its own.
 * @param whose what the thread does, for failures: `"The thread of HiGHS"`.
 */
export function nodeThread<ToThread, FromThread>(script: URL, whose: string): Thread<ToThread, FromThread> {
  const { Worker: NodeWorker } = process.getBuiltinModule("node:worker_threads");
  // A thread would inherit flags such as --input-type, which it refuses.
  const execArgv: string[] = [];
  const worker = script.pathname.endsWith(".ts")
    ? new NodeWorker(FROM_SOURCES, { eval: true, execArgv, workerData: script.href })
    : new NodeWorker(script, { execArgv });
  const ignore = (): void => undefined;
  worker.on("error", ignore);
  return {
    post: (message) => worker.postMessage(message),
    hear: (receive) => {
      worker.removeAllListeners("message").removeAllListeners("error").removeAllListeners("exit");
      worker.on("message", receive);
      worker.on("error", (error: Error) => receive(brokenDown(whose, error.message)));
      worker.on("exit", () => receive(brokenDown(whose, "it ended")));
    },
    hold: (alive) => (alive ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

/** Run from its TypeScript sources, as in this library's own tests, the thread needs tsx to read itself. */
const FROM_SOURCES = `
  const { workerData } = require("node:worker_threads");
  const { pathToFileURL } = require("node:url");
  const tsx = pathToFileURL(require("node:module").createRequire(workerData).resolve("tsx/package.json"));
  import(new URL("dist/esm/api/index.mjs", tsx)).then(({ register }) => { register(); return import(workerData); });
`;

function brokenDown(whose: string, reason: string): ThreadFailure {
  return { kind: "failure", message: `${whose} broke down: ${reason || "its script could not be loaded"}.` };
}

/** A thread's own side of the door. */
export interface Door<ToThread, FromThread> {
  post(message: FromThread): void;
  listen(receive: (message: ToThread) => void): void;
}

/** The door of the thread that this runs in. Errors: where it is no thread. */
export function ownDoor<ToThread, FromThread>(): Door<ToThread, FromThread> {
  if (isNode()) {
    const { parentPort } = process.getBuiltinModule("node:worker_threads");
    if (parentPort === null) throw new Error("This is a thread's script, and not to be imported.");
    return {
      post: (message) => parentPort.postMessage(message),
      listen: (receive) => parentPort.on("message", receive),
    };
  }
  return {
    post: (message) => globalThis.postMessage(message),
    listen: (receive) => {
      globalThis.onmessage = (event: MessageEvent<ToThread>) => receive(event.data);
    },
  };
}
