import type { ArraySource } from "../../base/array-store.ts";
import type { Control, Sliceable } from "../../base/control.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { ChainCase } from "../../problems/chain-cases.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";

/** Prices of one case of a chain, of either form: raised, they prove a bound of its plans, and of those that obey a rule. */
export interface CasePrices {
  /** What is proven of all plans. */
  readonly bound: number;
  /** So many rounds towards what plans cost, or until the bound is `enough`. Whether the run goes on. */
  goOn(rounds: number, incumbent: number, enough: number): Sliceable<boolean>;
  /** Works: the least that plans cost with a works open, and without it. */
  boundsWhere(): { readonly open: Float64Array; readonly shut: Float64Array };
  /** Works: modules open on average. */
  readonly averageOpen: Float64Array;
  certificate(): CoupledPrices;
  start(): CaseStart;
}

/** Where prices of a case begin: at the best of another case's, in which less was decided, or of the whole problem's. */
export interface CaseStart {
  readonly form: ChainCase["form"];
  /** How many prices there are; what cases keep grows with it. */
  readonly priceCount: number;
  /** Rounds that a case is worth before it is forked. */
  readonly rounds: number;
  /**
   * @param size the case's sizes, by number in the whole problem.
   * @param arrays where arrays are taken from that live as long as the case is worked out.
   */
  begin(instance: CoupledInstance, size: Int32Array, control: Control, arrays: ArraySource): CasePrices;
}
