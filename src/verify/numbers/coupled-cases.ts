/**
 * What the cases of a certificate prove about a coupled problem: the least of what the prices of each leaf prove in its
 * case.
 *
 * Why they cover every plan. A lot is open in a plan or it is not, and a family has a whole number of lots open; the two
 * cases of every fork leave nothing out. In a case, lots still gain independently, each at most what is reckoned for it, so
 * that together they gain at most the sum of the best that the case lets be open.
 */
import { ExactSum } from "../../base/exact.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import type { CoupledCases, CoupledPrices } from "../../problems/coupled-result.ts";
import { type PriceReading, readPrices } from "./coupled-bound.ts";
import { provedValue } from "./coupled-offers.ts";

/** What is known of a plan in a case. */
interface Case {
  /** By the lot's name. */
  readonly isOpen: ReadonlyMap<number, boolean>;
  /** By family, how many lots are open at least and at most. */
  readonly counts: ReadonlyMap<number, { readonly least: number; readonly most: number }>;
}

/** The proven bound, rounded down; Infinity where no case holds a plan; a sentence where the tree is none. */
export function casesBound(problem: CoupledProblem, cases: CoupledCases): number | string {
  const { fork, subject, number, prices } = cases ?? {};
  if (!(fork?.length === subject?.length && fork?.length === number?.length) || !fork || !Array.isArray(prices))
    return "the cases are no tree";
  const matrices = problem.freight.map((freight) => freightMatrix(freight, problem.placeCount));
  const read = Array.from(prices, (own: CoupledPrices) => readPrices(problem, own, matrices));
  const wrong = read.find((own) => typeof own === "string");
  if (wrong !== undefined) return wrong;
  const known = read as PriceReading[];
  const open: Case[] = [{ isOpen: new Map(), counts: new Map() }];
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < fork.length; k++) {
    const here = open.pop();
    if (here === undefined) return "the cases are no tree";
    const of = subject[k];
    if (fork[k] === 0) {
      const own = Number.isInteger(of) ? known[of] : undefined;
      if (own === undefined) return `case ${k} has no prices`;
      const value = valueIn(here, own);
      if (typeof value === "string") return value;
      least = Math.min(least, value);
    } else if (fork[k] === 1) {
      const lots = known[0]?.lots ?? [];
      if (here.isOpen.has(of) || !lots.some(({ name, family }) => name === of && family >= 0))
        return `case ${k} splits on lot ${of}`;
      for (const isOpen of [true, false]) open.push({ ...here, isOpen: new Map([...here.isOpen, [of, isOpen]]) });
    } else {
      const most = number[k];
      if (fork[k] !== 2 || !Number.isInteger(most) || most < 0) return `case ${k} splits on nothing`;
      const before = here.counts.get(of) ?? { least: 0, most: Number.POSITIVE_INFINITY };
      const more = { least: Math.max(before.least, most + 1), most: before.most };
      const fewer = { least: before.least, most: Math.min(before.most, most) };
      for (const own of [more, fewer]) open.push({ ...here, counts: new Map([...here.counts, [of, own]]) });
    }
  }
  return open.length === 0 ? least : "the cases are no tree";
}

/** What prices prove in a case; Infinity where it holds no plan. */
function valueIn({ isOpen, counts }: Case, { worth, supplied, lots }: PriceReading): number | string {
  const gains = [...supplied];
  const free = new Map<number, number[]>();
  const forced = new Map<number, number>();
  for (const { name, family, gain } of lots) {
    const state = isOpen.get(name);
    if (state === true) {
      gains.push(gain);
      forced.set(family, (forced.get(family) ?? 0) + 1);
    } else if (state === undefined && counts.has(family)) free.set(family, [...(free.get(family) ?? []), gain]);
    else if (state === undefined) gains.push(Math.max(0, gain));
  }
  for (const [family, { least, most }] of counts) {
    const already = forced.get(family) ?? 0;
    const own = (free.get(family) ?? []).sort((a, b) => b - a);
    if (already > most || already + own.length < least || least > most) return Number.POSITIVE_INFINITY;
    for (let z = 0; z < own.length && already + z < most; z++) {
      if (already + z >= least && !(own[z] > 0)) break;
      gains.push(own[z]);
    }
  }
  return provedValue(new ExactSum().addExact(worth.exact), gains);
}
