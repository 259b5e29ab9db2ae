import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";
import { ShipmentPairs } from "./shipment-pairs.ts";

/** What earns this part of its fixed cost at most at full load seldom pays. */
const PAYS = 0.5;
/** Of each good so many are looked at, those first that would earn most; what costs nothing to open is looked at all. */
const MOST_OF_A_GOOD = 25;

/**
 * Sizes of which one more module might pay in a plan: what it would earn in a year at full load, at what goods are worth
 * in the plan, is more than a part of its fixed cost. That is the most it can save, as what a unit more saves falls.
 *
 * @param price cells, what a unit is worth in the plan's cheapest flows; NaN where there is no telling.
 * @param goods 1 for the goods whose works are looked at.
 */
export function promisingModules(
  problem: CoupledProblem,
  plan: CoupledPlan,
  price: Float64Array,
  goods: Int8Array,
): number[] {
  const { sitePlace, siteGood, sizeStart, activityStart, most, oneSize } = problem;
  const everywhere = worthEverywhere(problem, price, goods);
  const found: { readonly size: number; readonly gain: number }[][] = [];
  const free: number[] = [];
  for (let site = 0; site < sitePlace.length; site++) {
    const good = siteGood[site];
    if (goods[good] === 0) continue;
    const isTaken = (oneSize?.[site] ?? 0) === 1 && modulesAt(problem, plan, site) > 0;
    for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++) {
      const modules = plan.kept[size] + plan.opened[size];
      if (modules >= (most?.[size] ?? 1) || (isTaken && modules === 0)) continue;
      let earned = 0;
      for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++)
        earned = Math.max(earned, earnedBy(problem, activity, sitePlace[site], everywhere));
      const fixed = fixedCostOf(problem, plan, site, size);
      if (!(earned > PAYS * fixed)) continue;
      if (fixed === 0) free.push(size);
      else (found[good] ??= []).push({ size, gain: earned - fixed });
    }
  }
  const chosen = found.flatMap((ofGood) =>
    ofGood
      .sort((a, b) => b.gain - a.gain || a.size - b.size)
      .slice(0, MOST_OF_A_GOOD)
      .map(({ size }) => size),
  );
  return [...free, ...chosen].sort((a, b) => a - b);
}

/** What one more module of a size costs in a year, run or not, with its site where nothing else is open there; from 0. */
export function fixedCostOf(
  { standing, keptCost, closingCost, newCost, siteCost }: CoupledProblem,
  { kept, opened }: Pick<CoupledPlan, "kept" | "opened">,
  site: number,
  size: number,
): number {
  const stays = kept[size] < (standing?.[size] ?? 0);
  const module = stays ? (keptCost?.[size] ?? 0) - (closingCost?.[size] ?? 0) : newCost[size];
  return Math.max(0, module + (kept[size] + opened[size] > 0 ? 0 : (siteCost?.[site] ?? 0)));
}

function modulesAt({ sizeStart }: CoupledProblem, { kept, opened }: CoupledPlan, site: number): number {
  let modules = 0;
  for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++) modules += kept[size] + opened[size];
  return modules;
}

/** Cells: what a unit is worth where it may be sent on from there, and what one costs that is sent there. */
interface Everywhere {
  readonly worth: Float64Array;
  readonly cost: Float64Array;
}

function worthEverywhere(problem: CoupledProblem, price: Float64Array, goods: Int8Array): Everywhere {
  const { placeCount: p, goodCount } = problem;
  const pairs = new ShipmentPairs(problem);
  const worth = new Float64Array(goodCount * p).fill(Number.NEGATIVE_INFINITY);
  const cost = new Float64Array(goodCount * p).fill(Number.POSITIVE_INFINITY);
  for (let good = 0; good < goodCount; good++) {
    if (goods[good] === 0) continue;
    const table = pairs.tableOf(good);
    const rate = problem.freightRate?.[good] ?? 1;
    for (let known = 0; known < p; known++) {
      const value = price[good * p + known];
      if (Number.isNaN(value)) continue;
      for (let place = 0; place < p; place++) {
        const cell = good * p + place;
        const isHere = place === known;
        if (!isHere && table === undefined) continue;
        const there = isHere ? value : value + rate * table![known * p + place];
        const here = isHere ? value : value - rate * table![place * p + known];
        if (there < cost[cell]) cost[cell] = there;
        if (here > worth[cell]) worth[cell] = here;
      }
    }
  }
  return { worth, cost };
}

/** What a module that runs only this earns in a year, before its fixed cost. */
function earnedBy(
  { placeCount: p, makes, takes, activityRecipe, activityCost, activityCapacity, disposalCost }: CoupledProblem,
  activity: number,
  place: number,
  { worth, cost }: Everywhere,
): number {
  const recipe = activityRecipe[activity];
  let each = -activityCost[activity];
  for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
    const good = makes.good[e];
    each += makes.amount[e] * Math.max(worth[good * p + place], -(disposalCost?.[good] ?? 0));
  }
  for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
    each -= takes.amount[e] * cost[takes.good[e] * p + place];
  return each * activityCapacity[activity];
}
