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
import type { CoupledCases, CoupledPrices, RoomTree } from "../../problems/coupled-result.ts";
import { leastMade } from "../../problems/coupled-room.ts";
import { type Lot, type PriceReading, readPrices } from "./coupled-bound.ts";
import { provedValue } from "./coupled-offers.ts";
import { bestGains, type FamilyCase, makersOf, roomGain, type Wants } from "./coupled-room.ts";

/** What is known of a plan in a case. */
interface Case {
  /** By the lot's name. */
  readonly isOpen: ReadonlyMap<number, boolean>;
  /** By family, how many lots are open at least and at most. */
  readonly counts: ReadonlyMap<number, { readonly least: number; readonly most: number }>;
}

const ANY_NUMBER = { least: 0, most: Number.POSITIVE_INFINITY };

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
  const { room } = cases;
  if (room !== undefined && !(Array.isArray(room) && room.every((trees) => Array.isArray(trees))))
    return "the cases have no lists of room";
  const wants: Wants = { least: leastMade(problem), maker: makersOf(problem.goodCount, known[0]?.lots ?? []) };
  let leaf = 0;
  const open: Case[] = [{ isOpen: new Map(), counts: new Map() }];
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < fork.length; k++) {
    const here = open.pop();
    if (here === undefined) return "the cases are no tree";
    const of = subject[k];
    if (fork[k] === 0) {
      const own = Number.isInteger(of) ? known[of] : undefined;
      if (own === undefined) return `case ${k} has no prices`;
      const value = valueIn(here, own, room?.[leaf++] ?? [], wants);
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
      const before = here.counts.get(of) ?? ANY_NUMBER;
      const more = { least: Math.max(before.least, most + 1), most: before.most };
      const fewer = { least: before.least, most: Math.min(before.most, most) };
      for (const own of [more, fewer]) open.push({ ...here, counts: new Map([...here.counts, [of, own]]) });
    }
  }
  return open.length === 0 ? least : "the cases are no tree";
}

/** What prices prove in a case; Infinity where it holds no plan. */
function valueIn(
  { isOpen, counts }: Case,
  { worth, supplied, lots }: PriceReading,
  trees: readonly RoomTree[],
  wants: Wants,
): number | string {
  const gains = [...supplied];
  const families = new Map<number, Lot[]>();
  for (const lot of lots) {
    if (lot.family < 0) gains.push(Math.max(0, lot.gain));
    else if (families.has(lot.family)) families.get(lot.family)!.push(lot);
    else families.set(lot.family, [lot]);
  }
  for (const family of counts.keys()) if (!families.has(family)) families.set(family, []);
  for (const [family, own] of families) {
    const here: FamilyCase = {
      state: Int8Array.from(own, ({ name }) => (isOpen.has(name) ? (isOpen.get(name) ? 1 : -1) : 0)),
      ...(counts.get(family) ?? ANY_NUMBER),
    };
    const tree = trees.find((tree) => tree?.family === family);
    const gain =
      tree === undefined
        ? bestGains(
            own.map((lot) => lot.gain),
            here,
          )
        : roomGain(tree, own, here, wants);
    if (typeof gain === "string") return gain;
    if (gain === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
    gains.push(gain);
  }
  return provedValue(new ExactSum().addExact(worth.exact), gains);
}
