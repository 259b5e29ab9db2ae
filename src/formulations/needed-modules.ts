import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";

/** Where all of a good is used, sums of doubles may lack this part of it. */
const ROUNDED = 1e-9;

type Modules = Pick<CoupledPlan, "kept" | "opened">;

/**
 * The same plan without modules that its runs do not need, where to be without them costs less. What is made, sent and used
 * stays as it is, so that a plan stays one, and `saved` (cost, from 0) is all that changes.
 */
export function neededModules(
  problem: CoupledProblem,
  plan: CoupledPlan,
): { readonly plan: CoupledPlan; readonly saved: number } {
  const kept = plan.kept.slice();
  const opened = plan.opened.slice();
  for (let size = 0; size < opened.length; size++) {
    let idle = kept[size] + opened[size] - modulesFor(problem, plan.runs, size);
    const closing = (problem.keptCost?.[size] ?? 0) - (problem.closingCost?.[size] ?? 0);
    // What saves most goes first.
    const list: readonly (readonly [Int32Array, number])[] = [
      [opened, problem.newCost[size]],
      [kept, closing],
    ];
    for (const [modules, each] of [...list].sort((a, b) => b[1] - a[1])) {
      const close = each > 0 ? Math.max(0, Math.min(idle, modules[size])) : 0;
      modules[size] -= close;
      idle -= close;
    }
  }
  return {
    plan: { ...plan, kept, opened },
    saved: costOfModules(problem, plan) - costOfModules(problem, { kept, opened }),
  };
}

/** What modules cost whether they run or not, with their sites and the roofs over them, and what was closed. */
export function costOfModules(problem: CoupledProblem, { kept, opened }: Modules): number {
  const { sizeStart, siteCost, siteRoof, roofCost, newCost, keptCost, closingCost, standing } = problem;
  const roofs = new Set<number>();
  let cost = 0;
  for (let site = 0; site < problem.sitePlace.length; site++) {
    let isOpen = false;
    for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++) {
      cost += opened[size] * newCost[size] + kept[size] * (keptCost?.[size] ?? 0);
      cost += ((standing?.[size] ?? 0) - kept[size]) * (closingCost?.[size] ?? 0);
      isOpen ||= kept[size] + opened[size] > 0;
    }
    if (!isOpen) continue;
    cost += siteCost?.[site] ?? 0;
    if (siteRoof !== undefined && siteRoof[site] >= 0) roofs.add(siteRoof[site]);
  }
  for (const roof of roofs) cost += roofCost?.[roof] ?? 0;
  return cost;
}

/**
 * Goods: 1 where a plan's modules, its supply and what it goes without cannot be enough of a good taken as a whole, for what
 * is wanted now and for what its runs take. Where there are such goods, no flows need be looked for.
 */
export function lackingInAll(problem: CoupledProblem, plan: CoupledPlan): Int8Array {
  const {
    placeCount: p,
    goodCount,
    demand,
    supply,
    makes,
    takes,
    activityStart,
    activityRecipe,
    activityCapacity,
  } = problem;
  const room = new Float64Array(goodCount);
  const wanted = new Float64Array(goodCount);
  for (let cell = 0; cell < goodCount * p; cell++) {
    room[Math.floor(cell / p)] += (supply?.[cell] ?? 0) + plan.unmet[cell] - demand[cell];
    wanted[Math.floor(cell / p)] += demand[cell];
  }
  for (let size = 0; size < plan.opened.length; size++) {
    const modules = plan.kept[size] + plan.opened[size];
    const most = new Map<number, number>();
    for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++) {
      const recipe = activityRecipe[activity];
      for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
        room[takes.good[e]] -= takes.amount[e] * plan.runs[activity];
        wanted[takes.good[e]] += takes.amount[e] * plan.runs[activity];
      }
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        const made = modules * activityCapacity[activity] * makes.amount[e];
        most.set(makes.good[e], Math.max(made, most.get(makes.good[e]) ?? 0));
      }
    }
    for (const [good, made] of most) room[good] += made;
  }
  return Int8Array.from(room, (left, good) => (left >= -ROUNDED * wanted[good] ? 0 : 1));
}

/** The modules of a size that its runs take, whole. */
function modulesFor({ activityStart, activityCapacity }: CoupledProblem, runs: Float64Array, size: number): number {
  let share = 0;
  for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++)
    share += runs[activity] / activityCapacity[activity];
  return Math.ceil(share);
}
