import { describe, expect, test } from "vitest";
import { EUROPE, type Stem } from "../examples/build-continents/waterways.ts";
import { AFRICA, ASIA, NORTH_AMERICA, SOUTH_AMERICA } from "../examples/build-continents/waterways-elsewhere.ts";
import { currentFactors, riverWays } from "../src/continents/europe/rivers.ts";
import { STEMS } from "../src/continents/europe/waterways.extract.ts";
import { greatCircleMetres } from "../src/units/great-circle.ts";

const CONTINENTS = { EUROPE, NORTH_AMERICA, SOUTH_AMERICA, ASIA, AFRICA };

/** Kilometres by water between two places of stems, or infinite. */
function kmByWater(stems: readonly Stem[], from: string, to: string): number {
  const km = new Map([[from, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { places } of stems) {
      for (let i = 1; i < places.length; i++) {
        const [a, b] = [places[i - 1], places[i]];
        for (const [here, there] of [
          [a, b],
          [b, a],
        ]) {
          const way = (km.get(here[0]) ?? Number.POSITIVE_INFINITY) + b[3] - a[3];
          if (way >= (km.get(there[0]) ?? Number.POSITIVE_INFINITY)) continue;
          km.set(there[0], way);
          changed = true;
        }
      }
    }
  }
  return km.get(to) ?? Number.POSITIVE_INFINITY;
}

describe("inland waterways", () => {
  test.each(Object.entries(CONTINENTS))(
    "of %s wind, but not beyond belief, and meet at the same places",
    (_, stems) => {
      const known = new Map<string, string>();
      for (const { name, places } of stems) {
        expect(places[0][3]).toBe(0);
        for (const [place, longitude, latitude] of places) {
          const at = `${longitude} ${latitude}`;
          expect([place, known.get(place) ?? at]).toEqual([place, at]);
          known.set(place, at);
        }
        for (let i = 1; i < places.length; i++) {
          const [a, b] = [places[i - 1], places[i]];
          const straight = greatCircleMetres([a[1], a[2]], [b[1], b[2]]) / 1000;
          const winding = (b[3] - a[3]) / straight;
          expect([name, b[0], winding >= 1 && winding < 2.3, winding]).toEqual([name, b[0], true, winding]);
        }
      }
    },
  );

  test("join the North Sea with the Black Sea in some 3,500 km, and Moscow with both seas", () => {
    expect(kmByWater(EUROPE, "Rotterdam", "Constanta")).toBeGreaterThan(3000);
    expect(kmByWater(EUROPE, "Rotterdam", "Constanta")).toBeLessThan(3700);
    expect(kmByWater(EUROPE, "Moscow", "Saint Petersburg")).toBeLessThan(1500);
    expect(kmByWater(EUROPE, "Moscow", "Rostov-on-Don")).toBeLessThan(3500);
    expect(kmByWater(EUROPE, "Paris", "Rotterdam")).toBe(Number.POSITIVE_INFINITY);
    expect(kmByWater(NORTH_AMERICA, "Pittsburgh", "New Orleans")).toBeGreaterThan(2800);
  });

  test("ship with Europe as they are typed", () => {
    expect(STEMS).toEqual(
      EUROPE.map(({ name, water, places }) => ({ name, water, places: places.map(([, ...row]) => row) })),
    );
  });

  test("lead from area to area as long as the stems are, each way past the next one", () => {
    const at = (name: string) => EUROPE.flatMap(({ places }) => places).find(([place]) => place === name)!;
    const names = ["Rotterdam", "Cologne", "Vienna", "Constanta", "Madrid"];
    const places = names.map((name) =>
      name === "Madrid" ? ([-3.7, 40.4] as const) : ([at(name)[1], at(name)[2]] as const),
    );
    const ways = riverWays(places).map(({ from, to, length }) => [names[from], names[to], Math.round(length)]);
    const km = (from: string, to: string) => Math.round(kmByWater(EUROPE, from, to));
    expect(ways).toEqual(
      [
        ["Rotterdam", "Cologne"],
        ["Cologne", "Vienna"],
        ["Vienna", "Constanta"],
      ].map(([a, b]) => [a, b, km(a, b)]),
    );
  });

  test("take a boat's energy down and up as its speed over ground says", () => {
    const way = { from: 0, to: 1, length: 100, freeDown: 100, dammedDown: 0 };
    const [down, up] = currentFactors(way, 1, 0.3, 4);
    expect(down / up).toBeCloseTo((4 - 1) / (4 + 1), 9);
    expect(currentFactors({ ...way, freeDown: -100 }, 1, 0.3, 4)).toEqual([up, down]);
    expect(currentFactors({ ...way, freeDown: 50, dammedDown: -50 }, 1, 0.2, 4)).toEqual([0.9, 1.1]);
  });
});
