import {
  add,
  type Exact,
  ExactSum,
  exactly,
  minimum,
  multiply,
  nearest,
  negate,
  sign,
  subtract,
  ZERO,
} from "../../base/exact.ts";
import { mayTravel } from "../../model/energy.ts";
import type { Continent, Link, Terminal } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import { type FreightPrices, priceOfRoom, pricesOfTerminals } from "./freight-prices.ts";
import { intakeOf } from "./intake.ts";
import { leastOfMany } from "./least-modules.ts";
import { type Ranges, rangeOfLinkSize, rangeOfTerminalSize } from "./ranges.ts";

/** What terms add up to, exactly; and each of them nearly, MJ/yr, by link id or by terminal as JSON.stringify([area, mode]). */
export interface RoomTerms {
  readonly sum: Exact;
  readonly parts: ReadonlyMap<string, number>;
}

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
export function linkTerms(situation: LinkSituation): RoomTerms {
  const { continent, certificate, ranges } = situation;
  const total = new ExactSum();
  const parts = new Map<string, number>();
  const useful = new UsefulRoom(situation);
  continent.links.forEach((link, position) => {
    const stands = exactly(link.capacity ?? 0);
    const ways = (link.bothWays ? ([0, 1] as const) : ([0] as const)).map((way) => ({
      price: exactly(priceOfRoom(continent, certificate, position, way)),
      useful: link.sizes.length > 0 ? useful.of(link, way) : undefined,
    }));
    const own = new ExactSum();
    for (const { price } of ways) own.addExact(multiply(negate(price), stands));
    for (const size of link.sizes) {
      let each = add(exactly(size.buildPerYear), exactly(size.keep));
      for (const way of ways) {
        const capacity = exactly(size.capacity);
        const left = way.useful === undefined ? capacity : subtract(way.useful, stands);
        const room = minimum(capacity, sign(left) > 0 ? left : ZERO);
        each = subtract(each, multiply(room, way.price));
      }
      own.addExact(leastOfMany(rangeOfLinkSize(ranges, link, size), each));
    }
    total.addExact(own.exact);
    parts.set(link.id, nearest(own.exact));
  });
  return { sum: total.exact, parts };
}

/**
 * Room at terminals at its price, likewise. A shipment's path has no node twice, so that it uses a terminal once at most,
 * to load or to unload; and it ends in an area that is reached from the terminal's, which takes no more than it can use.
 */
export function terminalTerms(situation: LinkSituation): RoomTerms {
  const { continent, certificate, ranges } = situation;
  const total = new ExactSum();
  const parts = new Map<string, number>();
  const useful = new UsefulRoom(situation);
  const prices = pricesOfTerminals(continent, certificate);
  for (const terminal of continent.terminals) {
    const key = JSON.stringify([terminal.area, terminal.mode]);
    const price = exactly(prices.get(key) ?? 0);
    const stands = exactly(terminal.capacity ?? 0);
    const own = new ExactSum().addExact(multiply(negate(price), stands));
    const most = terminal.sizes.length > 0 ? useful.ofTerminal(terminal) : undefined;
    for (const size of terminal.sizes) {
      const capacity = exactly(size.capacity);
      const left = most === undefined ? capacity : subtract(most, stands);
      const room = minimum(capacity, sign(left) > 0 ? left : ZERO);
      const each = subtract(add(exactly(size.buildPerYear), exactly(size.keep)), multiply(room, price));
      own.addExact(leastOfMany(rangeOfTerminalSize(ranges, terminal, size), each));
    }
    total.addExact(own.exact);
    parts.set(key, nearest(own.exact));
  }
  return { sum: total.exact, parts };
}

/** Areas reached, by what may carry a good, mode, head and tail: links stay what they are from one bound to the next. */
const known = new WeakMap<Continent, Map<string, ReadonlySet<string>>>();

/** An area, or the node (area, mode) where a mode is given. */
interface Place {
  readonly area: string;
  readonly mode: string | undefined;
}

/** The most that ways of links could usefully carry, and terminals handle. */
class UsefulRoom {
  #intake: readonly Exact[] | undefined;

  constructor(readonly situation: LinkSituation) {}

  /** t/yr; undefined where nothing is known of it, since goods may go there that are only sold at the gate. */
  of({ mode, from, to }: Link, way: 0 | 1): Exact | undefined {
    const [tail, head] = way === 0 ? [from, to] : [to, from];
    return this.#taken(mode, { area: head, mode }, tail);
  }

  /** The same of a terminal, loaded and unloaded together. */
  ofTerminal({ area, mode }: Terminal): Exact | undefined {
    return this.#taken(mode, { area, mode: undefined }, undefined);
  }

  /** What goods that may go by a mode are taken of in all areas that are reached from a place without another. */
  #taken(mode: string, from: Place, without: string | undefined): Exact | undefined {
    const { continent, ranges, market, atGate } = this.situation;
    this.#intake ??= intakeOf(continent, market, ranges);
    let useful = ZERO;
    for (const [g, good] of market.goods.entries()) {
      const weight = continent.goods[good].tonnesPerUnit;
      if (!mayTravel(continent, good, mode) || weight === 0) continue;
      if (atGate.has(good)) return undefined;
      for (const area of this.#reached(good, mode, from, without)) {
        const intake = this.#intake[market.areas.indexOf(area) * market.goods.length + g];
        useful = add(useful, multiply(intake, exactly(weight)));
      }
    }
    return useful;
  }

  /** Areas that a good comes to from a place without passing the node (area, mode) of some area. */
  #reached(good: string, mode: string, from: Place, without: string | undefined): ReadonlySet<string> {
    const { continent } = this.situation;
    const keyOf = (...ids: readonly unknown[]): string => JSON.stringify(ids);
    const carriers = Object.keys(continent.modes).filter((by) => mayTravel(continent, good, by));
    const key = keyOf(mode, from.area, from.mode ?? 0, without ?? 0, ...carriers);
    const found = known.get(continent) ?? new Map<string, ReadonlySet<string>>();
    known.set(continent, found);
    const before = found.get(key);
    if (before !== undefined) return before;
    const nodes = new Set<string>();
    const areas = new Set<string>();
    const open: Place[] = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { area, mode: by } = next;
      if (by === undefined) {
        if (areas.has(area)) continue;
        areas.add(area);
        for (const carrier of carriers) open.push({ area, mode: carrier });
        continue;
      }
      if ((area === without && by === mode) || nodes.has(keyOf(area, by))) continue;
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
