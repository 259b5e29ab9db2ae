import { describe, expect, test } from "vitest";
import { InvalidContinentError } from "../src/base/errors.ts";
import { seededRandom } from "../src/base/random.ts";
import { linksFrom } from "../src/model/links-from.ts";
import { type Way, withoutRoundabout } from "../src/model/without-roundabout.ts";
import { delaunayPairs } from "../src/units/delaunay.ts";
import { greatCircleMetres, type Position } from "../src/units/great-circle.ts";
import { LandOutline } from "../src/units/land-outline.ts";

/** Places by chance: over the whole globe, or within a span of degrees around one place. */
function somewhere(count: number, seed: number, span?: number): Position[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    span === undefined
      ? [random.next() * 360 - 180, (Math.asin(2 * random.next() - 1) * 180) / Math.PI]
      : [170 + random.next() * span, 40 + random.next() * span],
  ).map(([longitude, latitude]) => [longitude > 180 ? longitude - 360 : longitude, latitude]);
}

/** Pairs that some circle through them and a third place, at most half the globe, keeps free of all others. */
function pairsByCircles(places: readonly Position[]): string[] {
  const rays = places.map(([longitude, latitude]) => {
    const [east, north] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
  });
  const minus = (u: number[], v: number[]) => [u[0] - v[0], u[1] - v[1], u[2] - v[2]];
  const dot = (u: number[], v: number[]) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  const cross = (u: number[], v: number[]) => [
    u[1] * v[2] - u[2] * v[1],
    u[2] * v[0] - u[0] * v[2],
    u[0] * v[1] - u[1] * v[0],
  ];
  const isFree = (i: number, j: number, k: number) => {
    const normal = cross(minus(rays[j], rays[i]), minus(rays[k], rays[i]));
    const [level, outward] = [dot(normal, rays[i]), dot(normal, rays[i]) > 0 ? 1 : -1];
    return rays.every((ray, l) => [i, j, k].includes(l) || outward * (dot(normal, ray) - level) < 0);
  };
  const pairs = places.flatMap((_, i) => places.slice(i + 1).map((_place, j) => [i, i + 1 + j] as const));
  return pairs.filter(([i, j]) => places.some((_, k) => k !== i && k !== j && isFree(i, j, k))).map(String);
}

describe("neighbours on the sphere", () => {
  test("are those that a free circle joins, on the whole globe and over the date line", () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const places of [somewhere(4 + seed, seed), somewhere(4 + seed, seed, 20)]) {
        expect(delaunayPairs(places).map(String)).toEqual(pairsByCircles(places));
      }
    }
  });

  test("cover the globe with triangles", () => {
    for (const count of [50, 400]) expect(delaunayPairs(somewhere(count, count))).toHaveLength(3 * count - 6);
  });

  test("are the same places under any numbering", () => {
    const places = somewhere(80, 7, 30);
    const named = (list: readonly Position[]) =>
      delaunayPairs(list)
        .map((pair) => pair.map((i) => places.indexOf(list[i])).sort((a, b) => a - b))
        .map(String)
        .sort();
    expect(named([...places].reverse())).toEqual(named(places));
  });

  test("on one circle follow each other, and twins hang on one another", () => {
    expect(delaunayPairs([])).toEqual([]);
    expect(delaunayPairs([[3, 4]])).toEqual([]);
    expect(
      delaunayPairs([
        [3, 4],
        [3, 4],
      ]),
    ).toEqual([[0, 1]]);
    const equator: Position[] = [0, 10, 30, 5].map((longitude) => [longitude, 0]);
    expect(delaunayPairs(equator)).toEqual([
      [0, 3],
      [1, 2],
      [1, 3],
    ]);
    const parallel: Position[] = [0, 1, 2, 5].map((longitude) => [longitude, 50]);
    expect(delaunayPairs(parallel)).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3],
    ]);
    const twins: Position[] = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1.1, 1],
      [0, 0],
    ];
    expect(delaunayPairs(twins).filter((pair) => pair.includes(4))).toEqual([[0, 4]]);
  });
});

describe("ways without roundabouts", () => {
  test("leave every way that was, longer by the share at most, and none that others replace", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const places = somewhere(24, seed, 15);
      const ways = places.flatMap((at, from) =>
        places
          .slice(from + 1)
          .map((other, k): Way => ({ from, to: from + 1 + k, length: greatCircleMetres(at, other) })),
      );
      const kept = withoutRoundabout(places.length, ways, 0.1);
      const shortest = (left: readonly Way[]) => {
        const table = places.map((_, i) => places.map((_place, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)));
        for (const { from, to, length } of left) table[from][to] = table[to][from] = length;
        for (const by of places.keys())
          for (const row of table) for (const to of places.keys()) row[to] = Math.min(row[to], row[by] + table[by][to]);
        return table;
      };
      const table = shortest(kept);
      for (const { from, to, length } of ways) expect(table[from][to]).toBeLessThanOrEqual(1.1 * length);
      for (const way of kept) {
        const shorter = shortest(kept.filter(({ length }) => length < way.length));
        expect(shorter[way.from][way.to]).toBeGreaterThan(1.1 * way.length);
      }
      expect(kept.length).toBeLessThan(ways.length / 3);
    }
  });
});

