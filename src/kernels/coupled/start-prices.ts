/**
 * Prices as if nothing had a limit: the least that a unit of each good can cost at each place, every works at its best
 * size and full load, closed over freight; and how much of each good will be wanted.
 *
 * Shapes:     by cell, and by good.
 * Complexity: goods times places squared, once for goods without loops; in a loop of goods upwards from zero, round by
 *             round, until a round changes little.
 * Source:     Dijkstra's label setting is not needed: each good is priced from its inputs in dependency order.
 */
import { orderGoods } from "./good-order.ts";
import { type CoupledInstance, freightBetween, nearOf } from "./instance.ts";

/** In a loop of goods each round comes closer by what a run takes of what it makes; any price is a start. */
const MOST_ROUNDS = 30;
const LITTLE = 1e-6;

/**
 * Cells: start prices; 0 where a good cannot come.
 *
 * @param fixedTimes how many times fixed costs count; 0 for what a unit more costs at least.
 */
export function startPrices(instance: CoupledInstance, fixedTimes = 1): Float64Array {
  const { goodCount: g, placeCount: p } = instance;
  const price = new Float64Array(p * g);
  const { order, bounds } = orderGoods(instance);
  for (let c = 0; bounds[c] < order.length; c++) {
    const isLoop = bounds[c + 1] - bounds[c] > 1;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let change = 0;
      for (let at = bounds[c]; at < bounds[c + 1]; at++)
        change = Math.max(change, priceGood(instance, order[at], price, fixedTimes));
      if (!isLoop || change <= LITTLE) break;
    }
  }
  return price;
}

/** Prices one good from what its inputs cost; gives the largest relative change. */
function priceGood(instance: CoupledInstance, good: number, price: Float64Array, fixedTimes: number): number {
  const { placeCount: p, supply } = instance;
  const made = new Float64Array(p).fill(Number.POSITIVE_INFINITY);
  for (let place = 0; place < p; place++) {
    const cell = good * p + place;
    if (supply[cell] > 0) made[place] = 0;
    for (let works = instance.cellWorks[cell]; works < instance.cellWorks[cell + 1]; works++) {
      made[place] = Math.min(made[place], fullLoadCost(instance, works, price, fixedTimes));
    }
  }
  for (let at = 0; at < instance.gateCell.length; at++) {
    const cell = instance.gateCell[at];
    if (Math.floor(cell / p) === good) made[cell % p] = 0;
  }
  let cheapest = Number.POSITIVE_INFINITY;
  for (let place = 0; place < p; place++) cheapest = Math.min(cheapest, made[place]);
  const near = nearOf(instance, good);
  let change = 0;
  for (let to = 0; to < p; to++) {
    let least = made[to];
    // Nearest first: where freight alone makes even the cheapest too dear, nothing beyond is cheaper.
    for (let k = to * p; near !== undefined && k < (to + 1) * p; k++) {
      const from = near.arriving[k];
      const freight = freightBetween(instance, good, from, to);
      if (cheapest + freight >= least) break;
      least = Math.min(least, made[from] + freight);
    }
    if (least === Number.POSITIVE_INFINITY) least = 0;
    const cell = good * p + to;
    change = Math.max(change, Math.abs(least - price[cell]) / Math.max(1, Math.abs(least)));
    price[cell] = least;
  }
  return change;
}

/** Cost of a unit from a works at full load, its fixed cost, so many times, spread. */
function fullLoadCost(instance: CoupledInstance, works: number, price: Float64Array, fixedTimes: number): number {
  const { worksSize, worksFixed, activityStart, activityCapacity, sizeCell, placeCount: p } = instance;
  const size = worksSize[works];
  const place = sizeCell[size] % p;
  let least = Number.POSITIVE_INFINITY;
  for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++) {
    const fixed = fixedTimes * Math.max(0, worksFixed[works]);
    let cost = instance.activityCost[activity] + fixed / activityCapacity[activity];
    for (let e = instance.takeStart[activity]; e < instance.takeStart[activity + 1]; e++) {
      cost += instance.takeAmount[e] * price[instance.inputGood[instance.takeInput[e]] * p + place];
    }
    least = Math.min(least, cost);
  }
  return least;
}

/** Goods: roughly what is wanted a year. For scales only: alternative recipes count in equal parts. */
export function roughThroughput(instance: CoupledInstance): Float64Array {
  const { goodCount: g, placeCount: p, demand, activityStart, sizeCount, sizeCell } = instance;
  const takes = new Float64Array(g * g);
  const activities = new Float64Array(g);
  for (let k = 0; k < sizeCount; k++) {
    const good = Math.floor(sizeCell[k] / p);
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      activities[good]++;
      for (let e = instance.takeStart[activity]; e < instance.takeStart[activity + 1]; e++) {
        takes[good * g + instance.inputGood[instance.takeInput[e]]] += instance.takeAmount[e];
      }
    }
  }
  const wanted = new Float64Array(g);
  for (let cell = 0; cell < demand.length; cell++) wanted[Math.floor(cell / p)] += demand[cell];
  const { order } = orderGoods(instance);
  for (let at = g - 1; at >= 0; at--) {
    const good = order[at];
    if (activities[good] === 0) continue;
    for (let input = 0; input < g; input++) {
      if (input !== good) wanted[input] += (takes[good * g + input] / activities[good]) * wanted[good];
    }
  }
  return wanted;
}
