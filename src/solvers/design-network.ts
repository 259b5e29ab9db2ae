import { Control, type ControlOptions, run, runSliced, type Sliceable } from "../base/control.ts";
import { InvalidOptionError } from "../base/errors.ts";
import { ExactSum } from "../base/exact.ts";
import { type Issue, printed } from "../base/issue.ts";
import { type DesignInstance, designInstance } from "../kernels/design/instance.ts";
import type { Routes } from "../kernels/design/routes.ts";
import {
  checkDesign,
  type DesignCertificate,
  type DesignPlan,
  type DesignProblem,
  type DesignResult,
  OPTIMAL_GAP,
} from "../problems/design.ts";
import { raiseDesignPrices } from "./design/raise-prices.ts";
import { searchDesignPlans } from "./design/search-plans.ts";
import { DESIGN, expectKnown } from "./known-names.ts";

/** What `designNetwork` may be told; everything is optional. */
export interface DesignOptions extends ControlOptions {
  /** Stop when (objective - bound) / objective is proven to be at most this; 0 by default. */
  readonly gap?: number;
  /** Whole number; other seeds try other plans. 1 by default. */
  readonly seed?: number;
}

/**
 * Chooses which arcs of a network to open, and sends every commodity over them, for little cost, with a proven bound.
 *
 * Prices at nodes are raised until they prove what the linear relaxation with strong rows would; plans come from sending
 * commodities one after another, anew and anew.
 *
 * ```ts
 * const { plan, objective } = designNetwork({
 *   nodeCount: 3,
 *   tail: [0, 1, 0],
 *   head: [1, 2, 2],
 *   cost: [1, 1, 3],
 *   openCost: [5, 5, 4],
 *   capacity: [10, 10, 10],
 *   origin: [0],
 *   destination: [2],
 *   demand: [4],
 * });
 * objective; // => 16
 * ```
 *
 * Shapes, units: see DesignProblem.
 * Gives:  the best plan found and the prices that prove the bound; "infeasible" where some destination is out of reach,
 *         "unknown" where no plan was found within the capacities.
 * Throws: InvalidProblemError, InvalidOptionError.
 * Equal:  the same problem and options without a time limit give the same bytes, sliced or not.
 */
export function designNetwork(problem: DesignProblem, options: DesignOptions = {}): DesignResult {
  return run(design(problem, options));
}

/** The same answer, letting the event loop turn about every ten milliseconds. */
export function designNetworkAsync(problem: DesignProblem, options: DesignOptions = {}): Promise<DesignResult> {
  return runSliced(design(problem, options));
}

function* design(problem: DesignProblem, options: DesignOptions): Sliceable<DesignResult> {
  expectKnown(DESIGN, problem, options);
  checkDesign(problem);
  checkOptions(options);
  const { gap = 0, seed = 1 } = options;
  const control = new Control(options);
  const instance = designInstance(problem);
  const lost = unreachable(instance);
  if (lost >= 0) return infeasible(lost, control);
  // A first plan, quickly, to aim prices at; then the search, which prices guide and end.
  const none = new Float64Array(instance.m);
  const first = yield* searchDesignPlans(instance, { seed, likely: none, kicks: 0, enough: 0 }, control);
  const { price, bound, open } = yield* raiseDesignPrices(
    instance,
    first.isComplete ? first.cost : Number.POSITIVE_INFINITY,
    control,
  );
  const enough = bound / (1 - Math.min(gap, 1 - OPTIMAL_GAP));
  const found = yield* searchDesignPlans(instance, { seed, likely: open, kicks: KICKS, enough }, control);
  const best = found.cost < first.cost ? found : first;
  const certificate: DesignCertificate = { kind: "price", price };
  const work = control.work;
  const stop = control.interruption() ?? (best.cost <= enough ? "gap" : "finished");
  if (!best.isComplete) {
    const objective = Number.POSITIVE_INFINITY;
    return { status: "unknown", objective, bound, gap: objective, certificate, stop, work };
  }
  const plan = planOf(instance, best);
  const objective = costOf(instance, plan);
  const left = objective > 0 ? Math.max(0, (objective - bound) / objective) : 0;
  const status = left <= OPTIMAL_GAP ? "optimal" : "feasible";
  return { status, plan, objective, bound, gap: left, certificate, stop, work };
}

/** Kicks tried of the search for plans. */
const KICKS = 3000;

function checkOptions({ gap = 0, seed = 1 }: DesignOptions): void {
  const issues: Issue[] = [];
  const refuse = (path: string, got: unknown, wanted: string): void => {
    const message = `got ${printed(got)}, wanted ${wanted}`;
    issues.push({ code: `option.${path}`, path: `options.${path}`, message, remedy: "Leave it out for the default." });
  };
  if (!(typeof gap === "number" && gap >= 0 && gap <= 1)) refuse("gap", gap, "a number from 0 to 1");
  if (!Number.isSafeInteger(seed) || seed < 0) refuse("seed", seed, "a whole number, 0 or more");
  if (issues.length > 0) throw new InvalidOptionError(issues);
}

/** The first commodity with demand whose destination no arc that can carry anything leads to; -1 for none. */
function unreachable({ n, m, k, tail, head, capacity, origin, destination, demand }: DesignInstance): number {
  const known = new Map<number, Int8Array>();
  for (let c = 0; c < k; c++) {
    if (demand[c] === 0) continue;
    let reached = known.get(origin[c]);
    if (reached === undefined) {
      reached = new Int8Array(n);
      reached[origin[c]] = 1;
      for (let growing = true; growing; ) {
        growing = false;
        for (let a = 0; a < m; a++) {
          if (!reached[tail[a]] || reached[head[a]] || capacity[a] === 0) continue;
          reached[head[a]] = 1;
          growing = true;
        }
      }
      known.set(origin[c], reached);
    }
    if (!reached[destination[c]]) return c;
  }
  return -1;
}

function infeasible(commodity: number, { work }: Control): DesignResult {
  const none = Number.POSITIVE_INFINITY;
  const certificate: DesignCertificate = { kind: "unreachable", commodity };
  return { status: "infeasible", objective: none, bound: none, gap: none, certificate, stop: "finished", work };
}

function planOf({ m, k }: DesignInstance, { flow, load }: Routes): DesignPlan {
  const arc: number[] = [];
  const commodity: number[] = [];
  const amount: number[] = [];
  for (let a = 0; a < m; a++) {
    for (let c = 0; c < k; c++) {
      if (flow[c * m + a] <= 0) continue;
      arc.push(a);
      commodity.push(c);
      amount.push(flow[c * m + a]);
    }
  }
  return {
    open: Int8Array.from(load, (carried) => (carried > 0 ? 1 : 0)),
    flow: { arc: Int32Array.from(arc), commodity: Int32Array.from(commodity), amount: Float64Array.from(amount) },
  };
}

function costOf({ m, cost, openCost }: DesignInstance, { open, flow }: DesignPlan): number {
  const sum = new ExactSum();
  for (let a = 0; a < m; a++) if (open[a]) sum.add(openCost[a]);
  for (let e = 0; e < flow.amount.length; e++) sum.addProduct(cost[flow.arc[e]], flow.amount[e]);
  return sum.value;
}
