import type { Indexed } from "../network/indexed.ts";

/** The least cost of modules of one kind within their range, at one cost each; none included where that is allowed. */
function leastOfMany(least: number, most: number, each: number): number {
  const count = each < 0 ? most : least;
  return count > 0 ? count * each : 0;
}

/**
 * The least cost of one or more open modules of a size within their ranges, kept ones at one cost each and new ones at
 * another. Infinity where none may be open.
 */
export function leastOfOpen(indexed: Indexed, module: number, kept: number, built: number): number {
  const { keptLeast, keptMost, builtLeast, builtMost } = indexed;
  const many =
    leastOfMany(keptLeast[module], keptMost[module], kept) + leastOfMany(builtLeast[module], builtMost[module], built);
  if (many < 0 || sizeMustOpen(indexed, module)) return many;
  return Math.min(
    keptMost[module] > 0 ? kept : Number.POSITIVE_INFINITY,
    builtMost[module] > 0 ? built : Number.POSITIVE_INFINITY,
  );
}

/** How many of so many open modules are new, when the cheaper kind is opened first. */
export function newModules(indexed: Indexed, module: number, open: number, kept: number, built: number): number {
  const { keptMost, builtMost } = indexed;
  if (built < kept) return Math.min(builtMost[module], open);
  return Math.min(builtMost[module], Math.max(0, open - keptMost[module]));
}

/**
 * The least cost of a site: closed, where it may be, or open with the modules that pay; relative to all closed.
 *
 * @param gain per module of all sites: what its size costs at best, 0 where none of it is open.
 * @param open per module: what its size costs at best with one or more open.
 */
export function leastOfSite(indexed: Indexed, site: number, gain: Float64Array, open: Float64Array): number {
  const { oneSize, moduleStart, siteEnergy } = indexed;
  let saved = 0;
  let asked = 0;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let isAsked = false;
  for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) {
    saved += gain[k];
    best = Math.min(best, gain[k]);
    least = Math.min(least, open[k]);
    if (!sizeMustOpen(indexed, k)) continue;
    isAsked = true;
    asked += gain[k];
  }
  // Where one size only may be open, one that must be leaves no room for others.
  if (oneSize[site]) saved = isAsked ? asked : best;
  if (mustBeOpen(indexed, site) && !isAsked && best === 0 && least < Number.POSITIVE_INFINITY) saved = least;
  return siteEnergy[site] + saved;
}

/** Whether a site cannot be closed: one of its modules, or one of one of its sizes, must be open. */
export function mustBeOpen(indexed: Indexed, site: number): boolean {
  if (indexed.mustOpen[site]) return true;
  for (let k = indexed.moduleStart[site]; k < indexed.moduleStart[site + 1]; k++) {
    if (sizeMustOpen(indexed, k)) return true;
  }
  return false;
}

/** Whether one or more modules of a size must be open. */
export function sizeMustOpen({ keptLeast, builtLeast }: Indexed, module: number): boolean {
  return keptLeast[module] > 0 || builtLeast[module] > 0;
}
