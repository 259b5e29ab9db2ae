import { describe, expect, test } from "vitest";
import { SNAP_KM } from "../examples/build-continents/port-ways.ts";
import { readSeaLanes } from "../examples/build-continents/read-packages.ts";
import { compareDistances } from "../examples/build-continents/sea-distances.ts";
import { joinLanes, moor, waysFrom } from "../examples/build-continents/sea-lanes.ts";
import { PORTS, SEA_WAYS } from "../src/continents/europe/ports.extract.ts";
import { seaWays } from "../src/continents/europe/sea.ts";
import { europeGathering, europePlaces } from "../src/continents/europe.ts";
import { greatCircleMetres } from "../src/units/great-circle.ts";

const lanes = joinLanes(readSeaLanes());

describe("sea lanes", () => {
  test.each(compareDistances().map((one) => [`${one.fromPort.name} to ${one.toPort.name}`, one] as const))(
    "%s is within 8 %% of the published distance",
    (_, { modelled, nauticalMiles }) => {
      expect(modelled / nauticalMiles).toBeGreaterThan(0.92);
      expect(modelled / nauticalMiles).toBeLessThan(1.08);
    },
  );

  test("hang together, and over the 180th meridian: the Pacific is crossed, not gone round", () => {
    expect(lanes.places).toHaveLength(5524);
    const [tokyo, honolulu] = [
      [141, 35],
      [-158, 21],
    ].map((at) => moor(lanes, at as [number, number], () => false));
    const { km } = waysFrom(lanes, tokyo.place);
    expect(km.every(Number.isFinite)).toBe(true);
    expect(km[honolulu.place]).toBeLessThan(1.15 * 6200);
  });

  test("of three lines that end at each other are one way, and a line apart is left out", () => {
    const line = joinLanes([
      [
        [170, 0],
        [180, 0],
      ],
      [
        [-180, 0.004],
        [-170, 0],
      ],
      [
        [-170.004, 0],
        [-160, 0],
      ],
      [
        [0, 0],
        [1, 0],
      ],
    ]);
    expect(line.places).toHaveLength(4);
    const start = line.places.findIndex(([longitude]) => longitude === 170);
    expect(Math.max(...waysFrom(line, start).km)).toBeCloseTo(greatCircleMetres([170, 0], [-160, 0]) / 1000, -1);
  });

  test("take a port to the lane on its own side of the land where that is not much further", () => {
    const cape = joinLanes([
      [
        [0, 1],
        [5, 1],
        [5, -1.5],
        [0, -1.5],
      ],
    ]);
    const port = [0, -0.1] as const;
    const place = (isLand: (at: readonly [number, number]) => boolean) =>
      cape.places[moor(cape, port, isLand).place][1];
    expect(place(() => false)).toBe(1);
    expect(place(([, latitude]) => latitude > 0)).toBe(-1.5);
  });
});

describe("the ports of Europe", () => {
  test("are no further from the lanes than the cap, one for each city", () => {
    expect(new Set(PORTS.map(([city]) => city)).size).toBe(PORTS.length);
    const coastal = new Set(europePlaces().flatMap(({ id, coastal }) => (coastal ? [id] : [])));
    for (const [city, , km, snapKm] of PORTS) {
      expect(coastal.has(city)).toBe(true);
      expect(km).toBeLessThanOrEqual(60);
      expect(snapKm).toBeLessThanOrEqual(SNAP_KM);
    }
    expect(coastal.size - PORTS.length).toBe(2);
  });

  test("keep the distances of the whole network, to the rounding of their ways", () => {
    const near = Array.from(
      { length: Math.max(...SEA_WAYS.filter((_, i) => i % 3 < 2)) + 1 },
      () => new Map<number, number>(),
    );
    for (let at = 0; at < SEA_WAYS.length; at += 3) {
      near[SEA_WAYS[at]].set(SEA_WAYS[at + 1], SEA_WAYS[at + 2]);
      near[SEA_WAYS[at + 1]].set(SEA_WAYS[at], SEA_WAYS[at + 2]);
    }
    const reduced = { places: near.map(() => [0, 0] as const), near };
    const places = new Map(europePlaces().map(({ id, at }) => [id, at]));
    const port = (city: string) => PORTS.find((row) => row[0] === city)!;
    let compared = 0;
    for (const from of ["istanbul", "barcelona", "stockholm", "odesa"]) {
      const ways = waysFrom(reduced, port(from)[4]).km;
      const start = moor(lanes, places.get(from)!, () => false);
      const whole = waysFrom(lanes, start.place).km;
      for (const to of ["athens", "lisbon", "hamburg", "helsinki", "rome", "marseille"]) {
        const end = moor(lanes, places.get(to)!, () => false);
        // Cities beside their ports join where these do, or a place or two away.
        expect(Math.abs(ways[port(to)[4]] - whole[end.place])).toBeLessThan(60);
        compared++;
      }
    }
    expect(compared).toBe(24);
  });

  test("of chosen areas have ways that are kept, or replaced by ways at most 8 % longer", () => {
    const { areas } = europeGathering({ areas: 60 });
    const reach = 3000;
    const km = areas.map((_, i) => areas.map((_area, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)));
    for (const { from, to, length } of seaWays(areas, reach)) km[from][to] = km[to][from] = length;
    for (const by of km.keys()) {
      for (const row of km) for (const to of km.keys()) row[to] = Math.min(row[to], row[by] + km[by][to]);
    }
    const direct = areas.flatMap((one, i) =>
      areas
        .slice(i + 1)
        .flatMap((other, k) => seaWays([one, other], reach).map(({ length }) => [i, i + 1 + k, length])),
    );
    expect(direct.length).toBeGreaterThan(100);
    for (const [from, to, length] of direct) expect(km[from][to]).toBeLessThanOrEqual(1.08 * length + 1e-6);
  });
});
