import type { Decision } from "./decision.ts";
import type { Indexed } from "./indexed.ts";

/** The modules of a decision. */
export type Modules = Pick<Decision, "kept" | "built">;

/**
 * Decides what a site's open modules are, where there is nothing to decide: it must be closed, or has to be open as it
 * is, or to open all there may be takes no energy and binds it to nothing.
 *
 * Gives: whether that was so; then the site's modules are written into `into`.
 */
export function settleSite(indexed: Indexed, site: number, into: Modules): boolean {
  const { moduleStart, most, oneSize, siteEnergy } = indexed;
  const sizes: number[] = [];
  for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) if (most[k] > 0) sizes.push(k);
  if (sizes.length === 0) return indexed.mustOpen[site] === 0;
  if (oneSize[site] === 1 && sizes.length > 1) return false;
  const isForced = mustOpenFully(indexed, site, sizes);
  const mustOpen = isForced || sizes.some((k) => indexed.keptLeast[k] + indexed.builtLeast[k] > 0);
  if (siteEnergy[site] > 0 && !mustOpen) return false;
  if (!isForced && !sizes.every((k) => isSettled(indexed, site, k))) return false;
  for (const k of sizes) {
    into.kept[k] = indexed.keptMost[k];
    into.built[k] = indexed.builtMost[k];
  }
  return true;
}

/** Whether the site must be open and has a single module to be it with. */
function mustOpenFully({ mustOpen, most }: Indexed, site: number, sizes: readonly number[]): boolean {
  return mustOpen[site] === 1 && sizes.length === 1 && most[sizes[0]] === 1;
}

/** Whether a size's modules are all to be open because they must, or because nothing speaks against it. */
function isSettled(indexed: Indexed, site: number, k: number): boolean {
  const { keptLeast, keptMost, builtLeast, builtMost, keep, closing, build, minimumLoad } = indexed;
  const keptFree = keptLeast[k] === keptMost[k] || (minimumLoad[site] === 0 && keep[k] <= closing[k]);
  const builtFree = builtLeast[k] === builtMost[k] || (minimumLoad[site] === 0 && build[k] + keep[k] <= 0);
  return keptFree && builtFree;
}
