import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import type { Plan } from "../src/plan/types.ts";

/** A small continent that has every kind of row, with figures that can be checked in the head. */
export const twoTownsSpec: ContinentSpec = {
  name: "two towns",
  carriers: { electricity: { primary: 2 }, diesel: {} },
  modes: {
    rail: { energyPerTonneKm: { electricity: 0.1 }, terminal: { electricity: 10 } },
    road: { energyPerTonneKm: { diesel: 1.5 }, terminal: { diesel: 2 } },
  },
  freight: { bulk: ["rail"], general: ["rail", "road"] },
  goods: {
    ore: { freight: "bulk" },
    steel: { freight: "general" },
    slag: { freight: "bulk", disposal: 5 },
    bread: { freight: "general" },
    bran: { freight: "general", disposal: "forbidden" },
    heat: { local: true, unit: "MWh", tonnesPerUnit: 0 },
  },
  recipes: {
    smelt: { makes: { steel: 1, slag: 0.5 }, takes: { ore: 2 }, needs: { hours: 1 }, energy: { electricity: 1000 } },
    bake: { makes: { bread: 1, bran: 0.1 }, energy: 300, fromNature: true },
    warm: { makes: { heat: 1 }, energy: 100, fromNature: true },
  },
  areas: {
    north: {
      at: [10, 60],
      demand: { steel: 100, bread: 40, heat: 50 },
      supply: { ore: 1000 },
      resources: { hours: 500 },
    },
    south: { at: [12, 55], demand: { steel: 200, bread: 60, bran: 10 } },
  },
  sites: {
    ironworks: {
      area: "north",
      recipes: ["smelt"],
      minimumLoad: 0.4,
      oneSize: true,
      siteEnergy: 1000,
      sizes: [
        { name: "large", capacity: 400, energyToBuild: 40_000, life: 40, keep: 500, needs: { hours: 100 } },
        { name: "small", capacity: 100, keep: 300, stand: 1, most: 1, closing: 50 },
      ],
    },
    oven: { area: "south", recipes: ["bake"], sizes: [{ capacity: 100, keep: 200, stand: 1, most: 2 }] },
    bakery: { area: "north", recipes: ["bake"], sizes: [{ capacity: 100, keep: 200 }] },
    boiler: { area: "north", recipes: ["warm"], sizes: [{ capacity: 100, keep: 10 }] },
  },
  links: [
    { id: "rails", between: ["north", "south"], mode: "rail", km: 100, capacity: 1000 },
    { id: "street", from: "north", to: "south", mode: "road", km: 100 },
  ],
  options: { mostSites: { bread: 1 } },
  shortage: { steel: 50_000 },
};

export const twoTowns = createContinent(twoTownsSpec);

