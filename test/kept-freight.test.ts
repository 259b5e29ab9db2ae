import { describe, expect, test } from "vitest";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import { freightOf, knownFreight } from "../src/network/freight.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { keepFreight, takeFreight } from "../src/network/kept-freight.ts";
import { twoTowns } from "./model-example.ts";

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

  test("is not where transport takes more, a link is longer or gone, or another plan is handed in", () => {
    expect(taken(changeContinent(continent, { scale: [{ transport: 1.1 }] }))).toBeUndefined();
    const [first, ...others] = continent.links;
    const longer = { ...continent, links: [{ ...first, km: first.km + 1e-9 }, ...others] };
    expect(taken(longer)).toBeUndefined();
    expect(taken({ ...continent, links: others })).toBeUndefined();
    expect(taken(continent, {})).toBeUndefined();
  });
});
