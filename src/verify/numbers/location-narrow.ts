import type { Remaining, WholeLocation } from "./location-certificate.ts";

/**
 * Site values that a piece of evidence gives: with k copies a site costs at least the larger of two lines.
 * Only those of sites that may open are read.
 */
export interface SiteLines {
  readonly slope: Float64Array;
  readonly intercept: Float64Array;
  readonly secondSlope: Float64Array;
  readonly secondIntercept: Float64Array;
  /** Room for the least on the lines, and to sort what is chosen of it and what is not. */
  readonly value: Float64Array;
  readonly candidates: Float64Array;
  readonly least: Float64Array;
}

export function startLines(siteCount: number): SiteLines {
  return {
    slope: new Float64Array(siteCount),
    intercept: new Float64Array(siteCount),
    secondSlope: new Float64Array(siteCount),
    secondIntercept: new Float64Array(siteCount),
    value: new Float64Array(siteCount),
    candidates: new Float64Array(siteCount),
    least: new Float64Array(siteCount),
  };
}

/** The same with the first line for both. */
export function oneLine(lines: SiteLines): SiteLines {
  return { ...lines, secondSlope: lines.slope, secondIntercept: lines.intercept };
}

/** The cheapest choice of sites, and what another would cost more. */
interface Choice {
  readonly value: Float64Array;
  /** For each group its free member of least value, -1 for none: no other is in the cheapest choice. */
  readonly bestOfGroup: Int32Array;
  /** The greatest value of a free site that is in the cheapest choice, and the least of one that is not but for this. */
  readonly lastIn: number;
  readonly firstOut: number;
  /** How many sites are open. */
  readonly open: number;
  /** The choice's cost falls short of the threshold by this. */
  readonly room: number;
}

const NONE = Number.POSITIVE_INFINITY;
/** So many values are put in order one by one. */
const FEW = 64;
const NO_GROUPS = new Int32Array(0);

/**
 * Chooses sites at given values, and rules out what would cost the threshold or more.
 *
 * Open sites number fewest to most, at most one a group. The cheapest choice takes every site that must open, then
 * the cheapest of the others while they lower the sum or the number demands it. Any other choice differs by exchanges
 * whose least extra cost is read off the sorted values. True when the cheapest choice itself reaches the threshold.
 */
export function narrowBy(
  whole: WholeLocation,
  remaining: Remaining,
  lines: SiteLines,
  sum: number,
  threshold: number,
): boolean {
  const { group, groupCount, hasCopies } = whole;
  const { lower, upper, sites, siteCount, fewest, most } = remaining;
  const { slope, intercept, value, candidates } = lines;
  const isPlain = !hasCopies && lines.secondSlope === slope;
  const bestOfGroup = groupCount === 0 ? NO_GROUPS : new Int32Array(groupCount).fill(-1);
  let musts = 0;
  let bound = sum;
  let count = 0;
  let negative = 0;
  let gained = 0;
  for (let a = 0; a < siteCount; a++) {
    const i = sites[a];
    if (upper[i] === 0) continue;
    const v = isPlain ? slope[i] + intercept[i] : cheapestCopies(lines, i, Math.max(1, lower[i]), upper[i]);
    value[i] = v;
    if (lower[i] > 0) {
      musts++;
      bound += v;
    } else if (group[i] >= 0) {
      const best = bestOfGroup[group[i]];
      if (best < 0 || v < value[best]) bestOfGroup[group[i]] = i;
    } else {
      candidates[count++] = v;
      if (v >= 0) continue;
      negative++;
      gained += v;
    }
  }
  for (let g = 0; g < groupCount; g++) {
    if (bestOfGroup[g] < 0) continue;
    const v = value[bestOfGroup[g]];
    candidates[count++] = v;
    if (v >= 0) continue;
    negative++;
    gained += v;
  }
  // Where their number is allowed, the sites chosen are those that lower the sum, and most nodes end here.
  if (musts + negative >= fewest && musts + negative <= most) {
    const room = threshold - bound - gained;
    if (room <= 0) return true;
    narrowFree(whole, remaining, lines, { bestOfGroup, count, open: musts + negative, room });
    return false;
  }
  const sorted = candidates.subarray(0, count).sort();
  let chosen = 0;
  while (chosen < count) {
    const open = musts + chosen;
    if (!((sorted[chosen] < 0 && open < most) || open < fewest)) break;
    bound += sorted[chosen++];
  }
  const room = threshold - bound;
  if (room <= 0) return true;
  const lastIn = chosen > 0 ? sorted[chosen - 1] : -NONE;
  const firstOut = chosen < count ? sorted[chosen] : NONE;
  narrowSites(whole, remaining, lines, { value, bestOfGroup, lastIn, firstOut, open: musts + chosen, room });
  remaining.most = Math.min(most, musts + mostOpen(sorted, chosen, room));
  remaining.fewest = Math.max(fewest, musts + fewestOpen(sorted, chosen, room));
  return false;
}

/** What is chosen by signs alone. */
interface FreeChoice {
  readonly bestOfGroup: Int32Array;
  /** Of the candidates. */
  readonly count: number;
  readonly open: number;
  readonly room: number;
}

