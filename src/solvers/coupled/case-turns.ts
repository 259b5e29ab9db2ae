import type { Control, Sliceable } from "../../base/control.ts";
import type { CaseSearch } from "./case-search.ts";
import type { PlanSearch } from "./plan-search.ts";

/**
 * After each pass for plans cases may have so much of its work at least, and at most; in between they go on while they close
 * more of the gap for the work than passes have lately.
 */
const LEAST_SHARE = 0.5;
const MOST_SHARE = 2;
/** What a pass brought counts so much less with each that follows. */
const FADING = 0.7;

/** Lets passes for plans and cases take turns, so that the work goes where it closes more of the gap. */
export class CaseTurns {
  readonly #plans: PlanSearch;
  readonly #control: Control;
  /** Of the passes lately: what they took off the plan's cost, and their work. */
  #drop = 0;
  #work = 0;
  #lastCost = Number.POSITIVE_INFINITY;
  #lastWork = 0;

  constructor(plans: PlanSearch, control: Control) {
    this.#plans = plans;
    this.#control = control;
  }

  /** Cases after a pass, each told of by `report`, until they have had their turn or `isEnough`. */
  *afterPass(cases: CaseSearch | undefined, report: () => void, isEnough: () => boolean): Sliceable<void> {
    const { cost, work } = this.#plans;
    const passWork = work - this.#lastWork;
    const drop = this.#lastCost < Number.POSITIVE_INFINITY ? this.#lastCost - cost : 0;
    this.#drop = FADING * this.#drop + drop;
    this.#work = FADING * this.#work + passWork;
    this.#lastCost = cost;
    this.#lastWork = work;
    if (cases === undefined) return;
    const { bound } = cases;
    const before = this.#control.work;
    for (let goesOn = true; goesOn; ) {
      const spent = cases.timePerWork * (this.#control.work - before);
      if (spent >= MOST_SHARE * passWork || isEnough()) return;
      if (spent >= LEAST_SHARE * passWork && (cases.bound - bound) * this.#work < this.#drop * spent) return;
      goesOn = yield* this.#step(cases);
      report();
    }
  }

  /** Cases until nothing is left to prove, the run ends or `isEnough`. */
  *toTheEnd(cases: CaseSearch | undefined, report: () => void, isEnough: () => boolean): Sliceable<void> {
    for (let goesOn = cases !== undefined; goesOn && !isEnough(); report()) goesOn = yield* this.#step(cases!);
  }

  /** Without a plan there is nothing to aim at. */
  *#step(cases: CaseSearch): Sliceable<boolean> {
    const { incumbent } = this.#plans;
    return incumbent !== undefined && (yield* cases.step(incumbent.goodCost));
  }
}
