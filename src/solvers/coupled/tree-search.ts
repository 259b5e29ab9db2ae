import type { Sliceable } from "../../base/control.ts";
import type { Random } from "../../base/random.ts";
import { type GoodTree, goodTrees, type TreePart } from "../../kernels/coupled/good-trees.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { pricesEverywhere } from "../../kernels/coupled/plan-prices.ts";
import { treeInstance } from "../../kernels/coupled/tree-instance.ts";
import { ExchangeRecord } from "./exchanges.ts";
import type { JointGuide } from "./joint-guide.ts";
import { JointSearch } from "./joint-search.ts";
import type { PassResult } from "./pass.ts";
import { RegionSearch, type SearchedGoods } from "./region-search.ts";

/** What a search over trees is told besides. */
export interface TreeGuide extends JointGuide {
  /** What the chain costs in a plan; undefined where something is lacking that may not be. */
  costOf(pass: PassResult): number | undefined;
  /** Serves goods, each before what it is made of, from what is open; what all others take of them is wanted already. */
  serve(
    goods: Int32Array,
    need: Float64Array,
    open: Float64Array,
    price: Float64Array,
  ): Sliceable<PassResult | undefined>;
}

/** What saves less than this part of the cost is as good as nothing. */
const LEAST_SAVING = 1e-6;

/** A change of a tree's works, in its network. */
type TreeChange = (
  joint: JointSearch,
  plan: PassResult,
  guide: JointGuide,
  searched: SearchedGoods,
) => Sliceable<PassResult | undefined>;

/**
 * A search for a chain in which some goods are made of several others; undefined where one of them is in no tree, since its
 * works differ in what they take, share costs, have many modules or make something beside.
 */
export function treeSearch(instance: CoupledInstance, order: Int32Array): TreeSearch | undefined {
  const trees = goodTrees(instance, order);
  const isInAll = order.every((good) => trees.some(({ isIn }) => isIn[good] === 1));
  return trees.length > 0 && isInAll ? new TreeSearch(instance, order, trees) : undefined;
}

/**
 * Improves plans of a chain tree by tree: within a tree flows of all goods are found together after every change of what is
 * open. What its goods are made of beside it has the price that it has in the plan, and is brought anew to where it is then
 * wanted; only what makes the plan as a whole cheaper is kept.
 */
export class TreeSearch {
  /** Arc visits, booked as they happen. */
  visits = 0;
  readonly #instance: CoupledInstance;
  readonly #order: Int32Array;
  readonly #trees: readonly GoodTree[];
  readonly #record: ExchangeRecord;
  readonly #regions: RegionSearch;
  /** The tree whose turn it is. */
  #next = 0;

  constructor(instance: CoupledInstance, order: Int32Array, trees: readonly GoodTree[]) {
    this.#instance = instance;
    this.#order = order;
    this.#trees = trees;
    this.#record = new ExchangeRecord(instance.worksSize.length);
    this.#regions = new RegionSearch(instance);
  }

