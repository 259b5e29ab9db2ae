import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  formatBracket,
  formatCount,
  formatDecimals,
  formatJoules,
  formatNumber,
  formatQuantity,
  formatShare,
  roundToSum,
} from "../src/report/format-figures.ts";

const settings = { seed: 1 };
const megajoules = fc.double({ min: 1, max: 1e14, noNaN: true });
const plain = (text: string): number => Number(text.replaceAll(",", "").split(" ")[0]);

const UNITS: Readonly<Record<string, number>> = { MJ: 1, GJ: 1e3, TJ: 1e6, PJ: 1e9, EJ: 1e12 };

describe("figures", () => {
  test("carry their unit, three digits and commas", () => {
    expect(formatJoules(8.314e12)).toBe("8.31 EJ");
    expect(formatJoules(0)).toBe("0 MJ");
    expect(formatJoules(999_700)).toBe("1.00 TJ");
    expect(formatQuantity(150_400_000, "t")).toBe("150 Mt");
    expect(formatQuantity(2_400_000, "MWh")).toBe("2.40 million MWh");
    expect(formatCount(12_345)).toBe("12,345");
    expect(formatNumber(1_234_567)).toBe("1,234,567");
    expect(formatNumber(0.01234)).toBe("0.0123");
    expect(formatDecimals(-0.0001, 2)).toBe("0.00");
    expect(formatShare(0.0112)).toBe("1.1 %");
    expect(formatShare(0)).toBe("0 %");
    expect(formatShare(1)).toBe("100 %");
  });

  test("say in words what is not finite", () => {
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe("none");
    expect(formatJoules(Number.NaN)).toBe("none MJ");
    expect(formatNumber(Number.POSITIVE_INFINITY)).toBe("unlimited");
  });

  test.prop([megajoules], settings)("read back to within half a thousandth", (value) => {
    const text = formatJoules(value);
    const back = plain(text) * UNITS[text.split(" ")[1]];
    expect(Math.abs(back - value) / value).toBeLessThanOrEqual(0.00501);
  });

  test.prop([megajoules, fc.double({ min: 0, max: 0.3, noNaN: true })], settings)(
    "never print a bound above the one that is proved",
    (objective, gap) => {
      const bound = objective * (1 - gap);
      const printed = formatBracket(objective, bound);
      const size = UNITS[printed.bound.split(" ")[1]];
      expect(plain(printed.bound) * size).toBeLessThanOrEqual(bound * (1 + 1e-6));
      expect(plain(printed.bound)).toBeLessThanOrEqual(plain(printed.objective));
    },
  );

  test("do not make a small gap look wide", () => {
    expect(formatBracket(153.752e9, 153.678e9)).toEqual({ objective: "153.75 PJ", bound: "153.67 PJ" });
  });

  test.prop([fc.double({ min: 1, max: 1e14, noNaN: true }), fc.double({ min: 1e-5, max: 1, noNaN: true })], settings)(
    "show a gap of a hundred thousandth or more at most two and a half times as wide as it is",
    (objective, gap) => {
      const printed = formatBracket(objective, objective * (1 - gap));
      const size = UNITS[printed.objective.split(" ")[1]];
      const shown = (plain(printed.objective) - plain(printed.bound)) * size;
      expect(shown).toBeLessThanOrEqual(2.5 * gap * objective);
    },
  );

  test("use as many digits as it takes to tell an objective from its bound", () => {
    expect(formatBracket(8.314e12, 8.3131e12)).toEqual({ objective: "8.314 EJ", bound: "8.313 EJ" });
  });

  test.prop(
    [
      fc.array(fc.double({ min: -1e6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 0, max: 4 }),
    ],
    settings,
  )("rounded to a sum add up exactly and are each off by less than a step", (parts, decimals) => {
    const rounded = roundToSum(parts, decimals);
    expect(rounded.parts.reduce((sum, part) => sum + part, 0)).toBe(rounded.total);
    parts.forEach((part, i) => {
      expect(Math.abs(rounded.parts[i] - part * 10 ** decimals)).toBeLessThanOrEqual(1 + 1e-3);
    });
  });
});
