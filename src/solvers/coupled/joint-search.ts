import type { Sliceable } from "../../base/control.ts";
import type { Random } from "../../base/random.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { stageFactors } from "../../kernels/coupled/stage-factors.ts";
import {
  buildStages,
  type StageNetwork,
  serveStages,
  setPairs,
  setWorks,
  stageCost,
  stagePrice,
} from "../../kernels/coupled/stage-network.ts";
import { findOffers, type StageOffers, startOffers } from "../../kernels/coupled/stage-offers.ts";
import { type StageWorth, startWorth } from "../../kernels/coupled/stage-worth.ts";
import { copyTree, restoreTree, saveTree, type TreeCopy } from "../../kernels/coupled/tree-copy.ts";
import { COARSE } from "../../kernels/coupled/whole-scale.ts";
import { type Exchange, ExchangeRecord, type Prospect } from "./exchanges.ts";
import { GoodsRoom } from "./goods-room.ts";
import { type JointGuide, rankedFirst } from "./joint-guide.ts";
import { swapsByChance } from "./kicks.ts";
import { nearbyParts } from "./nearby-parts.ts";
import type { PassResult } from "./pass.ts";
import { SingleExchanges, worksOf } from "./single-exchanges.ts";
import { arrivalPrices, likelyCells, missingIn, readStages, serveFinely, wantedByGood } from "./stage-flow.ts";

/** A change must save more than this part of the cost, or rounding could lead in circles. */
const LEAST_SAVING = 1e-9;
/** Of changes of several works only those of so many of the most promising single changes are looked at. */
const PROMISING = 16;
/** So many changes may fail one after the other before a plan counts as good. */
const PATIENCE = 60;
/** Trials after a kick. */
const KICK_TRIALS = 40;
/** Works: modules open. */
export type Modules = Pick<PassResult, "open">;

/** A search for the goods of a chain, where they are made of one other at most and nothing but capacity links modules. */
export function jointSearch(instance: CoupledInstance, order: Int32Array): JointSearch | undefined {
  const { siteGood, siteCost, siteRoof, oneSize } = instance.problem;
  for (let i = 0; i < siteGood.length; i++) {
    const isApart = !((siteCost?.[i] ?? 0) > 0) && (siteRoof?.[i] ?? -1) < 0 && !((oneSize?.[i] ?? 0) > 0);
    if (!isApart && order.includes(siteGood[i])) return undefined;
  }
  const goods = new Set(order);
  const factor = stageFactors(instance, goods);
  return factor && new JointSearch(instance, order, goods, factor);
}

/**
 * Improves plans of a chain whose goods are made of one other at most: after every change of what is open, the flows of all
 * goods are found anew together, so that what a works costs those behind it and before it is counted in full.
 *
 * Order:  changes by what they could save at most at the present prices, less what this was too high by for the same works
 *         when they were tried before; best first. What cannot save is not tried.
 * Source: Kuehn and Hamburger (1963), on a warm basis of the whole chain.
 */
export class JointSearch {
  /** Arc visits, booked as they happen. */
  visits = 0;
  readonly #instance: CoupledInstance;
  readonly #goods: ReadonlySet<number>;
  readonly #factor: Float64Array;
  readonly #room: GoodsRoom;
  /** Works: 1 open, 0 closed, -1 not in the network. */
  readonly #isOpen: Int8Array;
  /** Cells: open works there, and one more where there is supply. */
  readonly #openAt: Int32Array;
  readonly #record: ExchangeRecord;
  readonly #singles: SingleExchanges;
  readonly #promising = new Int32Array(PROMISING);
  /** Works of the network, ascending, and so good by good. */
  #listed: Int32Array = new Int32Array(0);
  #net: StageNetwork | undefined;
  #worth: StageWorth | undefined;
  #offers: StageOffers | undefined;
  #copy: TreeCopy | undefined;
  #cost = Number.POSITIVE_INFINITY;
  #missing = 0;
  #fixedCost = 0;
  /** What the last exchange came to, kept or not. */
  #tried = { cost: 0, missing: 0 };

