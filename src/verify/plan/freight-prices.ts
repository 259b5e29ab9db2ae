import { add, type Exact, exactly, multiply, nearest, sign } from "../../base/exact.ts";
import { energyPerTonne, mayTravel, terminalEnergy } from "../../model/energy.ts";
import type { Continent } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import { CheapestFreight, type Way } from "./cheapest-freight.ts";

/**
 * A certificate's prices and the cheapest freight between areas, both counted in whole steps of energy per
 * unit, so that adding and comparing them in doubles is exact.
 *
 * Why rounding to steps is harmless: any prices prove a bound, so prices may be rounded either way before
 * they are used; freight is only ever rounded down, and a plan that pays less for its freight than it must
 * can only make the bound smaller. Whole numbers below 2 ** 53 add without error in doubles.
 *
 * Shapes: A areas and G goods in code-unit order; prices[a * G + g]; freight[g][a * A + b].
 * Units:  steps (MJ times scale) per unit of the good; freight is Infinity where b cannot be reached from a.
 */
export interface FreightPrices {
  readonly areas: readonly string[];
  readonly goods: readonly string[];
  /** Positions by id. */
  readonly areaAt: ReadonlyMap<string, number>;
  readonly goodAt: ReadonlyMap<string, number>;
  /** Steps in one MJ: 2 ** exponent. */
  readonly scale: number;
  readonly exponent: number;
  readonly prices: Float64Array;
  readonly freight: readonly Float64Array[];
}

/** No price and no arc is more steps than this. */
export const LARGEST = 2 ** 50;

/** The value of an own key, or undefined; ids such as "constructor" must not find what an object inherits. */
export function lookUp<Value>(record: Readonly<Record<string, Value>>, id: string): Value | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

/** The largest whole number of steps of 2 ** exponent that is not above an exact value. */
export function wholeBelow({ mantissa, exponent: from }: Exact, exponent: number): bigint {
  return from >= exponent ? mantissa << BigInt(from - exponent) : mantissa >> BigInt(exponent - from);
}

/**
 * The price of room on a way of a link, MJ/t. A way without a limit has no scarce room, so whatever a
 * certificate says of it reads as 0.
 */
export function priceOfRoom(continent: Continent, certificate: Certificate, position: number, way: 0 | 1): number {
  const link = continent.links[position];
  return link.capacity === undefined ? 0 : (lookUp(certificate.links, link.id)?.[way] ?? 0);
}

/**
 * The price of room at terminals, MJ for a tonne loaded or unloaded. A terminal without a limit has no scarce room, so
 * whatever a certificate says of it reads as 0.
 */
export function pricesOfTerminals({ terminals }: Continent, certificate: Certificate): ReadonlyMap<string, number> {
  const prices = terminals.flatMap(({ area, mode, capacity }): [string, number][] => {
    if (capacity === undefined) return [];
    return [[JSON.stringify([area, mode]), lookUp(lookUp(certificate.terminals ?? {}, area) ?? {}, mode) ?? 0]];
  });
  return new Map(prices);
}

/** MJ to load a tonne on a mode in an area, and again to unload it, with the price of room. */
export function handlingOf(continent: Continent, certificate: Certificate): (area: string, mode: string) => Exact {
  const energies = new Map(
    Object.keys(continent.modes).map((mode) => [mode, exactly(terminalEnergy(continent, mode))]),
  );
  const prices = pricesOfTerminals(continent, certificate);
  return (area, mode) => {
    const price = prices.get(JSON.stringify([area, mode])) ?? 0;
    return price === 0 ? energies.get(mode)! : add(energies.get(mode)!, exactly(price));
  };
}

/**
 * Puts prices and freight on one grid of steps, fine enough that the largest of them is about 2 ** 50 steps.
 *
 * Gives: undefined where some freight costs less than nothing, so that no path is cheapest.
 * Time:  one search for cheapest ways per area for each set of modes and weight that some good travels with; none where
 *        that was found before, see cheapest-freight.ts.
 */
