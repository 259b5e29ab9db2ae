import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { Certificate } from "../plan/types.ts";

/** Writes prices by id, as a certificate that states a bound. Prices of zero are left out: a missing id counts as zero. */
export function certificateOf(indexed: Indexed, prices: Prices, form: Certificate["form"], bound: number): Certificate {
  const { areas, goods, resources, continent } = indexed;
  const links: Record<string, number[]> = {};
  indexed.arcLink.forEach((position, arc) => {
    if (prices.link[arc] === 0) return;
    const { id, bothWays } = continent.links[position];
    links[id] ??= bothWays ? [0, 0] : [0];
    links[id][indexed.arcWay[arc]] = prices.link[arc];
  });
  return {
    version: 1,
    form,
    bound,
    prices: twoLevels(goods, areas, (g, a) => prices.good[a * goods.length + g]),
    resources: twoLevels(areas, resources, (a, k) => prices.resource[a * resources.length + k]),
    links,
  };
}

function twoLevels(
  outer: readonly string[],
  inner: readonly string[],
  value: (outer: number, inner: number) => number,
): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  outer.forEach((id, o) => {
    const row = inner.flatMap((key, i): [string, number][] => (value(o, i) === 0 ? [] : [[key, value(o, i)]]));
    if (row.length > 0) table[id] = Object.fromEntries(row);
  });
  return table;
}
