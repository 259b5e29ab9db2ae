import { kilometresBetween, type Place } from "./places.ts";
import type { Point, RawPort } from "./read-packages.ts";
import { moor, type SeaLanes, waysFrom } from "./sea-lanes.ts";

/** A city ships by the nearest listed port within this, else by its own shore. */
const PORT_KM = 60;
/** A port further from the lanes than this joins none. */
export const SNAP_KM = 125;

/** A coastal city, its port, and where that joins the lanes. */
export interface CityPort {
  readonly city: string;
  readonly port: string;
  /** From the city to its port, and from the port to the lanes. */
  readonly km: number;
  readonly snapKm: number;
  readonly place: number;
}

/** Each coastal city with its port; those whose port lies too far from the lanes apart. */
export function portsOf(
  cities: readonly Place[],
  ports: readonly RawPort[],
  lanes: SeaLanes,
  isLand: (at: Point) => boolean,
): { readonly joined: readonly CityPort[]; readonly tooFar: readonly CityPort[] } {
  const found = cities
    .filter(({ coastal }) => coastal)
    .map(({ id, name, at }): CityPort => {
      let [port, km, from] = [name, 0, at];
      let least = PORT_KM;
      for (const candidate of ports) {
        const distance = kilometresBetween(at, candidate.at);
        if (distance > least) continue;
        least = distance;
        [port, km, from] = [candidate.name, distance, candidate.at];
      }
      const mooring = moor(lanes, from, isLand);
      return { city: id, port, km, snapKm: mooring.km, place: mooring.place };
    });
  return {
    joined: found.filter(({ snapKm }) => snapKm <= SNAP_KM),
    tooFar: found.filter(({ snapKm }) => snapKm > SNAP_KM),
  };
}

/** A way between two junctions; those below `ends.length` are the ends asked for, in their order. */
export interface JunctionWay {
  readonly from: number;
  readonly to: number;
  readonly km: number;
}

/**
 * The lanes that lie on some shortest way between two of the ends, with places that only pass a ship on taken out:
 * all distances between ends stay what they are.
 */
export function reduceLanes(lanes: SeaLanes, ends: readonly number[]): JunctionWay[] {
  const near = new Map<number, Map<number, number>>();
  const join = (a: number, b: number, km: number): void => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ]) {
      const ways = near.get(from) ?? new Map<number, number>();
      ways.set(to, Math.min(km, ways.get(to) ?? Number.POSITIVE_INFINITY));
      near.set(from, ways);
    }
  };
  for (const start of ends) {
    const { before } = waysFrom(lanes, start);
    const seen = new Set([start]);
    for (const end of ends) {
      for (let at = end; !seen.has(at) && before[at] >= 0; at = before[at]) {
        seen.add(at);
        join(at, before[at], lanes.near[at].get(before[at])!);
      }
    }
  }
  const isEnd = new Set(ends);
  for (const [at, ways] of near) {
    if (isEnd.has(at) || ways.size !== 2) continue;
    const [[a, one], [b, other]] = [...ways];
    near.delete(at);
    near.get(a)!.delete(at);
    near.get(b)!.delete(at);
    join(a, b, one + other);
  }
  const number = new Map<number, number>(ends.map((end, k) => [end, k]));
  for (const at of near.keys()) if (!number.has(at)) number.set(at, number.size);
  const ways: JunctionWay[] = [];
  for (const [at, others] of near) {
    for (const [other, km] of others) {
      const [from, to] = [number.get(at)!, number.get(other)!];
      if (from < to) ways.push({ from, to, km });
    }
  }
  return ways.sort((a, b) => a.from - b.from || a.to - b.to);
}
