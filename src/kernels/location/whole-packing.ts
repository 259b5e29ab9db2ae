import type { WholeSets } from "./whole-sets.ts";

/**
 * The plans made of listed sets, tried one by one: one set a site (none where it may stay closed), apart from each
 * other, that together serve every customer.
 *
 * Problem: a plan costs `spent` (the prices of all customers) and its sets. Sought are those below `cut`.
 * Shapes:  at level l the sets still possible of site s are alive[start] .. alive[end - 1], the cheapest first, with
 *          start and end at l * width + s.
 * Units:   steps.
 * Gives:   whether all plans were tried; `least` is the cost of the best one found, Infinity where there is none below
 *          the cut, and `best` its sets (`bestCount` of them).
 * Complexity: exponential at worst, given up after `mostSteps`. No allocation.
 * Source:  Baldacci, Christofides, Mingozzi, An exact algorithm for the vehicle routing problem based on the set
 *          partitioning formulation with additional cuts (2008), for listing what a gap leaves.
 */
export interface WholePacking {
  readonly sets: WholeSets;
  readonly width: number;
  readonly alive: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Whether the site must have a set, by level. */
  readonly must: Int8Array;
  /** The customers served so far, by level; all of them. */
  readonly covered: Int32Array;
  /** How much sites may still leave over together, by level; and what each leaves at least at the level at hand. */
  readonly over: Float64Array;
  readonly leastLeft: Float64Array;
  readonly everyone: Int32Array;
  /** Whom any set of any site would serve, of two sites, and of one site. */
  readonly union: Int32Array;
  readonly twice: Int32Array;
  readonly reach: Int32Array;
  /** The set chosen at each level, -1 where a site stays closed. */
  readonly chosen: Int32Array;
  readonly best: Int32Array;
  bestCount: number;
  cut: number;
  least: number;
  steps: number;
  mostSteps: number;
}

/** Rounds of sifting at a level: the later ones find little. */
const ROUNDS = 4;

export function startPacking(sets: WholeSets, siteCount: number): WholePacking {
  const { words, most } = sets;
  const width = siteCount + 1;
  const levels = siteCount + 2;
  return {
    sets,
    width,
    alive: new Int32Array(most * levels),
    start: new Int32Array(levels * width),
    end: new Int32Array(levels * width),
    must: new Int8Array(levels * width),
    covered: new Int32Array(levels * words),
    over: new Float64Array(levels),
    leastLeft: new Float64Array(siteCount),
    everyone: new Int32Array(words),
    union: new Int32Array(words),
    twice: new Int32Array(words),
    reach: new Int32Array(siteCount * words),
    chosen: new Int32Array(levels),
    best: new Int32Array(levels),
    bestCount: 0,
    cut: 0,
    least: Number.POSITIVE_INFINITY,
    steps: 0,
    mostSteps: 0,
  };
}

/** Tries all plans below the cut; false where the steps were too few. */
export function packSets(packing: WholePacking, spent: number, cut: number, mostSteps: number): boolean {
  const { sets, alive, start, end, must, covered, over, everyone } = packing;
  everyone.fill(0);
  for (let j = 0; j < sets.customerCount; j++) everyone[j >> 5] |= 1 << (j & 31);
  for (let c = 0; c < sets.count; c++) alive[c] = c;
  for (let s = 0; s < sets.siteCount; s++) {
    start[s] = sets.first[s];
    end[s] = sets.first[s + 1];
    must[s] = sets.must[s];
    sortByCost(alive, start[s], end[s], sets.cost);
  }
  covered.fill(0, 0, sets.words);
  over[0] = sets.spare;
  packing.cut = cut;
  packing.least = Number.POSITIVE_INFINITY;
  packing.steps = 0;
  packing.mostSteps = mostSteps;
  tryLevel(packing, 0, spent);
  return packing.steps <= mostSteps;
}

/** Shell sort, the cheapest first, ties to the lower number. */
function sortByCost(alive: Int32Array, from: number, to: number, cost: Float64Array): void {
  let apart = 1;
  while (apart < (to - from) / 3) apart = 3 * apart + 1;
  for (; apart >= 1; apart = Math.floor(apart / 3)) {
    for (let a = from + apart; a < to; a++) {
      const c = alive[a];
      let b = a - apart;
      for (; b >= from && (cost[alive[b]] > cost[c] || (cost[alive[b]] === cost[c] && alive[b] > c)); b -= apart)
        alive[b + apart] = alive[b];
      alive[b + apart] = c;
    }
  }
}

