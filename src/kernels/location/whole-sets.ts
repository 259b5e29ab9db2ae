import type { WholeAnswers } from "./whole-answers.ts";

/**
 * The sets of whole customers that a site may have at given prices without its value rising by `window` or more.
 *
 * Problem: customers earn prices less costs. A set at a site costs openCost less what it earns. Listed are all sets
 *          that fit and whose cost is below the site's value (of its best set) plus the window.
 * Shapes:  sets are numbered in the order in which they are found, site after site; `mask` has `words` words of 32
 *          customers a set; site s (`site[s]` in the instance) has those from first[s] to first[s + 1] - 1.
 * Units:   steps; costs are whole.
 * Complexity: some tens of steps a set. No allocation.
 */
export interface WholeSets {
  readonly words: number;
  readonly most: number;
  readonly cost: Float64Array;
  readonly mask: Int32Array;
  count: number;
  readonly site: Int32Array;
  readonly must: Int8Array;
  readonly first: Int32Array;
  siteCount: number;
  /** Whether the lists are whole: neither `most` sets nor the steps allowed were too few. */
  isWhole: boolean;
  steps: number;
  mostSteps: number;

  /** The customers of the site at hand by falling earnings per unit of demand; the first `earning` earn something. */
  readonly customer: Int32Array;
  readonly earns: Float64Array;
  readonly weight: Float64Array;
  itemCount: number;
  earning: number;
  /** The set at hand, and the least that a set has to earn. */
  readonly present: Int32Array;
  need: number;
  openCost: number;
}

export function startSets(siteCount: number, customerCount: number, most: number): WholeSets {
  const words = (customerCount + 31) >> 5;
  return {
    words,
    most,
    cost: new Float64Array(most),
    mask: new Int32Array(most * words),
    count: 0,
    site: new Int32Array(siteCount),
    must: new Int8Array(siteCount),
    first: new Int32Array(siteCount + 1),
    siteCount: 0,
    isWhole: true,
    steps: 0,
    mostSteps: 0,
    customer: new Int32Array(customerCount),
    earns: new Float64Array(customerCount),
    weight: new Float64Array(customerCount),
    itemCount: 0,
    earning: 0,
    present: new Int32Array(words),
    need: 0,
    openCost: 0,
  };
}

/**
 * Lists the sets of every site that may open, right after an answer at `prices` whose bound lies `room` below the cut;
 * a site that need not open has `extraOpen` of that less.
 */
export function listSets(
  sets: WholeSets,
  whole: WholeAnswers,
  prices: Float64Array,
  room: number,
  extraOpen: Float64Array,
  mostSteps: number,
): void {
  const { answers, list, listCount, earned } = whole;
  const { active, activeCount, lower, instance } = answers;
  const { customerCount: n, matrix, demand, capacity, openCost } = instance;
  const { customer, earns, weight, present } = sets;
  sets.count = 0;
  sets.siteCount = 0;
  sets.isWhole = true;
  sets.steps = 0;
  sets.mostSteps = mostSteps;
  for (let a = 0; a < activeCount && sets.isWhole; a++) {
    const i = active[a];
    const window = lower[i] > 0 ? room : room - extraOpen[i];
    if (window <= 0) continue;
    const count = listCount[i];
    let earning = 0;
    for (let q = 0; q < count; q++) {
      const j = list[i * n + q];
      customer[q] = j;
      weight[q] = demand[j];
      earns[q] = prices[j] - matrix[i * n + j];
      if (earns[q] > 0) earning = q + 1;
    }
    sets.itemCount = count;
    sets.earning = earning;
    sets.need = earned[i] - window + 1;
    sets.openCost = openCost[i];
    present.fill(0);
    const s = sets.siteCount++;
    sets.site[s] = i;
    sets.must[s] = lower[i] > 0 ? 1 : 0;
    sets.first[s] = sets.count;
    extend(sets, 0, capacity[i], 0, 0);
  }
  sets.first[sets.siteCount] = sets.count;
}

/** Sets of more customers are not listed: the stack would not hold them, nor the checker's, which goes somewhat further. */
const MOST_MEMBERS = 1500;

/** Lists the set at hand, if it earns enough, and those that add customers from place `at` on. */
function extend(sets: WholeSets, at: number, room: number, sum: number, members: number): void {
  const { earns, weight, customer, present, words, itemCount, earning, need } = sets;
  if (members > MOST_MEMBERS) sets.isWhole = false;
  if (sum >= need) {
    if (sets.count === sets.most) sets.isWhole = false;
    if (!sets.isWhole) return;
    const c = sets.count++;
    sets.cost[c] = sets.openCost - sum;
    for (let w = 0; w < words; w++) sets.mask[c * words + w] = present[w];
  }
  // What those from place q on would earn together if one could be cut: the first to place t, and a part of that one.
  let t = at;
  let left = room;
  let together = sum;
  for (let q = at; q < itemCount; q++) {
    if (++sets.steps > sets.mostSteps) sets.isWhole = false;
    if (!sets.isWhole) return;
    if (q < earning) {
      for (; t < earning && weight[t] <= left; t++) {
        left -= weight[t];
        together += earns[t];
      }
      const part = t < earning ? (left * earns[t]) / weight[t] : 0;
      // Half a step is more than rounding.
      if (together + part < need - 0.5) {
        // Whoever comes after the earners would cost.
        return;
      }
      if (q < t) {
        left += weight[q];
        together -= earns[q];
      } else t = q + 1;
    } else if (sum + earns[q] < need) continue;
    if (weight[q] > room) continue;
    const j = customer[q];
    present[j >> 5] |= 1 << (j & 31);
    extend(sets, q + 1, room - weight[q], sum + earns[q], members + 1);
    present[j >> 5] &= ~(1 << (j & 31));
  }
}
