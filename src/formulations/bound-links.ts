import type { Indexed } from "../network/indexed.ts";
import { roomOfModule, roomOfTerminalModule } from "./useful-room.ts";

/** What building costs: hands over each size's modules and MJ/yr. */
type Give = (size: number, energy: number, modules: number) => void;

/**
 * What building links costs at best when the room that a module opens both ways is paid for at the price of room:
 * hands over each size's modules and MJ/yr. All modules where one pays, else as few as there must be.
 *
 * @param room price of room by arc, MJ per tonne.
 * @param useful the most that each arc could usefully carry (`usefulRoom`).
 */
export function buildingTerms(indexed: Indexed, room: Float64Array, useful: Float64Array, give: Give): void {
  const { arcLink, linkSizeStart, linkSizeLink, linkSizeBuild, linkSizeKeep } = indexed;
  if (linkSizeLink.length === 0) return;
  const paidFor = new Float64Array(linkSizeLink.length);
  for (let arc = 0; arc < arcLink.length; arc++) {
    if (room[arc] === 0) continue;
    for (let size = linkSizeStart[arcLink[arc]]; size < linkSizeStart[arcLink[arc] + 1]; size++) {
      paidFor[size] += room[arc] * roomOfModule(indexed, useful, size, arc);
    }
  }
  for (let size = 0; size < linkSizeLink.length; size++) {
    const paid = paidFor[size];
    const each = linkSizeBuild[size] + linkSizeKeep[size] - paid;
    const modules = each < 0 ? indexed.linkSizeMost[size] : indexed.linkSizeLeast[size];
    if (modules > 0) give(size, modules * each, modules);
  }
}

/**
 * The same for terminals, whose room is paid for once.
 *
 * @param room price of room by node, MJ per tonne.
 * @param useful the most that could usefully be loaded and unloaded at each node (`usefulHandling`).
 */
export function terminalBuildingTerms(indexed: Indexed, room: Float64Array, useful: Float64Array, give: Give): void {
  const { terminalSizeNode, terminalSizeBuild, terminalSizeKeep, terminalSizeLeast, terminalSizeMost } = indexed;
  for (let size = 0; size < terminalSizeNode.length; size++) {
    const paid = room[terminalSizeNode[size]] * roomOfTerminalModule(indexed, useful, size);
    const each = terminalSizeBuild[size] + terminalSizeKeep[size] - paid;
    const modules = each < 0 ? terminalSizeMost[size] : terminalSizeLeast[size];
    if (modules > 0) give(size, modules * each, modules);
  }
}