function tryLevel(packing: WholePacking, level: number, spent: number): void {
  const { sets, alive, start, end, must, width, covered, over, chosen } = packing;
  const { siteCount, words, mask, cost } = sets;
  const base = level * width;
  const least = sift(packing, level, spent);
  if (least >= packing.cut || packing.steps > packing.mostSteps) return;
  if (isPlan(packing, level) && spent < packing.cut) {
    packing.cut = spent;
    packing.least = spent;
    packing.bestCount = level;
    for (let l = 0; l < level; l++) packing.best[l] = chosen[l];
  }
  const site = chooseSite(packing, base, packing.cut - least);
  if (site < 0) return;
  const others = least - shareOf(packing, base + site);
  // The last turn leaves the site closed.
  const turns = end[base + site] - start[base + site] + 1 - must[base + site];
  for (let turn = 0; turn < turns; turn++) {
    const q = start[base + site] + turn;
    const c = q < end[base + site] ? alive[q] : -1;
    if (c >= 0 && others + cost[c] >= packing.cut) continue;
    over[level + 1] = over[level] - (c < 0 ? 0 : sets.left[c]);
    const next = base + width;
    let last = level === 0 ? sets.count : end[base + siteCount];
    for (let s = 0; s < siteCount; s++) {
      start[next + s] = last;
      must[next + s] = s === site ? 0 : must[base + s];
      if (s !== site) last = keepApart(packing, base + s, c, last, over[level + 1]);
      end[next + s] = last;
    }
    end[next + siteCount] = last;
    for (let w = 0; w < words; w++)
      covered[(level + 1) * words + w] = covered[level * words + w] | (c < 0 ? 0 : mask[c * words + w]);
    chosen[level] = c;
    tryLevel(packing, level + 1, spent + (c < 0 ? 0 : cost[c]));
    if (packing.steps > packing.mostSteps) return;
  }
}

/**
 * The site to decide where a plan may still cost `room` more than the least: the one with the fewest choices, those weighed
 * that leave little of it, as what comes after them is soon told. -1 where there are none.
 */
function chooseSite(packing: WholePacking, base: number, room: number): number {
  const { sets, alive, start, end, must } = packing;
  const { siteCount, cost } = sets;
  let site = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let s = 0; s < siteCount; s++) {
    const place = base + s;
    if (start[place] === end[place]) continue;
    const limit = room + shareOf(packing, place);
    let choices = must[place] === 1 ? 0 : (limit / room) ** 4;
    for (let q = start[place]; q < end[place] && choices < fewest; q++) {
      const part = (limit - cost[alive[q]]) / room;
      choices += part * part * part * part;
    }
    if (choices >= fewest) continue;
    fewest = choices;
    site = s;
  }
  return site;
}

/** Copies the sets of a place that have nobody in common with set c, and leave over no more, to `last` on; gives the new end. */
function keepApart(packing: WholePacking, place: number, c: number, last: number, over: number): number {
  const { alive, start, end, sets } = packing;
  const { words, mask, left } = sets;
  packing.steps += end[place] - start[place];
  for (let q = start[place]; q < end[place]; q++) {
    let isApart = left[alive[q]] <= over;
    if (c >= 0)
      for (let w = 0; w < words && isApart; w++) isApart = (mask[alive[q] * words + w] & mask[c * words + w]) === 0;
    if (isApart) alive[last++] = alive[q];
  }
  return last;
}

/** What a site adds to a plan at least. */
function shareOf({ alive, start, end, must, sets }: WholePacking, place: number): number {
  if (start[place] === end[place]) return must[place] === 1 ? Number.POSITIVE_INFINITY : 0;
  const cheapest = sets.cost[alive[start[place]]];
  return must[place] === 1 ? cheapest : Math.min(0, cheapest);
}

