import { add, compare, type Exact, exactly, multiply, ZERO } from "../../base/exact.ts";
import { goodsBuiltIn } from "../../model/energy.ts";
import type { Continent } from "../../model/types.ts";
import { type FreightPrices, lookUp } from "./freight-prices.ts";
import { followedGoods } from "./option-rows.ts";
import { type Ranges, rangeOfLinkSize, rangeOfSize } from "./ranges.ts";

/**
 * The most that can be used of each good in each area: final demand, the largest takes of all its sites and what could
 * be built into them, and what links that begin there take when full. What links without limit take is not counted:
 * such goods are sold at the gate. Of goods whose options ask who serves whom, final demand is met apart.
 */
export function intakeOf(continent: Continent, { areas, goods }: FreightPrices, ranges: Ranges): Exact[] {
  const apart = followedGoods(continent);
  const intake = areas.flatMap((area) =>
    goods.map((good) => (apart.has(good) ? ZERO : exactly(lookUp(continent.areas[area].demand, good) ?? 0))),
  );
  const larger = (a: Exact, b: Exact): Exact => (compare(a, b) >= 0 ? a : b);
  const raise = (amounts: Map<string, Exact>, good: string, amount: Exact, combine: typeof add): void => {
    amounts.set(good, combine(amounts.get(good) ?? ZERO, amount));
  };
  const addTo = (area: string, good: string, amount: Exact): void => {
    const cell = areas.indexOf(area) * goods.length + goods.indexOf(good);
    intake[cell] = add(intake[cell], amount);
  };
  for (const [id, site] of Object.entries(continent.sites)) {
    const ofSite = new Map<string, Exact>();
    for (const size of site.sizes) {
      const { kept, built } = rangeOfSize(ranges, id, site, size);
      const ofSize = new Map<string, Exact>();
      for (const recipe of site.recipes) {
        const runs = multiply(exactly(kept.most + built.most), exactly(size.capacity[recipe]));
        for (const [good, amount] of Object.entries(continent.recipes[recipe].takes))
          raise(ofSize, good, multiply(runs, exactly(amount)), larger);
      }
      for (const [good, amount] of Object.entries(goodsBuiltIn(size)))
        raise(ofSize, good, multiply(exactly(built.most), exactly(amount)), add);
      for (const [good, amount] of ofSize) raise(ofSite, good, amount, site.oneSize ? larger : add);
    }
    for (const [good, amount] of ofSite) addTo(site.area, good, amount);
  }
  for (const link of continent.links) {
    if (link.capacity === undefined) continue;
    const room = link.sizes
      .map((size) => multiply(exactly(rangeOfLinkSize(ranges, link, size).most), exactly(size.capacity)))
      .reduce(add, exactly(link.capacity));
    for (const [good, amount] of Object.entries(link.takes)) {
      for (const tail of link.bothWays ? [link.from, link.to] : [link.from])
        addTo(tail, good, multiply(room, exactly(amount)));
    }
  }
  return intake;
}
