import { seededRandom } from "../src/base/random.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec, SiteSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";

/** Cities as they lie, with people of the land around them in millions: enough to make a map look like Europe. */
const CITIES: Readonly<Record<string, readonly [number, number, number]>> = {
  London: [-0.13, 51.51, 40],
  Paris: [2.35, 48.86, 32],
  Madrid: [-3.7, 40.42, 30],
  Barcelona: [2.17, 41.39, 18],
  Lisboa: [-9.14, 38.72, 10],
  Roma: [12.48, 41.9, 26],
  Milano: [9.19, 45.46, 32],
  Hamburg: [9.99, 53.55, 22],
  Berlin: [13.4, 52.52, 20],
  Essen: [7.01, 51.46, 30],
  München: [11.58, 48.14, 22],
  Wien: [16.37, 48.21, 15],
  Praha: [14.42, 50.09, 11],
  Warszawa: [21.01, 52.23, 25],
  Katowice: [19.02, 50.26, 14],
  Budapest: [19.04, 47.5, 12],
  București: [26.1, 44.43, 20],
  Beograd: [20.46, 44.82, 12],
  Sofia: [23.32, 42.7, 7],
  Αθήνα: [23.73, 37.98, 10],
  Stockholm: [18.07, 59.33, 9],
  Oslo: [10.75, 59.91, 5],
  Helsinki: [24.94, 60.17, 6],
  Lyon: [4.84, 45.76, 20],
};

const GOODS = {
  aluminium: { freight: "general" },
  bread: { freight: "general" },
  cement: { freight: "bulk" },
  coal: { freight: "bulk" },
  fertilizer: { freight: "bulk" },
  flour: { freight: "bulk" },
  glass: { freight: "general" },
  iron: { freight: "bulk" },
  ore: { freight: "bulk" },
  paper: { freight: "general" },
  slag: { freight: "bulk", disposal: 0 },
  steel: { freight: "general" },
};

/** Needs of one person, t/yr. */
const NEEDS = { steel: 0.3, cement: 0.35, bread: 0.06, paper: 0.15, glass: 0.06, aluminium: 0.025, fertilizer: 0.06 };

const RECIPES = {
  dig: { makes: { ore: 1 }, energy: { diesel: 150 }, fromNature: true },
  mine: { makes: { coal: 1 }, energy: { diesel: 400 }, fromNature: true },
  smelt: { makes: { iron: 1, slag: 0.25 }, takes: { ore: 1.5, coal: 0.6 }, energy: { electricity: 900 } },
  roll: { makes: { steel: 1 }, takes: { iron: 0.9 }, energy: { electricity: 2400 } },
  burn: { makes: { cement: 1 }, energy: { gas: 2600, electricity: 380 } },
  mill: { makes: { flour: 1 }, energy: { electricity: 400 } },
  bake: { makes: { bread: 1 }, takes: { flour: 0.75 }, energy: { electricity: 3000 } },
  pulp: { makes: { paper: 1 }, energy: { electricity: 7000 } },
  melt: { makes: { glass: 1 }, energy: { gas: 7000 } },
  cell: { makes: { aluminium: 1 }, energy: { electricity: 50000 } },
  synth: { makes: { fertilizer: 1 }, energy: { gas: 20000 } },
};

/** In which cities each recipe may stand, and runs a year of one module. */
const WORKS: Readonly<Record<string, readonly [number, readonly string[]]>> = {
  dig: [6e7, ["Stockholm", "Helsinki", "Beograd"]],
  mine: [5e7, ["Katowice", "Essen", "Madrid"]],
  smelt: [8e6, ["Essen", "Katowice", "Barcelona", "Milano", "Stockholm", "București"]],
  roll: [
    4e6,
    ["Essen", "Katowice", "Milano", "Barcelona", "London", "Hamburg", "București", "Wien", "Paris", "Stockholm"],
  ],
  burn: [3e6, Object.keys(CITIES)],
  mill: [1e6, Object.keys(CITIES).filter((_, i) => i % 2 === 0)],
  bake: [3e5, Object.keys(CITIES)],
  pulp: [5e6, ["Stockholm", "Helsinki", "Lyon", "Wien", "Lisboa"]],
  melt: [1.5e6, ["Paris", "Praha", "Milano", "Essen", "Madrid", "Warszawa"]],
  cell: [1.5e6, ["Oslo", "Lyon", "Αθήνα"]],
  synth: [3e6, ["Hamburg", "București", "Lyon", "Oslo", "Warszawa", "Madrid"]],
};

function sitesOf(works: typeof WORKS): Record<string, SiteSpec> {
  const sites: Record<string, SiteSpec> = {};
  for (const [recipe, [capacity, areas]] of Object.entries(works)) {
    for (const area of areas) {
      sites[`${recipe} ${area}`] = {
        area,
        recipes: [recipe],
        sizes: [{ name: "large", capacity, energyToBuild: capacity * 900, life: 30, keep: capacity * 60, most: 40 }],
      };
    }
  }
  return sites;
}

