import type { Remaining, SiteLines, WholeLocation } from "./location-certificate.ts";

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
  const { siteCount: m, group } = whole;
  const { lower, upper, fewest, most } = remaining;
  const value = new Float64Array(m);
  const free: number[] = [];
  const musts: number[] = [];
  let bound = sum;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    value[i] = cheapestCopies(lines, i, Math.max(1, lower[i]), upper[i]);
    if (lower[i] > 0) {
      musts.push(i);
      bound += value[i];
    } else free.push(i);
  }
  free.sort((a, b) => value[a] - value[b] || a - b);
  const bestOfGroup = new Map<number, number>();
  for (const i of free) if (group[i] >= 0 && !bestOfGroup.has(group[i])) bestOfGroup.set(group[i], i);
  const candidates = free.filter((i) => group[i] < 0 || bestOfGroup.get(group[i]) === i);
  let chosen = 0;
  while (chosen < candidates.length) {
    const v = value[candidates[chosen]];
    const open = musts.length + chosen;
    if (!((v < 0 && open < most) || open < fewest)) break;
    bound += v;
    chosen++;
  }
  const room = threshold - bound;
  if (room <= 0) return true;

  const none = Number.POSITIVE_INFINITY;
  const open = musts.length + chosen;
  const lastIn = chosen > 0 ? value[candidates[chosen - 1]] : -none;
  const firstOut = chosen < candidates.length ? value[candidates[chosen]] : none;
  const isChosen = new Set(candidates.slice(0, chosen));
  const closing: number[] = [];
  const opening: number[] = [];
  for (const i of free) {
    const v = value[i];
    if (isChosen.has(i)) {
      const sibling = group[i] < 0 ? undefined : free.find((s) => s !== i && group[s] === group[i]);
      const instead = Math.min(firstOut, sibling === undefined ? none : value[sibling]) - v;
      if (Math.min(instead, open > fewest ? -v : none) >= room) opening.push(i);
      continue;
    }
    const best = group[i] >= 0 ? bestOfGroup.get(group[i]) : undefined;
    const extra =
      best !== undefined && isChosen.has(best) ? v - value[best] : Math.min(open < most ? v : none, v - lastIn);
    if (extra >= room) closing.push(i);
  }
  for (const i of [...musts, ...isChosen]) narrowCopies(remaining, lines, i, value[i], room, opening.includes(i));
  remaining.most = Math.min(most, mostOpen(candidates, chosen, musts.length, value, room));
  remaining.fewest = Math.max(fewest, fewestOpen(candidates, chosen, musts.length, value, room));
  for (const i of closing) upper[i] = 0;
  for (const i of opening) lower[i] = Math.max(1, lower[i]);
  return false;
}

function lineAt(lines: SiteLines, i: number, k: number): number {
  return Math.max(lines.slope[i] * k + lines.intercept[i], lines.secondSlope[i] * k + lines.secondIntercept[i]);
}

/** The least of the lines over whole numbers of copies: at an end, or where the two lines cross. */
function cheapestCopies(lines: SiteLines, i: number, least: number, most: number): number {
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

function mostOpen(candidates: number[], chosen: number, musts: number, value: Float64Array, room: number): number {
  let extra = 0;
  for (let k = chosen; k < candidates.length; k++) {
    extra += value[candidates[k]];
    if (extra >= room) return musts + k;
  }
  return musts + candidates.length;
}

function fewestOpen(candidates: number[], chosen: number, musts: number, value: Float64Array, room: number): number {
  let extra = 0;
  for (let k = chosen; k > 0; k--) {
    extra -= value[candidates[k - 1]];
    if (extra >= room) return musts + k;
  }
  return musts;
}
