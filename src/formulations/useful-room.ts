import { freightClasses } from "../network/freight.ts";
import { gateGoods, mayUse } from "../network/gate-goods.ts";
import type { Indexed } from "../network/indexed.ts";
import { largestIntake, roomOf } from "./intake.ts";

/**
 * Per arc, t/yr: the most that it could usefully carry, where its link may be built; Infinity elsewhere, and where it may
 * carry goods that are only sold at the gate.
 *
 * What runs in circles can be left out at no cost, so that what an arc carries goes to areas that are reached from its
 * head without passing its tail again, and no more to each than the area can use. So a module of a link opens no more
 * room than that is beyond what stands: the strong form of a link, without which one that is far too large would pay a
 * small part of its building only.
 */
export function usefulRoom(indexed: Indexed): Float64Array {
  const { arcLink, arcTail, arcHead, linkSizeStart, goods, areas, tonnesPerUnit } = indexed;
  const most = new Float64Array(arcLink.length).fill(Number.POSITIVE_INFINITY);
  if (indexed.linkSizeLink.length === 0) return most;
  const atGate = gateGoods(indexed);
  const intake = largestIntake(indexed);
  const { classOf } = freightClasses(indexed);
  for (let arc = 0; arc < arcLink.length; arc++) {
    const link = arcLink[arc];
    if (linkSizeStart[link] === linkSizeStart[link + 1]) continue;
    let useful = 0;
    // Goods of one freight class come to the same places.
    const reachedBy = new Map<number, Int8Array>();
    for (let good = 0; good < goods.length; good++) {
      if (!mayUse(indexed, good, arc) || tonnesPerUnit[good] === 0) continue;
      if (atGate[good]) {
        useful = Number.POSITIVE_INFINITY;
        break;
      }
      const reached =
        reachedBy.get(classOf[good]) ??
        reachedFrom(indexed, good, areas.length + arcHead[arc], areas.length + arcTail[arc]);
      reachedBy.set(classOf[good], reached);
      for (let area = 0; area < areas.length; area++) {
        if (reached[area]) useful += intake[area * goods.length + good] * tonnesPerUnit[good];
      }
    }
    most[arc] = useful;
  }
  return most;
}

/** t/yr that a module of a link's size opens on an arc, as far as that is of use. */
export function roomOfModule(indexed: Indexed, useful: Float64Array, size: number, arc: number): number {
  return Math.min(indexed.linkSizeCapacity[size], Math.max(0, useful[arc] - indexed.arcCapacity[arc]));
}

/**
 * Per node, t/yr: the most that could usefully be loaded and unloaded there, where its terminal may be built; Infinity
 * elsewhere, and where goods may travel that are only sold at the gate.
 *
 * What runs in circles left out, what is carried falls apart into shipments along paths on which nothing comes twice, so
 * that each uses a terminal once at most, to load or to unload; and it goes on from there to an area that is reached
 * from the terminal's, to each no more than the area can use.
 */
export function usefulHandling(indexed: Indexed): Float64Array {
  const { nodeArea, nodeMode, modes, travels, terminalSizeStart, goods, areas, tonnesPerUnit } = indexed;
  const most = new Float64Array(nodeArea.length).fill(Number.POSITIVE_INFINITY);
  if (indexed.terminalSizeNode.length === 0) return most;
  const atGate = gateGoods(indexed);
  const intake = largestIntake(indexed);
  const { classOf } = freightClasses(indexed);
  const reachedBy = new Map<string, Int8Array>();
  for (let node = 0; node < nodeArea.length; node++) {
    if (terminalSizeStart[node] === terminalSizeStart[node + 1]) continue;
    let useful = 0;
    for (let good = 0; good < goods.length; good++) {
      if (!travels[good * modes.length + nodeMode[node]] || tonnesPerUnit[good] === 0) continue;
      if (atGate[good]) {
        useful = Number.POSITIVE_INFINITY;
        break;
      }
      const key = `${classOf[good]} ${nodeArea[node]}`;
      const reached = reachedBy.get(key) ?? reachedFrom(indexed, good, nodeArea[node], -1);
      reachedBy.set(key, reached);
      for (let area = 0; area < areas.length; area++) {
        if (reached[area]) useful += intake[area * goods.length + good] * tonnesPerUnit[good];
      }
    }
    most[node] = useful;
  }
  return most;
}

/** t/yr that a module of a terminal's size opens, as far as that is of use. */
export function roomOfTerminalModule(indexed: Indexed, useful: Float64Array, size: number): number {
  const node = indexed.terminalSizeNode[size];
  return Math.min(indexed.terminalSizeCapacity[size], Math.max(0, useful[node] - indexed.nodeCapacity[node]));
}

/** 1 for each state, areas first, then nodes, that a good can come to from one without passing another (-1: any). */
function reachedFrom(indexed: Indexed, good: number, from: number, without: number): Int8Array {
  const { areas, modes, nodeArea, nodeMode, arcTail, arcHead, travels } = indexed;
  const reached = new Int8Array(areas.length + nodeArea.length);
  reached[from] = 1;
  for (let growing = true; growing; ) {
    growing = false;
    const reach = (state: number): void => {
      if (state === without || reached[state]) return;
      reached[state] = 1;
      growing = true;
    };
    nodeArea.forEach((area, node) => {
      if (!travels[good * modes.length + nodeMode[node]]) return;
      if (reached[areas.length + node]) reach(area);
      if (reached[area]) reach(areas.length + node);
    });
    arcTail.forEach((tail, arc) => {
      if (!reached[areas.length + tail] || !mayUse(indexed, good, arc) || roomOf(indexed, arc) === 0) return;
      reach(areas.length + arcHead[arc]);
    });
  }
  return reached;
}
