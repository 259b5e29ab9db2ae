import { chainsOfGoods } from "../problems/chain-cases.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";
import { ShipmentPairs } from "./shipment-pairs.ts";

/** Capacity may be exceeded by this part of it: runs are sums of doubles. */
const ROUNDED = 1e-9;
/** And balances are sums whose roundings together are no larger than this part of all that flows through a place. */
const HIDDEN = 2 ** -50;

/**
 * The best plan of each chain of goods, from several plans: chains share no cost and no limit, so that the best of each
 * together are a plan, and the best of all that can be put together so.
 *
 * Shapes, units: as CoupledProblem.
 */
export class ChainPlans {
  readonly #problem: CoupledProblem;
  readonly #pairs: ShipmentPairs;
  /** Goods: the first good of the chain each belongs to. */
  readonly #chainOf: Int32Array;
  /** By first good, where it is one. */
  readonly #best: (CoupledPlan | undefined)[];
  readonly #cost: Float64Array;

  constructor(problem: CoupledProblem) {
    this.#problem = problem;
    this.#pairs = new ShipmentPairs(problem);
    this.#chainOf = chainsOfGoods(problem);
    this.#best = new Array(problem.goodCount).fill(undefined);
    this.#cost = new Float64Array(problem.goodCount).fill(Number.POSITIVE_INFINITY);
  }

  /** Takes over those chains of a plan that cost less than what is in hand. */
  offer(plan: CoupledPlan): void {
    this.#offer(plan, new Int8Array(this.#problem.goodCount).fill(1));
  }

  /** The same of a plan of another problem, as far as its chains keep all rows of this one. */
  offerWhatHolds(plan: CoupledPlan, tolerance: number): void {
    this.#offer(plan, this.#holding(plan, tolerance));
  }

