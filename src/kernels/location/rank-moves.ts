import type { LocationInstance } from "./instance.ts";
import { fillKnapsack, type KnapsackCut } from "./knapsack.ts";
import type { KnapsackLists } from "./site-lists.ts";

/** A change of a plan: a copy less here, a copy more there. */
export interface Move {
  /** Site to close a copy of, or -1. */
  readonly drop: number;
  /** Site to open a copy of, or -1. */
  readonly add: number;
  /** The plan's cost changes by at least this, steps. */
  readonly least: number;
}

/** What prices other than those of the plan's own service say of moves: they bound what a change can do, too. */
export interface SecondOpinion {
  /** By site: what closing it, or opening it, changes the plan's least cost by, steps. */
  readonly closing: Float64Array;
  readonly opening: Float64Array;
  /** The sum of both must stay below this. */
  readonly below: number;
}

/** The best moves so far, ascending; a new one that is better than the last takes its place among them. */
interface Ranking {
  readonly moves: Move[];
  readonly most: number;
  /** Moves of at least this need not be looked at. */
  limit: number;
}

/**
 * Lists the drops, adds and swaps that may lower a plan's cost by more than `-allowance`, the most promising first and
 * no more than `most` of them.
 *
 * Problem: prices that prove the present service optimal (a whole price for each open site's capacity, and with it
 *          each customer's cheapest delivered cost and the next one) bound what a change can do from below: a closed
 *          site's customers pay the next cost, and a new site earns what its capacity holds of the rest.
 *          With a second opinion moves must pass it, too, and come in its order.
 * Shapes:  `copies`, `lower`, `upper`, `capacityPrices` m. Only moves within lower and upper are listed.
 * Units:   steps.
 * Exact:   without capacities the bounds are the changes themselves.
 * Complexity: O(sites that may change times n + moves).
 * Source:  Resende and Werneck, A hybrid multistart heuristic for the uncapacitated facility location problem (2006),
 *          whose gain, loss and extra these are; with capacity prices the same sums bound the capacitated change.
 */
export function rankMoves(
  instance: LocationInstance,
  copies: Int32Array,
  capacityPrices: Float64Array,
  lower: Int32Array,
  upper: Int32Array,
  allowance: number,
  most: number,
  opinion?: SecondOpinion,
): Move[] {
  const { siteCount: m, openCost, capacity, demand, hasCapacity, fewest, most: mostOpen } = instance;
  let openCount = 0;
  for (let i = 0; i < m; i++) if (copies[i] > 0) openCount++;
  const costs = deliveredCosts(instance, copies, capacityPrices);
  const drops: number[] = [];
  let easiest = 0;
  for (let i = 0; i < m; i++) {
    if (copies[i] <= lower[i]) continue;
    drops.push(i);
    if (opinion !== undefined) easiest = Math.min(easiest, opinion.closing[i]);
  }
  // A site whose opening the second opinion is against, whatever closes for it, needs no list.
  const wanted: number[] = [];
  for (let i = 0; i < m; i++)
    if (copies[i] < upper[i] && !(opinion !== undefined && opinion.opening[i] + easiest >= opinion.below))
      wanted.push(i);
  // Those that it is most for first: behind them few find a place in the ranking.
  if (opinion !== undefined) wanted.sort((a, b) => opinion.opening[a] - opinion.opening[b] || a - b);
  const loss = new Float64Array(m);
  for (const i of drops) loss[i] = (hasCapacity ? capacity[i] * capacityPrices[i] : 0) - openCost[i];
  for (let j = 0; j < costs.nearest.length; j++) {
    const i = costs.site[j];
    if (copies[i] === 1) loss[i] += costs.next[j] - costs.nearest[j];
  }
  const ranking: Ranking = { moves: [], most, limit: opinion === undefined ? allowance : opinion.below };
  for (const i of drops) {
    if (loss[i] < allowance && (openCount > fewest || copies[i] > 1))
      take(ranking, i, -1, opinion === undefined ? loss[i] : opinion.closing[i]);
  }
  const pairs = startPairs(instance.customerCount);
  const { customer, cost } = pairs;
  const extra = new Float64Array(m);
  const perDemand = new Float64Array(hasCapacity ? demand.length : 0);
  for (let j = 0; j < perDemand.length; j++) perDemand[j] = 1 / demand[j];
  const cut: KnapsackCut = { position: 0, share: 0, rate: 0 };
  for (const i of wanted) {
    const own = opinion === undefined ? 0 : opinion.opening[i];
    if (opinion !== undefined && own + easiest > ranking.limit) break;
    if (copies[i] > 0) {
      const least = openCost[i] - capacity[i] * capacityPrices[i];
      if (least < allowance) take(ranking, -1, i, opinion === undefined ? least : own);
      takeSwaps(ranking, i, least, own, drops, loss, extra, allowance, opinion);
      continue;
    }
    listPairs(instance, i, costs.next, pairs);
    const end = pairs.end[0];
    let worth = 0;
    if (hasCapacity) {
      fillKnapsack(pairs, 0, costs.nearest, demand, perDemand, capacity[i], 0, cut);
      worth = cut.rate;
    }
    let gain = hasCapacity ? worth * capacity[i] : 0;
    for (let q = 0; q < end; q++) {
      const j = customer[q];
      const here = cost[q] + worth * demand[j];
      const now = Math.max(0, costs.nearest[j] - here);
      gain += now;
      if (copies[costs.site[j]] === 1) extra[costs.site[j]] += Math.max(0, costs.next[j] - here) - now;
    }
    const least = openCost[i] - gain;
    if (least < allowance && openCount < mostOpen) take(ranking, -1, i, opinion === undefined ? least : own);
    takeSwaps(ranking, i, least, own, drops, loss, extra, allowance, opinion);
    for (let q = 0; q < end; q++) extra[costs.site[customer[q]]] = 0;
  }
  return ranking.moves;
}

