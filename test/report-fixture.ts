import { seededRandom } from "../src/base/random.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { energyPerRun, energyPerTonne, mayTravel, terminalEnergy } from "../src/model/energy.ts";
import type { ContinentSpec, SiteSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import type { PlannedOutcome } from "../src/plan/outcome.ts";
import type { Balance, Plan, PlanSite, Shipment } from "../src/plan/types.ts";

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

interface Path {
  readonly energy: number;
  readonly links: readonly { readonly link: number; readonly way: 0 | 1 }[];
}

/** Cheapest ways of one good from everywhere to one area, by Bellman and Ford; ample for a few dozen areas. */
function pathsTo(continent: Continent, good: string, to: string): ReadonlyMap<string, Path> {
  const best = new Map<string, Path>([[to, { energy: 0, links: [] }]]);
  for (let changed = true; changed; ) {
    changed = false;
    continent.links.forEach((link, index) => {
      if (!mayTravel(continent, good, link.mode)) return;
      for (const way of [0, 1] as const) {
        const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
        const onward = best.get(head);
        if (onward === undefined) continue;
        const energy = onward.energy + energyPerTonne(continent, link, way) + 2 * terminalEnergy(continent, link.mode);
        if (energy < (best.get(tail)?.energy ?? Number.POSITIVE_INFINITY) - 1e-9) {
          best.set(tail, { energy, links: [{ link: index, way }, ...onward.links] });
          changed = true;
        }
      }
    });
  }
  return best;
}

/**
 * A plan that obeys its continent, made without a solver: every need goes to the nearest of a few chosen
 * works. Far from the best plan, but whole in every list that a report reads.
 */
export function naivePlan(continent: Continent): Plan {
  const makers = new Map<string, string[]>();
  for (const [site, { recipes }] of Object.entries(continent.sites)) {
    const good = mainGood(continent, recipes[0]);
    makers.set(good, [...(makers.get(good) ?? []), site]);
  }
  const runs = new Map<string, number>();
  const flows = new Map<string, Map<string, number>>();
  const moves = new Map<string, { load: number; unload: number }>();
  const shipments: Shipment[] = [];
  const balances = new Map<string, { -readonly [K in keyof Balance]: Balance[K] }>();
  const balance = (area: string, good: string) => {
    const key = JSON.stringify([area, good]);
    const found = balances.get(key) ?? {
      area,
      good,
      supplied: 0,
      made: 0,
      taken: 0,
      in: 0,
      out: 0,
      used: 0,
      surplus: 0,
      unmet: 0,
    };
    balances.set(key, found);
    return found;
  };
  const move = (area: string, mode: string, good: string) => {
    const key = JSON.stringify([area, mode, good]);
    const found = moves.get(key) ?? { load: 0, unload: 0 };
    moves.set(key, found);
    return found;
  };
  let transport = 0;
  for (const good of consumersFirst(continent)) {
    const sites = (makers.get(good) ?? []).slice(0, 8);
    for (const [area, { demand }] of Object.entries(continent.areas)) {
      const entry = balance(area, good);
      const wanted = (demand[good] ?? 0) + entry.taken;
      if (wanted === 0) continue;
      const paths = pathsTo(continent, good, area);
      const reachable = sites.filter((site) => paths.has(continent.sites[site].area));
      reachable.sort((a, b) => paths.get(continent.sites[a].area)!.energy - paths.get(continent.sites[b].area)!.energy);
      const site = reachable[0];
      if (site === undefined) {
        entry.unmet += demand[good] ?? 0;
        continue;
      }
      entry.used = demand[good] ?? 0;
      const from = continent.sites[site].area;
      const path = paths.get(from)!;
      runs.set(site, (runs.get(site) ?? 0) + wanted);
      const recipe = continent.recipes[continent.sites[site].recipes[0]];
      for (const [made, each] of Object.entries(recipe.makes)) balance(from, made).made += each * wanted;
      for (const [taken, each] of Object.entries(recipe.takes)) balance(from, taken).taken += each * wanted;
      const tonnes = wanted * continent.goods[good].tonnesPerUnit;
      transport += path.energy * tonnes;
      for (const { link: index, way } of path.links) {
        const link = continent.links[index];
        const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
        const key = JSON.stringify([index, way]);
        const carried = flows.get(key) ?? new Map<string, number>();
        flows.set(key, carried.set(good, (carried.get(good) ?? 0) + wanted));
        move(tail, link.mode, good).load += wanted;
        move(head, link.mode, good).unload += wanted;
        balance(tail, good).out += wanted;
        balance(head, good).in += wanted;
      }
      shipments.push({
        good,
        site,
        from,
        to: area,
        tonnes: wanted,
        energy: path.energy * tonnes,
        links: path.links.map(({ link }) => continent.links[link].id),
      });
    }
  }
  for (const entry of balances.values()) {
    entry.surplus = Math.max(
      0,
      entry.supplied + entry.made + entry.in + entry.unmet - entry.taken - entry.used - entry.out,
    );
  }

  const sites: PlanSite[] = [];
  let [production, construction, standing] = [0, 0, 0];
  for (const site of [...runs.keys()].sort()) {
    const { area, recipes, sizes } = continent.sites[site];
    const [recipe] = recipes;
    const amount = runs.get(site)!;
    const built = Math.max(1, Math.ceil(amount / sizes[0].capacity[recipe]));
    production += amount * energyPerRun(continent, continent.sites[site], sizes[0], continent.recipes[recipe]);
    construction += built * sizes[0].buildPerYear;
    standing += built * sizes[0].keep;
    sites.push({
      site,
      area,
      sizes: [
        {
          name: sizes[0].name,
          kept: 0,
          built,
          closed: 0,
          runs: { [recipe]: amount },
          load: amount / (built * sizes[0].capacity[recipe]),
        },
      ],
    });
  }
  const total = production + construction + standing + transport;
  const listed = [...balances.values()].sort((a, b) =>
    a.area === b.area ? (a.good < b.good ? -1 : 1) : a.area < b.area ? -1 : 1,
  );
  return {
    continent: continent.name,
    objective: total,
    energy: { total, production, construction, standing, transport, surplus: 0 },
    shortagePenalty: 0,
    spent: [
      { purpose: "production", area: "Essen", good: "steel", energy: production },
      { purpose: "construction", area: "Essen", energy: construction },
      { purpose: "standing", area: "Essen", energy: standing },
      { purpose: "transport", area: "Essen", good: "ore", energy: transport },
    ],
    commonEnergy: 0,
    sites,
    links: continent.links.flatMap((link, index) => {
      const ways = link.bothWays ? [0, 1] : [0];
      const carried = ways.map((way) => flows.get(JSON.stringify([index, way])));
      if (carried.every((one) => one === undefined)) return [];
      return [
        {
          link: link.id,
          built: {},
          ways: carried.map((one) => ({ tonnes: Object.fromEntries(one ?? []), guidePrice: 0 })),
        },
      ];
    }),
    transfers: [...moves].map(([key, { load, unload }]) => {
      const [area, mode, good] = JSON.parse(key) as [string, string, string];
      return { area, mode, good, load, unload };
    }),
    shipments,
    balances: listed,
    resources: [],
    guidePrices: listed.map(({ area, good }, i) => ({ area, good, value: 1000 + ((i * 37) % 500) })),
    embodied: listed.map(({ area, good }, i) => ({ area, good, value: 900 + ((i * 53) % 700) })),
    certificate: { version: 1, form: "strong", bound: 0.985 * total, prices: {}, resources: {}, links: {} },
  };
}

function mainGood(continent: Continent, recipe: string): string {
  const makes = Object.entries(continent.recipes[recipe].makes).sort(([, a], [, b]) => b - a);
  return makes[0][0];
}

/** Goods in an order in which whatever takes a good comes before the good itself. */
function consumersFirst(continent: Continent): readonly string[] {
  const order: string[] = [];
  const visit = (good: string): void => {
    if (order.includes(good)) return;
    for (const { makes, takes } of Object.values(continent.recipes)) {
      if (good in takes) for (const made of Object.keys(makes)) if (made !== good) visit(made);
    }
    order.push(good);
  };
  for (const good of Object.keys(continent.goods).sort()) visit(good);
  return order;
}

/** An outcome around a plan, as a solver with a certificate would give it. */
export function outcomeOf(plan: Plan): PlannedOutcome {
  const { objective } = plan;
  const { bound } = plan.certificate;
  const floor = 0.7 * objective;
  return {
    status: "solved",
    plan,
    objective,
    bound,
    gap: (objective - bound) / objective,
    floor,
    avoidableGap: (objective - bound) / (objective - floor),
    stop: "gap",
    claimed: { by: "HiGHS", bound: 0.992 * objective, gap: 0.008 },
    work: 12.5,
    timing: { totalMs: 2345, phases: { "start prices": 120, polish: 2225 } },
  };
}