  /** Goods: 1 where their chain has no plan yet. */
  get lacking(): Int8Array {
    return Int8Array.from(this.#chainOf, (chain) => (this.#best[chain] === undefined ? 1 : 0));
  }

  /** By chain, 1 for its goods; those first on which works and carrying take most in the best plans at hand. */
  get marks(): Int8Array[] {
    const { siteGood, sizeStart, newCost } = this.#problem;
    const most = new Float64Array(this.#chainOf.length);
    this.#best.forEach((plan, chain) => {
      if (plan === undefined) return;
      for (let site = 0; site < siteGood.length; site++) {
        if (this.#chainOf[siteGood[site]] !== chain) continue;
        for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++)
          most[chain] += (plan.kept[size] + plan.opened[size]) * newCost[size];
      }
      const { good, from, to, amount } = plan.shipments;
      for (let e = 0; e < good.length; e++) {
        if (this.#chainOf[good[e]] === chain && from[e] !== to[e])
          most[chain] += amount[e] * this.#pairs.freightOf(good[e], from[e], to[e]);
      }
    });
    const chains = [...new Set(this.#chainOf)].sort((a, b) => most[b] - most[a] || a - b);
    return chains.map((chain) => Int8Array.from(this.#chainOf, (of) => (of === chain ? 1 : 0)));
  }

  /** The best of all chains together and what it costs; undefined where a chain has none yet. */
  get best(): { readonly plan: CoupledPlan; readonly cost: number } | undefined {
    const chains = [...new Set(this.#chainOf)];
    if (chains.some((chain) => this.#best[chain] === undefined)) return undefined;
    const cost = chains.reduce((sum, chain) => sum + this.#cost[chain], 0);
    return { plan: this.#together(this.#best), cost };
  }

  /**
   * A plan that is still to be improved, but for those chains that even then would cost no less than what is in hand.
   *
   * @param gain the part of its cost that a chain may gain.
   */
  promising(plan: CoupledPlan, gain: number): CoupledPlan {
    const cost = this.#costOf(plan);
    return this.#together(
      this.#best.map((best, chain) => (cost[chain] * (1 - gain) < this.#cost[chain] ? plan : best)),
    );
  }

  #offer(plan: CoupledPlan, holds: Int8Array): void {
    const cost = this.#costOf(plan);
    for (let chain = 0; chain < holds.length; chain++) {
      if (this.#chainOf[chain] !== chain || holds[chain] === 0 || !(cost[chain] < this.#cost[chain])) continue;
      this.#best[chain] = plan;
      this.#cost[chain] = cost[chain];
    }
  }

  /** By first good, what a plan's chain costs. */
  #costOf({ kept, opened, runs, shipments, letGo, unmet }: CoupledPlan): Float64Array {
    const {
      placeCount: p,
      activityStart,
      activityCost,
      disposalCost,
      shortageCost,
      siteRoof,
      roofCost,
    } = this.#problem;
    const { sizeStart, siteGood, siteCost, newCost, keptCost, closingCost, standing } = this.#problem;
    const cost = new Float64Array(this.#chainOf.length);
    const roofs = new Set<number>();
    for (let site = 0; site < siteGood.length; site++) {
      const chain = this.#chainOf[siteGood[site]];
      let isOpen = false;
      for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++) {
        cost[chain] += opened[size] * newCost[size] + kept[size] * (keptCost?.[size] ?? 0);
        cost[chain] += ((standing?.[size] ?? 0) - kept[size]) * (closingCost?.[size] ?? 0);
        for (let at = activityStart[size]; at < activityStart[size + 1]; at++)
          cost[chain] += runs[at] * activityCost[at];
        isOpen ||= kept[size] + opened[size] > 0;
      }
      if (!isOpen) continue;
      cost[chain] += siteCost?.[site] ?? 0;
      const roof = siteRoof?.[site] ?? -1;
      if (roof >= 0 && !roofs.has(roof)) cost[chain] += roofCost?.[roof] ?? 0;
      roofs.add(roof);
    }
    const { good, from, to, amount } = shipments;
    for (let e = 0; e < good.length; e++)
      if (from[e] !== to[e]) cost[this.#chainOf[good[e]]] += amount[e] * this.#pairs.freightOf(good[e], from[e], to[e]);
    for (let cell = 0; cell < letGo.length; cell++) {
      const each = Math.floor(cell / p);
      if (letGo[cell] > 0) cost[this.#chainOf[each]] += letGo[cell] * (disposalCost?.[each] ?? 0);
      if (unmet[cell] > 0)
        cost[this.#chainOf[each]] += unmet[cell] * (shortageCost?.[each] ?? Number.POSITIVE_INFINITY);
    }
    return cost;
  }

  /** By first good, whether a plan keeps every row of its chain: balances within the tolerance, capacity, supply. */
  #holding(plan: CoupledPlan, tolerance: number): Int8Array {
    const { placeCount: p, goodCount, demand, supply, makes, takes, sitePlace, siteGood, sizeStart } = this.#problem;
    const { activityStart, activityRecipe, activityCapacity, oneSize, most } = this.#problem;
    const holds = new Int8Array(goodCount).fill(1);
    const left = new Float64Array(goodCount * p);
    const brought = new Float64Array(goodCount * p);
    const through = new Float64Array(goodCount * p);
    const breaks = (good: number): void => {
      holds[this.#chainOf[good]] = 0;
    };
    for (let site = 0; site < sitePlace.length; site++) {
      let open = 0;
      for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++) {
        const modules = plan.kept[size] + plan.opened[size];
        if (modules > 0) open++;
        let share = 0;
        for (let at = activityStart[size]; at < activityStart[size + 1]; at++) {
          const count = plan.runs[at];
          if (count === 0) continue;
          share += count / activityCapacity[at];
          const recipe = activityRecipe[at];
          for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
            brought[makes.good[e] * p + sitePlace[site]] += makes.amount[e] * count;
          for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
            left[takes.good[e] * p + sitePlace[site]] -= takes.amount[e] * count;
        }
        if (share > modules * (1 + ROUNDED) || modules > (most?.[size] ?? 1)) breaks(siteGood[site]);
      }
      if (open > 1 && (oneSize?.[site] ?? 0) === 1) breaks(siteGood[site]);
    }
    const { good, from, to, amount } = plan.shipments;
    for (let e = 0; e < good.length; e++) {
      if (from[e] === to[e]) continue;
      left[good[e] * p + from[e]] -= amount[e];
      left[good[e] * p + to[e]] += amount[e];
      through[good[e] * p + from[e]] += amount[e];
      through[good[e] * p + to[e]] += amount[e];
      if (this.#pairs.freightOf(good[e], from[e], to[e]) === Number.POSITIVE_INFINITY) breaks(good[e]);
    }
    for (let cell = 0; cell < left.length; cell++) {
      const { supplied, letGo, unmet } = plan;
      const over = left[cell] + brought[cell] + supplied[cell] + unmet[cell] - letGo[cell] - demand[cell];
      const isWithin = supplied[cell] <= (supply?.[cell] ?? 0) && unmet[cell] <= demand[cell];
      // What goes round in circles, as in a plan that was changed by hand, could hide what a balance lacks.
      const hidden = HIDDEN * (through[cell] + brought[cell] + supplied[cell] + letGo[cell] + demand[cell]);
      if (
        !(Math.abs(over) + hidden <= tolerance) ||
        !isWithin ||
        letGo[cell] > brought[cell] + supplied[cell] + tolerance
      )
        breaks(Math.floor(cell / p));
    }
    return holds;
  }

  /** One plan of those of all chains, by first good. */
  #together(plans: readonly (CoupledPlan | undefined)[]): CoupledPlan {
    const { placeCount: p, siteGood, sizeStart, activityStart, newCost, activityCost } = this.#problem;
    const planOf = (good: number): CoupledPlan => plans[this.#chainOf[good]]!;
    const different = new Set(Array.from(this.#chainOf, (chain) => plans[chain]!));
    if (different.size === 1) return planOf(0);
    const kept = new Int32Array(newCost.length);
    const opened = new Int32Array(newCost.length);
    const runs = new Float64Array(activityCost.length);
    for (let site = 0; site < siteGood.length; site++) {
      const own = planOf(siteGood[site]);
      const [first, end] = [sizeStart[site], sizeStart[site + 1]];
      kept.set(own.kept.subarray(first, end), first);
      opened.set(own.opened.subarray(first, end), first);
      runs.set(own.runs.subarray(activityStart[first], activityStart[end]), activityStart[first]);
    }
    const sent: { readonly of: CoupledPlan["shipments"]; readonly e: number }[] = [];
    for (const plan of different) {
      const { shipments } = plan;
      for (let e = 0; e < shipments.good.length; e++)
        if (planOf(shipments.good[e]) === plan) sent.push({ of: shipments, e });
    }
    const cells = (table: (plan: CoupledPlan) => Float64Array): Float64Array =>
      Float64Array.from(planOf(0).supplied, (_, cell) => table(planOf(Math.floor(cell / p)))[cell]);
    return {
      kept,
      opened,
      runs,
      shipments: {
        good: Int32Array.from(sent, ({ of, e }) => of.good[e]),
        from: Int32Array.from(sent, ({ of, e }) => of.from[e]),
        to: Int32Array.from(sent, ({ of, e }) => of.to[e]),
        amount: Float64Array.from(sent, ({ of, e }) => of.amount[e]),
      },
      supplied: cells(({ supplied }) => supplied),
      letGo: cells(({ letGo }) => letGo),
      unmet: cells(({ unmet }) => unmet),
    };
  }
}