/** Drops sets that are in no plan below the cut; gives what a plan costs at least, Infinity where there is none. */
function sift(packing: WholePacking, level: number, spent: number): number {
  const { sets, alive, start, end, width, cut } = packing;
  const { siteCount, cost } = sets;
  const base = level * width;
  for (let round = 1; ; round++) {
    let least = spent;
    for (let s = 0; s < siteCount; s++) least += shareOf(packing, base + s);
    if (least >= cut) return Number.POSITIVE_INFINITY;
    let dropped = 0;
    for (let s = 0; s < siteCount; s++) {
      const place = base + s;
      const limit = cut - least + shareOf(packing, place);
      while (end[place] > start[place] && cost[alive[end[place] - 1]] >= limit) {
        end[place]--;
        dropped++;
      }
    }
    const wasteful = dropWasteful(packing, level);
    const unserved = wasteful < 0 ? wasteful : dropLackers(packing, level);
    if (unserved < 0) return Number.POSITIVE_INFINITY;
    dropped += wasteful;
    if (dropped + unserved === 0 || round === ROUNDS) {
      least = spent;
      for (let s = 0; s < siteCount; s++) least += shareOf(packing, base + s);
      return least;
    }
  }
}

/**
 * Drops sets that leave over more than sites still may together, beside the least that others do. Gives the number dropped,
 * -1 where no sets leave so little.
 */
function dropWasteful(packing: WholePacking, level: number): number {
  const { sets, alive, start, end, width, leastLeft } = packing;
  const { left, siteCount } = sets;
  const base = level * width;
  let over = packing.over[level];
  for (let s = 0; s < siteCount; s++) {
    let least = Number.POSITIVE_INFINITY;
    for (let q = start[base + s]; q < end[base + s] && least > 0; q++) least = Math.min(least, left[alive[q]]);
    // A site without sets stays closed.
    leastLeft[s] = least === Number.POSITIVE_INFINITY ? 0 : least;
    over -= leastLeft[s];
  }
  if (over < 0) return -1;
  let dropped = 0;
  for (let s = 0; s < siteCount; s++) {
    const place = base + s;
    let last = start[place];
    for (let q = start[place]; q < end[place]; q++) if (left[alive[q]] - leastLeft[s] <= over) alive[last++] = alive[q];
    dropped += end[place] - last;
    end[place] = last;
  }
  return dropped;
}

/**
 * Where only one site's sets still reach a customer, drops those that do not. Gives the number dropped, -1 where a
 * customer is out of reach.
 */
function dropLackers(packing: WholePacking, level: number): number {
  const { sets, alive, start, end, must, width, covered, everyone, union, twice, reach } = packing;
  const { siteCount, words, mask } = sets;
  const base = level * width;
  union.fill(0);
  twice.fill(0);
  reach.fill(0, 0, siteCount * words);
  for (let s = 0; s < siteCount; s++) {
    packing.steps += end[base + s] - start[base + s];
    for (let q = start[base + s]; q < end[base + s]; q++)
      for (let w = 0; w < words; w++) reach[s * words + w] |= mask[alive[q] * words + w];
    for (let w = 0; w < words; w++) {
      twice[w] |= union[w] & reach[s * words + w];
      union[w] |= reach[s * words + w];
    }
  }
  for (let w = 0; w < words; w++) if ((everyone[w] & ~covered[level * words + w] & ~union[w]) !== 0) return -1;
  let dropped = 0;
  for (let s = 0; s < siteCount; s++) {
    let isNeeded = false;
    for (let w = 0; w < words; w++) {
      reach[s * words + w] &= ~twice[w];
      if (reach[s * words + w] !== 0) isNeeded = true;
    }
    if (!isNeeded) continue;
    const place = base + s;
    if (must[place] === 0) dropped++;
    must[place] = 1;
    let last = start[place];
    for (let q = start[place]; q < end[place]; q++) {
      let lacks = 0;
      for (let w = 0; w < words; w++) lacks |= reach[s * words + w] & ~mask[alive[q] * words + w];
      if (lacks === 0) alive[last++] = alive[q];
    }
    dropped += end[place] - last;
    end[place] = last;
  }
  return dropped;
}

function isPlan({ sets, must, width, covered, everyone }: WholePacking, level: number): boolean {
  for (let s = 0; s < sets.siteCount; s++) if (must[level * width + s] === 1) return false;
  for (let w = 0; w < sets.words; w++) if (covered[level * sets.words + w] !== everyone[w]) return false;
  return true;
}
