import { energyPerTonne, terminalEnergy } from "../model/energy.ts";
import type { Continent } from "../model/types.ts";
import { positions, sparseRows } from "./sparse-rows.ts";

/** Nodes (area, mode) with their terminals, the ways of links as arcs between them, and what may be built of both. */
export function indexLinks(
  continent: Continent,
  areas: readonly string[],
  modes: readonly string[],
  goodAt: ReadonlyMap<string, number>,
) {
  const areaAt = positions(areas);
  const modeAt = positions(modes);
  const nodeOf = new Int32Array(areas.length * modes.length).fill(-1);
  for (const { from, to, mode } of continent.links) {
    nodeOf[areaAt.get(from)! * modes.length + modeAt.get(mode)!] = 0;
    nodeOf[areaAt.get(to)! * modes.length + modeAt.get(mode)!] = 0;
  }
  for (const { area, mode } of continent.terminals) {
    nodeOf[areaAt.get(area)! * modes.length + modeAt.get(mode)!] = 0;
  }
  const present: number[] = [];
  nodeOf.forEach((mark, cell) => {
    if (mark === 0) nodeOf[cell] = present.push(cell) - 1;
  });
  const arcs = indexArcs(continent, (area, mode) => nodeOf[areaAt.get(area)! * modes.length + modeAt.get(mode)!]);
  const sizes = continent.links.flatMap((link, position) => link.sizes.map((size) => ({ position, size })));
  const sizeStart = new Int32Array(continent.links.length + 1);
  continent.links.forEach((link, position) => {
    sizeStart[position + 1] = sizeStart[position] + link.sizes.length;
  });
  return {
    nodeArea: Int32Array.from(present, (cell) => Math.floor(cell / modes.length)),
    nodeMode: Int32Array.from(present, (cell) => cell % modes.length),
    nodeOf,
    ...indexTerminals(continent, areas, modes, present),
    terminal: Float64Array.from(modes, (mode) => terminalEnergy(continent, mode)),
    ...arcs,
    linkMakes: sparseRows(continent.links, ({ makes }) => makes, goodAt),
    linkTakes: sparseRows(continent.links, ({ takes }) => takes, goodAt),
    linkSizeStart: sizeStart,
    linkSizeLink: Int32Array.from(sizes, ({ position }) => position),
    linkSizeCapacity: Float64Array.from(sizes, ({ size }) => size.capacity),
    linkSizeBuild: Float64Array.from(sizes, ({ size }) => size.buildPerYear),
    linkSizeKeep: Float64Array.from(sizes, ({ size }) => size.keep),
    linkSizeLeast: new Float64Array(sizes.length),
    linkSizeMost: Float64Array.from(sizes, ({ size }) => size.most),
  };
}

/** Each way of each link, out before back. */
function indexArcs(continent: Continent, node: (area: string, mode: string) => number) {
  const { links } = continent;
  const count = links.reduce((sum, { bothWays }) => sum + (bothWays ? 2 : 1), 0);
  const arcTail = new Int32Array(count);
  const arcHead = new Int32Array(count);
  const arcLink = new Int32Array(count);
  const arcWay = new Int8Array(count);
  const arcEnergy = new Float64Array(count);
  const arcCapacity = new Float64Array(count);
  const arcLoss = new Float64Array(count);
  let arc = 0;
  links.forEach((link, position) => {
    const ends = [node(link.from, link.mode), node(link.to, link.mode)];
    for (let way: 0 | 1 = 0; way < (link.bothWays ? 2 : 1); way++) {
      arcTail[arc] = ends[way];
      arcHead[arc] = ends[1 - way];
      arcLink[arc] = position;
      arcWay[arc] = way;
      arcEnergy[arc] = energyPerTonne(continent, link, way as 0 | 1);
      arcCapacity[arc] = link.capacity ?? Number.POSITIVE_INFINITY;
      arcLoss[arc++] = link.loss;
    }
  });
  return { arcTail, arcHead, arcLink, arcWay, arcEnergy, arcCapacity, arcLoss };
}

/** What stands of each node's terminal, and what may be built there. */
function indexTerminals(
  { terminals }: Continent,
  areas: readonly string[],
  modes: readonly string[],
  present: readonly number[],
) {
  const positionOf = new Map(terminals.map(({ area, mode }, position) => [JSON.stringify([area, mode]), position]));
  const nodeTerminal = Int32Array.from(present, (cell) => {
    const key = JSON.stringify([areas[Math.floor(cell / modes.length)], modes[cell % modes.length]]);
    return positionOf.get(key) ?? -1;
  });
  const terminalAt = (node: number): Continent["terminals"][number] | undefined => terminals[nodeTerminal[node]];
  const sizes = present.flatMap((_, node) => (terminalAt(node)?.sizes ?? []).map((size) => ({ node, size })));
  const terminalSizeStart = new Int32Array(present.length + 1);
  present.forEach((_, node) => {
    terminalSizeStart[node + 1] = terminalSizeStart[node] + (terminalAt(node)?.sizes.length ?? 0);
  });
  return {
    nodeTerminal,
    nodeCapacity: Float64Array.from(present, (_, node) => terminalAt(node)?.capacity ?? Number.POSITIVE_INFINITY),
    terminalSizeStart,
    terminalSizeNode: Int32Array.from(sizes, ({ node }) => node),
    terminalSizeCapacity: Float64Array.from(sizes, ({ size }) => size.capacity),
    terminalSizeBuild: Float64Array.from(sizes, ({ size }) => size.buildPerYear),
    terminalSizeKeep: Float64Array.from(sizes, ({ size }) => size.keep),
    terminalSizeLeast: new Float64Array(sizes.length),
    terminalSizeMost: Float64Array.from(sizes, ({ size }) => size.most),
  };
}
