import type { Sliceable } from "../../base/control.ts";
import type { Random } from "../../base/random.ts";
import { type GoodTree, goodTrees, type TreePart } from "../../kernels/coupled/good-trees.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { pricesEverywhere } from "../../kernels/coupled/plan-prices.ts";
import { byWholeWorks, openInTree, treeInstance } from "../../kernels/coupled/tree-instance.ts";
import { ExchangeRecord } from "./exchanges.ts";
import type { JointGuide } from "./joint-guide.ts";
import { JointSearch, type Modules } from "./joint-search.ts";
import type { PassResult } from "./pass.ts";
import { RegionSearch, type SearchedGoods } from "./region-search.ts";

/** What a search over trees is told besides. */
export interface TreeGuide extends JointGuide {
  /** What the chain costs in a plan; undefined where something is lacking that may not be. */
  costOf(pass: PassResult): number | undefined;
  /** Gates: what by-products are worth. */
  readonly gatePrice: Float64Array;
  /** Serves goods, each before what it is made of, from what is open and comes beside others. */
  serve(goods: Int32Array, task: ServedGoods): Sliceable<PassResult | undefined>;
}

/** What is told to whoever serves some goods. */
interface ServedGoods {
  /** Cells: what is wanted, with what other goods take of them; and what comes as a by-product of other goods. */
  readonly need: Float64Array;
  readonly beside: Float64Array;
  /** Works: modules open. */
  readonly open: Float64Array;
  /** Cells: what a unit costs. */
  readonly price: Float64Array;
}

/** What saves less than this part of the cost is as good as nothing. */
const LEAST_SAVING = 1e-6;
/** Trees with more open modules are left alone: what a look at all exchanges takes grows by their square. */
const MOST_OPEN = 1000;
/** What a tree saved counts so much less with each turn that follows. */
const FADING = 0.5;

/** A tree, and what its last turns have saved for how much work. */
interface TreeTurns {
  readonly tree: GoodTree;
  saved: number;
  work: number;
  /** Whether nothing saves in it until another tree has changed. */
  isSettled: boolean;
}

/** A change of a tree's works, in its network. */
type TreeChange = (
  joint: JointSearch,
  plan: Modules,
  guide: JointGuide,
  searched: SearchedGoods,
  other: Modules,
) => Sliceable<PassResult | undefined>;

/** A search for a chain in which some goods are made of several others; undefined where no good with works is in a tree. */
export function treeSearch(instance: CoupledInstance, order: Int32Array): TreeSearch | undefined {
  const { cellWorks, placeCount: p } = instance;
  const hasWorks = (good: number): boolean => cellWorks[(good + 1) * p] > cellWorks[good * p];
  const trees = goodTrees(instance, order).filter(({ goods }) => goods.some(hasWorks));
  return trees.length > 0 ? new TreeSearch(instance, order, trees) : undefined;
}

/**
 * Improves plans of a chain tree by tree: within a tree flows of all goods are found together after every change of what is
 * open. What its goods are made of beside it has the price that it has in the plan, and is brought anew to where it is then
 * wanted; only what makes the plan as a whole cheaper is kept.
 */
export class TreeSearch {
  /** Arc visits, booked as they happen. */
  visits = 0;
  /** All of them so far. */
  #allVisits = 0;
  readonly #instance: CoupledInstance;
  readonly #order: Int32Array;
  readonly #turns: readonly TreeTurns[];
  readonly #record: ExchangeRecord;
  readonly #regions: RegionSearch;
  /** The tree whose turn it is to be kicked. */
  #next = 0;

  constructor(instance: CoupledInstance, order: Int32Array, trees: readonly GoodTree[]) {
    this.#instance = instance;
    this.#order = order;
    this.#turns = trees.map((tree) => ({ tree, saved: 0, work: 0, isSettled: false }));
    this.#record = new ExchangeRecord(instance.worksSize.length);
    this.#regions = new RegionSearch(instance);
  }

  /** Whether no tree is known in which something may save. */
  get isSettled(): boolean {
    return this.#turns.every(({ isSettled }) => isSettled);
  }