/** Where the sites chosen are those that lower the sum, only values nearer to zero than `room` must be put in order. */
function narrowFree(
  whole: WholeLocation,
  remaining: Remaining,
  lines: SiteLines,
  { bestOfGroup, count, open, room }: FreeChoice,
): void {
  const { value, candidates, least } = lines;
  let lastIn = -NONE;
  let firstOut = NONE;
  let out = 0;
  let inside = 0;
  for (let c = 0; c < count; c++) {
    const v = candidates[c];
    if (v < 0) {
      if (v > lastIn) lastIn = v;
      // In place of candidates that were looked at before.
      if (-v < room) candidates[inside++] = -v;
    } else {
      if (v < firstOut) firstOut = v;
      if (v < room) least[out++] = v;
    }
  }
  narrowSites(whole, remaining, lines, { value, bestOfGroup, lastIn, firstOut, open, room });
  remaining.most = Math.min(remaining.most, open + changesBelow(least, out, room));
  remaining.fewest = Math.max(remaining.fewest, open - changesBelow(candidates, inside, room));
}

/** How many of these changes may be made at most for less than `room` together; puts them in order. */
function changesBelow(extras: Float64Array, count: number, room: number): number {
  sortFew(extras, count);
  let changes = 0;
  let extra = 0;
  while (changes < count) {
    extra += extras[changes];
    if (extra >= room) break;
    changes++;
  }
  return changes;
}

function narrowSites(whole: WholeLocation, remaining: Remaining, lines: SiteLines, choice: Choice): void {
  const { group } = whole;
  const { lower, upper, sites, siteCount, fewest, most } = remaining;
  const { value, bestOfGroup, lastIn, firstOut, open, room } = choice;
  for (let a = 0; a < siteCount; a++) {
    const i = sites[a];
    if (upper[i] === 0) continue;
    const v = value[i];
    const best = group[i] >= 0 && lower[i] === 0 ? bestOfGroup[group[i]] : i;
    // Of equal values any may be the ones chosen: where one changes places with another nothing is ruled out.
    const isChosen = value[best] <= lastIn;
    if (lower[i] > 0) narrowCopies(remaining, lines, i, v, room, false);
    else if (!isChosen || best !== i) {
      const instead = v - (isChosen ? value[best] : lastIn);
      if ((isChosen || open >= most ? instead : Math.min(v, instead)) >= room) upper[i] = 0;
    } else {
      const instead = Math.min(firstOut, group[i] < 0 ? NONE : nextOfGroup(whole, remaining, value, i)) - v;
      narrowCopies(remaining, lines, i, v, room, Math.min(instead, open > fewest ? -v : NONE) >= room);
    }
  }
}

/** The least value of another free member of site i's group. */
function nextOfGroup(
  { group, groupSites }: WholeLocation,
  { lower, upper }: Remaining,
  value: Float64Array,
  i: number,
): number {
  let least = NONE;
  for (const s of groupSites[group[i]])
    if (s !== i && lower[s] === 0 && upper[s] > 0) least = Math.min(least, value[s]);
  return least;
}

function lineAt(lines: SiteLines, i: number, k: number): number {
  return Math.max(lines.slope[i] * k + lines.intercept[i], lines.secondSlope[i] * k + lines.secondIntercept[i]);
}

/** The least of the lines over whole numbers of copies: at an end, or where the two lines cross. */
function cheapestCopies(lines: SiteLines, i: number, least: number, most: number): number {
  if (least === most) return lineAt(lines, i, least);
  let best = Math.min(lineAt(lines, i, least), lineAt(lines, i, most));
  const apart = lines.slope[i] - lines.secondSlope[i];
  if (apart === 0) return best;
  const crossing = Math.floor((lines.secondIntercept[i] - lines.intercept[i]) / apart);
  for (let k = Math.max(least, crossing - 1); k <= Math.min(most, crossing + 2); k++)
    best = Math.min(best, lineAt(lines, i, k));
  return best;
}

function narrowCopies(
  remaining: Remaining,
  lines: SiteLines,
  i: number,
  value: number,
  room: number,
  mustOpen: boolean,
): void {
  const { lower, upper } = remaining;
  while (upper[i] > Math.max(1, lower[i]) && lineAt(lines, i, upper[i]) - value >= room) upper[i]--;
  if (mustOpen) lower[i] = Math.max(1, lower[i]);
  while (lower[i] > 0 && lower[i] < upper[i] && lineAt(lines, i, lower[i]) - value >= room) lower[i]++;
}

/** Mostly few are left, for which the engine's sort takes longer. */
function sortFew(values: Float64Array, count: number): void {
  if (count > FEW) {
    values.subarray(0, count).sort();
    return;
  }
  for (let k = 1; k < count; k++) {
    const own = values[k];
    let place = k;
    for (; place > 0 && values[place - 1] > own; place--) values[place] = values[place - 1];
    values[place] = own;
  }
}

/** Of values that rise, the first `chosen` of which are taken: how many may be at most, for less than `room` more. */
function mostOpen(sorted: Float64Array, chosen: number, room: number): number {
  let extra = 0;
  for (let k = chosen; k < sorted.length; k++) {
    extra += sorted[k];
    if (extra >= room) return k;
  }
  return sorted.length;
}

/** How few. */
function fewestOpen(sorted: Float64Array, chosen: number, room: number): number {
  let extra = 0;
  for (let k = chosen; k > 0; k--) {
    extra -= sorted[k - 1];
    if (extra >= room) return k;
  }
  return 0;
}
