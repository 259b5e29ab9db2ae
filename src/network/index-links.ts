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
  const arcs = continent.links.flatMap((link, position) => {
    const out = nodeOf[areaAt.get(link.from)! * modes.length + modeAt.get(link.mode)!];
    const back = nodeOf[areaAt.get(link.to)! * modes.length + modeAt.get(link.mode)!];
    const ways = [{ tail: out, head: back, way: 0 as const }];
    if (!link.bothWays) return ways.map((arc) => ({ ...arc, link, position }));
    return [...ways, { tail: back, head: out, way: 1 as const }].map((arc) => ({ ...arc, link, position }));
  });
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
    arcTail: Int32Array.from(arcs, ({ tail }) => tail),
    arcHead: Int32Array.from(arcs, ({ head }) => head),
    arcLink: Int32Array.from(arcs, ({ position }) => position),
    arcWay: Int8Array.from(arcs, ({ way }) => way),
    arcEnergy: Float64Array.from(arcs, ({ link, way }) => energyPerTonne(continent, link, way)),
    arcCapacity: Float64Array.from(arcs, ({ link }) => link.capacity ?? Number.POSITIVE_INFINITY),
    arcLoss: Float64Array.from(arcs, ({ link }) => link.loss),
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
