/**
 * The continuous knapsack: the most that a capacity earns when items may be taken in part.
 *
 * Shapes: items lie in [from, to) of `item` (customer) and `rate` (earnings per unit of demand); a partition by
 *         quickselect leaves the items taken whole first, then the one that is cut.
 * Units:  demand and capacity in the same whole units; rate in cost per unit of demand.
 * Complexity: O(items) expected; a good first guess of the cut's rate saves most passes.
 * Source: Balas and Zemel, An algorithm for large zero-one knapsack problems (1980); quickselect by Hoare (1961).
 */
export interface KnapsackCut {
  /** Where the cut item lies after the partition; items before it are taken whole. Equals `to` when all are. */
  position: number;
  /** The part of the cut item that is taken, 0 to 1. */
  share: number;
  /** The rate of the cut item, which is the worth of one more unit of capacity; 0 when nothing is cut. */
  rate: number;
}

export function cutKnapsack(
  item: Int32Array,
  rate: Float64Array,
  demand: Float64Array,
  from: number,
  to: number,
  capacity: number,
  guess: number,
  cut: KnapsackCut,
): number {
  let low = from;
  let high = to - 1;
  let earned = 0;
  let left = capacity;
  let pivot = guess;
  while (low < high) {
    if (pivot <= 0) {
      // The middle of three keeps sorted and constant inputs from taking quadratic time.
      const a = rate[low];
      const b = rate[(low + high) >> 1];
      const c = rate[high];
      pivot = a > b ? (b > c ? b : Math.min(a, c)) : a > c ? a : Math.min(b, c);
    }
    let above = low;
    let below = high;
    let q = low;
    let aboveDemand = 0;
    let aboveEarned = 0;
    while (q <= below) {
      const r = rate[q];
      const j = item[q];
      if (r > pivot) {
        const d = demand[j];
        aboveDemand += d;
        aboveEarned += r * d;
        if (q !== above) {
          item[q] = item[above];
          rate[q] = rate[above];
          item[above] = j;
          rate[above] = r;
        }
        above++;
        q++;
      } else if (r < pivot) {
        item[q] = item[below];
        rate[q] = rate[below];
        item[below] = j;
        rate[below] = r;
        below--;
      } else q++;
    }
    pivot = 0;
    if (aboveDemand > left) {
      high = above - 1;
      continue;
    }
    earned += aboveEarned;
    left -= aboveDemand;
    low = above;
    while (low <= below && demand[item[low]] <= left) {
      left -= demand[item[low]];
      earned += rate[low] * demand[item[low]];
      low++;
    }
    if (low <= below) break;
  }
  // One item may be left over when the range has shrunk to it.
  if (low < to && demand[item[low]] <= left) {
    left -= demand[item[low]];
    earned += rate[low] * demand[item[low]];
    low++;
  }
  cut.position = low;
  if (low >= to) {
    cut.share = 0;
    cut.rate = 0;
    return earned;
  }
  cut.share = left / demand[item[low]];
  cut.rate = rate[low];
  return earned + left * rate[low];
}
