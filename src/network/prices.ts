import type { Indexed } from "./indexed.ts";
import { hasOptionRules } from "./option-rules.ts";

/**
 * A price on everything the parts of a continent share. Any prices whatever prove some lower bound.
 *
 * Shapes: good A * G (area-major, any sign), resource A * K, link one per arc, terminal one per node.
 * Units:  MJ per unit of the good, MJ per unit of the resource, MJ per tonne of room on the arc, and of room for a tonne
 *         to be loaded or unloaded at the node.
 * Holds:  prices of resources, links and terminals are never negative, and zero where there is no limit to price.
 */
export interface Prices extends Room {
  readonly good: Float64Array;
  readonly resource: Float64Array;
  /** Prices of the options' rows; absent: final demand at the good's own price, all others zero. */
  readonly option?: OptionPrices;
}

/** Prices of room: one per arc, and one per node for its terminal; never negative. */
export interface Room {
  readonly link: Float64Array;
  readonly terminal: Float64Array;
}

/**
 * Prices of the options' rows.
 *
 * Shapes: served T * A (what serves final demand of tagged goods, any sign); share and reserve one for each row, never
 *         negative.
 * Units:  MJ per unit of the good.
 */
export interface OptionPrices {
  readonly served: Float64Array;
  readonly share: Float64Array;
  readonly reserve: Float64Array;
}

export function emptyOptionPrices({ rules, areas }: Indexed): OptionPrices {
  return {
    served: new Float64Array(rules.tagged.length * areas.length),
    share: new Float64Array(rules.shareRows),
    reserve: new Float64Array(rules.reserveRows),
  };
}

/** The prices of the options' rows, as stated or as they count where none are. */
export function optionPricesOf(indexed: Indexed, { good, option }: Prices): OptionPrices {
  const { rules, areas, goods } = indexed;
  if (option !== undefined) return option;
  const cell = (place: number): number =>
    (place % areas.length) * goods.length + rules.tagged[Math.floor(place / areas.length)];
  const none = emptyOptionPrices(indexed);
  return { ...none, served: none.served.map((_, place) => good[cell(place)]) };
}

/** Prices of zero: they prove that no plan takes less than closing what is worth closing. */
export function zeroPrices(indexed: Indexed): Prices {
  return {
    good: new Float64Array(indexed.demand.length),
    resource: new Float64Array(indexed.available.length),
    link: new Float64Array(indexed.arcTail.length),
    terminal: new Float64Array(indexed.nodeArea.length),
  };
}

export function copyPrices({ good, resource, link, terminal, option }: Prices): Prices {
  const copy = { good: good.slice(), resource: resource.slice(), link: link.slice(), terminal: terminal.slice() };
  if (option === undefined) return copy;
  const { served, share, reserve } = option;
  return { ...copy, option: { served: served.slice(), share: share.slice(), reserve: reserve.slice() } };
}

/**
 * The same prices as far as the model allows them: numbers only, no negative price on a resource or on room,
 * and none where there is no limit (a price there would cost without end).
 */
export function allowedPrices(indexed: Indexed, prices: Prices): Prices {
  const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
  const limited = (values: Float64Array, limit: Float64Array): Float64Array =>
    values.map((value, i) => (Number.isFinite(limit[i]) ? Math.max(0, finite(value)) : 0));
  const allowed = {
    good: prices.good.map(finite),
    resource: limited(prices.resource, indexed.available),
    link: limited(prices.link, indexed.arcCapacity),
    terminal: limited(prices.terminal, indexed.nodeCapacity),
  };
  if (!hasOptionRules(indexed)) return allowed;
  const { served, share, reserve } = optionPricesOf(indexed, prices);
  const notNegative = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, finite(value)));
  return {
    ...allowed,
    option: { served: served.map(finite), share: notNegative(share), reserve: notNegative(reserve) },
  };
}