/** A hand-made Europe: 24 cities, 12 goods, rail, road and ships. */
export function handmadeEurope(): Continent {
  const areas: Record<string, NonNullable<ContinentSpec["areas"]>[string]> = {};
  for (const [city, [longitude, latitude, millions]] of Object.entries(CITIES)) {
    const demand = Object.fromEntries(
      Object.entries(NEEDS).map(([good, each]) => [good, Math.round(each * millions * 1e6)]),
    );
    areas[city] = { at: [longitude, latitude], population: millions * 1e6, demand };
  }
  const names = Object.keys(CITIES);
  const links: NonNullable<ContinentSpec["links"]>[number][] = [];
  const seen = new Set<string>();
  for (const a of names) {
    const near = names.filter((b) => b !== a).sort((b, c) => apart(CITIES[a], CITIES[b]) - apart(CITIES[a], CITIES[c]));
    for (const b of near.slice(0, 4)) {
      const key = [a, b].sort().join("|");
      if (seen.has(key)) continue;
      seen.add(key);
      links.push({ between: [a, b], mode: "rail" });
      if (apart(CITIES[a], CITIES[b]) < 6) links.push({ between: [a, b], mode: "road" });
    }
  }
  for (const [a, b] of [
    ["London", "Hamburg"],
    ["Stockholm", "Hamburg"],
    ["Helsinki", "Stockholm"],
    ["Oslo", "Hamburg"],
    ["Lisboa", "London"],
    ["Barcelona", "Roma"],
    ["Roma", "Αθήνα"],
    ["Hamburg", "Lisboa"],
  ] as const) {
    links.push({ between: [a, b], mode: "ship" });
  }
  return createContinent({
    name: "Europe",
    carriers: { electricity: { primary: 2.1 }, diesel: { primary: 1.2 }, gas: { primary: 1.1 } },
    modes: {
      rail: { energyPerTonneKm: { electricity: 0.1 }, terminal: { electricity: 5 }, detour: 1.25 },
      road: { energyPerTonneKm: { diesel: 1.36 }, terminal: { diesel: 2 }, detour: 1.3 },
      ship: { energyPerTonneKm: { diesel: 0.07 }, terminal: { diesel: 10 }, detour: 1.4 },
    },
    freight: { bulk: ["rail", "ship"], general: ["rail", "road", "ship"] },
    goods: GOODS,
    recipes: RECIPES,
    areas,
    sites: sitesOf(WORKS),
    links,
  });
}

function apart(a: readonly number[], b: readonly number[]): number {
  const across = (a[0] - b[0]) * Math.cos(((a[1] + b[1]) * Math.PI) / 360);
  return Math.sqrt(across ** 2 + (a[1] - b[1]) ** 2);
}

/** A random continent: a few goods in a chain, areas strewn anywhere on a sphere's patch, some on one spot. */
export function randomContinent(seed: number, hostile = ""): Continent {
  const random = seededRandom(seed);
  const count = random.integer(1, 45);
  const west = random.integer(-180, 160);
  const south = random.integer(-60, 50);
  const span = [2, 10, 40][random.integer(0, 2)];
  const goods: Record<string, object> = {};
  const recipes: Record<string, { makes: Record<string, number>; takes?: Record<string, number>; energy: number }> = {};
  const goodCount = random.integer(1, 22);
  for (let g = 0; g < goodCount; g++) {
    goods[`good ${g}${hostile}`] = random.next() < 0.1 ? { unit: "MWh", tonnesPerUnit: 0 } : {};
    const takes = g > 0 && random.next() < 0.5 ? { [`good ${random.integer(0, g - 1)}${hostile}`]: 0.5 } : undefined;
    recipes[`make ${g}${hostile}`] = {
      makes: { [`good ${g}${hostile}`]: 1 },
      energy: 100 * (g + 1),
      ...(takes ? { takes } : {}),
    };
  }
  const areas: Record<string, NonNullable<ContinentSpec["areas"]>[string]> = {};
  const sites: Record<string, SiteSpec> = {};
  const links: NonNullable<ContinentSpec["links"]>[number][] = [];
  const names: string[] = [];
  for (let a = 0; a < count; a++) {
    const name = `${"Long ".repeat(random.integer(0, 4))}area ${a}${hostile}`;
    const longitude = ((west + random.next() * span + 180 + 360) % 360) - 180;
    const latitude = Math.min(85, south + random.next() * span * 0.7);
    const demand = Object.fromEntries(Object.keys(goods).map((good) => [good, random.integer(1, 1e6)]));
    areas[name] = {
      at:
        a > 0 && random.next() < 0.1
          ? areas[names[0]].at
          : [Math.round(longitude * 100) / 100, Math.round(latitude * 100) / 100],
      population: random.integer(0, 1e7),
      demand,
    };
    for (const recipe of Object.keys(recipes)) {
      if (a === 0 || random.next() < 0.2) {
        sites[`${recipe} in ${name}`] = {
          area: name,
          recipes: [recipe],
          sizes: [{ capacity: 10 ** random.integer(4, 7), most: 1e6, keep: 10, energyToBuild: 3000 }],
        };
      }
    }
    if (a > 0)
      links.push({
        between: [names[random.integer(0, a - 1)], name],
        mode: `mode ${a % 3}${hostile}`,
        km: random.integer(1, 900),
      });
    names.push(name);
  }
  const modes = Object.fromEntries(
    [0, 1, 2].map((m) => [`mode ${m}${hostile}`, { energyPerTonneKm: 0.1 * (m + 1), terminal: 3 }]),
  );
  return createContinent({ name: `random ${seed}${hostile}`, modes, goods, recipes, areas, sites, links });
}