  /** Another plan is to be improved: every tree may save again. */
  unsettle(): void {
    for (const turns of this.#turns) turns.isSettled = false;
  }

  /** A plan with other works in the tree that promises most for its work; undefined where that does not save. */
  *improve(pass: PassResult, guide: TreeGuide): Sliceable<PassResult | undefined> {
    const turns = this.#mostPromising();
    if (turns === undefined) return undefined;
    const cost = guide.costOf(pass) ?? Number.POSITIVE_INFINITY;
    const before = this.#allVisits;
    const change: TreeChange = (joint, plan, own, searched) => this.#regions.improve(joint, plan, searched, own);
    const better = yield* this.#better(turns.tree, pass, cost, guide, change);
    turns.saved = FADING * turns.saved + (better === undefined ? 0 : cost - better.cost);
    turns.work = FADING * turns.work + this.#allVisits - before;
    turns.isSettled = better === undefined;
    if (better === undefined) return undefined;
    this.unsettle();
    return better.pass;
  }

  /** A plan of which a tree was kicked out of what nothing mends, here and there; undefined where that does not save. */
  *kick(pass: PassResult, guide: TreeGuide, random: Random): Sliceable<PassResult | undefined> {
    const { tree } = this.#turns[this.#next];
    this.#next = (this.#next + 1) % this.#turns.length;
    const cost = guide.costOf(pass) ?? Number.POSITIVE_INFINITY;
    const change: TreeChange = (joint, plan, own, searched) => this.#regions.kick(joint, plan, searched, own, random);
    return (yield* this.#better(tree, pass, cost, guide, change))?.pass;
  }

  /** A plan with those parts of another one that save; undefined where nothing does. */
  *combine(pass: PassResult, other: PassResult, guide: TreeGuide): Sliceable<PassResult | undefined> {
    let plan = pass;
    let cost = guide.costOf(pass) ?? Number.POSITIVE_INFINITY;
    const change: TreeChange = (joint, own, ownGuide, _, also) => joint.combine(own, also, ownGuide);
    for (const { tree } of this.#turns) {
      if (guide.isHurried()) break;
      const better = yield* this.#better(tree, plan, cost, guide, change, other);
      if (better !== undefined) ({ pass: plan, cost } = better);
    }
    return plan === pass ? undefined : plan;
  }

  /** The tree that saved most for its work, those first that have had no turn yet. */
  #mostPromising(): TreeTurns | undefined {
    const promise = ({ saved, work }: TreeTurns): number => (work === 0 ? Number.POSITIVE_INFINITY : saved / work);
    let chosen: TreeTurns | undefined;
    for (const turns of this.#turns)
      if (!turns.isSettled && (chosen === undefined || promise(turns) > promise(chosen))) chosen = turns;
    return chosen;
  }

  /** The plan changed in a tree, where that is cheaper as a whole. */
  *#better(
    tree: GoodTree,
    plan: PassResult,
    cost: number,
    guide: TreeGuide,
    change: TreeChange,
    other = plan,
  ): Sliceable<{ readonly pass: PassResult; readonly cost: number } | undefined> {
    if (this.#openIn(tree, plan) > MOST_OPEN) return undefined;
    const pass = yield* this.#changed(tree, plan, guide, change, other);
    const changedCost = pass && guide.costOf(pass);
    if (pass === undefined || changedCost === undefined || !(changedCost < cost * (1 - LEAST_SAVING))) return undefined;
    return { pass, cost: changedCost };
  }

  /** Modules of a tree's goods that are open. */
  #openIn({ goods }: GoodTree, { open }: PassResult): number {
    const { cellWorks, placeCount: p } = this.#instance;
    let sum = 0;
    for (const good of goods) for (let i = cellWorks[good * p]; i < cellWorks[(good + 1) * p]; i++) sum += open[i];
    return sum;
  }

  /** The plan with a tree's works changed, and what moves with them served anew. */
  *#changed(
    tree: GoodTree,
    start: PassResult,
    guide: TreeGuide,
    change: TreeChange,
    other: PassResult,
  ): Sliceable<PassResult | undefined> {
    const plan = { ...start, open: this.#withFree(start.open) };
    const price = this.#pricesOf(plan, guide);
    const own = treeInstance(this.#instance, tree, price, guide.gatePrice, plan, other.open);
    const { instance, works, factor } = own;
    const joint = new JointSearch(instance, tree.goods, new Set(tree.goods), factor, this.#record.of(works));
    const book = (): void => {
      this.visits += joint.visits + this.#regions.visits;
      this.#allVisits += joint.visits + this.#regions.visits;
      joint.visits = 0;
      this.#regions.visits = 0;
    };
    const isHurried = (): boolean => {
      book();
      return guide.isHurried();
    };
    const rank = Float64Array.from(works, (i) => guide.rank[i]);
    const [open, also] = [plan, other].map((one) => ({ open: openInTree(works, one.open) }));
    const coarse = yield* change(joint, open, { ...guide, rank, isHurried }, { ...own, goods: tree.goods }, also);
    const found = coarse && joint.polish(coarse);
    book();
    if (found === undefined) return undefined;
    let placed = this.#merged(plan, this.#inWhole(found, works), tree.goods);
    for (const part of tree.below) {
      const served = yield* this.#served(part, placed, price, guide);
      if (served === undefined) return undefined;
      placed = this.#merged(placed, served, part.goods);
    }
    return this.#withoutIdle(placed);
  }

  /** Modules open, and all of the chain's that cost nothing to open: quarries and farms that stand are there where they are wanted. */
  #withFree(open: Float64Array): Float64Array {
    const { cellWorks, placeCount: p, worksFixed, worksCopies } = this.#instance;
    const all = open.slice();
    for (const good of this.#order)
      for (let i = cellWorks[good * p]; i < cellWorks[(good + 1) * p]; i++)
        if (worksFixed[i] === 0) all[i] = worksCopies[i];
    return all;
  }

  /** The plan without those of them that make nothing. */
  #withoutIdle(plan: PassResult): PassResult {
    const { worksFixed } = this.#instance;
    return { ...plan, open: plan.open.map((modules, i) => (worksFixed[i] === 0 && plan.made[i] === 0 ? 0 : modules)) };
  }

  /** Some goods brought anew from what is open to where a plan takes them. */
  *#served(
    { goods, tree }: TreePart,
    plan: PassResult,
    price: Float64Array,
    guide: TreeGuide,
  ): Sliceable<PassResult | undefined> {
    const { open } = plan;
    if (tree === undefined) return yield* guide.serve(goods, { ...this.#wantedBeside(goods, plan), open, price });
    const { instance, works, factor } = treeInstance(this.#instance, tree, price, guide.gatePrice, plan);
    const joint = new JointSearch(instance, goods, new Set(goods), factor, this.#record.of(works));
    const served = joint.polish({ open: openInTree(works, open), marginal: plan.marginal });
    this.visits += joint.visits;
    yield;
    return served && this.#inWhole(served, works);
  }

  /** A plan of a tree's problem, by works of the whole. */
  #inWhole(plan: PassResult, works: Int32Array): PassResult {
    const count = this.#instance.worksSize.length;
    return { ...plan, open: byWholeWorks(works, plan.open, count), made: byWholeWorks(works, plan.made, count) };
  }

  /** Cells: what a unit costs in the plan; of what no works makes, which there is or is not, what it is said to cost. */
  #pricesOf({ flows, marginal }: PassResult, guide: TreeGuide): Float64Array {
    const { placeCount: p, cellWorks } = this.#instance;
    const price = marginal.slice();
    for (const good of this.#order) {
      if (cellWorks[(good + 1) * p] === cellWorks[good * p]) {
        price.set(guide.price.subarray(good * p, (good + 1) * p), good * p);
        continue;
      }
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

  /** Cells: what is wanted for itself and by works that make other goods than these, and what comes beside those. */
  #wantedBeside(goods: Int32Array, { byActivity }: PassResult): { need: Float64Array; beside: Float64Array } {
    const { placeCount: p, demand, sizeCount, sizeCell, inputGood, gateCell } = this.#instance;
    const { activityStart, takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = this.#instance;
    const need = demand.slice();
    const beside = new Float64Array(demand.length);
    for (let size = 0; size < sizeCount; size++) {
      if (goods.includes(Math.floor(sizeCell[size] / p))) continue;
      const place = sizeCell[size] % p;
      for (let run = activityStart[size]; run < activityStart[size + 1]; run++) {
        if (!(byActivity[run] > 0)) continue;
        for (let e = takeStart[run]; e < takeStart[run + 1]; e++)
          need[inputGood[takeInput[e]] * p + place] += takeAmount[e] * byActivity[run];
        for (let e = besideStart[run]; e < besideStart[run + 1]; e++)
          beside[gateCell[besideGate[e]]] += besideAmount[e] * byActivity[run];
      }
    }
    return { need, beside };
  }
}
