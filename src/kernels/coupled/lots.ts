/**
 * What is decided as one: all that is under a roof, or else a group of works.
 *
 * A *lot* is open when any module in it is. Lots that make goods in common, directly or by way of others, are a *family*;
 * every plan has a whole number of each family's lots open. A case may say of lots that they are open or closed, and of
 * families how many are open at least and at most.
 *
 * Shapes: l lots, roofs first, then the groups that are under none. Lists by owner are compressed.
 * Memory: linear in groups.
 */
import type { CoupledInstance } from "./instance.ts";

export interface Lots {
  readonly lotCount: number;
  readonly roofCount: number;
  /** Lots + 1: groups of each, and what the lot costs besides while it is open. */
  readonly groupStart: Int32Array;
  readonly group: Int32Array;
  readonly cost: Float64Array;
  /** Lots: for roofs the roof, for others the number of roofs and the first size: how certificates name it. */
  readonly name: Int32Array;
  /** Lots: the family, named by its lowest good; -1 where a works has so many modules that they are not counted. */
  readonly family: Int32Array;
  /** Lots: 0 free, 1 open, -1 closed. Goods: how many lots of the family are open at least, and at most. */
  readonly state: Int8Array;
  readonly least: Int32Array;
  readonly most: Int32Array;
  /** Goods: how many lots of the family are open in the answer. */
  readonly countOf: Int32Array;
  /** Lots: what it gains by being open, and whether it is. */
  readonly gain: Float64Array;
  readonly isOpen: Int8Array;
}

/** More than there are lots. */
const NO_LIMIT = 2 ** 30;

/** Lots of an instance, all of them free. */
export function buildLots(instance: CoupledInstance): Lots {
  const { groupCell, groupStart, worksSize, worksCopies, sizeSite, goodCount, placeCount: p, problem } = instance;
  const roofCount = problem.roofCost?.length ?? 0;
  const lists: number[][] = Array.from({ length: roofCount }, () => []);
  const name = Array.from({ length: roofCount }, (_, roof) => roof);
  const isMany: boolean[] = lists.map(() => false);
  const root = Int32Array.from({ length: goodCount }, (_, good) => good);
  const find = (good: number): number => {
    let at = good;
    while (root[at] !== at) at = root[at];
    return at;
  };
  const goodOf = new Int32Array(roofCount).fill(-1);
  for (let q = 0; q < groupCell.length; q++) {
    const works = groupStart[q];
    const size = worksSize[works];
    const roof = problem.siteRoof?.[sizeSite[size]] ?? -1;
    const good = Math.floor(groupCell[q] / p);
    if (roof < 0) {
      name.push(roofCount + size);
      isMany.push(groupStart[q + 1] === works + 1 && worksCopies[works] > 1);
      lists.push([q]);
      continue;
    }
    lists[roof].push(q);
    if (goodOf[roof] < 0) goodOf[roof] = good;
    const [a, b] = [find(good), find(goodOf[roof])];
    root[Math.max(a, b)] = Math.min(a, b);
  }
  const start = new Int32Array(lists.length + 1);
  for (let lot = 0; lot < lists.length; lot++) start[lot + 1] = start[lot] + lists[lot].length;
  const family = Int32Array.from(lists, ([q], lot) =>
    q === undefined || isMany[lot] ? -1 : find(Math.floor(groupCell[q] / p)),
  );
  return {
    lotCount: lists.length,
    roofCount,
    groupStart: start,
    group: Int32Array.from(lists.flat()),
    cost: Float64Array.from(lists, (_, lot) => problem.roofCost?.[lot] ?? 0),
    name: Int32Array.from(name),
    family,
    state: new Int8Array(lists.length),
    least: new Int32Array(goodCount),
    most: new Int32Array(goodCount).fill(NO_LIMIT),
    countOf: new Int32Array(goodCount),
    gain: new Float64Array(lists.length),
    isOpen: new Int8Array(lists.length),
  };
}
