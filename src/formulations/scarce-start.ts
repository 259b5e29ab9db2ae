import { freightOf } from "../network/freight.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import { startPrices } from "../network/start-prices.ts";
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
 * Time: some thirty evaluations of start prices and of the weak bound for each supplied good.
 */
export function scarceStart(indexed: Indexed): Prices {
  const goodCount = indexed.goods.length;
  const freight = freightOf(indexed);
  const machine = new BoundMachine(indexed);
  const ground = new Float64Array(goodCount);
  const closure = machine.closure;
  let best = startPrices(indexed, ground, freight, closure);
  let bound = machine.weak(best);
  const supplied = indexed.goods.flatMap((_, good) =>
    indexed.supply.some((amount, cell) => cell % goodCount === good && amount > 0) ? [good] : [],
  );
  const attempt = (good: number, price: number): void => {
    const kept = ground[good];
    ground[good] = price;
    const prices = startPrices(indexed, ground, freight, closure);
    const value = machine.weak(prices);
    if (value > bound) {
      bound = value;
      best = prices;
    } else {
      ground[good] = kept;
    }
  };
  for (let round = 0; round < (supplied.length > 1 ? ROUNDS : 1); round++) {
    const before = bound;
    for (const good of supplied) {
      if (round === 0) for (let power = 0; power <= LARGEST_POWER; power++) attempt(good, 2 ** power);
      let distance = ground[good] / 4;
      for (let halving = 0; halving < HALVINGS && distance > 0; halving++) {
        const centre = ground[good];
        attempt(good, centre + distance);
        if (ground[good] === centre) attempt(good, centre - distance);
        distance /= 2;
      }
    }
    if (bound === before) break;
  }
  return best;
}
