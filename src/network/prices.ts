import type { Indexed } from "./indexed.ts";

/**
 * A price on everything the parts of a continent share. Any prices whatever prove some lower bound.
 *
 * Shapes: good A * G (area-major, any sign), resource A * K, link one per arc.
 * Units:  MJ per unit of the good, MJ per unit of the resource, MJ per tonne of room on the arc.
 * Holds:  resource and link prices are never negative, and zero where there is no limit to price.
 */
export interface Prices {
  readonly good: Float64Array;
  readonly resource: Float64Array;
  readonly link: Float64Array;
}

/** Prices of zero: they prove that no plan takes less than closing what is worth closing. */
export function zeroPrices(indexed: Indexed): Prices {
  return {
    good: new Float64Array(indexed.demand.length),
    resource: new Float64Array(indexed.available.length),
    link: new Float64Array(indexed.arcTail.length),
  };
}

export function copyPrices(prices: Prices): Prices {
  return { good: prices.good.slice(), resource: prices.resource.slice(), link: prices.link.slice() };
}

/**
 * The same prices as far as the model allows them: numbers only, no negative price on a resource or a link,
 * and none where there is no limit (a price there would cost without end).
 */
export function allowedPrices(indexed: Indexed, prices: Prices): Prices {
  const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
  const limited = (values: Float64Array, limit: Float64Array): Float64Array =>
    values.map((value, i) => (Number.isFinite(limit[i]) ? Math.max(0, finite(value)) : 0));
  return {
    good: prices.good.map(finite),
    resource: limited(prices.resource, indexed.available),
    link: limited(prices.link, indexed.arcCapacity),
  };
}
