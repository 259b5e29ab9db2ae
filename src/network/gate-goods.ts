import type { Indexed } from "./indexed.ts";

/** 1 for each good that may travel by an arc. */
export function mayUse(indexed: Indexed, good: number, arc: number): boolean {
  return indexed.travels[good * indexed.modes.length + indexed.nodeMode[indexed.arcTail[arc]]] === 1;
}

/**
 * G, 1 for each good that is only ever sold at the gate of the works, at prices that are closed over links. Shipments
 * of such a good from works to user have no freight of their own: part of it is lost on some way, or some way makes or
 * takes goods whose price counts; or it is made by links, or taken by links without limit.
 */
export function gateGoods(indexed: Indexed): Int8Array {
  const { goods, arcLink, arcLoss, arcCapacity, linkMakes, linkTakes } = indexed;
  const atGate = new Int8Array(goods.length);
  arcLoss.forEach((loss, arc) => {
    const link = arcLink[arc];
    const makes = linkMakes.index.subarray(linkMakes.start[link], linkMakes.start[link + 1]);
    const takes = linkTakes.index.subarray(linkTakes.start[link], linkTakes.start[link + 1]);
    for (const good of makes) atGate[good] = 1;
    if (!Number.isFinite(arcCapacity[arc])) for (const good of takes) atGate[good] = 1;
    if (loss === 0 && makes.length === 0 && takes.length === 0) return;
    for (let good = 0; good < goods.length; good++) if (mayUse(indexed, good, arc)) atGate[good] = 1;
  });
  return atGate;
}
