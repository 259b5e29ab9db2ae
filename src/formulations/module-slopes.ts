import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";
import { fixedCostOf } from "./promising-modules.ts";

/** What runs for less than this part of a year is as good as closed. */
const AT_ALL = 1e-6;
/** A module that might be opened is taken to be at work for the most part of a year. */
const EXPECTED_LOAD = 0.8;

/**
 * What modules cost as if by the year of work: a module that is at work for half a year costs twice its fixed cost for each
 * year of work. Flows that are cheapest at such slopes gather in fewer works, whose slopes fall, until nothing moves any more;
 * then slopes cost what whole modules do.
 *
 * Source: Kim and Pardalos, A solution approach to the fixed charge network flow problem using a dynamic slope scaling
 *         procedure (1999).
 */
export class ModuleSlopes {
  /** Sizes. */
  readonly slope: Float64Array;
  /** The plan with one more module of each promising size. */
  readonly plan: CoupledPlan;
  readonly #problem: CoupledProblem;
  /** Sizes: what a module costs in a year, whether it runs or not. */
  readonly #fixed: Float64Array;

  /** @param promising sizes of which there may be one more. */
  constructor(problem: CoupledProblem, plan: CoupledPlan, promising: readonly number[]) {
    const { sizeStart, standing } = problem;
    this.#problem = problem;
    const kept = plan.kept.slice();
    const opened = plan.opened.slice();
    const more = new Int8Array(opened.length);
    for (const size of promising) {
      more[size] = 1;
      if (kept[size] < (standing?.[size] ?? 0)) kept[size]++;
      else opened[size]++;
    }
    this.plan = { ...plan, kept, opened };
    const none = { kept: new Int32Array(opened.length), opened: new Int32Array(opened.length) };
    this.#fixed = new Float64Array(opened.length);
    for (let site = 0; site < problem.sitePlace.length; site++) {
      for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++)
        this.#fixed[size] = fixedCostOf(problem, none, site, size);
    }
    this.slope = this.#fixed.map((fixed, size) => (more[size] === 1 ? fixed / EXPECTED_LOAD : fixed));
    this.#follow(plan.runs, more);
  }

  /** Slopes by what flows have at work; what they leave idle keeps its own. */
  follow({ runs }: CoupledPlan): void {
    this.#follow(runs);
  }

  #follow(runs: ArrayLike<number>, except?: Int8Array): void {
    const { activityStart, activityCapacity } = this.#problem;
    for (let size = 0; size < this.slope.length; size++) {
      if (except?.[size] === 1) continue;
      let load = 0;
      for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++)
        load += runs[activity] / activityCapacity[activity];
      if (load > AT_ALL) this.slope[size] = (this.#fixed[size] * Math.ceil(load - AT_ALL)) / load;
    }
  }
}
