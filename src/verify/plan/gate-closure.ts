import { add, type Exact, ExactSum, exactly, multiply } from "../../base/exact.ts";
import { energyPerTonne, mayTravel } from "../../model/energy.ts";
import type { Amounts, Continent } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import { FARTHEST } from "./cheapest-freight.ts";
import { type FreightPrices, handlingOf, LARGEST, priceOfRoom, wholeBelow } from "./freight-prices.ts";

/** Parts of the prices that stand in the way which are given up, one after another, until closing ends. */
const GIVEN_UP = [0, 2 ** -30, 2 ** -20, 2 ** -10, 1];

/** Takes more off a quotient of doubles, relative, than dividing them can have added. */
const DIVIDED = 2 ** -50;

/**
 * Goods whose shipments have no freight of their own, so that they are only ever sold at the gate: some of them is lost
 * on a way they may go, or a link there makes or takes goods; or links make them, or take them without limit.
 */
export function goodsAtGate(continent: Continent): ReadonlySet<string> {
  const atGate = new Set<string>();
  for (const { loss, makes, takes, mode, capacity } of continent.links) {
    for (const good of Object.keys(makes)) atGate.add(good);
    if (capacity === undefined) for (const good of Object.keys(takes)) atGate.add(good);
    if (loss === 0 && Object.keys(makes).length + Object.keys(takes).length === 0) continue;
    for (const good of Object.keys(continent.goods)) if (mayTravel(continent, good, mode)) atGate.add(good);
  }
  return atGate;
}

/**
 * Closes prices of goods at the gate over terminals and links, in whole steps:
 *
 *     q[a,m] <= p[a] + terminal + room,   p[a] <= q[a,m] + terminal + room
 *     (1 - loss) q[head] <= q[tail] + energy + room + takes p[tail] - makes max(p[tail], -disposal)
 *
 * Then no loading, unloading or carrying gains, at any amount, so that those parts of the Lagrangian are zero at best.
 * Costs are rounded down and quotients too: prices come out lower, never too high. What is taken counts at its price
 * as it is in the end; what is made counts at its price before closing, which is not lower.
 *
 * Where lowering knows no end (a price below zero and a round trip that loses some of the good; a round trip that makes
 * more than it takes), prices below zero of goods that links carry or take, and prices of goods where links make them,
 * are first drawn towards zero: any prices will do. At zero nothing gains. A good that is not at the gate is drawn
 * towards zero everywhere alike, which leaves its prices closed over freight if they were.
 */
export class GateClosure {
  readonly atGate: ReadonlySet<string>;
  readonly #market: FreightPrices;
  readonly #ways: readonly GateWay[][];
  readonly #nodes: readonly GateNode[][];
  readonly #nodeCount: number;
  /** Positions of goods at the gate, and those that links take as well. */
  readonly #goods: readonly number[];
  readonly #carried: ReadonlySet<number>;
  readonly #madeHere: ReadonlySet<number>;
  /** By good, the least that one made is worth, in steps: what letting it go brings. */
  readonly #lowest: readonly number[];

