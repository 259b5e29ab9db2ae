import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { MOST_SITES } from "./location-plans.ts";
import type { Choice, SiteKnapsacks } from "./location-whole.ts";

/** What sites answer to prices: a bound `room` below the threshold. */
interface SiteAnswers {
  readonly most: Float64Array;
  readonly choice: Choice;
  readonly room: number;
  readonly threshold: number;
  /**
   * What all customers that no site owns pay while plans are tried; and what each pays beyond the prices that its sets are listed
   * at, if anything.
   */
  readonly paid: number;
  readonly change: Float64Array | undefined;
}

/**
 * Lists the sets of customers that a site may have in a plan below the threshold, and tries all plans made of them. A
 * plan costs the prices and its sets, and by the bound no less than what a single set of it adds. Customers that a site owns are
 * in no set: it has less room, and costs more.
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
  const { start, customer, owner, room: roomOf, ownCost } = remaining.allowed;
  const { earns, load, bit, free } = knapsacks;
  if (m > MOST_SITES) return "has plans that take too long to try";
  let offered = 0;
  for (let i = 0; i < m; i++) if (upper[i] > 0 && choice.extraOpen[i] < room) offered += capacity[i];
  const spare = Number.isSafeInteger(offered) ? offered - totalDemand : offered;
  if (spare < 0) return "closed";
  const { plans } = knapsacks;
  let freeCount = 0;
  for (let j = 0; j < owner.length; j++) {
    if (owner[j] >= 0) continue;
    bit[j] = freeCount;
    free[freeCount++] = j;
  }
  plans.clear(freeCount, spare);
  const take = (i: number, window: number): number =>
    plans.sets.take({
      items: knapsacks.of(i),
      customer,
      from: start[i],
      to: start[i + 1],
      earnsAt: earns,
      demand,
      bit,
      capacity: roomOf[i],
      spare,
      least: most[i] - window,
    });
  const filled = most.slice();
  const taken = new Int32Array(m);
  let left = room;
  for (let i = 0; i < m && left > 0; i++) {
    if (lower[i] === 0) continue;
    taken[i] = take(i, left);
    // A best set that is full enough is the best of those.
    if (roomOf[i] - load[i] > spare) filled[i] = Math.min(most[i], plans.sets.most(taken[i]) ?? most[i]);
    left -= most[i] - filled[i];
  }
  for (let i = 0; i < m && left > 0; i++) {
    const window = left - choice.extraOpen[i];
    if (upper[i] === 0 || window <= 0) continue;
    if (lower[i] === 0) taken[i] = take(i, window);
    // Where a site that must be open has no set, those of others may take too long, and are of no matter.
    if (!plans.addSite(taken[i], filled[i] - window, openCost[i] + ownCost[i], lower[i] > 0)) return "closed";
  }
  if (plans.isGivenUp) return "has plans that take too long to try";
  if (left <= 0) return "closed";
  const ofFree = change && Float64Array.from(free.subarray(0, freeCount), (j) => change[j]);
  const least = plans.least(threshold - paid, ofFree);
  if (least === undefined) return "has plans that take too long to try";
  return least < threshold - paid ? "leaves a plan open" : "closed";
}
