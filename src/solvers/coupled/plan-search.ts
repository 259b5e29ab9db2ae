import { ArrayStore } from "../../base/array-store.ts";
import { type Control, type Sliceable, VISITS_PER_WORK_UNIT } from "../../base/control.ts";
import type { Random } from "../../base/random.ts";
import { isRoundedAway } from "../../kernels/coupled/build-network.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { chainsOfGoods } from "../../problems/chain-cases.ts";
import {
  type ChainPlans,
  hope,
  isSettled,
  learn,
  likeliest,
  mostPromising,
  startChain,
  type Way,
  worthJoining,
} from "./chain-choice.ts";
import type { JointGuide } from "./joint-guide.ts";
import type { JointSearch } from "./joint-search.ts";
import { keepPass, wholePass } from "./kept-pass.ts";
import { mixedPrices, someOf } from "./other-starts.ts";
import type { GoodFlows, PassGuide, PassResult } from "./pass.ts";
import { openWorks } from "./place-anew.ts";
import { type SettledPlan, settle } from "./settle.ts";
import { TopDown } from "./top-down.ts";
import type { TreeGuide, TreeSearch } from "./tree-search.ts";

/** What the prices say to a search for plans. */
export interface Advice {
  /** Cells. */
  readonly price: Float64Array;
  readonly gatePrice: Float64Array;
  /** Works. */
  readonly averageOpen: Float64Array;
  readonly gain: Float64Array;
  /** Goods: what is proved of each. */
  readonly bound: Float64Array;
}

/** Plans so much dearer than the incumbent are not worth serving anew. */
const HOPELESS = 1.02;
/** Times that a plan is served anew, its input prices moved half way to what they cost in it. */
const SERVICES = 3;
/** What ran short in a pass looks dearer by this part in the next ones. */
const MARK_UP = 0.05;
const JOINT_TRIALS = 1000;
/** Trials of a pass for one good where such a search follows, and where trees have their turns. */
const JOINED_TRIALS = 200;
const TREE_TRIALS = 60;

/** A pass may take as much work as all before it, so that there is a plan soon, and a better one in due course. */
const SHARE = 1;
const LEAST_VISITS = 2e8;

/** What a pass is told here; the rest is the same for all. */
interface Guide extends Advice, Omit<PassGuide, "order" | "sparing" | "isHurried" | "mayGiveUp" | "mostVisits"> {
  /** A plan is wanted soon, to aim at: it is not improved with all goods' flows together. */
  readonly soon?: boolean;
}

interface PricedPass {
  readonly pass: PassResult;
  readonly cost: number;
}

/**
 * Keeps the best plan, and makes others from the prices and from what it has learnt of the best: chain by chain, since
 * goods that no recipe links share no cost and no limit.
 */
export class PlanSearch {
  incumbent: SettledPlan | undefined;
  /** Work that went into plans. */
  work = 0;
  readonly #instance: CoupledInstance;
  readonly #order: Int32Array;
  readonly #topDown: TopDown;
  /** What a plan is settled in that is only looked at. */
  readonly #arrays = new ArrayStore();
  readonly #random: Random;
  readonly #control: Control;
  readonly #chains: readonly ChainPlans[];
  /** Chains with works: among these there is a choice. */
  readonly varied: readonly ChainPlans[];
  /** Goods: how much dearer they are made to look, and the part that is spared, because a pass wanted more than there is. */
  readonly #markup: Float64Array;