  /** A plan with other works, each tree once; undefined where nothing saves. */
  *improve(pass: PassResult, guide: TreeGuide): Sliceable<PassResult | undefined> {
    return yield* this.#inTurn(this.#trees.length, pass, guide, (joint, plan, own, searched) =>
      this.#regions.improve(joint, plan, searched, own),
    );
  }

  /** A plan of which a tree was kicked out of what nothing mends, here and there; undefined where that does not save. */
  *kick(pass: PassResult, guide: TreeGuide, random: Random): Sliceable<PassResult | undefined> {
    return yield* this.#inTurn(1, pass, guide, (joint, plan, own, searched) =>
      this.#regions.kick(joint, plan, searched, own, random),
    );
  }

  /** A plan with those parts of another one that save; undefined where nothing does. */
  *combine(pass: PassResult, other: PassResult, guide: TreeGuide): Sliceable<PassResult | undefined> {
    const turns = this.#trees.length;
    return yield* this.#inTurn(turns, pass, guide, (joint, plan, own) => joint.combine(plan, other, own));
  }

  *#inTurn(turns: number, pass: PassResult, guide: TreeGuide, change: TreeChange): Sliceable<PassResult | undefined> {
    let plan = pass;
    let cost = guide.costOf(pass) ?? Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < turns && !guide.isHurried(); turn++) {
      const tree = this.#trees[this.#next];
      this.#next = (this.#next + 1) % this.#trees.length;
      const changed = yield* this.#changed(tree, plan, guide, change);
      const changedCost = changed && guide.costOf(changed);
      if (changed === undefined || changedCost === undefined || !(changedCost < cost * (1 - LEAST_SAVING))) continue;
      plan = changed;
      cost = changedCost;
    }
    return plan === pass ? undefined : plan;
  }

  /** The plan with a tree's works changed, and what its goods are made of beside it brought to where it is then wanted. */
  *#changed(tree: GoodTree, plan: PassResult, guide: TreeGuide, change: TreeChange): Sliceable<PassResult | undefined> {
    const instance = this.#instance;
    const price = this.#pricesOf(plan);
    const own = treeInstance(instance, tree, price, plan.byActivity);
    const joint = new JointSearch(own, tree.goods, new Set(tree.goods), tree.factor, this.#record);
    const book = (): void => {
      this.visits += joint.visits + this.#regions.visits;
      joint.visits = 0;
      this.#regions.visits = 0;
    };
    const isHurried = (): boolean => {
      book();
      return guide.isHurried();
    };
    const coarse = yield* change(joint, plan, { ...guide, isHurried }, { ...tree, instance: own });
    const found = coarse && joint.polish(coarse);
    book();
    if (found === undefined) return undefined;
    let placed = this.#merged(plan, found, tree.goods);
    for (const part of tree.below) {
      const served = yield* this.#served(part, placed, price, guide);
      if (served === undefined) return undefined;
      placed = this.#merged(placed, served, part.goods);
    }
    return placed;
  }

  /** Some goods brought anew from what is open to where a plan takes them. */
  *#served(
    { goods, tree }: TreePart,
    plan: PassResult,
    price: Float64Array,
    guide: TreeGuide,
  ): Sliceable<PassResult | undefined> {
    if (tree === undefined) return yield* guide.serve(goods, this.#needBeside(goods, plan), plan.open, price);
    const own = treeInstance(this.#instance, tree, price, plan.byActivity);
    const joint = new JointSearch(own, goods, new Set(goods), tree.factor, this.#record);
    const served = joint.polish(plan);
    this.visits += joint.visits;
    yield;
    return served;
  }

  /** Cells: what a unit costs in the plan. */
  #pricesOf({ flows, marginal }: PassResult): Float64Array {
    const p = this.#instance.placeCount;
    const price = marginal.slice();
    for (const good of this.#order) {
      const cells = marginal.subarray(good * p, (good + 1) * p);
      price.set(pricesEverywhere(this.#instance, good, flows[good], cells), good * p);
    }
    return price;
  }

  /** A plan with some goods as another has them. */
  #merged(plan: PassResult, other: PassResult, goods: Int32Array): PassResult {
    const { placeCount: p, cellWorks, goodStart, goodSizes, activityStart } = this.#instance;
    const merged = {
      open: plan.open.slice(),
      made: plan.made.slice(),
      byActivity: plan.byActivity.slice(),
      flows: plan.flows.slice(),
      marginal: plan.marginal.slice(),
    };
    for (const good of goods) {
      const [first, last] = [cellWorks[good * p], cellWorks[(good + 1) * p]];
      merged.open.set(other.open.subarray(first, last), first);
      merged.made.set(other.made.subarray(first, last), first);
      merged.marginal.set(other.marginal.subarray(good * p, (good + 1) * p), good * p);
      merged.flows[good] = other.flows[good];
      for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
        const size = goodSizes[at];
        for (let run = activityStart[size]; run < activityStart[size + 1]; run++)
          merged.byActivity[run] = other.byActivity[run];
      }
    }
    return merged;
  }

  /** Cells: what is wanted for itself, and what works take that make other goods than these. */
  #needBeside(goods: Int32Array, { byActivity }: PassResult): Float64Array {
    const { placeCount: p, demand, sizeCount, sizeCell } = this.#instance;
    const { activityStart, takeStart, takeInput, takeAmount, inputGood } = this.#instance;
    const need = demand.slice();
    for (let size = 0; size < sizeCount; size++) {
      if (goods.includes(Math.floor(sizeCell[size] / p))) continue;
      const place = sizeCell[size] % p;
      for (let run = activityStart[size]; run < activityStart[size + 1]; run++) {
        if (!(byActivity[run] > 0)) continue;
        for (let e = takeStart[run]; e < takeStart[run + 1]; e++)
          need[inputGood[takeInput[e]] * p + place] += takeAmount[e] * byActivity[run];
      }
    }
    return need;
  }
}
