import type { WholeAnswers } from "./whole-answers.ts";

/**
 * The sets of whole customers that a site may have at given prices without its value rising by `window` or more.
 *
 * Problem: customers earn prices less costs. A set at a site costs openCost less what it earns. Listed are all sets
 *          that fit and whose cost is below the site's value (of its best set) plus the window. What the sites that may
 *          open have beside the demand is all that any of them leaves over (`spare`), so sets fill their sites but for
 *          that. Where that is little, the best such set of each site that must be open is looked for first: what it
 *          costs beyond the site's value lifts the bound, and narrows all windows.
 *          Customers that a site owns are in no set: it costs more, and has less room.
 * Shapes:  sets are numbered in the order in which they are found, site after site; `mask` has `words` words of 32
 *          customers a set, of whom bit b is customerOf[b]; site s (`site[s]` in the instance) has those from first[s] to
 *          first[s + 1] - 1.
 * Units:   steps; costs are whole.
 * Complexity: some tens of steps a set. No allocation.
 */
export interface WholeSets {
  words: number;
  readonly most: number;
  /** The customers that no site owns, by their bits, and the bit of each. */
  readonly customerOf: Int32Array;
  readonly bit: Int32Array;
  customerCount: number;
  readonly cost: Float64Array;
  /** How much of its site's capacity each leaves over. */
  readonly left: Float64Array;
  readonly mask: Int32Array;
  count: number;
  readonly site: Int32Array;
  readonly must: Int8Array;
  readonly first: Int32Array;
  siteCount: number;
  /** Whether the lists are whole: neither `most` sets nor the steps allowed were too few. */
  isWhole: boolean;
  /** Whether no lists are needed: sites that must be open cost too much when they are full. */
  isOver: boolean;
  steps: number;
  mostSteps: number;

  /** The customers of the site at hand, as bits, by falling earnings per unit of demand; the first `earning` earn something. */
  readonly customer: Int32Array;
  readonly earns: Float64Array;
  readonly weight: Float64Array;
  itemCount: number;
  earning: number;
  /** The set at hand, the least that a set has to earn, and how much of the capacity it may leave over. */
  readonly present: Int32Array;
  need: number;
  spare: number;
  openCost: number;
  /** Whether sets are listed; otherwise the best is looked for, and `need` is one more than it earns. */
  isListing: boolean;
  /** What the best full set of each site that must open earns; of others, the best that fits. */
  readonly filled: Float64Array;
  /** From each place on, a bit for each load that some of the customers have together; `span` words a place, if any. */
  loads: Int32Array;
  span: number;
}

/** Loads are told one by one up to this capacity, and where less than a word of it may be left over. */
const MOST_LOADS = 1024;
const MOST_SPARE = 31;

export function startSets(siteCount: number, customerCount: number, most: number): WholeSets {
  const words = wordsFor(customerCount);
  return {
    words,
    most,
    customerOf: new Int32Array(customerCount),
    bit: new Int32Array(customerCount),
    customerCount,
    cost: new Float64Array(most),
    left: new Float64Array(most),
    mask: new Int32Array(most * words),
    count: 0,
    site: new Int32Array(siteCount),
    must: new Int8Array(siteCount),
    first: new Int32Array(siteCount + 1),
    siteCount: 0,
    isWhole: true,
    isOver: false,
    steps: 0,
    mostSteps: 0,
    customer: new Int32Array(customerCount),
    earns: new Float64Array(customerCount),
    weight: new Float64Array(customerCount),
    itemCount: 0,
    earning: 0,
    present: new Int32Array(words),
    need: 0,
    spare: 0,
    openCost: 0,
    isListing: true,
    filled: new Float64Array(siteCount),
    loads: new Int32Array(0),
    span: 0,
  };
}

/** Words of bits for so many customers. */
function wordsFor(customerCount: number): number {
  return Math.max(1, (customerCount + 31) >> 5);
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
  const { answers, earned, room: roomOf, openCost } = whole;
  const { active, activeCount, lower, instance } = answers;
  const { capacity, totalDemand } = instance;
  const { filled } = sets;
  takeFree(sets, whole);
  sets.count = 0;
  sets.siteCount = 0;
  sets.isWhole = true;
  sets.steps = 0;
  sets.mostSteps = mostSteps;
  sets.spare = -totalDemand;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    filled[i] = earned[i];
    if (lower[i] > 0 || extraOpen[i] < room) sets.spare += capacity[i];
  }
  let left = sets.spare < 0 ? 0 : room;
  sets.isListing = false;
  for (let a = 0; a < activeCount && sets.spare <= MOST_SPARE && left > 0 && sets.isWhole; a++) {
    const i = active[a];
    if (lower[i] === 0) continue;
    takeSite(sets, whole, prices, i, left);
    extend(sets, 0, roomOf[i], 0, 0);
    filled[i] = sets.need - 1;
    left -= earned[i] - filled[i];
  }
  sets.isOver = left <= 0 && sets.isWhole;
  sets.isListing = true;
  for (let a = 0; a < activeCount && left > 0 && sets.isWhole; a++) {
    const i = active[a];
    const window = lower[i] > 0 ? left : left - extraOpen[i];
    if (window <= 0) continue;
    takeSite(sets, whole, prices, i, window);
    sets.openCost = openCost[i];
    const s = sets.siteCount++;
    sets.site[s] = i;
    sets.must[s] = lower[i] > 0 ? 1 : 0;
    sets.first[s] = sets.count;
    extend(sets, 0, roomOf[i], 0, 0);
  }
  sets.first[sets.siteCount] = sets.count;
}

