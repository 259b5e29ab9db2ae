/**
 * One JavaScript rival on one dense transport problem, in a process of its own, so that it can be stopped. Says "ready"
 * when the rival's model stands and "solved" when it was solved once, then one line of JSON.
 */
import { stopwatch } from "../src/base/control.ts";
import { transport } from "../src/solvers/transport.ts";
import { denseCost, planeTransport } from "./instances/planes.ts";
import { median } from "./median.ts";
import { javascriptRivals } from "./rivals/javascript.ts";

export interface JavaScriptRun {
  readonly objective: number;
  readonly optimum: number;
  readonly theirMs: number;
  readonly ourMs: number;
  readonly runs: number;
}

/** Runs of a rival, as long as all of them together stay within this. */
const RUNS = 7;
const ENOUGH_MS = 3000;
/** Runs of ours before the clock counts; the rival's first run warms it for the others. */
const WARMING = 30;

const [name, n, m] = process.argv.slice(2);
const rival = (await javascriptRivals()).find((one) => one.name === name);
if (rival === undefined) throw new Error(`no rival ${name}`);
const plane = planeTransport(Number(n), Number(m));
const cost = denseCost(plane);
const problem = { supply: plane.supply, demand: plane.demand, cost };
const solve = rival.prepare(plane.supply, plane.demand, cost);
console.log("ready");
const theirs: number[] = [];
const ours: number[] = [];
let objective = Number.NaN;
let optimum = Number.NaN;
for (let spent = 0; theirs.length < RUNS && (theirs.length === 0 || spent < ENOUGH_MS); ) {
  const watch = stopwatch();
  objective = solve();
  theirs.push(watch());
  if (theirs.length === 1) console.log("solved");
  spent += theirs[theirs.length - 1];
}
for (let k = -WARMING; k < RUNS; k++) {
  const watch = stopwatch();
  optimum = transport(problem).objective;
  if (k >= 0) ours.push(watch());
}
const found: JavaScriptRun = {
  objective,
  optimum,
  theirMs: median(theirs),
  ourMs: median(ours),
  runs: theirs.length,
};
console.log(JSON.stringify(found));
process.exit(0);
