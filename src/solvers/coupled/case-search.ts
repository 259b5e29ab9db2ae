import { ArrayStore } from "../../base/array-store.ts";
import type { Control, Sliceable } from "../../base/control.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { type ChainCase, chainsOfGoods } from "../../problems/chain-cases.ts";
import type { CasePrices } from "./case-prices.ts";
import { ChainCases } from "./chain-cases.ts";

/**
 * Part of what is open between a chain's bound and its plan that its first tree is to close, and that further ones are to: with
 * all of it a tree had 139 cases at 50 x 6 without getting as far as the one before.
 */
const AIM = 0.3;
const FURTHER_AIM = 0.6;
/** Where so little is open, as a part of the plan's cost, a tree is to close all of it. */
const NEARLY_CLOSED = 1e-4;
/** Cases of one chain at most, and prices that all of them keep together. */
const MOST_CASES = 500;
const MOST_PRICES = 5e6;
/** A unit of work over fine prices takes so much longer than one of a pass for plans, whose pivots run in WebAssembly. */
const FINE_TIME = 4;
/** A chain is done when so little, as a part of the plan's cost, is open. */
const LITTLE = 1e-9;

/** Proves more by cases, chain by chain: chains share nothing, so that their trees add where one tree would multiply. */
export class CaseSearch {
  /** How long a unit of work takes, of one for plans. */
  readonly timePerWork: number;
  readonly #chains: readonly ChainCases[];
  readonly #chainOf: Int32Array;
  readonly #instance: CoupledInstance;
  readonly #mostCases: number;
  readonly #control: Control;
  /** By place in the list of chains: work that went into its cases. */
  readonly #work: Float64Array;

  /** @param whole prices of the whole problem, which the cases start from. */
  constructor(instance: CoupledInstance, whole: CasePrices, control: Control) {
    this.#instance = instance;
    const { form, priceCount } = whole.start();
    this.timePerWork = form === "fine" ? FINE_TIME : 1;
    this.#mostCases = Math.min(MOST_CASES, Math.floor(MOST_PRICES / priceCount));
    this.#control = control;
    const { problem } = instance;
    this.#chainOf = chainsOfGoods(problem);
    const chains = [...new Set(this.#chainOf)].sort((a, b) => a - b);
    const arrays = new ArrayStore();
    this.#chains = chains.map((chain) => new ChainCases(problem, this.#chainOf, chain, whole, control, arrays));
    this.#work = new Float64Array(chains.length);
  }

  get bound(): number {
    let sum = 0;
    for (const { bound } of this.#chains) sum += bound;
    return sum;
  }

  /** One case of the chain that has most open for the work it has had; false at the end of the run, or when nothing is left to prove. */
  *step(goodCost: Float64Array): Sliceable<boolean> {
    const cost = new Float64Array(goodCost.length);
    for (let good = 0; good < goodCost.length; good++) cost[this.#chainOf[good]] += goodCost[good];
    const fresh = this.#chains.findIndex(({ bound }) => bound === Number.NEGATIVE_INFINITY);
    let chosen = fresh;
    let most = 0;
    for (let c = 0; fresh < 0 && c < this.#chains.length; c++) {
      const cases = this.#chains[c];
      const open = cost[cases.chain] - cases.bound;
      if (cases.isStuck || cases.cases >= this.#mostCases || open <= LITTLE * Math.abs(cost[cases.chain])) continue;
      const promise = open / (1 + this.#work[c]);
      if (promise <= most) continue;
      most = promise;
      chosen = c;
    }
    if (chosen < 0) return false;
    const cases = this.#chains[chosen];
    cases.follow(cost[cases.chain]);
    if (cases.isDone) cases.aim(chosen === fresh ? 0 : aimOf(cases, cost[cases.chain]), cost[cases.chain]);
    const before = this.#control.work;
    const goesOn = yield* cases.step();
    this.#work[chosen] += this.#control.work - before;
    return goesOn;
  }

  /**
   * Works: the averages given, but of chains that have been forked those of the last case that was: what is left open there is
   * nearly a plan.
   */
  averageOpen(otherwise: Float64Array): Float64Array {
    const { worksSize, sizeCell, placeCount: p } = this.#instance;
    const open = otherwise.slice();
    for (const { chain, forks, averageOpen } of this.#chains) {
      if (forks === 0) continue;
      for (let i = 0; i < open.length; i++) {
        const size = worksSize[i];
        if (this.#chainOf[Math.floor(sizeCell[size] / p)] === chain) open[i] = averageOpen[size];
      }
    }
    return open;
  }

  proofs(): ChainCase[] {
    return this.#chains.map((chain) => chain.proof());
  }
}

/** Part of what is open that a chain's next tree is to close. */
function aimOf({ trees, bound }: ChainCases, cost: number): number {
  if (cost - bound <= NEARLY_CLOSED * Math.abs(cost)) return 1;
  return trees === 1 ? AIM : FURTHER_AIM;
}
