/** Dense transport against the solvers that JavaScript has, each in a process of its own, as far as it ends in time. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { JavaScriptRun } from "./javascript-run.ts";
import { javascriptRivals } from "./rivals/javascript.ts";

const SCRIPT = fileURLToPath(new URL("./javascript-run.ts", import.meta.url));

/** Pairs grow about fourfold. */
const SIZES = [
  [10, 30],
  [30, 100],
  [60, 200],
  [100, 500],
  [200, 1000],
  [400, 2000],
  [800, 4000],
  [1600, 8000],
] as const;

/** Building a model may take this long; a process may take this much memory. */
const BUILDING_MS = 120_000;
const MEGABYTES = 6000;
/** From the first solution to the end: more runs of the rival where it is quick, and ours. */
const MEASURING_MS = 120_000;

/** What is very likely to take more than this many times the limit is not started. */
const HOPELESS = 2;

/** How far each rival comes when a run may take `limitMs`. */
export async function benchJavaScript(limitMs: number): Promise<string[]> {
  const rows = ["| sources x sinks | rival | rival (ms) | ours (ms) | ratio |", "|---|---|---|---|---|"];
  for (const { name } of await javascriptRivals()) {
    const known: { readonly pairs: number; readonly ms: number }[] = [];
    for (const [n, m] of SIZES) {
      const predicted = extrapolate(known, n * m);
      if (predicted > HOPELESS * limitMs) {
        const told = `not started: at its growth so far it would take ${(predicted / 60_000).toFixed(0)} min`;
        rows.push(`| ${n} x ${m} | ${name} | ${told} | | |`);
        break;
      }
      const run = await runAlone(name, n, m, limitMs);
      if (typeof run === "string") {
        rows.push(`| ${n} x ${m} | ${name} | ${run} | | |`);
        break;
      }
      if (Math.abs(run.objective - run.optimum) > 1e-6 * run.optimum) {
        rows.push(`| ${n} x ${m} | ${name} | wrong: ${run.objective}, optimum ${run.optimum} | | |`);
        break;
      }
      known.push({ pairs: n * m, ms: run.theirMs });
      const { theirMs, ourMs } = run;
      const told = run.runs < 7 ? ` (${run.runs === 1 ? "1 run" : `${run.runs} runs`})` : "";
      rows.push(
        `| ${n} x ${m} | ${name} | ${theirMs.toFixed(1)}${told} | ${ourMs.toFixed(2)} | ${(theirMs / ourMs).toFixed(0)} |`,
      );
    }
  }
  return rows;
}

/** Milliseconds at so many pairs if they go on growing as between the last two sizes. */
function extrapolate(known: readonly { readonly pairs: number; readonly ms: number }[], pairs: number): number {
  const [before, last] = known.slice(-2);
  if (last === undefined) return 0;
  const exponent = Math.log(last.ms / before.ms) / Math.log(last.pairs / before.pairs);
  return last.ms * (pairs / last.pairs) ** exponent;
}

/** Gives what was measured, or how it ended otherwise. */
function runAlone(name: string, n: number, m: number, limitMs: number): Promise<JavaScriptRun | string> {
  const settings = [`--max-old-space-size=${MEGABYTES}`, "--import", "tsx"];
  const child = spawn(process.execPath, [...settings, SCRIPT, name, String(n), String(m)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve) => {
    let told = "";
    let complaint = "";
    child.stderr.on("data", (text: Buffer) => {
      complaint += text.toString();
    });
    let found: JavaScriptRun | undefined;
    const stopAfter = (ms: number, why: string): NodeJS.Timeout =>
      setTimeout(() => {
        told = why;
        child.kill("SIGKILL");
      }, ms);
    let timer = stopAfter(BUILDING_MS, `its model was not built in ${BUILDING_MS / 1000} s`);
    createInterface({ input: child.stdout }).on("line", (line) => {
      clearTimeout(timer);
      if (line === "ready") timer = stopAfter(limitMs, `stopped after ${limitMs / 1000} s`);
      else if (line === "solved") timer = stopAfter(MEASURING_MS, "was not measured in time");
      else if (line.startsWith("{")) found = JSON.parse(line) as JavaScriptRun;
    });
    child.on("close", () => {
      clearTimeout(timer);
      // What a process that ends by itself says last is in its words.
      const words = complaint.match(/(?:\w*Error|FATAL ERROR|RuntimeError): [^\n|]*/)?.[0] ?? "no word of why";
      resolve(found ?? (told === "" ? `gave up: ${words.trim()}` : told));
    });
  });
}