/** Gives bits to the customers that no site owns. */
function takeFree(sets: WholeSets, { free, freeCount }: WholeAnswers): void {
  sets.customerCount = freeCount;
  sets.words = wordsFor(freeCount);
  for (let f = 0; f < freeCount; f++) {
    sets.customerOf[f] = free[f];
    sets.bit[free[f]] = f;
  }
}

/** Takes up a site's customers, whose sets may cost less than `window` more than its best full one. */
function takeSite(sets: WholeSets, whole: WholeAnswers, prices: Float64Array, i: number, window: number): void {
  const { list, listCount, answers, room } = whole;
  const { customerCount: n, matrix, demand } = answers.instance;
  const { customer, earns, weight, bit } = sets;
  const count = listCount[i];
  let earning = 0;
  for (let q = 0; q < count; q++) {
    const j = list[i * n + q];
    customer[q] = bit[j];
    weight[q] = demand[j];
    earns[q] = prices[j] - matrix[i * n + j];
    if (earns[q] > 0) earning = q + 1;
  }
  sets.itemCount = count;
  sets.earning = earning;
  sets.need = sets.filled[i] - window + 1;
  sets.present.fill(0);
  sets.span = sets.spare <= MOST_SPARE && room[i] < MOST_LOADS ? (room[i] >> 5) + 1 : 0;
  if (sets.span > 0) findLoads(sets);
}

/** Finds the loads within the capacity that there are from each place on. */
function findLoads(sets: WholeSets): void {
  const { itemCount, span, weight } = sets;
  // A word more, as two are read at a time.
  const length = (itemCount + 1) * span + 1;
  if (sets.loads.length < length) sets.loads = new Int32Array(2 * length);
  const { loads } = sets;
  loads.fill(0, itemCount * span, length);
  loads[itemCount * span] = 1;
  for (let q = itemCount - 1; q >= 0; q--) {
    const own = q * span;
    const next = own + span;
    const words = weight[q] >> 5;
    const bits = weight[q] & 31;
    for (let w = 0; w < span; w++) {
      let taken = w >= words ? loads[next + w - words] << bits : 0;
      if (w > words) taken |= (loads[next + w - words - 1] >>> 1) >>> (31 - bits);
      loads[own + w] = loads[next + w] | taken;
    }
  }
}

/** Whether some of the customers from place q on fill the room but for what may be left over. */
function canFill({ loads, span, spare }: WholeSets, q: number, room: number): boolean {
  const low = Math.max(0, room - spare);
  const at = q * span + (low >> 5);
  const bits = (loads[at] >>> (low & 31)) | ((loads[at + 1] << 1) << (31 - (low & 31)));
  return (bits & (-1 >>> (31 - (room - low)))) !== 0;
}

/** Sets of more customers are not listed: the stack would not hold them, nor the checker's, which goes somewhat further. */
const MOST_MEMBERS = 1500;

/** Lists the set at hand, if it earns enough, and those that add customers from place `at` on. */
function extend(sets: WholeSets, at: number, room: number, sum: number, members: number): void {
  const { earns, weight, customer, present, itemCount, earning, span } = sets;
  if (members > MOST_MEMBERS) sets.isWhole = false;
  if (sum >= sets.need && room <= sets.spare) {
    if (sets.isListing) add(sets, sum, room);
    else sets.need = sum + 1;
    if (!sets.isWhole) return;
  }
  // What those from place q on would earn together if one could be cut: the first to place t, and a part of that one.
  let t = at;
  let left = room;
  let together = sum;
  for (let q = at; q < itemCount; q++) {
    if (++sets.steps > sets.mostSteps) sets.isWhole = false;
    if (!sets.isWhole || (span > 0 && !canFill(sets, q, room))) return;
    if (q < earning) {
      for (; t < earning && weight[t] <= left; t++) {
        left -= weight[t];
        together += earns[t];
      }
      const part = t < earning ? (left * earns[t]) / weight[t] : 0;
      // Half a step is more than rounding.
      if (together + part < sets.need - 0.5) {
        // Whoever comes after the earners would cost.
        return;
      }
      if (q < t) {
        left += weight[q];
        together -= earns[q];
      } else t = q + 1;
    } else if (sum + earns[q] < sets.need) continue;
    if (weight[q] > room) continue;
    const j = customer[q];
    present[j >> 5] |= 1 << (j & 31);
    extend(sets, q + 1, room - weight[q], sum + earns[q], members + 1);
    present[j >> 5] &= ~(1 << (j & 31));
  }
}

function add(sets: WholeSets, sum: number, room: number): void {
  const { words, present } = sets;
  if (sets.count === sets.most) {
    sets.isWhole = false;
    return;
  }
  const c = sets.count++;
  sets.cost[c] = sets.openCost - sum;
  sets.left[c] = room;
  for (let w = 0; w < words; w++) sets.mask[c * words + w] = present[w];
}
