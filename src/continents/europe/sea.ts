import { type Way, withoutRoundabout } from "../../model/without-roundabout.ts";
import type { GatheredArea } from "./areas.ts";
import { Heap } from "./heap.ts";
import { PORTS, SEA_WAYS } from "./ports.extract.ts";
import { kilometresBetween } from "./sphere.ts";

/** A sea link is left out where calling at other ports makes the voyage longer by no more than this share. */
const ON_THE_WAY = 0.08;
/** Two ports on one short piece of coast may join the lanes at one place: the way between them is then at least this long. */
const SHORTEST_VOYAGE = 1.05;

/** The kilometres from each junction to its neighbours. */
function junctions(): Map<number, number>[] {
  const near: Map<number, number>[] = [];
  for (let at = 0; at < SEA_WAYS.length; at += 3) {
    const [from, to, km] = [SEA_WAYS[at], SEA_WAYS[at + 1], SEA_WAYS[at + 2]];
    near[from] = (near[from] ?? new Map<number, number>()).set(to, km);
    near[to] = (near[to] ?? new Map<number, number>()).set(from, km);
  }
  return near;
}

/** Kilometres from one junction to every other within reach. Source: Dijkstra, Numerische Mathematik 1 (1959) 269-271. */
function waysFrom(near: readonly ReadonlyMap<number, number>[], start: number, reach: number): Float64Array {
  const km = new Float64Array(near.length).fill(Number.POSITIVE_INFINITY);
  const heap = new Heap();
  km[start] = 0;
  heap.push(0, start);
  while (heap.size > 0) {
    const { key, place } = heap.pop();
    if (key > km[place]) continue;
    for (const [other, step] of near[place]) {
      if (key + step >= km[other] || key + step > reach) continue;
      km[other] = key + step;
      heap.push(key + step, other);
    }
  }
  return km;
}

/**
 * Areas with a port and the km between them by the sea lanes, the ways from cities to their ports and from ports to the
 * lanes included; without those that a voyage by way of other ports replaces.
 */
export function seaWays(areas: readonly GatheredArea[], reach: number): Way[] {
  const near = junctions();
  const rows = new Map(PORTS.map(([city, , km, snapKm, junction]) => [city, { km: km + snapKm, junction }]));
  const ports = areas.flatMap(({ id, at }, area) => {
    const port = rows.get(id);
    return port === undefined ? [] : [{ ...port, at, area }];
  });
  const lengths = new Float64Array(areas.length * areas.length).fill(Number.POSITIVE_INFINITY);
  const ways: Way[] = [];
  ports.forEach((from, k) => {
    const km = waysFrom(near, from.junction, reach);
    for (const to of ports.slice(k + 1)) {
      const byLanes = from.km + km[to.junction] + to.km;
      const length = Math.max(byLanes, SHORTEST_VOYAGE * kilometresBetween(from.at, to.at));
      if (length > reach) continue;
      lengths[from.area * areas.length + to.area] = lengths[to.area * areas.length + from.area] = length;
      ways.push({ from: from.area, to: to.area, length });
    }
  });
  // No voyage by other ports is shorter than the direct one, so the direct length bounds what is left of a way.
  return withoutRoundabout(areas.length, ways, ON_THE_WAY, (a, b) => (a === b ? 0 : lengths[a * areas.length + b]));
}
