import { freightOf } from "../network/freight.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import { besideGoods, startPrices } from "../network/start-prices.ts";
import { BoundMachine } from "./bound.ts";

/** The prices of a supply that are tried first: powers of two up to this one, MJ per unit. */
const LARGEST_POWER = 17;

/** Halvings of the distance between prices tried around the best. */
const HALVINGS = 5;

/** Rounds over all supplied goods. */
const ROUNDS = 2;

/**
 * Start prices in which scarce supplies have a price where they lie. Plain start prices take a supply for endless, so
 * scrap that covers a tenth of all steel makes all steel look cheap; here each supplied good gets the one price, for
 * all areas, that proves most. Good by good, by trial: powers of two, then nearer and nearer around the best.
 *
 * What only comes beside other goods (slag) is scarce in the same way, and its worth and a supply's (scrap) may hang on
 * each other through what both go into: then no single price proves more on its own. A point of view from which all are
 * seen at once helps out: what each good is worth if the continent were one place.
 *
 * @param atOnePlace G, MJ per unit.
 * Time: some thirty evaluations of start prices and of the weak bound for each supplied good.
 */
export function scarceStart(indexed: Indexed, atOnePlace?: ArrayLike<number>): Prices {
  const goodCount = indexed.goods.length;
  const freight = freightOf(indexed);
  const machine = new BoundMachine(indexed);
  const closure = machine.closure;
  let ground: Float64Array = new Float64Array(goodCount);
  let credit: Float64Array = new Float64Array(goodCount).fill(Number.NaN);
  let best = startPrices(indexed, ground, freight, closure, credit);
  let bound = machine.weak(best);
  const supplied = indexed.goods.flatMap((_, good) =>
    indexed.supply.some((amount, cell) => cell % goodCount === good && amount > 0) ? [good] : [],
  );
  const beside = besideGoods(indexed);
  /** Whether these prices prove more; then they are kept. */
  const attempt = (grounds: Float64Array, credits: Float64Array): boolean => {
    const prices = startPrices(indexed, grounds, freight, closure, credits);
    const value = machine.weak(prices);
    if (value <= bound) return false;
    bound = value;
    best = prices;
    ground = grounds;
    credit = credits;
    return true;
  };
  const attemptOne = (good: number, price: number): boolean => {
    const isBeside = beside.includes(good);
    return attempt(isBeside ? ground : ground.with(good, price), isBeside ? credit.with(good, price) : credit);
  };
  let isSeen = false;
  if (atOnePlace !== undefined) {
    const worth = (good: number): number => Math.max(0, atOnePlace[good]);
    isSeen = attempt(
      ground.map((_, good) => (supplied.includes(good) && !beside.includes(good) ? worth(good) : 0)),
      credit.map((_, good) => (beside.includes(good) ? worth(good) : Number.NaN)),
    );
  }
  const scarce = isSeen ? [...new Set([...supplied, ...beside])].sort((a, b) => a - b) : supplied;
  for (let round = 0; round < (scarce.length > 1 ? ROUNDS : 1); round++) {
    const before = bound;
    for (const good of scarce) {
      if (round === 0 && !isSeen) for (let power = 0; power <= LARGEST_POWER; power++) attemptOne(good, 2 ** power);
      const price = beside.includes(good) ? credit[good] : ground[good];
      let distance = price / 4;
      for (let halving = 0; halving < HALVINGS && distance > 0; halving++) {
        const centre = beside.includes(good) ? credit[good] : ground[good];
        if (!attemptOne(good, centre + distance)) attemptOne(good, centre - distance);
        distance /= 2;
      }
    }
    if (bound === before) break;
  }
  return best;
}
