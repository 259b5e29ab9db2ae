import type { Indexed } from "../network/indexed.ts";
import type { LinkClosure } from "../network/link-closure.ts";
import type { Prices } from "../network/prices.ts";

/**
 * Closes prices over freight: p'[b] = least over a of p[a] + freight[a, b]. Then nothing gains on the way, and every
 * term of the bound that belongs to a link or a terminal is zero.
 *
 * @param perUnit freight by good, A * A, MJ per unit, with the same prices of room.
 * @param closure closes the goods whose ways have no freight of their own.
 */
export function closePrices(
  indexed: Indexed,
  prices: Prices,
  perUnit: readonly Float64Array[],
  closure: LinkClosure,
): Prices {
  const areaCount = indexed.areas.length;
  const goodCount = indexed.goods.length;
  const good = prices.good.slice();
  for (let g = 0; g < goodCount; g++) {
    if (closure.atGate[g]) continue;
    const table = perUnit[g];
    for (let from = 0; from < areaCount; from++) {
      const price = prices.good[from * goodCount + g];
      for (let to = 0; to < areaCount; to++) {
        const arriving = price + table[from * areaCount + to];
        if (arriving < good[to * goodCount + g]) good[to * goodCount + g] = arriving;
      }
    }
  }
  closure.close(good, prices);
  return { ...prices, good };
}