  constructor(instance: CoupledInstance, order: Int32Array, random: Random, control: Control) {
    this.#instance = instance;
    this.#order = order;
    this.#topDown = new TopDown(instance);
    this.#random = random;
    this.#markup = new Float64Array(instance.goodCount);
    this.#control = control;
    const chainOf = chainsOfGoods(instance.problem);
    this.#chains = [...new Set(chainOf)].map((chain) => {
      const goods = order.filter((good) => chainOf[good] === chain);
      return startChain(instance, goods);
    });
    const { cellWorks, placeCount: p } = instance;
    this.varied = this.#chains.filter(({ order: goods }) =>
      goods.some((good) => cellWorks[(good + 1) * p] > cellWorks[good * p]),
    );
  }

  get cost(): number {
    return this.incumbent?.cost ?? Number.POSITIVE_INFINITY;
  }

  /** A plan from the advice alone; or only something to aim at, soon. `isEnough` is asked after each chain. */
  *fresh(advice: Advice, trials: number, soon = false, isEnough = () => false): Sliceable<boolean> {
    let better = false;
    for (const chain of this.#chains) {
      const before = this.work;
      better = (yield* this.#try(chain, { ...advice, trials, soon })) || better;
      hope(chain, this.work - before, advice.bound);
      if (isEnough()) break;
    }
    return better;
  }

  /** The plan of given modules, kept and opened by size, as far as they may be; where they do not suffice, with others. */
  *given(advice: Advice, kept: ArrayLike<number>, opened: ArrayLike<number>, trials: number): Sliceable<boolean> {
    const open = openWorks(this.#instance, { kept, opened });
    let better = false;
    for (const chain of this.#chains) {
      // Trees are improved in turn, as long as that is wanted.
      const soon = chain.trees !== undefined;
      const served = yield* this.#try(chain, { ...advice, trials: 0, open, flowOnly: true, soon });
      better = served || (yield* this.#try(chain, { ...advice, trials, open })) || better;
    }
    return better;
  }

  /** Another plan of the chain that promises most for the work, in whichever way has helped more often. */
  *again(advice: Advice, trials: number): Sliceable<boolean> {
    const chain = mostPromising(this.varied);
    if (chain?.best === undefined) return yield* this.fresh(advice, trials);
    const best = wholePass(this.#instance, chain.order, chain.best);
    const { cost } = chain;
    const before = this.work;
    const way = isSettled(chain) ? likeliest(chain, this.#random) : chain.ways[0];
    const better = yield* this.#anotherPlan(chain, best, { ...advice, trials }, way.kind);
    learn(chain, way, cost - chain.cost, this.work - before);
    return better;
  }

  #anotherPlan(chain: ChainPlans, best: PassResult, guide: Guide, kind: Way["kind"]): Sliceable<boolean> {
    if (kind === "onwards") return this.#onwards(chain, chain.trees!, best, guide);
    if (kind === "barring") return this.#without(chain, best, guide, guide.trials);
    return this.#mixed(chain, best, guide, guide.trials, kind === "incumbent");
  }

  /** The best plan improved further tree by tree; once nothing saves any more, from where chance has put it. */
  *#onwards(chain: ChainPlans, trees: TreeSearch, best: PassResult, guide: Guide): Sliceable<boolean> {
    const treeGuide = this.#treeGuide(chain, trees, guide);
    const pass = yield* trees.isSettled ? trees.kick(best, treeGuide, this.#random) : trees.improve(best, treeGuide);
    this.#spend(trees);
    const cost = pass && this.#costOf(chain, pass);
    return pass !== undefined && cost !== undefined && this.#adopt(chain, { pass, cost });
  }

  /** A plan from the incumbent without some of its works, which may come back once it has settled without them. */
  *#without(chain: ChainPlans, best: PassResult, advice: Advice, trials: number): Sliceable<boolean> {
    const barred = someOf(best.open, this.#random);
    const open = best.open.map((modules, i) => (barred.has(i) ? 0 : modules));
    const settled = yield* this.#pass(chain, { ...advice, price: best.marginal, trials, open, barred });
    if (settled === undefined) return false;
    return yield* this.#try(chain, { ...advice, price: settled.marginal, trials, open: settled.open });
  }

  /** A plan from prices mixed of the advice and of what things cost in the incumbent. */
  *#mixed(chain: ChainPlans, best: PassResult, advice: Advice, trials: number, fromBest: boolean): Sliceable<boolean> {
    const price = mixedPrices(this.#instance, chain.order, advice.price, best, this.#random);
    const open = fromBest ? { open: best.open } : {};
    return yield* this.#try(chain, { ...advice, price, trials, ...open });
  }

  *#try(chain: ChainPlans, guide: Guide): Sliceable<boolean> {
    const asked = guide.price.map(
      (price, cell) => price * (1 + this.#markup[Math.floor(cell / this.#instance.placeCount)]),
    );
    const pass = yield* this.#pass(chain, { ...guide, price: asked });
    const cost = pass && this.#costOf(chain, pass);
    if (pass === undefined || cost === undefined) {
      if (pass !== undefined) this.#markUp(chain, pass);
      return false;
    }
    let found: PricedPass = { pass, cost };
    if (cost < chain.cost * HOPELESS) found = yield* this.#served(chain, guide, found);
    if (guide.soon !== true && found.cost < worthJoining(chain)) {
      if (chain.joint !== undefined) found = yield* this.#joined(chain, chain.joint, found, guide);
      else if (chain.trees !== undefined) found = yield* this.#joinedTrees(chain, chain.trees, found, guide);
    }
    const isBetter = this.#adopt(chain, found, guide.soon === true);
    if (isBetter) chain.trees?.unsettle();
    return isBetter;
  }

  /** Keeps a plan of a chain where it is better than the best one; whether it is. */
  #adopt(chain: ChainPlans, found: PricedPass, isRaw = false): boolean {
    chain.fruitless++;
    if (!(found.cost < chain.cost)) return false;
    chain.isRaw = isRaw;
    chain.best = keepPass(this.#instance, chain.order, found.pass);
    chain.cost = found.cost;
    chain.fruitless = 0;
    this.incumbent = this.#together();
    return true;
  }

  /** What is open served anew, input prices moved half way to what they cost, as far as that is better than what is in hand. */
  *#served(chain: ChainPlans, guide: Guide, found: PricedPass): Sliceable<PricedPass> {
    let least = found;
    let { open } = found.pass;
    const price = found.pass.marginal.slice();
    for (let service = 0; service < SERVICES; service++) {
      const served = yield* this.#pass(chain, { ...guide, price, open, flowOnly: true });
      if (served === undefined) break;
      const cost = this.#costOf(chain, served);
      if (cost !== undefined && cost < least.cost) least = { pass: served, cost };
      open = served.open;
      for (let cell = 0; cell < price.length; cell++) price[cell] = (price[cell] + served.marginal[cell]) / 2;
    }
    return least;
  }

  /** The chain's best plan with the better parts of another, once its trees have had their turns; what is better as a whole has them later. */
  *#joinedTrees(chain: ChainPlans, trees: TreeSearch, found: PricedPass, guide: Guide): Sliceable<PricedPass> {
    if (found.cost < chain.cost || chain.best === undefined || !trees.isSettled) return found;
    const best = wholePass(this.#instance, chain.order, chain.best);
    const pass = yield* trees.combine(best, found.pass, this.#treeGuide(chain, trees, guide));
    this.#spend(trees);
    const cost = pass && this.#costOf(chain, pass);
    return pass !== undefined && cost !== undefined && cost < found.cost ? { pass, cost } : found;
  }

  #treeGuide(chain: ChainPlans, trees: TreeSearch, guide: Guide): TreeGuide {
    return {
      ...this.#jointGuide(trees, guide),
      gatePrice: guide.gatePrice,
      costOf: (pass) => this.#costOf(chain, pass),
      serve: (order, task) => this.#pass({ ...chain, order }, { ...guide, ...task, trials: 0, flowOnly: true }),
    };
  }

  #jointGuide(joint: { visits: number }, { averageOpen, gain, price }: Guide): JointGuide {
    return {
      rank: averageOpen.map((share, i) => share + 1e-3 * Math.min(0, gain[i])),
      price,
      trials: JOINT_TRIALS,
      isHurried: () => {
        this.#spend(joint);
        return this.#control.interruption() !== undefined;
      },
    };
  }

  /** A plan improved with the flows of all its goods together, or the chain's best with the better parts of it. */
  *#joined(chain: ChainPlans, joint: JointSearch, found: PricedPass, guide: Guide): Sliceable<PricedPass> {
    let least = found;
    const consider = (pass: PassResult | undefined): void => {
      this.#spend(joint);
      const cost = pass && this.#costOf(chain, pass);
      if (pass !== undefined && cost !== undefined && cost < least.cost) least = { pass, cost };
    };
    const jointGuide = this.#jointGuide(joint, guide);
    // What is dearer than the best may have better parts, and need not be the best of its kind for that.
    const isBetter = found.cost < chain.cost;
    if (isBetter) consider(yield* joint.improve(found.pass, jointGuide));
    if (chain.best !== undefined) {
      let best = wholePass(this.#instance, chain.order, chain.best);
      if (chain.isRaw && !isBetter) {
        const improved = yield* joint.improve(best, jointGuide);
        consider(improved);
        best = improved ?? best;
        chain.isRaw = false;
      }
      const [first, second] = isBetter ? [least.pass, best] : [best, found.pass];
      consider(yield* joint.combine(first, second, jointGuide));
    }
    if (least !== found && least.cost < chain.cost) consider(joint.polish(least.pass));
    return least;
  }

  /** What the chain costs in a pass; undefined where something is lacking that may not be. */
  #costOf({ order }: ChainPlans, pass: PassResult): number | undefined {
    this.#arrays.reset();
    const settled = settle(this.#instance, order, pass, this.#arrays);
    return settled && order.reduce((sum, good) => sum + settled.goodCost[good], 0);
  }

  /** The best plans of all chains as one; undefined where a chain has none yet. */
  #together(): SettledPlan | undefined {
    const flows: GoodFlows[] = new Array(this.#instance.goodCount);
    const byActivity = new Float64Array(this.#instance.activityCost.length);
    const open = new Float64Array(this.#instance.worksSize.length);
    for (const { order, best } of this.#chains) {
      if (best === undefined) return undefined;
      for (const good of order) flows[good] = best.flows[good];
      for (let k = 0; k < best.works.length; k++) open[best.works[k]] += best.open[k];
      for (let k = 0; k < best.activity.length; k++) byActivity[best.activity[k]] += best.byActivity[k];
    }
    return settle(this.#instance, this.#order, { flows, byActivity, open });
  }

  /** Makes goods that ran short look dearer to the passes that follow. */
  #markUp({ order }: ChainPlans, { flows }: PassResult): void {
    for (const good of order) {
      if (this.#instance.shortage[good] < Number.POSITIVE_INFINITY) continue;
      const { lacking, amount } = flows[good];
      const lack = sumOf(lacking);
      if (!isRoundedAway(lack, lack + sumOf(amount), this.#instance.placeCount)) this.#markup[good] += MARK_UP;
    }
  }

  *#pass({ order, best, joint, trees }: ChainPlans, guide: Guide): Sliceable<PassResult | undefined> {
    const isHurried = (): boolean => {
      this.#spend(this.#topDown);
      // The first plan's few trials may go beyond the limit of work: without them there is none.
      const why = this.#control.interruption();
      return why !== undefined && !(why === "work" && guide.soon && best === undefined);
    };
    const most = Math.max(LEAST_VISITS, SHARE * VISITS_PER_WORK_UNIT * this.#control.work);
    const result = yield* this.#topDown.pass({
      ...guide,
      trials: Math.min(guide.trials, trees ? TREE_TRIALS : joint ? JOINED_TRIALS : guide.trials),
      order,
      sparing: this.#markup,
      isHurried,
      mayGiveUp: best !== undefined,
      mostVisits: (most * order.length) / this.#instance.goodCount,
    });
    this.#spend(this.#topDown);
    return result;
  }

  #spend(search: { visits: number }): void {
    this.#control.spend(search.visits);
    this.work += search.visits / VISITS_PER_WORK_UNIT;
    search.visits = 0;
  }
}

function sumOf(amounts: Float64Array): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
