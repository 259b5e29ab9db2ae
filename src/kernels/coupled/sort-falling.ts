/**
 * Sorts keys downwards, and items along with them; ties keep no order, but the same input gives the same order.
 *
 * Complexity: Shell's sort with gaps that shrink fourfold: for the tens to hundreds of keys here faster than any sort that
 *             calls a comparison. Takes no memory.
 */
export function sortFalling(key: Float64Array, item: Int32Array, count: number): void {
  let gap = 1;
  while (4 * gap < count) gap *= 4;
  for (; gap >= 1; gap >>= 2) {
    for (let at = gap; at < count; at++) {
      const k = key[at];
      const i = item[at];
      let to = at - gap;
      while (to >= 0 && key[to] < k) {
        key[to + gap] = key[to];
        item[to + gap] = item[to];
        to -= gap;
      }
      key[to + gap] = k;
      item[to + gap] = i;
    }
    if (gap === 1) break;
  }
}

/** Fewer keys than this are sorted as they are. */
const FEW = 48;

/**
 * The same as far as it is needed: sorts so many of the first that their amounts come to `room`, all where they do not.
 *
 * Shapes: amount by item. Gives: how many are sorted; what comes after them is no larger, in any order.
 * Complexity: O(count) and the sort of what is needed.
 * Source: Hoare, Algorithm 65: Find (1961), with amounts in place of ranks.
 */
export function sortEnough(
  key: Float64Array,
  item: Int32Array,
  count: number,
  amount: Float64Array,
  room: number,
): number {
  let low = 0;
  let high = count;
  let left = room;
  while (high - low > FEW) {
    const [first, middle, last] = [key[low], key[(low + high) >> 1], key[high - 1]];
    const pivot = Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
    let above = 0;
    let next = low;
    for (let at = low; at < high; at++) {
      const k = key[at];
      if (k < pivot) continue;
      const i = item[at];
      above += amount[i];
      key[at] = key[next];
      item[at] = item[next];
      key[next] = k;
      item[next++] = i;
    }
    if (next === high) {
      // The pivot is the least there is: what equals it need not be told apart.
      break;
    }
    if (above >= left) high = next;
    else {
      left -= above;
      low = next;
    }
  }
  sortFalling(key, item, high);
  return high;
}

/** The same for keys that are nearly sorted: each is moved to its place past those behind which it belongs. */
export function settleFalling(key: Float64Array, item: Int32Array, count: number): void {
  for (let at = 1; at < count; at++) {
    const k = key[at];
    if (key[at - 1] >= k) continue;
    const i = item[at];
    let to = at - 1;
    do {
      key[to + 1] = key[to];
      item[to + 1] = item[to];
      to--;
    } while (to >= 0 && key[to] < k);
    key[to + 1] = k;
    item[to + 1] = i;
  }
}