export function freightPrices(continent: Continent, certificate: Certificate): FreightPrices | undefined {
  const areas = Object.keys(continent.areas).sort();
  const goods = Object.keys(continent.goods).sort();
  const modes = Object.keys(continent.modes).sort();
  const areaAt = new Map(areas.map((area, a) => [area, a]));
  const goodAt = new Map(goods.map((good, g) => [good, g]));
  const handling = handlingOf(continent, certificate);
  const ways: Way[] = [];
  continent.links.forEach((link, position) => {
    for (const way of link.bothWays ? ([0, 1] as const) : ([0] as const)) {
      const room = exactly(priceOfRoom(continent, certificate, position, way));
      const energy = add(exactly(energyPerTonne(continent, link, way)), room);
      const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
      ways.push({ mode: link.mode, tail: areaAt.get(tail)!, head: areaAt.get(head)!, energy });
    }
  });
  const terminals = areas.flatMap((area) => modes.map((mode) => handling(area, mode)));
  const energies = [...terminals, ...ways.map(({ energy }) => energy)];
  if (energies.some((energy) => sign(energy) < 0)) return undefined;
  const dearest = energies.reduce((most, energy) => Math.max(most, nearest(energy)), 0);

  const given = goods.map((good) => {
    const byArea = lookUp(certificate.prices, good) ?? {};
    return areas.map((area) => lookUp(byArea, area) ?? 0);
  });
  let largest = 1;
  goods.forEach((good, g) => {
    const { disposal, tonnesPerUnit } = continent.goods[good];
    const scrap = disposal === "forbidden" ? 0 : Math.abs(disposal);
    for (const price of given[g]) largest = Math.max(largest, Math.abs(price));
    largest = Math.max(largest, scrap, dearest * tonnesPerUnit);
  });
  const { served, shareCaps } = certificate.options ?? { served: {}, shareCaps: [] };
  for (const byArea of Object.values(served))
    for (const price of Object.values(byArea)) largest = Math.max(largest, Math.abs(price));
  const { demand, inputs } = certificate.fine ?? { demand: {}, inputs: {} };
  for (const byId of [...Object.values(demand), ...Object.values(inputs).flatMap((bySize) => Object.values(bySize))])
    for (const price of Object.values(byId)) largest = Math.max(largest, Math.abs(price));
  for (const { price } of shareCaps) largest = Math.max(largest, Math.abs(price));
  let exponent = 49;
  let scale = 2 ** 49;
  while (largest * scale > LARGEST) {
    scale /= 2;
    exponent -= 1;
  }

  const prices = new Float64Array(areas.length * goods.length);
  const known = new Map<string, Float64Array>();
  const found = new CheapestFreight(continent);
  const freight = goods.map((good, g) => {
    areas.forEach((_, a) => {
      prices[a * goods.length + g] = Math.round(given[g][a] * scale);
    });
    const carriers = modes.filter((mode) => mayTravel(continent, good, mode));
    const { tonnesPerUnit } = continent.goods[good];
    const key = JSON.stringify([tonnesPerUnit, carriers]);
    const inSteps = (energy: Exact): number => Number(wholeBelow(multiply(energy, exactly(tonnesPerUnit)), -exponent));
    const table = known.get(key) ?? found.between(areas, carriers, ways, handling, inSteps);
    known.set(key, table);
    return table;
  });
  found.keep(continent);
  return { areas, goods, areaAt, goodAt, scale, exponent, prices, freight };
}

/**
 * Closes prices over freight: p'[b] = least over a of p[a] + freight[a, b]. Then no shipment gains on the way,
 * p'[b] <= p'[a] + freight[a, b], because freight obeys the triangle inequality; and exactly so, in steps.
 * Some goods are left out: those whose ways have no freight of their own.
 */
export function closedPrices(
  { areas, goods, prices, freight }: FreightPrices,
  except: ReadonlySet<string>,
): Float64Array {
  const closed = prices.slice();
  for (let g = 0; g < goods.length; g++) {
    if (except.has(goods[g])) continue;
    for (let a = 0; a < areas.length; a++) {
      const price = prices[a * goods.length + g];
      for (let b = 0; b < areas.length; b++) {
        const arriving = price + freight[g][a * areas.length + b];
        if (arriving < closed[b * goods.length + g]) closed[b * goods.length + g] = arriving;
      }
    }
  }
  return closed;
}
