import { describe, expect, test } from "vitest";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import type { Certificate } from "../src/plan/types.ts";
import { shareCheapestFreight } from "../src/verify/plan/cheapest-freight.ts";
import { freightPrices } from "../src/verify/plan/freight-prices.ts";
import { twoTowns } from "./model-example.ts";

const free: Certificate = { version: 1, form: "strong", bound: 0, prices: {}, resources: {}, links: {} };

function freightOf(continent: Continent): readonly Float64Array[] {
  return freightPrices(continent, free)!.freight;
}

/** The continent again as if nobody had seen it, a way made longer, or transport taking more. */
function changed(continent: Continent): Record<"same" | "longer" | "shorter" | "dearer", Continent> {
  const [first, ...others] = continent.links;
  const withFirst = (km: number): Continent => ({ ...continent, links: [{ ...first, km }, ...others] });
  return {
    same: { ...continent },
    longer: withFirst(first.km * 1.5),
    shorter: withFirst(first.km * 0.5),
    dearer: changeContinent(continent, { scale: [{ transport: 1.1 }] }),
  };
}

describe("cheapest freight that is kept", () => {
  test("is the same table for the same continent, and for a plan's changed continent with the same network", () => {
    const continent = createContinent(twoTowns);
    const [first] = freightOf(continent);
    expect(freightOf(continent)[0]).toBe(first);
    const plan = {};
    shareCheapestFreight(continent, plan);
    const { same } = changed(continent);
    shareCheapestFreight(plan, same);
    expect(freightOf(same)[0]).toBe(first);
    const [site] = Object.keys(continent.sites);
    const closed = changeContinent(continent, { close: { sites: [site] } });
    shareCheapestFreight(plan, closed);
    expect(freightOf(closed)[0]).toBe(first);
    expect(freightOf({ ...continent })[0]).not.toBe(first);
  });

  test("is never another network's, whatever was kept with a continent: as if nothing had been", () => {
    const continent = createContinent(twoTowns);
    freightOf(continent);
    for (const [what, other] of Object.entries(changed(continent))) {
      const afresh = freightOf({ ...other });
      shareCheapestFreight(continent, other);
      expect(freightOf(other), what).toEqual(afresh);
    }
    const { longer, shorter } = changed(continent);
    expect(freightOf(longer)[0]).not.toEqual(freightOf(shorter)[0]);
  });

  test("follows a certificate's prices of room and grid of steps, which may change from one check to the next", () => {
    const continent = createContinent(twoTowns);
    const [good] = Object.keys(continent.goods);
    const [area] = Object.keys(continent.areas);
    const dear: Certificate = { ...free, prices: { [good]: { [area]: 2 ** 60 } } };
    const first = freightPrices(continent, dear)!;
    const then = freightPrices(continent, free)!;
    const again = freightPrices(continent, dear)!;
    expect(then.scale).not.toBe(first.scale);
    expect(then.freight).toEqual(freightPrices({ ...continent }, free)!.freight);
    expect(again.freight).toEqual(first.freight);
  });
});
