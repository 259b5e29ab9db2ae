/** Runs LEMON's network simplex beside ours, when a compiler and the package liblemon-dev are there. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { FlowProblem } from "../../src/problems/flow.ts";

export interface LemonRun {
  readonly objective: number;
  readonly graphMs: number;
  readonly setUpMs: number;
  readonly solveMs: number;
  readonly peakMegabytes: number;
}

/** One problem loaded in a LEMON process that solves it as often as asked. */
export interface LemonProcess {
  solve(): Promise<LemonRun>;
  close(): void;
}

export interface Lemon {
  readonly version: string;
  /** The compiled program. */
  readonly program: string;
  dispose(): void;
}

/** Compiles the rival, or gives the reason why it is skipped. */
export function compileLemon(): Lemon | string {
  const folder = mkdtempSync(join(tmpdir(), "lemon-"));
  const program = join(folder, "lemon");
  const source = new URL("./lemon.cpp", import.meta.url).pathname;
  try {
    execFileSync("g++", ["-O3", "-march=native", "-std=c++14", "-w", "-o", program, source], { stdio: "pipe" });
  } catch {
    rmSync(folder, { recursive: true });
    return "LEMON skipped: needs g++ and lemon/network_simplex.h (Debian: apt-get install g++ liblemon-dev)";
  }
  let version = "version unknown";
  try {
    version = execFileSync("dpkg-query", ["-W", "-f", "$" + "{Version}", "liblemon-dev"], { encoding: "utf8" });
  } catch {
    // Not a Debian system: the benchmark says so instead of guessing.
  }
  return {
    version,
    program,
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** Starts the program on a problem, which it reads from a file that is taken away again. */
export function loadInLemon(program: string, problem: FlowProblem): LemonProcess {
  const folder = mkdtempSync(join(tmpdir(), "lemon-"));
  const path = join(folder, "problem.bin");
  const { nodeCount, tail, head, lower, capacity, cost, supply } = problem;
  const arcCount = tail.length;
  const numbers = new Int32Array(3 + nodeCount + 5 * arcCount);
  let total = 0;
  for (let u = 0; u < nodeCount; u++) total += numbers[3 + u] = supply[u];
  numbers.set([nodeCount, arcCount, total > 0 ? 1 : 0]);
  for (let a = 0, at = 3 + nodeCount; a < arcCount; a++, at++) {
    numbers[at] = tail[a];
    numbers[at + arcCount] = head[a];
    numbers[at + 2 * arcCount] = lower?.[a] ?? 0;
    const most = capacity?.[a] ?? Infinity;
    numbers[at + 3 * arcCount] = most === Infinity ? -1 : most;
    numbers[at + 4 * arcCount] = cost[a];
  }
  writeFileSync(path, Buffer.from(numbers.buffer));
  const child: ChildProcessWithoutNullStreams = spawn(program, [path]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async solve() {
      child.stdin.write("solve\n");
      const line = await lines.next();
      if (line.done) throw new Error("LEMON ended without an answer");
      const [objective, graphMs, setUpMs, solveMs, peakMegabytes] = line.value.split(" ").map(Number);
      return { objective, graphMs, setUpMs, solveMs, peakMegabytes };
    },
    close: () => {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
