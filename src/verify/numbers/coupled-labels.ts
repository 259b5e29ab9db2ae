/**
 * What prices by label prove about a coupled problem, by a naive loop over works, destinations and labels.
 *
 * Why labels bound what works make and take. Where no cost is below zero there is a best plan that lets nothing go that
 * was made on purpose. Each unit made in it goes into something made, or into final demand; where every good is made in
 * one way, with nothing beside it and not of itself, all of it ends in final demand: the label is where. What all works
 * together make of a good for a label is then at most
 *
 *     requirement[good, label] = demand[good, label] + sum over goods h of takes[h, good] * requirement[h, label]
 *
 * so what any one place sends out for a label is at most that, and what the works of a cell take for a label at most what
 * they need for the label's requirement, and for their capacity. The prices relax, for each label, that what arrives
 * is what is taken; what is left is a problem for each cell, in which serving the dearest first is best, since the limits
 * of destinations, of labels and of the modules are nested.
 */
import { ExactSum } from "../../base/exact.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import { type CoupledLabelPrices, MOST_TOGETHER } from "../../problems/coupled-result.ts";
import { bestSetGain, modulesOf, supplyGain } from "./coupled-gains.ts";
import {
  BEYOND_DOUBLES,
  E,
  MORE_THAN_ROUNDING,
  type Offer,
  provedValue,
  readPriceList,
  totals,
} from "./coupled-offers.ts";
import { OfferHeap, Stalls } from "./coupled-stalls.ts";

/** The proven bound, rounded down; a sentence instead where labels do not apply or the prices do not fit. */
export function labelBound(problem: CoupledProblem, prices: CoupledLabelPrices): number | string {
  const proof = proveByLabel(problem, prices);
  return typeof proof === "string" ? proof : proof.bound;
}

/** What prices by label prove: in all, and of plans in which a size is open, or is not. */
export interface LabelProof {
  readonly bound: number;
  /** At most what every plan costs that opens a module of the size, or (`isOpen` false) every plan that does not. */
  boundWhere(size: number, isOpen: boolean): number;
}

