import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { MOST_SITES } from "./location-plans.ts";
import type { Choice, SiteKnapsacks } from "./location-whole.ts";

/** What sites answer to prices: a bound `room` below the threshold. */
interface SiteAnswers {
  readonly most: Float64Array;
  readonly choice: Choice;
  readonly room: number;
  readonly threshold: number;
  /** What all customers pay while plans are tried; and what each pays beyond the prices that its sets are listed at, if anything. */
  readonly paid: number;
  readonly change: Float64Array | undefined;
}

/**
 * Lists the sets of customers that a site may have in a plan below the threshold, and tries all plans made of them. A
 * plan costs the prices and its sets, and by the bound no less than what a single set of it adds.
 *
 * What the sites that may open have beside the demand is all that any of them can leave over, so sites that are open are
 * as full as that. Where one must be open, what it loses by it lifts the bound for all.
 */
export function tryPlans(
  whole: WholeLocation,
  knapsacks: SiteKnapsacks,
  remaining: Remaining,
  { most, choice, room, threshold, paid, change }: SiteAnswers,
): "closed" | string {
  const { siteCount: m, demand, openCost, capacity, totalDemand } = whole;
  const { lower, upper } = remaining;
  const { start, customer } = remaining.allowed;
  const { earns, load } = knapsacks;
  if (m > MOST_SITES) return "has plans that take too long to try";
  let offered = 0;
  for (let i = 0; i < m; i++) if (upper[i] > 0 && choice.extraOpen[i] < room) offered += capacity[i];
  const spare = Number.isSafeInteger(offered) ? offered - totalDemand : offered;
  if (spare < 0) return "closed";
  const { plans } = knapsacks;
  plans.clear(spare);
  const take = (i: number, window: number): number => {
    const [from, to] = [start[i], start[i + 1]];
    const items = knapsacks.of(i);
    const least = most[i] - window;
    return plans.sets.take({ items, customer, from, to, earnsAt: earns, demand, capacity: capacity[i], spare, least });
  };
  const filled = most.slice();
  const taken = new Int32Array(m);
  let left = room;
  for (let i = 0; i < m && left > 0; i++) {
    if (lower[i] === 0) continue;
    taken[i] = take(i, left);
    // A best set that is full enough is the best of those.
    if (capacity[i] - load[i] > spare) filled[i] = Math.min(most[i], plans.sets.most(taken[i]) ?? most[i]);
    left -= most[i] - filled[i];
  }
  for (let i = 0; i < m && left > 0; i++) {
    const window = left - choice.extraOpen[i];
    if (upper[i] === 0 || window <= 0) continue;
    if (lower[i] === 0) taken[i] = take(i, window);
    plans.addSite(taken[i], filled[i] - window, openCost[i], lower[i] > 0);
  }
  if (plans.isGivenUp) return "has plans that take too long to try";
  if (left <= 0) return "closed";
  const least = plans.least(threshold - paid, change);
  if (least === undefined) return "has plans that take too long to try";
  return least < threshold - paid ? "leaves a plan open" : "closed";
}
