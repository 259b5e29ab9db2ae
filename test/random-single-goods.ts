import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec, SiteSpec, SizeSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { drawFrom } from "./draw.ts";
import { drawTowns } from "./random-towns.ts";

/**
 * A small continent by chance whose goods do not touch each other: one or two goods, each made from nothing by works
 * in sizes, some standing, some with energies of their own, beside supplies, shortages and limits on sites.
 */
export function randomSingleGoods(seed: number, mostAreas = 6): Continent {
  return createContinent(drawSingleGoods(seed, mostAreas));
}

/** The same with one source for each area, of the first good or of both: then sizes of a site exclude each other. */
export function randomOneSourceGoods(seed: number, mostAreas = 6): Continent {
  const spec = drawSingleGoods(seed, mostAreas);
  const followed = Object.keys(spec.goods).slice(0, 1 + (seed % 2));
  const sites = Object.entries(spec.sites ?? {}).map(([id, site]) => {
    const isFollowed = followed.some((good) => id.startsWith(`${good} `)) && site.sizes.length > 1;
    return [id, isFollowed ? { ...site, oneSize: true } : site];
  });
  const shortage = Object.fromEntries(Object.entries(spec.shortage ?? {}).filter(([good]) => !followed.includes(good)));
  const options = { ...spec.options, singleSource: followed };
  return createContinent({ ...spec, name: `one source, ${seed}`, sites: Object.fromEntries(sites), shortage, options });
}

function drawSingleGoods(seed: number, mostAreas: number): ContinentSpec {
  const random = drawFrom(seed * 6151 + 7);
  const { chance, between } = random;
  const names = ["coast", "east", "hills", "mid", "north", "south", "west", "lakes"].slice(
    0,
    random.integer(2, mostAreas),
  );
  const goods = chance(0.4) ? ["bread", "cloth"] : ["bread"];
  const isLocal = chance(0.15);
  const { areas, wanted } = drawTowns(random, names, goods, { want: 0.8, supply: 0.2, mostSupply: 150 });
  const drawSize = (name: string): SizeSpec => {
    const capacity = between(0.1 * wanted, 0.7 * wanted);
    const stand = chance(0.25) ? random.integer(1, 2) : 0;
    const energyToBuild = random.integer(1, 60) * 1e5;
    const life = random.integer(10, 40);
    // To build in order to close must not win energy.
    const saves = Math.floor(energyToBuild / life / 1000);
    return {
      name,
      capacity,
      energyToBuild,
      life,
      keep: random.integer(0, 30) * 1000,
      energyFactor: between(0.8, 1.2),
      stand,
      most: Math.max(stand, chance(0.3) ? random.integer(1, 3) : 1),
      closing: stand > 0 ? random.integer(-Math.min(20, saves), 20) * 1000 : 0,
      needs: chance(0.2) ? { hours: 10 } : {},
    };
  };
  const sites: Record<string, SiteSpec> = {};
  for (const good of goods) {
    for (const name of names) {
      if (chance(0.25)) continue;
      const count = random.integer(1, 3);
      const oneSize = count > 1 && chance(0.5);
      sites[`${good} ${name}`] = {
        area: name,
        recipes: [`make ${good}`],
        oneSize,
        siteEnergy: count === 1 || oneSize ? (chance(0.4) ? random.integer(1, 40) * 1000 : 0) : 0,
        siteFactor: between(0.9, 1.3),
        sizes: Array.from({ length: count }, (_, s) => drawSize(`size ${s}`)),
      };
    }
  }
  const mixes = Object.values(sites).some(({ oneSize, sizes }) => sizes.length > 1 && !oneSize);
  const link = (from: number, to: number) => ({
    between: [names[from], names[to]] as [string, string],
    mode: chance(0.5) ? "rail" : "road",
    factor: [between(0.8, 1.5), between(0.8, 1.5)] as [number, number],
  });
  return {
    name: `goods by chance, ${seed}`,
    carriers: { power: { primary: between(1, 2.5) } },
    modes: {
      rail: { energyPerTonneKm: { power: between(0.2, 1) }, terminal: chance(0.8) ? between(20, 300) : 0 },
      road: { energyPerTonneKm: between(1, 4), terminal: chance(0.5) ? between(1, 40) : 0 },
    },
    freight: { any: ["rail", "road"], overland: ["road"] },
    goods: {
      bread: isLocal ? { local: true, unit: "MWh", tonnesPerUnit: 0 } : { freight: "any", disposal: between(0, 20) },
      ...(goods.length > 1 ? { cloth: { freight: "overland", unit: "bale", tonnesPerUnit: between(0.2, 3) } } : {}),
    },
    recipes: {
      "make bread": { makes: { bread: between(0.5, 2) }, energy: { power: between(200, 3000) }, needs: { hours: 1 } },
      ...(goods.length > 1 ? { "make cloth": { makes: { cloth: 1 }, energy: between(200, 3000) } } : {}),
    },
    areas,
    sites,
    links: names.slice(1).flatMap((_, n) => [link(n, n + 1), ...(chance(0.4) ? [link(0, n + 1)] : [])]),
    options: !mixes && chance(0.5) ? { mostSites: { bread: random.integer(1, names.length) } } : {},
    shortage: chance(0.5) ? Object.fromEntries(goods.map((good) => [good, between(2000, 20000)])) : {},
  };
}
