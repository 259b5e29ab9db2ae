import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { StageNetwork } from "../../kernels/coupled/stage-network.ts";
import { emptiedBy, findOffers, leastLoss, mostWorth, type StageOffers } from "../../kernels/coupled/stage-offers.ts";
import type { StageWorth } from "../../kernels/coupled/stage-worth.ts";
import type { ExchangeRecord } from "./exchanges.ts";
import type { GoodsRoom } from "./goods-room.ts";

/** A network with what its prices say, and what is open in it: works, 1 open, 0 closed, -1 not in it. */
export interface PricedStages {
  readonly net: StageNetwork;
  readonly offers: StageOffers;
  readonly worth: StageWorth;
  readonly isOpen: Int8Array;
  /** Whether nothing is lacking: then changes after which something would be are left out. */
  readonly isServed: boolean;
}

/** Exchanges of at most one works for one of the same good, as plain numbers: few of them become more. */
export class SingleExchanges {
  count = 0;
  /** The works that closes, and the one that opens; -1 where there is none. */
  closes = new Int32Array(64);
  opens = new Int32Array(64);
  /** What each could save at most, and what it is expected to save. */
  most = new Float64Array(64);
  expected = new Float64Array(64);
  readonly #instance: CoupledInstance;
  readonly #room: GoodsRoom;
  readonly #record: ExchangeRecord;

  constructor(instance: CoupledInstance, room: GoodsRoom, record: ExchangeRecord) {
    this.#instance = instance;
    this.#room = room;
    this.#record = record;
  }

  /**
   * Lists what closing one works, opening one, or one in place of another could save at most at the present prices.
   *
   * @param works those of the network, ascending, and so good by good.
   */
  list(works: Int32Array, stages: PricedStages): void {
    const { net, offers, worth, isOpen } = stages;
    const { worksFixed } = this.#instance;
    const perUnit = net.amountScale * net.costScale;
    findOffers(offers, worth, net, isOpen);
    this.count = 0;
    for (let at = 0; at < works.length; at++) {
      const i = works[at];
      if (isOpen[i] === 1) this.#add(i, -1, worksFixed[i] - leastLoss(offers, worth, net, i) / perUnit);
      else this.#add(-1, i, mostWorth(offers, worth, net, i, -1) / perUnit - worksFixed[i]);
    }
    for (let at = 0, first = 0, last = 0; at < works.length; at++) {
      const good = this.#room.goodOf(works[at]);
      if (at === last) first = at;
      while (last < works.length && this.#room.goodOf(works[last]) === good) last++;
      if (isOpen[works[at]] === 1) this.#listOthers(works, at, first, last, stages);
    }
  }

  /** Those of which most is expected, best first, written into a list; gives how many they are. Of equals the first. */
  promising(into: Int32Array): number {
    const { expected } = this;
    let listed = 0;
    for (let k = 0; k < this.count; k++) {
      if (listed === into.length && expected[k] <= expected[into[listed - 1]]) continue;
      let at = listed < into.length ? listed++ : listed - 1;
      for (; at > 0 && expected[into[at - 1]] < expected[k]; at--) into[at] = into[at - 1];
      into[at] = k;
    }
    return listed;
  }

  /** Lists works of the same good, from `first` to `last`, in place of the open one at `at`, whose closing has been listed. */
  #listOthers(works: Int32Array, at: number, first: number, last: number, stages: PricedStages): void {
    const { net, offers, worth, isOpen, isServed } = stages;
    const perUnit = net.amountScale * net.costScale;
    const closes = works[at];
    const emptied = emptiedBy(offers, net, closes);
    for (let z = first; z < last; z++) {
      const i = works[z];
      if (isOpen[i] === 1 || (isServed && !this.#room.sufficesInPlace(closes, i))) continue;
      const earned = mostWorth(offers, worth, net, i, emptied) / perUnit;
      this.#add(closes, i, this.most[at] + earned - this.#instance.worksFixed[i]);
    }
  }

  #add(closes: number, opens: number, most: number): void {
    if (this.count === this.closes.length) {
      this.closes = longer(this.closes, new Int32Array(2 * this.count));
      this.opens = longer(this.opens, new Int32Array(2 * this.count));
      this.most = longer(this.most, new Float64Array(2 * this.count));
      this.expected = longer(this.expected, new Float64Array(2 * this.count));
    }
    this.closes[this.count] = closes;
    this.opens[this.count] = opens;
    this.most[this.count] = most;
    this.expected[this.count++] = this.#record.expectedOf(closes, opens, most);
  }
}

function longer<Values extends Int32Array | Float64Array>(values: Values, room: Values): Values {
  room.set(values);
  return room;
}

/** Those of some works that there are. */
export function worksOf(...works: readonly number[]): readonly number[] {
  return works.filter((i) => i >= 0);
}