/** A plan of the two towns, written by hand. Prices pay for works and freight, so that they prove a good bound. */
export const twoTownsPlan: Plan = {
  continent: "two towns",
  areas: ["north", "south"],
  goods: ["bran", "bread", "heat", "ore", "slag", "steel"],
  objective: 652_910,
  energy: {
    total: 652_910,
    production: 635_000, // 300 t of steel at 2000 MJ, 100 t of bread at 300, 50 MWh of heat at 100
    construction: 1000, // 40 000 MJ over 40 years
    standing: 1760, // ironworks 500 + 1000 + 50 for closing, oven 200, boiler 10
    transport: 14_400, // 240 t by rail at 100 km * 0.2 MJ + 2 * 20 MJ
    surplus: 750, // 150 t of slag at 5 MJ
  },
  shortagePenalty: 0,
  terminals: [],
  spent: [
    { purpose: "production", area: "north", site: "ironworks", good: "steel", energy: 600_000 },
    { purpose: "construction", area: "north", site: "ironworks", good: "steel", energy: 1000 },
    { purpose: "standing", area: "north", site: "ironworks", good: "steel", energy: 1550 },
    { purpose: "production", area: "south", site: "oven", good: "bread", energy: 30_000 },
    { purpose: "standing", area: "south", site: "oven", good: "bread", energy: 200 },
    { purpose: "production", area: "north", site: "boiler", good: "heat", energy: 5000 },
    { purpose: "standing", area: "north", site: "boiler", good: "heat", energy: 10 },
    { purpose: "transport", area: "north", link: "rails", good: "steel", energy: 4000 },
    { purpose: "transport", area: "south", link: "rails", good: "bread", energy: 800 },
    { purpose: "transport", area: "north", good: "steel", energy: 4000 },
    { purpose: "transport", area: "south", good: "steel", energy: 4000 },
    { purpose: "transport", area: "south", good: "bread", energy: 800 },
    { purpose: "transport", area: "north", good: "bread", energy: 800 },
    { purpose: "surplus", area: "north", good: "slag", energy: 750 },
  ],
  sites: [
    {
      site: "boiler",
      area: "north",
      sizes: [{ name: "1", kept: 0, built: 1, closed: 0, runs: { warm: 50 }, load: 0.5 }],
    },
    {
      site: "ironworks",
      area: "north",
      sizes: [
        { name: "large", kept: 0, built: 1, closed: 0, runs: { smelt: 300 }, load: 0.75 },
        { name: "small", kept: 0, built: 0, closed: 1, runs: {}, load: 0 },
      ],
    },
    { site: "oven", area: "south", sizes: [{ name: "1", kept: 1, built: 0, closed: 0, runs: { bake: 100 }, load: 1 }] },
  ],
  links: [
    {
      link: "rails",
      built: {},
      ways: [
        { tonnes: { steel: 200 }, use: 0.2, guidePrice: 0 },
        { tonnes: { bread: 40 }, use: 0.04, guidePrice: 0 },
      ],
    },
  ],
  transfers: [
    { area: "north", mode: "rail", good: "bread", load: 0, unload: 40 },
    { area: "north", mode: "rail", good: "steel", load: 200, unload: 0 },
    { area: "south", mode: "rail", good: "bread", load: 40, unload: 0 },
    { area: "south", mode: "rail", good: "steel", load: 0, unload: 200 },
  ],
  shipments: [
    { good: "bran", site: "oven", from: "south", to: "south", tonnes: 10, energy: 0, links: [] },
    { good: "bread", site: "oven", from: "south", to: "south", tonnes: 60, energy: 0, links: [] },
    { good: "bread", site: "oven", from: "south", to: "north", tonnes: 40, energy: 2400, links: ["rails"] },
    { good: "heat", site: "boiler", from: "north", to: "north", tonnes: 50, energy: 0, links: [] },
    { good: "ore", from: "north", to: "north", tonnes: 600, energy: 0, links: [] },
    { good: "slag", site: "ironworks", from: "north", to: "north", tonnes: 150, energy: 0, links: [] },
    { good: "steel", site: "ironworks", from: "north", to: "north", tonnes: 100, energy: 0, links: [] },
    { good: "steel", site: "ironworks", from: "north", to: "south", tonnes: 200, energy: 12_000, links: ["rails"] },
  ],
  balances: [
    balance("north", "bread", { in: 40, used: 40 }),
    balance("north", "heat", { made: 50, used: 50 }),
    balance("north", "ore", { supplied: 600, taken: 600 }),
    balance("north", "slag", { made: 150, surplus: 150 }),
    balance("north", "steel", { made: 300, out: 200, used: 100 }),
    balance("south", "bran", { made: 10, used: 10 }),
    balance("south", "bread", { made: 100, out: 40, used: 60 }),
    balance("south", "steel", { in: 200, used: 200 }),
  ],
  resources: [{ area: "north", resource: "hours", used: 400, available: 500, guidePrice: 0 }],
  guidePrices: [
    { area: "north", good: "steel", value: 2010 },
    { area: "south", good: "steel", value: 2070 },
    { area: "north", good: "bread", value: 362 },
    { area: "south", good: "bread", value: 302 },
    { area: "north", good: "heat", value: 100.2 },
  ],
  embodied: [
    { area: "north", good: "bread", value: 362 },
    { area: "north", good: "heat", value: 100.2 },
    { area: "north", good: "steel", value: 2008.5 },
    { area: "south", good: "bread", value: 302 },
    { area: "south", good: "steel", value: 2068.5 },
  ],
  commonEnergy: 750,
  certificate: {
    version: 1,
    form: "strong",
    bound: 600_000,
    prices: {
      steel: { north: 2010, south: 2070 },
      bread: { north: 362, south: 302 },
      heat: { north: 100.2 },
    },
    resources: { north: { hours: 0 } },
    links: { rails: [0, 0] },
  },
};

function balance(area: string, good: string, amounts: Readonly<Record<string, number>>): Plan["balances"][number] {
  const none = { supplied: 0, made: 0, taken: 0, in: 0, out: 0, used: 0, surplus: 0, unmet: 0 };
  return { area, good, ...none, ...amounts };
}
