import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { nearPlaces } from "../src/kernels/coupled/near-places.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import { type Freight, freightOf, knownFreight } from "../src/network/freight.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { keepFreight, nearPlacesOf, takeFreight } from "../src/network/kept-freight.ts";
import { twoTowns } from "./model-example.ts";
import { randomContinent } from "./random-continent.ts";

describe("freight kept with a plan", () => {
  const continent = createContinent(twoTowns);
  const plan = {};
  const indexed = indexContinent(continent);
  const freight = freightOf(indexed);
  keepFreight(plan, indexed);
  const taken = (changed: Continent, owner: object = plan): unknown => {
    const other = indexContinent(changed);
    takeFreight(owner, other);
    return knownFreight(other);
  };

  test("is taken over where the network is the same, whatever else has changed", () => {
    expect(taken(continent)).toBe(freight);
    const [site] = Object.keys(continent.sites);
    expect(taken(changeContinent(continent, { close: { sites: [site] } }))).toBe(freight);
  });

  test("is not where a link is gone, or another plan is handed in", () => {
    const [, ...others] = continent.links;
    expect(taken({ ...continent, links: others })).toBeUndefined();
    expect(taken(continent, {})).toBeUndefined();
  });

  test("is to the last bit what is found afresh, and so is what is near, where links are longer or shorter", () => {
    const random = seededRandom(5);
    let met = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const own = randomContinent(seed);
      const before = indexContinent(own);
      const owner = {};
      const [first] = freightOf(before).energy;
      nearPlacesOf(freightOf(before))[0] = nearPlaces(first, before.areas.length);
      keepFreight(owner, before);
      for (const change of ["by chance", "alike"]) {
        const by = (): number => (change === "alike" ? 1.1 : 0.5 + random.next());
        const scaled = { ...own, links: own.links.map((link) => ({ ...link, km: link.km * by() })) };
        const again = taken(scaled, owner) as Freight | undefined;
        const afresh = freightOf(indexContinent({ ...scaled }));
        expect(again?.energy, `${seed} ${change}`).toEqual(afresh.energy);
        expect(again?.perUnit).toEqual(afresh.perUnit);
        expect(nearPlacesOf(again!)[0]).toEqual(nearPlaces(afresh.energy[0], before.areas.length));
        met += own.links.length;
      }
    }
    expect(met).toBeGreaterThan(100);
  });

  test("orders what is near anew where too much has changed to be mended", () => {
    const random = seededRandom(6);
    const table = (): Float64Array => Float64Array.from({ length: 1600 }, () => Math.floor(20 * random.next()));
    const [one, other] = [table(), table()];
    other.set(one.subarray(0, 800), 0);
    other[3] = Number.POSITIVE_INFINITY;
    expect(nearPlaces(other, 40, nearPlaces(one, 40))).toEqual(nearPlaces(other, 40));
  });
});