/** An island of ten degrees on the equator with a lake of two degrees in its middle. */
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const island = new LandOutline([box(0, -5, 10, 5), box(4, -1, 6, 1)]);
const degree = greatCircleMetres([0, 0], [1, 0]);

describe("land", () => {
  test("is inside its rings and not in lakes", () => {
    for (const [at, land] of [
      [[2, 3], true],
      [[5, 0.5], false],
      [[-1, 0], false],
      [[5, 5.1], false],
    ] as const)
      expect([at, island.isLand(at)]).toEqual([at, land]);
  });

  test("leaves the longest water between two places, whichever comes first", () => {
    const cases: readonly [Position, Position, number][] = [
      [[1, 0], [3, 0], 0],
      [[1, 0.5], [9, 0.5], 2 * degree],
      [[-3, 0], [9, 0], 3 * degree],
      [[-1, 0], [9, 0], 2 * degree],
      [[20, 0], [30, 0], 10 * degree],
      [[1, 2], [9, 2], 0],
    ];
    for (const [from, to, metres] of cases) {
      for (const water of [island.longestWater(from, to), island.longestWater(to, from)]) {
        expect(Math.abs(water - metres)).toBeLessThan(200);
      }
    }
  });

  test("goes on over the date line", () => {
    const pacific = new LandOutline([box(178, -5, 180, 5), box(-180, -5, -178, 5)]);
    expect(pacific.longestWater([178.5, 0], [-178.5, 0])).toBe(0);
    expect(Math.abs(pacific.longestWater([178.5, 0], [-176, 0]) - 2 * degree)).toBeLessThan(200);
    expect(Math.abs(pacific.longestWater([176, 0.3], [-178.5, 0.3]) - 2 * degree)).toBeLessThan(200);
    expect(Math.abs(new LandOutline([]).longestWater([178, 0], [-178, 0]) - 4 * degree)).toBeLessThan(200);
  });
});

describe("links of a Delaunay net", () => {
  const areas = {
    a: { at: [1, 2] },
    b: { at: [9, 2] },
    c: { at: [5, 2.2] },
    d: { at: [12, 2] },
    e: { at: [5, -4] },
  } as const;
  const between = (request: object) =>
    linksFrom({ areas, mode: "rail", net: "delaunay", ...request }).map((link) => link.between!.join("-"));

  test("join neighbours, and leave out what is on the way and what crosses too much water", () => {
    expect(between({})).toEqual(["a-c", "a-e", "b-c", "b-d", "b-e", "c-d", "c-e", "d-e"]);
    expect(between({ onTheWay: 0.05 })).not.toContain("c-d");
    const land = [box(0, -5, 10, 5), box(4, -1, 6, 1)];
    expect(between({ onTheWay: 0.05, land, ferry: 25 })).toEqual(["a-c", "a-e", "b-c", "b-e"]);
    expect(between({ onTheWay: 0.05, land, ferry: 225 })).toContain("b-d");
    expect(between({ onTheWay: 0.05, land, ferry: 225 })).toContain("c-e");
    expect(between({ onTheWay: 0.05, within: 400, connect: false })).toEqual(["b-d"]);
  });

  test("do not swim to an island for the sake of joining it, unless told to", () => {
    const land = [box(0, -5, 10, 5)];
    expect(between({ land }).some((pair) => pair.includes("d"))).toBe(false);
    expect(between({ land, connect: true }).filter((pair) => pair.includes("d"))).toEqual(["b-d"]);
  });

  test("refuse fields of the other kind of net, and rings that are not closed", () => {
    const codes = (request: object): string[] => {
      try {
        linksFrom({ areas, mode: "rail", ...request });
      } catch (error) {
        if (error instanceof InvalidContinentError) return error.issues.map(({ code, path }) => `${code} at ${path}`);
      }
      return [];
    };
    expect(codes({ ferry: 3, land: [[[0, 0]]] })).toEqual([
      "links.not-of-net at land",
      "links.not-of-net at ferry",
      "land.not-closed at land[0]",
    ]);
    expect(codes({ net: "delaunay", nearest: 3 })).toEqual(["links.not-of-net at nearest"]);
    expect(codes({ net: "voronoi" })).toEqual(["value.not-a-choice at net"]);
  });
});
