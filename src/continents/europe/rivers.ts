import { type Way, withoutRoundabout } from "../../model/without-roundabout.ts";
import { Heap } from "./heap.ts";
import { kilometresBetween, type Point } from "./sphere.ts";
import { STEMS, type StemRow } from "./waterways.extract.ts";

/** A city this near to a stem is a river port, km. */
const BANK = 20;

/** Where rivers fork, a way past an area that lies only this share off it is left out. */
const ON_THE_WAY = 0.05;

/** A way by water between two areas; its length is in km. */
export interface RiverWay extends Way {
  /** km of it that run down free and dammed rivers, less those that run up. */
  readonly freeDown: number;
  readonly dammedDown: number;
}

interface Step {
  readonly to: number;
  readonly km: number;
  readonly water: StemRow["water"];
  /** 1 with the water, -1 against it. */
  readonly down: number;
}

/** Where along a stem an area lies. */
interface Berth {
  readonly area: number;
  readonly stem: number;
  readonly section: number;
  readonly share: number;
}

/**
 * Ways by river and canal between areas that lie at them, each to the next area on the way. Stems are chains of typed
 * places; an area joins the nearest stem at the foot of its perpendicular.
 */
export function riverWays(places: readonly Point[]): RiverWay[] {
  const near = network(places);
  const ways: RiverWay[] = [];
  for (const from of places.keys()) {
    if (near[from].length === 0) continue;
    for (const way of nextAreas(near, from, places.length)) if (way.from < way.to) ways.push(way);
  }
  return withoutRoundabout(places.length, ways, ON_THE_WAY);
}

/** Areas first, then the places of the stems; areas cut the sections that they lie at. */
function network(places: readonly Point[]): Step[][] {
  const near: Step[][] = places.map(() => []);
  const numbers = new Map<string, number>();
  const number = ([longitude, latitude]: readonly [number, number, number]): number => {
    const key = `${longitude} ${latitude}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, near.length);
    return near.push([]) - 1;
  };
  const berths = places.flatMap((at, area) => berthOf(at, area));
  STEMS.forEach(({ water, places: chain }, stem) => {
    for (let section = 1; section < chain.length; section++) {
      const length = chain[section][2] - chain[section - 1][2];
      const here = berths
        .filter((berth) => berth.stem === stem && berth.section === section)
        .sort((a, b) => a.share - b.share || a.area - b.area);
      let [from, since] = [number(chain[section - 1]), 0];
      for (const { area, share } of [...here, { area: number(chain[section]), share: 1 }]) {
        const km = length * (share - since);
        near[from].push({ to: area, km, water, down: 1 });
        near[area].push({ to: from, km, water, down: -1 });
        [from, since] = [area, share];
      }
    }
  });
  return near;
}

/** The nearest stem within reach of its banks, or none. */
function berthOf(at: Point, area: number): Berth[] {
  let best: Berth | undefined;
  let least = BANK;
  STEMS.forEach(({ places: chain }, stem) => {
    for (let section = 1; section < chain.length; section++) {
      const [a, b] = [chain[section - 1], chain[section]];
      const narrow = Math.cos((at[1] * Math.PI) / 180);
      const [dx, dy] = [(b[0] - a[0]) * narrow, b[1] - a[1]];
      const along = ((at[0] - a[0]) * narrow * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy);
      const share = Math.round(Math.min(1, Math.max(0, along)) * 1000) / 1000;
      const km = kilometresBetween(at, [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
      if (km >= least) continue;
      least = km;
      best = { area, stem, section, share };
    }
  });
  return best === undefined ? [] : [best];
}

/** The shortest ways from an area to those others that are reached without passing a third. */
function nextAreas(near: readonly (readonly Step[])[], from: number, areaCount: number): RiverWay[] {
  const best = new Map<number, RiverWay>();
  const settled = new Set<number>();
  const heap = new Heap();
  best.set(from, { from, to: from, length: 0, freeDown: 0, dammedDown: 0 });
  heap.push(0, from);
  while (heap.size > 0) {
    const { place } = heap.pop();
    if (settled.has(place)) continue;
    settled.add(place);
    const way = best.get(place)!;
    if (place < areaCount && place !== from) continue;
    for (const { to, km, water, down } of near[place]) {
      if (way.length + km >= (best.get(to)?.length ?? Number.POSITIVE_INFINITY)) continue;
      best.set(to, {
        from,
        to,
        length: way.length + km,
        freeDown: way.freeDown + (water === "free" ? down * km : 0),
        dammedDown: way.dammedDown + (water === "dammed" ? down * km : 0),
      });
      heap.push(way.length + km, to);
    }
  }
  return [...best.values()].filter(({ to }) => to < areaCount && to !== from);
}

/**
 * Energy factors out and back of a way by water: a boat takes 1 - c / v of its mean energy with a current of speed c,
 * and 1 + c / v against it, at a speed v through the water that is held.
 */
export function currentFactors(way: RiverWay, free: number, dammed: number, boat: number): [number, number] {
  const swing = way.length > 0 ? (way.freeDown * free + way.dammedDown * dammed) / boat / way.length : 0;
  const rounded = (factor: number) => Math.round(factor * 1000) / 1000;
  return [rounded(1 - swing), rounded(1 + swing)];
}
