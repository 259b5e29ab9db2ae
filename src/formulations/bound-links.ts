import type { Indexed } from "../network/indexed.ts";

/**
 * What building links costs at best when the room that a module opens both ways is paid for at the price of room:
 * hands over each size's modules and MJ/yr. All modules where one pays, else as few as there must be.
 *
 * @param room price of room by arc, MJ per tonne.
 */
export function buildingTerms(
  indexed: Indexed,
  room: Float64Array,
  give: (size: number, energy: number, modules: number) => void,
): void {
  const { arcLink, linkSizeStart, linkSizeLink, linkSizeCapacity, linkSizeBuild, linkSizeKeep } = indexed;
  if (linkSizeLink.length === 0) return;
  const bothWays = new Float64Array(linkSizeStart.length - 1);
  for (let arc = 0; arc < arcLink.length; arc++) bothWays[arcLink[arc]] += room[arc];
  for (let size = 0; size < linkSizeLink.length; size++) {
    const paid = linkSizeCapacity[size] * bothWays[linkSizeLink[size]];
    const each = linkSizeBuild[size] + linkSizeKeep[size] - paid;
    const modules = each < 0 ? indexed.linkSizeMost[size] : indexed.linkSizeLeast[size];
    if (modules > 0) give(size, modules * each, modules);
  }
}
