import { type Exact, nearest, negate } from "../../base/exact.ts";
import type { Source } from "../../plan/types.ts";
import { wholeBelow } from "./freight-prices.ts";
import { lowestGate } from "./gate-closure.ts";
import { above, type Outlet } from "./gate-prices.ts";
import { type Consumer, consumersOf, type FinePricesInSteps } from "./intake.ts";
import type { Situation } from "./situation.ts";

/** Intake is counted in steps of 2 ** -60 of a unit, rounded up: more intake, smaller bound. */
const INTAKE_EXPONENT = -60;

/** Where sources may send their goods, at one set of prices. */
export class Outlets {
  readonly #situation: Situation;
  readonly #prices: Float64Array;
  /** By good. */
  readonly #consumers: readonly (readonly Consumer[])[];
  readonly #known = new Map<string, Outlet>();

  constructor(situation: Situation, prices: Float64Array, fine: FinePricesInSteps) {
    const { continent, market, ranges, strong } = situation;
    this.#situation = situation;
    this.#prices = prices;
    this.#consumers = strong ? consumersOf(continent, market, ranges, prices, fine) : [];
  }

  /**
   * Where a source's goods may go; only of goods whose options ask does it matter which source of the area it is.
   *
   * @param atLeast steps a unit below which the source's gate price need not fall; destinations that pay no more than
   *        the least gate price count for nothing, and are left out.
   */
  of(a: number, g: number, source: Source, atLeast = Number.NEGATIVE_INFINITY): Outlet {
    const { market, options, atGate, strong, continent } = this.#situation;
    const good = market.goods[g];
    const apart = options.follows(good);
    const key = JSON.stringify([g, apart ? source : a, atLeast]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const price = this.#prices[a * market.goods.length + g];
    const isAtGate = atGate.has(good);
    const scrap = Math.max(lowestGate(continent, market, good), atLeast);
    // What is only sold at the gate is let go for its price, as it were, or for disposal where that brings more.
    const lowest = isAtGate ? Math.max(scrap, price) : scrap;
    const ranked = apart ? options.destinations(good, source, this.#prices) : [];
    const dearest = ranked.reduce((most, { margin }) => Math.max(most, margin), Number.NEGATIVE_INFINITY);
    const worthwhile = strong ? ranked.filter(({ margin }) => margin > lowest) : [];
    if (strong && !isAtGate) {
      const row = a * market.areas.length;
      for (const consumer of this.#consumers[g]) {
        const margin = consumer.price - market.freight[g][row + consumer.area];
        if (margin > lowest) worthwhile.push({ margin, intake: consumer.intake });
      }
    }
    worthwhile.sort((one, other) => other.margin - one.margin);
    const [room, worth, roomNearly, worthNearly] = [[0n], [0n], [0], [0]];
    const falling: number[] = [];
    for (const { margin, intake } of worthwhile) {
      // Destinations of equal margin are one, so that the search never meets a flat stretch short of the top.
      const k = falling.at(-1) === margin ? falling.length : falling.push(margin);
      const whole = -wholeBelow(negate(intake), INTAKE_EXPONENT);
      room[k] = (room[k] ?? room[k - 1]) + whole;
      worth[k] = (worth[k] ?? worth[k - 1]) + whole * BigInt(margin);
      roomNearly[k] = (roomNearly[k] ?? roomNearly[k - 1]) + nearest(intake);
      worthNearly[k] = (worthNearly[k] ?? worthNearly[k - 1]) + nearest(intake) * margin;
    }
    // In the weak form, where nothing limits what a destination takes, the dearest pays for all.
    const gate = Math.max(lowest, price, dearest);
    const outlet = { margin: falling, room, worth, roomNearly, worthNearly, lowest, gate };
    if (atLeast === Number.NEGATIVE_INFINITY) this.#known.set(key, outlet);
    return outlet;
  }

  /** sum over b of intake[b] min(0, pi + freight - p[b]), at gate price pi in steps. */
  shipped({ margin, room, worth }: Outlet, gate: number): Exact {
    const count = above(margin, gate);
    const { exponent } = this.#situation.market;
    return { mantissa: BigInt(gate) * room[count] - worth[count], exponent: INTAKE_EXPONENT - exponent };
  }
}

/** A whole number of steps as energy. */
export function inEnergy(steps: number, exponent: number): Exact {
  return { mantissa: BigInt(steps), exponent: -exponent };
}