function takeSwaps(
  ranking: Ranking,
  add: number,
  least: number,
  own: number,
  drops: readonly number[],
  loss: Float64Array,
  extra: Float64Array,
  allowance: number,
  opinion: SecondOpinion | undefined,
): void {
  for (let d = 0; d < drops.length; d++) {
    const drop = drops[d];
    const both = least + loss[drop] - extra[drop];
    if (drop !== add && both < allowance)
      take(ranking, drop, add, opinion === undefined ? both : own + opinion.closing[drop]);
  }
}

/** Takes a move up among the best; of equal ones the site to close, then the one to open, with the lower index is first. */
function take(ranking: Ranking, drop: number, add: number, least: number): void {
  const { moves, most } = ranking;
  if (!(least <= ranking.limit)) return;
  if (least === ranking.limit && (moves.length < most || !isBefore(drop, add, least, moves[most - 1]))) return;
  let place = moves.length;
  if (place === most) place--;
  else moves.push({ drop, add, least });
  for (; place > 0 && isBefore(drop, add, least, moves[place - 1]); place--) moves[place] = moves[place - 1];
  moves[place] = { drop, add, least };
  if (moves.length === most) ranking.limit = moves[most - 1].least;
}

function isBefore(drop: number, add: number, least: number, other: Move): boolean {
  if (least !== other.least) return least < other.least;
  return drop !== other.drop ? drop < other.drop : add < other.add;
}

interface DeliveredCosts {
  /** Cheapest delivered cost of each customer, the next one, and the site of the cheapest. */
  readonly nearest: Float64Array;
  readonly next: Float64Array;
  readonly site: Int32Array;
}

function deliveredCosts(instance: LocationInstance, copies: Int32Array, capacityPrices: Float64Array): DeliveredCosts {
  const { siteCount: m, customerCount: n, matrix, demand, ceiling } = instance;
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const next = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const site = new Int32Array(n);
  for (let i = 0; i < m; i++) {
    if (copies[i] === 0) continue;
    const worth = capacityPrices[i];
    const row = i * n;
    for (let j = 0; j < n; j++) {
      const delivered = matrix[row + j] + worth * demand[j];
      if (delivered >= next[j]) continue;
      if (delivered < nearest[j]) {
        next[j] = nearest[j];
        nearest[j] = delivered;
        site[j] = i;
      } else next[j] = delivered;
    }
  }
  // A customer that nobody else can serve would cost more than any plan.
  for (let j = 0; j < n; j++) if (next[j] === Number.POSITIVE_INFINITY) next[j] = nearest[j] + ceiling;
  return { nearest, next, site };
}

/** One site's pairs. */
function startPairs(n: number): KnapsackLists {
  const [customer, end] = [new Int32Array(n), new Int32Array(1)];
  return { start: new Int32Array(1), end, customer, cost: new Float64Array(n), rate: new Float64Array(n) };
}

/** Lists site i's pairs that cost less than the customer's next delivered cost. */
function listPairs(
  { customerCount: n, matrix }: LocationInstance,
  i: number,
  next: Float64Array,
  pairs: KnapsackLists,
): void {
  const { customer, cost } = pairs;
  let end = 0;
  for (let j = 0; j < n; j++) {
    const c = matrix[i * n + j];
    if (!(c < next[j])) continue;
    customer[end] = j;
    cost[end++] = c;
  }
  pairs.end[0] = end;
}
