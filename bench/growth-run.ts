/** One measured run in a process of its own, so that its memory is its own. Prints one line of JSON. */
import { seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { transport } from "../src/solvers/transport.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { planeTransport } from "./instances/planes.ts";

export interface GrowthRun {
  readonly status: string;
  readonly gap: number;
  readonly open: number;
  readonly elapsedMs: number;
  readonly processorMs: number;
  readonly checkMs: number;
  readonly peakMegabytes: number;
}

/** Sites and customers evenly on a square of a thousand kilometres; capacities sum to `ratio` times demand, 0 for none. */
export function placedLocation(m: number, n: number, ratio: number, seed = 7): LocationProblem {
  const random = seededRandom(seed);
  const point = (): [number, number] => [random.integer(0, 1_000_000), random.integer(0, 1_000_000)];
  const sites = Array.from({ length: m }, point);
  const customers = Array.from({ length: n }, point);
  const demand = Float64Array.from({ length: n }, () => random.integer(1, 100));
  const share = demand.reduce((a, b) => a + b, 0) / m;
  const openCost = Float64Array.from({ length: m }, () => Math.round(1e6 * share * (0.7 + 0.6 * random.next())));
  const capacity = Float64Array.from({ length: m }, () => Math.ceil(ratio * share * (0.5 + random.next())));
  const cost = { sites, customers, costOf: (metres: number) => metres };
  return { siteCount: m, customerCount: n, openCost, demand, cost, ...(ratio > 0 ? { capacity } : {}) };
}

const processorMs = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

function measure<Result>(work: () => Result): { result: Result; elapsedMs: number; processorMs: number } {
  const wall = performance.now();
  const before = processorMs();
  const result = work();
  return { result, elapsedMs: performance.now() - wall, processorMs: processorMs() - before };
}

function runOnce(kind: string, n: number, m: number, ratio: number, clustered: boolean): GrowthRun {
  const peak = () => process.resourceUsage().maxRSS / 1024;
  if (kind === "transport") {
    const problem = planeTransport(n, m, ratio, clustered);
    const { result, ...times } = measure(() => transport(problem));
    return { status: result.status, gap: 0, open: 0, ...times, checkMs: 0, peakMegabytes: peak() };
  }
  const problem = placedLocation(n, m, ratio);
  const { result, ...times } = measure(() => locateFacilities(problem, { gap: 0.005 }));
  const peakMegabytes = peak();
  const check = measure(() => verifyLocation(problem, result));
  if (!check.result.valid) throw new Error(check.result.violations.join("; "));
  const { status, gap, open } = result;
  return { status, gap, open: open.length, ...times, checkMs: check.processorMs, peakMegabytes };
}

const [kind, n, m, ratio, clustered] = process.argv.slice(2);
if (kind !== undefined) {
  console.log(JSON.stringify(runOnce(kind, Number(n), Number(m), Number(ratio), clustered === "true")));
}
