import { kilometresBetween } from "./places.ts";
import type { Point } from "./read-packages.ts";

/** Places of the network nearer to each other than this, in degrees, are one: lines end that much apart. */
const GRID = 0.01;

/** A port's way to a lane over land counts so many times: else a port would join the sea on the wrong side of a cape. */
const OVER_LAND = 4;
/** How many of the nearest places of the network a port may join. */
const LOOKED_AT = 12;
/** Land is looked for at so many points on the way. */
const LOOKS = 20;

/** Sea lanes as a graph: places, and the kilometres to each neighbour. Everything hangs together. */
export interface SeaLanes {
  readonly places: readonly Point[];
  readonly near: readonly ReadonlyMap<number, number>[];
}

/** Where a port joins the lanes, and how far that is. */
export interface Mooring {
  readonly place: number;
  readonly km: number;
}

/**
 * A graph of lines that end at each other, joined at the 180th meridian: places are rounded to hundredths of a degree,
 * lengths are those of the lines. Only the largest part that hangs together is kept.
 */
export function joinLanes(lines: readonly (readonly Point[])[]): SeaLanes {
  const numbers = new Map<string, number>();
  const places: Point[] = [];
  const near: Map<number, number>[] = [];
  const place = ([longitude, latitude]: Point): number => {
    const rounded = Math.round(longitude / GRID);
    const at: Point = [(rounded === -180 / GRID ? 180 / GRID : rounded) * GRID, Math.round(latitude / GRID) * GRID];
    const key = at.map((degrees) => degrees.toFixed(2)).join(" ");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, places.length);
    near.push(new Map());
    return places.push(at) - 1;
  };
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [place(line[i - 1]), place(line[i])];
      const km = kilometresBetween(line[i - 1], line[i]);
      if (a === b || km >= (near[a].get(b) ?? Number.POSITIVE_INFINITY)) continue;
      near[a].set(b, km);
      near[b].set(a, km);
    }
  }
  return largestPart({ places, near });
}

function largestPart({ places, near }: SeaLanes): SeaLanes {
  const part = new Int32Array(places.length).fill(-1);
  const sizes: number[] = [];
  for (const start of places.keys()) {
    if (part[start] >= 0) continue;
    part[start] = sizes.length;
    const waiting = [start];
    let size = 0;
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      size++;
      for (const other of near[at].keys()) {
        if (part[other] >= 0) continue;
        part[other] = part[start];
        waiting.push(other);
      }
    }
    sizes.push(size);
  }
  const largest = sizes.indexOf(Math.max(...sizes));
  const kept = [...places.keys()].filter((at) => part[at] === largest);
  const renumbered = new Map(kept.map((old, number) => [old, number]));
  return {
    places: kept.map((old) => places[old]),
    near: kept.map((old) => new Map([...near[old]].map(([other, km]) => [renumbered.get(other)!, km]))),
  };
}

/** Kilometres from one place of the lanes to every other. Source: Dijkstra (1959), with a binary heap. */
export function waysFrom({ near }: SeaLanes, start: number): { km: Float64Array; before: Int32Array } {
  const km = new Float64Array(near.length).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(near.length).fill(-1);
  const heap: [number, number][] = [];
  const push = (key: number, at: number): void => {
    let hole = heap.push([key, at]) - 1;
    for (let parent = (hole - 1) >> 1; hole > 0 && heap[parent][0] > key; parent = (hole - 1) >> 1) {
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = [key, at];
  };
  const pop = (): [number, number] => {
    const top = heap[0];
    const last = heap.pop()!;
    let hole = 0;
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && heap[child + 1][0] < heap[child][0]) child++;
      if (heap[child][0] >= last[0]) break;
      heap[hole] = heap[child];
      hole = child;
    }
    if (heap.length > 0) heap[hole] = last;
    return top;
  };
  km[start] = 0;
  push(0, start);
  while (heap.length > 0) {
    const [key, at] = pop();
    if (key > km[at]) continue;
    for (const [other, step] of near[at]) {
      if (key + step >= km[other]) continue;
      km[other] = key + step;
      before[other] = at;
      push(key + step, other);
    }
  }
  return { km, before };
}

/** Where a port joins the lanes: the nearest place, ways over land counting several times. */
export function moor({ places }: SeaLanes, port: Point, isLand: (at: Point) => boolean): Mooring {
  const nearest = places
    .map((at, place) => ({ place, km: kilometresBetween(port, at) }))
    .sort((a, b) => a.km - b.km)
    .slice(0, LOOKED_AT);
  let best = nearest[0];
  let least = Number.POSITIVE_INFINITY;
  for (const mooring of nearest) {
    const [east, north] = [places[mooring.place][0] - port[0], places[mooring.place][1] - port[1]];
    let land = 0;
    for (let look = 0; look < LOOKS; look++) {
      const share = (look + 0.5) / LOOKS;
      if (isLand([port[0] + share * east, port[1] + share * north])) land++;
    }
    const weight = mooring.km * (1 + ((OVER_LAND - 1) * land) / LOOKS);
    if (weight < least) {
      least = weight;
      best = mooring;
    }
  }
  return best;
}
