import type { Random } from "../../base/random.ts";
import type { GoodsRoom } from "./goods-room.ts";

/** Works that are put in place of others at once. */
const SWAPS = 2;

/**
 * Works to be closed, and others of their goods to be opened in place of them, by chance.
 *
 * @param listed those there are, ascending, and so good by good.
 * @param isOpen works, 1 where open.
 */
export function swapsByChance(room: GoodsRoom, listed: Int32Array, isOpen: Int8Array, random: Random): number[] {
  const open = listed.filter((i) => isOpen[i] === 1);
  const swapped: number[] = [];
  for (let swap = 0; swap < SWAPS && open.length > 0; swap++) {
    const closes = open[random.integer(0, open.length - 1)];
    const others = listed.filter((i) => isOpen[i] === 0 && room.goodOf(i) === room.goodOf(closes));
    if (swapped.includes(closes) || others.length === 0) continue;
    const opens = others[random.integer(0, others.length - 1)];
    if (!swapped.includes(opens)) swapped.push(closes, opens);
  }
  return swapped;
}
