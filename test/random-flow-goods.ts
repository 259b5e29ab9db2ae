import { createContinent } from "../src/model/create-continent.ts";
import type { SiteSpec, SizeSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { drawFrom } from "./draw.ts";
import { drawTowns } from "./random-towns.ts";

/**
 * A small continent by chance about whose works nothing is to be decided but what they run: one or two goods that travel
 * by modes of their own, over links with and without limits, from works that stand and cost nothing to keep, or must be
 * open and run at least a part of the year; beside supplies, shortages and goods that may or may not be let go.
 */
export function randomFlowGoods(seed: number, mostAreas = 7): Continent {
  const random = drawFrom(seed * 7919 + 11);
  const { chance, between } = random;
  const names = ["coast", "east", "hills", "mid", "north", "south", "west"].slice(0, random.integer(2, mostAreas));
  const goods = chance(0.4) ? ["bread", "cloth"] : ["bread"];
  const { areas, wanted } = drawTowns(random, names, goods, { want: 0.7, supply: 0.3, mostSupply: 300 });
  const drawSize = (name: string, count: number): SizeSpec => {
    const keep = chance(0.5) ? 0 : random.integer(1, 20) * 1000;
    return {
      name,
      capacity: between(0.05 * wanted, 0.6 * wanted),
      energyToBuild: 1e9,
      life: 10,
      keep,
      closing: keep + random.integer(0, 3) * 500,
      energyFactor: between(0.7, 1.4),
      stand: count,
      most: count,
      needs: chance(0.2) ? { hours: 10 } : {},
    };
  };
  const drawSite = (good: string, area: string): SiteSpec => {
    const plain = { area, recipes: [`make ${good}`], siteFactor: between(0.9, 1.3) };
    // What must be open may be new, cost energy of its own, and have to run.
    if (chance(0.3)) {
      const isNew = chance(0.5);
      const size = { ...drawSize("only", 1), ...(isNew ? { stand: 0, closing: 0, energyToBuild: 1e5 } : {}) };
      return {
        ...plain,
        open: true,
        siteEnergy: random.integer(0, 9) * 1000,
        minimumLoad: chance(0.5) ? between(0.1, 0.9) : 0,
        sizes: [{ ...size, closing: isNew ? 0 : -random.integer(0, 5) * 100 }],
      };
    }
    const count = random.integer(1, 3);
    return { ...plain, sizes: Array.from({ length: count }, (_, s) => drawSize(`size ${s}`, random.integer(1, 2))) };
  };
  const sites: Record<string, SiteSpec> = {};
  for (const good of goods) for (const name of names) if (chance(0.75)) sites[`${good} ${name}`] = drawSite(good, name);
  const link = (from: number, to: number) => {
    const isOneWay = chance(0.2);
    const [one, other] = [names[from], names[to]];
    return {
      ...(isOneWay ? { from: one, to: other } : { between: [one, other] as [string, string] }),
      mode: chance(0.6) ? "rail" : chance(0.5) ? "road" : "track",
      factor: isOneWay ? between(0.8, 1.5) : ([between(0.8, 1.5), between(0.8, 1.5)] as [number, number]),
      ...(chance(0.5) ? { capacity: between(10, 0.5 * wanted) } : {}),
    };
  };
  return createContinent({
    name: `flows by chance, ${seed}`,
    carriers: { power: { primary: between(1, 2.5) } },
    modes: {
      rail: { energyPerTonneKm: { power: between(0.2, 1) }, terminal: chance(0.8) ? between(20, 300) : 0 },
      road: { energyPerTonneKm: between(1, 4), terminal: chance(0.5) ? between(1, 40) : 0 },
      track: { energyPerTonneKm: between(2, 6), terminal: 0 },
    },
    freight: { any: goods.length > 1 ? ["rail"] : ["rail", "road", "track"], overland: ["road", "track"] },
    goods: {
      bread: { freight: "any", disposal: chance(0.2) ? "forbidden" : between(0, 2000) },
      ...(goods.length > 1 ? { cloth: { freight: "overland", unit: "bale", tonnesPerUnit: between(0.2, 3) } } : {}),
    },
    recipes: {
      "make bread": { makes: { bread: between(0.5, 2) }, energy: { power: between(200, 3000) }, needs: { hours: 1 } },
      ...(goods.length > 1 ? { "make cloth": { makes: { cloth: 1 }, energy: between(200, 3000) } } : {}),
    },
    areas,
    sites,
    links: names.slice(1).flatMap((_, n) => [link(n, n + 1), ...(chance(0.6) ? [link(0, n + 1)] : [])]),
    shortage: chance(0.6) ? Object.fromEntries(goods.map((good) => [good, between(2000, 20000)])) : {},
  });
}
