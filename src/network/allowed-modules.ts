import type { Decision } from "./decision.ts";
import type { Indexed } from "./indexed.ts";

/**
 * Whether these modules may be open together: within their numbers, one size where only one may be, few enough sites,
 * and what must be. */
export function mayBeOpen(
  indexed: Indexed,
  { kept, built, linkBuilt, terminalBuilt }: Pick<Decision, "kept" | "built" | "linkBuilt" | "terminalBuilt">,
): boolean {
  const { keptMost, builtMost, linkSizeMost, terminalSizeMost, sites, moduleStart, oneSize, mustOpen, siteLimits } =
    indexed;
  for (let module = 0; module < keptMost.length; module++) {
    if (kept[module] > keptMost[module] || built[module] > builtMost[module]) return false;
  }
  if (linkBuilt.some((modules, size) => modules > linkSizeMost[size])) return false;
  if (terminalBuilt.some((modules, size) => modules > terminalSizeMost[size])) return false;
  const openSizes = Int32Array.from(sites, (_, site) => {
    let open = 0;
    for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
      if (kept[module] + built[module] > 0) open += 1;
    }
    return open;
  });
  if (openSizes.some((open, site) => mustOpen[site] === 1 && open === 0)) return false;
  if (openSizes.some((open, site) => oneSize[site] === 1 && open > 1)) return false;
  return siteLimits.every((limit) => limit.sites.filter((site) => openSizes[site] > 0).length <= limit.most);
}
