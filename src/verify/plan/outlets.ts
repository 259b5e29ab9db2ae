import type { Exact } from "../../base/exact.ts";
import { nearest } from "../../base/exact.ts";
import type { Source } from "../../plan/types.ts";
import { lowestGate } from "./gate-closure.ts";
import { above, type Outlet } from "./gate-prices.ts";
import { type Consumers, consumersOf, type FinePricesInSteps, INTAKE_EXPONENT, wholeIntake } from "./intake.ts";
import { LeastFirst } from "./least-first.ts";
import type { Situation } from "./situation.ts";

/** What a source can make is counted as so much more, for the rounding of sums of doubles. */
const AMPLE = 1 + 2 ** -30;

/** What is known of a source before its gate prices are looked for. */
export interface SourceLimits {
  /** Steps a unit below which its gate price need not fall. */
  readonly atLeast?: number;
  /** The most of the good that it can make, at any prices and however many of its modules are open. */
  readonly most?: number;
}

/** Where sources may send their goods, at one set of prices. */
export class Outlets {
  readonly #situation: Situation;
  readonly #prices: Float64Array;
  /** By good. */
  readonly #consumers: readonly Consumers[];
  /** Destinations of one outlet: margins below zero, so that the least is the dearest; intake in whole steps and nearly. */
  #negative = new Float64Array(64);
  #nearly = new Float64Array(64);
  #whole: bigint[] = [];
  #heap = new LeastFirst(64);

  constructor(situation: Situation, prices: Float64Array, fine: FinePricesInSteps, intake: readonly Exact[]) {
    const { continent, market, ranges, strong } = situation;
    this.#situation = situation;
    this.#prices = prices;
    this.#consumers = strong ? consumersOf(continent, market, ranges, prices, fine, intake) : [];
  }

  /**
   * Where a source's goods may go; only of goods whose options ask does it matter which source of the area it is.
   *
   * Destinations that pay no more than the least gate price count for nothing, and are left out. Nor need the gate price
   * fall below where the dearer destinations take all that the source can make: what it earns by a lower one, at most all
   * that it makes, is less than what those destinations then count for against it. So the others are left out as well.
   */
  of(
    a: number,
    g: number,
    source: Source,
    { atLeast = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: SourceLimits = {},
  ): Outlet {
    const { market, options, atGate, strong, continent } = this.#situation;
    const good = market.goods[g];
    const price = this.#prices[a * market.goods.length + g];
    const isAtGate = atGate.has(good);
    const scrap = Math.max(lowestGate(continent, market, good), atLeast);
    // What is only sold at the gate is let go for its price, as it were, or for disposal where that brings more.
    const lowest = isAtGate ? Math.max(scrap, price) : scrap;
    const ranked = options.follows(good) ? options.destinations(good, source, this.#prices) : [];
    const dearest = ranked.reduce((highest, { margin }) => Math.max(highest, margin), Number.NEGATIVE_INFINITY);
    let count = 0;
    if (strong) {
      this.#makeRoom(ranked.length + (isAtGate ? 0 : this.#consumers[g].area.length));
      for (const { margin, intake } of ranked) {
        if (!(margin > lowest)) continue;
        this.#negative[count] = -margin;
        this.#nearly[count] = nearest(intake);
        this.#whole[count++] = wholeIntake(intake);
      }
      if (!isAtGate) count = this.#addConsumers(a, g, lowest, count);
    }
    const destinations = this.#dearestFirst(count, most * AMPLE);
    const bottom = Math.max(lowest, destinations.enough);
    // In the weak form, where nothing limits what a destination takes, the dearest pays for all.
    return { ...destinations, lowest: bottom, gate: Math.max(bottom, price, dearest) };
  }

  /** sum over b of intake[b] min(0, pi + freight - p[b]), at gate price pi in steps. */
  shipped({ margin, whole }: Outlet, gate: number): Exact {
    const count = above(margin, gate);
    let sum = 0n;
    // Whole numbers of steps, both below 2 ** 52, so that their difference is exact.
    for (let k = 0; k < count; k++) sum += whole[k] * BigInt(gate - margin[k]);
    return { mantissa: sum, exponent: INTAKE_EXPONENT - this.#situation.market.exponent };
  }

  #makeRoom(count: number): void {
    if (count <= this.#negative.length) return;
    this.#negative = new Float64Array(2 * count);
    this.#nearly = new Float64Array(2 * count);
    this.#heap = new LeastFirst(2 * count);
  }

  #addConsumers(a: number, g: number, lowest: number, from: number): number {
    const { area, price, whole, nearly } = this.#consumers[g];
    const { freight, areas } = this.#situation.market;
    const row = freight[g].subarray(a * areas.length, (a + 1) * areas.length);
    let count = from;
    for (let k = 0; k < area.length; k++) {
      const margin = price[k] - row[area[k]];
      if (!(margin > lowest)) continue;
      this.#negative[count] = -margin;
      this.#nearly[count] = nearly[k];
      this.#whole[count++] = whole[k];
    }
    return count;
  }

  /** The first so many destinations of the scratch arrays, dearest first, as far as they are needed to take so much. */
  #dearestFirst(count: number, most: number): Omit<Outlet, "lowest" | "gate"> & { readonly enough: number } {
    const heap = this.#heap;
    heap.fill(this.#negative, count);
    const margin: number[] = [];
    const whole: bigint[] = [];
    const [roomNearly, worthNearly, grossNearly] = [[0], [0], [0]];
    let [room, worth, gross, destinations] = [0, 0, 0, 0];
    while (heap.size > 0) {
      const item = heap.pop();
      const each = -heap.poppedKey;
      // Destinations of equal margin are one, so that the search never meets a flat stretch short of the top.
      if (margin.length === 0 || margin[margin.length - 1] !== each) {
        // Without one destination there is no price that the gate could be held to.
        if (room >= most && margin.length > 0) break;
        margin.push(each);
        whole.push(0n);
      }
      destinations += 1;
      const amount = this.#nearly[item];
      whole[whole.length - 1] += this.#whole[item];
      room += amount;
      worth += amount * each;
      gross += amount * Math.abs(each);
      roomNearly[margin.length] = room;
      worthNearly[margin.length] = worth;
      grossNearly[margin.length] = gross;
    }
    const enough = room >= most && margin.length > 0 ? margin[margin.length - 1] : Number.NEGATIVE_INFINITY;
    return { margin, whole, roomNearly, worthNearly, grossNearly, destinations, enough };
  }
}

/** A whole number of steps as energy. */
export function inEnergy(steps: number, exponent: number): Exact {
  return { mantissa: BigInt(steps), exponent: -exponent };
}
