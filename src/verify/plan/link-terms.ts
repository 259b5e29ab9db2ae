import {
  add,
  type Exact,
  ExactSum,
  exactly,
  minimum,
  multiply,
  negate,
  sign,
  subtract,
  ZERO,
} from "../../base/exact.ts";
import { mayTravel } from "../../model/energy.ts";
import type { Continent, Link } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import { type FreightPrices, priceOfRoom } from "./freight-prices.ts";
import { intakeOf } from "./intake.ts";
import { leastOfMany } from "./least-modules.ts";
import { type Ranges, rangeOfLinkSize } from "./ranges.ts";

/** What the terms of links depend on. */
export interface LinkSituation {
  readonly continent: Continent;
  readonly certificate: Certificate;
  readonly ranges: Ranges;
  readonly market: FreightPrices;
  /** Goods that are only sold at the gate. */
  readonly atGate: ReadonlySet<string>;
}

/**
 * Room on links at its price: what stands, and what is built, as much as pays and the case allows.
 *
 * A module counts for no more room on a way than that could usefully carry beyond what stands. For the goods that may go
 * there, none of them sold at the gate only, flows fall apart into shipments along paths on which no node comes twice;
 * what circles besides costs no less than nothing and is dropped, so that the plan obeys every row still and costs no
 * more. Of such shipments a way carries only those for areas that are reached from its head without its tail, at most
 * what these can use. So
 *
 *     flow <= capacity that stands + sum of modules * least(capacity, useful - capacity that stands)
 *
 * holds for it: with one module that opens all that is of use, the right-hand side is not below what is of use.
 */
export function linkTerms(situation: LinkSituation): Exact {
  const { continent, certificate, ranges } = situation;
  const total = new ExactSum();
  const useful = new UsefulRoom(situation);
  continent.links.forEach((link, position) => {
    const stands = exactly(link.capacity ?? 0);
    const ways = (link.bothWays ? ([0, 1] as const) : ([0] as const)).map((way) => ({
      price: exactly(priceOfRoom(continent, certificate, position, way)),
      useful: link.sizes.length > 0 ? useful.of(link, way) : undefined,
    }));
    for (const { price } of ways) total.addExact(multiply(negate(price), stands));
    for (const size of link.sizes) {
      let each = add(exactly(size.buildPerYear), exactly(size.keep));
      for (const way of ways) {
        const capacity = exactly(size.capacity);
        const left = way.useful === undefined ? capacity : subtract(way.useful, stands);
        const room = minimum(capacity, sign(left) > 0 ? left : ZERO);
        each = subtract(each, multiply(room, way.price));
      }
      total.addExact(leastOfMany(rangeOfLinkSize(ranges, link, size), each));
    }
  });
  return total.exact;
}

/** Areas reached, by what may carry a good, mode, head and tail: links stay what they are from one bound to the next. */
const known = new WeakMap<Continent, Map<string, ReadonlySet<string>>>();

/** The most that ways of links could usefully carry. */
class UsefulRoom {
  #intake: readonly Exact[] | undefined;

  constructor(readonly situation: LinkSituation) {}

  /** t/yr; undefined where nothing is known of it, since goods may go there that are only sold at the gate. */
  of(link: Link, way: 0 | 1): Exact | undefined {
    const { continent, ranges, market, atGate } = this.situation;
    this.#intake ??= intakeOf(continent, market, ranges);
    const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
    let useful = ZERO;
    for (const [g, good] of market.goods.entries()) {
      const weight = continent.goods[good].tonnesPerUnit;
      if (!mayTravel(continent, good, link.mode) || weight === 0) continue;
      if (atGate.has(good)) return undefined;
      for (const area of this.#reached(good, link.mode, head, tail)) {
        const intake = this.#intake[market.areas.indexOf(area) * market.goods.length + g];
        useful = add(useful, multiply(intake, exactly(weight)));
      }
    }
    return useful;
  }

  /** Areas that a good comes to from a node (area, mode) without passing another of the same mode. */
  #reached(good: string, mode: string, head: string, tail: string): ReadonlySet<string> {
    const { continent } = this.situation;
    const keyOf = (...ids: readonly string[]): string => JSON.stringify(ids);
    const carriers = Object.keys(continent.modes).filter((by) => mayTravel(continent, good, by));
    const key = keyOf(mode, head, tail, ...carriers);
    const found = known.get(continent) ?? new Map<string, ReadonlySet<string>>();
    known.set(continent, found);
    const before = found.get(key);
    if (before !== undefined) return before;
    const nodes = new Set<string>();
    const areas = new Set<string>();
    const open: { readonly area: string; readonly mode: string | undefined }[] = [{ area: head, mode }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { area, mode: by } = next;
      if (by === undefined) {
        if (areas.has(area)) continue;
        areas.add(area);
        for (const carrier of carriers) open.push({ area, mode: carrier });
        continue;
      }
      if ((area === tail && by === mode) || nodes.has(keyOf(area, by))) continue;
      nodes.add(keyOf(area, by));
      open.push({ area, mode: undefined });
      for (const link of continent.links) {
        if (link.mode !== by || (link.capacity === 0 && link.sizes.length === 0)) continue;
        if (link.from === area) open.push({ area: link.to, mode: by });
        if (link.bothWays && link.to === area) open.push({ area: link.from, mode: by });
      }
    }
    found.set(key, areas);
    return areas;
  }
}
