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
import { leastMade } from "../../problems/coupled-room.ts";
import type { CoupledInstance } from "./instance.ts";
import { type RoomRows, type RoomSearch, startRoom } from "./room-state.ts";

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
  /** Families whose open lots must have room for what is wanted, once that is asked for; nodes that a search for it may take. */
  room: readonly RoomSearch[];
  roomNodes: number;
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
    room: [],
    roomNodes: 0,
  };
}

/** For each family that alone makes some good of which something must be made: the search for a choice that has room for it. */
export function roomSearches(instance: CoupledInstance, lots: Lots, mostNodes: number): RoomSearch[] {
  const { goodCount, placeCount: p, groupCell, groupStart, worksSize, worksCopies, sizeCapacity, problem } = instance;
  const wanted = leastMade(problem);
  const { lotCount, family, groupStart: lotStart, group } = lots;
  const goodOf = (q: number): number => Math.floor(groupCell[q] / p);
  // Works with many modules are in no family, and may make any of it.
  for (let lot = 0; lot < lotCount; lot++) {
    if (family[lot] >= 0) continue;
    for (let k = lotStart[lot]; k < lotStart[lot + 1]; k++) wanted[goodOf(group[k])] = 0;
  }
  const searches: RoomSearch[] = [];
  for (let of = 0; of < goodCount; of++) {
    const members = Int32Array.from(family.keys()).filter((lot) => family[lot] === of);
    if (members.length === 0) continue;
    const made = Array.from(members, (lot) => {
      const by = new Map<number, number>();
      for (let k = lotStart[lot]; k < lotStart[lot + 1]; k++) {
        const q = group[k];
        let capacity = 0;
        for (let i = groupStart[q]; i < groupStart[q + 1]; i++) capacity += worksCopies[i] * sizeCapacity[worksSize[i]];
        by.set(goodOf(q), (by.get(goodOf(q)) ?? 0) + capacity);
      }
      return by;
    });
    const goods = Int32Array.from(wanted.keys()).filter((good) => wanted[good] > 0 && made.some((by) => by.has(good)));
    if (goods.length === 0) continue;
    const rows: RoomRows = {
      lot: members,
      family: of,
      good: goods,
      wanted: Float64Array.from(goods, (good) => wanted[good]),
      capacity: Float64Array.from(
        made.flatMap((by) => Array.from(goods, (good) => (by.get(good) ?? 0) / wanted[good])),
      ),
    };
    searches.push(startRoom(rows, mostNodes));
  }
  return searches;
}
