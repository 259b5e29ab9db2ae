import type { Indexed } from "../network/indexed.ts";
import type { WholeNumber } from "../plan/types.ts";
import type { Columns } from "./linear-columns.ts";

/** A whole number of the continent, and where the reference formulation has it. */
export interface WholeColumn {
  readonly whole: WholeNumber;
  readonly column: number;
  /** What one more of it takes by itself, MJ/yr: how much a part of it could hide. */
  readonly energy: number;
}

/** Everything that is decided in whole numbers and decides the rest: with these fixed, no other whole number is free. */
export function wholeColumns(indexed: Indexed, columns: Columns): WholeColumn[] {
  const { continent, sites, moduleSite, moduleStart, siteEnergy, keep, closing, build } = indexed;
  const found: WholeColumn[] = [];
  moduleSite.forEach((position, module) => {
    const site = sites[position];
    const size = continent.sites[site].sizes[module - moduleStart[position]].name;
    const whole = (part: "kept" | "built", column: number, energy: number): void => {
      if (column >= 0) found.push({ whole: { site, size, part }, column, energy: siteEnergy[position] + energy });
    };
    whole("kept", columns.kept[module], keep[module] - closing[module]);
    whole("built", columns.built[module], build[module] + keep[module]);
  });
  const { linkSizeLink, linkSizeStart, linkSizeBuild, linkSizeKeep } = indexed;
  linkSizeLink.forEach((position, s) => {
    const { id, sizes } = continent.links[position];
    if (columns.linkBuilt[s] < 0) return;
    const whole = { link: id, size: sizes[s - linkSizeStart[position]].name };
    found.push({ whole, column: columns.linkBuilt[s], energy: linkSizeBuild[s] + linkSizeKeep[s] });
  });
  return found;
}