  constructor(continent: Continent, certificate: Certificate, market: FreightPrices) {
    const { areas, goods, exponent } = market;
    this.#market = market;
    this.atGate = goodsAtGate(continent);
    this.#goods = goods.flatMap((good, g) => (this.atGate.has(good) ? [g] : []));
    this.#lowest = goods.map((good) => lowestGate(continent, market, good));
    const width = goods.length;
    const modes = Object.keys(continent.modes).sort();
    this.#nodeCount = areas.length * (1 + modes.length);
    const nodeAt = (area: string, mode: string): number =>
      areas.length + areas.indexOf(area) * modes.length + modes.indexOf(mode);
    const taken = continent.links.flatMap(({ takes }) => Object.keys(takes));
    this.#carried = new Set([...this.#goods, ...taken.map((good) => goods.indexOf(good))]);
    const madeHere = new Set<number>();
    const steps = (energy: Exact): number => Number(wholeBelow(energy, -exponent));
    const handling = handlingOf(continent, certificate);
    this.#nodes = this.#goods.map((g) => {
      const weight = exactly(continent.goods[goods[g]].tonnesPerUnit);
      return modes.flatMap((mode) => {
        if (!mayTravel(continent, goods[g], mode)) return [];
        return areas.map((id, area) => {
          const terminal = steps(multiply(handling(id, mode), weight));
          return { area, node: nodeAt(id, mode), terminal };
        });
      });
    });
    this.#ways = this.#goods.map((g) => {
      const weight = exactly(continent.goods[goods[g]].tonnesPerUnit);
      return continent.links.flatMap((link, position) => {
        if (!mayTravel(continent, goods[g], link.mode)) return [];
        return (link.bothWays ? ([0, 1] as const) : ([0] as const)).map((way) => {
          const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
          const energy = exactly(energyPerTonne(continent, link, way));
          const room = exactly(priceOfRoom(continent, certificate, position, way));
          const first = areas.indexOf(tail) * width;
          const perUnit = (amounts: Amounts) =>
            Object.entries(amounts).map(([good, amount]) => ({
              cell: first + goods.indexOf(good),
              amount: multiply(exactly(amount), weight),
            }));
          const makes = perUnit(link.makes);
          for (const { cell } of makes) madeHere.add(cell);
          return {
            tail: nodeAt(tail, link.mode),
            head: nodeAt(head, link.mode),
            loss: link.loss,
            energy: multiply(add(energy, room), weight),
            takes: perUnit(link.takes),
            makes,
          };
        });
      });
    });
    this.#madeHere = madeHere;
  }

  /** The prices with those of goods at the gate closed; undefined where even giving up does not help. */
  close(prices: Float64Array): Float64Array | undefined {
    if (this.#goods.length === 0) return prices;
    for (const part of GIVEN_UP) {
      const given = prices.map((price, cell) => {
        const isInTheWay = price < 0 ? this.#carried.has(cell % this.#market.goods.length) : this.#madeHere.has(cell);
        return isInTheWay ? Math.trunc(price * (1 - part)) : price;
      });
      const closed = given.slice();
      if (this.#settle(given, closed)) return closed;
    }
    return undefined;
  }

  /** Closes good after good until no price falls any more. */
  #settle(given: Float64Array, closed: Float64Array): boolean {
    const couples = this.#ways.some((ways) => ways.some(({ takes }) => takes.length > 0));
    for (let pass = 0; pass <= this.#nodeCount * this.#goods.length; pass++) {
      const before = closed.slice();
      for (let position = 0; position < this.#goods.length; position++) {
        if (!this.#closeGood(position, given, closed)) return false;
      }
      if (!couples || closed.every((price, cell) => price === before[cell])) return true;
    }
    return false;
  }

  #closeGood(position: number, given: Float64Array, closed: Float64Array): boolean {
    const { areas, goods } = this.#market;
    const good = this.#goods[position];
    const label = new Float64Array(this.#nodeCount).fill(Number.POSITIVE_INFINITY);
    areas.forEach((_, area) => {
      label[area] = closed[area * goods.length + good];
    });
    const ways = this.#ways[position].map((way) => ({ ...way, cost: this.#costOf(way, given, closed) }));
    const nodes = this.#nodes[position];
    let falling = true;
    const fall = (node: number, to: number): void => {
      if (!(to < label[node])) return;
      label[node] = to;
      falling = true;
    };
    for (let round = 0; falling; round++) {
      if (round > label.length + 1) return false;
      falling = false;
      for (const { area, node, terminal } of nodes) fall(node, Math.min(label[area] + terminal, FARTHEST));
      for (const { tail, head, cost, loss } of ways) fall(head, arriving(label[tail] + cost, loss));
      for (const { area, node, terminal } of nodes) fall(area, Math.min(label[node] + terminal, FARTHEST));
    }
    areas.forEach((_, area) => {
      closed[area * goods.length + good] = label[area];
    });
    return label.every((price) => price > -LARGEST);
  }

  /** Steps per unit carried, rounded down: what it takes, and what the link makes and takes meanwhile. */
  #costOf({ energy, takes, makes }: GateWay, given: Float64Array, closed: Float64Array): number {
    const { exponent, goods } = this.#market;
    const sum = new ExactSum().addExact(energy);
    const steps = (count: number): Exact => ({ mantissa: BigInt(count), exponent: -exponent });
    for (const { cell, amount } of takes) sum.addExact(multiply(amount, steps(closed[cell])));
    for (const { cell, amount } of makes) {
      const worth = Math.max(given[cell], this.#lowest[cell % goods.length]);
      sum.addExact(multiply(amount, steps(-worth)));
    }
    return Math.min(Number(wholeBelow(sum.exact, -exponent)), FARTHEST);
  }
}

/** What a unit made is worth at least, in steps: what letting it go brings, rounded up; -Infinity where forbidden. */
export function lowestGate({ goods }: Continent, { scale }: FreightPrices, good: string): number {
  const { disposal } = goods[good];
  return disposal === "forbidden" ? Number.NEGATIVE_INFINITY : Math.ceil(-disposal * scale);
}

/** What a unit must cost at the end of a way on which part of it is lost, rounded down, for what it cost at most. */
function arriving(sent: number, loss: number): number {
  if (loss === 0 || sent === 0) return Math.min(sent, FARTHEST);
  const quotient = sent / (1 - loss);
  return Math.min(Math.floor(quotient - Math.abs(quotient) * DIVIDED), FARTHEST);
}

/** One way of one link as one good sees it; energies and amounts per unit of the good. */
interface GateWay {
  readonly tail: number;
  readonly head: number;
  readonly loss: number;
  readonly energy: Exact;
  readonly takes: readonly CellAmount[];
  readonly makes: readonly CellAmount[];
}

interface CellAmount {
  /** area * G + good. */
  readonly cell: number;
  readonly amount: Exact;
}

/** An area and one of its nodes (area, mode), with the steps to load or unload a unit there. */
interface GateNode {
  readonly area: number;
  readonly node: number;
  readonly terminal: number;
}
