import { type AssignSearch, searchAssignment } from "./assign-search.ts";
import type { LocationInstance } from "./instance.ts";
import { type SplitService, serveSplit } from "./serve-split.ts";

/**
 * Service of whole customers from given open sites: a generalised assignment problem, solved by hand.
 *
 * The split service comes first: its cost is a lower bound, and most of its customers are whole already. The others
 * go where there is room, largest first; then customers move (shift) and change places (swap) while that is cheaper,
 * and a short tabu search goes on from there.
 * Shapes:  `assignment` n, sites; Units: steps.
 * Gives:   the cost; Infinity when no assignment was found below the cutoff (there may be one all the same).
 * Complexity: a transportation problem, then O(n^2) a round of swaps.
 * Source:  Holmberg, Ronnqvist, Yuan, An exact algorithm for the capacitated facility location problems with single
 *          sourcing (1999), for the shape of the heuristic.
 */
export function serveWhole(
  service: SplitService,
  copies: Int32Array,
  cutoff: number,
  assignment: Int32Array,
  search: AssignSearch,
): number {
  if (serveSplit(service, copies, cutoff) >= cutoff) return Number.POSITIVE_INFINITY;
  const load = new Float64Array(service.instance.siteCount);
  let least = cutoff;
  const opening = openingOf(service.instance, copies);
  if (assignWhole(service, load, assignment)) {
    while (shiftOnce(service, load, assignment) || swapOnce(service, load, assignment));
    least = Math.min(cutoff, costOf(service, copies, assignment));
  }
  const found = searchAssignment(search, copies, assignment, least - opening, TABU_ITERATIONS) + opening;
  least = Math.min(least, found);
  return least < cutoff ? least : Number.POSITIVE_INFINITY;
}

/** Enough for a first look at a choice of sites; promising ones are looked at again. */
const TABU_ITERATIONS = 40;

/** What opening these copies costs. */
export function openingOf(instance: LocationInstance, copies: Int32Array): number {
  let cost = 0;
  for (let i = 0; i < instance.siteCount; i++) cost += instance.openCost[i] * copies[i];
  return cost;
}

/** Cost of an assignment, opening included. */
export function costOf(service: SplitService, copies: Int32Array, assignment: Int32Array): number {
  const { matrix, customerCount: n } = service.instance;
  let cost = openingOf(service.instance, copies);
  for (let j = 0; j < n; j++) cost += matrix[assignment[j] * n + j];
  return cost;
}

/** The customer whose service is split over most, by demand; -1 when all are whole. Fills the whole ones' sites. */
export function findSplitCustomer(service: SplitService, assignment: Int32Array): number {
  const { instance, amount, open, openCount } = service;
  const { customerCount: n, demand } = instance;
  assignment.fill(-1);
  for (let k = 0; k < openCount; k++)
    for (let j = 0; j < n; j++) if (amount[k * n + j] === demand[j]) assignment[j] = open[k];
  let found = -1;
  for (let j = 0; j < n; j++) if (assignment[j] < 0 && (found < 0 || demand[j] > demand[found])) found = j;
  return found;
}

function assignWhole(service: SplitService, load: Float64Array, assignment: Int32Array): boolean {
  const { instance, open, openCount, capacity, perUnit } = service;
  const { customerCount: n, demand } = instance;
  if (findSplitCustomer(service, assignment) < 0) {
    for (let j = 0; j < n; j++) load[assignment[j]] += demand[j];
    return true;
  }
  const waiting: number[] = [];
  for (let j = 0; j < n; j++) {
    if (assignment[j] >= 0) load[assignment[j]] += demand[j];
    else waiting.push(j);
  }
  waiting.sort((a, b) => demand[b] - demand[a] || a - b);
  for (const j of waiting) {
    let best = -1;
    let bestMoved = -1;
    let bestTo = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < openCount; k++) {
      const i = open[k];
      const own = perUnit[i * n + j] * demand[j];
      if (!(own < least)) continue;
      const lack = load[i] + demand[j] - capacity[k];
      if (lack <= 0) {
        least = own;
        best = i;
        bestMoved = -1;
        continue;
      }
      // Somebody else may make room.
      for (let other = 0; other < n; other++) {
        if (assignment[other] !== i || demand[other] < lack) continue;
        for (let l = 0; l < openCount; l++) {
          if (l === k || load[open[l]] + demand[other] > capacity[l]) continue;
          const extra = own + (perUnit[open[l] * n + other] - perUnit[i * n + other]) * demand[other];
          if (extra < least) {
            least = extra;
            best = i;
            bestMoved = other;
            bestTo = open[l];
          }
        }
      }
    }
    if (best < 0) return false;
    if (bestMoved >= 0) {
      load[best] -= demand[bestMoved];
      load[bestTo] += demand[bestMoved];
      assignment[bestMoved] = bestTo;
    }
    assignment[j] = best;
    load[best] += demand[j];
  }
  return true;
}

/** Moves every customer that can go somewhere cheaper; whether any did. */
function shiftOnce(service: SplitService, load: Float64Array, assignment: Int32Array): boolean {
  const { instance, open, openCount, capacity, perUnit } = service;
  const { customerCount: n, demand } = instance;
  let hasMoved = false;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < openCount; k++) {
      const from = assignment[j];
      const i = open[k];
      if (!(perUnit[i * n + j] < perUnit[from * n + j]) || load[i] + demand[j] > capacity[k]) continue;
      load[from] -= demand[j];
      load[i] += demand[j];
      assignment[j] = i;
      hasMoved = true;
    }
  }
  return hasMoved;
}

/** Exchanges pairs of customers where that is cheaper and fits; whether any did. */
function swapOnce(service: SplitService, load: Float64Array, assignment: Int32Array): boolean {
  const { instance, capacity, perUnit, slot } = service;
  const { customerCount: n, demand } = instance;
  service.visits += n * n;
  let hasMoved = false;
  for (let j = 0; j < n; j++) {
    for (let other = j + 1; other < n; other++) {
      const a = assignment[j];
      const b = assignment[other];
      if (a === b) continue;
      const change =
        (perUnit[b * n + j] - perUnit[a * n + j]) * demand[j] +
        (perUnit[a * n + other] - perUnit[b * n + other]) * demand[other];
      // Half a step is less than any true change of whole costs, and more than rounding.
      if (!(change < -0.5)) continue;
      const more = demand[other] - demand[j];
      if (load[a] + more > capacity[slot[a]] || load[b] - more > capacity[slot[b]]) continue;
      load[a] += more;
      load[b] -= more;
      assignment[j] = b;
      assignment[other] = a;
      hasMoved = true;
    }
  }
  return hasMoved;
}
