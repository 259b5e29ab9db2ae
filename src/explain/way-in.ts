import { handlingOf, roomOf } from "../formulations/intake.ts";
import type { Indexed } from "../network/indexed.ts";

/** What must come into an area by some modes, and the room there is for it, t/yr. */
export interface WayIn {
  readonly area: number;
  /** Names of the modes. */
  readonly modes: readonly string[];
  readonly wanted: number;
  readonly available: number;
  /** Every tonne of it is hard demand. */
  readonly certain: boolean;
}

/**
 * Areas that links of limited room lead into, with what final demand they cannot cover themselves: for the modes of each
 * freight class, the goods that travel by no others. What works there take is not counted, nor what links lose, so where
 * more is wanted than there is room for, no plan meets it.
 *
 * @param capacity A * G, what works of each area could make.
 * Time: O(A * G * classes + arcs * classes).
 */
export function waysIn(indexed: Indexed, capacity: Float64Array): WayIn[] {
  const { areas, goods, modes, travels, nodeArea, nodeMode, arcHead, linkMakes } = indexed;
  const { demand, supply, shortage, tonnesPerUnit } = indexed;
  const reach = goods.map((_, g) => travels.subarray(g * modes.length, (g + 1) * modes.length));
  const classes = [...new Map(reach.map((may) => [may.join(""), may])).values()].filter((may) => may.includes(1));
  const inward = new Float64Array(nodeArea.length);
  arcHead.forEach((head, arc) => {
    inward[head] += roomOf(indexed, arc);
  });
  return classes.flatMap((may) => {
    const available = new Float64Array(areas.length);
    nodeArea.forEach((area, node) => {
      if (may[nodeMode[node]]) available[area] += Math.min(inward[node], handlingOf(indexed, node));
    });
    // A good that links make where they begin may be there without coming in.
    const within = goods.flatMap((_, g) =>
      reach[g].every((by, mode) => by <= may[mode]) && !linkMakes.index.includes(g) ? [g] : [],
    );
    return areas.flatMap((_, area): WayIn[] => {
      // Where no way leads at all, what is lacking is out of reach, which is found elsewhere.
      if (!Number.isFinite(available[area]) || available[area] === 0) return [];
      let wanted = 0;
      let certain = true;
      for (const g of within) {
        const cell = area * goods.length + g;
        const lacking = Math.max(0, demand[cell] - supply[cell] - capacity[cell]) * tonnesPerUnit[g];
        wanted += lacking;
        if (lacking > 0 && Number.isFinite(shortage[g])) certain = false;
      }
      return [{ area, modes: modes.filter((_mode, m) => may[m]), wanted, available: available[area], certain }];
    });
  });
}
