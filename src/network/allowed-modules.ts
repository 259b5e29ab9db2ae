import type { Decision } from "./decision.ts";
import type { Indexed } from "./indexed.ts";

/** Whether these modules may be open together: within their numbers, one size where only one may be, few enough sites. */
export function mayBeOpen(indexed: Indexed, { kept, built }: Pick<Decision, "kept" | "built">): boolean {
  const { standing, most, sites, moduleStart, oneSize, siteLimits } = indexed;
  for (let module = 0; module < most.length; module++) {
    if (kept[module] > standing[module] || built[module] > most[module] - standing[module]) return false;
  }
  const openSizes = Int32Array.from(sites, (_, site) => {
    let open = 0;
    for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
      if (kept[module] + built[module] > 0) open += 1;
    }
    return open;
  });
  if (openSizes.some((open, site) => oneSize[site] === 1 && open > 1)) return false;
  return siteLimits.every((limit) => limit.sites.filter((site) => openSizes[site] > 0).length <= limit.most);
}
