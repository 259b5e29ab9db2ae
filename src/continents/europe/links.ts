import type { LinkSpec } from "../../model/spec.ts";
import { type Way, withoutRoundabout } from "../../model/without-roundabout.ts";
import { delaunayPairs } from "../../units/delaunay.ts";
import { LandOutline } from "../../units/land-outline.ts";
import type { GatheredArea } from "./areas.ts";
import type { FigureValue } from "./figure.ts";
import { waysOverLand } from "./grid.ts";
import { OUTLINE } from "./outline.extract.ts";
import { currentFactors, riverWays } from "./rivers.ts";
import { seaWays } from "./sea.ts";
import { kilometresBetween, nearestPoint, type Point } from "./sphere.ts";

/** A bay that a land link may go round: water that its line crosses in one stretch, metres. */
const BAY = 300_000;
/** A way round a bay is at most this much longer than the great circle. */
const LONGEST_DETOUR = 1.8;
/** Water that a land link may cross in one stretch all the same, by a ferry, a bridge or a tunnel, metres. */
const FERRY = 25_000;
/** A land link is left out where the way by other areas is longer by no more than this share: detours differ by more. */
const ON_THE_WAY = 0.1;

/** Gas pipelines under the sea: where from, where to, km, name. Ends are rounded, from general knowledge. */
const UNDER_SEA: readonly (readonly [from: Point, to: Point, km: number, name: string])[] = [
  [[5.5, 59.3], [7.4, 53.7], 660, "Norway to northern Germany"],
  [[5.5, 59.3], [2.2, 51.0], 1070, "Norway to northern France"],
  [[7.2, 62.9], [0.1, 53.7], 1170, "Norway to England"],
  [[37.4, 44.9], [28.1, 41.6], 930, "Black Sea, Russia to Turkey"],
];

/** A reach of a river between two cities is at least this much longer than the great circle. */
const SHORTEST_REACH = 1.05;

/** To the metre. */
const rounded = (km: number) => Math.round(km * 1000) / 1000;

let outline: LandOutline | undefined;

/**
 * Neighbouring areas and the km between them over land, without detours of track or road: neighbours on the sphere
 * whose line crosses no more water than a ferry does, or a bay that a way over land goes round.
 */
function landWays(areas: readonly GatheredArea[]): Way[] {
  outline ??= new LandOutline(OUTLINE);
  const points = areas.map((area) => area.at);
  const byFirst = new Map<number, { other: number; straight: number; water: number }[]>();
  for (const [i, other] of delaunayPairs(points)) {
    const water = outline.longestWater(points[i], points[other]);
    const straight = kilometresBetween(points[i], points[other]);
    if (water <= BAY) byFirst.set(i, [...(byFirst.get(i) ?? []), { other, straight, water }]);
  }
  const ways: Way[] = [];
  for (const [i, others] of byFirst) {
    const reach = Math.max(...others.map(({ straight }) => straight)) * LONGEST_DETOUR + 30;
    const places = others.map(({ other }) => points[other]);
    const over = waysOverLand(points[i], places, reach, others.length);
    for (const [k, { other, straight, water }] of others.entries()) {
      if (over[k] <= straight * LONGEST_DETOUR + 30) ways.push({ from: i, to: other, length: over[k] });
      else if (water <= FERRY) ways.push({ from: i, to: other, length: straight });
    }
  }
  return withoutRoundabout(areas.length, ways, ON_THE_WAY);
}

/**
 * Modelled links: rail, road and pipes between neighbours that a way over land joins, ships between ports, barges between
 * cities at navigable stems. Lengths are the shortest way over land on a grid, or by the sea lanes, times the mode's
 * detour, and by river those typed; no line is a real one.
 */
export function linksBetween(
  areas: readonly GatheredArea[],
  modes: ReadonlySet<string>,
  value: FigureValue,
): LinkSpec[] {
  const links: LinkSpec[] = [];
  const add = (mode: string, from: number, to: number, km: number, factor?: readonly [number, number]) => {
    if (!modes.has(mode)) return;
    const ends: [string, string] = [areas[from].id, areas[to].id];
    const link = { id: `${mode}:${ends[0]}-${ends[1]}`, between: ends, mode, km: rounded(km) };
    links.push(factor === undefined ? link : { ...link, factor });
  };
  for (const { from, to, length } of landWays(areas)) {
    for (const mode of ["rail", "road", "pipeline", "liquid pipeline"])
      add(mode, from, to, length * value(`${mode.split(" ").at(-1)}-detour`));
  }
  if (modes.has("ship")) {
    for (const { from, to, length } of seaWays(areas, value("sea-reach"))) {
      add("ship", from, to, length * value("sea-detour"));
    }
  }
  const points = areas.map((area) => area.at);
  if (modes.has("barge")) {
    for (const way of riverWays(points)) {
      const { from, to } = way;
      const km = Math.max(way.length, SHORTEST_REACH * kilometresBetween(points[from], points[to]));
      add(
        "barge",
        from,
        to,
        km,
        currentFactors(way, value("river-current"), value("dammed-current"), value("barge-speed")),
      );
    }
  }
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
