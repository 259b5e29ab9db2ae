import type { Sliceable } from "../../base/control.ts";
import type { Random } from "../../base/random.ts";
import { type CoupledInstance, nearOf } from "../../kernels/coupled/instance.ts";
import { regionInstance } from "../../kernels/coupled/region-instance.ts";
import type { TreeProblem } from "../../kernels/coupled/tree-instance.ts";
import { ExchangeRecord } from "./exchanges.ts";
import type { JointGuide } from "./joint-guide.ts";
import { JointSearch, type Modules } from "./joint-search.ts";
import type { PassResult } from "./pass.ts";

/** Places of a region; and those that count as looked at with it, since there what is near is in it as well. */
const REGION = 80;
const CORE = 40;
/** Exchanges that may be tried in a region; and in the whole before, which takes ten times as long for each. */
const TRIALS = 400;
const FIRST_TRIALS = 30;
/** Where there are fewer places than so many regions would have, the whole is searched. */
const LARGE = 2;
/** Regions that are kicked in a turn, and how often each. */
const KICKED = 8;
const KICKS = 8;

/** What the network is for whose plans are improved. */
export interface SearchedGoods extends TreeProblem {
  /** Each before what it is made of. */
  readonly goods: Int32Array;
}

/**
 * Improves the plan that a joint search has in hand region by region: where flows far away stay as they are an exchange costs
 * a tenth of what it costs in the whole network, and hundreds can be tried in every part of it. What saves in a region is then
 * made in the whole.
 */
export class RegionSearch {
  /** Arc visits, booked as they happen. */
  visits = 0;
  readonly #record: ExchangeRecord;

  constructor(instance: CoupledInstance) {
    this.#record = new ExchangeRecord(instance.worksSize.length);
  }

  /** The plan in a joint search's network, improved there and then region by region; undefined where something is lacking. */
  *improve(
    whole: JointSearch,
    start: Modules,
    searched: SearchedGoods,
    guide: JointGuide,
  ): Sliceable<PassResult | undefined> {
    const { placeCount: p } = searched.instance;
    const isLarge = p >= LARGE * REGION;
    const first = yield* whole.improve(start, isLarge ? { ...guide, trials: FIRST_TRIALS } : guide);
    if (first === undefined || !isLarge) return first;
    let plan = first;
    const isDone = new Int8Array(p);
    for (let centre = 0; centre >= 0 && !guide.isHurried(); centre = isDone.indexOf(0)) {
      const region = this.#around(centre, searched);
      for (const place of region.subarray(0, CORE)) isDone[place] = 1;
      const found = yield* this.#inRegion(whole, plan, region, searched, guide, (search, there, own) =>
        search.improve({ open: there }, own),
      );
      if (found === undefined) continue;
      plan = found;
      for (const place of region.subarray(CORE)) isDone[place] = 0;
    }
    return plan;
  }

  /** The same where plans of a few regions are kicked out of what nothing mends: works in place of others, then what saves. */
  *kick(
    whole: JointSearch,
    start: Modules,
    searched: SearchedGoods,
    guide: JointGuide,
    random: Random,
  ): Sliceable<PassResult | undefined> {
    let plan = yield* whole.improve(start, { ...guide, trials: 0 });
    for (let turn = 0; turn < KICKED && plan !== undefined && !guide.isHurried(); turn++) {
      const region = this.#around(random.integer(0, searched.instance.placeCount - 1), searched);
      plan =
        (yield* this.#inRegion(whole, plan, region, searched, guide, (search, there, own) =>
          search.kick({ open: there }, own, random, KICKS),
        )) ?? plan;
    }
    return plan;
  }

  /** A place and those near it, nearest first. */
  #around(centre: number, { instance, goods }: SearchedGoods): Int32Array {
    const { placeCount: p } = instance;
    const travels = goods.find((good) => nearOf(instance, good) !== undefined);
    if (travels === undefined) return Int32Array.of(centre);
    return nearOf(instance, travels)!.leaving.subarray(centre * p, centre * p + Math.min(REGION, p));
  }

  /** The plan after what a search finds for one region was made in the whole; undefined where that saves nothing. */
  *#inRegion(
    whole: JointSearch,
    plan: PassResult,
    region: Int32Array,
    { instance, works: modulesOf, goods, factor }: SearchedGoods,
    guide: JointGuide,
    find: (search: JointSearch, there: Float64Array, guide: JointGuide) => Sliceable<PassResult | undefined>,
  ): Sliceable<PassResult | undefined> {
    const { placeCount: p, sizeCell, worksSize } = instance;
    const isInside = new Int8Array(p);
    for (const place of region) isInside[place] = 1;
    const works = whole.listed.filter((i) => isInside[sizeCell[worksSize[i]] % p] === 1);
    const own = regionInstance(instance, goods, plan.flows, isInside);
    const search = new JointSearch(own, goods, new Set(goods), factor, this.#record.of(modulesOf));
    const book = (): boolean => {
      this.visits += search.visits;
      search.visits = 0;
      return guide.isHurried();
    };
    const there = new Float64Array(plan.open.length);
    for (const i of works) there[i] = plan.open[i];
    const found = yield* find(search, there, { ...guide, works, trials: TRIALS, isHurried: book });
    book();
    if (found === undefined) return undefined;
    const closes = Array.from(works).filter((i) => there[i] > 0 && found.open[i] === 0);
    const opens = Array.from(works).filter((i) => there[i] === 0 && found.open[i] > 0);
    if (closes.length + opens.length === 0 || !whole.change({ closes, opens })) return undefined;
    return whole.plan(guide.price);
  }
}
