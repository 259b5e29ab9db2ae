/**
 * What proofs by cases prove about a coupled problem: the sum over its chains of goods, which share no cost and no limit, of
 * the least that each chain's cases leave possible.
 *
 * Why a tree bounds its chain. Every plan of a case either opens a size that the case rules out, or leaves one out that it
 * rules in, and then costs at least what the prices prove of such plans; or it does neither, and is a plan of `next`, or of
 * one branch of `fork`. And no plan of the case costs less than its prices prove of all.
 */
import { add, type Exact, ExactSum, exactly, roundDown } from "../../base/exact.ts";
import {
  type ChainCase,
  CLOSED,
  caseProblem,
  chainsOfGoods,
  FREE,
  isDecidable,
  OPENED,
} from "../../problems/chain-cases.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import { type LabelProof, proveByLabel } from "./coupled-labels.ts";
import { BEYOND_DOUBLES } from "./coupled-offers.ts";
import { proveByPrices } from "./coupled-prices.ts";

/** A tree that is deeper is refused before it could exhaust the stack. */
const DEEPEST = 1000;

/** The proven bound, rounded down; a sentence instead where the cases do not fit the problem. */
export function chainsBound(given: CoupledProblem, trees: readonly ChainCase[]): number | string {
  // Written out once for all cases.
  const problem = { ...given, freight: given.freight.map((freight) => freightMatrix(freight, given.placeCount)) };
  const chainOf = chainsOfGoods(problem);
  const chains = [...new Set(chainOf)].sort((a, b) => a - b);
  if (!Array.isArray(trees)) return "the certificate has no list of trees";
  if (trees.length !== chains.length) return `the certificate has trees for ${trees.length} of ${chains.length} chains`;
  const sum = new ExactSum();
  for (const [at, chain] of chains.entries()) {
    const walk = new CaseWalk(problem, chainOf, chain);
    const bound = walk.bound(trees[at], 0);
    if (typeof bound === "string") return bound;
    if (!Number.isFinite(bound)) return BEYOND_DOUBLES;
    sum.add(bound);
  }
  return roundDown(sum.exact);
}

const PROVE = { label: proveByLabel, fine: proveByPrices };

/** What a case without prices proves. */
const NOTHING: LabelProof = { bound: Number.NEGATIVE_INFINITY, boundWhere: () => Number.NEGATIVE_INFINITY };

/** Walks one chain's tree, and knows what the case in hand has decided. */
class CaseWalk {
  readonly #problem: CoupledProblem;
  readonly #chainOf: Int32Array;
  readonly #chain: number;
  readonly #decided: Int8Array;
  /** Of each size. */
  readonly #site: Int32Array;

  constructor(problem: CoupledProblem, chainOf: Int32Array, chain: number) {
    this.#problem = problem;
    this.#chainOf = chainOf;
    this.#chain = chain;
    this.#decided = new Int8Array(problem.sizeStart[problem.sitePlace.length]);
    this.#site = new Int32Array(this.#decided.length);
    for (let i = 0; i < problem.sitePlace.length; i++)
      this.#site.fill(i, problem.sizeStart[i], problem.sizeStart[i + 1]);
  }

  bound(tree: ChainCase, depth: number): number | string {
    if (depth > DEEPEST) return "the cases are nested too deep";
    const { form, prices, closed, opened, next, fork } = tree ?? {};
    if (!isList(closed) || !isList(opened)) return "a case is none";
    if (form !== "label" && form !== "fine") return "a case has prices of no known form";
    const decides = closed.length + opened.length > 0;
    const goesOn = next !== undefined || fork !== undefined;
    if (prices === undefined && (decides || !goesOn)) return "a case has no prices";
    const { problem, size, paid } = caseProblem(this.#problem, this.#chainOf, this.#chain, this.#decided);
    const proof = prices === undefined ? NOTHING : PROVE[form](problem, prices);
    if (typeof proof === "string") return `in a case, ${proof}`;
    const besides = paid.reduce((sum, cost) => sum.add(cost), new ExactSum()).exact;
    const own = withPaid(proof.bound, besides);
    if (!goesOn) return own;
    if (next !== undefined && fork !== undefined) return "a case goes on in two ways";
    let least = Number.POSITIVE_INFINITY;
    const before: number[] = [];
    for (const [sizes, state] of [
      [closed, CLOSED],
      [opened, OPENED],
    ] as const) {
      for (const k of sizes) {
        if (!this.#isOpenQuestion(k)) return `a case decides size ${k}, which is not to be decided`;
        const against = proof.boundWhere(size.indexOf(k), state === CLOSED);
        least = Math.min(least, withPaid(against, besides));
        before.push(k);
        this.#decided[k] = state;
      }
    }
    let rest: number | string;
    if (next !== undefined) rest = this.bound(next, depth + 1);
    else if (!this.#isOpenQuestion(fork!.size)) rest = `a fork decides size ${fork!.size}, which is not to be decided`;
    else {
      this.#decided[fork!.size] = CLOSED;
      rest = this.bound(fork!.without, depth + 1);
      this.#decided[fork!.size] = OPENED;
      const opposite = typeof rest === "string" ? rest : this.bound(fork!.with, depth + 1);
      rest = typeof rest === "string" || typeof opposite === "string" ? opposite : Math.min(rest, opposite);
      this.#decided[fork!.size] = FREE;
    }
    for (const k of before) this.#decided[k] = FREE;
    return typeof rest === "string" ? rest : Math.max(own, Math.min(least, rest));
  }

  /** Whether a size belongs to the chain, may be decided, and is not yet. */
  #isOpenQuestion(k: number): boolean {
    const { siteGood } = this.#problem;
    if (!(Number.isInteger(k) && k >= 0 && k < this.#decided.length)) return false;
    return (
      this.#chainOf[siteGood[this.#site[k]]] === this.#chain &&
      this.#decided[k] === FREE &&
      isDecidable(this.#problem, k)
    );
  }
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** A bound with what is paid besides, rounded down. */
function withPaid(bound: number, paid: Exact): number {
  return Number.isFinite(bound) ? roundDown(add(exactly(bound), paid)) : bound;
}