  /**
   * @param order the chain's goods, each before what it is made of.
   * @param record what is known of exchanges already.
   */
  constructor(
    instance: CoupledInstance,
    order: Int32Array,
    goods: ReadonlySet<number>,
    factor: Float64Array,
    record = new ExchangeRecord(instance.worksSize.length),
  ) {
    this.#instance = instance;
    this.#goods = goods;
    this.#factor = factor;
    this.#room = new GoodsRoom(instance, wantedByGood(instance, order, false));
    this.#record = record;
    this.#singles = new SingleExchanges(instance, this.#room, this.#record);
    this.#openAt = new Int32Array(instance.demand.length);
    this.#isOpen = new Int8Array(instance.worksSize.length).fill(-1);
  }

  /** A plan with other works, as long as that saves, and its cheapest flow; undefined where something is lacking in it. */
  *improve({ open }: Modules, guide: JointGuide): Sliceable<PassResult | undefined> {
    const net = this.#network(open, guide);
    this.#moveTo(net, open);
    yield* this.#descend(net, guide);
    return this.plan(guide.price);
  }

  /**
   * The same, and then again and again from the best with a few works put in place of others, whatever that costs: from there
   * other changes save.
   */
  *kick({ open }: Modules, guide: JointGuide, random: Random, kicks: number): Sliceable<PassResult | undefined> {
    yield* this.improve({ open }, guide);
    const net = this.#net!;
    const best = Float64Array.from(this.#isOpen, (state) => Math.max(0, state));
    let least = this.#missing > 0 ? Number.POSITIVE_INFINITY : this.#cost;
    for (let kick = 0; kick < kicks && !guide.isHurried(); kick++) {
      for (const i of swapsByChance(this.#room, this.#listed, this.#isOpen, random))
        this.#set(net, i, 1 - this.#isOpen[i]);
      this.#serve(net);
      this.#hide(net);
      saveTree(net.tree, this.#copy!);
      yield* this.#descend(net, { ...guide, trials: KICK_TRIALS });
      if (this.#missing === 0 && this.#cost < least * (1 - LEAST_SAVING)) {
        least = this.#cost;
        for (let i = 0; i < best.length; i++) best[i] = Math.max(0, this.#isOpen[i]);
      } else this.#moveTo(net, best);
    }
    return this.plan(guide.price);
  }

  /** Works that may be opened in the network of the plan in hand, and those that are open, ascending. */
  get listed(): Int32Array {
    return this.#listed;
  }

  /** Makes a change of the plan in hand where that saves; whether it did. */
  change(exchange: Exchange): boolean {
    return this.#net !== undefined && this.#try(this.#net, exchange);
  }

  /** The plan in hand; undefined where something is lacking in it. */
  plan(price: Float64Array): PassResult | undefined {
    if (this.#net === undefined || this.#missing > 0) return undefined;
    return { ...readStages(this.#net, this.#isOpen), marginal: this.#marginal(this.#net, price) };
  }

  /**
   * A plan with those parts of another one that save: works that are open in one of the two only, near each other, are
   * changed together, few before many; then as long as other changes save. Undefined where nothing does.
   */
  *combine({ open }: Modules, { open: other }: Modules, guide: JointGuide): Sliceable<PassResult | undefined> {
    const either = open.map((modules, i) => Math.max(modules, other[i]));
    const net = this.#network(either, guide);
    this.#moveTo(net, open);
    const before = this.#cost;
    const differing = Array.from(open.keys()).filter(
      (i) => this.#isOpen[i] >= 0 && open[i] > 0 !== other[i] > 0 && this.#goods.has(this.#room.goodOf(i)),
    );
    for (const works of nearbyParts(this.#instance, differing)) {
      if (guide.isHurried()) break;
      const closes = works.filter((i) => open[i] > 0 && this.#isOpen[i] === 1);
      const opens = works.filter((i) => open[i] === 0 && this.#isOpen[i] === 0);
      if (closes.length + opens.length < works.length || !this.#room.suffices(closes, opens)) continue;
      this.#try(net, { closes, opens });
      yield;
    }
    if (this.#cost >= before) return undefined;
    yield* this.#descend(net, guide);
    return this.plan(guide.price);
  }

  /** The cheapest flow of what is open in a plan at costs as fine as doubles allow; those of the search are coarse. */
  polish({ open, marginal }: Pick<PassResult, "open" | "marginal">): PassResult | undefined {
    const isIn = Int8Array.from(open, (modules, i) => (modules > 0 && this.#goods.has(this.#room.goodOf(i)) ? 1 : 0));
    const likely = likelyCells(this.#instance, open);
    const fine = serveFinely(this.#instance, this.#factor, isIn, this.#goods, COARSE, likely);
    this.visits += fine.tree.visits + fine.network.arcCount;
    return missingIn(fine) > 0 ? undefined : { ...readStages(fine, isIn), marginal: arrivalPrices(fine, marginal) };
  }

  /** Makes changes that save until none does or the trials are used up. */
  *#descend(net: StageNetwork, { trials, isHurried }: JointGuide): Sliceable<void> {
    let left = trials;
    for (let improved = true; improved && left > 0 && !isHurried(); ) {
      improved = false;
      let failures = 0;
      for (const change of this.#changes(net)) {
        if (left <= 0 || failures >= PATIENCE || isHurried()) break;
        if (this.#record.isKnownToFail(change)) continue;
        left--;
        const before = this.#cost;
        improved = this.#try(net, change);
        if (this.#tried.missing === this.#missing) this.#record.learn(change, before - this.#tried.cost);
        yield;
        if (improved) break;
        failures++;
      }
    }
  }

  /** Cells: what one unit more would cost in the plan in hand; `price` where none can arrive. */
  #marginal(net: StageNetwork, price: Float64Array): Float64Array {
    const { arrival, factor, costScale, shift, network, lackArc } = net;
    const offers = this.#offers!;
    findOffers(offers, this.#worth!, net, this.#isOpen);
    const marginal = price.slice();
    for (let cell = 0; cell < arrival.length; cell++) {
      if (arrival[cell] < 0) continue;
      const cost = stagePrice(net, arrival[cell]) + offers.cheapest[cell];
      const good = Math.floor(cell / this.#instance.placeCount);
      if (cost < network.cost[lackArc]) marginal[cell] = ((cost + shift[good]) * factor[good]) / costScale;
    }
    return marginal;
  }

  /** Changes that could save something, most promising first. */
  #changes(net: StageNetwork): Prospect[] {
    const before = net.tree.visits;
    const singles = this.#singles;
    const [offers, worth, isOpen] = [this.#offers!, this.#worth!, this.#isOpen];
    singles.list(this.#listed, { net, offers, worth, isOpen, isServed: this.#missing === 0 });
    const record = this.#record;
    const found: Prospect[] = [];
    const keep = (closes: readonly number[], opens: readonly number[], most: number): void => {
      if (most > 0 && (this.#missing > 0 || this.#room.suffices(closes, opens)))
        found.push(record.prospect(closes, opens, most));
    };
    const { closes, opens, most } = singles;
    for (let k = 0; k < singles.count; k++) if (most[k] > 0) keep(worksOf(closes[k]), worksOf(opens[k]), most[k]);
    const listed = singles.promising(this.#promising);
    let pairs = 0;
    for (let one = 0; one < listed; one++) {
      for (let other = one + 1; other < listed; other++) {
        const [a, b] = [this.#promising[one], this.#promising[other]];
        const isShared = (closes[a] >= 0 && closes[a] === closes[b]) || (opens[a] >= 0 && opens[a] === opens[b]);
        if (isShared) continue;
        pairs++;
        if (most[a] + most[b] > 0) keep(worksOf(closes[a], closes[b]), worksOf(opens[a], opens[b]), most[a] + most[b]);
      }
    }
    this.visits += net.tree.visits - before + singles.count + pairs;
    return found.sort((a, b) => b.expected - a.expected);
  }

  /** Makes a change and keeps it when it saves. */
  #try(net: StageNetwork, change: Exchange): boolean {
    const [cost, missing, fixedCost] = [this.#cost, this.#missing, this.#fixedCost];
    for (const i of change.closes) this.#set(net, i, 0);
    for (const i of change.opens) this.#set(net, i, 1);
    this.#serve(net);
    const saves = this.#cost < cost - LEAST_SAVING * Math.abs(cost);
    this.#tried = { cost: this.#cost, missing: this.#missing };
    if (this.#missing < missing || (this.#missing === missing && saves)) {
      this.#hide(net);
      saveTree(net.tree, this.#copy!);
      return true;
    }
    for (const i of change.closes) this.#set(net, i, 1);
    for (const i of change.opens) this.#set(net, i, 0);
    restoreTree(net.tree, this.#copy!);
    [this.#cost, this.#missing, this.#fixedCost] = [cost, missing, fixedCost];
    return false;
  }

  /** Opens and closes what differs, and serves. */
  #moveTo(net: StageNetwork, open: Float64Array): void {
    const { worksFixed } = this.#instance;
    for (const i of net.works) this.#set(net, i, open[i] > 0 ? 1 : 0);
    let sum = 0;
    this.#room.clear();
    for (const i of net.works) {
      if (this.#isOpen[i] !== 1) continue;
      sum += worksFixed[i];
      this.#room.add(i, 1);
    }
    this.#fixedCost = sum;
    this.#serve(net);
    this.#hide(net);
    saveTree(net.tree, this.#copy!);
  }

  #set(net: StageNetwork, i: number, isOpen: number): void {
    if (this.#isOpen[i] === isOpen) return;
    this.#isOpen[i] = isOpen;
    const sign = isOpen === 1 ? 1 : -1;
    this.#fixedCost += sign * this.#instance.worksFixed[i];
    this.#room.add(i, sign);
    setWorks(net, i, isOpen === 1);
    const cell = this.#instance.sizeCell[this.#instance.worksSize[i]];
    this.#openAt[cell] += sign;
    if (this.#openAt[cell] === (isOpen === 1 ? 1 : 0)) setPairs(net, this.#worth!.leaves, cell, isOpen === 1);
  }

  /** Keeps all pairs of places where nothing is open out of the way, also those that have left the tree meanwhile. */
  #hide(net: StageNetwork): void {
    for (let cell = 0; cell < this.#openAt.length; cell++)
      if (net.departure[cell] >= 0 && this.#openAt[cell] === 0) setPairs(net, this.#worth!.leaves, cell, false);
  }

  #serve(net: StageNetwork): void {
    const before = net.tree.visits;
    serveStages(net);
    this.#cost = this.#fixedCost + stageCost(net) / (net.amountScale * net.costScale);
    this.#missing = missingIn(net);
    // A tree set aside is copied arc by arc.
    this.visits += net.tree.visits - before + net.network.arcCount;
  }

  /** The network of what is open and of the works that may be; built anew when it lacks something open. */
  #network(open: Float64Array, { rank, works }: JointGuide): StageNetwork {
    const isFurther = (i: number): boolean =>
      this.#isOpen[i] < 0 && open[i] === 0 && this.#goods.has(this.#room.goodOf(i));
    const isIn = new Int8Array(open.length);
    let lacks = this.#net === undefined;
    for (let i = 0; i < isIn.length; i++) {
      const isAsked = open[i] > 0 && this.#goods.has(this.#room.goodOf(i));
      lacks ||= isAsked && this.#isOpen[i] < 0;
      isIn[i] = isAsked || this.#isOpen[i] >= 0 ? 1 : 0;
    }
    if (this.#net !== undefined && !lacks) return this.#net;
    for (const i of works ?? rankedFirst(rank, isFurther, (i) => this.#room.goodOf(i))) isIn[i] = 1;
    for (let i = 0; i < isIn.length; i++) this.#isOpen[i] = isIn[i] - 1;
    this.#net = buildStages(
      this.#instance,
      this.#factor,
      isIn,
      false,
      this.#goods,
      COARSE,
      likelyCells(this.#instance, open),
    );
    this.#listed = this.#net.works;
    this.visits += this.#net.network.arcCount;
    this.#worth = startWorth(this.#net);
    this.#openAt.fill(0);
    for (const cell of this.#net.supplyCell) this.#openAt[cell] = 1;
    this.#offers = startOffers(this.#net);
    this.#copy = copyTree(this.#net.tree);
    return this.#net;
  }
}