/** The proof, rounded down; a sentence instead where labels do not apply or the prices do not fit. */
export function proveByLabel(problem: CoupledProblem, given: CoupledLabelPrices): LabelProof | string {
  const { placeCount: p, goodCount: g, sitePlace, siteGood, sizeStart } = problem;
  const ways = waysOf(problem);
  if (typeof ways === "string") return ways;
  const need = requirements(problem, ways);
  if (need === undefined) return "prices by label, but goods are made of themselves";
  const sizesOf: number[][] = Array.from({ length: p * g }, () => []);
  const site = new Int32Array(sizeStart[sitePlace.length]);
  for (let i = 0; i < sitePlace.length; i++) {
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      site[k] = i;
      sizesOf[siteGood[i] * p + sitePlace[i]].push(k);
    }
  }
  const cells = Array.from(sizesOf.keys()).filter((cell) => modulesIn(problem, sizesOf[cell]) > 0);
  if (cells.some((cell) => modulesIn(problem, sizesOf[cell]) > MOST_TOGETHER))
    return "prices by label, but the works of a place are too many to answer together";
  const inputsOf = new Map(cells.map((cell) => [cell, [...ways[Math.floor(cell / p)]].sort(([a], [b]) => a - b)]));
  const wanted = cells.reduce((sum, cell) => sum + inputsOf.get(cell)!.length * p, 0);
  if (given?.demandPrice?.length !== p * g || given.inputPrice?.length !== wanted)
    return `prices by label: wanted ${p * g} of demand and ${wanted} of inputs`;
  const demandPrice = readPriceList(given.demandPrice);
  if (typeof demandPrice === "string") return `by label, ${demandPrice}`;
  const inputPrice = readPriceList(given.inputPrice);
  if (typeof inputPrice === "string") return `by label, ${inputPrice}`;

  const bound = new ExactSum();
  const market = new LabelMarket(problem, need);
  for (let cell = 0; cell < p * g; cell++) {
    const demand = problem.demand[cell];
    if (!(demand > 0)) continue;
    const good = Math.floor(cell / p);
    const price = demandPrice[cell];
    bound.addProduct(Math.min(price, problem.shortageCost?.[good] ?? Number.POSITIVE_INFINITY), demand);
    market.add(good, cell % p, cell % p, price, demand);
  }
  for (let k = 0; k < site.length; k++) bound.addProduct(problem.standing?.[k] ?? 0, problem.closingCost?.[k] ?? 0);
  // Per cell and label, what a unit's inputs cost, rounded down.
  const inputCost = new Map<number, Float64Array>();
  let next = 0;
  for (const cell of cells) {
    const good = Math.floor(cell / p);
    const capacity = sizesOf[cell].reduce((sum, k) => sum + capacityOf(problem, k) * (problem.most?.[k] ?? 1), 0);
    const cost = new Float64Array(p);
    const magnitude = new Float64Array(p);
    const inputs = inputsOf.get(cell)!;
    for (const [input, amount] of inputs) {
      for (let label = 0; label < p; label++) {
        const price = inputPrice[next++];
        const most = amount * Math.min(capacity * (1 + 16 * E), need[good * p + label]) * (1 + 8 * E);
        if (most > 0) market.add(input, cell % p, label, price, most);
        cost[label] += amount * price;
        magnitude[label] += Math.abs(amount * price);
      }
    }
    for (let label = 0; label < p; label++) cost[label] -= 4 * (inputs.length + 1) * E * magnitude[label];
    if (!cost.every(Number.isFinite)) return BEYOND_DOUBLES;
    inputCost.set(cell, cost);
  }
  const nothing = new Float64Array(p);
  const gains: number[] = [];
  for (let cell = 0; cell < p * g; cell++) {
    const supply = problem.supply?.[cell] ?? 0;
    if (supply > 0) gains.push(supplyGain(market.offers(cell, nothing, 0, supply), supply));
  }
  const answerOf = new Map<number, { readonly gain: number; where(size: number, isOpen: boolean): number }>();
  for (const cell of cells) {
    const modules = sizesOf[cell].flatMap((k) => {
      const cost = ownCost(problem, k);
      return modulesOf(problem, k, { cost: cost - 4 * E * cost, capacity: capacityOf(problem, k) * (1 + 4 * E) });
    });
    modules.sort((a, b) => a.cost - b.cost);
    const wanted = modules.reduce((sum, { copies, capacity }) => sum + copies * capacity, 0);
    const offers = market.offers(cell, inputCost.get(cell)!, Math.max(0, modules[0].cost), wanted);
    const gain = Math.max(0, bestSetGain(problem, offers, modules, site));
    gains.push(gain);
    const where = (size: number, isOpen: boolean): number => {
      const best = bestSetGain(problem, offers, modules, site, { size, isOpen });
      return isOpen ? best : Math.max(0, best);
    };
    for (const k of sizesOf[cell]) answerOf.set(k, { gain, where });
  }
  const proved = provedValue(bound, gains);
  if (typeof proved === "string") return proved;
  return {
    bound: proved,
    boundWhere(size, isOpen) {
      const { gain, where } = answerOf.get(size)!;
      const other = where(size, isOpen);
      return proved + gain - other - 4 * E * (Math.abs(proved) + Math.abs(gain) + Math.abs(other));
    },
  };
}

/** By good, what a unit takes of others; a sentence where a good is made in more than one way, or beside another. */
function waysOf(problem: CoupledProblem): Map<number, number>[] | string {
  const { sitePlace, siteGood, sizeStart, activityStart, activityRecipe, makes, takes } = problem;
  const ways: (Map<number, number> | undefined)[] = Array.from({ length: problem.goodCount });
  for (let i = 0; i < sitePlace.length; i++) {
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      if (activityStart[k + 1] !== activityStart[k] + 1) return "prices by label, but a size has not one activity";
      const recipe = activityRecipe[activityStart[k]];
      if (problem.activityCost[activityStart[k]] < 0) return "prices by label, but a cost is below zero";
      const made = totals(makes, recipe);
      if (made.size !== 1) return "prices by label, but goods are made beside others";
      const amount = made.get(siteGood[i])!;
      const own = new Map([...totals(takes, recipe)].map(([good, taken]) => [good, taken / amount] as const));
      const known = ways[siteGood[i]];
      ways[siteGood[i]] = own;
      if (known === undefined) continue;
      if (known.size !== own.size || [...own].some(([good, taken]) => known.get(good) !== taken))
        return "prices by label, but a good is made in several ways";
    }
  }
  return ways.map((own) => own ?? new Map());
}

/** What each label needs of each good, rounded up; undefined where goods are made of themselves. */
function requirements(problem: CoupledProblem, ways: readonly Map<number, number>[]): Float64Array | undefined {
  const { placeCount: p, goodCount: g } = problem;
  const users = ways.map((_, good) => ways.flatMap((own, user) => (own.has(good) ? [user] : [])));
  const need = new Float64Array(p * g);
  const done = new Set<number>();
  while (done.size < g) {
    const ready = users.findIndex((of, good) => !done.has(good) && of.every((user) => done.has(user)));
    if (ready < 0) return undefined;
    for (let label = 0; label < p; label++) {
      let sum = problem.demand[ready * p + label];
      for (const user of users[ready]) sum += ways[user].get(ready)! * need[user * p + label];
      need[ready * p + label] = sum * (1 + 4 * (users[ready].length + 1) * E);
    }
    done.add(ready);
  }
  return need;
}

