import type { RoomTree } from "../../problems/coupled-result.ts";
import { NO_FORK, type RoomSearch } from "./room-state.ts";

/**
 * The tree of a search that has just ended, as certificates have it.
 *
 * @param name lots: how certificates name them.
 */
export function readRoomTree(search: RoomSearch, name: Int32Array): RoomTree {
  const { rows, child, fork, number, multiplier } = search;
  const m = rows.good.length;
  const list = { fork: [] as number[], subject: [] as number[], number: [] as number[], multiplier: [] as number[] };
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const isFork = child[node] > 0;
    const of = isFork ? fork[node] : NO_FORK;
    list.fork.push(isFork ? (of >= 0 ? 1 : 2) : 0);
    list.subject.push(of >= 0 ? name[rows.lot[of]] : 0);
    list.number.push(isFork && of < 0 ? number[node] : 0);
    if (isFork) open.push(child[node] + 1, child[node]);
    else for (let r = 0; r < m; r++) list.multiplier.push(multiplier[node * m + r] / rows.wanted[r]);
  }
  return {
    family: rows.family,
    good: rows.good.slice(),
    fork: Int8Array.from(list.fork),
    subject: Int32Array.from(list.subject),
    number: Int32Array.from(list.number),
    multiplier: Float64Array.from(list.multiplier),
  };
}
