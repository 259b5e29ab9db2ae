import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";

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
  let saved = 0;
  for (let size = 0; size < opened.length; size++) {
    let idle = kept[size] + opened[size] - modulesFor(problem, plan.runs, size);
    const closing = (problem.keptCost?.[size] ?? 0) - (problem.closingCost?.[size] ?? 0);
    // New modules go first where they cost more than standing ones.
    const list: readonly (readonly [Int32Array, number])[] = [
      [opened, problem.newCost[size]],
      [kept, closing],
    ];
    for (const [modules, each] of [...list].sort((a, b) => b[1] - a[1])) {
      const close = each > 0 ? Math.max(0, Math.min(idle, modules[size])) : 0;
      modules[size] -= close;
      idle -= close;
      saved += close * each;
    }
  }
  for (let site = 0; site < problem.sitePlace.length; site++) {
    if (isOpen(problem, plan, site) && !isOpen(problem, { kept, opened }, site)) saved += problem.siteCost?.[site] ?? 0;
  }
  saved += roofsOf(problem, plan) - roofsOf(problem, { kept, opened });
  return { plan: { ...plan, kept, opened }, saved };
}

/** The modules of a size that its runs take, whole. */
function modulesFor({ activityStart, activityCapacity }: CoupledProblem, runs: Float64Array, size: number): number {
  let share = 0;
  for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++)
    share += runs[activity] / activityCapacity[activity];
  return Math.ceil(share);
}

type Modules = Pick<CoupledPlan, "kept" | "opened">;

function isOpen({ sizeStart }: CoupledProblem, { kept, opened }: Modules, site: number): boolean {
  for (let size = sizeStart[site]; size < sizeStart[site + 1]; size++) if (kept[size] + opened[size] > 0) return true;
  return false;
}

/** What roofs with an open module under them cost. */
function roofsOf(problem: CoupledProblem, modules: Modules): number {
  const { siteRoof, roofCost } = problem;
  if (siteRoof === undefined || roofCost === undefined) return 0;
  const open = new Set<number>();
  for (let site = 0; site < problem.sitePlace.length; site++)
    if (siteRoof[site] >= 0 && isOpen(problem, modules, site)) open.add(siteRoof[site]);
  return [...open].reduce((sum, roof) => sum + roofCost[roof], 0);
}