/** Where a cell's goods may go, for whom, and for how much after freight and inputs. */
class LabelMarket {
  readonly #problem: CoupledProblem;
  readonly #need: Float64Array;
  readonly #matrices: readonly Float64Array[];
  readonly #stalls: readonly Stalls[];
  readonly #heap = new OfferHeap();

  constructor(problem: CoupledProblem, need: Float64Array) {
    this.#problem = problem;
    this.#need = need;
    this.#matrices = problem.freight.map((freight) => freightMatrix(freight, problem.placeCount));
    this.#stalls = Array.from({ length: problem.goodCount }, () => new Stalls(problem.placeCount));
  }

  /** Adds somebody who takes at most so much of a good at a place for a label. */
  add(good: number, place: number, label: number, price: number, most: number): void {
    this.#stalls[good].add(place, label, price, most);
  }

  /**
   * Offers above `least`, dearest first, each for no more than the dearer ones leave of its label's requirement; so many
   * as take more than what is `wanted` together, since no further one can be made use of.
   */
  offers(cell: number, inputCost: Float64Array, least: number, wanted: number): Offer[] {
    const { placeCount: p } = this.#problem;
    const good = Math.floor(cell / p);
    this.#rank(cell, inputCost, least);
    const { worth, most, label } = this.#heap;
    const left = this.#need.slice(good * p, (good + 1) * p);
    const offers: Offer[] = [];
    let offered = 0;
    while (!(offered > wanted * MORE_THAN_ROUNDING)) {
      const top = this.#heap.take();
      if (top < 0) break;
      const own = label[top];
      const room = Math.min(most[top], left[own]);
      if (!(room > 0)) continue;
      offers.push({ worth: worth[top], most: room });
      offered += room;
      left[own] = (left[own] - room) * (1 + E) + E * room;
    }
    return offers;
  }

  /** Puts what is offered above `least` into the heap. */
  #rank(cell: number, inputCost: Float64Array, least: number): void {
    const { placeCount: p, freightTable, freightRate } = this.#problem;
    const heap = this.#heap;
    const good = Math.floor(cell / p);
    const from = cell % p;
    const matrix = this.#matrices[freightTable[good]];
    const rate = freightRate?.[good] ?? 1;
    let leastCost = Number.POSITIVE_INFINITY;
    let costMagnitude = 0;
    for (let label = 0; label < p; label++) {
      leastCost = Math.min(leastCost, inputCost[label]);
      costMagnitude = Math.max(costMagnitude, Math.abs(inputCost[label]));
    }
    const { first, next, dearest, magnitude, label: labelOf, price: priceOf, most } = this.#stalls[good];
    heap.clear();
    for (let place = 0; place < p; place++) {
      const entry = place === from ? 0 : (matrix?.[from * p + place] ?? Number.POSITIVE_INFINITY);
      if (first[place] < 0 || entry === Number.POSITIVE_INFINITY) continue;
      const freight = rate * entry;
      const margin = 16 * E * (magnitude[place] + freight + costMagnitude);
      // Most places are too far for whatever is paid there.
      if (dearest[place] - freight - leastCost + margin < least) continue;
      for (let t = first[place]; t >= 0; t = next[t]) {
        const price = priceOf[t];
        const cost = inputCost[labelOf[t]];
        const worth = price - freight - cost + 8 * E * (Math.abs(price) + freight + Math.abs(cost));
        if (worth > least) heap.add(worth, most[t], labelOf[t]);
      }
    }
    heap.order();
  }
}

function modulesIn(problem: CoupledProblem, sizes: readonly number[]): number {
  return sizes.reduce((sum, k) => sum + (problem.most?.[k] ?? 1), 0);
}

/** Units that a module makes in a year; and what a unit costs before its inputs. */
function capacityOf(problem: CoupledProblem, k: number): number {
  const activity = problem.activityStart[k];
  return problem.activityCapacity[activity] * yieldOf(problem, activity);
}

function ownCost(problem: CoupledProblem, k: number): number {
  const activity = problem.activityStart[k];
  return problem.activityCost[activity] / yieldOf(problem, activity);
}

function yieldOf({ makes, activityRecipe }: CoupledProblem, activity: number): number {
  let made = 0;
  for (const amount of totals(makes, activityRecipe[activity]).values()) made += amount;
  return made;
}
