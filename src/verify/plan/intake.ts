import { add, type Exact, exactly, maximum, multiply, nearest, negate, sign, ZERO } from "../../base/exact.ts";
import { goodsBuiltIn } from "../../model/energy.ts";
import type { Continent, Site, Size } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import { type FreightPrices, lookUp, wholeBelow } from "./freight-prices.ts";
import { followedGoods } from "./option-rows.ts";
import { type Ranges, rangeOfLinkSize, rangeOfSize } from "./ranges.ts";
import type { Situation } from "./situation.ts";

/** Intake is counted in steps of 2 ** -60 of a unit, rounded up: more intake, smaller bound. */
export const INTAKE_EXPONENT = -60;

/** Who takes a good: in which areas, for how many steps a unit, and the most of it, in whole steps of intake and nearly. */
export interface Consumers {
  readonly area: Int32Array;
  readonly price: Float64Array;
  readonly whole: readonly bigint[];
  readonly nearly: Float64Array;
}

interface Consumer {
  readonly area: number;
  readonly price: number;
  readonly intake: Exact;
}

/**
 * Prices of those who take a good, steps a unit; undefined where it is the good's own in the area. Goods that are only
 * sold at the gate have none, nor has final demand that is met apart.
 */
export interface FinePricesInSteps {
  demand(good: string, area: string): number | undefined;
  input(site: string, size: string, good: string): number | undefined;
}

/** In the weak and the strong form nobody has a price of his own. */
export const NONE_FINE: FinePricesInSteps = { demand: () => undefined, input: () => undefined };

/** The prices that a certificate of the fine form names. */
export function finePricesIn(
  continent: Continent,
  { form, fine = { demand: {}, inputs: {} } }: Certificate,
  { scale }: FreightPrices,
  atGate: ReadonlySet<string>,
): FinePricesInSteps {
  if (form !== "fine") return NONE_FINE;
  const apart = followedGoods(continent);
  const inSteps = (price: number | undefined): number | undefined =>
    price === undefined ? undefined : Math.round(price * scale);
  return {
    demand: (good, area) =>
      atGate.has(good) || apart.has(good) ? undefined : inSteps(lookUp(lookUp(fine.demand, good) ?? {}, area)),
    input: (site, size, good) =>
      atGate.has(good) ? undefined : inSteps(lookUp(lookUp(lookUp(fine.inputs, site) ?? {}, size) ?? {}, good)),
  };
}

/**
 * Who takes each good. Each area is one consumer at the good's own price there; in the fine form so is final demand, and
 * each size of a site, that has a price of its own.
 *
 * @param intake at the goods' own prices.
 */
export function consumersOf(
  continent: Continent,
  market: FreightPrices,
  ranges: Ranges,
  prices: Float64Array,
  fine: FinePricesInSteps,
  intake: readonly Exact[],
): Consumers[] {
  const { areas, goods, areaAt, goodAt } = market;
  const consumers: Consumer[][] = goods.map((_, g) =>
    areas.map((_, area) => ({ area, price: prices[area * goods.length + g], intake: intake[area * goods.length + g] })),
  );
  const consume = (good: string, area: number, price: number | undefined, most: Exact): void => {
    if (price !== undefined) consumers[goodAt.get(good)!].push({ area, price, intake: most });
  };
  if (fine !== NONE_FINE) {
    areas.forEach((id, area) => {
      for (const [good, demand] of Object.entries(continent.areas[id].demand))
        consume(good, area, fine.demand(good, id), exactly(demand));
    });
    for (const [id, site] of Object.entries(continent.sites)) {
      const area = areaAt.get(site.area)!;
      for (const size of site.sizes) {
        for (const [good, most] of mostTaken(continent, id, site, size, ranges))
          consume(good, area, fine.input(id, size.name, good), most);
      }
    }
  }
  return consumers.map((ofGood) => {
    const taking = ofGood.filter(({ intake }) => sign(intake) > 0);
    return {
      area: Int32Array.from(taking, ({ area }) => area),
      price: Float64Array.from(taking, ({ price }) => price),
      whole: taking.map(({ intake }) => wholeIntake(intake)),
      nearly: Float64Array.from(taking, ({ intake }) => nearest(intake)),
    };
  });
}

export function wholeIntake(intake: Exact): bigint {
  return -wholeBelow(negate(intake), INTAKE_EXPONENT);
}

/**
 * The most that can be used of each good in each area at the good's own price: final demand, the largest takes of all its
 * sites and what could be built into them, and what links that begin there take when full. What links without limit take
 * is not counted: such goods are sold at the gate. Of goods whose options ask who serves whom, final demand is met apart;
 * so is what has a price of its own.
 */
export function intakeOf(
  continent: Continent,
  { areas, goods, areaAt, goodAt }: FreightPrices,
  ranges: Ranges,
  fine = NONE_FINE,
): Exact[] {
  const apart = followedGoods(continent);
  const isApart = (good: string, area: string): boolean => apart.has(good) || fine.demand(good, area) !== undefined;
  const intake = areas.flatMap((area) =>
    goods.map((good) => (isApart(good, area) ? ZERO : exactly(lookUp(continent.areas[area].demand, good) ?? 0))),
  );
  const addTo = (area: string, good: string, amount: Exact): void => {
    const cell = areaAt.get(area)! * goods.length + goodAt.get(good)!;
    intake[cell] = add(intake[cell], amount);
  };
  for (const [id, site] of Object.entries(continent.sites)) {
    const ofSite = new Map<string, Exact>();
    for (const size of site.sizes) {
      const ofSize = mostTaken(continent, id, site, size, ranges);
      for (const good of ofSize.keys()) if (fine.input(id, size.name, good) !== undefined) ofSize.delete(good);
      const { built } = rangeOfSize(ranges, id, site, size);
      for (const [good, amount] of Object.entries(goodsBuiltIn(size)))
        raise(ofSize, good, multiply(exactly(built.most), exactly(amount)), add);
      for (const [good, amount] of ofSize) raise(ofSite, good, amount, site.oneSize ? maximum : add);
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

/**
 * Whether it makes no difference which of two lists of prices of goods counts: they differ only where all who take the good
 * have prices of their own.
 *
 * @param intake at the goods' own prices.
 */
export function decideNothing(
  { continent, market, atGate }: Situation,
  prices: Float64Array,
  others: Float64Array,
  intake: readonly Exact[],
): boolean {
  const { goods } = market;
  const apart = followedGoods(continent);
  const differs = (cell: number): boolean => prices[cell] !== others[cell];
  return intake.every((amount, cell) => {
    const good = goods[cell % goods.length];
    return !differs(cell) || (sign(amount) === 0 && !atGate.has(good) && !apart.has(good));
  });
}

/** The most that a size's recipes can take of each good, with as many modules as the case allows. */
function mostTaken(continent: Continent, id: string, site: Site, size: Size, ranges: Ranges): Map<string, Exact> {
  const { kept, built } = rangeOfSize(ranges, id, site, size);
  const taken = new Map<string, Exact>();
  for (const recipe of site.recipes) {
    const runs = multiply(exactly(kept.most + built.most), exactly(size.capacity[recipe]));
    for (const [good, amount] of Object.entries(continent.recipes[recipe].takes))
      raise(taken, good, multiply(runs, exactly(amount)), maximum);
  }
  return taken;
}

function raise(amounts: Map<string, Exact>, good: string, amount: Exact, combine: typeof add): void {
  amounts.set(good, combine(amounts.get(good) ?? ZERO, amount));
}
