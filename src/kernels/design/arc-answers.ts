import type { DesignInstance } from "./instance.ts";

/**
 * The strong Lagrangian bound of network design: with a price on each balance of node and commodity, every arc answers
 * alone, whether to open, and what to carry then:
 *
 *     sum over commodities of demand (price at the destination - price at the origin)
 *       + sum over arcs of min(0, openCost + least of sum (cost + price[tail] - price[head]) x)
 *     with 0 <= x <= demand for each commodity, and all together at most the capacity: a continuous knapsack.
 *
 * Its best value over all prices is that of the linear relaxation with x <= demand * open for every arc and commodity.
 *
 * Shapes: price and slope node * k + commodity.
 * Complexity: O(m k), and what sorting gains takes on arcs that fill up. Memory: O(m + n k), taken once.
 * Source: Crainic, Frangioni, Gendron, Bundle-based relaxation methods for multicommodity capacitated fixed charge
 *         network design (2001): the knapsack relaxation.
 */
export class ArcAnswers {
  /** What comes short at these prices: the bound rises along it. */
  readonly slope: Float64Array;
  /** m, 1 for arcs that opened. */
  readonly open: Float64Array;
  readonly #instance: DesignInstance;
  readonly #gain: Float64Array;
  readonly #which: Int32Array;

  constructor(instance: DesignInstance) {
    this.#instance = instance;
    this.slope = new Float64Array(instance.n * instance.k);
    this.open = new Float64Array(instance.m);
    this.#gain = new Float64Array(instance.k);
    this.#which = new Int32Array(instance.k);
  }

  /**
   * The bound at these prices, less what rounding can have added; fills slope and open.
   */
  evaluate(price: Float64Array): number {
    const { m, k, tail, head, cost, capacity, openCost, origin, destination, demand } = this.#instance;
    const { slope, open } = this;
    const gain = this.#gain;
    const which = this.#which;
    let bound = 0;
    let size = 0;
    slope.fill(0);
    for (let c = 0; c < k; c++) {
      const from = origin[c] * k + c;
      const to = destination[c] * k + c;
      bound += demand[c] * (price[to] - price[from]);
      size += demand[c] * (Math.abs(price[to]) + Math.abs(price[from]));
      slope[to] += demand[c];
      slope[from] -= demand[c];
    }
    for (let a = 0; a < m; a++) {
      const tailRow = tail[a] * k;
      const headRow = head[a] * k;
      const perUnit = cost[a];
      let count = 0;
      let wanted = 0;
      let value = 0;
      for (let c = 0; c < k; c++) {
        const reduced = perUnit + price[tailRow + c] - price[headRow + c];
        if (reduced >= 0) continue;
        gain[count] = reduced;
        which[count++] = c;
        wanted += demand[c];
        value += reduced * demand[c];
      }
      open[a] = 0;
      if (count === 0) continue;
      const fills = wanted > capacity[a];
      if (openCost[a] + value >= 0 && !fills) continue;
      if (fills) value = this.#fill(count, capacity[a]);
      if (openCost[a] + value >= 0) continue;
      bound += openCost[a] + value;
      size += openCost[a] - value;
      open[a] = 1;
      let left = capacity[a];
      for (let e = 0; e < count && left > 0; e++) {
        const c = which[e];
        const amount = Math.min(demand[c], left);
        left -= amount;
        slope[tailRow + c] += amount;
        slope[headRow + c] -= amount;
      }
    }
    return bound - size * (m + k) * 2 ** -51;
  }

  /** Sorts what gains most to the front, and gives the value of filling the capacity with it. */
  #fill(count: number, capacity: number): number {
    const { demand } = this.#instance;
    const gain = this.#gain;
    const which = this.#which;
    for (let e = 1; e < count; e++) {
      const value = gain[e];
      const commodity = which[e];
      let hole = e;
      while (hole > 0 && gain[hole - 1] > value) {
        gain[hole] = gain[hole - 1];
        which[hole] = which[hole - 1];
        hole--;
      }
      gain[hole] = value;
      which[hole] = commodity;
    }
    let left = capacity;
    let value = 0;
    for (let e = 0; e < count && left > 0; e++) {
      const amount = Math.min(demand[which[e]], left);
      value += gain[e] * amount;
      left -= amount;
    }
    return value;
  }
}
