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
