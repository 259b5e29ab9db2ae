import { createContinent } from "../src/model/create-continent.ts";
import type { AreaSpec, ContinentSpec, GoodSpec, LinkSpec, RecipeSpec, SiteSpec, SizeSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { type Draw, drawFrom } from "./draw.ts";
import { withRandomOptions } from "./random-options.ts";
import { withPhysics } from "./random-physics.ts";
import { withRandomTerminals } from "./random-terminals.ts";

/**
 * A small continent by chance, with all that may be planned: two to five areas, two to four goods (metal from ore,
 * slag that is a by-product and can be melted again, heat made with metal), up to nine sites of one to three sizes.
 * Limits are drawn close to what is needed, so that most continents are feasible and most limits count. `areas` asks
 * for so many, up to eight; `isBodily` adds losses, links and terminals to build and what else `withPhysics` draws, `hasOptions` who may
 * serve whom and how much, and reserves.
 */
export function randomContinent(seed: number, areas?: number, isBodily = false, hasOptions = false): Continent {
  const draw = drawFrom(seed * 7919 + 13);
  const { chance, between, integer } = draw;
  const drawn = [2, 2, 2, 2, 3, 3, 3, 3, 4, 5][integer(0, 9)];
  const names = ["east", "mid", "north", "south", "west", "coast", "hills", "lakes"].slice(0, areas ?? drawn);
  const has = { slag: chance(0.7), heat: chance(0.65) };
  const localHeat = chance(0.4);
  const demand = names.map(() => ({
    metal: chance(0.8) ? integer(60, 400) : 0,
    heat: has.heat && chance(0.7) ? integer(30, 200) : 0,
  }));
  demand[0].metal = integer(100, 400);
  const wanted = demand.reduce((sum, { metal, heat }) => sum + metal + 0.2 * heat, 0);
  const recipes = drawRecipes(draw, has);
  const sites = drawSites(draw, names, has, demand, wanted);
  const spec: ContinentSpec = {
    name: `by chance, ${seed}`,
    carriers: { power: { primary: between(1, 2.5) }, coal: {} },
    modes: {
      rail: { energyPerTonneKm: { power: between(0.2, 1) }, terminal: chance(0.8) ? { power: between(20, 300) } : 0 },
      road: { energyPerTonneKm: between(1, 4), terminal: chance(0.5) ? between(1, 40) : 0 },
    },
    freight: { bulk: ["rail"], general: ["rail", "road"], light: ["road"] },
    goods: drawGoods(draw, has, localHeat),
    recipes,
    areas: drawAreas(draw, names, has, demand, wanted, sites, recipes),
    sites,
    links: drawLinks(draw, names, wanted),
    options: chance(0.6) ? { mostSites: { metal: integer(1, Math.max(1, names.length - 1)) } } : {},
    shortage: {
      ...(chance(0.6) ? { metal: between(4000, 20000) } : {}),
      ...(has.heat && chance(0.6) ? { heat: between(1000, 9000) } : {}),
    },
  };
  const whole = isBodily ? withRandomTerminals(seed, withPhysics(spec, draw, wanted), wanted) : spec;
  return createContinent(hasOptions ? withRandomOptions(seed, whole) : whole);
}

interface Has {
  readonly slag: boolean;
  readonly heat: boolean;
}

interface Wanted {
  readonly metal: number;
  readonly heat: number;
}

/** Tonnes of ore in a tonne of metal. */
const ORE_PER_METAL = 1.5;

function drawGoods({ chance, between }: Draw, has: Has, localHeat: boolean): Record<string, GoodSpec> {
  const heat: GoodSpec = localHeat
    ? { local: true, unit: "MWh", tonnesPerUnit: 0, disposal: 0 }
    : { freight: "light", unit: "tank", tonnesPerUnit: between(0.3, 3), disposal: 0 };
  return {
    ore: chance(0.5) ? { freight: "bulk" } : {},
    metal: { freight: "general", disposal: chance(0.4) ? "forbidden" : between(0, 50) },
    ...(has.slag
      ? {
          slag: {
            ...(chance(0.5) ? { freight: "bulk" } : {}),
            disposal: chance(0.5) ? "forbidden" : between(5, 3000),
          },
        }
      : {}),
    ...(has.heat ? { heat } : {}),
  };
}

function drawRecipes({ chance, between }: Draw, has: Has): Record<string, RecipeSpec> {
  const hours = { needs: { hours: between(0.5, 2) } };
  const slag: Record<string, number> = has.slag ? { slag: between(0.1, 0.5) } : {};
  return {
    dig: {
      makes: { ore: 1 },
      needs: chance(0.6) ? { water: between(1, 3) } : {},
      energy: { coal: 800 },
      fromNature: true,
    },
    smelt: {
      makes: { metal: 1, ...slag },
      takes: { ore: ORE_PER_METAL },
      ...hours,
      energy: { coal: between(2000, 5000) },
    },
    // The other way to the same metal: less ore and no slag for more power.
    refine: { makes: { metal: 1 }, takes: { ore: 1.1 }, energy: { power: between(1500, 5000), coal: 500 } },
    ...(has.slag
      ? {
          remelt: {
            makes: { metal: 1, slag: 0.2 },
            takes: { slag: 1.3 },
            ...hours,
            energy: { power: between(300, 3000) },
          },
        }
      : {}),
    ...(has.heat
      ? {
          boil: { makes: { heat: 1 }, takes: { metal: 0.2 }, energy: { coal: between(500, 3000) } },
          glow: { makes: { heat: 1 }, needs: { hours: between(0.2, 1) }, energy: { power: between(800, 4000) } },
        }
      : {}),
  };
}

function drawSites(
  draw: Draw,
  names: readonly string[],
  has: Has,
  demand: readonly Wanted[],
  wanted: number,
): Record<string, SiteSpec> {
  const { chance, between } = draw;
  const sites: Record<string, SiteSpec> = {};
  const site = (id: string, area: string, recipes: string[], need: number): void => {
    const sizes = drawSizes(draw, need, recipes);
    sites[id] = {
      area,
      recipes,
      sizes,
      minimumLoad: chance(0.6) ? between(0.2, 0.95) : 0,
      oneSize: sizes.length > 1 && chance(0.8),
      siteEnergy: chance(0.5) ? between(1e4, 2e5) : 0,
      siteFactor: chance(0.4) ? between(0.7, 1.4) : 1,
    };
  };
  names.forEach((area, a) => {
    if (a < 2 || chance(0.5)) {
      const recipes = ["smelt", ...(chance(0.4) ? ["refine"] : []), ...(has.slag && chance(0.6) ? ["remelt"] : [])];
      site(`works-${area}`, area, recipes, wanted * between(0.35, 0.8));
    }
    if (a === 0 || chance(0.2)) site(`pit-${area}`, area, ["dig"], wanted * ORE_PER_METAL * between(0.3, 0.8));
    if (demand[a].heat > 0) {
      const recipes = chance(0.5) ? ["boil"] : chance(0.5) ? ["glow"] : ["boil", "glow"];
      site(`plant-${area}`, area, recipes, demand[a].heat * between(0.8, 1.5));
    }
  });
  return sites;
}

function drawSizes({ integer, chance, between }: Draw, need: number, recipes: readonly string[]): SizeSpec[] {
  const count = [1, 1, 2, 2, 2, 3][integer(0, 5)];
  return Array.from({ length: count }, (_, s) => {
    const full = Math.max(1, Math.round((need * between(0.7, 1.6)) / (s + 1)));
    const most = s === 0 ? integer(1, 2) : integer(1, 3);
    const stand = chance(0.4) ? integer(1, most) : 0;
    const perYear = full * between(100, 1500);
    const ownPace = recipes.length > 1 && chance(0.5);
    return {
      name: ["large", "middle", "small"][s],
      capacity: ownPace ? Object.fromEntries(recipes.map((id) => [id, Math.max(1, full * between(0.6, 1.2))])) : full,
      energyToBuild: perYear * 20,
      life: 20,
      keep: full * between(20, chance(0.3) ? 2000 : 300),
      energyFactor: between(0.8, 1) + 0.1 * s,
      needs: chance(0.65) ? { land: integer(1, 4) } : {},
      stand,
      most,
      closing: stand > 0 && chance(0.7) ? perYear * between(-0.3, 0.5) : 0,
    };
  });
}

function drawAreas(
  { integer, chance, between }: Draw,
  names: readonly string[],
  has: Has,
  demand: readonly Wanted[],
  wanted: number,
  sites: Readonly<Record<string, SiteSpec>>,
  recipes: Readonly<Record<string, RecipeSpec>>,
): Record<string, AreaSpec> {
  return Object.fromEntries(
    names.map((name, a): [string, AreaSpec] => {
      const here = Object.values(sites).filter(({ area }) => area === name);
      const full: Record<string, number> = { hours: 0, water: 0, land: 0 };
      for (const site of here) {
        for (const { capacity, most = 1, needs = {} } of site.sizes) {
          full.land += most * (needs.land ?? 0);
          for (const id of site.recipes) {
            const runs = typeof capacity === "number" ? capacity : (capacity[id] ?? 0);
            for (const [need, amount] of Object.entries(recipes[id].needs ?? {})) full[need] += (runs * amount) / 2;
          }
        }
      }
      const resources: Record<string, number> = {};
      for (const need of ["hours", "water"]) {
        if (full[need] > 0 && chance(0.6)) resources[need] = Math.round(full[need] * between(0.3, 0.9));
      }
      if (full.land > 0 && chance(0.85)) resources.land = Math.max(1, Math.round(full.land * between(0.15, 0.7)));
      const supply: Record<string, number> = {};
      if (a === 0 || chance(0.4)) supply.ore = Math.round(wanted * ORE_PER_METAL * between(0.15, 0.7));
      if (has.slag && chance(0.4)) supply.slag = integer(20, 200);
      return [
        name,
        {
          at: [5 * a, 50 + a],
          population: integer(1, 9) * 1000,
          demand: has.heat ? { ...demand[a] } : { metal: demand[a].metal },
          supply,
          resources,
        },
      ];
    }),
  );
}

function drawLinks({ integer, chance, between }: Draw, names: readonly string[], wanted: number): LinkSpec[] {
  const links: LinkSpec[] = [];
  const link = (from: string, to: string, mode: string, tight: number): void => {
    const km = integer(100, 900);
    const capacity = chance(tight) ? { capacity: Math.round(wanted * between(0.15, 0.9)) } : {};
    if (chance(0.25)) links.push({ from, to, mode, km, factor: between(0.8, 1.5), ...capacity });
    else links.push({ between: [from, to], mode, km, factor: [between(0.8, 1.5), between(0.8, 1.5)], ...capacity });
  };
  names.forEach((to, a) => {
    if (a === 0) return;
    link(names[integer(0, a - 1)], to, "rail", 0.5);
    if (chance(0.7)) link(names[integer(0, a - 1)], to, "road", 0.4);
    if (chance(0.3)) link(to, names[integer(0, a - 1)], chance(0.5) ? "rail" : "road", 0.5);
  });
  return links;
}
