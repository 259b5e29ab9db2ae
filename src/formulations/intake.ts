import type { Indexed } from "../network/indexed.ts";

/**
 * A * G, units a year: the most an area could use of a good, so that no shipment to it can be larger: its final
 * demand (that of tagged goods is met apart), what its sites could take at full run and what could be built into them
 * (a site of one size only takes what its hungriest size does), and what links that begin there could take.
 */
export function largestIntake(indexed: Indexed): Float64Array {
  const intake = largestTakes(indexed);
  const { demand, goods, rules } = indexed;
  for (let cell = 0; cell < intake.length; cell++) {
    if (rules.taggedAt[cell % goods.length] < 0) intake[cell] += demand[cell];
  }
  return intake;
}

/** A * G, units a year: the most its sites could take at full run; a site of one size only as its hungriest size does. */
function largestTakes(indexed: Indexed): Float64Array {
  const goodCount = indexed.goods.length;
  const { start, index, value } = indexed.takes;
  const intake = new Float64Array(indexed.demand.length);
  const module = new Float64Array(goodCount);
  const site = new Float64Array(goodCount);
  for (let i = 0; i < indexed.sites.length; i++) {
    site.fill(0);
    for (let k = indexed.moduleStart[i]; k < indexed.moduleStart[i + 1]; k++) {
      module.fill(0);
      for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
        const recipe = indexed.activityRecipe[activity];
        const runs = indexed.capacity[activity] * indexed.most[k];
        for (let e = start[recipe]; e < start[recipe + 1]; e++) {
          module[index[e]] = Math.max(module[index[e]], value[e] * runs);
        }
      }
      for (let e = indexed.builtIn.start[k]; e < indexed.builtIn.start[k + 1]; e++) {
        module[indexed.builtIn.index[e]] += indexed.builtIn.value[e] * indexed.builtMost[k];
      }
      for (let g = 0; g < goodCount; g++)
        site[g] = indexed.oneSize[i] ? Math.max(site[g], module[g]) : site[g] + module[g];
    }
    for (let g = 0; g < goodCount; g++) intake[indexed.siteArea[i] * goodCount + g] += site[g];
  }
  addTakenByLinks(indexed, intake);
  return intake;
}

/** What links could take where they begin, full; goods that links without limit take are not asked for here. */
function addTakenByLinks(indexed: Indexed, intake: Float64Array): void {
  const { arcTail, arcLink, nodeArea, linkTakes } = indexed;
  arcTail.forEach((tail, arc) => {
    const link = arcLink[arc];
    const room = roomOf(indexed, arc);
    if (!Number.isFinite(room)) return;
    for (let e = linkTakes.start[link]; e < linkTakes.start[link + 1]; e++) {
      intake[nodeArea[tail] * indexed.goods.length + linkTakes.index[e]] += linkTakes.value[e] * room;
    }
  });
}

/** t/yr: all that an arc could carry, with all that may be built. */
export function roomOf(
  { arcCapacity, arcLink, linkSizeStart, linkSizeCapacity, linkSizeMost }: Indexed,
  arc: number,
): number {
  let room = arcCapacity[arc];
  for (let size = linkSizeStart[arcLink[arc]]; size < linkSizeStart[arcLink[arc] + 1]; size++) {
    room += linkSizeCapacity[size] * linkSizeMost[size];
  }
  return room;
}

/** t/yr: all that could be loaded and unloaded at a node, with all that may be built of its terminal. */
export function handlingOf(
  { nodeCapacity, terminalSizeStart, terminalSizeCapacity, terminalSizeMost }: Indexed,
  node: number,
): number {
  let room = nodeCapacity[node];
  for (let size = terminalSizeStart[node]; size < terminalSizeStart[node + 1]; size++) {
    room += terminalSizeCapacity[size] * terminalSizeMost[size];
  }
  return room;
}
