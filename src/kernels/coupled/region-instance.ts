import type { CoupledInstance } from "./instance.ts";

/** Who sends how much of a good to whom. */
interface Flows {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly amount: Float64Array;
}

/** Less is wanted by this part, more than whole amounts round up: what is just enough must stay so. */
const HAIR = 1e-5;

/**
 * A region of a chain's plan as a problem of its own: what leaves it is wanted where it goes, what comes in is supplied where
 * it arrives, for nothing, and may be sent on from there. So any plan of the region with works in it alone is one of the
 * whole, at a cost that differs from the whole's by what does not change.
 *
 * @param goods those that the plan is about.
 * @param isInside places, 1 for those of the region.
 */
export function regionInstance(
  instance: CoupledInstance,
  goods: Int32Array,
  flows: readonly Flows[],
  isInside: Int8Array,
): CoupledInstance {
  const p = instance.placeCount;
  const demand = new Float64Array(instance.demand.length);
  const supply = new Float64Array(instance.supply.length);
  const supplyCell: number[] = [];
  for (const good of goods) {
    const { from, to, amount } = flows[good];
    for (let place = 0; place < p; place++) {
      if (isInside[place] === 0) continue;
      demand[good * p + place] = instance.demand[good * p + place] * (1 - HAIR);
      supply[good * p + place] = instance.supply[good * p + place];
    }
    for (let e = 0; e < amount.length; e++) {
      const cell = good * p + to[e];
      if (isInside[from[e]] === isInside[to[e]]) continue;
      if (isInside[to[e]] === 1) supply[cell] += amount[e];
      else demand[cell] += amount[e] * (1 - HAIR);
    }
    for (let place = 0; place < p; place++) {
      const cell = good * p + place;
      // What comes in for what is wanted for itself is settled.
      const both = Math.min(demand[cell], supply[cell] - instance.supply[cell]);
      if (isInside[place] === 1 && both > 0) {
        demand[cell] -= both;
        supply[cell] -= both;
      }
      if (supply[cell] > 0) supplyCell.push(cell);
    }
  }
  return { ...instance, demand, supply, supplyCell: Int32Array.from(supplyCell) };
}
