import type { Random } from "../../base/random.ts";
import type { LocationInstance } from "./instance.ts";

/**
 * Tabu search over uncapacitated plans: opens or closes the site that helps most (or harms least), and does not take
 * that back for a while.
 *
 * Shapes:  `nearest` and `second` are places in each customer's sorted pairs; `change` is what flipping a site costs.
 * Units:   steps, all whole, so `cost` never drifts.
 * Keeps:   change[i] exact for every site after every flip, at least one site open, every customer reached.
 * Needs:   all pairs allowed, free sites without groups or numbers.
 * Complexity: a flip touches the customers whose nearest two change, and their nearer pairs.
 * Source:  Resende and Werneck, A hybrid multistart heuristic for the uncapacitated facility location problem (2006),
 *          for the cached nearest two; Michel and Van Hentenryck, A simple tabu search for warehouse location (2004).
 */
export interface FlipSearch {
  readonly instance: LocationInstance;
  readonly random: Random;
  readonly open: Int8Array;
  readonly change: Float64Array;
  readonly nearest: Int32Array;
  readonly second: Int32Array;
  /** Place of site i among customer j's pairs, at i * n + j. */
  readonly rank: Int32Array;
  readonly heldUntil: Int32Array;
  cost: number;
  openCount: number;
  iteration: number;
  best: number;
  readonly bestOpen: Int8Array;
  lastImproved: number;
  visits: number;
}

/** Iterations a flip is held: a few, and a random few more. */
const HOLD = 10;
/** After so many iterations without a better plan the search goes back to the best one and is shaken. */
const PATIENCE = 20_000;
const SHAKES = 8;

export function startFlips(instance: LocationInstance, copies: Int32Array, random: Random): FlipSearch {
  const { siteCount: m, customerCount: n, site } = instance;
  const search: FlipSearch = {
    instance,
    random,
    open: Int8Array.from(copies, (k) => (k > 0 ? 1 : 0)),
    change: instance.openCost.slice(),
    nearest: new Int32Array(n),
    second: new Int32Array(n),
    rank: new Int32Array(m * n),
    heldUntil: new Int32Array(m),
    cost: 0,
    openCount: 0,
    iteration: 0,
    best: 0,
    bestOpen: new Int8Array(m),
    lastImproved: 0,
    visits: 0,
  };
  const { open, change, nearest, second, rank } = search;
  for (let i = 0; i < m; i++) {
    if (open[i] === 0) continue;
    search.openCount++;
    search.cost += instance.openCost[i];
    change[i] = -instance.openCost[i];
  }
  for (let j = 0; j < n; j++) {
    for (let t = 0; t < m; t++) rank[site[j * m + t] * n + j] = t;
    nearest[j] = nextOpen(search, j, 0);
    second[j] = nextOpen(search, j, nearest[j] + 1);
    search.cost += instance.cost[j * m + nearest[j]];
    book(search, j, 1);
  }
  search.best = search.cost;
  search.bestOpen.set(open);
  return search;
}

function nextOpen(search: FlipSearch, j: number, from: number): number {
  const { instance, open } = search;
  const { siteCount: m, site } = instance;
  let t = from;
  while (t < m && open[site[j * m + t]] === 0) t++;
  return t;
}

/** Adds (or with sign -1 takes back) what customer j contributes to the changes. */
function book(search: FlipSearch, j: number, sign: number): void {
  const { instance, change, nearest, second } = search;
  const { siteCount: m, site, cost, ceiling } = instance;
  const row = j * m;
  const here = cost[row + nearest[j]];
  // Without a second open site the first must stay: the ceiling makes closing it absurdly dear.
  const next = second[j] < m ? cost[row + second[j]] : ceiling;
  change[site[row + nearest[j]]] += sign * (next - here);
  for (let t = 0; t < nearest[j]; t++) change[site[row + t]] -= sign * (here - cost[row + t]);
  search.visits += nearest[j] + 2;
}

function flip(search: FlipSearch, i: number): void {
  const { instance, open, change, nearest, second, rank } = search;
  const { customerCount: n } = instance;
  search.cost += change[i];
  const opens = open[i] === 0;
  search.openCount += opens ? 1 : -1;
  const row = i * n;
  for (let j = 0; j < n; j++) {
    const t = rank[row + j];
    if (t > second[j]) continue;
    book(search, j, -1);
    if (opens) {
      if (t < nearest[j]) {
        second[j] = nearest[j];
        nearest[j] = t;
      } else second[j] = t;
    } else {
      open[i] = 0;
      if (t === nearest[j]) nearest[j] = second[j];
      second[j] = nextOpen(search, j, nearest[j] + 1);
    }
    book(search, j, 1);
  }
  open[i] = opens ? 1 : 0;
  // Each customer's part is booked; what is left is the opening cost, whose sign turns.
  change[i] += opens ? -2 * instance.openCost[i] : 2 * instance.openCost[i];
}

/** Makes so many flips; whether a better plan was found. */
export function stepFlips(search: FlipSearch, flips: number): boolean {
  const { instance, change, open, heldUntil, random } = search;
  const { siteCount: m } = instance;
  const before = search.best;
  for (let step = 0; step < flips; step++) {
    search.iteration++;
    let least = Number.POSITIVE_INFINITY;
    let chosen = -1;
    for (let i = 0; i < m; i++) {
      const c = change[i];
      if (c >= least || (heldUntil[i] > search.iteration && search.cost + c >= search.best)) continue;
      if (open[i] === 1 && search.openCount === 1) continue;
      least = c;
      chosen = i;
    }
    search.visits += m;
    if (chosen < 0) continue;
    flip(search, chosen);
    heldUntil[chosen] = search.iteration + HOLD + random.integer(0, HOLD - 1);
    if (search.cost < search.best) {
      search.best = search.cost;
      search.bestOpen.set(open);
      search.lastImproved = search.iteration;
    } else if (search.iteration - search.lastImproved > PATIENCE) shake(search);
  }
  return search.best < before;
}

function shake(search: FlipSearch): void {
  const { instance, open, bestOpen, heldUntil, random } = search;
  search.lastImproved = search.iteration;
  // Opening first keeps at least one site open on the way.
  for (let i = 0; i < instance.siteCount; i++) if (bestOpen[i] > open[i]) flip(search, i);
  for (let i = 0; i < instance.siteCount; i++) if (bestOpen[i] < open[i]) flip(search, i);
  for (let k = 0; k < SHAKES; k++) {
    const i = random.integer(0, instance.siteCount - 1);
    if (open[i] === 1 && search.openCount === 1) continue;
    flip(search, i);
    heldUntil[i] = search.iteration + 3 * HOLD;
  }
}
