import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { formatAmount, formatCount, formatDistance, formatEnergy, formatShare } from "../src/units/format.ts";
import { greatCircleMetres, type Position } from "../src/units/great-circle.ts";

const position: fc.Arbitrary<Position> = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);

describe("great-circle distance", () => {
  test.prop([position, position], { seed: 1 })(
    "is the same both ways, whole, and never beyond half the globe",
    (a, b) => {
      const metres = greatCircleMetres(a, b);
      expect(metres).toBe(greatCircleMetres(b, a));
      expect(Number.isInteger(metres)).toBe(true);
      expect(metres).toBeGreaterThanOrEqual(0);
      expect(metres).toBeLessThanOrEqual(20_015_114);
    },
  );

  test.prop([position, position, position], { seed: 2 })(
    "obeys the triangle inequality, to the rounding",
    (a, b, c) => {
      expect(greatCircleMetres(a, c)).toBeLessThanOrEqual(greatCircleMetres(a, b) + greatCircleMetres(b, c) + 2);
    },
  );

  test.prop([position], { seed: 3 })("is nothing from a place to itself", (a) => {
    expect(greatCircleMetres(a, a)).toBe(0);
  });

  test("is half the globe between the poles and a quarter from a pole to the equator", () => {
    expect(greatCircleMetres([0, 90], [77, -90])).toBe(20_015_114);
    expect(greatCircleMetres([12, 90], [0, 0])).toBe(10_007_557);
  });

  test("does not see the date line", () => {
    expect(greatCircleMetres([179.5, 0], [-179.5, 0])).toBe(greatCircleMetres([-0.5, 0], [0.5, 0]));
  });

  test("takes Paris to Berlin in 878 km", () => {
    expect(greatCircleMetres([2.3522, 48.8566], [13.405, 52.52]) / 1000).toBeCloseTo(877.5, 0);
  });
});

describe("figures for people", () => {
  test("choose the unit that suits an energy", () => {
    const written = [0, 0.0004, 0.5, 12, 999.4, 999.9, 12.34e9, 5.8e14, -3e6].map(formatEnergy);
    expect(written).toEqual(["0 MJ", "400 J", "500 kJ", "12 MJ", "999 MJ", "1 GJ", "12.3 PJ", "580 EJ", "-3 TJ"]);
  });

  test("choose the unit that suits a mass, and keep a unit of one's own", () => {
    expect([1.2e6, 0.25, 3e10, 5e-7].map((t) => formatAmount(t))).toEqual(["1.2 Mt", "250 kg", "30 Gt", "0.5 g"]);
    expect(formatAmount(2.4e6, "MWh")).toBe("2.4 million MWh");
    expect(formatAmount(7, "cars")).toBe("7 cars");
    expect(formatAmount(0, "cars")).toBe("0 cars");
  });

  test("write counts, distances and shares", () => {
    expect([950, 12_345, 2.4e6, 0].map(formatCount)).toEqual(["950", "12.3 thousand", "2.4 million", "0"]);
    expect([1234.5, 0.42, 0, 0.99996].map(formatDistance)).toEqual(["1230 km", "420 m", "0 km", "1 km"]);
    expect([0.0123, 1, 0].map(formatShare)).toEqual(["1.23 %", "100 %", "0 %"]);
  });

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 })], { seed: 4 })(
    "are within half a per cent of what they stand for",
    (megajoules) => {
      const worth = { J: 1e-6, kJ: 1e-3, MJ: 1, GJ: 1e3, TJ: 1e6, PJ: 1e9, EJ: 1e12 };
      const [figure, unit] = formatEnergy(megajoules).split(" ");
      const back = Number(figure) * worth[unit as keyof typeof worth];
      expect(Math.abs(back - megajoules)).toBeLessThanOrEqual(Math.abs(megajoules) * 0.00501);
    },
  );

  test("say in words what is no number", () => {
    expect(formatEnergy(Number.NaN)).toBe("unknown MJ");
    expect(formatAmount(Number.POSITIVE_INFINITY)).toBe("unlimited t");
  });
});
