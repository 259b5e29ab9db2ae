import type { NearInstance } from "./near-instance.ts";
import type { NearLists, PairsBySite } from "./near-lists.ts";

/**
 * Local search for plans without capacities on near pairs: open a site, close one, or exchange two, while it pays.
 *
 * Shapes: m sites, n customers. Units: steps.
 * Keeps:  for every customer its nearest and second nearest open site; per open site what closing it would cost.
 *         A customer whose list ends before two open sites looks through all of them.
 * Complexity: a sweep tries every exchange once, O(pairs); a move touches the pairs near it.
 * Source: Resende and Werneck, A hybrid multistart heuristic for the uncapacitated facility location problem (2006);
 *         Whitaker (1983) for the exchange that is found in one pass.
 */
export interface NearSearch {
  readonly instance: NearInstance;
  readonly lists: NearLists;
  readonly pairs: PairsBySite;
  readonly open: Int8Array;
  openCount: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstCost: Float64Array;
  readonly secondCost: Float64Array;
  /** Per open site: what its customers would pay more without it. */
  readonly loss: Float64Array;
  /** Per site, for the exchange being tried: what of its loss the newcomer saves; and which sites that is set for. */
  readonly saved: Float64Array;
  readonly touched: Int32Array;
  /** The open sites, for customers whose list does not hold two of them. */
  openList: Int32Array;
  cost: number;
  visits: number;
}

export function startNearSearch(instance: NearInstance, pairs: PairsBySite, open: Int8Array): NearSearch {
  const { siteCount: m, customerCount: n, lists } = instance;
  const search: NearSearch = {
    instance,
    lists,
    pairs,
    open,
    openCount: 0,
    first: new Int32Array(n).fill(-1),
    second: new Int32Array(n).fill(-1),
    firstCost: new Float64Array(n),
    secondCost: new Float64Array(n),
    loss: new Float64Array(m),
    saved: new Float64Array(m),
    touched: new Int32Array(m),
    openList: new Int32Array(0),
    cost: 0,
    visits: 0,
  };
  for (let i = 0; i < m; i++) {
    if (open[i] === 0) continue;
    search.openCount++;
    search.cost += instance.openCost[i];
  }
  listOpen(search);
  for (let j = 0; j < n; j++) enlist(search, j);
  return search;
}

/** Finds a customer's nearest two among the open sites and books them. */
function enlist(search: NearSearch, j: number): void {
  const { lists, open, first, second, firstCost, secondCost, loss, instance } = search;
  const stop = lists.start[j + 1];
  let t = lists.start[j];
  while (t < stop && open[lists.site[t]] === 0) t++;
  let u = t + 1;
  while (u < stop && open[lists.site[u]] === 0) u++;
  search.visits += u - lists.start[j];
  if (u < stop) {
    first[j] = lists.site[t];
    firstCost[j] = lists.cost[t];
    second[j] = lists.site[u];
    secondCost[j] = lists.cost[u];
  } else enlistFar(search, j, t < stop ? t : -1);
  search.cost += firstCost[j];
  if (first[j] >= 0) loss[first[j]] += Math.min(instance.ceiling, secondCost[j]) - firstCost[j];
}

function listOpen(search: NearSearch): void {
  const { open } = search;
  search.openList = new Int32Array(search.openCount);
  for (let i = 0, k = 0; i < open.length; i++) if (open[i] === 1) search.openList[k++] = i;
}

/** The nearest two where the list does not hold both; a customer that nobody reaches costs more than any plan. */
function enlistFar(search: NearSearch, j: number, t: number): void {
  const { lists, first, second, firstCost, secondCost, instance, openList } = search;
  first[j] = t >= 0 ? lists.site[t] : -1;
  firstCost[j] = t >= 0 ? lists.cost[t] : instance.ceiling;
  second[j] = -1;
  secondCost[j] = instance.ceiling;
  const { pairCost } = instance;
  if (pairCost === undefined) return;
  for (let k = 0; k < openList.length; k++) {
    const i = openList[k];
    if (i === first[j]) continue;
    const c = pairCost(i, j);
    if (c >= secondCost[j]) continue;
    second[j] = i;
    secondCost[j] = c;
    if (c >= firstCost[j]) continue;
    second[j] = first[j];
    secondCost[j] = firstCost[j];
    first[j] = i;
    firstCost[j] = c;
  }
  search.visits += openList.length;
}

function strike(search: NearSearch, j: number): void {
  const { first, firstCost, secondCost, loss, instance } = search;
  search.cost -= firstCost[j];
  if (first[j] >= 0) loss[first[j]] -= Math.min(instance.ceiling, secondCost[j]) - firstCost[j];
}

function openSite(search: NearSearch, i: number): void {
  const { pairs, open, secondCost, instance } = search;
  open[i] = 1;
  search.openCount++;
  search.cost += instance.openCost[i];
  search.loss[i] = 0;
  listOpen(search);
  for (let t = pairs.start[i]; t < pairs.start[i + 1]; t++) {
    const j = pairs.customer[t];
    if (pairs.cost[t] >= secondCost[j]) continue;
    strike(search, j);
    enlist(search, j);
  }
  search.visits += pairs.start[i + 1] - pairs.start[i];
}

function closeSite(search: NearSearch, i: number): void {
  const { open, first, second, instance } = search;
  open[i] = 0;
  search.openCount--;
  search.cost -= instance.openCost[i];
  listOpen(search);
  for (let j = 0; j < first.length; j++) {
    if (first[j] !== i && second[j] !== i) continue;
    strike(search, j);
    enlist(search, j);
  }
  search.visits += first.length;
}

/** Tries to open, close or exchange every site once; gives whether anything was gained. */
export function sweep(search: NearSearch): boolean {
  const { instance, open } = search;
  const before = search.cost;
  for (let i = 0; i < instance.siteCount; i++) {
    if (instance.state[i] !== 0) continue;
    if (open[i] === 1) {
      if (search.openCount > 1 && search.loss[i] < instance.openCost[i]) closeSite(search, i);
    } else tryNewcomer(search, i);
  }
  return search.cost < before;
}

/** Opens a site, alone or in place of another, if that pays. */
function tryNewcomer(search: NearSearch, i: number): void {
  const { pairs, firstCost, secondCost, first, saved, touched, instance, loss } = search;
  let gain = -instance.openCost[i];
  let count = 0;
  for (let t = pairs.start[i]; t < pairs.start[i + 1]; t++) {
    const j = pairs.customer[t];
    const c = pairs.cost[t];
    if (c >= secondCost[j]) continue;
    const r = first[j];
    if (c < firstCost[j]) gain += firstCost[j] - c;
    if (r < 0) continue;
    if (saved[r] === 0) touched[count++] = r;
    saved[r] += Math.min(instance.ceiling, secondCost[j]) - Math.max(c, firstCost[j]);
  }
  search.visits += pairs.start[i + 1] - pairs.start[i];
  let best = 0;
  let out = -1;
  for (let k = 0; k < count; k++) {
    const r = touched[k];
    const exchanged = instance.openCost[r] - loss[r] + saved[r];
    saved[r] = 0;
    if (instance.state[r] === 0 && exchanged > best) {
      best = exchanged;
      out = r;
    }
  }
  if (gain + best <= 0) return;
  openSite(search, i);
  if (out >= 0) closeSite(search, out);
}
