import type { CoupledProblem } from "./coupled.ts";
import type { CoupledCertificate } from "./coupled-result.ts";

/**
 * The same problem at no cost; what may not be let go or left unmet may not be here either. A plan of the one is a plan
 * of the other and costs nothing there, so prices that prove more than nothing prove that there is no plan (Farkas).
 */
export function withoutCosts(problem: CoupledProblem): CoupledProblem {
  const { goodCount, newCost, sitePlace, roofCost = [], activityCost, disposalCost, shortageCost } = problem;
  const free = (count: number): number[] => Array.from({ length: count }, () => 0);
  const unlessBarred = (cost: number): number => (cost === Number.POSITIVE_INFINITY ? cost : 0);
  return {
    ...problem,
    newCost: free(newCost.length),
    keptCost: free(newCost.length),
    closingCost: free(newCost.length),
    siteCost: free(sitePlace.length),
    roofCost: free(roofCost.length),
    activityCost: free(activityCost.length),
    freightRate: free(goodCount),
    disposalCost: Array.from(disposalCost ?? free(goodCount), unlessBarred),
    ...(shortageCost ? { shortageCost: Array.from(shortageCost, unlessBarred) } : {}),
  };
}

/** A plan's rows hold to a part of what flows through them; what is lacking must be far more than that could hide. */
const MORE_THAN_ROUNDING = 1e-6;

/** What prices must prove at no cost before they prove that there is no plan. */
export function leastLack({ demand }: CoupledProblem, { demandPrice, labels }: CoupledCertificate): number {
  let worth = 0;
  for (let cell = 0; cell < demandPrice.length; cell++)
    worth += Math.max(Math.abs(demandPrice[cell]), Math.abs(labels?.demandPrice[cell] ?? 0)) * demand[cell];
  return worth * MORE_THAN_ROUNDING;
}
