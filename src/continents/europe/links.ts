import type { LinkSpec } from "../../model/spec.ts";
import type { GatheredArea } from "./areas.ts";
import type { FigureValue } from "./figure.ts";
import { waysOver } from "./grid.ts";
import { kilometresBetween, nearestPoint, neighbourPairs, type Point } from "./sphere.ts";

/** Neighbours have a land link where the way over land is at most this much longer than the great circle. */
const LONGEST_DETOUR = 1.8;
/** How many of the nearest ports a port looks for; with fewer ports than that it looks for all. */
const PORTS_LOOKED_FOR = 12;
/** A sea link is left out where calling at a third port makes the voyage longer by no more than this. */
const ON_THE_WAY = 1.05;

/** Gas pipelines under the sea: where from, where to, km, name. Ends are rounded, from general knowledge. */
const UNDER_SEA: readonly (readonly [from: Point, to: Point, km: number, name: string])[] = [
  [[5.5, 59.3], [7.4, 53.7], 660, "Norway to northern Germany"],
  [[5.5, 59.3], [2.2, 51.0], 1070, "Norway to northern France"],
  [[7.2, 62.9], [0.1, 53.7], 1170, "Norway to England"],
  [[37.4, 44.9], [28.1, 41.6], 930, "Black Sea, Russia to Turkey"],
];

const rounded = (km: number) => Math.round(km * 10) / 10;

/** Neighbouring areas and the km between them over land, without detours of track or road. */
function landWays(areas: readonly GatheredArea[]): { from: number; to: number; km: number }[] {
  const points = areas.map((area) => area.at);
  const byFirst = new Map<number, number[]>();
  for (const [i, j] of neighbourPairs(points)) byFirst.set(i, [...(byFirst.get(i) ?? []), j]);
  const ways: { from: number; to: number; km: number }[] = [];
  for (const [i, others] of byFirst) {
    const straight = others.map((j) => kilometresBetween(points[i], points[j]));
    const reach = Math.max(...straight) * LONGEST_DETOUR + 30;
    const over = waysOver(
      "land",
      points[i],
      others.map((j) => points[j]),
      reach,
      others.length,
    );
    others.forEach((j, k) => {
      if (over[k] <= straight[k] * LONGEST_DETOUR + 30) ways.push({ from: i, to: j, km: over[k] });
    });
  }
  return ways;
}

/** Ports and the km between them by sea, without those that a voyage by way of a third port replaces. */
function seaWays(areas: readonly GatheredArea[], reach: number): { from: number; to: number; km: number }[] {
  const ports = areas.flatMap((area, i) => (area.coastal ? [i] : []));
  const points = ports.map((i) => areas[i].at);
  const km = ports.map((_, a) => waysOver("sea", points[a], points, reach, PORTS_LOOKED_FOR + 1));
  const between = (a: number, b: number) => Math.min(km[a][b], km[b][a]);
  const ways: { from: number; to: number; km: number }[] = [];
  for (let a = 0; a < ports.length; a++) {
    for (let b = a + 1; b < ports.length; b++) {
      const length = between(a, b);
      if (!Number.isFinite(length)) continue;
      const onTheWay = ports.some(
        (_, c) =>
          c !== a &&
          c !== b &&
          between(a, c) < length &&
          between(c, b) < length &&
          between(a, c) + between(c, b) <= ON_THE_WAY * length,
      );
      if (!onTheWay) ways.push({ from: ports[a], to: ports[b], km: length });
    }
  }
  return ways;
}

/**
 * Modelled links: rail, road and pipe between neighbours that a way over land joins, ships between ports.
 * Lengths are the shortest way over land or sea on a grid times the mode's detour; none is a real line's length.
 */
export function linksBetween(
  areas: readonly GatheredArea[],
  modes: ReadonlySet<string>,
  value: FigureValue,
): LinkSpec[] {
  const links: LinkSpec[] = [];
  const add = (mode: string, from: number, to: number, km: number) => {
    if (!modes.has(mode)) return;
    const ends: [string, string] = [areas[from].id, areas[to].id];
    links.push({ id: `${mode}:${ends[0]}-${ends[1]}`, between: ends, mode, km: rounded(km) });
  };
  for (const { from, to, km } of landWays(areas)) {
    for (const mode of ["rail", "road", "pipeline"]) add(mode, from, to, km * value(`${mode}-detour`));
  }
  if (modes.has("ship")) {
    for (const { from, to, km } of seaWays(areas, value("sea-reach"))) add("ship", from, to, km * value("sea-detour"));
  }
  const points = areas.map((area) => area.at);
  const joined = new Set(links.map((link) => link.id));
  for (const [start, end, km] of UNDER_SEA) {
    const [a, b] = [nearestPoint(start, points), nearestPoint(end, points)];
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const id = `pipeline:${areas[from].id}-${areas[to].id}`;
    // Two pipes may come to join the same two areas; one link then stands for both.
    if (from === to || joined.has(id)) continue;
    joined.add(id);
    add("pipeline", from, to, km + kilometresBetween(start, points[a]) + kilometresBetween(end, points[b]));
  }
  return links;
}
