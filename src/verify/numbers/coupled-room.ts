/**
 * How much the open lots of a family gain at most, where a tree of cases with multipliers on room shows it.
 *
 * Why it holds. In every plan the works that make a good have room for what must be made of it at least, so that for
 * multipliers from 0, on goods that no other lots can make, what lots gain is at most what they gain when each is paid for its room, less what the room that is
 * wanted costs. With a multiplier for each good that is a choice of lots one by one; and the two cases of every fork leave no
 * plan out.
 */
import type { RoomTree } from "../../problems/coupled-result.ts";
import type { Lot } from "./coupled-bound.ts";
import { E, readPriceList } from "./coupled-offers.ts";

/** What is known of a family's lots: 1 open, -1 closed, 0 either; and how many are open at least and at most. */
export interface FamilyCase {
  readonly state: Int8Array;
  readonly least: number;
  readonly most: number;
}

/** What works must make at least of each good, and the family whose lots alone can make it; NOBODY where it takes more. */
export interface Wants {
  readonly least: Float64Array;
  readonly maker: Int32Array;
}

const NOBODY = -1;

/** Goods: the family that all lots that can make it are of, NOBODY where there are none, or others can too. */
export function makersOf(goodCount: number, lots: readonly Lot[]): Int32Array {
  const makers: Set<number>[] = Array.from({ length: goodCount }, () => new Set());
  for (const { family, room } of lots) for (const good of room.keys()) makers[good].add(family);
  return Int32Array.from(makers, (families) => (families.size === 1 ? [...families][0] : NOBODY));
}

/** The most that lots gain together in a case, rounded up; -Infinity where the case cannot be. */
export function bestGains(gain: readonly number[], { state, least, most }: FamilyCase): number {
  const free: number[] = [];
  let count = 0;
  let sum = 0;
  let magnitude = 0;
  const take = (own: number): void => {
    count++;
    sum += own;
    magnitude += Math.abs(own);
  };
  for (let j = 0; j < gain.length; j++) {
    if (state[j] > 0) take(gain[j]);
    else if (state[j] === 0) free.push(gain[j]);
  }
  if (count > most || count + free.length < least || least > most) return Number.NEGATIVE_INFINITY;
  free.sort((a, b) => b - a);
  for (const own of free) {
    if (count >= most || (count >= least && !(own > 0))) break;
    take(own);
  }
  return sum + (gain.length + 1) * E * magnitude;
}

/** What a tree shows, rounded up; -Infinity where no case holds a plan; a sentence where the tree is none. */
export function roomGain(tree: RoomTree, lots: readonly Lot[], here: FamilyCase, wants: Wants): number | string {
  const { fork, subject, number, good } = tree;
  const nodes = fork?.length;
  const rates = readPriceList(tree.multiplier ?? []);
  if (typeof rates === "string") return rates;
  if (!(nodes === subject?.length && nodes === number?.length) || good?.length === undefined)
    return "a tree of room is none";
  const goods = Array.from(good);
  // A good that others can make as well may be wanted of them.
  if (tree.family === NOBODY || !goods.every((own, r) => wants.maker[own] === tree.family && goods.indexOf(own) === r))
    return "a tree of room names goods that are not its family's alone";
  const place = new Map(lots.map(({ name }, j) => [name, j]));
  const open: FamilyCase[] = [here];
  let leaf = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let node = 0; node < nodes; node++) {
    const own = open.pop();
    if (own === undefined) return "a tree of room is none";
    if (fork[node] === 0) {
      const rate = goods.map((_, r) => rates[leaf * goods.length + r]);
      leaf++;
      if (!rate.every((value) => value >= 0)) return "a multiplier on room is no number from 0";
      most = Math.max(most, gainAt(rate, goods, lots, own, wants.least));
      if (Number.isNaN(most) || most === Number.POSITIVE_INFINITY) return "the multipliers on room are too large";
    } else if (fork[node] === 1) {
      const j = place.get(subject[node]);
      if (j === undefined) return `a tree of room forks on lot ${subject[node]}`;
      for (const state of [1, -1]) {
        // Where the case has decided otherwise there is nothing in this branch.
        const isEmpty = own.state[j] !== 0 && own.state[j] !== state;
        const decided = own.state.slice();
        decided[j] = state;
        open.push(isEmpty ? { ...own, least: 1, most: 0 } : { ...own, state: decided });
      }
    } else {
      const at = number[node];
      if (fork[node] !== 2 || !Number.isInteger(at) || at < 0) return "a tree of room forks on nothing";
      open.push({ ...own, least: Math.max(own.least, at + 1) }, { ...own, most: Math.min(own.most, at) });
    }
  }
  return open.length === 0 ? most : "a tree of room is none";
}

/** What lots gain at most at given multipliers, rounded up. */
function gainAt(
  rate: readonly number[],
  goods: readonly number[],
  lots: readonly Lot[],
  own: FamilyCase,
  wanted: Float64Array,
): number {
  let cost = 0;
  for (let r = 0; r < goods.length; r++) cost += rate[r] * wanted[goods[r]];
  const gains = lots.map(({ gain, room }) => {
    let paid = 0;
    for (let r = 0; r < goods.length; r++) paid += rate[r] * (room.get(goods[r]) ?? 0);
    const sum = gain + paid;
    return sum + (goods.length + 2) * E * (Math.abs(gain) + paid);
  });
  const best = bestGains(gains, own);
  return best - cost + (goods.length + 3) * E * (Math.abs(best === Number.NEGATIVE_INFINITY ? 0 : best) + cost);
}
